#include "db/releases.h"

#include "db/row.h"
#include "db/statements.h"

enum {
    RELEASE_LIST,
    RELEASE_COUNT,
    DRAFT_LIST,
};

#define RELEASE_COLUMNS                                                                            \
    "release, published_at, inserted, revised, unchanged, label, note, author, digest"
#define RELEASE_COLUMN_NAMES                                                                       \
    (const char *const[])                                                                          \
    {                                                                                              \
        "release", "published_at", "inserted", "revised", "unchanged", "label", "note", "author",  \
            "digest", NULL                                                                         \
    }

static const struct stmt_spec specs[] = {
    [RELEASE_LIST] =
        {
            .name = "release_list",
            .sql = "SELECT " RELEASE_COLUMNS " FROM release"
                   " WHERE release < :before ORDER BY release DESC",
            .params = (const char *const[]){"before", NULL},
            .columns = RELEASE_COLUMN_NAMES,
        },
    [RELEASE_COUNT] =
        {
            .name = "release_count",
            .sql = "SELECT count(*) AS n FROM release WHERE release <= :release",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DRAFT_LIST] =
        {
            .name = "draft_list",
            .sql = "SELECT d.draft, d.created_at, d.base,"
                   " (SELECT sum(p.inserted) FROM draft_package p WHERE p.draft = d.draft)"
                   " AS inserted,"
                   " (SELECT sum(p.revised) FROM draft_package p WHERE p.draft = d.draft)"
                   " AS revised"
                   " FROM draft d WHERE d.state = 'open' ORDER BY d.draft",
            .params = (const char *const[]){NULL},
            .columns =
                (const char *const[]){"draft", "created_at", "base", "inserted", "revised", NULL},
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
            .inserted = stmt_get_i64(stmt, 3),
            .revised = stmt_get_i64(stmt, 4),
        };
    return r;
}
