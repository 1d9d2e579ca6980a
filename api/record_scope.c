#include "api/record_scope.h"

#include "api/envelope.h"
#include "api/hints.h"
#include "api/select.h"
#include "base/err.h"
#include "db/dispute_cases.h"
#include "db/mediations.h"
#include "db/preexam_cases.h"

/* limit: periods of one answer, months of more years than any register covers */
enum { PERIODS_MAX = 1200 };

void record_scope_hint(struct api_call *call, int32_t from, int32_t to)
{
    char a[DATE_TEXT_MAX], b[DATE_TEXT_MAX];

    date_format(from, a);
    date_format(to, b);
    hint_add_about(call, HINT_PARTLY_COVERED, arena_printf(call->arena, "%s..%s", a, b));
}

/* The regions that selectors without a "!" stand for. */
static int select_named(struct api_call *call, struct str_list selectors, struct id_list *ret)
{
    struct id_choice choice = {.only = false};
    int r = selectors.n == 0 ? 0 : select_regions(call, selectors, &choice);

    *ret = choice.ids;
    return r;
}

/* Takes the selectors apart: what is named, and what is named with a "!". */
static int select_wish(struct api_call *call, struct str_list selectors, struct id_list *named,
                       bool *ret_named, struct id_list *without)
{
    struct str *with = arena_alloc(call->arena, selectors.n * sizeof *with);
    struct str *but = arena_alloc(call->arena, selectors.n * sizeof *but);
    size_t n = 0, m = 0;
    int r;

    if (with == NULL || but == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < selectors.n; i++) {
        struct str one = selectors.v[i];

        if (str_starts(one, STR("!")))
            but[m++] = (struct str){one.p + 1, one.n - 1};
        else
            with[n++] = one;
    }
    r = select_named(call, (struct str_list){with, n}, named);
    if (r == 0)
        r = select_named(call, (struct str_list){but, m}, without);
    *ret_named = n > 0;
    return r;
}

/* Whether the register may hold records of the group's region, and whether of all of it. */
static int relate(struct api_call *call, const struct coverage *coverage, int64_t region,
                  bool *ret_some, bool *ret_all)
{
    struct id_list below = {0};
    int r = 0;

    *ret_all = id_list_has(&coverage->regions, region);
    *ret_some = *ret_all;
    if (!*ret_some)
        r = record_regions_below(call->db, call->arena, call->release->id, region, &below);
    if (r == 0 && !*ret_some)
        *ret_some = id_list_has(&below, coverage->region);
    return r;
}

/* Which register goes with which group. Without named regions each does. */
static int relate_all(struct api_call *call, const struct id_list *named, bool grouped,
                      struct record_scope *scope)
{
    size_t n = scope->registers.n, m = scope->regions.n_groups;
    const struct record_regions *regions = &scope->regions;
    int r = 0;

    scope->covers = arena_alloc(call->arena, n * m * sizeof *scope->covers);
    if (scope->covers == NULL)
        return -ERR_NOMEM;
    for (size_t g = 0; g < m && r == 0; g++) {
        size_t count = grouped ? 1 : named == NULL ? 0 : named->n;

        for (size_t k = 0; k < n && named == NULL && !grouped; k++)
            scope->covers[k] = true;
        for (size_t i = 0; i < count && r == 0; i++) {
            int64_t region = grouped ? regions->group[g].id : named->v[i];
            bool in_part = false, in_full = false;

            for (size_t k = 0; k < n && r == 0; k++) {
                bool some, all;

                r = relate(call, &scope->registers.v[k], region, &some, &all);
                if (r < 0)
                    break;
                scope->covers[g * n + k] = scope->covers[g * n + k] || some;
                in_part = in_part || some;
                in_full = in_full || all;
            }
            if (r == 0 && in_part && !in_full && grouped)
                hint_add_about(call, HINT_REGION_PARTLY_COVERED, regions->group[g].code);
            else if (r == 0 && in_part && !in_full)
                hint_add_about(call, HINT_REGION_PARTLY_COVERED,
                               arena_printf(call->arena, "%lld", (long long)region));
        }
    }
    return r;
}

/* Whether a register goes with some group. */
static bool is_related(const struct record_scope *scope, size_t k)
{
    for (size_t g = 0; g < scope->regions.n_groups; g++)
        if (scope->covers[g * scope->registers.n + k])
            return true;
    return false;
}

/* The first day from `day` on that no register of the same region as `like` covers. */
static int32_t covered_until(const struct record_scope *scope, const struct coverage *like,
                             int32_t day)
{
    for (size_t k = 0; k < scope->registers.n; k++) {
        const struct coverage *one = &scope->registers.v[k];

        if (one->region != like->region || one->covers_from > day || one->covers_to < day)
            continue;
        day = one->covers_to + 1;
        k = SIZE_MAX; /* the first again: they are in the order of their codes */
    }
    return day;
}

/* Tells of the registers that go with some group, and which of them do not reach the day, nor have
 * one that does after them. */
static void tell_related(struct api_call *call, const struct record_scope *scope)
{
    for (size_t k = 0; k < scope->registers.n; k++) {
        const struct coverage *coverage = &scope->registers.v[k];

        if (!is_related(scope, k))
            continue;
        envelope_document(call, coverage->code);
        if (coverage->covers_to < scope->on &&
            covered_until(scope, coverage, coverage->covers_to) <= scope->on)
            record_scope_hint(call, coverage->covers_from, coverage->covers_to);
    }
}

/* The last day that a register covers which goes with the regions: what others hold says nothing
 * of them. */
static int find_day(struct api_call *call, const struct record_wish *wish,
                    struct record_scope *scope)
{
    bool any = false;

    if (wish->on.n > 0)
        return date_parse(wish->on, &scope->on);
    /* nothing is covered, and nothing judged: any day does */
    scope->on = (int32_t)(call->release->published_at / 86400);
    for (size_t k = 0; k < scope->registers.n; k++) {
        if (!is_related(scope, k) || (any && scope->registers.v[k].covers_to <= scope->on))
            continue;
        scope->on = scope->registers.v[k].covers_to;
        any = true;
    }
    return 0;
}

/* The regions that records name. The dispute behind a mediation may be of another region. */
static int find_present(struct api_call *call, enum coverage_of of, struct id_list *ret)
{
    int r;

    if (of == COVERAGE_PREEXAM)
        return preexam_cases_regions(call->db, call->arena, ret);
    r = dispute_cases_regions(call->db, call->arena, ret);
    return r == 0 && of == COVERAGE_MEDIATIONS ? mediations_regions(call->db, call->arena, ret) : r;
}

int record_scope_open(struct api_call *call, const struct record_wish *wish,
                      struct record_scope *ret)
{
    struct record_regions_wish regions = {.grouped = wish->grouped};
    struct record_scope scope = {.on = 0};
    int64_t release = call->release->id;
    struct id_list named = {0};
    bool some = false;
    int r = select_wish(call, wish->regions, &named, &some, &regions.without);

    if (some)
        regions.named = &named;
    if (r == 0)
        r = find_present(call, wish->of, &regions.present);
    id_list_sort(&regions.present);
    if (r == 0)
        r = record_regions_make(call->db, call->arena, release, &regions, &scope.regions);
    if (r == 0)
        r = record_coverage(call->db, call->arena, release, wish->of, wish->documents,
                            &scope.registers);
    if (r == 0)
        r = relate_all(call, regions.named, wish->grouped, &scope);
    if (r == 0)
        r = find_day(call, wish, &scope);
    if (r < 0)
        return r;
    tell_related(call, &scope);
    *ret = scope;
    return 0;
}

bool record_scope_covers(struct api_call *call, const struct record_scope *scope, size_t group,
                         struct period period)
{
    size_t n = scope->registers.n;
    bool covered = false;

    for (size_t k = 0; k < n; k++) {
        const struct coverage *coverage = &scope->registers.v[k];

        if (!scope->covers[group * n + k])
            continue;
        covered = covered || (coverage->covers_from <= period.ends_on &&
                              coverage->covers_to >= period.starts_on);
        if ((coverage->covers_from > period.starts_on || coverage->covers_to < period.ends_on) &&
            covered_until(scope, coverage, period.starts_on) <= period.ends_on)
            record_scope_hint(call, coverage->covers_from, coverage->covers_to);
    }
    return covered && period.starts_on <= scope->on;
}

void record_scope_tell(struct api_call *call, const struct record_scope *scope,
                       const struct period_list *periods)
{
    for (size_t i = 0; i < scope->regions.n_groups; i++)
        for (size_t k = 0; k < periods->n; k++)
            (void)record_scope_covers(call, scope, i, periods->v[k]);
}

bool record_scope_holds(const struct record_scope *scope, size_t group, struct period period)
{
    size_t n = scope->registers.n;

    for (size_t k = 0; k < n; k++) {
        const struct coverage *coverage = &scope->registers.v[k];

        if (scope->covers[group * n + k] && coverage->covers_from <= period.starts_on &&
            coverage->covers_to >= period.ends_on &&
            id_list_has(&coverage->regions, scope->regions.group[group].id))
            return true;
    }
    return false;
}

/* The first day after `day` on which a period of the kind may begin: months are the finest. */
static int32_t next_month(int32_t day)
{
    int year, month, ignored;

    date_to_civil(day, &year, &month, &ignored);
    return month == 12 ? date_from_civil(year + 1, 1, 1) : date_from_civil(year, month + 1, 1);
}

static struct str code_of(struct arena *arena, enum freq freq, int year, int month)
{
    switch (freq) {
    case FREQ_A:
        return arena_printf(arena, "%d", year);
    case FREQ_H:
        return arena_printf(arena, "%d-H%d", year, (month - 1) / 6 + 1);
    case FREQ_Q:
        return arena_printf(arena, "%d-Q%d", year, (month - 1) / 3 + 1);
    case FREQ_M:
    case FREQ_I:
    case FREQ_R:
    case FREQ_Y:
        break;
    }
    return arena_printf(arena, "%d-%02d", year, month);
}

/* The period of the kind that holds the day. */
static int period_at(struct arena *arena, enum freq freq, int32_t day, struct period *ret)
{
    int year, month, ignored;

    date_to_civil(day, &year, &month, &ignored);
    return period_parse(code_of(arena, freq, year, month), ret);
}

/* A span that is a period of the calendar is told as that. */
static struct period whole(struct arena *arena, struct period_span span)
{
    static const enum freq freqs[] = {FREQ_A, FREQ_H, FREQ_Q, FREQ_M};

    for (size_t i = 0; i < COUNT_OF(freqs); i++) {
        struct period period;

        if (period_at(arena, freqs[i], span.from, &period) == 0 && period.starts_on == span.from &&
            period.ends_on == span.to)
            return period;
    }
    return (struct period){span.from, span.to, span.from == span.to ? FREQ_I : FREQ_R};
}

int record_periods(struct arena *arena, struct str text, bool split, enum freq freq,
                   struct period_list *ret)
{
    struct period_list list = {.v = arena_alloc(arena, PERIODS_MAX * sizeof *list.v)};
    struct period_span span;
    int r = period_span_parse(text, &span);

    if (r < 0 || list.v == NULL)
        return r < 0 ? -ERR_INTERNAL : -ERR_NOMEM;
    if (!split)
        list.v[list.n++] = whole(arena, span);
    for (int32_t day = span.from; split && day <= span.to; day = next_month(day)) {
        struct period period;

        if (period_at(arena, freq, day, &period) < 0)
            break;
        if (period.starts_on != day || period.ends_on > span.to)
            continue;
        if (list.n == PERIODS_MAX)
            return -ERR_LIMIT;
        list.v[list.n++] = period;
    }
    *ret = list;
    return 0;
}
