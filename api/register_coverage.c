#include "api/register_coverage.h"

#include "api/envelope.h"
#include "api/hints.h"
#include "base/err.h"
#include "db/record_figures.h"
#include "db/record_regions.h"
#include "db/registers.h"

/* A register that holds records of the table. */
struct register_behind {
    struct str code;
    int64_t region;
    struct id_list regions; /* that one and all below it */
    struct coverage_span days;
    bool synthetic;
    bool holds;
};

static const struct register_test *test_on(const struct statistic *s, const char *column)
{
    for (size_t i = 0; i < s->args.n_tests; i++)
        if (str_eq(str_from(s->args.tests[i].column), str_from(column)))
            return &s->args.tests[i];
    return NULL;
}

/* The regions that are named, as the condition on them has them; none where all are meant, whatever
 * is left out. */
static int read_named(struct statistic *s)
{
    const struct register_test *test = test_on(s, "region");
    struct str rest, part;

    if (test == NULL || test->op != REGISTER_ONLY_REGIONS || test->texts.n == 0)
        return 0;
    rest = test->texts.v[0];
    s->names_regions = true;
    while (str_cut(&rest, ';', &part)) {
        int64_t id;
        int r = part.n == 0 ? 0 : str_parse_i64(part, &id);

        if (r == 0 && part.n > 0)
            r = id_list_add(s->call->arena, &s->named, id);
        if (r < 0)
            return r;
    }
    return 0;
}

static int add_register(struct statistic *s, const struct record_register *row)
{
    struct arena *arena = s->call->arena;
    struct register_behind *v =
        arena_grow(arena, s->behind, s->n_behind, &s->behind_room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    s->behind = v;
    v[s->n_behind] = (struct register_behind){.code = arena_copy(arena, row->code),
                                              .days = {row->covers_from, row->covers_to},
                                              .synthetic = row->synthetic};
    return scope_code(s->call->db, STR("region"), row->region, &v[s->n_behind++].region);
}

static void note_holder(void *cls, struct str document, bool synthetic UNUSED)
{
    struct statistic *s = cls;

    for (size_t i = 0; i < s->n_behind; i++)
        s->behind[i].holds = s->behind[i].holds || str_eq(s->behind[i].code, document);
}

/* Leaves the registers with records of the table, of the documents asked for. */
static int keep_holders(struct statistic *s)
{
    const struct register_test *document = test_on(s, "document");
    const struct register_query query = {
        .table = s->query.table, .tests = document, .n_tests = document != NULL};
    int64_t release = s->call->release->id;
    size_t n = 0;
    int r = register_documents(s->call->db, s->call->arena, release, &query, note_holder, s);

    for (size_t i = 0; r == 0 && i < s->n_behind; i++) {
        if (!s->behind[i].holds)
            continue;
        s->behind[n] = s->behind[i];
        r = record_regions_below(s->call->db, s->call->arena, release, s->behind[n].region,
                                 &s->behind[n].regions);
        n++;
    }
    s->n_behind = n;
    return r;
}

static bool overlaps(const struct register_behind *one, int64_t region, struct coverage_span days)
{
    return id_list_has(&one->regions, region) && one->days.from <= days.to &&
           one->days.to >= days.from;
}

/* Whether each day is one of a register of the region. */
static bool covers_all(const struct statistic *s, int64_t region, struct coverage_span days)
{
    bool moved = true;

    while (moved && days.from <= days.to) {
        moved = false;
        for (size_t i = 0; i < s->n_behind; i++)
            if (overlaps(&s->behind[i], region, (struct coverage_span){days.from, days.from})) {
                days.from = s->behind[i].days.to + 1;
                moved = true;
            }
    }
    return days.from > days.to;
}

static void add_region(const struct statistic *s, int64_t region, struct coverage_span days,
                       struct register_cover *ret)
{
    for (size_t i = 0; i < s->n_behind; i++)
        ret->any = ret->any || overlaps(&s->behind[i], region, days);
    ret->whole = ret->whole && covers_all(s, region, days);
}

int register_coverage_of(struct statistic *s, struct str region, struct coverage_span days,
                         struct register_cover *ret)
{
    int64_t id;
    int r = 0;

    *ret = (struct register_cover){.whole = true};
    if (region.n > 0) {
        r = scope_code(s->call->db, STR("region"), region, &id);
        if (r > 0)
            add_region(s, id, days, ret);
    } else if (s->names_regions) {
        for (size_t i = 0; i < s->named.n; i++)
            add_region(s, s->named.v[i], days, ret);
    } else {
        for (size_t i = 0; i < s->n_behind; i++)
            add_region(s, s->behind[i].region, days, ret);
    }
    ret->whole = ret->whole && ret->any;
    return r < 0 ? r : 0;
}

/* The days of the period in a key. */
static bool days_of(enum register_key_kind kind, int64_t number, struct coverage_span *ret)
{
    int64_t year = number, first = 1, months = 12;
    int32_t end;

    switch (kind) {
    case REGISTER_BY_VALUE:
    case REGISTER_BY_CONDUCT_GROUP:
        return false;
    case REGISTER_BY_YEAR:
        break;
    case REGISTER_BY_HALF:
        year = number / 10, first = 6 * (number % 10) - 5, months = 6;
        break;
    case REGISTER_BY_QUARTER:
        year = number / 10, first = 3 * (number % 10) - 2, months = 3;
        break;
    case REGISTER_BY_MONTH:
        year = number / 100, first = number % 100, months = 1;
        break;
    }
    ret->from = date_from_civil((int)year, (int)first, 1);
    if (date_add_months(ret->from, (int)months, &end) < 0)
        return false;
    ret->to = end - 1;
    return true;
}

/* The days of the period asked for; all without one. */
static struct coverage_span days_asked(const struct statistic *s)
{
    return s->has_period ? (struct coverage_span){s->period.starts_on, s->period.ends_on}
                         : (struct coverage_span){INT32_MIN, INT32_MAX};
}

int register_coverage_all(struct statistic *s, struct register_cover *ret)
{
    return register_coverage_of(s, STR(""), days_asked(s), ret);
}

int register_coverage_group(struct statistic *s, const struct register_group *group,
                            bool *ret_known, struct register_cover *ret)
{
    struct coverage_span days = days_asked(s);
    struct str region = STR("");

    *ret_known = s->has_period;
    for (size_t i = 0; i < s->n_by; i++) {
        struct coverage_span own;

        if (s->by[i]->kind == REGISTER_BY_VALUE &&
            str_eq(str_from(s->by[i]->column), STR("region")))
            region = group->keys[i];
        /* a record without the day has no period */
        if (group->numbers[i] == 0 || !days_of(s->by[i]->kind, group->numbers[i], &own))
            continue;
        days.from = own.from > days.from ? own.from : days.from;
        days.to = own.to < days.to ? own.to : days.to;
        *ret_known = true;
    }
    *ret = (struct register_cover){.any = false};
    return *ret_known ? register_coverage_of(s, region, days, ret) : 0;
}

static struct str days_text(struct api_call *call, struct coverage_span days)
{
    char a[DATE_TEXT_MAX], b[DATE_TEXT_MAX];

    date_format(days.from, a);
    date_format(days.to, b);
    return arena_printf(call->arena, "%s..%s", a, b);
}

/* A count rests on a register that covers something of it, whether it has such a record or not.
 * Registers that follow each other may leave no day out together. */
static int note_registers(struct statistic *s)
{
    struct coverage_span days = days_asked(s);
    struct register_cover cover;
    int r = register_coverage_all(s, &cover);

    for (size_t i = 0; r == 0 && i < s->n_behind; i++) {
        const struct register_behind *one = &s->behind[i];
        bool related = !s->names_regions && overlaps(one, one->region, days);

        for (size_t k = 0; k < s->named.n; k++)
            related = related || overlaps(one, s->named.v[k], days);
        if (!related)
            continue;
        envelope_document(s->call, one->code);
        s->synthetic = s->synthetic || one->synthetic;
        if (s->has_period && !cover.whole && (one->days.from > days.from || one->days.to < days.to))
            hint_add_about(s->call, HINT_PARTLY_COVERED, days_text(s->call, one->days));
    }
    return r;
}

int register_coverage_open(struct statistic *s)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = record_registers(s->call->db, s->call->release->id);
    struct record_register row;
    int r = read_named(s);

    while (r >= 0 && (r = record_registers_next(stmt, &row)) > 0)
        r = add_register(s, &row);
    if (r == 0)
        r = keep_holders(s);
    if (r == 0)
        r = note_registers(s);
    return r;
}
