#include "db/time_limits.h"

#include "base/err.h"
#include "db/statements.h"

enum { TIME_LIMIT_LIST, TIME_LIMIT_COUNT };

#define TIME_LIMIT_FROM                                                                            \
    "FROM code c JOIN time_limit t ON t.time_limit = c.code_id AND " ROW_IN_FORCE(                 \
        "t") " JOIN code d ON d.code_id = t.document WHERE c.list = 'time_limit'"                  \
             " AND (:route = '' OR t.route IS NULL OR t.route = :route)"                           \
             " AND (:ip_type = '' OR t.ip_type IS NULL OR t.ip_type = :ip_type)"                   \
             " AND (:dispute_type = '' OR t.dispute_type IS NULL"                                  \
             " OR t.dispute_type = :dispute_type)"                                                 \
             " AND (:step = '' OR t.step = :step) AND (:dated = 0 OR"                              \
             " (coalesce(t.valid_from, :on) <= :on AND :on <= coalesce(t.valid_to, :on)))"

static const struct stmt_spec specs[] =
    {
        [TIME_LIMIT_LIST] =
            {
                .name = "time_limit_list",
                .sql = "SELECT c.code AS code, t.route AS route, t.ip_type AS ip_type,"
                       " t.dispute_type AS dispute_type, t.step AS step,"
                       " t.valid_from AS valid_from, t.valid_to AS valid_to, t.base AS base,"
                       " t.unit AS unit, t.extension AS extension,"
                       " t.extension_unit AS extension_unit, t.source_zh AS source_zh,"
                       " t.source_en AS source_en, t.confidence AS confidence,"
                       " d.code AS document " TIME_LIMIT_FROM
                       " AND c.code > :after ORDER BY c.code LIMIT :limit",
                .params = (const char *const[]){"release", "route", "ip_type", "dispute_type",
                                                "step", "dated", "on", "after", "limit", NULL},
                .columns = (const char *const[]){"code", "route", "ip_type", "dispute_type", "step",
                                                 "valid_from", "valid_to", "base", "unit",
                                                 "extension", "extension_unit", "source_zh",
                                                 "source_en", "confidence", "document", NULL},
            },
        [TIME_LIMIT_COUNT] =
            {
                .name = "time_limit_count",
                .sql = "SELECT count(*) AS n " TIME_LIMIT_FROM,
                .params = (const char *const[]){"release", "route", "ip_type",
                                                "dispute_type", "step", "dated", "on", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
};

const struct stmt_group time_limits_statements = {"time_limits", specs, COUNT_OF(specs)};

static struct stmt *filtered(struct db *db, const struct stmt_spec *spec, int64_t release,
                             const struct time_limit_filter *filter)
{
    struct stmt *stmt = db_stmt(db, spec);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->route);
    stmt_str(stmt, 2, filter->ip_type);
    stmt_str(stmt, 3, filter->dispute_type);
    stmt_str(stmt, 4, filter->step);
    stmt_i64(stmt, 5, filter->on.known);
    stmt_i64(stmt, 6, filter->on.day);
    return stmt;
}

struct stmt *time_limits_list(struct db *db, int64_t release,
                              const struct time_limit_filter *filter, struct str after,
                              int64_t limit)
{
    struct stmt *stmt = filtered(db, &specs[TIME_LIMIT_LIST], release, filter);

    stmt_str(stmt, 7, after);
    stmt_i64(stmt, 8, limit);
    return stmt;
}

static enum deadline_unit unit_of(struct str text)
{
    if (str_eq(text, STR("month")))
        return DEADLINE_MONTH;
    return str_eq(text, STR("day")) ? DEADLINE_DAY : DEADLINE_WORKING_DAY;
}

int time_limits_next(struct stmt *stmt, struct time_limit_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct time_limit_row){
        .code = stmt_get_str(stmt, 0),
        .route = stmt_get_str(stmt, 1),
        .ip_type = stmt_get_str(stmt, 2),
        .dispute_type = stmt_get_str(stmt, 3),
        .step = stmt_get_str(stmt, 4),
        .valid_from = row_day(stmt, 5),
        .valid_to = row_day(stmt, 6),
        .unit = stmt_get_str(stmt, 8),
        .extension_unit = stmt_get_str(stmt, 10),
        .source = row_names(stmt, 11),
        .confidence = stmt_get_str(stmt, 13),
        .document = stmt_get_str(stmt, 14),
    };
    ret->rule.base = (struct deadline_term){stmt_get_i64(stmt, 7), unit_of(ret->unit)};
    if (!stmt_is_null(stmt, 9))
        ret->rule.extension =
            (struct deadline_term){stmt_get_i64(stmt, 9), unit_of(ret->extension_unit)};
    return 1;
}

int time_limits_count(struct db *db, int64_t release, const struct time_limit_filter *filter,
                      int64_t *ret)
{
    return row_count(filtered(db, &specs[TIME_LIMIT_COUNT], release, filter), ret);
}

/* Texts of a row into the arena, which notices when it is full. */
static void keep(struct arena *arena, struct time_limit_row *row)
{
    struct str *const texts[] = {&row->code,           &row->route,     &row->ip_type,
                                 &row->dispute_type,   &row->step,      &row->unit,
                                 &row->extension_unit, &row->source.zh, &row->source.en,
                                 &row->confidence,     &row->document};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_copy(arena, *texts[i]);
}

int time_limits_load(struct db *db, struct arena *arena, int64_t release, struct time_limits *ret)
{
    static const struct time_limit_filter all = {.on = {.known = false}};
    CLEANUP(stmt_reset_p)
    struct stmt *s = time_limits_list(db, release, &all, STR(""), INT64_MAX);
    struct time_limit_row row, *rows = NULL;
    size_t n = 0, room = 0;
    int r;

    while ((r = time_limits_next(s, &row)) > 0) {
        rows = arena_grow(arena, rows, n, &room, sizeof *rows);
        if (rows == NULL)
            return -ERR_NOMEM;
        keep(arena, &row);
        rows[n++] = row;
    }
    if (r == 0 && arena->failed)
        r = -ERR_NOMEM;
    if (r == 0)
        *ret = (struct time_limits){rows, n};
    return r;
}

static bool names_or_any(struct str rule, struct str wanted)
{
    return rule.n == 0 || str_eq(rule, wanted);
}

/* How well a rule fits; a greater number fits better. */
static int64_t fit(const struct time_limit_row *row)
{
    int64_t from = row->valid_from.known ? (int64_t)row->valid_from.day : INT32_MIN;

    int64_t named = (row->route.n > 0 ? INT64_C(4) : 0) + (row->ip_type.n > 0 ? INT64_C(2) : 0) +
                    (row->dispute_type.n > 0);

    return named * (INT64_C(1) << 40) + from;
}

const struct time_limit_row *time_limits_find(const struct time_limits *limits,
                                              const struct time_limit_case *which, int32_t on)
{
    const struct time_limit_row *best = NULL;

    for (size_t i = 0; i < limits->n; i++) {
        const struct time_limit_row *row = &limits->v[i];

        if (!str_eq(row->step, which->step) || !names_or_any(row->route, which->route) ||
            !names_or_any(row->ip_type, which->ip_type) ||
            !names_or_any(row->dispute_type, which->dispute_type) ||
            (row->valid_from.known && row->valid_from.day > on) ||
            (row->valid_to.known && row->valid_to.day < on))
            continue;
        if (best == NULL || fit(row) > fit(best))
            best = row;
    }
    return best;
}
