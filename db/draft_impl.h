#pragma once

/*
 * What the parts of the loader share: draft.c has the load from its begin to its end, draft_rows.c
 * takes the rows, draft_rules.c has the rules between rows, draft_access.c what is published of
 * them. No other file includes this one.
 */

#include "base/arena.h"
#include "base/sha256.h"
#include "db/draft.h"
#include "db/lookup.h"
#include "db/row_rules.h"
#include "db/table_sql.h"

/* What it says is published: counts and digest are those of rows that readers may see. */
struct draft_package {
    struct str name, version;
    enum draft_made_up made_up;
    struct draft_counts counts;
    struct sha256 digest;
};

/* What the store has under the key of a row. */
enum draft_standing { DRAFT_ROW_NEW, DRAFT_ROW_SAME, DRAFT_ROW_REVISED };

/* Stands in `until` of a row that changes nothing. It is kept until the end of the load only, to
 * find a second row with its key, and then removed. */
#define DRAFT_UNCHANGED (DB_UNTIL_OPEN - 1)

/* A cell that names a row of its own table which had not come yet. */
struct draft_later {
    struct draft_later *next;
    size_t package;
    const struct table *table;
    const struct table_column *column;
    int64_t line;
    struct str code;
    int64_t *counted; /* where the row was counted */
};

/* A row that is looked at again when all rows are there. */
struct draft_noted {
    struct draft_noted *next;
    size_t package;
    const struct table *table;
    int64_t line;
    int64_t id;       /* of the identity that the row is of */
    int64_t *counted; /* where the row was counted */
};

/* A row of a relation: only when all terms are there it is known whether readers may see it. */
struct draft_related {
    struct draft_related *next;
    size_t package;
    int64_t relation;
    enum draft_standing standing;
    char digest[SHA256_TEXT_MAX];
};

/* A document of which the load has rows. */
struct draft_mention {
    int64_t document;
    bool records; /* rows of its records, not only figures or the document itself */
};

/* What the newest version of a document says of itself. */
struct draft_document {
    int64_t id; /* 0: none was asked for */
    int64_t region;
    bool is_register, synthetic;
};

struct draft_table {
    struct sql_columns columns;
    struct stmt *find, *insert;
};

struct draft {
    struct arena arena, row_arena;
    struct db *db;
    int64_t id, since;
    int64_t now;
    struct str actor;
    bool complete;
    draft_ask_fn ask; /* NULL: nobody is asked */
    void *ask_cls;
    struct lookup *lookup;
    struct draft_table *tables; /* in the order of tables[] */
    struct draft_counts *counts;
    struct draft_package *packages;
    size_t n_packages;
    struct draft_later *later;
    struct draft_noted *noted;
    struct draft_related *related;
    struct draft_counts restricted; /* of all rows, those that readers may not see */
    int64_t access_of;              /* the indicator that was asked for last; 0: none */
    bool access_public;             /* and its access */
    struct {
        struct draft_mention *v;
        size_t n, cap;
        bool all; /* a rule changed on which the figures of every register may depend */
    } registers;  /* to be counted anew, among other documents */
    struct draft_document document; /* the one that was asked for last */
    int64_t within[2];              /* a region found to lie within another, likewise */
    bool counting;                  /* figures come from records, not from a file */
    bool unseen;                    /* the row revises only what readers do not see of it */
    int64_t was_of;                 /* the document of what it revises, 0 for none */
    struct arena view_arena;        /* of one generated statement */
    struct draft_error *errors;
    size_t n_errors;
    int64_t more_errors;
};

/* Keeps an error while there is room, and counts it after that. `column` empty: the row as a whole.
 */
void draft_add_error(struct draft *draft, size_t package, const struct table *table, int64_t line,
                     struct str column, struct str value, struct str reason);

/* Whether the store speaks against a row that has no faults of its own: 1 with the column and the
 * reason, 0 not, negative failed. */
MUST_USE int draft_rules_row(struct draft *draft, const struct table *table,
                             const struct row_values *row, const char **ret_column,
                             const char **ret_reason);

/* True for a row that draft_rules_finish() must look at: one that may close a circle of regions or
 * agencies, or forbid figures of an indicator. */
bool draft_rules_wanted(const struct draft *draft, const struct table *table,
                        const struct row_values *row, bool revised);

/* limit: regions above one; the data has four, and an answer walks them */
enum { REGIONS_ABOVE_MAX = 32 };

/* The region above one, 0 for none; that of the draft where it has one. 0, or negative. */
MUST_USE int draft_rules_parent(struct draft *draft, int64_t region, int64_t *ret);

/* As draft_rules_row(), of a record against what it names: its scheme, its case, its item. */
MUST_USE int draft_record_rules_row(struct draft *draft, const struct table *table,
                                    const struct row_values *row, const char **ret_column,
                                    const char **ret_reason);

/* Whether the parents of an agency lead back to it: 1 with the reason, 0 not, negative failed. */
MUST_USE int draft_record_rules_agency(struct draft *draft, int64_t agency,
                                       const char **ret_reason);

/* Looks at the rows that were noted, and rejects those that may not stay. */
MUST_USE int draft_rules_finish(struct draft *draft);

/*
 * What is published of a load never depends on restricted rows: neither a digest, from which a
 * value could be guessed, nor a count. A row is restricted when exports would leave it out: a
 * figure or a target of a restricted indicator, the units of such a target, a relation with a term
 * on either, and all terms of that relation; and a revision of restricted columns alone. The
 * indicator itself and its definitions are public.
 *
 * Access is that of the newest version of the indicator, of which this load's own comes first: a
 * load that restricts an indicator tells nothing of the figures that come with it, and one that
 * opens an indicator tells of those, and of no others that were there before. Rows of indicators
 * come before those that name them (see draft_row()), so that access is settled when it is asked
 * for; a relation waits for its terms. What was published while an indicator was public is not
 * taken back from digests and counts, which readers have had together with the values.
 */

/* The count that a row of this standing belongs to. */
int64_t *draft_counted(struct draft_counts *counts, enum draft_standing standing);

/* Counts a row that was taken, as published or as restricted, and digests it in the former case. */
MUST_USE int draft_access_row(struct draft *draft, size_t package, const struct table *table,
                              const struct str *cells, const struct row_values *row,
                              enum draft_standing standing);

/* Whether a row may be of its document: 1 not, with the column and the reason, 0 it may. What is
 * made up comes in packages that say so, and figures of a register only from its records. */
MUST_USE int draft_records_fault(struct draft *draft, size_t package, const struct table *table,
                                 const struct row_values *row, const char **ret_column,
                                 const char **ret_reason);

/* Whether a revision may take a record from draft->was_of to the document of the row: 1 not, with
 * the reason, 0 it may. */
MUST_USE int draft_records_moved(struct draft *draft, const struct table *table,
                                 const struct row_values *row, const char **ret_reason);

/* Notes whose records a row that was taken may change. */
MUST_USE int draft_records_row(struct draft *draft, const struct table *table,
                               const struct row_values *row, enum draft_standing standing);

/* When all rows are there and none was rejected: counts the registers that changed, and takes their
 * figures as rows; of a complete load it marks the records that are withdrawn. */
MUST_USE int draft_records_finish(struct draft *draft);

/* Counts and digests the rows of relations, when all rows are there. */
MUST_USE int draft_access_finish(struct draft *draft);

/* How many of the figures that the draft withdraws are restricted. */
MUST_USE int draft_access_withdrawn(struct draft *draft, int64_t *ret);
