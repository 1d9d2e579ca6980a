#pragma once

/*
 * Documents: where every figure comes from, the bodies named in them, and how many figures and
 * targets were taken from each.
 *
 * The counts hold only what can be read: figures of restricted indicators are not in them.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One document. Text is valid until the next step or reset of the statement it came from. */
struct document_row {
    struct str code;
    struct names titles;
    struct names publisher;
    struct str region; /* whose report it is */
    struct str kind;
    struct str doc_no, index_no; /* empty: none */
    struct day signed_on, published_on;
    struct day covers_from, covers_to; /* of a register: the days for which it is complete */
    struct str reliability;
    bool synthetic;                /* made up */
    int64_t publisher_rank;        /* 1 decides first */
    struct names note;             /* empty: none */
    int64_t observations, targets; /* targets: with the parameters of plans */
};

/* Empty texts select everything. */
struct document_filter {
    struct str region;
    struct str reliability;
};

/* Documents after code `after` in the order of their codes, `limit` of them. Pull with
 * documents_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *documents_list(struct db *db, int64_t release, const struct document_filter *filter,
                            struct str after, int64_t limit);
MUST_USE int documents_next(struct stmt *stmt, struct document_row *ret);

/* How many documents match. */
MUST_USE int documents_count(struct db *db, int64_t release, const struct document_filter *filter,
                             int64_t *ret);

/* One document: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int documents_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                           struct document_row *ret);

/* What another answer says about a document: no counts, one look-up. */
struct document_ref_row {
    struct str code;
    struct names titles;
    struct names publisher;
    struct day published_on;
    bool synthetic;
};
MUST_USE int documents_get_ref(struct db *db, int64_t release, struct str code,
                               struct stmt **ret_stmt, struct document_ref_row *ret);

/* Whether any document of the release is made up. */
MUST_USE int documents_synthetic(struct db *db, int64_t release, bool *ret);

/* A body named in a document. */
struct document_department_row {
    struct str department;
    struct names names;
    struct str role;
    int64_t position;
};

/* Bodies named in `code`: publishers, signatories, responsible ones, each in the order of the
 * document. Pull with document_departments_next(). */
struct stmt *documents_departments(struct db *db, int64_t release, struct str code);
MUST_USE int document_departments_next(struct stmt *stmt, struct document_department_row *ret);
