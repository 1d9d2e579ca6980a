/* The answer of a request on records whose entries are all in memory: one page of them as JSON, or
 * as CSV. The cursor is the number of the entry that comes next. */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "base/jw.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How entries are written, each by its number; 0 or negative. */
struct record_entries {
    const void *of; /* what the functions are given */
    size_t n;
    int (*json)(struct jw *w, const void *of, size_t i);
    void (*csv_header)(struct csv_writer *w, const void *of);
    int (*csv)(struct csv_writer *w, const void *of, size_t i);
    struct str file_name; /* static text */
};

/* The page behind `cursor` of at most `limit` entries; hints when there is no entry at all. */
MUST_USE enum problem_id record_answer(struct api_call *call, const struct record_entries *entries,
                                       struct str cursor, int64_t limit, bool bom);

/* The problem of a question that asks for more than `most` groups, or for too many periods. */
enum problem_id record_too_large(struct api_call *call, int most);
