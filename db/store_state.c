#include "db/db.h"
#include "db/statements.h"

static const struct stmt_spec specs[] = {
    {
        .name = "store_state",
        .sql = "SELECT (SELECT count(*) FROM draft WHERE state = 'open') AS drafts,"
               " (SELECT max(draft) FROM draft) AS last,"
               " (SELECT count(*) FROM release WHERE release > :release AND cancelled = 0)"
               " AS embargoed",
        .params = (const char *const[]){"release", NULL},
        .columns = (const char *const[]){"drafts", "last", "embargoed", NULL},
    },
    {
        .name = "store_state_draft",
        .sql = "SELECT created_at FROM draft WHERE draft = :draft",
        .params = (const char *const[]){"draft", NULL},
        .columns = (const char *const[]){"created_at", NULL},
    },
};
const struct stmt_group store_state_statements = {"store_state", specs, COUNT_OF(specs)};

static int read_moment(struct db *db, int64_t draft, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[1]);
    int r;

    stmt_i64(s, 0, draft);
    r = stmt_step(s);
    *ret = r > 0 ? stmt_get_i64(s, 0) : 0;
    return r < 0 ? r : 0;
}

int db_store_state(struct db *db, int64_t release, struct store_state *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[0]);
    int r;

    stmt_i64(s, 0, release);
    r = stmt_step(s);
    if (r <= 0)
        return r;
    *ret = (struct store_state){
        .drafts_waiting = stmt_get_i64(s, 0),
        .last_draft = stmt_get_i64(s, 1),
        .releases_embargoed = stmt_get_i64(s, 2),
    };
    return read_moment(db, ret->last_draft, &ret->last_draft_at);
}
