#pragma once

/*
 * Agencies as the registers have them. How many persons practise there is kept, and not read here:
 * it is not served without a scope.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One agency. Text is valid until the next step or reset of the statement it came from. */
struct agency_row {
    struct str code;
    struct names names; /* the English one may be empty */
    struct str kind, region;
    struct names region_names;
    struct str zone; /* empty: none */
    struct names zone_names;
    struct str uscc; /* empty: not known */
    struct day filed_on, filing_expires_on;
    struct str status;
    struct day ended_on; /* from which it is cancelled or revoked */
    struct str parent;   /* the agency it is a branch of; empty: none */
    struct str document;
    bool synthetic;
    struct day covers_to; /* last day of the register; unknown where the document is none */
};

/* Empty texts and unknown days select everything. */
struct agency_filter {
    struct str region; /* with those within it */
    struct str kind, status;
    struct day expires_from, expires_before; /* of the filing; the second day is not within */
};

/* Agencies after code `after` in the order of their codes, `limit` of them. Pull with
 * agencies_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *agencies_list(struct db *db, int64_t release, const struct agency_filter *filter,
                           struct str after, int64_t limit);
MUST_USE int agencies_next(struct stmt *stmt, struct agency_row *ret);

/* How many agencies match. */
MUST_USE int agencies_count(struct db *db, int64_t release, const struct agency_filter *filter,
                            int64_t *ret);

/* One agency: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int agencies_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                          struct agency_row *ret);

/* Codes of the branches of an agency, in order. Pull with agencies_next_branch(). */
struct stmt *agencies_branches(struct db *db, int64_t release, struct str code);
MUST_USE int agencies_next_branch(struct stmt *stmt, struct str *ret);
