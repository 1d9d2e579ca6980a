#pragma once

/*
 * Loading: rows of Data Packages become a draft, which no reader sees until it is published
 * (db/releases.h).
 *
 * One draft is one load of one or more packages, in one transaction. Each row is compared with the
 * newest release: it is new, revises a row, or changes nothing. What names something (a region, an
 * indicator, a department) must be in the newest release or earlier in this draft; a row may also
 * name a later row of its own table. A row that is not right is reported and left out, and the
 * draft is then thrown away as a whole by draft_finish().
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draft;

/* Stands in `until` of a row of a draft that withdraws what is in force under its key. */
#define DRAFT_WITHDRAWN (DB_UNTIL_OPEN - 2)

/* One refused cell or row. Everything belongs to the draft and lives as long as it. */
struct draft_error {
    struct str package, table;
    int64_t line;      /* of the file, where the row starts */
    struct str column; /* name of the column; empty: the row as a whole */
    struct str value;  /* the cell as read, shortened to 80 bytes */
    struct str reason; /* a sentence without its full stop */
};

/* limit: errors kept; a person mends the first few and loads again, a wrong file would give millions */
enum { DRAFT_ERRORS_MAX = 100 };

struct draft_counts {
    int64_t inserted, revised, unchanged, deleted, rejected;
};

struct draft_report {
    int64_t draft; /* its number; 0 when it was thrown away: rows rejected, dry run, or nothing new
                      in it */
    struct draft_counts total;
    struct draft_counts restricted;    /* of them, rows that no reader is told of, see
                                          draft_restricts() */
    const struct draft_counts *tables; /* tables_n entries, in the order of tables[] */
    const struct draft_error *errors;  /* the first DRAFT_ERRORS_MAX */
    size_t n_errors;
    int64_t more_errors; /* how many more there were */
};

/* Begins a load on a writer; `now` and `actor` are what is recorded (db/audit.h), the text of the
 * actor must outlive the draft. The caller frees with draft_close(), which rolls back what
 * draft_finish() did not keep. */
MUST_USE int draft_open(struct db *db, int64_t now, struct str actor, struct draft **ret);
void draft_close(struct draft **draft);

/* Whether the rows of a package are made up: none, all of them, or those of some documents, as in a
 * copy of a store that has both. */
enum draft_made_up { DRAFT_REAL, DRAFT_MADE_UP, DRAFT_MIXED };

/* Names a package of the load and gives its number for draft_row(). */
MUST_USE int draft_package(struct draft *draft, struct str name, struct str version,
                           enum draft_made_up made_up, size_t *ret_package);

/* Takes one row: `cells` are the columns of `table` in order, exactly table->n_columns of them.
 * Rows of a table that refers to another come after it. 0: taken or rejected, the report says
 * which. Negative: the load can not go on. */
MUST_USE int draft_row(struct draft *draft, size_t package, const struct table *table, int64_t line,
                       const struct str *cells);

/* Reports a row that the file reader itself refused. */
void draft_reject(struct draft *draft, size_t package, const struct table *table, int64_t line,
                  struct str column, struct str value, struct str reason);

/* Says, before the first row, that the load has all figures of each document of which it has any,
 * and all records of each of which it has any: what is in force of such a document and does not
 * come is withdrawn. */
void draft_complete(struct draft *draft);

/* Whether a draft restricts an indicator that was public: 1, 0 not. Then it is a release by itself:
 * what other drafts of that release brought of the indicator was counted and digested as public. */
MUST_USE int draft_restricts(struct db *db, int64_t draft);

/* Whether a draft gives an indicator another access than a published version of it has: 1, 0 not.
 * Access counts for every release from the moment of the publish, so that it can not wait. */
MUST_USE int draft_changes_access(struct db *db, int64_t draft);

/* Says who is asked before a draft is kept: `ask` is called by draft_finish(), within its
 * transaction, with all rows in place and the report that it is going to give. 0: keep it. 1: do
 * not. Negative: a failure, which draft_finish() hands on. */
typedef int (*draft_ask_fn)(void *cls, const struct draft_report *report);
void draft_ask(struct draft *draft, draft_ask_fn ask, void *cls);

/* Ends the load. The draft is kept when `keep` is true, no row was rejected and some row is new,
 * revised or withdrawn; otherwise everything is rolled back. 0 also then: look at the report, which
 * lives as long as the draft. */
MUST_USE int draft_finish(struct draft *draft, bool keep, struct draft_report *ret);
