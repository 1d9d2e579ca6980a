#include "db/releases.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

#include <string.h>

enum {
    RELEASE_LIST,
    RELEASE_CURRENT,
    RELEASE_FIRST,
    RELEASE_COUNT,
    RELEASE_AFTER,
    RELEASE_PACKAGES,
    DRAFT_PACKAGES,
    RELEASE_ACCESS,
    DRAFT_LIST,
};

#define RELEASE_COLUMNS                                                                            \
    "release, published_at, inserted, revised, unchanged, label, note, author, digest, deleted,"   \
    " created_at, rolled_back_from,"                                                               \
    " (SELECT count(*) FROM draft d JOIN draft_package p ON p.draft = d.draft"                     \
    " WHERE d.release = release.release AND p.synthetic = 1) AS synthetic"
#define RELEASE_COLUMN_NAMES                                                                       \
    (const char *const[])                                                                          \
    {                                                                                              \
        "release", "published_at", "inserted", "revised", "unchanged", "label", "note", "author",  \
            "digest", "deleted", "created_at", "rolled_back_from", "synthetic", NULL               \
    }

static const struct stmt_spec specs[] = {
    [RELEASE_LIST] =
        {
            .name = "release_list",
            .sql = "SELECT " RELEASE_COLUMNS " FROM release"
                   " WHERE release < :before AND cancelled = 0 ORDER BY release DESC",
            .params = (const char *const[]){"before", NULL},
            .columns = RELEASE_COLUMN_NAMES,
        },
    /* one that was published at once stays there when the clock is set back */
    [RELEASE_CURRENT] =
        {
            .name = "release_current",
            .sql = "SELECT release FROM release WHERE release > 0 AND cancelled = 0"
                   " AND (published_at <= created_at OR published_at <= :now)"
                   " ORDER BY release DESC LIMIT 1",
            .params = (const char *const[]){"now", NULL},
            .columns = (const char *const[]){"release", NULL},
        },
    [RELEASE_FIRST] =
        {
            .name = "release_first",
            .sql = "SELECT release FROM release WHERE release > 0 AND cancelled = 0"
                   " ORDER BY release LIMIT 1",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"release", NULL},
        },
    [RELEASE_COUNT] =
        {
            .name = "release_count",
            .sql = "SELECT count(*) AS n FROM release WHERE release <= :release"
                   " AND cancelled = 0",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [RELEASE_AFTER] =
        {
            .name = "release_after",
            .sql = "SELECT release FROM release WHERE published_at > :moment"
                   " AND release <= :newest AND cancelled = 0 ORDER BY release LIMIT 1",
            .params = (const char *const[]){"moment", "newest", NULL},
            .columns = (const char *const[]){"release", NULL},
        },
    [RELEASE_PACKAGES] =
        {
            .name = "release_packages",
            .sql = "SELECT p.package, p.version, p.synthetic, p.inserted, p.revised, p.unchanged,"
                   " p.digest FROM draft d JOIN draft_package p ON p.draft = d.draft"
                   " WHERE d.release = :release ORDER BY d.draft, p.position",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"package", "version", "synthetic", "inserted",
                                             "revised", "unchanged", "digest", NULL},
        },
    [DRAFT_PACKAGES] =
        {
            .name = "draft_package_list",
            .sql = "SELECT p.package, p.version, p.synthetic, p.inserted, p.revised, p.unchanged,"
                   " p.digest FROM draft_package p WHERE p.draft = :draft ORDER BY p.position",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"package", "version", "synthetic", "inserted",
                                             "revised", "unchanged", "digest", NULL},
        },
    [RELEASE_ACCESS] =
        {
            .name = "release_access",
            .sql = "SELECT r.release, r.digest FROM release r WHERE r.release ="
                   " (SELECT max(a.since) FROM indicator a JOIN indicator b"
                   " ON b.indicator = a.indicator AND b.until = a.since"
                   " WHERE b.access <> a.access)",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"release", "digest", NULL},
        },
    [DRAFT_LIST] =
        {
            .name = "draft_list",
            .sql = "SELECT d.draft, d.created_at, d.base, d.deleted,"
                   " (SELECT sum(p.inserted) FROM draft_package p WHERE p.draft = d.draft)"
                   " AS inserted,"
                   " (SELECT sum(p.revised) FROM draft_package p WHERE p.draft = d.draft)"
                   " AS revised"
                   " FROM draft d WHERE d.state = 'open' ORDER BY d.draft",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"draft", "created_at", "base", "deleted", "inserted",
                                             "revised", NULL},
        },
};
const struct stmt_group releases_statements = {"releases", specs, COUNT_OF(specs)};

static void map_release(struct stmt *s, struct release_row *ret)
{
    *ret = (struct release_row){
        .id = stmt_get_i64(s, 0),
        .published_at = stmt_get_i64(s, 1),
        .inserted = stmt_get_i64(s, 2),
        .revised = stmt_get_i64(s, 3),
        .unchanged = stmt_get_i64(s, 4),
        .label = stmt_get_str(s, 5),
        .note = stmt_get_str(s, 6),
        .author = stmt_get_str(s, 7),
        .digest = stmt_get_str(s, 8),
        .deleted = stmt_get_i64(s, 9),
        .created_at = stmt_get_i64(s, 10),
        .rolled_back_from = stmt_get_i64(s, 11),
        .synthetic = stmt_get_i64(s, 12) > 0,
    };
}

struct stmt *releases_list(struct db *db, int64_t release, int64_t before)
{
    struct stmt *s = db_stmt(db, &specs[RELEASE_LIST]);

    stmt_i64(s, 0, before > 0 && before <= release ? before : release + 1);
    return s;
}

int releases_next(struct stmt *stmt, struct release_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        map_release(stmt, ret);
    return r;
}

struct stmt *release_packages(struct db *db, int64_t release)
{
    struct stmt *s = db_stmt(db, &specs[RELEASE_PACKAGES]);

    stmt_i64(s, 0, release);
    return s;
}

struct stmt *draft_packages(struct db *db, int64_t draft)
{
    struct stmt *s = db_stmt(db, &specs[DRAFT_PACKAGES]);

    stmt_i64(s, 0, draft);
    return s;
}

int release_packages_next(struct stmt *stmt, struct release_package_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct release_package_row){
            .package = stmt_get_str(stmt, 0),
            .version = stmt_get_str(stmt, 1),
            .synthetic = stmt_get_i64(stmt, 2) != 0,
            .inserted = stmt_get_i64(stmt, 3),
            .revised = stmt_get_i64(stmt, 4),
            .unchanged = stmt_get_i64(stmt, 5),
            .digest = stmt_get_str(stmt, 6),
        };
    return r;
}

int release_keep(const struct release_row *row, struct release *ret)
{
    if (row->label.n > DB_LABEL_MAX || row->digest.n != DB_DIGEST_LEN)
        return -ERR_CORRUPT;
    memset(ret, 0, sizeof *ret);
    ret->id = row->id;
    ret->published_at = row->published_at;
    memcpy(ret->label, row->label.p, row->label.n);
    memcpy(ret->digest, row->digest.p, row->digest.n);
    return 0;
}

int release_get(struct db *db, int64_t id, struct release *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = releases_list(db, id, 0);
    struct release_row row;
    int r = releases_next(s, &row);

    if (r <= 0 || row.id != id)
        return r < 0 ? r : 0;
    r = release_keep(&row, ret);
    return r < 0 ? r : 1;
}

/* The number that a statement gives; 0 for none. */
static int number_of(struct stmt *stmt, int64_t *ret)
{
    int r = stmt_step(stmt);

    *ret = r > 0 ? stmt_get_i64(stmt, 0) : 0;
    stmt_reset(stmt);
    return r < 0 ? r : 0;
}

/* As release_get(), of a number that a statement gives; `id` 0 for none. */
static int release_of(struct db *db, struct stmt *stmt, struct release *ret)
{
    int64_t id;
    int r = number_of(stmt, &id);

    memset(ret, 0, sizeof *ret);
    if (r == 0 && id > 0)
        r = release_get(db, id, ret);
    return r < 0 ? r : 0;
}

int release_current(struct db *db, int64_t now, struct release *ret)
{
    struct stmt *s = db_stmt(db, &specs[RELEASE_CURRENT]);

    stmt_i64(s, 0, now);
    return release_of(db, s, ret);
}

int release_first(struct db *db, struct release *ret)
{
    return release_of(db, db_stmt(db, &specs[RELEASE_FIRST]), ret);
}

int release_before(struct db *db, int64_t id, struct release *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = releases_list(db, id - 1, 0);
    struct release_row row;
    int r = releases_next(s, &row);

    memset(ret, 0, sizeof *ret);
    return r <= 0 ? r : release_keep(&row, ret);
}

int release_at(struct db *db, int64_t newest, int64_t moment, int64_t *ret)
{
    struct stmt *s = db_stmt(db, &specs[RELEASE_AFTER]);
    struct release before;
    int64_t after;

    stmt_i64(s, 0, moment);
    stmt_i64(s, 1, newest);
    int r = number_of(s, &after);
    if (r == 0 && after > 0) {
        r = release_before(db, after, &before);
        newest = before.id;
    }
    if (r == 0)
        *ret = newest;
    return r;
}

int release_access(struct db *db, struct access_epoch *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[RELEASE_ACCESS]);
    struct access_epoch epoch = {0};
    struct str digest;
    int r = stmt_step(s);

    if (r < 0)
        return r;
    if (r > 0) {
        digest = stmt_get_str(s, 1);
        if (digest.n != DB_DIGEST_LEN)
            return -ERR_CORRUPT;
        epoch.release = stmt_get_i64(s, 0);
        memcpy(epoch.digest, digest.p, digest.n);
    }
    *ret = epoch;
    return 0;
}

int releases_count(struct db *db, int64_t release, int64_t *ret)
{
    struct stmt *s = db_stmt(db, &specs[RELEASE_COUNT]);

    stmt_i64(s, 0, release);
    return row_count(s, ret);
}

struct stmt *drafts_list(struct db *db)
{
    return db_stmt(db, &specs[DRAFT_LIST]);
}

int drafts_next(struct stmt *stmt, struct draft_info *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct draft_info){
            .id = stmt_get_i64(stmt, 0),
            .created_at = stmt_get_i64(stmt, 1),
            .base = stmt_get_i64(stmt, 2),
            .deleted = stmt_get_i64(stmt, 3),
            .inserted = stmt_get_i64(stmt, 4),
            .revised = stmt_get_i64(stmt, 5),
        };
    return r;
}
