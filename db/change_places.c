#include "db/changes_impl.h"

#include "base/err.h"
#include "db/statements.h"

enum { CHANGES_CAME_AT, CHANGES_ENDED_AT };

#define PLACE                                                                                      \
    "SELECT 1 AS found FROM observation o WHERE o.indicator = :indicator AND o.region = :region"   \
    " AND o.breakdown = :breakdown AND o.measure = :measure AND o.definition = :definition"        \
    " AND o.freq = :freq AND o.ends_on = :ends_on AND o.starts_on = :starts_on"                    \
    " AND o.document = :document"

static const char *const place_params[] = {"release",   "indicator",  "region", "breakdown",
                                           "measure",   "definition", "freq",   "ends_on",
                                           "starts_on", "document",   NULL};
static const char *const found_columns[] = {"found", NULL};

static const struct stmt_spec specs[] = {
    [CHANGES_CAME_AT] =
        {
            .name = "changes_came_at",
            .sql = PLACE " AND o.since = :release LIMIT 1",
            .params = place_params,
            .columns = found_columns,
        },
    [CHANGES_ENDED_AT] =
        {
            .name = "changes_ended_at",
            .sql = PLACE " AND o.until = :release LIMIT 1",
            .params = place_params,
            .columns = found_columns,
        },
};

const struct stmt_group change_places_statements = {"change_places", specs, COUNT_OF(specs)};

/* 1 where the statement finds something at the place of `key`, 0 where not. */
static int happened(struct db *db, size_t spec, int64_t release, const struct observation_key *key)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[spec]);
    char freq = freq_letter(key->period.freq);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, key->indicator);
    stmt_i64(stmt, 2, key->region);
    stmt_i64(stmt, 3, key->breakdown);
    stmt_str(stmt, 4, key->measure);
    stmt_str(stmt, 5, key->definition);
    stmt_str(stmt, 6, (struct str){&freq, 1});
    stmt_i64(stmt, 7, key->period.ends_on);
    stmt_i64(stmt, 8, key->period.starts_on);
    stmt_i64(stmt, 9, key->document);
    return stmt_step(stmt);
}

int changes_came_at(struct db *db, int64_t release, const struct observation_key *key)
{
    return happened(db, CHANGES_CAME_AT, release, key);
}

int changes_ended_at(struct db *db, int64_t release, const struct observation_key *key)
{
    return happened(db, CHANGES_ENDED_AT, release, key);
}

int changes_read_old(struct db *db, struct arena *arena, const struct change *change,
                     struct observation *ret)
{
    int r = observation_get_ended(db, arena, change->release, &change->key, ret);

    return r == 0 ? -ERR_CORRUPT : r < 0 ? r : 0;
}

int changes_read_new(struct db *db, struct arena *arena, const struct change *change,
                     struct observation *ret)
{
    struct observation_key key = change->key;
    int r;

    key.since = change->release;
    r = observation_get_vintage(db, arena, change->release, &key, ret);
    return r == 0 ? -ERR_CORRUPT : r < 0 ? r : 0;
}

int changes_find(struct db *db, struct arena *arena, int64_t release,
                 const struct observation_key *key, bool ended, struct change *ret)
{
    struct observation_key sought = *key;
    struct observation row;
    int r = 0, replaced = changes_ended_at(db, release, key);

    if (replaced < 0)
        return replaced;
    sought.since = release;
    if (!ended)
        r = observation_get_vintage(db, arena, release, &sought, &row);
    if (r > 0)
        ret->kind = replaced > 0 ? CHANGE_REVISED : CHANGE_INSERTED;
    if (r == 0 && replaced > 0) {
        r = observation_get_ended(db, arena, release, key, &row);
        ret->kind = CHANGE_DELETED;
    }
    if (r <= 0)
        return r;
    ret->release = release;
    ret->key = row.key;
    return 1;
}
