#include "db/indicators.h"

#include "db/statements.h"

enum {
    INDICATOR_LIST,
    INDICATOR_COUNT,
    INDICATOR_GET,
    INDICATOR_DEFINITIONS,
    INDICATOR_OBSERVATIONS,
};

#define INDICATOR_SELECT                                                                           \
    "SELECT c.code AS code, i.name_zh AS name_zh, i.name_en AS name_en,"                           \
    " i.topic AS topic, i.unit AS unit, i.units AS units, i.kind AS kind,"                         \
    " i.region_rule AS region_rule, i.time_rule AS time_rule,"                                     \
    " i.direction AS direction, i.decimals AS decimals,"                                           \
    " i.dimensions AS dimensions, n.code AS numerator, d.code AS denominator,"                     \
    " w.code AS weight, " ROW_ACCESS("i") " AS access, i.note_zh AS note_zh,"                      \
                                          " i.note_en AS note_en "
#define INDICATOR_FROM                                                                             \
    "FROM code c JOIN indicator i ON i.indicator = c.code_id"                                      \
    " AND " ROW_IN_FORCE("i")
#define INDICATOR_PARTS                                                                            \
    " LEFT JOIN code n ON n.code_id = i.numerator"                                                 \
    " LEFT JOIN code d ON d.code_id = i.denominator"                                               \
    " LEFT JOIN code w ON w.code_id = i.weight"

/* Of the ways to ask for one of several words, replace() is the one that both engines have. */
#define INDICATOR_WHERE                                                                            \
    " WHERE c.list = 'indicator' AND (:kind = '' OR i.kind = :kind)"                               \
    " AND (:topics = '' OR replace(:topics, ';' || i.topic || ';', '') <> :topics)"

static const char *const indicator_columns[] = {
    "code",        "name_zh",   "name_en",   "topic",    "unit",       "units",     "kind",
    "region_rule", "time_rule", "direction", "decimals", "dimensions", "numerator", "denominator",
    "weight",      "access",    "note_zh",   "note_en",  NULL};
static const char *const by_code[] = {"release", "code", NULL};

static const struct stmt_spec specs[] = {
    [INDICATOR_LIST] =
        {
            .name = "indicator_list",
            .sql = INDICATOR_SELECT INDICATOR_FROM INDICATOR_PARTS INDICATOR_WHERE
            " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){"release", "kind", "topics", "after", "limit", NULL},
            .columns = indicator_columns,
        },
    [INDICATOR_COUNT] =
        {
            .name = "indicator_count",
            .sql = "SELECT count(*) AS n " INDICATOR_FROM INDICATOR_WHERE,
            .params = (const char *const[]){"release", "kind", "topics", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [INDICATOR_GET] =
        {
            .name = "indicator_get",
            .sql = INDICATOR_SELECT INDICATOR_FROM INDICATOR_PARTS
            " WHERE c.list = 'indicator' AND c.code = :code",
            .params = by_code,
            .columns = indicator_columns,
        },
    [INDICATOR_DEFINITIONS] =
        {
            .name = "indicator_definitions",
            .sql = "SELECT d.definition AS definition, d.name_zh AS name_zh,"
                   " d.name_en AS name_en, d.text_zh AS text_zh, d.text_en AS text_en,"
                   " d.valid_from AS valid_from, d.valid_to AS valid_to"
                   " FROM code c JOIN definition d ON d.indicator = c.code_id"
                   " AND " ROW_IN_FORCE(
                       "d") " WHERE c.list = 'indicator' AND c.code = :code"
                            " ORDER BY d.valid_from IS NOT NULL, d.valid_from, d.definition",
            .params = by_code,
            .columns = (const char *const[]){"definition", "name_zh", "name_en", "text_zh",
                                             "text_en", "valid_from", "valid_to", NULL},
        },
    [INDICATOR_OBSERVATIONS] =
        {
            .name = "indicator_observations",
            .sql = "SELECT count(*) AS n " INDICATOR_FROM
                   " JOIN observation o ON o.indicator = i.indicator AND " ROW_IN_FORCE(
                       "o") " WHERE c.list = 'indicator' AND c.code = :code"
                            " AND (:restricted = 1 OR " ROW_PUBLIC("i") ")",
            .params = (const char *const[]){"release", "code", "restricted", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};

const struct stmt_group indicators_statements = {"indicators", specs, COUNT_OF(specs)};

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct indicator_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->kind);
    stmt_str(stmt, 2, filter->topics);
    return stmt;
}

struct stmt *indicators_list(struct db *db, int64_t release, const struct indicator_filter *filter,
                             struct str after, int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[INDICATOR_LIST]), release, filter);
    stmt_str(stmt, 3, after);
    stmt_i64(stmt, 4, limit);
    return stmt;
}

int indicators_next(struct stmt *stmt, struct indicator_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct indicator_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .topic = stmt_get_str(stmt, 3),
        .unit = stmt_get_str(stmt, 4),
        .units = stmt_get_str(stmt, 5),
        .kind = stmt_get_str(stmt, 6),
        .region_rule = stmt_get_str(stmt, 7),
        .time_rule = stmt_get_str(stmt, 8),
        .direction = stmt_get_str(stmt, 9),
        .decimals = stmt_get_i64(stmt, 10),
        .dimensions = stmt_get_str(stmt, 11),
        .numerator = stmt_get_str(stmt, 12),
        .denominator = stmt_get_str(stmt, 13),
        .weight = stmt_get_str(stmt, 14),
        /* What is not known to be public stays closed. */
        .restricted = !str_eq(stmt_get_str(stmt, 15), STR("public")),
        .note = row_names(stmt, 16),
    };
    return 1;
}

int indicators_count(struct db *db, int64_t release, const struct indicator_filter *filter,
                     int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[INDICATOR_COUNT]), release, filter), ret);
}

int indicators_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                   struct indicator_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[INDICATOR_GET], release, code);
    return indicators_next(*ret_stmt, ret);
}

struct stmt *indicators_definitions(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[INDICATOR_DEFINITIONS], release, code);
}

int definitions_next(struct stmt *stmt, struct definition_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct definition_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .text = row_names(stmt, 3),
        .valid_from = row_day(stmt, 5),
        .valid_to = row_day(stmt, 6),
    };
    return 1;
}

int indicators_observations(struct db *db, int64_t release, struct str code, bool restricted,
                            int64_t *ret)
{
    struct stmt *s = row_by_code(db, &specs[INDICATOR_OBSERVATIONS], release, code);

    stmt_i64(s, 2, restricted);
    return row_count(s, ret);
}
