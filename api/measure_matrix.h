/* Departments by measures: who is responsible for what, and how much that is. A link is one
 * department, or group, of one measure. */
#pragma once

#include "api/api.h"
#include "db/measures.h"

#include <stddef.h>

/* A measure that is shown. */
struct matrix_measure {
    struct measure_row row; /* text in the arena */
    size_t departments, groups;
};

/* A department that is shown. */
struct matrix_department {
    struct measure_department_row row; /* text in the arena; the place of no measure */
    size_t measures, named_first;
};

/* A department in a measure. */
struct matrix_link {
    size_t measure;
    const struct matrix_department *department;
    int64_t position;
    bool signatory;
};

struct measure_matrix {
    struct matrix_measure *measures; /* in the order of their documents */
    size_t n_measures, measures_room;
    struct matrix_department **departments; /* those with more measures first */
    size_t n_departments, departments_room;
    struct matrix_link *links; /* in the order of the measures, then of the document */
    size_t n_links, links_room;
};

/* Reads the matrix of the measures that match; with `departments`, only these and the measures that
 * any of them has. 0 or negative. */
MUST_USE int measure_matrix_read(struct api_call *call, const struct measure_filter *filter,
                                 const struct str_list *departments, struct measure_matrix *ret);
