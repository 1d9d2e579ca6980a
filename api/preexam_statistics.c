/* GET /v1/preexam/statistics */
#include "api/envelope.h"
#include "api/preexam_records.h"
#include "api/record_answer.h"
#include "api/record_json.h"
#include "api/violation.h"
#include "base/err.h"
#include "db/dispute_filter.h"
#include "db/preexam_person_counts.h"

static const struct str key_names[PREEXAM_KEYS] = {
    [PREEXAM_CENTER] = STR("center"),
    [PREEXAM_FIELD] = STR("field"),
    [PREEXAM_PATENT_TYPE] = STR("patent_type"),
    [PREEXAM_AGENCY] = STR("agency"),
    [PREEXAM_APPLICANT_TYPE] = STR("applicant_type"),
};

/* One request. */
struct asking {
    struct api_call *call;
    const struct list_preexam_statistics_args *args;
    struct record_scope scope;
    struct preexam_filter filter;
    struct preexam_question question;
    struct period_list periods;
    struct preexam_groups groups;
    bool grouped, split, persons, named[PREEXAM_KEYS];
    enum freq freq;
    struct str keys[PREEXAM_GROUP_KEYS_MAX];
    struct preexam_person_count *cells; /* of persons: by the number of the group */
};

static void parse_keys(struct asking *asking)
{
    struct str_list names = asking->args->group_by;
    struct preexam_question *question = &asking->question;

    for (size_t i = 0; i < names.n; i++) {
        if (str_eq(names.v[i], STR("region")))
            asking->grouped = true;
        else if (!record_group_time(names.v[i], &asking->split, &asking->freq))
            for (size_t key = 0; key < PREEXAM_KEYS; key++)
                asking->named[key] = asking->named[key] || str_eq(key_names[key], names.v[i]);
    }
    for (size_t key = 0; key < PREEXAM_KEYS; key++) {
        if (!asking->named[key])
            continue;
        asking->keys[question->n_keys] = key_names[key];
        question->keys[question->n_keys++] = (enum preexam_key)key;
    }
    asking->persons = asking->named[PREEXAM_APPLICANT_TYPE];
}

/* Who applied is told of whole years alone: by anything else small cells could be cut out. */
static enum problem_id check_persons(struct asking *asking)
{
    const struct list_preexam_statistics_args *args = asking->args;
    struct api_call *call = asking->call;
    bool years = true;

    for (size_t i = 0; i < asking->periods.n; i++)
        years = years && asking->periods.v[i].freq == FREQ_A;
    if (years && asking->question.n_keys == 1 && args->on.n == 0 &&
        args->center.n + args->field.n + args->patent_type.n + args->agency.n == 0)
        return PROBLEM_NONE;
    api_violation(call, VIOLATION_QUERY, STR("group_by"), STR("applicant_type"),
                  PROBLEM_INVALID_PARAMETER,
                  STR("Applicants are counted by whole years, with no other key than region and "
                      "year, no filter but region and document, and no `on`."),
                  (struct str_list){0}, (struct str){0});
    return api_invalid(call);
}

static enum problem_id begin(struct asking *asking)
{
    const struct list_preexam_statistics_args *args = asking->args;
    struct preexam_question *question = &asking->question;
    struct api_call *call = asking->call;
    const struct record_wish wish = {.of = COVERAGE_PREEXAM,
                                     .regions = args->region,
                                     .documents = args->document,
                                     .on = args->on,
                                     .grouped = asking->grouped};
    int r =
        record_periods(call->arena, args->period, asking->split, asking->freq, &asking->periods);

    if (r == 0 && asking->persons && check_persons(asking) != PROBLEM_NONE)
        return api_invalid(call);
    if (r == 0)
        r = record_scope_open(call, &wish, &asking->scope);
    if (r == -ERR_LIMIT)
        return record_too_large(call, PREEXAM_GROUPS_MAX);
    asking->filter = (struct preexam_filter){
        .center = filter_codes(call->arena, args->center),
        .field = filter_codes(call->arena, args->field),
        .patent_type = filter_codes(call->arena, args->patent_type),
        .agency = filter_codes(call->arena, args->agency),
        .document = filter_codes(call->arena, args->document),
    };
    question->filter = &asking->filter;
    question->regions = &asking->scope.regions;
    question->periods = asking->periods.v;
    question->n_periods = asking->periods.n;
    question->cohort = args->basis == LIST_PREEXAM_STATISTICS_BASIS_COHORT;
    question->on = asking->scope.on;
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

/* Whether an entry is made of a count of persons: its register goes with the region. */
static bool is_related(const struct record_scope *scope, const struct preexam_person_count *count)
{
    return scope->covers[count->region * scope->registers.n + count->registry];
}

static int count_persons(struct asking *asking, struct preexam_groups *ret)
{
    struct api_call *call = asking->call;
    const struct preexam_person_question question = {
        .regions = &asking->scope.regions,
        .registers = &asking->scope.registers,
        .years = asking->periods.v,
        .n_years = asking->periods.n,
    };
    struct preexam_person_counts counts;
    int r = preexam_person_counts(call->db, call->arena, call->release->id, &question, &counts);

    if (r < 0)
        return r;
    ret->v = arena_alloc(call->arena, counts.n * sizeof(struct preexam_group *));
    for (size_t i = 0; i < counts.n; i++) {
        struct preexam_group *group = arena_alloc(call->arena, sizeof *group);
        const struct preexam_person_count *count = &counts.v[i];

        if (group == NULL || ret->v == NULL)
            return -ERR_NOMEM;
        if (!is_related(&asking->scope, count))
            continue;
        *group = (struct preexam_group){
            .region = count->region, .period = count->period, .values = {count->part}};
        if (count->hidden)
            hint_add_about(call, HINT_SMALL_CELLS,
                           arena_printf(call->arena, "%lld", (long long)count->min_cell));
        hint_add(call, HINT_FIRST_PUBLICATION);
        counts.v[ret->n] = *count;
        ret->v[ret->n++] = group;
    }
    asking->cells = counts.v;
    return 0;
}

/* Leaves out what no register covers. */
static void leave_covered(struct asking *asking, struct preexam_groups *groups)
{
    size_t n = 0;

    for (size_t i = 0; i < groups->n; i++) {
        const struct preexam_group *group = groups->v[i];

        if (!record_scope_covers(asking->call, &asking->scope, group->region,
                                 asking->periods.v[group->period]))
            continue;
        groups->v[n++] = groups->v[i];
    }
    groups->n = n;
}

static int put_json(struct jw *w, const void *of, size_t i)
{
    const struct asking *asking = of;
    const struct preexam_question *question = &asking->question;
    const struct preexam_group *group = asking->groups.v[i];
    const struct preexam_person_count *cell = asking->persons ? &asking->cells[i] : NULL;
    bool hidden = cell != NULL && cell->hidden;
    int r = 0;

    jw_object_begin(w);
    JW_KEY(w, "basis");
    jw_str(w, question->cohort ? STR("cohort") : STR("period"));
    JW_KEY(w, "on");
    envelope_date(w, asking->scope.on);
    record_group_json(w, asking->call, &asking->scope, asking->grouped, group->region,
                      asking->periods.v[group->period]);
    record_keys_json(w, asking->keys, group->values, question->n_keys);
    if (cell != NULL) {
        JW_KEY(w, "document");
        jw_str(w, asking->scope.registers.v[cell->registry].code);
        JW_KEY(w, "as_recorded");
        jw_i64(w, cell->as_recorded);
    }
    JW_KEY(w, "status");
    jw_str(w, hidden ? STR("Q") : STR("A"));
    if (cell == NULL) {
        r = preexam_json(w, group, question->cohort);
    } else {
        JW_KEY(w, "received");
        if (hidden)
            jw_null(w);
        else
            jw_i64(w, cell->received);
    }
    jw_object_end(w);
    return r;
}

static void put_csv_header(struct csv_writer *w, const void *of)
{
    const struct asking *asking = of;

    csv_text(w, STR("basis"));
    csv_text(w, STR("on"));
    record_group_csv_header(w);
    for (size_t k = 0; k < asking->question.n_keys; k++)
        csv_text(w, asking->keys[k]);
    if (asking->persons) {
        csv_text(w, STR("document"));
        csv_text(w, STR("as_recorded"));
    }
    csv_text(w, STR("status"));
    if (asking->persons)
        csv_text(w, STR("received"));
    else
        preexam_csv_names(w, asking->question.cohort);
    csv_text(w, STR("synthetic"));
    csv_end_row(w);
}

static int put_csv(struct csv_writer *w, const void *of, size_t i)
{
    const struct asking *asking = of;
    const struct preexam_question *question = &asking->question;
    const struct preexam_group *group = asking->groups.v[i];
    const struct preexam_person_count *cell = asking->persons ? &asking->cells[i] : NULL;
    bool hidden = cell != NULL && cell->hidden;
    int r = 0;

    csv_text(w, question->cohort ? STR("cohort") : STR("period"));
    record_csv_date(w, asking->scope.on);
    record_group_csv(w, asking->call, &asking->scope, asking->grouped, group->region,
                     asking->periods.v[group->period]);
    for (size_t k = 0; k < question->n_keys; k++)
        record_csv_text(w, group->values[k]);
    if (cell != NULL) {
        csv_text(w, asking->scope.registers.v[cell->registry].code);
        csv_i64(w, cell->as_recorded);
    }
    csv_text(w, hidden ? STR("Q") : STR("A"));
    if (cell != NULL)
        csv_number(w, !hidden, (struct dec){cell->received, 0});
    else
        r = preexam_csv(w, group, question->cohort);
    csv_flag(w, cell != NULL
                    ? asking->scope.registers.v[cell->registry].synthetic
                    : record_scope_synthetic(&asking->scope, asking->grouped, group->region));
    csv_end_row(w);
    return r;
}

static enum problem_id write(const struct asking *asking)
{
    const struct record_entries entries = {
        .of = asking,
        .n = asking->groups.n,
        .json = put_json,
        .csv_header = put_csv_header,
        .csv = put_csv,
        .file_name = STR("preexam-statistics.csv"),
    };

    return record_answer(asking->call, &entries, asking->args->cursor, asking->args->limit,
                         asking->args->bom);
}

enum problem_id api_list_preexam_statistics(struct api_call *call,
                                            const struct list_preexam_statistics_args *args)
{
    struct asking asking = {.call = call, .args = args};
    enum problem_id problem;
    int r = 0;

    parse_keys(&asking);
    problem = begin(&asking);
    if (problem != PROBLEM_NONE)
        return problem;
    if (asking.persons && asking.periods.n > 0)
        r = count_persons(&asking, &asking.groups);
    else if (asking.periods.n > 0)
        r = preexam_counts(call->db, call->arena, call->release->id, &asking.question,
                           &asking.groups);
    if (r == -ERR_LIMIT)
        return record_too_large(call, PREEXAM_GROUPS_MAX);
    if (r < 0)
        return api_fail(call, r);
    if (asking.persons)
        record_scope_tell(call, &asking.scope, &asking.periods);
    else
        leave_covered(&asking, &asking.groups);
    return write(&asking);
}
