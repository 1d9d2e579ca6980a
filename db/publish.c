#include "base/err.h"
#include "db/draft.h"
#include "db/publish_impl.h"
#include "db/release_check.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/summaries.h"
#include "db/withdrawals.h"

#include <string.h>

enum {
    RELEASE_LAST,
    RELEASE_ADD,
    DRAFT_GET,
    DRAFT_PACKAGES,
};

static const struct stmt_spec specs[] =
    {
        /* the number of one that was taken back before its time is not given again */
        [RELEASE_LAST] =
            {
                .name = "release_last",
                .sql = "SELECT coalesce(max(release), 0) AS n FROM release",
                .params = (const char *const[]){NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [RELEASE_ADD] =
            {
                .name = "release_add",
                .sql = "INSERT INTO release (release, published_at, inserted, revised,"
                       " unchanged, label, note, author, digest, created_at, rolled_back_from)"
                       " VALUES (:release, :published_at, :inserted, :revised, :unchanged, :label,"
                       " :note, :author, :digest, :created_at, :rolled_back_from)",
                .params = (const char *const[]){"release", "published_at", "inserted", "revised",
                                                "unchanged", "label", "note", "author", "digest",
                                                "created_at", "rolled_back_from", NULL},
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
                .columns =
                    (const char *const[]){"inserted", "revised", "unchanged", "digest", NULL},
            },
};
const struct stmt_group publish_statements = {"publish", specs, COUNT_OF(specs)};

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
    if (stmt_get_i64(get, 1) != p->newest.id)
        return -ERR_INPUT;
    if (p->wish->n_drafts > 1 && (r = draft_restricts(p->db, p->draft)) != 0)
        return r < 0 ? r : -ERR_INPUT;
    if (p->wish->embargo != 0 && (r = draft_changes_access(p->db, p->draft)) != 0)
        return r < 0 ? r : publish_refuse(p->wish, RELEASE_EMBARGO_ACCESS, NULL);
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
    p->release.published_at = p->wish->embargo != 0 ? p->wish->embargo : p->wish->now;

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
    stmt_i64(s, 9, p->wish->now);
    if (p->wish->undoes > 0)
        stmt_i64(s, 10, p->wish->undoes);
    else
        stmt_null(s, 10);
    return stmt_run(s);
}

/* The moment that is wished for against the clock and against a release that waits for its own:
 * releases appear in the order of their numbers. */
static int check_moment(struct publish *p)
{
    const struct release_wish *wish = p->wish;
    struct release seen;

    if (wish->trial)
        return 0; /* it is of what the release would have, whenever that is */
    if (wish->embargo != 0 && wish->embargo <= wish->now)
        return publish_refuse(wish, RELEASE_EMBARGO_PAST, NULL);
    int r = release_current(p->db, wish->now, &seen);
    if (r < 0 || seen.id == p->newest.id || wish->embargo >= p->newest.published_at)
        return r;
    return publish_refuse(wish, RELEASE_EMBARGO_PENDING, &p->newest);
}

static int check_drafts(struct publish *p)
{
    int r = 0;

    for (size_t i = 0; i < p->wish->n_drafts && r == 0; i++) {
        p->draft = p->wish->drafts[i];
        r = named_before(p->wish, i) ? -ERR_INPUT : count_draft(p);
    }
    if (r == 0)
        p->draft = 0;
    return r;
}

static int move_drafts(struct publish *p)
{
    int r = 0;

    for (size_t i = 0; i < p->wish->n_drafts && r == 0; i++) {
        p->draft = p->wish->drafts[i];
        r = publish_draft(p);
    }
    if (r < 0)
        return r;
    p->draft = 0;
    /* the marks of what is withdrawn stay until now, where they clash with a draft that has it */
    if (p->withdrawn > 0)
        r = publish_work(p, WORK_TRIM, p->release.id);
    if (r == 0 && p->withdrawn > 0)
        r = withdrawals_count(p->db, p->release.id); /* less what another draft brought again */
    return r;
}

int publish_all(struct publish *p, const struct release_wish *wish)
{
    int64_t last;

    p->wish = wish;
    int r = db_newest_release(p->db, &p->newest);
    if (r == 0)
        r = row_count(db_stmt(p->db, &specs[RELEASE_LAST]), &last);
    if (r == 0)
        r = check_moment(p);
    if (r < 0)
        return r;
    p->release.id = last + 1;
    /* with the digest of the release before a digest stands for everything published up to it */
    sha256_update(&p->digest, str_from(p->newest.digest));
    r = check_drafts(p);
    if (r == 0)
        r = add_release(p);
    if (r == 0)
        r = move_drafts(p);
    if (r == 0)
        r = release_settle(p->db, &p->arena, p->release.id, wish);
    if (r == 0 && !wish->trial) /* what is thrown away needs no counts */
        r = summaries_publish(p->db, p->release.id);
    if (r == 0)
        r = release_check(p->db, p->release.id, wish);
    if (r == 0)
        r = publish_note(p, wish->undoes > 0 ? AUDIT_ROLLBACK : AUDIT_PUBLISH, p->release.id);
    return r < 0 ? r : publish_discard_outdated(p, p->release.id);
}

int release_publish(struct db *db, const struct release_wish *wish, struct release *ret,
                    int64_t *ret_discarded, int64_t *ret_draft)
{
    struct publish p;

    publish_begin(&p, db, wish);
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = publish_all(&p, wish);
    publish_end(&p);
    if (r == 0 && wish->trial)
        engine_rollback(db_engine(db));
    else if (r == 0)
        r = engine_commit(db_engine(db));
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

int release_foresee(struct db *db, const struct release_wish *wish,
                    int (*look)(void *cls, int64_t release), void *cls)
{
    struct publish p;

    publish_begin(&p, db, wish);
    int r = engine_try(db_engine(db));
    if (r == 0) {
        r = publish_all(&p, wish);
        /* what the release is refused for does not keep it from being looked at */
        if (r == 0 || (r == -ERR_INPUT && p.draft == 0))
            r = look(cls, p.release.id);
        int undone = engine_undo(db_engine(db));
        r = r == 0 ? undone : r;
    }
    publish_end(&p);
    return r;
}
