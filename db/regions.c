#include "db/regions.h"

#include "base/err.h"
#include "base/period.h"
#include "db/statements.h"

enum {
    REGION_LIST,
    REGION_COUNT,
    REGION_GET,
    REGION_CHILDREN,
    REGION_PREDECESSORS,
    REGION_SUCCESSORS,
    REGION_WENT_INTO,
    REGION_GROUPS,
};

#define REGION_SELECT                                                                              \
    "SELECT c.code AS code, r.name_zh AS name_zh, r.name_en AS name_en,"                           \
    " r.level AS level, p.code AS parent, r.valid_from AS valid_from,"                             \
    " r.valid_to AS valid_to, r.source AS source "
#define REGION_FROM                                                                                \
    "FROM code c JOIN region r ON r.region = c.code_id AND " ROW_IN_FORCE(                         \
        "r") " LEFT JOIN code p ON p.code_id = r.parent"                                           \
             " WHERE c.list = 'region'"

/* An empty prefix is the beginning of every name. */
#define REGION_FILTER                                                                              \
    " AND (:level = '' OR r.level = :level) AND (:parent = '' OR p.code = :parent)"                \
    " AND (r.valid_from IS NULL OR r.valid_from <= :last_day)"                                     \
    " AND (r.valid_to IS NULL OR r.valid_to >= :first_day)"                                        \
    " AND (substr(r.name_zh, 1, length(:name)) = :name"                                            \
    " OR lower(substr(r.name_en, 1, length(:name))) = lower(:name))"                               \
    " AND (:region_group = '' OR EXISTS (SELECT 1 FROM code g JOIN region_group_member m"          \
    " ON m.region_group = g.code_id AND m.region = r.region"                                       \
    " AND " ROW_IN_FORCE("m") " WHERE g.list = 'group' AND g.code = :region_group"                 \
                              " AND (m.valid_from IS NULL OR m.valid_from <= :last_day)"           \
                              " AND (m.valid_to IS NULL OR m.valid_to >= :first_day)))"
#define REGION_FILTER_PARAMS                                                                       \
    "release", "level", "parent", "region_group", "name", "first_day", "last_day"

#define LINEAGE_SELECT                                                                             \
    "SELECT o.code AS code, r.name_zh AS name_zh, r.name_en AS name_en,"                           \
    " l.kind AS kind, l.changed_on AS changed_on, l.first_list AS first_list,"                     \
    " l.old_name_zh AS old_name_zh FROM code c"                                                    \
    " JOIN region_lineage l ON "
#define LINEAGE_OTHER " AND " ROW_IN_FORCE("l") " JOIN code o ON o.code_id = "
#define LINEAGE_WHERE                                                                              \
    " JOIN region r ON r.region = o.code_id AND " ROW_IN_FORCE(                                    \
        "r") " WHERE c.list = 'region' AND c.code = :code"

#define WENT_SELECT                                                                                \
    "SELECT o.code AS code, l.changed_on AS changed_on, r.valid_to AS ended_on FROM code c"
#define WENT_FROM                                                                                  \
    " JOIN region r ON r.region = c.code_id AND r.valid_to IS NOT NULL AND " ROW_IN_FORCE("r")
#define WENT_INTO                                                                                  \
    " JOIN region_lineage l ON l.from_region = c.code_id AND l.to_region <> l.from_region"         \
    " AND " ROW_IN_FORCE("l") " JOIN code o ON o.code_id = l.to_region"

static const char *const region_columns[] = {"code",       "name_zh",  "name_en", "level", "parent",
                                             "valid_from", "valid_to", "source",  NULL};
static const char *const lineage_columns[] = {"code",       "name_zh",    "name_en",     "kind",
                                              "changed_on", "first_list", "old_name_zh", NULL};
static const char *const by_code[] = {"release", "code", NULL};

static const struct stmt_spec specs[] = {
    [REGION_LIST] =
        {
            .name = "region_list",
            .sql = REGION_SELECT REGION_FROM REGION_FILTER
            " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){REGION_FILTER_PARAMS, "after", "limit", NULL},
            .columns = region_columns,
        },
    [REGION_COUNT] =
        {
            .name = "region_count",
            .sql = "SELECT count(*) AS n " REGION_FROM REGION_FILTER,
            .params = (const char *const[]){REGION_FILTER_PARAMS, NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [REGION_GET] =
        {
            .name = "region_get",
            .sql = REGION_SELECT REGION_FROM " AND c.code = :code",
            .params = by_code,
            .columns = region_columns,
        },
    [REGION_CHILDREN] =
        {
            .name = "region_children",
            .sql = "SELECT d.code AS code FROM code c JOIN region r ON r.parent = c.code_id"
                   " AND " ROW_IN_FORCE(
                       "r") " JOIN code d ON d.code_id = r.region WHERE c.list = 'region'"
                            " AND c.code = :code AND r.valid_to IS NULL"
                            " ORDER BY d.code",
            .params = by_code,
            .columns = (const char *const[]){"code", NULL},
        },
    [REGION_PREDECESSORS] =
        {
            .name = "region_predecessors",
            .sql = LINEAGE_SELECT "l.to_region = c.code_id" LINEAGE_OTHER
                                  "l.from_region" LINEAGE_WHERE " ORDER BY o.code, l.kind",
            .params = by_code,
            .columns = lineage_columns,
        },
    [REGION_SUCCESSORS] =
        {
            .name = "region_successors",
            .sql =
                LINEAGE_SELECT "l.from_region = c.code_id" LINEAGE_OTHER "l.to_region" LINEAGE_WHERE
                               " AND l.to_region <> l.from_region ORDER BY o.code, l.kind",
            .params = by_code,
            .columns = lineage_columns,
        },
    [REGION_WENT_INTO] =
        {
            .name = "region_went_into",
            .sql = WENT_SELECT WENT_FROM WENT_INTO " WHERE c.list = 'region' AND c.code = :code"
                                                   " ORDER BY o.code, l.kind",
            .params = by_code,
            .columns = (const char *const[]){"code", "changed_on", "ended_on", NULL},
        },
    [REGION_GROUPS] =
        {
            .name = "region_groups",
            .sql = "SELECT o.code AS code, g.name_zh AS name_zh, g.name_en AS name_en,"
                   " m.confidence AS confidence FROM code c"
                   " JOIN region_group_member m ON m.region = c.code_id AND " ROW_IN_FORCE(
                       "m") " JOIN region_group g ON g.region_group = m.region_group"
                            " AND " ROW_IN_FORCE("g") " JOIN code o ON o.code_id = m.region_group"
                                                      " WHERE c.list = 'region' AND c.code = :code "
                                                      "AND m.valid_to IS NULL"
                                                      " ORDER BY o.code",
            .params = by_code,
            .columns = (const char *const[]){"code", "name_zh", "name_en", "confidence", NULL},
        },
};

const struct stmt_group regions_statements = {"regions", specs, COUNT_OF(specs)};

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct region_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->level);
    stmt_str(stmt, 2, filter->parent);
    stmt_str(stmt, 3, filter->group);
    stmt_str(stmt, 4, filter->name_prefix);
    stmt_i64(stmt, 5, filter->first_day);
    stmt_i64(stmt, 6, filter->last_day);
    return stmt;
}

struct stmt *regions_list(struct db *db, int64_t release, const struct region_filter *filter,
                          struct str after, int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[REGION_LIST]), release, filter);
    stmt_str(stmt, 7, after);
    stmt_i64(stmt, 8, limit);
    return stmt;
}

int regions_next(struct stmt *stmt, struct region_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct region_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .level = stmt_get_str(stmt, 3),
        .parent = stmt_get_str(stmt, 4),
        .valid_from = row_day(stmt, 5),
        .valid_to = row_day(stmt, 6),
        .source = stmt_get_str(stmt, 7),
    };
    return 1;
}

int regions_count(struct db *db, int64_t release, const struct region_filter *filter, int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[REGION_COUNT]), release, filter), ret);
}

int regions_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                struct region_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[REGION_GET], release, code);
    return regions_next(*ret_stmt, ret);
}

struct stmt *regions_children(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[REGION_CHILDREN], release, code);
}

int regions_next_child(struct stmt *stmt, struct str *ret)
{
    int r = stmt_step(stmt);
    if (r > 0)
        *ret = stmt_get_str(stmt, 0);
    return r;
}

struct stmt *regions_predecessors(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[REGION_PREDECESSORS], release, code);
}

struct stmt *regions_successors(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[REGION_SUCCESSORS], release, code);
}

int lineage_next(struct stmt *stmt, struct lineage_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct lineage_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .kind = stmt_get_str(stmt, 3),
        .changed_on = row_day(stmt, 4),
        .first_list = stmt_get_str(stmt, 5),
        .old_name = stmt_get_str(stmt, 6),
    };
    return 1;
}

int regions_went_into(struct db *db, struct arena *arena, int64_t release, struct str code,
                      struct str *ret)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = row_by_code(db, &specs[REGION_WENT_INTO], release, code);
    struct str codes = STR("");
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        struct str next = stmt_get_str(stmt, 0);
        struct day changed_on = row_day(stmt, 1);
        char date[DATE_TEXT_MAX];

        date_format(changed_on.known ? changed_on.day : row_date(stmt, 2) + 1, date);
        codes = arena_printf(arena, "%.*s%s%.*s (%s)", (int)codes.n, codes.p,
                             codes.n > 0 ? ", " : "", (int)next.n, next.p, date);
    }
    if (r < 0)
        return r;
    *ret = codes;
    return arena->failed ? -ERR_NOMEM : codes.n > 0;
}

struct stmt *regions_groups(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[REGION_GROUPS], release, code);
}

int region_groups_next(struct stmt *stmt, struct region_group_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct region_group_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .confidence = stmt_get_str(stmt, 3),
    };
    return 1;
}
