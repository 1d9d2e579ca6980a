/* GET /v1/institutions, /v1/institutions/{id}, /v1/institutions/coverage */
#include "api/envelope.h"
#include "api/register.h"
#include "api/select.h"
#include "base/err.h"
#include "db/db.h"
#include "db/observation_memo.h"
#include "db/rankings.h"
#include "db/register_groups.h"

static const struct register_spec institutions = {
    .table = "institution",
    .missing = "There is no institution with this id.",
};

enum problem_id api_list_institutions(struct api_call *call,
                                      const struct list_institutions_args *args UNUSED)
{
    return register_list(call, &institutions);
}

enum problem_id api_get_institution(struct api_call *call,
                                    const struct get_institution_args *args UNUSED)
{
    return register_get(call, &institutions);
}

/* How many of one kind there are in one region. */
struct covered {
    struct str region, kind, kind_name;
    int64_t entities;
};

struct coverage {
    struct api_call *call;
    struct id_choice regions;
    int32_t on;
    struct covered *v;
    size_t n, room;
};

enum { OPEN_TESTS = 4 };

/* What is open on the day, as far as its days are known. */
static size_t open_tests(const struct list_institution_coverage_args *args, int32_t on,
                         struct register_test ret[OPEN_TESTS])
{
    static const struct str open[] = {STR("open")};
    const struct register_test tests[] = {
        {.column = "state", .op = REGISTER_ANY_OF, .texts = {open, 1}},
        {.column = "opened_on", .op = REGISTER_NOT_AFTER, .number = on},
        {.column = "closed_on", .op = REGISTER_NOT_UNTIL, .number = on},
        {.column = "kind", .op = REGISTER_ANY_OF, .texts = args->kind},
    };
    size_t n = args->kind.n > 0 ? OPEN_TESTS : OPEN_TESTS - 1;

    for (size_t i = 0; i < n; i++)
        ret[i] = tests[i];
    return n;
}

static void note_document(void *cls, struct str document, bool synthetic UNUSED)
{
    envelope_document(cls, document);
}

static int add_covered(struct coverage *coverage, const struct register_group *group)
{
    struct arena *arena = coverage->call->arena;
    struct covered *v = arena_grow(arena, coverage->v, coverage->n, &coverage->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    coverage->v = v;
    v[coverage->n++] = (struct covered){
        .region = arena_copy(arena, group->keys[0]),
        .kind = arena_copy(arena, group->keys[1]),
        .kind_name = arena_copy(arena, group->names[1]),
        .entities = group->values[0],
    };
    return 0;
}

static int count_open(struct coverage *coverage, const struct list_institution_coverage_args *args)
{
    static const struct register_key region = {"region", REGISTER_BY_VALUE, "region"};
    static const struct register_key kind = {"kind", REGISTER_BY_VALUE, "kind"};
    static const struct register_key *const keys[] = {&region, &kind};
    static const struct register_measure entities = {
        .name = "entities", .kind = REGISTER_SUM, .column = "entities"};
    CLEANUP(register_groups_close_p) struct register_counting *counting = NULL;
    struct api_call *call = coverage->call;
    struct register_test tests[OPEN_TESTS];
    const struct register_query query = {
        .table = table_find(STR("institution")),
        .tests = tests,
        .n_tests = open_tests(args, coverage->on, tests),
        .english = call->lang == PARAM_LANG_EN,
    };
    const struct register_grouping grouping = {
        .query = &query, .keys = keys, .n_keys = 2, .measures = &entities, .n_measures = 1};
    struct register_group group;
    int r = register_groups_open(call->db, call->arena, call->release->id, &grouping, &counting);

    while (r >= 0 && (r = register_groups_next(counting, &group)) > 0)
        r = add_covered(coverage, &group);
    if (r == 0)
        r = register_documents(call->db, call->arena, call->release->id, &query, note_document,
                               call);
    return r;
}

static int64_t put_kinds(struct jw *w, const struct coverage *coverage, struct str region)
{
    int64_t sum = 0;

    JW_KEY(w, "kinds");
    jw_array_begin(w);
    for (size_t i = 0; i < coverage->n; i++) {
        const struct covered *covered = &coverage->v[i];

        if (!str_eq(covered->region, region))
            continue;
        jw_object_begin(w);
        JW_KEY(w, "kind");
        jw_str(w, covered->kind);
        JW_KEY(w, "kind_name");
        envelope_text(w, covered->kind_name);
        JW_KEY(w, "entities");
        jw_i64(w, covered->entities);
        jw_object_end(w);
        sum += covered->entities;
    }
    jw_array_end(w);
    return sum;
}

/* A region of which the documents name no institution may well have some: none is null, not 0. */
static void put_region(struct jw *w, const struct coverage *coverage,
                       const struct memo_region *region)
{
    int64_t sum;

    jw_object_begin(w);
    JW_KEY(w, "region");
    jw_str(w, region->code);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(coverage->call, region->names));
    JW_KEY(w, "on");
    envelope_date(w, coverage->on);
    sum = put_kinds(w, coverage, region->code);
    JW_KEY(w, "entities");
    if (sum > 0)
        jw_i64(w, sum);
    else
        jw_null(w);
    jw_object_end(w);
}

/* What is left out alone means all other regions; zones overlap districts and have to be named. */
static int all_but(struct api_call *call, struct id_choice *choice)
{
    static const struct str levels[] = {STR("country"), STR("province"), STR("prefecture"),
                                        STR("county")};
    struct id_list all = {0};
    int r = 0;

    for (size_t i = 0; r == 0 && i < COUNT_OF(levels); i++)
        r = scope_regions_at_level(call->db, call->arena, call->release->id, levels[i], &all);
    if (r < 0)
        return r;
    id_list_sort(&all);
    id_list_remove(&all, &choice->ids);
    *choice = (struct id_choice){.ids = all, .only = true};
    return 0;
}

/* Codes that ended before the day, or begin after it, cover nothing. 1 or 0, or negative. */
static int is_in_force(const struct coverage *coverage, int64_t id)
{
    struct api_call *call = coverage->call;
    struct ranking_region region;
    int r = ranking_region(call->db, call->release->id, id, &region);

    return r <= 0 ? r
                  : !(region.valid_from.known && region.valid_from.day > coverage->on) &&
                        !(region.valid_to.known && region.valid_to.day < coverage->on);
}

/* Writes the regions and counts them. 0 or negative. */
static int put_regions(struct jw *w, const struct coverage *coverage, int64_t *ret)
{
    const struct id_list *ids = &coverage->regions.ids;
    struct api_call *call = coverage->call;
    struct observation_memo *memo;
    int64_t n = 0;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &memo);

    for (size_t i = 0; r >= 0 && i < ids->n; i++) {
        const struct memo_region *region;

        r = is_in_force(coverage, ids->v[i]);
        if (r <= 0)
            continue;
        r = observation_memo_region(memo, ids->v[i], &region);
        if (r < 0)
            break;
        put_region(w, coverage, region);
        n++;
    }
    *ret = n;
    return r < 0 ? r : 0;
}

enum problem_id api_list_institution_coverage(struct api_call *call,
                                              const struct list_institution_coverage_args *args)
{
    struct coverage coverage = {.call = call};
    struct jw w;
    int64_t n;
    int r = register_day(call, &institutions, args->on, &coverage.on);

    if (r == 0)
        r = select_regions(call, args->region, &coverage.regions);
    if (r == 0 && !coverage.regions.only)
        r = all_but(call, &coverage.regions);
    if (r == 0)
        r = count_open(&coverage, args);
    if (r < 0)
        return api_fail(call, r);
    envelope_list_begin(call, &w);
    r = put_regions(&w, &coverage, &n);
    return r < 0 ? api_fail(call, r) : envelope_list_end(call, &w, n);
}
