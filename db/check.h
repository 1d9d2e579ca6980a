#pragma once

/*
 * The rules that the published data must keep, evaluated exactly on one release.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* A published relation: two sums that must be equal. */
struct check_relation {
    struct str code, name_zh, name_en, document;
    bool complete;             /* every term has a value; if not, nothing can be said */
    int64_t left_e6, right_e6; /* the sums, in millionths */
    bool holds;                /* complete and equal */
};

/* Figures of one document by kind. */
struct check_document {
    struct str code;
    bool primary; /* one of the published documents, not a second-hand source */
    int64_t actuals, growth_rates, ranks, targets;
    int64_t restricted; /* of them, never served */
};

/* Calls `each` for every relation in order; text is valid during the call. A negative code of
 * `each` ends the walk. */
MUST_USE int check_relations(struct db *db, int64_t release,
                             int (*each)(void *cls, const struct check_relation *), void *cls);

/* A figure that a relation is about. */
struct check_place {
    struct str indicator, region, breakdown;
    struct period period;
    bool restricted; /* the indicator is */
};

/* Calls `each` for every figure that the relation of this code names at `release`; text is valid
 * during the call. A negative code of `each` ends the walk. */
MUST_USE int check_places(struct db *db, int64_t release, struct str relation,
                          int (*each)(void *cls, const struct check_place *), void *cls);

/* Calls `each` for every document that has figures. */
MUST_USE int check_documents(struct db *db, int64_t release,
                             int (*each)(void *cls, const struct check_document *), void *cls);

/* Number of versions of one key that are in force at the same release; 0 in a sound store. */
MUST_USE int check_vintages(struct db *db, int64_t *ret);

/* Structure of the file, its indexes, and references between tables. -ERR_CORRUPT: damaged.
 * `*ret_dangling`: rows that name a row which is not there. */
MUST_USE int check_integrity(struct db *db, int64_t *ret_dangling);
