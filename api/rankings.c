/* GET /v1/rankings */
#include "api/api.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/page.h"
#include "api/ranking_field.h"
#include "api/select.h"
#include "api/subject.h"
#include "base/err.h"
#include "db/db.h"
#include "db/indicators.h"

/* limit: bytes of the figures that are ranked with each other, some ten thousand regions */
enum { FIELD_BLOCK = 64 * 1024, FIELD_MAX = 8 * 1024 * 1024 };

/* limit: missing regions that are named; the others are counted */
enum { MISSING_MAX = 100 };

/* A definition belongs to its indicator, so that no list of codes has it. */
static int check_definition(struct api_call *call, struct str indicator, struct str definition)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = indicators_definitions(call->db, call->release->id, indicator);
    struct nearest nearest = {.word = definition};
    struct definition_row row;
    int r;

    while ((r = definitions_next(s, &row)) > 0) {
        if (str_eq(row.code, definition))
            return 0;
        nearest_offer(&nearest, call->arena, row.code);
    }
    if (r == 0)
        api_violation(
            call, VIOLATION_QUERY, STR("definition"), definition, PROBLEM_UNKNOWN_CODE,
            STR("The indicator has no definition of this id."), nearest_list(&nearest, call->arena),
            arena_printf(call->arena, "/v1/indicators/%.*s", (int)indicator.n, indicator.p));
    return r;
}

/* A rank that was published is better the smaller it is, whatever it ranks. */
static struct str better_way(const struct get_ranking_args *args, const struct subject *subject)
{
    if (str_eq(subject->direction, STR("neutral")))
        return (struct str){0};
    return str_eq(args->measure, STR("rank")) ? STR("lower") : subject->direction;
}

static enum problem_id set_up(struct field *field, const struct get_ranking_args *args,
                              const struct subject *subject)
{
    struct api_call *call = field->call;
    const struct selection selection = {
        .indicator = {&args->indicator, 1},
        .region = args->region,
        .period = {&args->period, 1},
        .measure = {&args->measure, 1},
        .breakdown = args->breakdown,
    };
    bool smallest =
        str_eq(better_way(args, subject), STR("lower")) || str_eq(args->measure, STR("rank"));
    enum problem_id problem = select_observations(call, &selection, &field->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = period_parse(args->period, &field->period);
    if (r == 0)
        r = observation_memo_open(call->db, call->arena, call->release->id, &field->memo);
    if (r < 0)
        return api_fail(call, r);
    field->first = smallest ? RANKING_SMALLEST : RANKING_LARGEST;
    field->definition = args->definition;
    return PROBLEM_NONE;
}

static void put_head(struct jw *w, const struct field *field, const struct get_ranking_args *args,
                     const struct subject *subject)
{
    struct api_call *call = field->call;
    struct str judgement = better_way(args, subject);

    JW_KEY(w, "indicator");
    jw_str(w, args->indicator);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(call, subject->names));
    JW_KEY(w, "period");
    figure_json_period(w, field->period);
    JW_KEY(w, "measure");
    jw_str(w, args->measure);
    JW_KEY(w, "breakdown");
    jw_object_begin(w);
    for (size_t i = 0; i < args->breakdown.n; i++) {
        jw_key(w, args->breakdown.v[i].key);
        jw_str(w, args->breakdown.v[i].value);
    }
    jw_object_end(w);
    JW_KEY(w, "definition");
    envelope_text(w, field->ranked > 0 ? field->definition : args->definition);
    JW_KEY(w, "unit");
    envelope_text(w, field->unit);
    JW_KEY(w, "order");
    jw_str(w, field->first == RANKING_LARGEST ? STR("descending") : STR("ascending"));
    JW_KEY(w, "judgement");
    envelope_text(w, judgement);
    JW_KEY(w, "regions");
    jw_i64(w, (int64_t)field->in_force);
    JW_KEY(w, "of");
    jw_i64(w, (int64_t)field->ranked);
    if (judgement.n == 0 && field->ranked > 0)
        hint_add(call, HINT_ORDER_WITHOUT_JUDGEMENT);
}

static int put_region(struct jw *w, const struct field *field, int64_t region)
{
    const struct memo_region *named;
    int r = observation_memo_region(field->memo, region, &named);

    if (r < 0)
        return r;
    JW_KEY(w, "region");
    jw_str(w, named->code);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(field->call, named->names));
    return 0;
}

static int put_missing(struct jw *w, const struct field *field)
{
    size_t n = field->missing.n < MISSING_MAX ? field->missing.n : MISSING_MAX;

    JW_KEY(w, "missing");
    jw_array_begin(w);
    for (size_t i = 0; i < n; i++) {
        int r;

        jw_object_begin(w);
        r = put_region(w, field, field->missing.v[i]);
        jw_object_end(w);
        if (r < 0)
            return r;
    }
    jw_array_end(w);
    JW_KEY(w, "missing_more");
    jw_i64(w, (int64_t)(field->missing.n - n));
    return 0;
}

static void put_place(struct jw *w, int64_t place)
{
    if (place > 0)
        jw_i64(w, place);
    else
        jw_null(w);
}

static int put_entry(struct jw *w, const struct field *field, const struct contender *contender)
{
    struct api_call *call = field->call;
    struct figure figure = {.indicator = NULL};
    int r = observation_get(call->db, call->arena, call->release->id, &contender->key,
                            &figure.observation);

    if (r == 0)
        r = -ERR_INTERNAL;
    if (r > 0)
        r = figure_name(field->memo, &field->filter.indicators, &figure);
    if (r < 0)
        return r;
    figure_note(call, &figure);
    jw_object_begin(w);
    r = put_region(w, field, contender->key.region);
    JW_KEY(w, "rank");
    put_place(w, contender->entry.place);
    JW_KEY(w, "rank_lower");
    put_place(w, contender->entry.best);
    JW_KEY(w, "rank_upper");
    put_place(w, contender->entry.worst);
    JW_KEY(w, "tied");
    jw_bool(w, contender->entry.tied);
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(contender->reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(call, contender->reason));
    JW_KEY(w, "figure");
    figure_json_brief(w, call, &figure);
    jw_object_end(w);
    return r;
}

/* Entries from the one that the cursor leads to; its key is how many came before. */
static enum problem_id put_entries(struct jw *w, struct page *page, const struct field *field)
{
    struct api_call *call = field->call;
    int64_t before = 0;

    if (page->keys[0].n > 0 &&
        (str_parse_i64(page->keys[0], &before) < 0 || before < 0 || (size_t)before > field->n))
        return cursor_bad(call);
    JW_KEY(w, "entries");
    jw_array_begin(w);
    for (size_t i = (size_t)before; i < field->n; i++) {
        struct str key = arena_printf(call->arena, "%zu", i + 1);
        int r;

        if (!page_take(page, &key))
            break;
        r = put_entry(w, field, &field->v[i]);
        if (r < 0)
            return api_fail(call, r);
    }
    jw_array_end(w);
    return page->more ? cursor_write(call, page->last, page->n_keys) : PROBLEM_NONE;
}

/* Why nothing is ranked: figures of other breakdowns there may be. */
static void hint_nothing(const struct field *field)
{
    if (field->other_dimensions.n > 0)
        hint_add_about(field->call, HINT_OTHER_BREAKDOWNS, field->other_dimensions);
    else
        select_hints_about(field->call, &field->filter, NULL, field->other_dimensions, 0);
}

static enum problem_id answer(struct field *field, const struct get_ranking_args *args,
                              const struct subject *subject)
{
    struct api_call *call = field->call;
    struct page page;
    struct jw w;
    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    int r;

    if (problem == PROBLEM_NONE)
        problem = field_read(field);
    if (problem != PROBLEM_NONE)
        return problem;
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_head(&w, field, args, subject);
    r = put_missing(&w, field);
    if (r < 0)
        return api_fail(call, r);
    problem = put_entries(&w, &page, field);
    if (problem != PROBLEM_NONE)
        return problem;
    jw_object_end(&w);
    if (field->n == 0)
        hint_nothing(field);
    return envelope_end(call, &w);
}

enum problem_id api_get_ranking(struct api_call *call, const struct get_ranking_args *args)
{
    CLEANUP(arena_finish) struct arena arena = {.first = NULL};
    struct field field = {.call = call, .arena = &arena};
    struct subject subject;
    int r = subject_read(call, args->indicator, &subject);

    if (r == 0)
        r = -ERR_INTERNAL;
    if (r > 0 && args->definition.n > 0)
        r = check_definition(call, args->indicator, args->definition);
    if (r < 0)
        return api_fail(call, r);
    if (call->violations.n > 0)
        return api_invalid(call);
    arena_init(&arena, FIELD_BLOCK, FIELD_MAX);
    enum problem_id problem = set_up(&field, args, &subject);
    return problem != PROBLEM_NONE ? problem : answer(&field, args, &subject);
}
