#include "db/conflicts.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum { CONFLICT_PLACES, CONFLICT_DOCUMENTS };

static const struct stmt_spec specs[] =
    {
        [CONFLICT_PLACES] =
            {
                .name = "conflict_places",
                .sql = "SELECT o.region AS region, o.breakdown AS breakdown, o.measure AS measure,"
                       " o.definition AS definition, o.freq AS freq, o.ends_on AS ends_on,"
                       " o.starts_on AS starts_on FROM observation o WHERE o.rival = 1"
                       " AND o.indicator = :indicator"
                       " AND o.region BETWEEN :region_first AND :region_last"
                       " AND " ROW_IN_FORCE("o") " ORDER BY o.region, o.breakdown, o.measure,"
                                                 " o.definition, o.freq, o.ends_on, o.starts_on",
                .params = (const char *const[]){"indicator", "region_first", "region_last",
                                                "release", NULL},
                .columns = (const char *const[]){"region", "breakdown", "measure", "definition",
                                                 "freq", "ends_on", "starts_on", NULL},
            },
        [CONFLICT_DOCUMENTS] =
            {
                .name = "conflict_documents",
                .sql = "SELECT o.document AS document FROM observation o"
                       " WHERE o.indicator = :indicator AND o.region = :region"
                       " AND o.breakdown = :breakdown AND o.measure = :measure"
                       " AND o.definition = :definition AND o.freq = :freq AND o.ends_on = :ends_on"
                       " AND o.starts_on = :starts_on AND " ROW_IN_FORCE(
                           "o") " ORDER BY o.precedence, o.document",
                .params = (const char *const[]){"indicator", "region", "breakdown", "measure",
                                                "definition", "freq", "ends_on", "starts_on",
                                                "release", NULL},
                .columns = (const char *const[]){"document", NULL},
            },
};
const struct stmt_group conflicts_statements = {"conflicts", specs, COUNT_OF(specs)};

struct stmt *conflict_places(struct db *db, int64_t release, int64_t indicator,
                             int64_t region_first, int64_t region_last)
{
    struct stmt *s = db_stmt(db, &specs[CONFLICT_PLACES]);

    stmt_i64(s, 0, indicator);
    stmt_i64(s, 1, region_first);
    stmt_i64(s, 2, region_last);
    stmt_i64(s, 3, release);
    return s;
}

int conflict_places_next(struct stmt *stmt, struct observation_key *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    struct str freq = stmt_get_str(stmt, 4);
    if (freq.n != 1 || freq_from_letter(freq.p[0], &ret->period.freq) < 0)
        return -ERR_CORRUPT;
    ret->region = stmt_get_i64(stmt, 0);
    ret->breakdown = stmt_get_i64(stmt, 1);
    ret->measure = stmt_get_str(stmt, 2);
    ret->definition = stmt_get_str(stmt, 3);
    ret->period.ends_on = row_date(stmt, 5);
    ret->period.starts_on = row_date(stmt, 6);
    return 1;
}

static int read_documents(struct db *db, struct arena *arena, int64_t release,
                          const struct observation_key *place, struct id_list *ret)
{
    char freq = freq_letter(place->period.freq);
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CONFLICT_DOCUMENTS]);
    int r;

    stmt_i64(s, 0, place->indicator);
    stmt_i64(s, 1, place->region);
    stmt_i64(s, 2, place->breakdown);
    stmt_str(s, 3, place->measure);
    stmt_str(s, 4, place->definition);
    stmt_str(s, 5, (struct str){&freq, 1});
    stmt_i64(s, 6, place->period.ends_on);
    stmt_i64(s, 7, place->period.starts_on);
    stmt_i64(s, 8, release);
    while ((r = stmt_step(s)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(s, 0));
        if (r < 0)
            return r;
    }
    return r;
}

int conflict_figures_read(struct db *db, struct arena *arena, int64_t release,
                          const struct observation_key *place, struct conflict_figures *ret)
{
    struct observation_key key = *place;
    struct id_list documents = {0};
    struct conflict_figures figures;
    int r = read_documents(db, arena, release, place, &documents);

    if (r < 0)
        return r;
    figures.n = documents.n;
    figures.v = arena_alloc(arena, documents.n * sizeof *figures.v);
    if (figures.v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < documents.n; i++) {
        key.document = documents.v[i];
        r = observation_get_of(db, arena, release, &key, &figures.v[i]);
        if (r <= 0)
            return r < 0 ? r : -ERR_CORRUPT;
    }
    *ret = figures;
    return 0;
}
