#include "db/agencies.h"

#include "db/region_within.h"
#include "db/statements.h"

enum {
    AGENCY_LIST,
    AGENCY_COUNT,
    AGENCY_GET,
    AGENCY_BRANCHES,
};

/* The version of each table that is read. */
#define A_IN_FORCE ROW_IN_FORCE("a")
#define DOC_IN_FORCE ROW_IN_FORCE("doc")

#define AGENCY_COLUMNS                                                                             \
    "c.code AS code, a.name_zh AS name_zh, a.name_en AS name_en, a.kind AS kind,"                  \
    " r.code AS region, z.code AS zone, a.uscc AS uscc, a.filed_on AS filed_on,"                   \
    " a.filing_expires_on AS filing_expires_on, a.status AS status,"                               \
    " a.ended_on AS ended_on, p.code AS parent,"                                                   \
    " d.code AS document, doc.synthetic AS synthetic, doc.covers_to AS covers_to,"                 \
    " g.name_zh AS region_zh, g.name_en AS region_en, h.name_zh AS zone_zh, h.name_en AS zone_en "
#define AGENCY_JOIN                                                                                \
    "FROM code c JOIN agency a ON a.agency = c.code_id AND " A_IN_FORCE                            \
    " JOIN code r ON r.code_id = a.region LEFT JOIN code z ON z.code_id = a.zone"                  \
    " JOIN region g ON g.region = a.region AND " ROW_IN_FORCE(                                     \
        "g") " LEFT JOIN region h ON h.region = a.zone AND " ROW_IN_FORCE("h") " LEFT JOIN code "  \
                                                                               "p ON p.code_id = " \
                                                                               "a.parent JOIN "    \
                                                                               "code d ON "        \
                                                                               "d.code_id = "      \
                                                                               "a.document"        \
                                                                               " JOIN document "   \
                                                                               "doc ON "           \
                                                                               "doc.document = "   \
                                                                               "a.document "       \
                                                                               "AND " DOC_IN_FORCE \
                                                                               " WHERE c.list = "  \
                                                                               "'agency'"
#define AGENCY_FILTER                                                                              \
    " AND (:kind = '' OR a.kind = :kind) AND (:status = '' OR a.status = :status)"                 \
    " AND (:expires_from IS NULL OR a.filing_expires_on >= :expires_from)"                         \
    " AND (:expires_before IS NULL OR a.filing_expires_on < :expires_before)"                      \
    " AND " REGION_WITHIN("a.region")

static const char *const agency_columns[] = {
    "code",      "name_zh",           "name_en",   "kind",     "region",  "zone",     "uscc",
    "filed_on",  "filing_expires_on", "status",    "ended_on", "parent",  "document", "synthetic",
    "covers_to", "region_zh",         "region_en", "zone_zh",  "zone_en", NULL};

static const struct stmt_spec specs[] = {
    [AGENCY_LIST] =
        {
            .name = "agency_list",
            .sql = "SELECT /*scan*/ " AGENCY_COLUMNS AGENCY_JOIN AGENCY_FILTER
                   " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){"release", "region", "kind", "status", "expires_from",
                                            "expires_before", "after", "limit", NULL},
            .columns = agency_columns,
        },
    [AGENCY_COUNT] =
        {
            .name = "agency_count",
            .sql = "SELECT /*scan*/ count(*) AS n FROM agency a WHERE " A_IN_FORCE AGENCY_FILTER,
            .params = (const char *const[]){"release", "region", "kind", "status", "expires_from",
                                            "expires_before", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [AGENCY_GET] =
        {
            .name = "agency_get",
            .sql = "SELECT " AGENCY_COLUMNS AGENCY_JOIN " AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = agency_columns,
        },
    [AGENCY_BRANCHES] =
        {
            .name = "agency_branches",
            .sql = "SELECT b.code AS code FROM code c JOIN agency a ON a.parent = c.code_id"
                   " AND " A_IN_FORCE " JOIN code b ON b.code_id = a.agency"
                   " WHERE c.list = 'agency' AND c.code = :code ORDER BY b.code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"code", NULL},
        },
};

const struct stmt_group agencies_statements = {"agencies", specs, COUNT_OF(specs)};

static void bind_day(struct stmt *stmt, size_t param, struct day day)
{
    if (day.known)
        stmt_i64(stmt, param, day.day);
    else
        stmt_null(stmt, param);
}

/* Binds what the list and the count have in common, in this order. */
static void bind_filter(struct stmt *stmt, int64_t release, const struct agency_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->region);
    stmt_str(stmt, 2, filter->kind);
    stmt_str(stmt, 3, filter->status);
    bind_day(stmt, 4, filter->expires_from);
    bind_day(stmt, 5, filter->expires_before);
}

struct stmt *agencies_list(struct db *db, int64_t release, const struct agency_filter *filter,
                           struct str after, int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[AGENCY_LIST]);

    bind_filter(stmt, release, filter);
    stmt_str(stmt, 6, after);
    stmt_i64(stmt, 7, limit);
    return stmt;
}

int agencies_next(struct stmt *stmt, struct agency_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct agency_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .kind = stmt_get_str(stmt, 3),
        .region = stmt_get_str(stmt, 4),
        .zone = stmt_get_str(stmt, 5),
        .uscc = stmt_get_str(stmt, 6),
        .filed_on = row_day(stmt, 7),
        .filing_expires_on = row_day(stmt, 8),
        .status = stmt_get_str(stmt, 9),
        .ended_on = row_day(stmt, 10),
        .parent = stmt_get_str(stmt, 11),
        .document = stmt_get_str(stmt, 12),
        .synthetic = str_eq(stmt_get_str(stmt, 13), STR("yes")),
        .covers_to = row_day(stmt, 14),
        .region_names = row_names(stmt, 15),
        .zone_names = row_names(stmt, 17),
    };
    return 1;
}

int agencies_count(struct db *db, int64_t release, const struct agency_filter *filter, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[AGENCY_COUNT]);

    bind_filter(stmt, release, filter);
    return row_count(stmt, ret);
}

int agencies_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                 struct agency_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[AGENCY_GET], release, code);
    return agencies_next(*ret_stmt, ret);
}

struct stmt *agencies_branches(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[AGENCY_BRANCHES], release, code);
}

int agencies_next_branch(struct stmt *stmt, struct str *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = stmt_get_str(stmt, 0);
    return r;
}
