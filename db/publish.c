#include "base/arena.h"
#include "base/err.h"
#include "base/sha256.h"
#include "db/audit.h"
#include "db/draft.h"
#include "db/release_check.h"
#include "db/releases.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/summaries.h"
#include "db/table_sql.h"
#include "db/withdrawals.h"

#include <string.h>

enum {
    RELEASE_ADD,
    DRAFT_GET,
    DRAFT_PACKAGES,
    DRAFT_PUBLISHED,
    DRAFT_OUTDATED,
    DRAFT_DISCARDED,
};

static const struct stmt_spec specs[] = {
    [RELEASE_ADD] =
        {
            .name = "release_add",
            .sql = "INSERT INTO release (release, published_at, inserted, revised,"
                   " unchanged, label, note, author, digest, created_at) VALUES (:release,"
                   " :published_at, :inserted, :revised, :unchanged, :label, :note,"
                   " :author, :digest, :published_at)",
            .params = (const char *const[]){"release", "published_at", "inserted", "revised",
                                            "unchanged", "label", "note", "author", "digest", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_GET] =
        {
            .name = "draft_get",
            .sql = "SELECT state, base, deleted, withdrawn FROM draft WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"state", "base", "deleted", "withdrawn", NULL},
        },
    [DRAFT_PACKAGES] =
        {
            .name = "draft_packages",
            .sql = "SELECT inserted, revised, unchanged, digest FROM draft_package"
                   " WHERE draft = :draft ORDER BY position",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"inserted", "revised", "unchanged", "digest", NULL},
        },
    [DRAFT_PUBLISHED] =
        {
            .name = "draft_published",
            .sql = "UPDATE draft SET state = 'published', release = :release WHERE draft = :draft",
            .params = (const char *const[]){"release", "draft", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_OUTDATED] =
        {
            .name = "draft_outdated",
            .sql = "SELECT draft FROM draft WHERE state = 'open' AND base < :release"
                   " ORDER BY draft LIMIT 1",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"draft", NULL},
        },
    [DRAFT_DISCARDED] =
        {
            .name = "draft_discarded",
            .sql = "UPDATE draft SET state = 'discarded' WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){NULL},
        },
};
const struct stmt_group publish_statements = {"publish", specs, COUNT_OF(specs)};

/* What is done to a draft on every table. */
static const enum table_stmt draft_works[] = {TABLE_CLOSE, TABLE_TRIM, TABLE_MOVE, TABLE_DROP};
enum draft_work { WORK_CLOSE, WORK_TRIM, WORK_MOVE, WORK_DROP, WORK_COUNT };
_Static_assert(COUNT_OF(draft_works) == WORK_COUNT, "one generated statement for each work");

/* limit: the generated statements, 5 KiB each, four for each of some hundred tables, once */
enum { PUBLISH_ARENA_BLOCK = 64 * 1024, PUBLISH_ARENA_CAP = 4 * 1024 * 1024 };

/* A publish under way. */
struct publish {
    struct db *db;
    struct arena arena;
    const struct release_wish *wish;
    struct stmt **works[WORK_COUNT];      /* per table; NULL until first wanted */
    struct release release;               /* the one that it makes */
    int64_t inserted, revised, unchanged; /* public rows, see db/draft_impl.h */
    struct sha256 digest;
    int64_t withdrawn, discarded; /* figures, restricted ones too; and drafts */
    int64_t draft;                /* the one being looked at */
};

static int open_work(struct publish *p, enum draft_work work)
{
    int r = 0;

    p->works[work] = arena_alloc(&p->arena, tables_n * sizeof(struct stmt *));
    if (p->works[work] == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < tables_n && r == 0; i++)
        r = table_stmt_open(db_engine(p->db), &p->arena, &tables[i], draft_works[work],
                            &p->works[work][i]);
    return r;
}

static void close_works(struct publish *p)
{
    for (size_t w = 0; w < WORK_COUNT; w++) {
        for (size_t i = 0; p->works[w] != NULL && i < tables_n; i++)
            stmt_close(&p->works[w][i]);
    }
}

/* Does one work on every table for the rows with this in since. */
static int on_tables(struct publish *p, enum draft_work work, int64_t since)
{
    int r = p->works[work] == NULL ? open_work(p, work) : 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        struct stmt *s = p->works[work][i];
        size_t n = 0;
        if (work == WORK_CLOSE || work == WORK_MOVE)
            stmt_i64(s, n++, p->release.id);
        stmt_i64(s, n++, since);
        if (work == WORK_CLOSE)
            stmt_i64(s, n, DB_UNTIL_OPEN);
        if (work == WORK_TRIM)
            stmt_i64(s, n, DRAFT_WITHDRAWN);
        r = stmt_run(s);
    }
    return r;
}

/* One draft counted twice would make figures of the release that no package has. */
static bool named_before(const struct release_wish *wish, size_t at)
{
    size_t i = 0;

    while (i < at && wish->drafts[i] != wish->drafts[at])
        i++;
    return i < at;
}

/* Sees that the draft may be published, and adds up what it brings. */
static int count_draft(struct publish *p)
{
    CLEANUP(stmt_reset_p) struct stmt *get = db_stmt(p->db, &specs[DRAFT_GET]);
    stmt_i64(get, 0, p->draft);
    int r = stmt_step(get);
    if (r < 0)
        return r;
    if (r == 0 || !str_eq(stmt_get_str(get, 0), STR("open")))
        return -ERR_NOT_FOUND;
    if (stmt_get_i64(get, 1) != p->release.id - 1)
        return -ERR_INPUT;
    if (p->wish->n_drafts > 1 && (r = draft_restricts(p->db, p->draft)) != 0)
        return r < 0 ? r : -ERR_INPUT;
    /* the digest has what was loaded, not what follows from that when it was said to be all */
    if (stmt_get_i64(get, 2) > 0)
        sha256_update(&p->digest, STR("complete"));
    p->withdrawn += stmt_get_i64(get, 3);

    CLEANUP(stmt_reset_p) struct stmt *packages = db_stmt(p->db, &specs[DRAFT_PACKAGES]);
    stmt_i64(packages, 0, p->draft);
    while ((r = stmt_step(packages)) > 0) {
        p->inserted += stmt_get_i64(packages, 0);
        p->revised += stmt_get_i64(packages, 1);
        p->unchanged += stmt_get_i64(packages, 2);
        sha256_update(&p->digest, stmt_get_str(packages, 3));
    }
    return r;
}

static void bind_optional(struct stmt *s, size_t param, struct str text)
{
    if (text.n > 0)
        stmt_str(s, param, text);
    else
        stmt_null(s, param);
}

/* Characters as the schema counts them. */
static size_t count_characters(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

static int add_release(struct publish *p)
{
    struct str label = p->wish->label;

    if (label.n == 0)
        label = arena_printf(&p->arena, "Release %lld", (long long)p->release.id);
    if (p->arena.failed)
        return -ERR_NOMEM;
    if (label.n > DB_LABEL_MAX || count_characters(label) > DB_LABEL_CHARACTERS)
        return -ERR_LIMIT;
    memcpy(p->release.label, label.p, label.n);
    sha256_hex(&p->digest, p->release.digest);
    p->release.published_at = p->wish->now;

    struct stmt *s = db_stmt(p->db, &specs[RELEASE_ADD]);
    stmt_i64(s, 0, p->release.id);
    stmt_i64(s, 1, p->release.published_at);
    stmt_i64(s, 2, p->inserted);
    stmt_i64(s, 3, p->revised);
    stmt_i64(s, 4, p->unchanged);
    stmt_str(s, 5, label);
    bind_optional(s, 6, p->wish->note);
    bind_optional(s, 7, p->wish->author);
    stmt_str(s, 8, str_from(p->release.digest));
    return stmt_run(s);
}

static int publish_draft(struct publish *p)
{
    int r = on_tables(p, WORK_CLOSE, DB_DRAFT_BASE + p->draft);

    if (r == 0)
        r = on_tables(p, WORK_MOVE, DB_DRAFT_BASE + p->draft);
    if (r < 0)
        return r;
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_PUBLISHED]);
    stmt_i64(s, 0, p->release.id);
    stmt_i64(s, 1, p->draft);
    return stmt_run(s);
}

static int add_to_audit(struct publish *p, enum audit_action action, int64_t number)
{
    struct audit_event event = {
        .action = action,
        .at = p->wish->now,
        .actor = p->wish->actor,
        .number = number,
    };

    return p->wish->trial ? 0 : audit_add(p->db, &event);
}

static int discard(struct publish *p, int64_t draft)
{
    int r = on_tables(p, WORK_DROP, DB_DRAFT_BASE + draft);

    if (r < 0)
        return r;
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_DISCARDED]);
    stmt_i64(s, 0, draft);
    r = stmt_run(s);
    return r < 0 ? r : add_to_audit(p, AUDIT_DISCARD, draft);
}

/* The rows of drafts that can not be published any more would only grow the file. */
static int discard_outdated(struct publish *p)
{
    for (;;) {
        struct stmt *s = db_stmt(p->db, &specs[DRAFT_OUTDATED]);
        stmt_i64(s, 0, p->release.id);
        int r = stmt_step(s);
        int64_t draft = r > 0 ? stmt_get_i64(s, 0) : 0;
        stmt_reset(s);
        if (r <= 0)
            return r;
        r = discard(p, draft);
        if (r < 0)
            return r;
        p->discarded++;
    }
}

static int publish_all(struct publish *p)
{
    struct release current;

    int r = db_current_release(p->db, &current);
    if (r < 0)
        return r;
    p->release.id = current.id + 1;
    /* with the digest of the release before a digest stands for everything published up to it */
    sha256_update(&p->digest, str_from(current.digest));
    for (size_t i = 0; i < p->wish->n_drafts; i++) {
        p->draft = p->wish->drafts[i];
        r = named_before(p->wish, i) ? -ERR_INPUT : count_draft(p);
        if (r < 0)
            return r;
    }
    p->draft = 0;
    r = add_release(p);
    for (size_t i = 0; i < p->wish->n_drafts && r == 0; i++) {
        p->draft = p->wish->drafts[i];
        r = publish_draft(p);
    }
    if (r < 0)
        return r;
    p->draft = 0;
    /* the marks of what is withdrawn stay until now, where they clash with a draft that has it */
    if (p->withdrawn > 0)
        r = on_tables(p, WORK_TRIM, p->release.id);
    if (r == 0 && p->withdrawn > 0)
        r = withdrawals_count(p->db, p->release.id); /* less what another draft brought again */
    if (r == 0)
        r = release_settle(p->db, &p->arena, p->release.id, p->wish);
    if (r == 0 && !p->wish->trial) /* what is thrown away needs no counts */
        r = summaries_publish(p->db, p->release.id);
    if (r == 0)
        r = release_check(p->db, p->release.id, p->wish);
    if (r == 0)
        r = add_to_audit(p, AUDIT_PUBLISH, p->release.id);
    return r < 0 ? r : discard_outdated(p);
}

int release_publish(struct db *db, const struct release_wish *wish, struct release *ret,
                    int64_t *ret_discarded, int64_t *ret_draft)
{
    struct publish p = {.db = db, .wish = wish};

    arena_init(&p.arena, PUBLISH_ARENA_BLOCK, PUBLISH_ARENA_CAP);
    sha256_init(&p.digest);
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = publish_all(&p);
    close_works(&p);
    if (r == 0 && wish->trial)
        engine_rollback(db_engine(db));
    else if (r == 0)
        r = engine_commit(db_engine(db));
    arena_finish(&p.arena);
    if (r < 0) {
        engine_rollback(db_engine(db));
        *ret_draft = p.draft;
        return r;
    }
    /* what a reader still needs of the log stays in it */
    db_checkpoint(db, false);
    *ret = p.release;
    *ret_discarded = p.discarded;
    return 0;
}

static int discard_waiting(struct publish *p, int64_t draft)
{
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_GET]);
    stmt_i64(s, 0, draft);
    int r = stmt_step(s);
    if (r == 0 || (r > 0 && !str_eq(stmt_get_str(s, 0), STR("open"))))
        r = -ERR_NOT_FOUND;
    stmt_reset(s);
    return r < 0 ? r : discard(p, draft);
}

int draft_discard(struct db *db, int64_t draft, int64_t now, struct str actor)
{
    const struct release_wish wish = {.now = now, .actor = actor};
    struct publish p = {.db = db, .wish = &wish};

    arena_init(&p.arena, PUBLISH_ARENA_BLOCK, PUBLISH_ARENA_CAP);
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = discard_waiting(&p, draft);
    close_works(&p);
    if (r == 0)
        r = engine_commit(db_engine(db));
    arena_finish(&p.arena);
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}
