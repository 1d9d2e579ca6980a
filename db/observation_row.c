#include "db/observation_row.h"

#include "base/err.h"
#include "base/order.h"
#include "db/statements.h"

enum {
    OBSERVATION_ROWS,
    OBSERVATION_VINTAGES,
    OBSERVATION_GET,
    OBSERVATION_GET_OF,
    OBSERVATION_GET_VINTAGE,
    OBSERVATION_GET_ENDED,
};

enum {
    COLUMN_INDICATOR,
    COLUMN_REGION,
    COLUMN_BREAKDOWN,
    COLUMN_MEASURE,
    COLUMN_DEFINITION,
    COLUMN_FREQ,
    COLUMN_ENDS_ON,
    COLUMN_STARTS_ON,
    COLUMN_VALUE,
    COLUMN_DECIMALS,
    COLUMN_BOUND,
    COLUMN_LOWER,
    COLUMN_UPPER,
    COLUMN_UNIT,
    COLUMN_ACCUMULATION,
    COLUMN_STATUS,
    COLUMN_EXTRACTION,
    COLUMN_RAW,
    COLUMN_DOCUMENT,
    COLUMN_LOCATOR,
    COLUMN_NOTE, /* and the English one after it */
    COLUMN_NOTE_EN,
    COLUMN_PRECEDENCE,
    COLUMN_SINCE,
    COLUMN_UNTIL,
};

#define OBSERVATION_SELECT                                                                         \
    "SELECT o.indicator AS indicator, o.region AS region, o.breakdown AS breakdown,"               \
    " o.measure AS measure, o.definition AS definition, o.freq AS freq, o.ends_on AS ends_on,"     \
    " o.starts_on AS starts_on, o.value_e6 AS value_e6, o.decimals AS decimals,"                   \
    " o.bound AS bound, o.lower_e6 AS lower_e6, o.upper_e6 AS upper_e6, o.unit AS unit,"           \
    " o.accumulation AS accumulation, o.status AS status, o.extraction AS extraction,"             \
    " o.raw AS raw, o.document AS document, o.locator AS locator, o.note_zh AS note_zh,"           \
    " o.note_en AS note_en,"                                                                       \
    " o.precedence AS precedence, o.since AS since, o.until AS until"                              \
    " FROM observation o WHERE o.indicator = :indicator"

static const char *const observation_columns[] = {
    "indicator",    "region",     "breakdown",  "measure", "definition", "freq",     "ends_on",
    "starts_on",    "value_e6",   "decimals",   "bound",   "lower_e6",   "upper_e6", "unit",
    "accumulation", "status",     "extraction", "raw",     "document",   "locator",  "note_zh",
    "note_en",      "precedence", "since",      "until",   NULL};

#define OBSERVATION_PLACE                                                                          \
    OBSERVATION_SELECT                                                                             \
    " AND o.region = :region AND o.breakdown = :breakdown AND o.measure = :measure"                \
    " AND o.definition = :definition AND o.freq = :freq AND o.ends_on = :ends_on"                  \
    " AND o.starts_on = :starts_on"
#define OBSERVATION_AT OBSERVATION_PLACE " AND " ROW_IN_FORCE("o")
#define OBSERVATION_ORDER                                                                          \
    " ORDER BY o.region, o.breakdown, o.measure, o.definition, o.freq, o.ends_on, o.starts_on,"    \
    " o.precedence, o.document"

static const struct stmt_spec specs[] = {
    [OBSERVATION_ROWS] =
        {
            .name = "observation_rows",
            .sql = OBSERVATION_SELECT
            " AND o.region BETWEEN :region_first AND :region_last AND " ROW_IN_FORCE("o")
                OBSERVATION_ORDER,
            .params =
                (const char *const[]){"release", "indicator", "region_first", "region_last", NULL},
            .columns = observation_columns,
        },
    [OBSERVATION_VINTAGES] =
        {
            .name = "observation_vintages",
            .sql = OBSERVATION_SELECT " AND o.region BETWEEN :region_first AND :region_last"
                                      " AND o.since <= :release" OBSERVATION_ORDER ", o.since",
            .params =
                (const char *const[]){"release", "indicator", "region_first", "region_last", NULL},
            .columns = observation_columns,
        },
    [OBSERVATION_GET] =
        {
            .name = "observation_get",
            .sql = OBSERVATION_AT " ORDER BY o.precedence, o.document LIMIT 1",
            .params =
                (const char *const[]){"release", "indicator", "region", "breakdown", "measure",
                                      "definition", "freq", "ends_on", "starts_on", NULL},
            .columns = observation_columns,
        },
    [OBSERVATION_GET_OF] =
        {
            .name = "observation_get_of",
            .sql = OBSERVATION_AT " AND o.document = :document",
            .params = (const char *const[]){"release", "indicator", "region", "breakdown",
                                            "measure", "definition", "freq", "ends_on",
                                            "starts_on", "document", NULL},
            .columns = observation_columns,
        },
    [OBSERVATION_GET_VINTAGE] =
        {
            .name = "observation_get_vintage",
            .sql = OBSERVATION_PLACE " AND o.document = :document AND o.since = :since"
                                     " AND o.since <= :release",
            .params = (const char *const[]){"release", "indicator", "region", "breakdown",
                                            "measure", "definition", "freq", "ends_on",
                                            "starts_on", "document", "since", NULL},
            .columns = observation_columns,
        },
    [OBSERVATION_GET_ENDED] =
        {
            .name = "observation_get_ended",
            .sql = OBSERVATION_PLACE " AND o.document = :document AND o.until = :release",
            .params = (const char *const[]){"release", "indicator", "region", "breakdown",
                                            "measure", "definition", "freq", "ends_on",
                                            "starts_on", "document", NULL},
            .columns = observation_columns,
        },
};

const struct stmt_group observations_statements = {"observations", specs, COUNT_OF(specs)};

struct dec observation_value(const struct observation *observation)
{
    return dec_from_e6(observation->key.value_e6, observation->decimals);
}

struct dec observation_limit(const struct observation *observation, struct limit_e6 limit)
{
    return dec_from_e6(limit.e6, observation->decimals);
}

/* The key without the days of the period. */
static int compare_series(const struct observation_key *a, const struct observation_key *b)
{
    int order = order_i64((int64_t)a->rank, (int64_t)b->rank);

    if (order == 0)
        order = order_i64(a->indicator, b->indicator);
    if (order == 0)
        order = order_i64(a->region, b->region);
    if (order == 0)
        order = order_i64(a->breakdown, b->breakdown);
    if (order == 0)
        order = str_cmp(a->measure, b->measure);
    if (order == 0)
        order = str_cmp(a->definition, b->definition);
    if (order == 0)
        order = freq_letter(a->period.freq) - freq_letter(b->period.freq);
    return order;
}

bool observation_same_series(const struct observation_key *a, const struct observation_key *b)
{
    return compare_series(a, b) == 0;
}

int observation_key_cmp(const struct observation_key *a, const struct observation_key *b)
{
    int order = compare_series(a, b);

    if (order == 0)
        order = order_i64(a->period.ends_on, b->period.ends_on);
    if (order == 0)
        order = order_i64(a->period.starts_on, b->period.starts_on);
    return order;
}

int observation_vintage_cmp(const struct observation_key *a, const struct observation_key *b)
{
    int order = observation_key_cmp(a, b);

    if (order == 0)
        order = order_i64(a->precedence, b->precedence);
    if (order == 0)
        order = order_i64(a->document, b->document);
    if (order == 0)
        order = order_i64(a->since, b->since);
    return order;
}

struct stmt *observation_rows(struct db *db, int64_t release, bool history, int64_t indicator,
                              int64_t region_first, int64_t region_last)
{
    struct stmt *stmt = db_stmt(db, &specs[history ? OBSERVATION_VINTAGES : OBSERVATION_ROWS]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, indicator);
    stmt_i64(stmt, 2, region_first);
    stmt_i64(stmt, 3, region_last);
    return stmt;
}

int observation_map_key(struct stmt *stmt, struct observation_key *ret)
{
    struct str freq = stmt_get_str(stmt, COLUMN_FREQ);
    int r = freq.n == 1 ? freq_from_letter(freq.p[0], &ret->period.freq) : -ERR_INPUT;

    if (r < 0)
        return -ERR_CORRUPT;
    ret->indicator = stmt_get_i64(stmt, COLUMN_INDICATOR);
    ret->region = stmt_get_i64(stmt, COLUMN_REGION);
    ret->breakdown = stmt_get_i64(stmt, COLUMN_BREAKDOWN);
    ret->measure = stmt_get_str(stmt, COLUMN_MEASURE);
    ret->definition = stmt_get_str(stmt, COLUMN_DEFINITION);
    ret->period.ends_on = row_date(stmt, COLUMN_ENDS_ON);
    ret->period.starts_on = row_date(stmt, COLUMN_STARTS_ON);
    ret->has_value = !stmt_is_null(stmt, COLUMN_VALUE);
    ret->value_e6 = stmt_get_i64(stmt, COLUMN_VALUE);
    ret->document = stmt_get_i64(stmt, COLUMN_DOCUMENT);
    ret->precedence = stmt_get_i64(stmt, COLUMN_PRECEDENCE);
    ret->since = stmt_get_i64(stmt, COLUMN_SINCE);
    ret->until = stmt_get_i64(stmt, COLUMN_UNTIL);
    return 0;
}

static struct limit_e6 map_limit(struct stmt *stmt, size_t column)
{
    return (struct limit_e6){!stmt_is_null(stmt, column), stmt_get_i64(stmt, column)};
}

void observation_map_rest(struct stmt *stmt, struct observation *ret)
{
    ret->decimals = (uint8_t)stmt_get_i64(stmt, COLUMN_DECIMALS);
    ret->bound = stmt_get_str(stmt, COLUMN_BOUND);
    ret->lower = map_limit(stmt, COLUMN_LOWER);
    ret->upper = map_limit(stmt, COLUMN_UPPER);
    ret->unit = stmt_get_str(stmt, COLUMN_UNIT);
    ret->accumulation = stmt_get_str(stmt, COLUMN_ACCUMULATION);
    ret->status = stmt_get_str(stmt, COLUMN_STATUS);
    ret->extraction = stmt_get_str(stmt, COLUMN_EXTRACTION);
    ret->raw = stmt_get_str(stmt, COLUMN_RAW);
    ret->document = stmt_get_i64(stmt, COLUMN_DOCUMENT);
    ret->locator = stmt_get_str(stmt, COLUMN_LOCATOR);
    ret->note = row_names(stmt, COLUMN_NOTE);
}

struct str observation_row_status(struct stmt *stmt)
{
    return stmt_get_str(stmt, COLUMN_STATUS);
}

struct str observation_row_extraction(struct stmt *stmt)
{
    return stmt_get_str(stmt, COLUMN_EXTRACTION);
}

int observation_keep(struct arena *arena, struct observation *observation)
{
    struct str *texts[] = {
        &observation->key.measure,  &observation->key.definition,
        &observation->bound,        &observation->unit,
        &observation->accumulation, &observation->status,
        &observation->extraction,   &observation->raw,
        &observation->locator,      &observation->note.zh,
        &observation->note.en,
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        *texts[i] = arena_copy(arena, *texts[i]);
        if (texts[i]->p == NULL)
            return -ERR_NOMEM;
    }
    return 0;
}

/* Runs the statement that finds one row. `freq` is bound and must stay until the reset. */
static int find(struct stmt *stmt, int64_t release, const struct observation_key *key,
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
    stmt_i64(stmt, 8, key->period.starts_on);
    return stmt_step(stmt);
}

int observation_exists(struct db *db, int64_t release, const struct observation_key *key)
{
    char freq = freq_letter(key->period.freq);
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[OBSERVATION_GET]);

    return find(stmt, release, key, &freq);
}

/* Takes the one row that `stmt` gives, if it gives one. */
static int take(struct stmt *stmt, struct arena *arena, int64_t release,
                const struct observation_key *key, struct observation *ret)
{
    char freq = freq_letter(key->period.freq);
    struct observation row = {.key = {.rank = key->rank}};
    int r = find(stmt, release, key, &freq);

    if (r > 0) {
        r = observation_map_key(stmt, &row.key);
        if (r == 0) {
            observation_map_rest(stmt, &row);
            r = observation_keep(arena, &row);
        }
        if (r == 0) {
            *ret = row;
            r = 1;
        }
    }
    stmt_reset(stmt);
    return r;
}

int observation_get(struct db *db, struct arena *arena, int64_t release,
                    const struct observation_key *key, struct observation *ret)
{
    return take(db_stmt(db, &specs[OBSERVATION_GET]), arena, release, key, ret);
}

int observation_get_of(struct db *db, struct arena *arena, int64_t release,
                       const struct observation_key *key, struct observation *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[OBSERVATION_GET_OF]);

    stmt_i64(stmt, 9, key->document);
    return take(stmt, arena, release, key, ret);
}

int observation_get_vintage(struct db *db, struct arena *arena, int64_t release,
                            const struct observation_key *key, struct observation *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[OBSERVATION_GET_VINTAGE]);

    stmt_i64(stmt, 9, key->document);
    stmt_i64(stmt, 10, key->since);
    return take(stmt, arena, release, key, ret);
}

int observation_get_ended(struct db *db, struct arena *arena, int64_t release,
                          const struct observation_key *key, struct observation *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[OBSERVATION_GET_ENDED]);

    stmt_i64(stmt, 9, key->document);
    return take(stmt, arena, release, key, ret);
}
