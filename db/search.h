#pragma once

/*
 * What can be looked for by name: everything of the catalogue that has one, with the other names it
 * goes by. What a name must be like to be found is not decided here.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* In the order in which equally good finds are listed. */
enum search_type {
    SEARCH_INDICATOR,
    SEARCH_REGION,
    SEARCH_GROUP,
    SEARCH_DOCUMENT,
    SEARCH_DEPARTMENT,
    SEARCH_PLAN,
    SEARCH_TYPES
};

/* A thing with one of its other names: as many rows as it has of them, one when it has none. Text
 * is valid until the next step or reset of the statement it came from. */
struct search_row {
    struct str code;
    struct names names;
    struct str level;    /* of a region, otherwise empty */
    struct str parent;   /* of a region that has one, otherwise empty */
    struct str region;   /* where a document, department or plan belongs, otherwise empty */
    struct day valid_to; /* of a region, otherwise unknown */
    struct str other[2]; /* other names, empty: none */
    struct str via;      /* what sort they are of: alias, former-name, predecessor, number */
};

/* Everything of this type that may be found, in the order of the codes. An indicator that is
 * restricted may not. Pull with search_next(); reset with stmt_reset(). */
struct stmt *search_scan(struct db *db, int64_t release, enum search_type type);
MUST_USE int search_next(struct stmt *stmt, struct search_row *ret);
