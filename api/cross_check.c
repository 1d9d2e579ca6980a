#include "api/cross_check.h"

#include "api/derived.h"
#include "api/envelope.h"
#include "api/progress_figures.h"
#include "base/err.h"
#include "db/db.h"
#include "db/indicators.h"
#include "db/targets.h"

/* What of a target a pair needs; its text lives in the arena. */
struct member {
    struct str code, indicator, region, breakdown;
    int32_t ends_on;
    struct dec value;
    struct str unit, raw;
    bool ratio;
};

struct members {
    struct member *v;
    size_t n, room;
};

static int keep(struct api_call *call, const struct target_row *row, struct members *members)
{
    struct member *v = arena_grow(call->arena, members->v, members->n, &members->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    members->v = v;
    v[members->n++] = (struct member){
        .code = arena_copy(call->arena, row->code),
        .indicator = arena_copy(call->arena, row->indicator),
        .region = arena_copy(call->arena, row->region),
        .breakdown = arena_copy(call->arena, row->breakdown),
        .ends_on = row->ends_on,
        .value = row->value,
        .unit = arena_copy(call->arena, row->unit),
        .raw = arena_copy(call->arena, row->raw),
        .ratio = str_eq(row->indicator_kind, STR("ratio")),
    };
    return call->arena->failed ? -ERR_NOMEM : 0;
}

/* Targets of the plan for a level at one point in time. */
static int read_members(struct api_call *call, struct str plan, struct members *ret)
{
    const struct target_filter filter = {.plan = plan, .kind = STR("target")};
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        targets_list(call->db, call->release->id, &filter, INT64_MIN, (struct str){0}, INT64_MAX);
    struct target_row row;
    int r;

    while ((r = targets_next(s, &row)) > 0) {
        if (!str_eq(row.measure, STR("level")) ||
            (!str_eq(row.window, STR("point_at_end")) && !str_eq(row.window, STR("not_stated"))))
            continue;
        r = keep(call, &row, ret);
        if (r < 0)
            break;
    }
    return r;
}

/* The digits of a printed number and its places after the point; false: there are none. */
static bool read_printed(struct str raw, int64_t *ret_digits, int *ret_places)
{
    enum { DIGITS_MAX = 15 };
    int64_t digits = 0;
    int places = 0, n = 0;
    bool point = false;

    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];

        if (c >= '0' && c <= '9') {
            if (++n > DIGITS_MAX)
                return false;
            digits = digits * 10 + (c - '0');
            places += point;
        } else if (c == '.' && n > 0 && !point) {
            point = true;
        } else if (n > 0 && c != ',') {
            break;
        }
    }
    *ret_digits = digits;
    *ret_places = places;
    return n > 0;
}

/* Half a unit of the last place that was printed, where the number is its digits times a power of
 * ten; 0 where it was printed as a whole number of its unit, or cannot be told. */
static struct rational half_place(struct dec value, struct str raw)
{
    enum { POWERS_MAX = 8 }; /* limit: 10^8 is the largest word for a multitude (yi) in use */
    struct rational place = rational_from_int(1), half = rational_from_int(0), number;
    int64_t digits;
    int places;
    int r = 0;

    if (!read_printed(raw, &digits, &places))
        return half;
    for (int i = 0; r == 0 && i < places; i++)
        r = rational_div(place, rational_from_int(10), &place);
    for (int power = 0; r == 0 && power <= POWERS_MAX; power++) {
        r = rational_mul(place, rational_from_int(digits), &number);
        if (r == 0 && rational_cmp(number, rational_from_dec(value)) == 0) {
            if (power > 0 || places > 0)
                r = rational_div(place, rational_from_int(2), &half);
            break;
        }
        if (r == 0)
            r = rational_mul(place, rational_from_int(10), &place);
    }
    return half;
}

struct interval cross_check_printed(struct dec value, struct str raw)
{
    struct interval printed = interval_exact(rational_from_dec(value));
    struct rational half = half_place(value, raw);

    if (rational_sub(printed.value, half, &printed.lower.at) < 0 ||
        rational_add(printed.value, half, &printed.upper.at) < 0)
        return interval_exact(rational_from_dec(value));
    return printed;
}

/* numerator / rate * base */
static int imply(const struct member *numerator, const struct member *rate, struct interval *ret)
{
    struct interval over = cross_check_printed(numerator->value, numerator->raw);
    struct interval under = cross_check_printed(rate->value, rate->raw);
    int r = interval_div(&over, &under, ret);

    return r < 0 ? r : interval_scale(ret, rational_from_int(derived_rate_base(rate->unit)), ret);
}

/* A pair, and what it comes to. */
struct check {
    const struct member *numerator, *rate;
    struct indicator_row denominator; /* text in the arena */
    struct interval number;
    struct derived implied;
    const struct figure *published;
    struct str verdict; /* static */
    enum reason reason;
};

/* limit: days between what is implied and a figure that can contradict it, two years with a leap
 * day: what is counted changes in more */
enum { DAYS_APART_MAX = 731 };

/* The figure next to the end of the targets: the newest one until then that can be compared, else
 * the newest one after it, else the newest of all. */
static const struct figure *find_nearest(const struct progress_figures *figures, int32_t ends_on,
                                         int32_t on)
{
    const struct period_span spans[] = {
        {ends_on - DAYS_APART_MAX, ends_on},
        {ends_on, ends_on + DAYS_APART_MAX},
        {INT32_MIN, on},
    };
    const struct figure *figure = NULL;

    for (size_t i = 0; figure == NULL && i < COUNT_OF(spans); i++)
        figure =
            progress_newest(figures, spans[i].from, spans[i].to < on ? spans[i].to : on, false);
    return figure;
}

static bool is_far(const struct check *check)
{
    int32_t days = check->published->observation.key.period.ends_on - check->rate->ends_on;

    return days > DAYS_APART_MAX || days < -DAYS_APART_MAX;
}

/* The published figure of the denominator, up to the day of judgement. */
static int find_published(struct api_call *call, struct observation_memo *memo, struct check *check,
                          int32_t on)
{
    const struct target_row place = {
        .indicator = check->denominator.code,
        .region = check->rate->region,
        .time_rule = check->denominator.time_rule,
        .indicator_kind = check->denominator.kind,
    };
    struct progress_figures figures;
    int r = progress_figures_read(call, memo, &place, STR("level"), check->denominator.unit, on,
                                  &figures);

    if (r == 0)
        check->published = find_nearest(&figures, check->rate->ends_on, on);
    return r;
}

static void compare(struct check *check, int r)
{
    const struct interval *implied = &check->number;
    struct interval published;

    derived_begin(&check->implied, check->denominator.unit, (uint8_t)check->denominator.decimals);
    derived_set(&check->implied, r, implied);
    check->verdict = STR("unchecked");
    check->reason = check->implied.reason;
    if (check->reason == REASON_NONE && check->published == NULL)
        check->reason = REASON_NO_ACTUAL;
    if (check->reason == REASON_NONE && is_far(check))
        check->reason = REASON_DATES_FAR_APART;
    if (check->reason != REASON_NONE)
        return;
    published = derived_interval(&check->published->observation);
    switch (interval_compare(implied, &published)) {
    case INTERVAL_BEFORE:
    case INTERVAL_AFTER:
        check->verdict = STR("contradiction");
        return;
    case INTERVAL_SAME:
        check->verdict = STR("consistent");
        return;
    case INTERVAL_OVERLAP:
        break;
    }
    if (published.lower.known && published.upper.known) {
        check->verdict = STR("consistent");
        return;
    }
    check->verdict = STR("undetermined");
    check->reason = REASON_UNDETERMINED;
}

struct checks {
    struct check *v;
    size_t n, room;
};

/* Other rates by which the same figure would be another one. */
static bool put_others(struct jw *w, const struct checks *checks, const struct check *check)
{
    bool any = false;

    JW_KEY(w, "differs_from");
    jw_array_begin(w);
    for (size_t i = 0; i < checks->n; i++) {
        const struct check *other = &checks->v[i];
        enum interval_order order;

        if (!str_eq(other->denominator.code, check->denominator.code) ||
            !str_eq(other->rate->region, check->rate->region) ||
            other->rate->ends_on != check->rate->ends_on || other->implied.reason != REASON_NONE ||
            check->implied.reason != REASON_NONE)
            continue;
        order = interval_compare(&other->number, &check->number);
        if (order == INTERVAL_BEFORE || order == INTERVAL_AFTER) {
            jw_str(w, other->rate->code);
            any = true;
        }
    }
    jw_array_end(w);
    return any;
}

static void put_check(struct jw *w, struct api_call *call, const struct checks *checks,
                      const struct check *check)
{
    bool differs;

    jw_object_begin(w);
    JW_KEY(w, "denominator");
    jw_str(w, check->denominator.code);
    JW_KEY(w, "denominator_name");
    jw_str(w, envelope_lang(call, check->denominator.names));
    JW_KEY(w, "region");
    jw_str(w, check->rate->region);
    JW_KEY(w, "ends_on");
    envelope_date(w, check->rate->ends_on);
    JW_KEY(w, "numerator");
    jw_str(w, check->numerator->code);
    JW_KEY(w, "rate");
    jw_str(w, check->rate->code);
    JW_KEY(w, "implied");
    derived_json(w, call, &check->implied);
    JW_KEY(w, "published");
    figure_json_brief(w, call, check->published);
    differs = put_others(w, checks, check);
    JW_KEY(w, "verdict");
    jw_str(w, check->verdict);
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(check->reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(call, check->reason));
    jw_object_end(w);
    if (check->published != NULL)
        figure_note(call, check->published);
    if (differs || str_eq(check->verdict, STR("contradiction")))
        hint_add(call, HINT_TARGETS_CONTRADICT);
}

/* An indicator with its text in the arena: 1 found, 0 not. */
static int get_indicator(struct api_call *call, struct str code, struct indicator_row *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct indicator_row row;
    int r = indicators_get(call->db, call->release->id, code, &s, &row);

    if (r <= 0)
        return r;
    ret->code = arena_copy(call->arena, row.code);
    ret->names.zh = arena_copy(call->arena, row.names.zh);
    ret->names.en = arena_copy(call->arena, row.names.en);
    ret->unit = arena_copy(call->arena, row.unit);
    ret->kind = arena_copy(call->arena, row.kind);
    ret->time_rule = arena_copy(call->arena, row.time_rule);
    ret->numerator = arena_copy(call->arena, row.numerator);
    ret->denominator = arena_copy(call->arena, row.denominator);
    ret->decimals = row.decimals;
    ret->restricted = row.restricted;
    return call->arena->failed ? -ERR_NOMEM : 1;
}

static bool is_pair(const struct member *numerator, const struct member *rate, struct str indicator)
{
    return str_eq(numerator->indicator, indicator) && str_eq(numerator->region, rate->region) &&
           str_eq(numerator->breakdown, rate->breakdown) && numerator->ends_on == rate->ends_on;
}

/* Appends all pairs with this rate. */
static int check_rate(struct api_call *call, struct observation_memo *memo,
                      const struct members *members, const struct member *rate, int32_t on,
                      struct checks *checks)
{
    struct indicator_row indicator, denominator;
    int r = get_indicator(call, rate->indicator, &indicator);

    if (r > 0)
        r = indicator.denominator.n > 0 ? get_indicator(call, indicator.denominator, &denominator)
                                        : 0;
    if (r <= 0 || denominator.restricted)
        return r < 0 ? r : 0;
    for (size_t i = 0; i < members->n; i++) {
        struct check check = {
            .numerator = &members->v[i], .rate = rate, .denominator = denominator};
        struct check *v;

        if (!is_pair(check.numerator, rate, indicator.numerator))
            continue;
        r = find_published(call, memo, &check, on);
        if (r < 0)
            return r;
        compare(&check, imply(check.numerator, rate, &check.number));
        v = arena_grow(call->arena, checks->v, checks->n, &checks->room, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        checks->v = v;
        v[checks->n++] = check;
    }
    return 0;
}

int cross_checks_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                      struct str plan, struct str target, int32_t on)
{
    struct members members = {0};
    struct checks checks = {0};
    int r = read_members(call, plan, &members);

    for (size_t i = 0; r == 0 && i < members.n; i++)
        if (members.v[i].ratio)
            r = check_rate(call, memo, &members, &members.v[i], on, &checks);
    JW_KEY(w, "cross_checks");
    jw_array_begin(w);
    for (size_t i = 0; r == 0 && i < checks.n; i++)
        if (target.n == 0 || str_eq(target, checks.v[i].rate->code) ||
            str_eq(target, checks.v[i].numerator->code))
            put_check(w, call, &checks, &checks.v[i]);
    jw_array_end(w);
    return r;
}
