/* A dispute case in an answer, as JSON and CSV: the members that were asked for, in the order of
 * the contract or of `fields`. */
#pragma once

#include "api/api.h"
#include "api/code_names.h"
#include "api/record_json.h"
#include "base/csv.h"
#include "db/disputes.h"
#include "db/mediations.h"

#include <stdbool.h>
#include <stddef.h>

/* limit: members of a case, as `fields` in openapi.yaml lists them */
enum { DISPUTE_FIELDS_MAX = 27 };

struct dispute_fields {
    size_t v[DISPUTE_FIELDS_MAX]; /* numbers of members, each once */
    size_t n;
    struct code_names names[DISPUTE_FIELDS_MAX]; /* of the codes of a member; of those named */
};

/* What `fields` names; without names all that need no scope. PROBLEM_NONE, scope-required when one
 * needs it, or the problem of a failure. */
MUST_USE enum problem_id dispute_fields_parse(struct api_call *call, struct str_list names,
                                              struct dispute_fields *ret);

/* The members of an object that is begun. */
void dispute_json_members(struct jw *w, struct api_call *call, const struct dispute_fields *fields,
                          const struct dispute_row *row);

/* The header of a table, and a row of it; `synthetic` is its last column. */
void dispute_csv_header(struct csv_writer *w, const struct dispute_fields *fields);
void dispute_csv(struct csv_writer *w, const struct api_call *call,
                 const struct dispute_fields *fields, const struct dispute_row *row,
                 bool synthetic);

/* A mediation as an object. */
void mediation_json(struct jw *w, struct api_call *call, const struct mediation_row *row);
