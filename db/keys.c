#include "db/keys.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "db/audit.h"
#include "db/statements.h"

#include <string.h>

/* Bytes behind the characters of an id and of a secret. */
enum { ID_BYTES = 5, SECRET_BYTES = 32, DIGEST_LEN = SHA256_TEXT_MAX - 1 };
_Static_assert(SECRET_BASE32_LEN(ID_BYTES) == KEY_ID_LEN, "what the schema says of an id");
_Static_assert(SECRET_BASE64_LEN(SECRET_BYTES) == KEY_SECRET_LEN, "what a key looks like");

#define PREFIX "iprs_"
_Static_assert(KEY_TEXT_LEN == sizeof PREFIX - 1 + KEY_ID_LEN + 1 + KEY_SECRET_LEN,
               "prefix, id, line, secret");

enum { KEY_GET, KEY_LIST, KEY_ADD, KEY_REVOKED, KEY_USED };

#define KEY_COLUMNS "api_key, name, scopes, created_at, expires_at, revoked_at, last_used_at"
#define KEY_COLUMN_NAMES                                                                           \
    "api_key", "name", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"

static const struct stmt_spec specs[] = {
    [KEY_GET] =
        {
            .name = "key_get",
            .sql = "SELECT " KEY_COLUMNS ", secret_digest FROM api_key WHERE api_key = :api_key",
            .params = (const char *const[]){"api_key", NULL},
            .columns = (const char *const[]){KEY_COLUMN_NAMES, "secret_digest", NULL},
        },
    [KEY_LIST] =
        {
            .name = "key_list",
            .sql = "SELECT " STMT_SCAN_MARK " " KEY_COLUMNS
                   " FROM api_key ORDER BY created_at, api_key",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){KEY_COLUMN_NAMES, NULL},
        },
    [KEY_ADD] =
        {
            .name = "key_add",
            .sql = "INSERT INTO api_key (api_key, secret_digest, name, scopes, created_at,"
                   " expires_at)"
                   " VALUES (:api_key, :secret_digest, :name, :scopes, :created_at, :expires_at)",
            .params = (const char *const[]){"api_key", "secret_digest", "name", "scopes",
                                            "created_at", "expires_at", NULL},
            .columns = (const char *const[]){NULL},
        },
    [KEY_REVOKED] =
        {
            .name = "key_revoked",
            .sql = "UPDATE api_key SET revoked_at = :revoked_at WHERE api_key = :api_key",
            .params = (const char *const[]){"revoked_at", "api_key", NULL},
            .columns = (const char *const[]){NULL},
        },
    [KEY_USED] =
        {
            .name = "key_used",
            .sql = "UPDATE api_key SET last_used_at = :at WHERE api_key = :api_key"
                   " AND coalesce(last_used_at, 0) < :at",
            .params = (const char *const[]){"at", "api_key", NULL},
            .columns = (const char *const[]){NULL},
        },
};
const struct stmt_group keys_statements = {"keys", specs, COUNT_OF(specs)};

static const struct {
    enum key_scope scope;
    const char *name;
} scopes[] = {
    {KEY_READ_RESTRICTED, "read:restricted"},
    {KEY_READ_EMBARGOED, "read:embargoed"},
    {KEY_IMPORT, "import"},
    {KEY_PUBLISH, "publish"},
    {KEY_ADMIN, "admin"},
};

unsigned key_scope_find(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(scopes); i++) {
        if (str_eq(name, str_from(scopes[i].name)))
            return scopes[i].scope;
    }
    return 0;
}

const char *key_scope_name(enum key_scope scope)
{
    size_t i = 0;

    while (i + 1 < COUNT_OF(scopes) && scopes[i].scope != scope)
        i++;
    return scopes[i].name;
}

void key_scopes_text(unsigned bits, char out[KEY_SCOPES_TEXT_MAX])
{
    struct buf text;

    buf_init_fixed(&text, out, KEY_SCOPES_TEXT_MAX);
    for (size_t i = 0; i < COUNT_OF(scopes); i++) {
        if ((bits & scopes[i].scope) == 0)
            continue;
        if (text.n > 0)
            buf_putc(&text, ',');
        buf_put_str(&text, str_from(scopes[i].name));
    }
    buf_putc(&text, '\0');
}

bool key_looks_like(struct str text)
{
    return str_starts(text, STR(PREFIX));
}

/* What a key is made of; of a text that is none, as much of the same lengths. */
struct parts {
    struct str id, secret;
    bool formed;
};

static struct parts take_apart(struct str text)
{
    static const char nothing[KEY_TEXT_LEN + 1] =
        PREFIX "--------_-------------------------------------------";
    const size_t at = sizeof PREFIX - 1;
    bool formed = text.n == KEY_TEXT_LEN && key_looks_like(text) && text.p[at + KEY_ID_LEN] == '_';
    const char *p = formed ? text.p : nothing;

    return (struct parts){{p + at, KEY_ID_LEN}, {p + at + KEY_ID_LEN + 1, KEY_SECRET_LEN}, formed};
}

static void map_key(struct stmt *s, struct key_row *ret)
{
    *ret = (struct key_row){
        .id = stmt_get_str(s, 0),
        .name = stmt_get_str(s, 1),
        .scopes = (unsigned)stmt_get_i64(s, 2),
        .created_at = stmt_get_i64(s, 3),
        .expires_at = stmt_get_i64(s, 4),
        .revoked_at = stmt_get_i64(s, 5),
        .last_used_at = stmt_get_i64(s, 6),
    };
}

int key_check(struct db *db, struct str text, int64_t now, struct key *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[KEY_GET]);
    /* no digest is this, so that an unknown key is compared like any other */
    char stored[DIGEST_LEN] = {0}, given[SHA256_TEXT_MAX];
    struct parts parts = take_apart(text);
    struct key_row row = {0};
    struct sha256 digest;

    stmt_str(s, 0, parts.id);
    int r = stmt_step(s);
    if (r < 0)
        return r;
    bool known = r > 0;
    if (known) {
        struct str secret_digest = stmt_get_str(s, 7);
        map_key(s, &row);
        if (secret_digest.n == sizeof stored)
            memcpy(stored, secret_digest.p, sizeof stored);
    }
    sha256_init(&digest);
    sha256_update(&digest, parts.secret);
    sha256_hex(&digest, given);
    bool same = secret_equal(stored, given, sizeof stored);
    bool holds = row.revoked_at == 0 && (row.expires_at == 0 || now < row.expires_at);
    if (!parts.formed || !known || !same || !holds)
        return 0;
    memset(ret, 0, sizeof *ret);
    memcpy(ret->id, parts.id.p, KEY_ID_LEN);
    ret->scopes = (row.scopes & KEY_ADMIN) != 0 ? KEY_SCOPES_ALL : row.scopes;
    return 1;
}

/* Characters of a text that is UTF-8. */
static size_t count_characters(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

static int refuse_wish(const struct key_wish *wish)
{
    if (wish->name.n == 0 || str_has_control(wish->name) || wish->scopes == 0 ||
        (wish->scopes & ~(unsigned)KEY_SCOPES_ALL) != 0 ||
        (wish->expires_at != 0 && wish->expires_at <= wish->now))
        return -ERR_INPUT;
    return count_characters(wish->name) > KEY_NAME_CHARACTERS ? -ERR_LIMIT : 0;
}

/* An id that no key has. */
static int draw_id(struct db *db, char id[KEY_ID_LEN + 1])
{
    uint8_t bytes[ID_BYTES];
    int r;

    do {
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[KEY_GET]);
        r = secret_random(bytes, sizeof bytes);
        if (r < 0)
            return r;
        secret_base32(bytes, sizeof bytes, id);
        stmt_str(s, 0, (struct str){id, KEY_ID_LEN});
        r = stmt_step(s);
    } while (r > 0);
    return r;
}

static int add_key(struct db *db, const struct key_wish *wish, struct str id, struct str secret)
{
    struct stmt *s = db_stmt(db, &specs[KEY_ADD]);
    struct audit_event event = {AUDIT_KEY_CREATE, wish->now, wish->actor, 0, id, STR("")};
    char text[SHA256_TEXT_MAX];
    struct sha256 digest;

    sha256_init(&digest);
    sha256_update(&digest, secret);
    sha256_hex(&digest, text);
    stmt_str(s, 0, id);
    stmt_str(s, 1, str_from(text));
    stmt_str(s, 2, wish->name);
    stmt_i64(s, 3, wish->scopes);
    stmt_i64(s, 4, wish->now);
    if (wish->expires_at != 0)
        stmt_i64(s, 5, wish->expires_at);
    else
        stmt_null(s, 5);
    int r = stmt_run(s);
    return r < 0 ? r : audit_add(db, &event);
}

static int make_key(struct db *db, const struct key_wish *wish, char text[KEY_TEXT_LEN + 1])
{
    char *id = text + sizeof PREFIX - 1, *secret = id + KEY_ID_LEN + 1;
    uint8_t bytes[SECRET_BYTES];

    memcpy(text, PREFIX, sizeof PREFIX);
    int r = draw_id(db, id);
    if (r == 0)
        r = secret_random(bytes, sizeof bytes);
    if (r < 0)
        return r;
    id[KEY_ID_LEN] = '_';
    secret_base64url(bytes, sizeof bytes, secret);
    secret_wipe(bytes, sizeof bytes);
    return add_key(db, wish, (struct str){id, KEY_ID_LEN}, (struct str){secret, KEY_SECRET_LEN});
}

int key_create(struct db *db, const struct key_wish *wish, char ret_text[KEY_TEXT_LEN + 1])
{
    char text[KEY_TEXT_LEN + 1];

    int r = refuse_wish(wish);
    if (r == 0)
        r = engine_begin(db_engine(db));
    if (r < 0)
        return r;
    r = make_key(db, wish, text);
    if (r == 0)
        r = engine_commit(db_engine(db));
    if (r == 0)
        memcpy(ret_text, text, sizeof text);
    else
        engine_rollback(db_engine(db));
    secret_wipe(text, sizeof text);
    return r;
}

static int revoke(struct db *db, struct str id, int64_t now, struct str actor)
{
    struct audit_event event = {AUDIT_KEY_REVOKE, now, actor, 0, id, STR("")};
    struct stmt *s = db_stmt(db, &specs[KEY_GET]);
    struct key_row row = {0};

    stmt_str(s, 0, id);
    int r = stmt_step(s);
    if (r > 0)
        map_key(s, &row);
    stmt_reset(s);
    if (r <= 0)
        return r < 0 ? r : -ERR_NOT_FOUND;
    if (row.revoked_at != 0)
        return -ERR_INPUT;
    s = db_stmt(db, &specs[KEY_REVOKED]);
    stmt_i64(s, 0, now);
    stmt_str(s, 1, id);
    r = stmt_run(s);
    return r < 0 ? r : audit_add(db, &event);
}

int key_revoke(struct db *db, struct str id, int64_t now, struct str actor)
{
    int r = engine_begin(db_engine(db));

    if (r < 0)
        return r;
    r = revoke(db, id, now, actor);
    if (r == 0)
        r = engine_commit(db_engine(db));
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}

int key_record_uses(struct db *db, const struct key_use *uses, size_t n)
{
    int r = engine_begin(db_engine(db));

    for (size_t i = 0; i < n && r == 0; i++) {
        struct stmt *s = db_stmt(db, &specs[KEY_USED]);
        stmt_i64(s, 0, uses[i].at);
        stmt_str(s, 1, str_from(uses[i].id));
        r = stmt_run(s);
    }
    if (r == 0)
        r = engine_commit(db_engine(db));
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}

struct stmt *keys_list(struct db *db)
{
    return db_stmt(db, &specs[KEY_LIST]);
}

int keys_next(struct stmt *stmt, struct key_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        map_key(stmt, ret);
    return r;
}
