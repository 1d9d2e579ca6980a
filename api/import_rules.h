/* What a release of a draft by itself would break, and which rows of the package are to blame:
 * found out within the transaction of the load, before the draft is kept. */
#pragma once

#include "api/package.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: findings that are told; as many as errors of a load */
enum { IMPORT_FINDINGS_MAX = 100 };

enum import_rule { IMPORT_RELATION, IMPORT_PARTS, IMPORT_SUPPRESSED, IMPORT_PRECEDENCE };

/* A figure that a finding is about. */
struct import_place {
    const struct import_place *next;
    struct str indicator, region, breakdown;
    struct str dimension; /* not empty: a part of the place by this dimension is meant too */
    struct str document;  /* empty: any */
    struct period period;
};

struct import_finding {
    enum import_rule rule;
    struct str subject, detail;
    const struct import_place *places;
    bool restricted; /* it is about figures that are */
    /* The row of the package; no file: it has none. */
    struct str file, column, value;
    int64_t row;
};

struct import_findings {
    struct arena *arena;
    struct db *db;
    struct import_finding *v; /* IMPORT_FINDINGS_MAX at most */
    size_t n;
    int64_t more;
};

/* Tries the draft, and fills `ret`, whose text is in the arena. 0, or a failure. */
MUST_USE int import_foresee(struct arena *arena, struct db *db, int64_t draft, int64_t now,
                            struct str actor, const struct package *package,
                            struct import_findings *ret);

/* Whether the finding is a reason to refuse the package: figures that do not fit, and rows of it
 * that say so. */
bool import_refuses(const struct import_finding *finding);

/* "relation", "parts", ... */
const char *import_rule_name(enum import_rule rule);
