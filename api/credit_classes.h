/* What counts of graded agencies have in common: the grades in their order, the names of the
 * scheme, the registers that are counted, and shares. */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "base/period.h"
#include "db/credit_grades.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: items of the list of grades, over all schemes; five are known */
enum { CREDIT_CLASSES_MAX = 32 };

struct credit_classes {
    size_t n;
    struct str codes[CREDIT_CLASSES_MAX]; /* best first */
    struct str names[CREDIT_CLASSES_MAX]; /* in the answer's language */
    struct str scheme_name;
    bool synthetic; /* a register that was noted is made up */
};

/* Reads the grades and the name of a scheme. 0, -ERR_LIMIT when there are more grades than fit, or
 * a failure of the store. */
MUST_USE int credit_classes_read(struct api_call *call, struct str scheme,
                                 struct credit_classes *ret);

/* Notes the registers in which the grades of the filter stand. 0, or a failure of the store. */
MUST_USE int credit_classes_note(struct api_call *call, const struct credit_grade_filter *filter,
                                 struct credit_classes *classes);

/* The place of a grade in the order. 0, or -ERR_CORRUPT when it is not in the list. */
MUST_USE int credit_classes_place(const struct credit_classes *classes, struct str grade,
                                  size_t *ret);

/* Writes "share": in per cent of `whole`, to one decimal; null where that is 0. */
void credit_share_json(struct jw *w, int64_t part, int64_t whole);

/* The same as a cell, which is empty where it is null. */
void credit_share_csv(struct csv_writer *w, int64_t part, int64_t whole);

/* Writes the code of a period, as a value and as a cell; and the head of a table. */
void credit_period_json(struct jw *w, struct period period);
void credit_period_csv(struct csv_writer *w, struct period period);
void credit_head_csv(struct csv_writer *w, const struct str *names, size_t n);
