#include "db/audit_impl.h"

#include "base/err.h"
#include "base/moment.h"
#include "base/sha256.h"
#include "db/statements.h"

#include <string.h>

enum { AUDIT_HEAD, AUDIT_HEAD_SET, AUDIT_ROW_ADD, AUDIT_LIST };

static const struct stmt_spec specs[] =
    {
        [AUDIT_HEAD] =
            {
                .name = "audit_head",
                .sql = "SELECT seq, hash FROM audit_head WHERE head = 1",
                .params = (const char *const[]){NULL},
                .columns = (const char *const[]){"seq", "hash", NULL},
            },
        [AUDIT_HEAD_SET] =
            {
                .name = "audit_head_set",
                .sql = "UPDATE audit_head SET seq = :seq, hash = :hash WHERE head = 1",
                .params = (const char *const[]){"seq", "hash", NULL},
                .columns = (const char *const[]){NULL},
            },
        [AUDIT_ROW_ADD] =
            {
                .name = "audit_row_add",
                .sql = "INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash)"
                       " VALUES (:seq, :at, :actor, :action, :subject, :detail, :previous, :hash)",
                .params = (const char *const[]){"seq", "at", "actor", "action", "subject", "detail",
                                                "previous", "hash", NULL},
                .columns = (const char *const[]){NULL},
            },
        [AUDIT_LIST] =
            {
                .name = "audit_list",
                .sql = "SELECT " STMT_SCAN_MARK
                       " seq, at, actor, action, subject, detail, previous, hash"
                       " FROM audit ORDER BY seq",
                .params = (const char *const[]){NULL},
                .columns = (const char *const[]){"seq", "at", "actor", "action",
                                                 "subject", "detail", "previous", "hash", NULL},
            },
};
const struct stmt_group audit_statements = {"audit", specs, COUNT_OF(specs)};

struct str audit_action_text(enum audit_action action)
{
    static const char *const names[AUDIT_ACTION_COUNT] = {
        [AUDIT_BEGIN] = "begin",           [AUDIT_IMPORT] = "import",
        [AUDIT_DISCARD] = "discard",       [AUDIT_PUBLISH] = "publish",
        [AUDIT_ROLLBACK] = "rollback",     [AUDIT_EMBARGO_CANCEL] = "embargo-cancel",
        [AUDIT_KEY_CREATE] = "key-create", [AUDIT_KEY_REVOKE] = "key-revoke",
        [AUDIT_RESTORE] = "restore",
    };

    return str_from(names[action]);
}

void audit_hash(const struct audit_row *row, char out[AUDIT_HASH_LEN + 1])
{
    char seq[24], at[MOMENT_TEXT_MAX];
    struct buf number;
    struct sha256 digest;

    buf_init_fixed(&number, seq, sizeof seq);
    buf_put_i64(&number, row->seq);
    const struct str lines[] = {
        row->previous, {seq, number.n}, {at, moment_format(row->at, at)}, row->actor, row->action,
        row->subject,  row->detail,
    };
    sha256_init(&digest);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        sha256_update(&digest, lines[i]);
        sha256_update(&digest, STR("\n"));
    }
    sha256_hex(&digest, out);
}

/* Reads the head, of which the text goes to the caller. */
static int read_head(struct db *db, int64_t *ret_seq, char ret_hash[AUDIT_HASH_LEN + 1])
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[AUDIT_HEAD]);
    int r = stmt_step(s);

    if (r < 0)
        return r;
    struct str hash = r > 0 ? stmt_get_str(s, 1) : STR("");
    if (hash.n != AUDIT_HASH_LEN)
        return -ERR_CORRUPT;
    *ret_seq = stmt_get_i64(s, 0);
    memcpy(ret_hash, hash.p, hash.n);
    ret_hash[hash.n] = '\0';
    return 0;
}

static int add_row(struct db *db, const struct audit_row *row)
{
    struct stmt *s = db_stmt(db, &specs[AUDIT_ROW_ADD]);

    stmt_i64(s, 0, row->seq);
    stmt_i64(s, 1, row->at);
    stmt_str(s, 2, row->actor);
    stmt_str(s, 3, row->action);
    stmt_str(s, 4, row->subject);
    if (row->detail.n > 0)
        stmt_str(s, 5, row->detail);
    else
        stmt_null(s, 5);
    stmt_str(s, 6, row->previous);
    stmt_str(s, 7, row->hash);
    int r = stmt_run(s);
    if (r < 0)
        return r;
    s = db_stmt(db, &specs[AUDIT_HEAD_SET]);
    stmt_i64(s, 0, row->seq);
    stmt_str(s, 1, row->hash);
    return stmt_run(s);
}

/* Texts with control characters could make two rows read the same. */
static int refuse_texts(const struct audit_row *row)
{
    if (row->actor.n == 0 || str_has_control(row->actor) || str_has_control(row->subject) ||
        str_has_control(row->detail))
        return -ERR_INPUT;
    return row->actor.n > AUDIT_ACTOR_MAX || row->detail.n > AUDIT_DETAIL_MAX ? -ERR_LIMIT : 0;
}

static int add(struct db *db, struct arena *arena, const struct audit_event *event, int64_t drafts)
{
    char previous[AUDIT_HASH_LEN + 1], hash[AUDIT_HASH_LEN + 1];
    struct audit_row row = {
        .at = event->at,
        .actor = event->actor,
        .action = audit_action_text(event->action),
        .subject = audit_subject(arena, event),
    };

    int r = audit_detail(db, arena, event, drafts, &row.detail);
    if (r <= 0)
        return r < 0 ? r : -ERR_NOT_FOUND;
    r = refuse_texts(&row);
    if (r == 0)
        r = read_head(db, &row.seq, previous);
    if (r < 0)
        return r;
    /* the first row is written when the store is opened, and by nobody else */
    if ((row.seq == 0) != (event->action == AUDIT_BEGIN))
        return -ERR_CORRUPT;
    row.seq++;
    row.previous = (struct str){previous, AUDIT_HASH_LEN};
    audit_hash(&row, hash);
    row.hash = (struct str){hash, AUDIT_HASH_LEN};
    return arena->failed ? -ERR_NOMEM : add_row(db, &row);
}

int audit_add(struct db *db, const struct audit_event *event)
{
    struct arena arena;

    arena_init(&arena, AUDIT_ARENA_BLOCK, AUDIT_ARENA_CAP);
    int r = add(db, &arena, event, 0);
    arena_finish(&arena);
    return r;
}

int audit_begin(struct db *db, int64_t now)
{
    struct audit_event event = {.action = AUDIT_BEGIN, .at = now, .actor = STR("store")};
    char hash[AUDIT_HASH_LEN + 1];
    int64_t seq, drafts;
    struct arena arena;

    int r = read_head(db, &seq, hash);
    if (r < 0 || seq > 0)
        return r;
    arena_init(&arena, AUDIT_ARENA_BLOCK, AUDIT_ARENA_CAP);
    r = engine_begin(db_engine(db));
    if (r == 0)
        r = audit_last(db, &event.number, &drafts);
    if (r == 0)
        r = add(db, &arena, &event, drafts);
    if (r == 0)
        r = engine_commit(db_engine(db));
    arena_finish(&arena);
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}

struct stmt *audit_list(struct db *db)
{
    return db_stmt(db, &specs[AUDIT_LIST]);
}

int audit_next(struct stmt *stmt, struct audit_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct audit_row){
            .seq = stmt_get_i64(stmt, 0),
            .at = stmt_get_i64(stmt, 1),
            .actor = stmt_get_str(stmt, 2),
            .action = stmt_get_str(stmt, 3),
            .subject = stmt_get_str(stmt, 4),
            .detail = stmt_get_str(stmt, 5),
            .previous = stmt_get_str(stmt, 6),
            .hash = stmt_get_str(stmt, 7),
        };
    return r;
}
