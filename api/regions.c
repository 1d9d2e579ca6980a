/* GET /v1/regions, /v1/regions/{code} */
#include "db/regions.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/page.h"
#include "base/period.h"
#include "db/db.h"

/* The members that the entry of a list and the detail have in common. */
static void put_members(struct jw *w, const struct api_call *call, const struct region_row *row)
{
    JW_KEY(w, "code");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "level");
    jw_str(w, row->level);
    JW_KEY(w, "parent");
    envelope_text(w, row->parent);
    JW_KEY(w, "valid_from");
    envelope_day(w, row->valid_from);
    JW_KEY(w, "valid_to");
    envelope_day(w, row->valid_to);
}

static void put_region(struct jw *w, const struct api_call *call, const struct region_row *row)
{
    jw_object_begin(w);
    put_members(w, call, row);
    jw_object_end(w);
}

static int filter_from_args(const struct api_call *call, const struct list_regions_args *args,
                            struct region_filter *ret)
{
    int32_t day;

    *ret = (struct region_filter){
        .level = page_enum(call, "level", (args->given & LIST_REGIONS_GIVEN_LEVEL) != 0,
                           (int)args->level),
        .parent = args->parent,
        .group = args->group,
        .name_prefix = args->name,
        .first_day = INT64_MIN,
        .last_day = INT64_MAX,
    };
    if (args->valid_on.n > 0) {
        int r = date_parse(args->valid_on, &day);
        if (r < 0)
            return r;
        ret->first_day = day;
        ret->last_day = day;
    }
    return 0;
}

enum problem_id api_list_regions(struct api_call *call, const struct list_regions_args *args)
{
    int64_t release = call->release->id;
    struct region_filter filter;
    struct region_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = filter_from_args(call, args, &filter);
    if (r == 0)
        r = regions_count(call->db, release, &filter, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = regions_list(call->db, release, &filter, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = regions_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_region(&w, call, &row);
    if (matched > 1 && args->name.n > 0)
        hint_add(call, HINT_NAME_NOT_UNIQUE);
    return page_end(&page, &w, r, matched);
}

static int put_groups(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = regions_groups(call->db, call->release->id, code);
    struct region_group_row row;
    int r;

    JW_KEY(w, "groups");
    jw_array_begin(w);
    while ((r = region_groups_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "code");
        jw_str(w, row.code);
        JW_KEY(w, "name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "confidence");
        jw_str(w, row.confidence);
        jw_object_end(w);
        if (str_eq(row.confidence, STR("unverified")))
            hint_add(call, HINT_UNVERIFIED_MEMBERS);
    }
    jw_array_end(w);
    return r;
}

static int put_children(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = regions_children(call->db, call->release->id, code);
    struct str child;
    int r;

    JW_KEY(w, "children");
    jw_array_begin(w);
    while ((r = regions_next_child(s, &child)) > 0)
        jw_str(w, child);
    jw_array_end(w);
    return r;
}

static int put_lineage(struct jw *w, struct api_call *call, struct stmt *stmt)
{
    CLEANUP(stmt_reset_p) struct stmt *s = stmt;
    struct lineage_row row;
    int r;

    jw_array_begin(w);
    while ((r = lineage_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "code");
        jw_str(w, row.code);
        JW_KEY(w, "name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "kind");
        jw_str(w, row.kind);
        JW_KEY(w, "changed_on");
        envelope_day(w, row.changed_on);
        JW_KEY(w, "first_list");
        envelope_text(w, row.first_list);
        JW_KEY(w, "old_name");
        envelope_text(w, row.old_name);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_surroundings(struct jw *w, struct api_call *call, const struct region_row *row)
{
    int64_t release = call->release->id;
    int r = put_groups(w, call, row->code);

    if (r == 0)
        r = put_children(w, call, row->code);
    if (r < 0)
        return r;
    JW_KEY(w, "predecessors");
    r = put_lineage(w, call, regions_predecessors(call->db, release, row->code));
    if (r < 0)
        return r;
    JW_KEY(w, "successors");
    r = put_lineage(w, call, regions_successors(call->db, release, row->code));
    return r < 0 ? r : hint_dead_region(call, row->code);
}

enum problem_id api_get_region(struct api_call *call, const struct get_region_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct region_row row;
    struct jw w;
    int r = regions_get(call->db, call->release->id, args->code, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no region with this code.");
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &row);
    JW_KEY(&w, "source");
    envelope_text(&w, row.source);
    r = put_surroundings(&w, call, &row);
    if (r < 0)
        return api_fail(call, r);
    jw_object_end(&w);
    return envelope_end(call, &w);
}
