#pragma once

/*
 * Code lists: the codes used in figures and filters, with names and notes. The list "group" is made
 * of the region groups, which are kept with the regions.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* One code list. Text is valid until the next step or reset of the statement it came from. */
struct codelist_row {
    struct str code;
    struct names names;
    struct str source; /* standard the list follows; empty: none */
    int64_t items;
};

/* Code lists after code `after` in the order of their codes, `limit` of them. Pull with
 * codelists_next(); reset with stmt_reset(). */
struct stmt *codelists_list(struct db *db, int64_t release, struct str after, int64_t limit);
MUST_USE int codelists_next(struct stmt *stmt, struct codelist_row *ret);

/* How many code lists there are. */
MUST_USE int codelists_count(struct db *db, int64_t release, int64_t *ret);

/* One code list: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset().
 */
MUST_USE int codelists_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                           struct codelist_row *ret);

/* One code of a list. */
struct codelist_item_row {
    struct str code;
    struct names names;
    struct names note; /* empty: none */
};

/* The codes of list `code` in the list's own order. Pull with codelists_next_item(). */
struct stmt *codelists_items(struct db *db, int64_t release, struct str code);
MUST_USE int codelists_next_item(struct stmt *stmt, struct codelist_item_row *ret);
