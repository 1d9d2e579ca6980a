#include "db/credit_figures.h"

#include "base/err.h"
#include "base/percentile.h"
#include "db/region_within.h"
#include "db/row.h"
#include "db/statements.h"

/* limit: what the figures of one register are made from, some thousand classes and regions */
enum { BLOCK = 64 * 1024, CAP = 16 * 1024 * 1024 };

enum {
    FIGURE_REGIONS,
    FIGURE_CLASSES,
    FIGURE_REGISTERED,
    FIGURE_REMINDED,
};

#define A_IN_FORCE ROW_IN_FORCE("a")
#define G_IN_FORCE ROW_IN_FORCE("g")
#define M_IN_FORCE ROW_IN_FORCE("m")
#define R_IN_FORCE ROW_IN_FORCE("r")
#define S_IN_FORCE ROW_IN_FORCE("s")
#define OF_REGION " AND " REGION_WITHIN("a.region")

static const struct stmt_spec specs[] = {
    [FIGURE_REGIONS] =
        {
            .name = "credit_figure_regions",
            .sql = "SELECT c.code AS region FROM code c WHERE c.list = 'region'"
                   " AND c.code = :code UNION ALL SELECT b.code FROM code c JOIN region r"
                   " ON r.parent = c.code_id AND " R_IN_FORCE
                   " JOIN code b ON b.code_id = r.region WHERE c.list = 'region'"
                   " AND c.code = :code AND r.level <> 'zone' AND r.valid_to IS NULL",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"region", NULL},
        },
    [FIGURE_CLASSES] =
        {
            .name = "credit_figure_classes",
            .sql = "SELECT /*scan*/ g.scheme AS scheme, g.freq AS freq, g.ends_on AS ends_on,"
                   " g.starts_on AS starts_on, g.grade AS grade, s.subject AS subject,"
                   " count(*) AS n FROM credit_grade g JOIN agency a ON a.agency = g.agency"
                   " AND " A_IN_FORCE " LEFT JOIN credit_scheme s ON s.scheme = g.scheme"
                   " AND " S_IN_FORCE " WHERE g.document = :document AND " G_IN_FORCE
                   " AND g.freq IN ('A', 'H', 'Q') AND g.starts_on >= :first"
                   " AND g.ends_on <= :last" OF_REGION
                   " GROUP BY g.scheme, g.freq, g.ends_on, g.starts_on, g.grade, s.subject"
                   " ORDER BY g.scheme, g.freq, g.ends_on, g.starts_on, g.grade",
            .params = (const char *const[]){"release", "document", "region", "first", "last", NULL},
            .columns = (const char *const[]){"scheme", "freq", "ends_on", "starts_on", "grade",
                                             "subject", "n", NULL},
        },
    [FIGURE_REGISTERED] =
        {
            .name = "credit_figure_registered",
            .sql = "SELECT /*scan*/ count(*) AS n FROM agency a WHERE a.document = :document"
                   " AND " A_IN_FORCE " AND a.kind IN ('trademark', 'both')"
                   " AND (a.status NOT IN ('cancelled', 'revoked') OR a.ended_on > :last"
                   " OR (a.ended_on IS NULL AND :last < :covered)) AND a.filed_on <= :last"
                   " AND coalesce(a.filing_expires_on, :first) >= :first" OF_REGION,
            .params = (const char *const[]){"release", "document", "region", "first", "last",
                                            "covered", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [FIGURE_REMINDED] =
        {
            .name = "credit_figure_reminded",
            .sql = "SELECT /*scan*/ count(*) AS n FROM credit_reminder m JOIN agency a"
                   " ON a.agency = m.agency AND " A_IN_FORCE " WHERE m.document = :document"
                   " AND " M_IN_FORCE " AND m.sent_on >= :first AND m.sent_on <= :last" OF_REGION,
            .params = (const char *const[]){"release", "document", "region", "first", "last", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};

const struct stmt_group credit_figures_statements = {"credit_figures", specs, COUNT_OF(specs)};

/* The agencies of one grade in the whole register, and in the region that is counted. */
struct class
{
    struct str scheme, grade;
    struct period period;
    bool trademark; /* the scheme grades trademark agencies */
    int64_t n;
};

struct counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct record_register *of;
    struct record_figures *out;
    struct str *regions;
    size_t n_regions, regions_room;
    struct class *classes; /* by scheme, period and grade */
    size_t n_classes, classes_room;
};

static struct stmt *ask(const struct counting *c, int which, struct str region, int32_t first,
                        int32_t last)
{
    struct stmt *stmt = db_stmt(c->db, &specs[which]);

    stmt_i64(stmt, 0, c->release);
    stmt_i64(stmt, 1, c->of->id);
    stmt_str(stmt, 2, region);
    stmt_i64(stmt, 3, first);
    stmt_i64(stmt, 4, last);
    /* a standing without a day is that of the last day which the register covers */
    if (which == FIGURE_REGISTERED)
        stmt_i64(stmt, 5, c->of->covers_to);
    return stmt;
}

/* The register's region and those directly below it. */
static int find_regions(struct counting *c)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = row_by_code(c->db, &specs[FIGURE_REGIONS], c->release, c->of->region);
    int r;

    while ((r = stmt_step(s)) > 0) {
        struct str *v = arena_grow(c->arena, c->regions, c->n_regions, &c->regions_room, sizeof *v);

        if (v == NULL)
            return -ERR_NOMEM;
        c->regions = v;
        v[c->n_regions++] = arena_copy(c->arena, stmt_get_str(s, 0));
    }
    return r;
}

static int read_class(struct stmt *s, struct class *ret)
{
    struct str freq = stmt_get_str(s, 1);

    *ret = (struct class){
        .scheme = stmt_get_str(s, 0),
        .grade = stmt_get_str(s, 4),
        .period = {.ends_on = row_date(s, 2), .starts_on = row_date(s, 3)},
        .trademark = str_eq(stmt_get_str(s, 5), STR("trademark_agency")),
        .n = stmt_get_i64(s, 6),
    };
    return freq.n == 1 ? freq_from_letter(freq.p[0], &ret->period.freq) : -ERR_CORRUPT;
}

static bool is_same_group(const struct class *a, const struct class *b)
{
    return str_eq(a->scheme, b->scheme) && a->period.freq == b->period.freq &&
           a->period.starts_on == b->period.starts_on && a->period.ends_on == b->period.ends_on;
}

/* The classes that occur anywhere in the register, of which a region may have none. */
static int find_classes(struct counting *c)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = ask(c, FIGURE_CLASSES, STR(""), c->of->covers_from, c->of->covers_to);
    int r;

    while ((r = stmt_step(s)) > 0) {
        struct class *v =
            arena_grow(c->arena, c->classes, c->n_classes, &c->classes_room, sizeof *v);

        if (v == NULL)
            return -ERR_NOMEM;
        c->classes = v;
        r = read_class(s, &v[c->n_classes]);
        if (r < 0)
            return r;
        v[c->n_classes].scheme = arena_copy(c->arena, v[c->n_classes].scheme);
        v[c->n_classes].grade = arena_copy(c->arena, v[c->n_classes].grade);
        c->n_classes++;
    }
    return r;
}

/* Counts each class in a region. */
static int count_classes(struct counting *c, struct str region)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = ask(c, FIGURE_CLASSES, region, c->of->covers_from, c->of->covers_to);
    struct class found;
    size_t at = 0;
    int r;

    for (size_t i = 0; i < c->n_classes; i++)
        c->classes[i].n = 0;
    /* both are in one order */
    while ((r = stmt_step(s)) > 0) {
        r = read_class(s, &found);
        if (r < 0)
            return r;
        while (at < c->n_classes && !(is_same_group(&c->classes[at], &found) &&
                                      str_eq(c->classes[at].grade, found.grade)))
            at++;
        if (at < c->n_classes)
            c->classes[at].n = found.n;
    }
    return r;
}

static struct record_figure count_of(struct str indicator, struct str region, struct period period,
                                     struct str unit, int64_t n)
{
    return (struct record_figure){
        .indicator = indicator,
        .region = region,
        .period = period,
        .unit = unit,
        .value = {n, 0},
    };
}

/* Adds the figures of the classes from `first` to before `end`, which are of one scheme and period.
 */
static int add_group(struct counting *c, struct str region, size_t first, size_t end)
{
    const struct class *v = c->classes;
    struct record_figure figure =
        count_of(STR("trademark_agencies_credit_rated"), region, v[first].period, STR("entity"), 0);
    int64_t all = 0, low = 0;
    int r = 0;

    for (size_t i = first; i < end; i++) {
        all += v[i].n;
        if (str_eq(v[i].grade, STR("c")) || str_eq(v[i].grade, STR("d")))
            low += v[i].n;
    }
    for (size_t i = first; i < end && r == 0 && v[first].trademark; i++) {
        figure.value = (struct dec){v[i].n, 0};
        figure.breakdown = arena_printf(c->arena, "grade=%.*s;scheme=%.*s", (int)v[i].grade.n,
                                        v[i].grade.p, (int)v[i].scheme.n, v[i].scheme.p);
        r = record_figures_add(c->out, &figure);
    }
    figure.breakdown =
        arena_printf(c->arena, "scheme=%.*s", (int)v[first].scheme.n, v[first].scheme.p);
    figure.value = (struct dec){all, 0};
    if (r == 0 && v[first].trademark)
        r = record_figures_add(c->out, &figure);
    if (r < 0 || all == 0)
        return r;
    figure.indicator = STR("agency_low_grade_share");
    figure.unit = STR("percent");
    figure.extraction = RECORD_DERIVED;
    r = percent_of(low, all, &figure.value);
    return r < 0 ? r : record_figures_add(c->out, &figure);
}

static int add_classes(struct counting *c, struct str region)
{
    int r = c->n_classes == 0 ? 0 : count_classes(c, region);

    for (size_t first = 0, end; first < c->n_classes && r == 0; first = end) {
        end = first + 1;
        while (end < c->n_classes && is_same_group(&c->classes[first], &c->classes[end]))
            end++;
        r = add_group(c, region, first, end);
    }
    return r;
}

/* A count of each region over one period; none where the register has not one at all. */
static int add_counts(struct counting *c, int which, struct record_figure figure)
{
    int r = 0;

    for (size_t i = 0; i < c->n_regions && r == 0; i++) {
        int64_t n = 0;

        figure.region = c->regions[i];
        r = row_count(ask(c, which, figure.region, figure.period.starts_on, figure.period.ends_on),
                      &n);
        figure.value = (struct dec){n, 0};
        if (r == 0)
            r = record_figures_add(c->out, &figure);
    }
    return r;
}

/* Reminders sent in the periods of `months` months that lie wholly in what the register covers; or,
 * for an instant, the agencies on file at the end of each year. */
static int add_periods(struct counting *c, int which, enum freq freq, int months)
{
    const struct record_figure figure =
        which == FIGURE_REGISTERED
            ? count_of(STR("trademark_agencies_registered"), STR(""), (struct period){0},
                       STR("entity"), 0)
            : count_of(STR("credit_reminders"), STR(""), (struct period){0}, STR("time"), 0);
    int year, month, ignored, r = 0;
    int32_t day, next;

    date_to_civil(c->of->covers_from, &year, &month, &ignored);
    day = date_from_civil(year, 1, 1);
    for (; r == 0 && day <= c->of->covers_to; day = next) {
        struct record_figure one = figure;

        r = date_add_months(day, months, &next);
        if (r < 0)
            return r;
        one.period = (struct period){freq == FREQ_I ? next - 1 : day, next - 1, freq};
        if (one.period.starts_on >= c->of->covers_from && one.period.ends_on <= c->of->covers_to)
            r = add_counts(c, which, one);
    }
    return r;
}

/* Whether the register has any such record in the days that it covers. */
static int has_any(struct counting *c, int which, bool *ret)
{
    int64_t n = 0;
    int r = row_count(ask(c, which, STR(""), c->of->covers_from, c->of->covers_to), &n);

    *ret = n > 0;
    return r;
}

static int add_all(struct counting *c)
{
    bool registered = false, reminded = false;
    int r = find_regions(c);

    if (r == 0)
        r = find_classes(c);
    if (r == 0)
        r = has_any(c, FIGURE_REGISTERED, &registered);
    if (r == 0)
        r = has_any(c, FIGURE_REMINDED, &reminded);
    for (size_t i = 0; i < c->n_regions && r == 0; i++)
        r = add_classes(c, c->regions[i]);
    if (r == 0 && registered)
        r = add_periods(c, FIGURE_REGISTERED, FREQ_I, 12);
    if (r == 0 && reminded)
        r = add_periods(c, FIGURE_REMINDED, FREQ_A, 12);
    if (r == 0 && reminded)
        r = add_periods(c, FIGURE_REMINDED, FREQ_H, 6);
    if (r == 0 && reminded)
        r = add_periods(c, FIGURE_REMINDED, FREQ_Q, 3);
    return r;
}

int credit_figures(struct db *db, int64_t release, const struct record_register *of,
                   struct record_figures *out)
{
    CLEANUP(arena_finish) struct arena arena;
    struct counting counting = {
        .db = db, .arena = &arena, .release = release, .of = of, .out = out};

    arena_init(&arena, BLOCK, CAP);
    return add_all(&counting);
}
