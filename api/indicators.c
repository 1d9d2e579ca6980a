/* GET /v1/indicators, /v1/indicators/{id} */
#include "db/indicators.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/restricted.h"
#include "db/db.h"

/* The members that the entry of a list and the detail have in common. */
static void put_members(struct jw *w, const struct api_call *call, const struct indicator_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "topic");
    jw_str(w, row->topic);
    JW_KEY(w, "unit");
    jw_str(w, row->unit);
    JW_KEY(w, "units");
    envelope_items(w, row->units);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    JW_KEY(w, "region_rule");
    jw_str(w, row->region_rule);
    JW_KEY(w, "time_rule");
    jw_str(w, row->time_rule);
    JW_KEY(w, "direction");
    jw_str(w, row->direction);
    JW_KEY(w, "decimals");
    jw_i64(w, row->decimals);
    JW_KEY(w, "dimensions");
    envelope_items(w, row->dimensions);
    JW_KEY(w, "numerator");
    envelope_text(w, row->numerator);
    JW_KEY(w, "denominator");
    envelope_text(w, row->denominator);
    JW_KEY(w, "weight");
    envelope_text(w, row->weight);
    JW_KEY(w, "access");
    jw_str(w, row->restricted ? STR("restricted") : STR("public"));
    JW_KEY(w, "note");
    envelope_text(w, envelope_lang(call, row->note));
}

static void put_indicator(struct jw *w, const struct api_call *call,
                          const struct indicator_row *row)
{
    jw_object_begin(w);
    put_members(w, call, row);
    jw_object_end(w);
}

/* ";a;b;" of the list a, b; empty for the empty list. */
static struct str between_separators(struct arena *arena, struct str_list items)
{
    struct str text = {0};

    for (size_t i = 0; i < items.n; i++)
        text = arena_printf(arena, "%.*s%s%.*s;", (int)text.n, text.p, i == 0 ? ";" : "",
                            (int)items.v[i].n, items.v[i].p);
    return text;
}

enum problem_id api_list_indicators(struct api_call *call, const struct list_indicators_args *args)
{
    int64_t release = call->release->id;
    struct indicator_filter filter = {
        .topics = between_separators(call->arena, args->topic),
        .kind = page_enum(call, "kind", (args->given & LIST_INDICATORS_GIVEN_KIND) != 0,
                          (int)args->kind),
    };
    struct indicator_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = indicators_count(call->db, release, &filter, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = indicators_list(call->db, release, &filter, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = indicators_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_indicator(&w, call, &row);
    return page_end(&page, &w, r, matched);
}

static int put_definitions(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = indicators_definitions(call->db, call->release->id, code);
    struct definition_row row;
    int r;

    JW_KEY(w, "definitions");
    jw_array_begin(w);
    while ((r = definitions_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "id");
        jw_str(w, row.code);
        JW_KEY(w, "name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "text");
        envelope_text(w, envelope_lang(call, row.text));
        JW_KEY(w, "valid_from");
        envelope_day(w, row.valid_from);
        JW_KEY(w, "valid_to");
        envelope_day(w, row.valid_to);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

enum problem_id api_get_indicator(struct api_call *call, const struct get_indicator_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct indicator_row row;
    int64_t observations;
    struct jw w;
    int r = indicators_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no indicator with this id.");
    r = indicators_observations(call->db, call->release->id, row.code, restricted_is_open(call),
                                &observations);
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &row);
    r = put_definitions(&w, call, row.code);
    if (r < 0)
        return api_fail(call, r);
    JW_KEY(&w, "observations");
    jw_i64(&w, observations);
    jw_object_end(&w);
    if (row.restricted && !restricted_is_open(call))
        hint_add_about(call, HINT_RESTRICTED, row.code);
    return envelope_end(call, &w);
}
