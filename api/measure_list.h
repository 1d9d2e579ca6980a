/* A page of measures, for every operation that lists them. */
#pragma once

#include "api/api.h"
#include "db/measures.h"

#include <stdbool.h>
#include <stdint.h>

/* What is asked for. */
struct measure_list {
    struct str document, kind, domain, department, indicator; /* empty: all */
    struct str without_report;                                /* a period; empty: all */
    struct str cursor;
    int64_t limit;
    bool bom;
};

/* The whole answer, in the format of the call. What a handler returns. */
MUST_USE enum problem_id measure_list(struct api_call *call, const struct measure_list *list);
