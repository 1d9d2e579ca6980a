#include "base/err.h"
#include "db/draft.h"
#include "db/publish_impl.h"
#include "db/rollback_sql.h"
#include "db/row.h"
#include "db/statements.h"

#include <stdio.h>

/* limit: the generated statements, 5 KiB each, three for each of some hundred tables, once */
enum { ROLLBACK_ARENA_BLOCK = 64 * 1024, ROLLBACK_ARENA_CAP = 4 * 1024 * 1024 };

enum {
    ROLLBACK_DRAFT_LAST,
    ROLLBACK_DRAFT_ADD,
    ROLLBACK_DRAFT_COUNTS,
    ROLLBACK_PACKAGE_ADD,
    ROLLBACK_SYNTHETIC,
    ROLLBACK_REOPENED,
};

static const char *const nothing[] = {NULL};
static const char *const one_number[] = {"n", NULL};
static const char *const by_release[] = {"release", NULL};

static const struct stmt_spec specs[] = {
    [ROLLBACK_DRAFT_LAST] =
        {
            .name = "rollback_draft_last",
            .sql = "SELECT coalesce(max(draft), 0) AS n FROM draft",
            .params = nothing,
            .columns = one_number,
        },
    [ROLLBACK_DRAFT_ADD] =
        {
            .name = "rollback_draft_add",
            .sql = "INSERT INTO draft (draft, state, base, created_at)"
                   " VALUES (:draft, 'open', :base, :created_at)",
            .params = (const char *const[]){"draft", "base", "created_at", NULL},
            .columns = nothing,
        },
    [ROLLBACK_DRAFT_COUNTS] =
        {
            .name = "rollback_draft_counts",
            .sql = "UPDATE draft SET deleted = :deleted, withdrawn = :withdrawn"
                   " WHERE draft = :draft",
            .params = (const char *const[]){"deleted", "withdrawn", "draft", NULL},
            .columns = nothing,
        },
    [ROLLBACK_PACKAGE_ADD] =
        {
            .name = "rollback_package_add",
            .sql = "INSERT INTO draft_package (draft, position, package, version, synthetic,"
                   " inserted, revised, unchanged, digest) VALUES (:draft, 0, :package, NULL,"
                   " :synthetic, :inserted, :revised, 0, :digest)",
            .params = (const char *const[]){"draft", "package", "synthetic", "inserted", "revised",
                                            "digest", NULL},
            .columns = nothing,
        },
    /* made up is only what a package brought that says so */
    [ROLLBACK_SYNTHETIC] =
        {
            .name = "rollback_synthetic",
            .sql = "SELECT count(*) AS n FROM draft d JOIN draft_package p ON p.draft = d.draft"
                   " WHERE d.release >= :release AND p.synthetic = 1",
            .params = by_release,
            .columns = one_number,
        },
    /* indicators that would be gone, were restricted, and are public in an older release */
    [ROLLBACK_REOPENED] =
        {
            .name = "rollback_reopened",
            .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM indicator d"
                   " WHERE d.since = :draft AND d.until < 9223372036854775807"
                   " AND d.access <> 'public' AND EXISTS (SELECT 1 FROM indicator i"
                   " WHERE i.indicator = d.indicator AND i.since < 1099511627776"
                   " AND i.access = 'public')",
            .params = (const char *const[]){"draft", NULL},
            .columns = one_number,
        },
};
const struct stmt_group rollback_statements = {"rollback", specs, COUNT_OF(specs)};

/* A rollback under way. */
struct rollback {
    struct publish *p;
    struct arena arena;
    int64_t id, through;
    struct release before; /* what is restored is what it had */
    int64_t since;         /* of the draft that restores */
    int64_t inserted, revised, deleted, withdrawn, rows;
    int64_t cancelled;
};

/* Runs a statement whose parameters these are, and closes it. */
static int run(struct stmt *s, const int64_t *params, size_t n)
{
    for (size_t i = 0; i < n; i++)
        stmt_i64(s, i, params[i]);
    int r = stmt_run(s);
    stmt_close(&s);
    return r;
}

static int add_draft(struct rollback *b, int64_t base)
{
    struct db *db = b->p->db;

    int r = row_count(db_stmt(db, &specs[ROLLBACK_DRAFT_LAST]), &b->p->draft);
    if (r < 0)
        return r;
    b->since = DB_DRAFT_BASE + ++b->p->draft;
    struct stmt *s = db_stmt(db, &specs[ROLLBACK_DRAFT_ADD]);
    stmt_i64(s, 0, b->p->draft);
    stmt_i64(s, 1, base);
    stmt_i64(s, 2, b->p->wish->now);
    return stmt_run(s);
}

static int count_table(struct rollback *b, struct stmt *s)
{
    int64_t *const totals[] = {&b->inserted, &b->revised, &b->deleted, &b->withdrawn, &b->rows};

    stmt_i64(s, 0, b->since);
    int r = stmt_step(s);
    for (size_t i = 0; i < COUNT_OF(totals) && r > 0; i++)
        *totals[i] += stmt_get_i64(s, i);
    return r < 0 ? r : 0;
}

static int restore_table(struct rollback *b, const struct table *table)
{
    struct engine *engine = db_engine(b->p->db);
    const int64_t restore[] = {b->since, b->id}, remove[] = {b->since, DRAFT_WITHDRAWN, b->id};
    struct stmt *s;

    int r = rollback_stmt_open(engine, &b->arena, table, ROLLBACK_RESTORE, &s);
    if (r == 0)
        r = run(s, restore, COUNT_OF(restore));
    if (r == 0)
        r = rollback_stmt_open(engine, &b->arena, table, ROLLBACK_REMOVE, &s);
    if (r == 0)
        r = run(s, remove, COUNT_OF(remove));
    arena_reset(&b->arena);
    return r;
}

/* When all rows are there: what is public of one table depends on others. */
static int count_rows(struct rollback *b)
{
    struct engine *engine = db_engine(b->p->db);
    int r = 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        struct stmt *s = NULL;
        r = rollback_stmt_open(engine, &b->arena, &tables[i], ROLLBACK_COUNT, &s);
        if (r == 0)
            r = count_table(b, s);
        stmt_close(&s);
        arena_reset(&b->arena);
    }
    return r;
}

/* What is restored is told by the digest of the release that had it. */
static int add_package(struct rollback *b)
{
    char text[SHA256_TEXT_MAX], name[64];
    struct db *db = b->p->db;
    struct sha256 digest;
    int64_t synthetic;

    struct stmt *s = db_stmt(db, &specs[ROLLBACK_SYNTHETIC]);
    stmt_i64(s, 0, b->id);
    int r = row_count(s, &synthetic);
    if (r < 0)
        return r;
    snprintf(name, sizeof name, "(release %lld restored)", (long long)b->before.id);
    sha256_init(&digest);
    sha256_update(&digest, str_from(name));
    sha256_update(&digest, str_from(b->before.digest));
    sha256_hex(&digest, text);
    s = db_stmt(db, &specs[ROLLBACK_PACKAGE_ADD]);
    stmt_i64(s, 0, b->p->draft);
    stmt_str(s, 1, str_from(name));
    stmt_i64(s, 2, synthetic > 0);
    stmt_i64(s, 3, b->inserted);
    stmt_i64(s, 4, b->revised);
    stmt_str(s, 5, str_from(text));
    r = stmt_run(s);
    if (r < 0)
        return r;
    s = db_stmt(db, &specs[ROLLBACK_DRAFT_COUNTS]);
    stmt_i64(s, 0, b->deleted);
    stmt_i64(s, 1, b->withdrawn);
    stmt_i64(s, 2, b->p->draft);
    return stmt_run(s);
}

/* An indicator that is gone has no access of its own any more: a release in which it was public
 * would show it again, to whoever knows what was closed since. */
static int check_reopened(struct rollback *b)
{
    struct stmt *s = db_stmt(b->p->db, &specs[ROLLBACK_REOPENED]);
    int64_t n;

    stmt_i64(s, 0, b->since);
    int r = row_count(s, &n);
    return r == 0 && n > 0 ? publish_refuse(b->p->wish, RELEASE_REOPENS, NULL) : r;
}

static int make_draft(struct rollback *b, int64_t base)
{
    int r = add_draft(b, base);

    for (size_t i = 0; i < tables_n && r == 0; i++)
        r = restore_table(b, &tables[i]);
    if (r == 0)
        r = count_rows(b);
    if (r == 0 && b->rows == 0)
        r = publish_refuse(b->p->wish, RELEASE_UNCHANGED, NULL);
    if (r == 0)
        r = check_reopened(b);
    if (r == 0)
        r = add_package(b);
    return r < 0 ? r : publish_note(b->p, AUDIT_IMPORT, b->p->draft);
}

static int restore(struct rollback *b, int64_t base)
{
    struct release_wish wish = *b->p->wish;
    char label[96];

    int r = release_before(b->p->db, b->id, &b->before);
    if (r == 0)
        r = make_draft(b, base);
    if (r < 0)
        return r;
    if (wish.label.n == 0) {
        snprintf(label, sizeof label, "Release %lld taken back", (long long)b->id);
        if (base > b->id)
            snprintf(label, sizeof label, "Releases %lld to %lld taken back", (long long)b->id,
                     (long long)base);
        wish.label = str_from(label);
    }
    int64_t draft = b->p->draft;
    wish.drafts = &draft;
    wish.n_drafts = 1;
    wish.undoes = b->id;
    r = publish_all(b->p, &wish);
    b->p->wish = NULL; /* it ends here */
    return r;
}

/* That the releases are there, and that nobody takes back more than they have seen. */
static int check_range(struct rollback *b)
{
    struct db *db = b->p->db;
    struct release found, newest;

    int r = release_get(db, b->id, &found);
    if (r > 0 && b->through > 0)
        r = release_get(db, b->through, &found);
    if (r <= 0)
        return r < 0 ? r : -ERR_NOT_FOUND;
    r = db_newest_release(db, &newest);
    if (r == 0 && newest.id != (b->through > 0 ? b->through : b->id))
        r = publish_refuse(b->p->wish, RELEASE_SUPERSEDED, &newest);
    return r;
}

static int roll_back(struct rollback *b)
{
    const struct release_wish *wish = b->p->wish;
    struct release seen;

    int r = check_range(b);
    if (r == 0)
        r = release_current(b->p->db, wish->now, &seen);
    if (r == 0)
        r = publish_cancel_unseen(b->p, b->id, seen.id, &b->cancelled);
    if (r < 0)
        return r;
    if (seen.id >= b->id)
        return restore(b, seen.id);
    r = db_newest_release(b->p->db, &seen);
    return r < 0 ? r : publish_discard_outdated(b->p, seen.id);
}

int release_rollback(struct db *db, const struct release_wish *wish, int64_t id, int64_t through,
                     struct release *ret, int64_t *ret_cancelled, int64_t *ret_discarded)
{
    struct rollback b = {.id = id, .through = through};
    struct publish p;

    publish_begin(&p, db, wish);
    arena_init(&b.arena, ROLLBACK_ARENA_BLOCK, ROLLBACK_ARENA_CAP);
    b.p = &p;
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = roll_back(&b);
    publish_end(&p);
    arena_finish(&b.arena);
    if (r == 0 && wish->trial)
        engine_rollback(db_engine(db));
    else if (r == 0)
        r = engine_commit(db_engine(db));
    if (r < 0) {
        engine_rollback(db_engine(db));
        return r;
    }
    db_checkpoint(db, false);
    *ret = p.release;
    *ret_cancelled = b.cancelled;
    *ret_discarded = p.discarded;
    return 0;
}
