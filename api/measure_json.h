/* What is told of a measure, in JSON and as a row of CSV; for every list that has measures. */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "db/measures.h"

#include <stdint.h>

/* Writes the members of a measure, with its departments and latest report, and notes its documents.
 * `department`, when it is not empty, is told its place among them. 0, or a failure of the store.
 */
MUST_USE int measure_json_members(struct jw *w, struct api_call *call,
                                  const struct measure_row *row, struct str department);

/* Writes what a department is called: "id", "name", "names", "org_type", "region". Hints at groups,
 * whose members are not listed. */
void measure_json_department(struct jw *w, struct api_call *call,
                             const struct measure_department_row *row);

/* Writes one report, and notes its documents. */
void measure_json_report(struct jw *w, struct api_call *call, const struct measure_report_row *row);

/* The head of a table of measures, and a row of it. 0, or a failure of the store. */
void measure_csv_header(struct csv_writer *w);
MUST_USE int measure_csv(struct csv_writer *w, struct api_call *call, const struct measure_row *row,
                         struct str department);
