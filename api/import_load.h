/* One import, from its package to the draft: what `iprstat load` does, with its refusals as a
 * problem. */
#pragma once

#include "api/api.h"
#include "api/package.h"
#include "base/macros.h"

#include <stdbool.h>
#include <stdint.h>

struct import_order {
    const struct package *package;
    struct str digest;   /* what another request with the same Idempotency-Key must have too */
    bool complete;       /* it has all of each document of which it has any */
    bool keep_conflicts; /* also what does not fit other figures */
};

struct import_outcome {
    int64_t draft;     /* 0: nothing is new */
    struct str report; /* of api/import_report.h, in the arena of the call */
};

/* Loads on call->db, a writer, with a row of db/imports.h when the draft is kept. PROBLEM_NONE; or
 * the problem, with the rows that are wrong as violations of the call, and nothing is changed. */
MUST_USE enum problem_id import_load(struct api_call *call, const struct import_order *order,
                                     struct import_outcome *ret);

/* The name part of the key of a call. */
struct str import_key(const struct api_call *call);
