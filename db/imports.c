#include "db/imports.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum { IMPORT_ADD, IMPORT_BY_ID, IMPORT_BY_REQUEST, IMPORTS_LIST, IMPORTS_COUNT };

/* In the store, in the order of enum import_state. */
static const char *const states[IMPORT_STATES] = {"open", "published", "discarded"};
static const char *const names[IMPORT_STATES] = {"draft", "published", "discarded"};

enum {
    COLUMN_IMPORT,
    COLUMN_CREATED_AT,
    COLUMN_STATE,
    COLUMN_BASE,
    COLUMN_RELEASE,
    COLUMN_KEY,
    COLUMN_IDEMPOTENCY_KEY,
    COLUMN_BODY_DIGEST,
    COLUMN_SOURCE,
    COLUMN_REPORT
};

#define IMPORT_SELECT                                                                              \
    "SELECT i.import AS import, i.created_at AS created_at, d.state AS state, d.base AS base,"     \
    " d.release AS release, i.api_key AS api_key, i.idempotency_key AS idempotency_key,"           \
    " i.body_digest AS body_digest, i.source AS source, i.report AS report"                        \
    " FROM import i JOIN draft d ON d.draft = i.import"

static const char *const columns[] = {
    "import",          "created_at",  "state",  "base",   "release", "api_key",
    "idempotency_key", "body_digest", "source", "report", NULL};

static const struct stmt_spec specs[] = {
    [IMPORT_ADD] =
        {
            .name = "import_add",
            .sql = "INSERT INTO import (import, api_key, idempotency_key, body_digest, created_at,"
                   " source, report) VALUES (:import, :api_key, :idempotency_key, :body_digest,"
                   " :created_at, :source, :report)",
            .params = (const char *const[]){"import", "api_key", "idempotency_key", "body_digest",
                                            "created_at", "source", "report", NULL},
            .columns = (const char *const[]){NULL},
        },
    [IMPORT_BY_ID] =
        {
            .name = "import_by_id",
            .sql = IMPORT_SELECT " WHERE i.import = :import",
            .params = (const char *const[]){"import", NULL},
            .columns = columns,
        },
    [IMPORT_BY_REQUEST] =
        {
            .name = "import_by_request",
            .sql = IMPORT_SELECT
            " WHERE i.api_key = :api_key AND i.idempotency_key = :idempotency_key",
            .params = (const char *const[]){"api_key", "idempotency_key", NULL},
            .columns = columns,
        },
    [IMPORTS_LIST] =
        {
            .name = "imports_list",
            .sql = IMPORT_SELECT " WHERE i.import < :before"
                                 " AND (:state = '' OR d.state = :state) ORDER BY i.import DESC",
            .params = (const char *const[]){"before", "state", NULL},
            .columns = columns,
        },
    [IMPORTS_COUNT] =
        {
            .name = "imports_count",
            .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM import i"
                   " JOIN draft d ON d.draft = i.import WHERE :state = '' OR d.state = :state",
            .params = (const char *const[]){"state", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};
const struct stmt_group imports_statements = {"imports", specs, COUNT_OF(specs)};

int import_add(struct db *db, const struct import_row *row)
{
    struct stmt *s = db_stmt(db, &specs[IMPORT_ADD]);

    stmt_i64(s, 0, row->id);
    stmt_str(s, 1, row->key);
    if (row->idempotency_key.n > 0)
        stmt_str(s, 2, row->idempotency_key);
    else
        stmt_null(s, 2);
    stmt_str(s, 3, row->body_digest);
    stmt_i64(s, 4, row->created_at);
    stmt_str(s, 5, row->source);
    stmt_str(s, 6, row->report);
    return stmt_run(s);
}

struct stmt *import_by_id(struct db *db, int64_t id)
{
    struct stmt *s = db_stmt(db, &specs[IMPORT_BY_ID]);

    stmt_i64(s, 0, id);
    return s;
}

struct stmt *import_by_request(struct db *db, struct str key, struct str idempotency_key)
{
    struct stmt *s = db_stmt(db, &specs[IMPORT_BY_REQUEST]);

    stmt_str(s, 0, key);
    stmt_str(s, 1, idempotency_key);
    return s;
}

static struct str state_text(int state)
{
    return state < 0 ? STR("") : str_from(states[state]);
}

struct stmt *imports_list(struct db *db, int64_t before, int state)
{
    struct stmt *s = db_stmt(db, &specs[IMPORTS_LIST]);

    stmt_i64(s, 0, before);
    stmt_str(s, 1, state_text(state));
    return s;
}

int imports_next(struct stmt *stmt, struct import_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct import_row){
        .id = stmt_get_i64(stmt, COLUMN_IMPORT),
        .created_at = stmt_get_i64(stmt, COLUMN_CREATED_AT),
        .state = IMPORT_STATES,
        .base = stmt_get_i64(stmt, COLUMN_BASE),
        .release = stmt_get_i64(stmt, COLUMN_RELEASE),
        .key = stmt_get_str(stmt, COLUMN_KEY),
        .idempotency_key = stmt_get_str(stmt, COLUMN_IDEMPOTENCY_KEY),
        .body_digest = stmt_get_str(stmt, COLUMN_BODY_DIGEST),
        .source = stmt_get_str(stmt, COLUMN_SOURCE),
        .report = stmt_get_str(stmt, COLUMN_REPORT),
    };
    for (int i = 0; i < IMPORT_STATES; i++) {
        if (str_eq(stmt_get_str(stmt, COLUMN_STATE), str_from(states[i])))
            ret->state = (enum import_state)i;
    }
    return ret->state == IMPORT_STATES ? -ERR_CORRUPT : 1;
}

int imports_count(struct db *db, int state, int64_t *ret)
{
    struct stmt *s = db_stmt(db, &specs[IMPORTS_COUNT]);

    stmt_str(s, 0, state_text(state));
    return row_count(s, ret);
}

const char *import_state_name(enum import_state state)
{
    return state < IMPORT_STATES ? names[state] : "";
}
