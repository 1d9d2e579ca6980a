#include "db/precedence.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum {
    PRECEDENCE_OF,
    PRECEDENCE_RIVALS,
    PRECEDENCE_STALE,
    PRECEDENCE_MISPLACED,
    PRECEDENCE_UNMARKED
};

/* A day lies between -719162 and 2932896. */
#define PRECEDENCE(t)                                                                              \
    "(" t ".publisher_rank * 10000000 + coalesce(5000000 - " t ".published_on, 9999999))"
#define OPEN(t) t ".until = 9223372036854775807"
#define VISIBLE(t) OPEN(t) " AND (" t ".since < 1099511627776 OR " t ".since = :draft)"

static const struct stmt_spec specs[] = {
    [PRECEDENCE_OF] =
        {
            /* of a revision the draft's version counts, which sorts last */
            .name = "precedence_of",
            .sql = "SELECT " PRECEDENCE("d") " AS precedence FROM document d WHERE d.document = "
                                             ":document AND " VISIBLE(
                                                 "d") " ORDER BY d.since DESC LIMIT 1",
            .params = (const char *const[]){"document", "draft", NULL},
            .columns = (const char *const[]){"precedence", NULL},
        },
    [PRECEDENCE_RIVALS] =
        {
            .name = "precedence_rivals",
            .sql = "UPDATE observation AS o SET rival = 1 WHERE o.since = :release AND EXISTS"
                   " (SELECT 1 FROM observation p WHERE p.indicator = o.indicator"
                   " AND p.region = o.region AND p.breakdown = o.breakdown"
                   " AND p.measure = o.measure AND p.definition = o.definition"
                   " AND p.freq = o.freq AND p.ends_on = o.ends_on AND p.starts_on = o.starts_on"
                   " AND p.document <> o.document AND p.since <= :release AND " OPEN("p") ")",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){NULL},
        },
    [PRECEDENCE_STALE] =
        {
            .name = "precedence_stale",
            .sql = "SELECT " STMT_SCAN_MARK " c.code AS code FROM document d"
                   " JOIN document e ON e.document = d.document AND e.until = d.since"
                   " JOIN code c ON c.code_id = d.document"
                   " WHERE d.since = :release AND " PRECEDENCE("d") " <> " PRECEDENCE(
                       "e") " AND EXISTS (SELECT 1 FROM observation o WHERE o.document = d.document"
                            " AND o.precedence <> " PRECEDENCE("d") " AND o.since <= :release"
                                                                    " AND " OPEN("o") ") LIMIT 1",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"code", NULL},
        },
    [PRECEDENCE_MISPLACED] =
        {
            .name = "precedence_misplaced",
            .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM document d"
                   " JOIN observation o ON o.document = d.document"
                   " AND o.precedence <> " PRECEDENCE("d") " AND " ROW_IN_FORCE(
                       "+o") " WHERE " ROW_IN_FORCE("d"),
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [PRECEDENCE_UNMARKED] =
        {
            .name = "precedence_unmarked",
            .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM observation o"
                   " JOIN observation p ON p.indicator = o.indicator"
                   " AND p.region = o.region AND p.breakdown = o.breakdown"
                   " AND p.measure = o.measure AND p.definition = o.definition"
                   " AND p.freq = o.freq AND p.ends_on = o.ends_on AND p.starts_on = o.starts_on"
                   " AND p.document > o.document AND p.rival = 0 AND " ROW_IN_FORCE(
                       "+p") " WHERE o.rival = 0 AND " ROW_IN_FORCE("+o"),
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};
const struct stmt_group precedence_statements = {"precedence", specs, COUNT_OF(specs)};

int precedence_of(struct db *db, int64_t draft, int64_t document, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[PRECEDENCE_OF]);

    stmt_i64(s, 0, document);
    stmt_i64(s, 1, draft);
    int r = stmt_step(s);
    if (r > 0)
        *ret = stmt_get_i64(s, 0);
    return r;
}

int precedence_mark_rivals(struct db *db, int64_t release)
{
    struct stmt *s = db_stmt(db, &specs[PRECEDENCE_RIVALS]);

    stmt_i64(s, 0, release);
    return stmt_run(s);
}

int precedence_faults(struct db *db, int64_t release, int64_t *ret)
{
    static const size_t kinds[] = {PRECEDENCE_MISPLACED, PRECEDENCE_UNMARKED};
    int64_t total = 0;

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct stmt *s = db_stmt(db, &specs[kinds[i]]);
        int64_t n = 0;
        stmt_i64(s, 0, release);
        int r = row_count(s, &n);
        if (r < 0)
            return r;
        total += n;
    }
    *ret = total;
    return 0;
}

int precedence_stale(struct db *db, struct arena *arena, int64_t release, struct str *ret_document)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[PRECEDENCE_STALE]);

    stmt_i64(s, 0, release);
    int r = stmt_step(s);
    if (r > 0)
        *ret_document = arena_copy(arena, stmt_get_str(s, 0));
    return arena->failed ? -ERR_NOMEM : r;
}
