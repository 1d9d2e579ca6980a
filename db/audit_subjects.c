#include "db/audit_impl.h"

#include "base/err.h"
#include "base/sha256.h"
#include "db/row.h"
#include "db/statements.h"

enum {
    SUBJECT_RELEASE,
    SUBJECT_DRAFTS,
    SUBJECT_DRAFT,
    SUBJECT_PACKAGES,
    SUBJECT_KEY,
    SUBJECT_LAST,
    SUBJECT_NEXT_RELEASE,
    SUBJECT_NEXT_DRAFT,
};

static const struct stmt_spec specs[] = {
    [SUBJECT_RELEASE] =
        {
            .name = "audit_release",
            .sql = "SELECT created_at, published_at, inserted, revised, unchanged, deleted, digest,"
                   " rolled_back_from, label, note, author FROM release WHERE release = :release",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"created_at", "published_at", "inserted", "revised",
                                             "unchanged", "deleted", "digest", "rolled_back_from",
                                             "label", "note", "author", NULL},
        },
    [SUBJECT_DRAFTS] =
        {
            .name = "audit_drafts_of_release",
            .sql = "SELECT draft FROM draft WHERE release = :release ORDER BY draft",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"draft", NULL},
        },
    [SUBJECT_DRAFT] =
        {
            .name = "audit_draft",
            .sql = "SELECT created_at, base, deleted, withdrawn FROM draft WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"created_at", "base", "deleted", "withdrawn", NULL},
        },
    [SUBJECT_PACKAGES] =
        {
            .name = "audit_packages",
            .sql = "SELECT position, package, version, synthetic, inserted, revised, unchanged,"
                   " digest FROM draft_package WHERE draft = :draft ORDER BY position",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"position", "package", "version", "synthetic",
                                             "inserted", "revised", "unchanged", "digest", NULL},
        },
    [SUBJECT_KEY] =
        {
            .name = "audit_key",
            .sql = "SELECT created_at, expires_at, scopes, secret_digest, name FROM api_key"
                   " WHERE api_key = :api_key",
            .params = (const char *const[]){"api_key", NULL},
            .columns = (const char *const[]){"created_at", "expires_at", "scopes", "secret_digest",
                                             "name", NULL},
        },
    [SUBJECT_LAST] =
        {
            .name = "audit_last",
            .sql = "SELECT (SELECT max(release) FROM release) AS release,"
                   " (SELECT max(draft) FROM draft) AS draft",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"release", "draft", NULL},
        },
    [SUBJECT_NEXT_RELEASE] =
        {
            .name = "audit_next_release",
            .sql = "SELECT min(release) AS n FROM release WHERE release > :after",
            .params = (const char *const[]){"after", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [SUBJECT_NEXT_DRAFT] =
        {
            .name = "audit_next_draft",
            .sql = "SELECT min(draft) AS n FROM draft WHERE draft > :after",
            .params = (const char *const[]){"after", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};
const struct stmt_group audit_subjects_statements = {"audit_subjects", specs, COUNT_OF(specs)};

struct str audit_subject(struct arena *arena, const struct audit_event *event)
{
    long long number = event->number;

    switch (event->action) {
    case AUDIT_IMPORT:
    case AUDIT_DISCARD:
        return arena_printf(arena, "draft:%lld", number);
    case AUDIT_PUBLISH:
    case AUDIT_ROLLBACK:
    case AUDIT_EMBARGO_CANCEL:
        return arena_printf(arena, "release:%lld", number);
    case AUDIT_KEY_CREATE:
    case AUDIT_KEY_REVOKE:
        return arena_printf(arena, "key:%.*s", (int)event->key.n, event->key.p);
    case AUDIT_BEGIN:
    case AUDIT_RESTORE:
    case AUDIT_ACTION_COUNT:
        break;
    }
    return STR("store");
}

/* Texts of people do not stand in the audit themselves: they may have control characters. Each is
 * hashed with its length, so that none can be moved into the next. */
static void add_text(struct sha256 *digest, struct str text)
{
    char storage[24];
    struct buf length;

    buf_init_fixed(&length, storage, sizeof storage);
    buf_put_i64(&length, (int64_t)text.n);
    buf_putc(&length, ':');
    sha256_update(digest, (struct str){storage, length.n});
    sha256_update(digest, text);
}

static void add_number(struct sha256 *digest, int64_t number)
{
    char storage[24];
    struct buf text;

    buf_init_fixed(&text, storage, sizeof storage);
    buf_put_i64(&text, number);
    add_text(digest, (struct str){storage, text.n});
}

/* The drafts of a release, "1,2,3". */
static int drafts_text(struct db *db, struct arena *arena, int64_t release, struct str *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUBJECT_DRAFTS]);
    CLEANUP(buf_finish_p) struct buf text;
    int r;

    buf_init(&text, AUDIT_DETAIL_MAX);
    stmt_i64(s, 0, release);
    while ((r = stmt_step(s)) > 0) {
        if (text.n > 0)
            buf_putc(&text, ',');
        buf_put_i64(&text, stmt_get_i64(s, 0));
    }
    *ret = arena_copy(arena, (struct str){text.p, text.n});
    return r < 0 ? r : text.failed ? -ERR_LIMIT : 0;
}

static int release_detail(struct db *db, struct arena *arena, int64_t release, struct str *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUBJECT_RELEASE]);
    char texts[SHA256_TEXT_MAX];
    struct sha256 digest;
    struct str drafts;

    stmt_i64(s, 0, release);
    int r = stmt_step(s);
    if (r <= 0)
        return r;
    sha256_init(&digest);
    for (size_t i = 8; i <= 10; i++)
        add_text(&digest, stmt_get_str(s, i));
    sha256_hex(&digest, texts);
    r = drafts_text(db, arena, release, &drafts);
    if (r < 0)
        return r;
    struct str of = stmt_get_str(s, 6);
    *ret = arena_printf(
        arena,
        "created_at=%lld published_at=%lld inserted=%lld revised=%lld unchanged=%lld"
        " deleted=%lld rolled_back_from=%lld digest=%.*s texts=%s drafts=%s",
        (long long)stmt_get_i64(s, 0), (long long)stmt_get_i64(s, 1), (long long)stmt_get_i64(s, 2),
        (long long)stmt_get_i64(s, 3), (long long)stmt_get_i64(s, 4), (long long)stmt_get_i64(s, 5),
        (long long)stmt_get_i64(s, 7), (int)of.n, of.p, texts, drafts.p == NULL ? "" : drafts.p);
    return arena->failed ? -ERR_NOMEM : 1;
}

static int draft_detail(struct db *db, struct arena *arena, int64_t draft, struct str *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUBJECT_DRAFT]);
    CLEANUP(stmt_reset_p) struct stmt *packages = db_stmt(db, &specs[SUBJECT_PACKAGES]);
    char text[SHA256_TEXT_MAX];
    struct sha256 digest;

    stmt_i64(s, 0, draft);
    int r = stmt_step(s);
    if (r <= 0)
        return r;
    sha256_init(&digest);
    stmt_i64(packages, 0, draft);
    while ((r = stmt_step(packages)) > 0) {
        static const size_t texts[] = {1, 2, 7}, numbers[] = {0, 3, 4, 5, 6};
        for (size_t i = 0; i < COUNT_OF(texts); i++)
            add_text(&digest, stmt_get_str(packages, texts[i]));
        for (size_t i = 0; i < COUNT_OF(numbers); i++)
            add_number(&digest, stmt_get_i64(packages, numbers[i]));
    }
    if (r < 0)
        return r;
    sha256_hex(&digest, text);
    *ret = arena_printf(arena, "created_at=%lld base=%lld deleted=%lld withdrawn=%lld packages=%s",
                        (long long)stmt_get_i64(s, 0), (long long)stmt_get_i64(s, 1),
                        (long long)stmt_get_i64(s, 2), (long long)stmt_get_i64(s, 3), text);
    return arena->failed ? -ERR_NOMEM : 1;
}

/* Of the digest that the store has of a secret only a digest is told. */
static int key_detail(struct db *db, struct arena *arena, struct str key, struct str *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUBJECT_KEY]);
    char text[SHA256_TEXT_MAX];
    struct sha256 digest;

    stmt_str(s, 0, key);
    int r = stmt_step(s);
    if (r <= 0)
        return r;
    sha256_init(&digest);
    add_text(&digest, stmt_get_str(s, 3));
    add_text(&digest, stmt_get_str(s, 4));
    sha256_hex(&digest, text);
    *ret = arena_printf(arena, "created_at=%lld expires_at=%lld scopes=%lld key=%s",
                        (long long)stmt_get_i64(s, 0), (long long)stmt_get_i64(s, 1),
                        (long long)stmt_get_i64(s, 2), text);
    return arena->failed ? -ERR_NOMEM : 1;
}

static int next_of(struct db *db, size_t spec, int64_t after, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[spec]);

    stmt_i64(s, 0, after);
    int r = stmt_step(s);
    if (r <= 0 || stmt_is_null(s, 0))
        return r < 0 ? r : 0;
    *ret = stmt_get_i64(s, 0);
    return 1;
}

int audit_next_release(struct db *db, int64_t after, int64_t *ret)
{
    return next_of(db, SUBJECT_NEXT_RELEASE, after, ret);
}

int audit_next_draft(struct db *db, int64_t after, int64_t *ret)
{
    return next_of(db, SUBJECT_NEXT_DRAFT, after, ret);
}

/* Digests what one kind of subject was like, up to a number. */
static int add_subjects(struct db *db, struct sha256 *digest, int64_t last,
                        int (*next)(struct db *, int64_t, int64_t *),
                        int (*detail)(struct db *, struct arena *, int64_t, struct str *))
{
    struct arena arena;
    int64_t number = 0;
    int r;

    arena_init(&arena, AUDIT_ARENA_BLOCK, AUDIT_ARENA_CAP);
    while ((r = next(db, number, &number)) > 0 && number <= last) {
        struct str text = STR("");
        r = detail(db, &arena, number, &text);
        if (r < 0)
            break;
        add_number(digest, number);
        add_text(digest, text);
        arena_reset(&arena);
    }
    arena_finish(&arena);
    return r < 0 ? r : 0;
}

static int store_detail(struct db *db, struct arena *arena, int64_t release, int64_t draft,
                        struct str *ret)
{
    char text[SHA256_TEXT_MAX];
    struct sha256 digest;

    sha256_init(&digest);
    int r = add_subjects(db, &digest, release, audit_next_release, release_detail);
    if (r >= 0)
        r = add_subjects(db, &digest, draft, audit_next_draft, draft_detail);
    if (r < 0)
        return r;
    sha256_hex(&digest, text);
    *ret = arena_printf(arena, "releases=%lld drafts=%lld digest=%s", (long long)release,
                        (long long)draft, text);
    return arena->failed ? -ERR_NOMEM : 1;
}

int audit_detail(struct db *db, struct arena *arena, const struct audit_event *event,
                 int64_t drafts, struct str *ret)
{
    struct str unused;

    *ret = STR("");
    switch (event->action) {
    case AUDIT_BEGIN:
        return store_detail(db, arena, event->number, drafts, ret);
    case AUDIT_IMPORT:
        return draft_detail(db, arena, event->number, ret);
    case AUDIT_DISCARD:
        return draft_detail(db, arena, event->number, &unused);
    case AUDIT_PUBLISH:
    case AUDIT_ROLLBACK:
        return release_detail(db, arena, event->number, ret);
    case AUDIT_EMBARGO_CANCEL:
        return release_detail(db, arena, event->number, &unused);
    case AUDIT_KEY_CREATE:
        return key_detail(db, arena, event->key, ret);
    case AUDIT_KEY_REVOKE:
        return key_detail(db, arena, event->key, &unused);
    case AUDIT_RESTORE:
        *ret = event->detail;
        return 1;
    case AUDIT_ACTION_COUNT:
        break;
    }
    return 0;
}

int audit_last(struct db *db, int64_t *ret_release, int64_t *ret_draft)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUBJECT_LAST]);
    int r = stmt_step(s);

    if (r <= 0)
        return r < 0 ? r : -ERR_INTERNAL;
    *ret_release = stmt_get_i64(s, 0);
    *ret_draft = stmt_get_i64(s, 1);
    return 0;
}
