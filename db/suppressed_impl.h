#pragma once

/* What the two files of db/suppressed.h share: suppressed.c has the walk, regions and periods,
 * suppressed_parts.c the parts of breakdowns. No other file includes this one. */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/row.h"
#include "db/stmt.h"

#include <stdbool.h>
#include <stdint.h>

/* A register is judged by its own figures, where it kept back enough of them itself; what documents
 * publish is judged together, whoever published it. */
#define SAME_PLACE                                                                                 \
    " AND o.measure = 'level' AND o.definition = :definition AND o.freq = :freq"                   \
    " AND o.ends_on = :ends_on AND o.starts_on = :starts_on AND " ROW_IN_FORCE(                    \
        "o") " AND ("                                                                              \
             "o.document = :register OR (:register = 0 AND NOT EXISTS (SELECT 1 FROM document d"   \
             " WHERE d.document = o.document AND d.kind = 'register' AND " ROW_IN_FORCE("d") ")))"
#define PLACE_PARAMS "definition", "freq", "ends_on", "starts_on", "register"

/* A figure that is kept back. */
struct hidden {
    struct hidden *next;
    int64_t indicator, region, breakdown, parent; /* parent: 0 for none */
    int64_t reg; /* its document, where that is a register; else 0 */
    struct str definition, text, indicator_code, region_code;
    struct period period;
    bool over_regions, over_time; /* it may be added up */
};

struct walk {
    struct db *db;
    int64_t release;
    struct arena arena; /* of one figure */
};

/* Binds PLACE_PARAMS, of which the first is number `at`. */
void suppressed_bind_place(struct stmt *s, size_t at, const struct hidden *h, struct period period);

/* Whether the figure follows from its total and the other parts: 1 with what to say, 0 not. */
MUST_USE int suppressed_by_parts(struct walk *walk, const struct hidden *h, const char **ret_how);
