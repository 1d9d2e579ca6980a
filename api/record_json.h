/* What statistics of records have in common: the division of time, and the members that all entries
 * have, as JSON and CSV. */
#pragma once

#include "api/api.h"
#include "api/record_scope.h"
#include "base/csv.h"
#include "base/day_counts.h"
#include "base/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The key of `group_by` that divides time: true when `name` is one; the shortest stays. */
bool record_group_time(struct str name, bool *ret_split, enum freq *ret_freq);

/* The region, its name and the period of an entry; no region: all together. */
void record_group_json(struct jw *w, const struct api_call *call, const struct record_scope *scope,
                       bool grouped, size_t region, struct period period);
void record_group_csv(struct csv_writer *w, const struct api_call *call,
                      const struct record_scope *scope, bool grouped, size_t region,
                      struct period period);
void record_group_csv_header(struct csv_writer *w);

/* "group": the keys with their values, null where one is not known. */
void record_keys_json(struct jw *w, const struct str *keys, const struct str *values, size_t n);

/* Per cent of `part` in `whole`, null or empty when there is none. 0 or -ERR_LIMIT. */
MUST_USE int record_percent_json(struct jw *w, int64_t part, int64_t whole);
MUST_USE int record_percent_csv(struct csv_writer *w, int64_t part, int64_t whole);

/* Durations: "duration", or eight cells. */
MUST_USE int record_durations_json(struct jw *w, const struct day_counts *days);
MUST_USE int record_durations_csv(struct csv_writer *w, const struct day_counts *days);
void record_durations_csv_header(struct csv_writer *w);

/* Whether the answer rests on a register that is made up. */
bool record_scope_synthetic(const struct record_scope *scope, bool grouped, size_t region);
bool record_document_synthetic(const struct record_scope *scope, struct str document);

/* Cells of days and texts that may be missing. */
void record_csv_day(struct csv_writer *w, struct day day);
void record_csv_date(struct csv_writer *w, int32_t day);
void record_csv_text(struct csv_writer *w, struct str text);
