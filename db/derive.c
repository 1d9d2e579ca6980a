#include "db/derive.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum {
    DERIVE_RULES,
    DERIVE_REGION,
    DERIVE_SIBLINGS,
    DERIVE_PERIODS,
    DERIVE_BREAK,
    DERIVE_DEFINITIONS,
    DERIVE_LEVELS,
    DERIVE_NEWEST,
};

/* Of the documents that have a figure at its place it is that which comes first: those before it
 * are sought along the primary key. */
#define IS_DEFAULT                                                                                 \
    "NOT EXISTS (SELECT 1 FROM observation b WHERE b.indicator = o.indicator"                      \
    " AND b.region = o.region AND b.breakdown = o.breakdown AND b.measure = o.measure"             \
    " AND b.definition = o.definition AND b.freq = o.freq AND b.ends_on = o.ends_on"               \
    " AND b.starts_on = o.starts_on AND (b.precedence < o.precedence"                              \
    " OR (b.precedence = o.precedence AND b.document < o.document)) AND " ROW_IN_FORCE("b") ")"

static const struct stmt_spec specs[] = {
    [DERIVE_RULES] =
        {
            .name = "derive_rules",
            .sql = "SELECT i.unit AS unit, i.kind AS kind, i.region_rule AS region_rule,"
                   " i.direction AS direction, i.decimals AS decimals, n.code AS numerator,"
                   " d.code AS denominator FROM indicator i"
                   " LEFT JOIN code n ON n.code_id = i.numerator"
                   " LEFT JOIN code d ON d.code_id = i.denominator WHERE i.indicator = :indicator "
                   "AND " ROW_IN_FORCE("i"),
            .params = (const char *const[]){"release", "indicator", NULL},
            .columns = (const char *const[]){"unit", "kind", "region_rule", "direction", "decimals",
                                             "numerator", "denominator", NULL},
        },
    [DERIVE_REGION] =
        {
            .name = "derive_region",
            .sql = "SELECT r.parent AS parent, r.level AS level FROM region r"
                   " WHERE r.region = :region AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"release", "region", NULL},
            .columns = (const char *const[]){"parent", "level", NULL},
        },
    [DERIVE_SIBLINGS] =
        {
            .name = "derive_siblings",
            .sql = "SELECT r.region AS id FROM region r WHERE r.parent = :parent"
                   " AND r.level = :level AND (r.valid_from IS NULL OR r.valid_from <= :day)"
                   " AND (r.valid_to IS NULL OR r.valid_to >= :day) AND " ROW_IN_FORCE(
                       "r") " ORDER BY r.region",
            .params = (const char *const[]){"release", "parent", "level", "day", NULL},
            .columns = (const char *const[]){"id", NULL},
        },
    [DERIVE_PERIODS] =
        {
            .name = "derive_periods",
            .sql = "SELECT o.ends_on AS ends_on, o.starts_on AS starts_on FROM observation o"
                   " WHERE o.indicator = :indicator AND o.region = :region"
                   " AND o.breakdown = :breakdown AND o.measure = :measure"
                   " AND o.definition = :definition AND o.freq = :freq AND o.ends_on <= :ends_on"
                   " AND o.value_e6 IS NOT NULL AND o.status <> 'F' AND " ROW_IN_FORCE(
                       "o") " AND " IS_DEFAULT " ORDER BY o.ends_on, o.starts_on",
            .params = (const char *const[]){"release", "indicator", "region", "breakdown",
                                            "measure", "definition", "freq", "ends_on", NULL},
            .columns = (const char *const[]){"ends_on", "starts_on", NULL},
        },
    [DERIVE_BREAK] =
        {
            .name = "derive_break",
            .sql = "SELECT o.ends_on AS ends_on FROM observation o"
                   " WHERE o.indicator = :indicator AND o.region = :region"
                   " AND o.breakdown = :breakdown AND o.measure = :measure"
                   " AND o.definition = :definition AND o.freq = :freq AND o.ends_on <= :ends_on"
                   " AND o.ends_on > :base_ends_on AND o.status = 'B' AND " ROW_IN_FORCE(
                       "o") " AND " IS_DEFAULT " LIMIT 1",
            .params =
                (const char *const[]){"release", "indicator", "region", "breakdown", "measure",
                                      "definition", "freq", "ends_on", "base_ends_on", NULL},
            .columns = (const char *const[]){"ends_on", NULL},
        },
    [DERIVE_DEFINITIONS] =
        {
            .name = "derive_definitions",
            .sql = "SELECT o.definition AS definition FROM observation o"
                   " WHERE o.indicator = :indicator AND o.region = :region"
                   " AND o.breakdown = :breakdown AND o.measure = :measure"
                   " AND o.definition <> :definition AND o.freq = :freq AND o.ends_on = :ends_on"
                   " AND o.starts_on = :starts_on AND " ROW_IN_FORCE("o") " LIMIT 1",
            .params =
                (const char *const[]){"release", "indicator", "region", "breakdown", "measure",
                                      "definition", "freq", "ends_on", "starts_on", NULL},
            .columns = (const char *const[]){"definition", NULL},
        },
    [DERIVE_LEVELS] =
        {
            .name = "derive_levels",
            .sql = "SELECT o.breakdown AS breakdown, o.definition AS definition, o.freq AS freq,"
                   " o.ends_on AS ends_on, o.starts_on AS starts_on,"
                   " o.accumulation AS accumulation FROM observation o"
                   " WHERE o.indicator = :indicator AND o.region = :region"
                   " AND o.measure = 'level' AND o.ends_on = :day"
                   " AND o.value_e6 IS NOT NULL AND o.status <> 'F' AND " ROW_IN_FORCE(
                       "o") " AND " IS_DEFAULT
                            " ORDER BY o.breakdown, o.definition, o.freq, o.starts_on",
            .params = (const char *const[]){"release", "indicator", "region", "day", NULL},
            .columns = (const char *const[]){"breakdown", "definition", "freq",
                                             "ends_on", "starts_on", "accumulation", NULL},
        },
    [DERIVE_NEWEST] =
        {
            .name = "derive_newest",
            .sql = "SELECT o.definition AS definition, o.freq AS freq, o.ends_on AS ends_on,"
                   " o.starts_on AS starts_on FROM observation o"
                   " WHERE o.indicator = :indicator AND o.region = :region AND o.breakdown = 0"
                   " AND o.measure = 'level' AND o.ends_on BETWEEN :first_day AND :last_day"
                   " AND (:definition = '' OR o.definition = :definition)"
                   " AND o.value_e6 IS NOT NULL AND o.status <> 'F' AND " ROW_IN_FORCE(
                       "o") " AND " IS_DEFAULT " ORDER BY o.ends_on DESC, o.precedence, o.document,"
                            " o.definition, o.freq, o.starts_on DESC",
            .params = (const char *const[]){"release", "indicator", "region", "first_day",
                                            "last_day", "definition", NULL},
            .columns = (const char *const[]){"definition", "freq", "ends_on", "starts_on", NULL},
        },
};

const struct stmt_group derive_statements = {"derive", specs, COUNT_OF(specs)};

int derive_rules(struct db *db, struct arena *arena, int64_t release, int64_t indicator,
                 struct derive_rules *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_RULES]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, indicator);
    r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct derive_rules){
        .unit = arena_copy(arena, stmt_get_str(stmt, 0)),
        .kind = arena_copy(arena, stmt_get_str(stmt, 1)),
        .region_rule = arena_copy(arena, stmt_get_str(stmt, 2)),
        .direction = arena_copy(arena, stmt_get_str(stmt, 3)),
        .decimals = (uint8_t)stmt_get_i64(stmt, 4),
        .numerator = arena_copy(arena, stmt_get_str(stmt, 5)),
        .denominator = arena_copy(arena, stmt_get_str(stmt, 6)),
    };
    return arena->failed ? -ERR_NOMEM : 1;
}

int derive_region(struct db *db, struct arena *arena, int64_t release, int64_t region,
                  struct derive_region *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_REGION]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, region);
    r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct derive_region){
        .parent = stmt_get_i64(stmt, 0),
        .level = arena_copy(arena, stmt_get_str(stmt, 1)),
    };
    return arena->failed ? -ERR_NOMEM : 1;
}

int derive_siblings(struct db *db, struct arena *arena, int64_t release,
                    const struct derive_region *place, int32_t day, struct id_list *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_SIBLINGS]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, place->parent);
    stmt_str(stmt, 2, place->level);
    stmt_i64(stmt, 3, day);
    while ((r = stmt_step(stmt)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(stmt, 0));
        if (r < 0)
            return r;
    }
    return r;
}

static void bind_series(struct stmt *stmt, int64_t release, const struct observation_key *key,
                        const char *freq)
{
    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, key->indicator);
    stmt_i64(stmt, 2, key->region);
    stmt_i64(stmt, 3, key->breakdown);
    stmt_str(stmt, 4, key->measure);
    stmt_str(stmt, 5, key->definition);
    stmt_str(stmt, 6, (struct str){freq, 1});
    stmt_i64(stmt, 7, key->period.ends_on);
}

struct stmt *derive_periods(struct db *db, int64_t release, const struct observation_key *key,
                            const char *freq)
{
    struct stmt *stmt = db_stmt(db, &specs[DERIVE_PERIODS]);

    bind_series(stmt, release, key, freq);
    return stmt;
}

int derive_next_period(struct stmt *stmt, struct period *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    ret->ends_on = row_date(stmt, 0);
    ret->starts_on = row_date(stmt, 1);
    return 1;
}

int derive_break(struct db *db, int64_t release, const struct observation_key *key,
                 int32_t base_ends_on)
{
    char freq = freq_letter(key->period.freq);
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_BREAK]);

    bind_series(stmt, release, key, &freq);
    stmt_i64(stmt, 8, base_ends_on);
    return stmt_step(stmt);
}

int derive_defined_otherwise(struct db *db, int64_t release, const struct observation_key *key)
{
    char freq = freq_letter(key->period.freq);
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_DEFINITIONS]);

    bind_series(stmt, release, key, &freq);
    stmt_i64(stmt, 8, key->period.starts_on);
    return stmt_step(stmt);
}

struct stmt *derive_levels(struct db *db, int64_t release, const struct observation_key *key,
                           int32_t day)
{
    struct stmt *stmt = db_stmt(db, &specs[DERIVE_LEVELS]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, key->indicator);
    stmt_i64(stmt, 2, key->region);
    stmt_i64(stmt, 3, day);
    return stmt;
}

/* Columns `column` and the two after it: letter of the frequency, last and first day. */
static int map_period(struct stmt *stmt, size_t column, struct period *ret)
{
    struct str freq = stmt_get_str(stmt, column);

    if (freq.n != 1 || freq_from_letter(freq.p[0], &ret->freq) < 0)
        return -ERR_CORRUPT;
    ret->ends_on = row_date(stmt, column + 1);
    ret->starts_on = row_date(stmt, column + 2);
    return 0;
}

int derive_next_level(struct stmt *stmt, struct observation_key *key, bool *ret_since_start)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    key->breakdown = stmt_get_i64(stmt, 0);
    key->measure = STR("level");
    key->definition = stmt_get_str(stmt, 1);
    *ret_since_start = str_eq(stmt_get_str(stmt, 5), STR("since_start"));
    r = map_period(stmt, 2, &key->period);
    return r < 0 ? r : 1;
}

int derive_newest(struct db *db, struct arena *arena, int64_t release, struct str definition,
                  struct period_span days, struct observation_key *ret, bool *ret_several)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[DERIVE_NEWEST]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, ret->indicator);
    stmt_i64(stmt, 2, ret->region);
    stmt_i64(stmt, 3, days.from);
    stmt_i64(stmt, 4, days.to);
    stmt_str(stmt, 5, definition);
    r = stmt_step(stmt);
    if (r <= 0)
        return r;
    r = map_period(stmt, 1, &ret->period);
    if (r < 0)
        return r;
    ret->breakdown = 0;
    ret->measure = STR("level");
    ret->definition = arena_copy(arena, stmt_get_str(stmt, 0));
    r = stmt_step(stmt);
    if (r < 0)
        return r;
    *ret_several = r > 0 && row_date(stmt, 2) == ret->period.ends_on;
    return arena->failed ? -ERR_NOMEM : 1;
}
