#include "db/disputes.h"

#include "base/err.h"
#include "base/order.h"
#include "db/statements.h"

#include <string.h>

enum {
    DISPUTE_OF_REGION,
    DISPUTE_IN_ORDER,
    DISPUTE_COUNT_OF_REGION,
    DISPUTE_COUNT,
    DISPUTE_COUNT_ALL_OF_REGION,
    DISPUTE_COUNT_ALL,
    DISPUTE_READ,
    DISPUTE_GET,
    DISPUTE_SUSPENSIONS,
    DISPUTE_CONFIRMATIONS,
};

#define PLACE_SELECT                                                                               \
    "SELECT d.dispute AS id, d.filed_on AS filed_on, c.code AS code FROM dispute d JOIN code c ON" \
    " c.code_id = d.dispute WHERE "
#define FILED                                                                                      \
    ROW_IN_FORCE("d")                                                                              \
    " AND d.filed_on >= :filed_from AND d.filed_on <= :filed_to"
#define ENDED                                                                                      \
    " AND (:state = '' OR (:state = 'open') = (d.closed_on IS NULL))"                              \
    " AND (:by_closing = 0 OR (d.closed_on >= :closed_from AND d.closed_on <= :closed_to))"
#define AFTER " AND (d.filed_on > :day OR c.code > :after) ORDER BY d.filed_on, c.code LIMIT :limit"

#define WISH_PARAMS                                                                                \
    DISPUTE_FILTER_PARAMS, "release", "filed_from", "filed_to", "state", "by_closing",             \
        "closed_from", "closed_to"
enum {
    PARAM_RELEASE = DISPUTE_FILTER_PARAMS_N,
    PARAM_FILED_FROM,
    PARAM_FILED_TO,
    PARAM_STATE,
    PARAM_BY_CLOSING,
    PARAM_CLOSED_FROM,
    PARAM_CLOSED_TO,
    WISH_PARAMS_N,
};

#define ROW_SELECT                                                                                 \
    "SELECT d.dispute AS id, c.code AS code, r.code AS region, g.name_zh AS name_zh,"              \
    " g.name_en AS name_en, d.org_level AS org_level, d.dispute_type AS dispute_type,"             \
    " d.ip_type AS ip_type, d.route AS route, d.patent_type AS patent_type,"                       \
    " d.e_commerce AS e_commerce, d.foreign_related AS foreign_related,"                           \
    " d.exhibition AS exhibition, d.simplified AS simplified, d.filed_on AS filed_on,"             \
    " d.extended AS extended, d.closed_on AS closed_on, d.outcome AS outcome,"                     \
    " d.published_on AS published_on, d.litigation AS litigation, n.code AS document,"             \
    " d.case_no AS case_no, d.requester_type AS requester_type"                                    \
    " FROM dispute d JOIN code c ON c.code_id = d.dispute"                                         \
    " JOIN code r ON r.code_id = d.region JOIN region g ON g.region = d.region AND " ROW_IN_FORCE( \
        "g") " JOIN code n ON n.code_id = d.document WHERE " ROW_IN_FORCE("d")

static const char *const place_columns[] = {"id", "filed_on", "code", NULL};
static const char *const row_columns[] = {
    "id",           "code",       "region",   "name_zh",     "name_en",        "org_level",
    "dispute_type", "ip_type",    "route",    "patent_type", "e_commerce",     "foreign_related",
    "exhibition",   "simplified", "filed_on", "extended",    "closed_on",      "outcome",
    "published_on", "litigation", "document", "case_no",     "requester_type", NULL};
static const char *const by_id[] = {"release", "id", NULL};

static const struct stmt_spec specs[] = {
    [DISPUTE_OF_REGION] =
        {
            .name = "dispute_of_region",
            .sql = PLACE_SELECT "d.region = :region AND " FILED ENDED DISPUTE_FILTER AFTER,
            .params = (const char *const[]){WISH_PARAMS, "region", "day", "after", "limit", NULL},
            .columns = place_columns,
        },
    [DISPUTE_IN_ORDER] =
        {
            .name = "dispute_in_order",
            .sql = PLACE_SELECT FILED ENDED DISPUTE_FILTER AFTER,
            .params = (const char *const[]){WISH_PARAMS, "day", "after", "limit", NULL},
            .columns = place_columns,
        },
    [DISPUTE_COUNT_OF_REGION] =
        {
            .name = "dispute_count_of_region",
            .sql = "SELECT count(*) AS n FROM dispute d WHERE d.region = :region AND " FILED ENDED
                DISPUTE_FILTER,
            .params = (const char *const[]){WISH_PARAMS, "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DISPUTE_COUNT] =
        {
            .name = "dispute_count",
            .sql = "SELECT count(*) AS n FROM dispute d WHERE " FILED ENDED DISPUTE_FILTER,
            .params = (const char *const[]){WISH_PARAMS, NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    /* what an index has, where nothing else is asked for */
    [DISPUTE_COUNT_ALL_OF_REGION] =
        {
            .name = "dispute_count_all_of_region",
            .sql = "SELECT count(*) AS n FROM dispute d WHERE d.region = :region AND " FILED,
            .params = (const char *const[]){"release", "filed_from", "filed_to", "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DISPUTE_COUNT_ALL] =
        {
            .name = "dispute_count_all",
            .sql = "SELECT count(*) AS n FROM dispute d WHERE " FILED,
            .params = (const char *const[]){"release", "filed_from", "filed_to", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DISPUTE_READ] =
        {
            .name = "dispute_read",
            .sql = ROW_SELECT " AND d.dispute = :id",
            .params = by_id,
            .columns = row_columns,
        },
    [DISPUTE_GET] =
        {
            .name = "dispute_get",
            .sql = ROW_SELECT " AND c.list = 'dispute' AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = row_columns,
        },
    [DISPUTE_SUSPENSIONS] =
        {
            .name = "dispute_suspensions",
            .sql = "SELECT s.starts_on AS starts_on, s.ends_on AS ends_on, s.reason AS reason"
                   " FROM dispute_suspension s WHERE s.dispute = :id AND " ROW_IN_FORCE(
                       "s") " ORDER BY s.starts_on",
            .params = by_id,
            .columns = (const char *const[]){"starts_on", "ends_on", "reason", NULL},
        },
    [DISPUTE_CONFIRMATIONS] =
        {
            .name = "dispute_confirmations",
            .sql = "SELECT j.requested_on AS requested_on, j.accepted_on AS accepted_on,"
                   " j.decided_on AS decided_on, j.result AS result"
                   " FROM judicial_confirmation j WHERE j.dispute = :id AND " ROW_IN_FORCE(
                       "j") " ORDER BY j.requested_on",
            .params = by_id,
            .columns =
                (const char *const[]){"requested_on", "accepted_on", "decided_on", "result", NULL},
        },
};

const struct stmt_group disputes_statements = {"disputes", specs, COUNT_OF(specs)};

static struct stmt *bind_wish(struct stmt *stmt, int64_t release, const struct dispute_wish *wish)
{
    dispute_filter_bind(stmt, 0, &wish->filter);
    stmt_i64(stmt, PARAM_RELEASE, release);
    stmt_i64(stmt, PARAM_FILED_FROM, wish->filed.from);
    stmt_i64(stmt, PARAM_FILED_TO, wish->filed.to);
    stmt_str(stmt, PARAM_STATE, wish->state);
    stmt_i64(stmt, PARAM_BY_CLOSING, wish->by_closing);
    stmt_i64(stmt, PARAM_CLOSED_FROM, wish->closed.from);
    stmt_i64(stmt, PARAM_CLOSED_TO, wish->closed.to);
    return stmt;
}

static int place_cmp(const struct dispute_place *a, const struct dispute_place *b)
{
    int order = order_i64(a->filed_on, b->filed_on);

    return order != 0 ? order : str_cmp(a->code, b->code);
}

/* Keeps the first `limit` of what comes, in order. */
static int keep(struct arena *arena, struct dispute_places *places, size_t limit,
                struct dispute_place place)
{
    size_t at = places->n;

    if (at == limit && (limit == 0 || place_cmp(&place, &places->v[limit - 1]) >= 0))
        return 0;
    place.code = arena_copy(arena, place.code);
    if (place.code.p == NULL)
        return -ERR_NOMEM;
    if (at == limit)
        at--;
    else
        places->n++;
    while (at > 0 && place_cmp(&place, &places->v[at - 1]) < 0) {
        places->v[at] = places->v[at - 1];
        at--;
    }
    places->v[at] = place;
    return 0;
}

/* Takes the rows of one reading, which come in order, as long as they are among the first. */
static int take(struct stmt *stmt, struct arena *arena, size_t limit, struct dispute_places *places)
{
    CLEANUP(stmt_reset_p) struct stmt *s = stmt;
    int r;

    while ((r = stmt_step(s)) > 0) {
        const struct dispute_place place = {
            .id = stmt_get_i64(s, 0), .filed_on = row_date(s, 1), .code = stmt_get_str(s, 2)};
        size_t before = places->n;

        if (before == limit && place_cmp(&place, &places->v[limit - 1]) >= 0)
            return 0;
        r = keep(arena, places, limit, place);
        if (r < 0)
            return r;
    }
    return r;
}

int disputes_list(struct db *db, struct arena *arena, int64_t release,
                  const struct dispute_wish *wish, int32_t day, struct str code, size_t limit,
                  struct dispute_places *ret)
{
    struct dispute_places places = {.v = arena_alloc(arena, limit * sizeof *places.v)};
    struct dispute_wish rest = *wish;
    size_t n = wish->regions == NULL ? 1 : wish->regions->n;
    int r = 0;

    if (places.v == NULL)
        return -ERR_NOMEM;
    if (day > rest.filed.from)
        rest.filed.from = day;
    for (size_t i = 0; i < n && r == 0; i++) {
        bool all = wish->regions == NULL;
        struct stmt *stmt = db_stmt(db, &specs[all ? DISPUTE_IN_ORDER : DISPUTE_OF_REGION]);
        size_t at = WISH_PARAMS_N;

        bind_wish(stmt, release, &rest);
        if (!all)
            stmt_i64(stmt, at++, wish->regions->v[i]);
        stmt_i64(stmt, at, day);
        stmt_str(stmt, at + 1, code);
        stmt_i64(stmt, at + 2, (int64_t)limit);
        r = take(stmt, arena, limit, &places);
    }
    if (r < 0)
        return r;
    *ret = places;
    return 0;
}

/* Whether an index alone can count it. */
static bool is_all(const struct dispute_wish *wish)
{
    const struct dispute_filter *f = &wish->filter;

    return wish->state.n == 0 && !wish->by_closing &&
           f->dispute_type.n + f->ip_type.n + f->route.n + f->patent_type.n + f->org_level.n +
                   f->outcome.n + f->document.n + f->e_commerce.n + f->foreign_related.n +
                   f->exhibition.n + f->simplified.n ==
               0;
}

/* The count of what is wished in a region; 0: in any. */
static struct stmt *counted(struct db *db, int64_t release, const struct dispute_wish *wish,
                            int64_t region)
{
    size_t at = WISH_PARAMS_N;
    struct stmt *stmt;

    if (is_all(wish)) {
        stmt = db_stmt(db, &specs[region == 0 ? DISPUTE_COUNT_ALL : DISPUTE_COUNT_ALL_OF_REGION]);
        stmt_i64(stmt, 0, release);
        stmt_i64(stmt, 1, wish->filed.from);
        stmt_i64(stmt, 2, wish->filed.to);
        at = 3;
    } else {
        stmt = db_stmt(db, &specs[region == 0 ? DISPUTE_COUNT : DISPUTE_COUNT_OF_REGION]);
        bind_wish(stmt, release, wish);
    }
    if (region != 0)
        stmt_i64(stmt, at, region);
    return stmt;
}

int disputes_count(struct db *db, int64_t release, const struct dispute_wish *wish, int64_t *ret)
{
    size_t regions = wish->regions == NULL ? 1 : wish->regions->n;
    int64_t n = 0, more;
    int r = 0;

    for (size_t i = 0; i < regions && r == 0; i++) {
        int64_t region = wish->regions == NULL ? 0 : wish->regions->v[i];

        r = row_count(counted(db, release, wish, region), &more);
        if (r == 0)
            n += more;
    }
    if (r < 0)
        return r;
    *ret = n;
    return 0;
}

static bool is_yes(struct stmt *stmt, size_t column)
{
    return str_eq(stmt_get_str(stmt, column), STR("yes"));
}

static int next_row(struct stmt *stmt, struct dispute_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct dispute_row){
        .id = stmt_get_i64(stmt, 0),
        .code = stmt_get_str(stmt, 1),
        .region = stmt_get_str(stmt, 2),
        .region_names = row_names(stmt, 3),
        .org_level = stmt_get_str(stmt, 5),
        .dispute_type = stmt_get_str(stmt, 6),
        .ip_type = stmt_get_str(stmt, 7),
        .route = stmt_get_str(stmt, 8),
        .patent_type = stmt_get_str(stmt, 9),
        .e_commerce = is_yes(stmt, 10),
        .foreign_related = is_yes(stmt, 11),
        .exhibition = is_yes(stmt, 12),
        .simplified = is_yes(stmt, 13),
        .filed_on = row_date(stmt, 14),
        .extended = is_yes(stmt, 15),
        .closed_on = row_day(stmt, 16),
        .outcome = stmt_get_str(stmt, 17),
        .published_on = row_day(stmt, 18),
        .litigation = is_yes(stmt, 19),
        .document = stmt_get_str(stmt, 20),
        .case_no = stmt_get_str(stmt, 21),
        .requester_type = stmt_get_str(stmt, 22),
    };
    return 1;
}

static struct stmt *by_number(struct db *db, const struct stmt_spec *spec, int64_t release,
                              int64_t id)
{
    struct stmt *stmt = db_stmt(db, spec);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, id);
    return stmt;
}

int disputes_read(struct db *db, int64_t release, int64_t id, struct stmt **ret_stmt,
                  struct dispute_row *ret)
{
    *ret_stmt = by_number(db, &specs[DISPUTE_READ], release, id);
    return next_row(*ret_stmt, ret);
}

int disputes_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                 struct dispute_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[DISPUTE_GET], release, code);
    return next_row(*ret_stmt, ret);
}

struct stmt *disputes_suspensions(struct db *db, int64_t release, int64_t id)
{
    return by_number(db, &specs[DISPUTE_SUSPENSIONS], release, id);
}

int suspensions_next(struct stmt *stmt, struct suspension_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct suspension_row){row_date(stmt, 0), row_day(stmt, 1), stmt_get_str(stmt, 2)};
    return 1;
}

struct stmt *disputes_confirmations(struct db *db, int64_t release, int64_t id)
{
    return by_number(db, &specs[DISPUTE_CONFIRMATIONS], release, id);
}

int confirmations_next(struct stmt *stmt, struct confirmation_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct confirmation_row){row_date(stmt, 0), row_day(stmt, 1), row_day(stmt, 2),
                                     stmt_get_str(stmt, 3)};
    return 1;
}
