/* Problem details (RFC 9457): the one shape of every answer that is not a success.
 *
 * Types, statuses and texts come from the registry in openapi.yaml. Nothing here sends or logs, and
 * nothing of the inside (SQL, paths, library texts) gets in: only what callers put into `detail`.
 */
#pragma once

#include "api/violation.h"
#include "api_spec.h"
#include "base/buf.h"
#include "base/str.h"

/* What is told. */
struct problem {
    enum problem_id id;
    /* Sentence about this occurrence; empty: the one of the registry, or of the violations. */
    struct str detail;
    /* Id of the request, as in X-Request-Id. */
    struct str instance;
    const struct violation_list *violations; /* or NULL */
    /* Methods or media types that are offered; none: the member is absent. */
    struct str_list allowed;
    /* Reference to begin again at; empty: the member is absent. */
    struct str restart;
};

/* The status of a problem that is not PROBLEM_NONE. */
int problem_status(enum problem_id id);

/* Appends the JSON text. When `out` fails, out->failed says so. */
void problem_write(struct buf *out, const struct problem *problem);
