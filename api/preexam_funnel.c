/* GET /v1/preexam/funnel: pre-examination from request to grant, as published and as counted. */
#include "api/envelope.h"
#include "api/preexam_records.h"
#include "api/ratio.h"
#include "api/record_scope.h"
#include "api/summary.h"
#include "base/err.h"
#include "db/dispute_filter.h"

static const struct ratio_spec qualified_per_accepted = {
    STR("qualified_per_accepted"),
    {STR("合格与受理之比（期间）"), STR("Qualified per accepted, same period")},
    1,
};
static const struct ratio_spec granted_per_qualified = {
    STR("granted_per_qualified"),
    {STR("授权与合格之比（期间）"), STR("Granted per qualified, same period")},
    1,
};
static const struct ratio_spec granted_per_accepted = {
    STR("granted_per_accepted"),
    {STR("授权与受理之比（期间）"), STR("Granted per accepted, same period")},
    1,
};

/* A stage that is both published and counted. */
struct stage {
    struct str name;
    struct str indicator;
    enum preexam_count count;
    const struct figure *published; /* NULL: it was not */
};

enum { STAGE_ACCEPTED, STAGE_QUALIFIED, STAGE_GRANTED, STAGES };

static void find_stages(struct summary *s, struct stage stages[STAGES])
{
    stages[STAGE_ACCEPTED] =
        (struct stage){STR("accepted"), STR("preexam_requests_accepted"), PREEXAM_ACCEPTED, NULL};
    stages[STAGE_QUALIFIED] = (struct stage){STR("qualified"), STR("preexam_requests_qualified"),
                                             PREEXAM_QUALIFIED, NULL};
    stages[STAGE_GRANTED] =
        (struct stage){STR("granted"), STR("preexam_patents_granted"), PREEXAM_GRANTED, NULL};
    for (size_t i = 0; i < STAGES; i++)
        stages[i].published = summary_find(s, stages[i].indicator, STR("level"));
}

/* "differs": stages of which the counts are not those published. */
static void put_differences(struct summary *s, const struct stage *stages,
                            const struct preexam_group *group, bool comparable)
{
    struct api_call *call = s->call;
    struct str names = STR("");

    JW_KEY(&s->json, "differs");
    jw_array_begin(&s->json);
    for (size_t i = 0; comparable && i < STAGES; i++) {
        if (!summary_differs(stages[i].published, group->n[stages[i].count]))
            continue;
        jw_str(&s->json, stages[i].name);
        names = arena_printf(call->arena, "%.*s%s%.*s", (int)names.n, names.p,
                             names.n > 0 ? ", " : "", (int)stages[i].name.n, stages[i].name.p);
    }
    jw_array_end(&s->json);
    if (names.n > 0)
        hint_add_about(call, HINT_RECORDS_DIFFER, names);
}

/* The registers that have something to say of the region and period, and whether one of them covers
 * all of it. Without a day that was asked for the last one that they cover is that of judgement. */
static int related(struct summary *s, struct preexam_registers *registers, bool find_day,
                   struct str_list *ret, bool *ret_whole)
{
    struct str *codes = arena_alloc(s->call->arena, registers->n * sizeof *codes);
    size_t n = 0;

    *ret_whole = false;
    if (codes == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < registers->n; i++) {
        const struct preexam_register *registry = &registers->v[i];
        bool meets;
        int r = preexam_register_meets(s->call, registry, s->region, &meets);

        if (r < 0)
            return r;
        if (!meets || !preexam_covers_some(registry, s->period))
            continue;
        *ret_whole = *ret_whole || (preexam_covers_all(registry, s->period) &&
                                    id_list_has(&registry->regions, s->region));
        if (find_day && (n == 0 || registry->of.covers_to > registers->on))
            registers->on = registry->of.covers_to;
        registers->v[n] = *registry;
        codes[n++] = registry->of.code;
    }
    registers->n = n;
    for (size_t i = 0; i < n; i++)
        if (registers->v[i].of.covers_to < registers->on)
            record_scope_hint(s->call, registers->v[i].of.covers_from,
                              registers->v[i].of.covers_to);
    *ret = (struct str_list){codes, n};
    return 0;
}

static int count_region(struct summary *s, struct str_list codes, bool cohort, int32_t on,
                        const struct preexam_group **ret)
{
    struct api_call *call = s->call;
    struct preexam_filter filter = {.document = filter_codes(call->arena, codes)};
    struct id_list named = {0};
    struct record_regions_wish wish = {.named = &named};
    struct record_regions regions;
    struct preexam_question question = {
        .filter = &filter,
        .regions = &regions,
        .periods = &s->period,
        .n_periods = 1,
        .cohort = cohort,
        .on = on,
    };
    struct preexam_groups groups;
    int r = id_list_add(call->arena, &named, s->region);

    if (r == 0)
        r = preexam_cases_regions(call->db, call->arena, &wish.present);
    if (r == 0)
        r = record_regions_make(call->db, call->arena, call->release->id, &wish, &regions);
    if (r == 0)
        r = preexam_counts(call->db, call->arena, call->release->id, &question, &groups);
    if (r == 0)
        *ret = groups.v[0];
    return r;
}

static int put_counted(struct summary *s, const struct stage *stages,
                       struct preexam_registers *registers, bool find_day, bool cohort)
{
    const struct preexam_group *group;
    struct str_list codes;
    bool whole;
    int r = related(s, registers, find_day, &codes, &whole);

    if (r == 0 && codes.n > 0)
        r = count_region(s, codes, cohort, registers->on, &group);
    if (r < 0)
        return r;
    JW_KEY(&s->json, "records");
    if (codes.n == 0) {
        jw_null(&s->json);
        return 0;
    }
    jw_object_begin(&s->json);
    JW_KEY(&s->json, "basis");
    jw_str(&s->json, cohort ? STR("cohort") : STR("period"));
    JW_KEY(&s->json, "on");
    envelope_date(&s->json, registers->on);
    JW_KEY(&s->json, "complete");
    jw_bool(&s->json, whole);
    JW_KEY(&s->json, "registers");
    jw_array_begin(&s->json);
    for (size_t i = 0; i < codes.n; i++) {
        jw_str(&s->json, codes.v[i]);
        envelope_document(s->call, codes.v[i]);
    }
    jw_array_end(&s->json);
    r = preexam_json(&s->json, group, cohort);
    put_differences(s, stages, group, whole && !cohort);
    jw_object_end(&s->json);
    s->found++;
    return r;
}

static void put_published(struct summary *s, const struct stage stages[STAGES])
{
    const struct figure *accepted = stages[STAGE_ACCEPTED].published;
    const struct figure *qualified = stages[STAGE_QUALIFIED].published;
    const struct figure *granted = stages[STAGE_GRANTED].published;

    for (size_t i = 0; i < STAGES; i++)
        summary_put(s, stages[i].name, stages[i].published);
    JW_KEY(&s->json, "ratios");
    jw_array_begin(&s->json);
    ratio_json(&s->json, s->call, &qualified_per_accepted, qualified, accepted);
    ratio_json(&s->json, s->call, &granted_per_qualified, granted, qualified);
    ratio_json(&s->json, s->call, &granted_per_accepted, granted, accepted);
    jw_array_end(&s->json);
}

enum problem_id api_get_preexam_funnel(struct api_call *call,
                                       const struct get_preexam_funnel_args *args)
{
    bool cohort = args->basis == GET_PREEXAM_FUNNEL_BASIS_COHORT;
    struct preexam_registers registers;
    struct stage stages[STAGES];
    struct summary s;
    enum problem_id problem = summary_begin(&s, call, args->region, args->period);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    find_stages(&s, stages);
    JW_KEY(&s.json, "basis");
    jw_str(&s.json, cohort ? STR("cohort") : STR("period"));
    put_published(&s, stages);
    r = preexam_registers_open(call, (struct str_list){0}, &registers);
    if (r == 0 && args->on.n > 0)
        r = date_parse(args->on, &registers.on);
    if (r == 0)
        r = put_counted(&s, stages, &registers, args->on.n == 0, cohort);
    if (r < 0)
        return api_fail(call, r);
    if (!cohort)
        hint_add(call, HINT_NOT_A_PASS_RATE);
    return summary_end(&s);
}
