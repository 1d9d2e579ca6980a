#include "db/mediations.h"

#include "base/err.h"
#include "base/order.h"
#include "db/statements.h"

enum {
    MEDIATION_OF_REGION,
    MEDIATION_IN_ORDER,
    MEDIATION_COUNT_OF_REGION,
    MEDIATION_COUNT,
    MEDIATION_WISHED_OF_DISPUTE,
    MEDIATION_COUNT_OF_DISPUTE,
    MEDIATION_COUNT_ALL_OF_REGION,
    MEDIATION_COUNT_ALL,
    MEDIATION_OF_DISPUTE,
    MEDIATION_REGION,
};

#define ROW_SELECT                                                                                 \
    "SELECT c.code AS dispute, m.position AS position, m.channel AS channel, r.code AS region,"    \
    " g.name_zh AS name_zh, g.name_en AS name_en, d.ip_type AS ip_type,"                           \
    " d.dispute_type AS dispute_type, m.opened_on AS opened_on, m.closed_on AS closed_on,"         \
    " m.outcome AS outcome, x.code AS document "
#define FROM_MEDIATION                                                                             \
    "FROM mediation m JOIN dispute d ON d.dispute = m.dispute AND " ROW_IN_FORCE(                  \
        "d") " JOIN code c ON c.code_id = m.dispute "
#define ROW_NAMES                                                                                  \
    "JOIN code r ON r.code_id = m.region JOIN region g ON g.region = m.region AND " ROW_IN_FORCE(  \
        "g") " JOIN code x ON x.code_id = m.document "
#define FILTER_MEDIATION_OUTCOME FILTER_CODES("m.outcome", "outcome")
#define IN_FORCE_M ROW_IN_FORCE("m")
#define WISHED                                                                                     \
    IN_FORCE_M " AND m.opened_on >= :opened_from AND m.opened_on <= :opened_to"                    \
               " AND (:state = '' OR (:state = 'open') = (m.closed_on IS NULL))"                   \
               " AND (:by_closing = 0"                                                             \
               " OR (m.closed_on >= :closed_from AND m.closed_on <= :closed_to))"                  \
               " AND " FILTER_MEDIATION_OUTCOME MEDIATION_FILTER
/* What an index has, for a count of nothing else. The loader sees to it that each has a dispute. */
#define ALL_OPENED IN_FORCE_M " AND m.opened_on >= :opened_from AND m.opened_on <= :opened_to"
#define OF_DISPUTE "m.dispute = :dispute AND (:region = 0 OR m.region = :region) AND "
#define AFTER                                                                                      \
    " AND (m.opened_on > :day OR c.code > :after OR (c.code = :after"                              \
    " AND m.position > :position)) ORDER BY m.opened_on, c.code, m.position LIMIT :limit"

#define WISH_PARAMS                                                                                \
    MEDIATION_FILTER_PARAMS, "release", "opened_from", "opened_to", "state", "by_closing",         \
        "closed_from", "closed_to", "outcome"
enum {
    PARAM_RELEASE = MEDIATION_FILTER_PARAMS_N,
    PARAM_OPENED_FROM,
    PARAM_OPENED_TO,
    PARAM_STATE,
    PARAM_BY_CLOSING,
    PARAM_CLOSED_FROM,
    PARAM_CLOSED_TO,
    PARAM_OUTCOME,
    WISH_PARAMS_N,
};

static const char *const row_columns[] = {
    "dispute",      "position",  "channel",   "region",  "name_zh",  "name_en", "ip_type",
    "dispute_type", "opened_on", "closed_on", "outcome", "document", NULL};

static const struct stmt_spec specs[] = {
    [MEDIATION_OF_REGION] =
        {
            .name = "mediation_of_region",
            .sql = ROW_SELECT FROM_MEDIATION ROW_NAMES "WHERE m.region = :region AND " WISHED AFTER,
            .params = (const char *const[]){WISH_PARAMS, "region", "day", "after", "position",
                                            "limit", NULL},
            .columns = row_columns,
        },
    [MEDIATION_IN_ORDER] =
        {
            .name = "mediation_in_order",
            .sql = ROW_SELECT FROM_MEDIATION ROW_NAMES "WHERE " WISHED AFTER,
            .params = (const char *const[]){WISH_PARAMS, "day", "after", "position", "limit", NULL},
            .columns = row_columns,
        },
    [MEDIATION_COUNT_OF_REGION] =
        {
            .name = "mediation_count_of_region",
            .sql = "SELECT count(*) AS n " FROM_MEDIATION "WHERE m.region = :region AND " WISHED,
            .params = (const char *const[]){WISH_PARAMS, "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEDIATION_COUNT] =
        {
            .name = "mediation_count",
            .sql = "SELECT count(*) AS n " FROM_MEDIATION "WHERE " WISHED,
            .params = (const char *const[]){WISH_PARAMS, NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEDIATION_WISHED_OF_DISPUTE] =
        {
            .name = "mediation_wished_of_dispute",
            .sql = ROW_SELECT FROM_MEDIATION ROW_NAMES "WHERE " OF_DISPUTE WISHED AFTER,
            .params = (const char *const[]){WISH_PARAMS, "dispute", "region", "day", "after",
                                            "position", "limit", NULL},
            .columns = row_columns,
        },
    [MEDIATION_COUNT_OF_DISPUTE] =
        {
            .name = "mediation_count_of_dispute",
            .sql = "SELECT count(*) AS n " FROM_MEDIATION "WHERE " OF_DISPUTE WISHED,
            .params = (const char *const[]){WISH_PARAMS, "dispute", "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEDIATION_COUNT_ALL_OF_REGION] =
        {
            .name = "mediation_count_all_of_region",
            .sql = "SELECT count(*) AS n FROM mediation m WHERE m.region = :region AND " ALL_OPENED,
            .params = (const char *const[]){"release", "opened_from", "opened_to", "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEDIATION_COUNT_ALL] =
        {
            .name = "mediation_count_all",
            .sql = "SELECT count(*) AS n FROM mediation m WHERE " ALL_OPENED,
            .params = (const char *const[]){"release", "opened_from", "opened_to", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEDIATION_OF_DISPUTE] =
        {
            .name = "mediation_of_dispute",
            .sql = ROW_SELECT FROM_MEDIATION ROW_NAMES "WHERE m.dispute = :id AND " IN_FORCE_M
                                                       " ORDER BY m.position",
            .params = (const char *const[]){"release", "id", NULL},
            .columns = row_columns,
        },
    [MEDIATION_REGION] =
        {
            .name = "mediation_region",
            .sql = "SELECT min(m.region) AS region FROM mediation m WHERE m.region > :after",
            .params = (const char *const[]){"after", NULL},
            .columns = (const char *const[]){"region", NULL},
        },
};

const struct stmt_group mediations_statements = {"mediations", specs, COUNT_OF(specs)};

void mediation_filter_bind(struct stmt *stmt, const struct mediation_filter *filter)
{
    stmt_str(stmt, 0, filter->channel);
    stmt_str(stmt, 1, filter->ip_type);
    stmt_str(stmt, 2, filter->dispute_type);
    stmt_str(stmt, 3, filter->document);
}

static struct stmt *bind_wish(struct stmt *stmt, int64_t release, const struct mediation_wish *wish)
{
    mediation_filter_bind(stmt, &wish->filter);
    stmt_i64(stmt, PARAM_RELEASE, release);
    stmt_i64(stmt, PARAM_OPENED_FROM, wish->opened.from);
    stmt_i64(stmt, PARAM_OPENED_TO, wish->opened.to);
    stmt_str(stmt, PARAM_STATE, wish->state);
    stmt_i64(stmt, PARAM_BY_CLOSING, wish->by_closing);
    stmt_i64(stmt, PARAM_CLOSED_FROM, wish->closed.from);
    stmt_i64(stmt, PARAM_CLOSED_TO, wish->closed.to);
    stmt_str(stmt, PARAM_OUTCOME, wish->outcome);
    return stmt;
}

int mediations_next(struct stmt *stmt, struct mediation_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct mediation_row){
        .dispute = stmt_get_str(stmt, 0),
        .position = stmt_get_i64(stmt, 1),
        .channel = stmt_get_str(stmt, 2),
        .region = stmt_get_str(stmt, 3),
        .region_names = row_names(stmt, 4),
        .ip_type = stmt_get_str(stmt, 6),
        .dispute_type = stmt_get_str(stmt, 7),
        .opened_on = row_date(stmt, 8),
        .closed_on = row_day(stmt, 9),
        .outcome = stmt_get_str(stmt, 10),
        .document = stmt_get_str(stmt, 11),
    };
    return 1;
}

static int row_cmp(const struct mediation_row *a, const struct mediation_row *b)
{
    int order = order_i64(a->opened_on, b->opened_on);

    if (order == 0)
        order = str_cmp(a->dispute, b->dispute);
    return order != 0 ? order : order_i64(a->position, b->position);
}

static int keep(struct arena *arena, struct mediation_rows *rows, size_t limit,
                struct mediation_row row)
{
    struct str *const texts[] = {&row.dispute,  &row.channel,         &row.region,
                                 &row.ip_type,  &row.dispute_type,    &row.outcome,
                                 &row.document, &row.region_names.zh, &row.region_names.en};
    size_t at = rows->n;

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_copy(arena, *texts[i]);
    if (arena->failed)
        return -ERR_NOMEM;
    if (at == limit)
        at--;
    else
        rows->n++;
    while (at > 0 && row_cmp(&row, &rows->v[at - 1]) < 0) {
        rows->v[at] = rows->v[at - 1];
        at--;
    }
    rows->v[at] = row;
    return 0;
}

/* Takes the rows of one reading, which come in order, as long as they are among the first. */
static int take(struct stmt *stmt, struct arena *arena, size_t limit, struct mediation_rows *rows)
{
    CLEANUP(stmt_reset_p) struct stmt *s = stmt;
    struct mediation_row row;
    int r;

    while ((r = mediations_next(s, &row)) > 0) {
        if (rows->n == limit && row_cmp(&row, &rows->v[limit - 1]) >= 0)
            return 0;
        r = keep(arena, rows, limit, row);
        if (r < 0)
            return r;
    }
    return r;
}

/* Whether an index alone can count it. */
static bool is_all(const struct mediation_wish *wish)
{
    const struct mediation_filter *filter = &wish->filter;

    return wish->dispute == 0 && wish->state.n == 0 && !wish->by_closing &&
           wish->outcome.n + filter->channel.n + filter->ip_type.n + filter->dispute_type.n +
                   filter->document.n ==
               0;
}

/* The reading of what is wished, of region number `i` of those that it names. */
static struct stmt *wished(struct db *db, int64_t release, const struct mediation_wish *wish,
                           size_t i, size_t *ret_params)
{
    int64_t region = wish->regions == NULL ? 0 : wish->regions->v[i];
    size_t at = WISH_PARAMS_N;
    struct stmt *stmt;

    if (wish->dispute != 0) {
        stmt = db_stmt(db, &specs[MEDIATION_WISHED_OF_DISPUTE]);
        stmt_i64(stmt, at++, wish->dispute);
        stmt_i64(stmt, at++, region);
    } else if (region != 0) {
        stmt = db_stmt(db, &specs[MEDIATION_OF_REGION]);
        stmt_i64(stmt, at++, region);
    } else {
        stmt = db_stmt(db, &specs[MEDIATION_IN_ORDER]);
    }
    *ret_params = at;
    return bind_wish(stmt, release, wish);
}

/* The same, counted. */
static struct stmt *counted(struct db *db, int64_t release, const struct mediation_wish *wish,
                            size_t i)
{
    int64_t region = wish->regions == NULL ? 0 : wish->regions->v[i];
    struct stmt *stmt;

    if (is_all(wish)) {
        stmt =
            db_stmt(db, &specs[region == 0 ? MEDIATION_COUNT_ALL : MEDIATION_COUNT_ALL_OF_REGION]);
        stmt_i64(stmt, 0, release);
        stmt_i64(stmt, 1, wish->opened.from);
        stmt_i64(stmt, 2, wish->opened.to);
        if (region != 0)
            stmt_i64(stmt, 3, region);
        return stmt;
    }
    if (wish->dispute != 0) {
        stmt = db_stmt(db, &specs[MEDIATION_COUNT_OF_DISPUTE]);
        stmt_i64(stmt, WISH_PARAMS_N, wish->dispute);
        stmt_i64(stmt, WISH_PARAMS_N + 1, region);
    } else if (region != 0) {
        stmt = db_stmt(db, &specs[MEDIATION_COUNT_OF_REGION]);
        stmt_i64(stmt, WISH_PARAMS_N, region);
    } else {
        stmt = db_stmt(db, &specs[MEDIATION_COUNT]);
    }
    return bind_wish(stmt, release, wish);
}

int mediations_list(struct db *db, struct arena *arena, int64_t release,
                    const struct mediation_wish *wish, const struct mediation_place *after,
                    size_t limit, struct mediation_rows *ret)
{
    struct mediation_rows rows = {.v = arena_alloc(arena, limit * sizeof *rows.v)};
    struct mediation_wish rest = *wish;
    size_t n = wish->regions == NULL ? 1 : wish->regions->n;
    int r = 0;

    if (rows.v == NULL)
        return -ERR_NOMEM;
    if (after->opened_on > rest.opened.from)
        rest.opened.from = after->opened_on;
    for (size_t i = 0; i < n && r == 0; i++) {
        size_t at;
        struct stmt *stmt = wished(db, release, &rest, i, &at);

        stmt_i64(stmt, at, after->opened_on);
        stmt_str(stmt, at + 1, after->dispute);
        stmt_i64(stmt, at + 2, after->position);
        stmt_i64(stmt, at + 3, (int64_t)limit);
        r = take(stmt, arena, limit, &rows);
    }
    if (r < 0)
        return r;
    *ret = rows;
    return 0;
}

int mediations_count(struct db *db, int64_t release, const struct mediation_wish *wish,
                     int64_t *ret)
{
    size_t regions = wish->regions == NULL ? 1 : wish->regions->n;
    int64_t n = 0, more;
    int r = 0;

    for (size_t i = 0; i < regions && r == 0; i++) {
        r = row_count(counted(db, release, wish, i), &more);
        if (r == 0)
            n += more;
    }
    if (r < 0)
        return r;
    *ret = n;
    return 0;
}

struct stmt *mediations_of(struct db *db, int64_t release, int64_t dispute)
{
    struct stmt *stmt = db_stmt(db, &specs[MEDIATION_OF_DISPUTE]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, dispute);
    return stmt;
}

int mediations_regions(struct db *db, struct arena *arena, struct id_list *ret)
{
    int64_t region = 0;

    for (;;) {
        CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[MEDIATION_REGION]);
        int r;

        stmt_i64(stmt, 0, region);
        r = stmt_step(stmt);
        if (r <= 0 || stmt_is_null(stmt, 0))
            return r < 0 ? r : 0;
        region = stmt_get_i64(stmt, 0);
        r = id_list_add(arena, ret, region);
        if (r < 0)
            return r;
    }
}
