#include "db/dispute_cases.h"

#include "base/err.h"
#include "db/disputes.h"
#include "db/row.h"
#include "db/statements.h"

enum { NEXT_REGION = CASES_OPEN + 1 };

#define CASE_SELECT                                                                                \
    "SELECT d.dispute AS id, d.filed_on AS filed_on, d.closed_on AS closed_on,"                    \
    " d.extended AS extended, EXISTS (SELECT 1 FROM dispute_suspension s"                          \
    " WHERE s.dispute = d.dispute AND " ROW_IN_FORCE(                                              \
        "s") ") AS suspended, d.dispute_type AS dispute_type, d.ip_type AS ip_type,"               \
             " d.route AS route, d.patent_type AS patent_type, d.org_level AS org_level,"          \
             " d.e_commerce AS e_commerce, d.foreign_related AS foreign_related,"                  \
             " d.exhibition AS exhibition, d.simplified AS simplified,"                            \
             " d.requester_type AS requester_type, d.outcome AS outcome"                           \
             " FROM dispute d WHERE d.region = :region AND " ROW_IN_FORCE("d")

static const char *const case_columns[] = {
    "id",         "filed_on",   "closed_on",      "extended",  "suspended",  "dispute_type",
    "ip_type",    "route",      "patent_type",    "org_level", "e_commerce", "foreign_related",
    "exhibition", "simplified", "requester_type", "outcome",   NULL};
enum { COLUMN_KEYS = 5 };

static const char *const run_params[] = {
    DISPUTE_FILTER_PARAMS, "release", "region", "to", "from", NULL};
static const char *const open_params[] = {DISPUTE_FILTER_PARAMS, "release", "region", "to", NULL};

static const struct stmt_spec specs[] = {
    [CASES_FILED] =
        {
            .name = "dispute_cases_filed",
            .sql = CASE_SELECT " AND d.filed_on >= :from AND d.filed_on <= :to" DISPUTE_FILTER,
            .params = run_params,
            .columns = case_columns,
        },
    [CASES_CLOSED] =
        {
            .name = "dispute_cases_closed",
            .sql = CASE_SELECT " AND d.closed_on >= :from AND d.closed_on <= :to" DISPUTE_FILTER,
            .params = run_params,
            .columns = case_columns,
        },
    [CASES_CLOSED_LATER] =
        {
            .name = "dispute_cases_closed_later",
            .sql = CASE_SELECT " AND d.closed_on > :to AND d.filed_on <= :to" DISPUTE_FILTER,
            .params = open_params,
            .columns = case_columns,
        },
    [CASES_OPEN] =
        {
            .name = "dispute_cases_open",
            .sql = CASE_SELECT " AND d.closed_on IS NULL AND d.filed_on <= :to" DISPUTE_FILTER,
            .params = open_params,
            .columns = case_columns,
        },
    [NEXT_REGION] =
        {
            .name = "dispute_cases_region",
            .sql = "SELECT min(d.region) AS region FROM dispute d WHERE d.region > :after",
            .params = (const char *const[]){"after", NULL},
            .columns = (const char *const[]){"region", NULL},
        },
};

const struct stmt_group dispute_cases_statements = {"dispute_cases", specs, COUNT_OF(specs)};

int dispute_cases_regions(struct db *db, struct arena *arena, struct id_list *ret)
{
    int64_t region = 0;

    for (;;) {
        CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[NEXT_REGION]);
        int r;

        stmt_i64(stmt, 0, region);
        r = stmt_step(stmt);
        if (r < 0 || r == 0 || stmt_is_null(stmt, 0))
            return r < 0 ? r : 0;
        region = stmt_get_i64(stmt, 0);
        r = id_list_add(arena, ret, region);
        if (r < 0)
            return r;
    }
}

struct stmt *dispute_cases(struct db *db, int64_t release, enum dispute_cases which,
                           const struct dispute_filter *filter, int64_t region, int32_t from,
                           int32_t to)
{
    struct stmt *stmt = db_stmt(db, &specs[which]);

    dispute_filter_bind(stmt, 0, filter);
    stmt_i64(stmt, DISPUTE_FILTER_PARAMS_N, release);
    stmt_i64(stmt, DISPUTE_FILTER_PARAMS_N + 1, region);
    stmt_i64(stmt, DISPUTE_FILTER_PARAMS_N + 2, to);
    if (which == CASES_FILED || which == CASES_CLOSED)
        stmt_i64(stmt, DISPUTE_FILTER_PARAMS_N + 3, from);
    return stmt;
}

int dispute_cases_next(struct stmt *stmt, struct dispute_case *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    ret->id = stmt_get_i64(stmt, 0);
    ret->filed_on = row_date(stmt, 1);
    ret->closed = !stmt_is_null(stmt, 2);
    ret->closed_on = row_date(stmt, 2);
    ret->extended = str_eq(stmt_get_str(stmt, 3), STR("yes"));
    ret->suspended = stmt_get_i64(stmt, 4) != 0;
    for (size_t key = 0; key < DISPUTE_KEYS; key++)
        ret->keys[key] = stmt_get_str(stmt, COLUMN_KEYS + key);
    ret->outcome = stmt_get_str(stmt, COLUMN_KEYS + DISPUTE_KEYS);
    return 1;
}

int dispute_suspensions_read(struct db *db, struct arena *arena, int64_t release, int64_t id,
                             int32_t on, struct dispute_suspensions *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = disputes_suspensions(db, release, id);
    struct suspension_row row;
    int r;

    ret->n = 0;
    while ((r = suspensions_next(stmt, &row)) > 0) {
        struct suspension *v;

        if (row.starts_on > on)
            continue;
        v = arena_grow(arena, ret->v, ret->n, &ret->room, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        ret->v = v;
        v[ret->n++] = (struct suspension){
            .from = row.starts_on,
            .to = row.ends_on.day,
            .open = !row.ends_on.known || row.ends_on.day > on,
        };
    }
    return r;
}
