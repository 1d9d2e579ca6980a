/* GET /v1/service-items: each with its time limits, version by version, and what was cut. */
#include "api/envelope.h"
#include "api/register.h"
#include "base/percentile.h"
#include "db/db.h"

static const struct register_spec items = {.table = "service_item"};
static const struct register_spec limits = {.table = "service_limit"};

/* Days of two versions are compared where they are of one kind. */
struct cut {
    int64_t first, last;
    size_t versions;
    bool one_kind;
};

static void put_cut(struct jw *w, const struct cut *cut)
{
    struct dec percent;

    JW_KEY(w, "reduction");
    if (cut->versions < 2 || !cut->one_kind) {
        jw_null(w);
    } else {
        jw_object_begin(w);
        JW_KEY(w, "days");
        jw_i64(w, cut->first - cut->last);
        JW_KEY(w, "percent");
        if (percent_of(cut->first - cut->last, cut->first, &percent) == 0)
            jw_dec(w, percent);
        else
            jw_null(w);
        jw_object_end(w);
    }
    JW_KEY(w, "reason");
    if (cut->versions < 2)
        jw_str(w, STR("one-version"));
    else if (!cut->one_kind)
        jw_str(w, STR("day-kinds-differ"));
    else
        jw_null(w);
}

/* Writes the limits of one item, which are read in the order of their versions. */
static int put_limits(struct jw *w, const struct register_context *context, struct str item,
                      struct cut *ret)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    const struct register_test test = {
        .column = "service_item", .op = REGISTER_ANY_OF, .texts = {&item, 1}};
    const struct register_query query = {.table = table_find(STR("service_limit")),
                                         .tests = &test,
                                         .n_tests = 1,
                                         .english = context->call->lang == PARAM_LANG_EN,
                                         .limit = INT64_MAX};
    struct register_row row;
    char kind = 0;
    int r = registers_open(context->call->db, context->call->arena, context->call->release->id,
                           &query, &reading);

    *ret = (struct cut){.one_kind = true};
    JW_KEY(w, "limits");
    jw_array_begin(w);
    while (r >= 0 && (r = registers_next(reading, &row)) > 0) {
        struct str unit = register_row_get(&row, "day_unit").text;

        ret->last = register_row_get(&row, "days").number;
        if (ret->versions++ == 0) {
            ret->first = ret->last;
            kind = unit.p[0];
        }
        ret->one_kind = ret->one_kind && unit.p[0] == kind;
        jw_object_begin(w);
        register_json_members(w, context, &limits, &row);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_item(struct jw *w, const struct register_context *context,
                    const struct register_row *row)
{
    struct str id = arena_copy(context->call->arena, register_row_get(row, "id").text);
    struct cut cut;
    int r;

    jw_object_begin(w);
    JW_KEY(w, "item");
    jw_object_begin(w);
    register_json_members(w, context, &items, row);
    jw_object_end(w);
    r = put_limits(w, context, id, &cut);
    put_cut(w, &cut);
    jw_object_end(w);
    return r;
}

enum problem_id api_list_service_items(struct api_call *call,
                                       const struct list_service_items_args *args UNUSED)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    const struct register_context context = {.call = call};
    const struct register_query query = {.table = table_find(STR("service_item")),
                                         .english = call->lang == PARAM_LANG_EN,
                                         .limit = INT64_MAX};
    struct register_row row;
    int64_t matched = 0;
    struct jw w;
    int r = registers_open(call->db, call->arena, call->release->id, &query, &reading);

    envelope_list_begin(call, &w);
    while (r >= 0 && (r = registers_next(reading, &row)) > 0) {
        matched++;
        r = put_item(&w, &context, &row);
    }
    if (r < 0)
        return api_fail(call, r);
    if (matched == 0)
        hint_add(call, HINT_NO_DATA);
    return envelope_list_end(call, &w, matched);
}
