/* What answers that count requests for pre-examination have in common: the registers behind them,
 * and how counts are written.
 *
 * An answer rests on each register that could have a request of a region and period, whether it
 * has one or not: a count of 0 is what the register says.
 */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "base/period.h"
#include "db/preexam_counts.h"
#include "db/record_figures.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Registers that have requests, with everything that lies in the region of each. */
struct preexam_register {
    struct record_register of; /* text in the arena */
    struct id_list regions;
};

struct preexam_registers {
    struct preexam_register *v; /* by code */
    size_t n;
    int32_t on; /* the last day that one of them covers; that of the release without any */
};

/* Those among `documents`, or all when there are none. Lives as long as call->arena. 0 or negative.
 */
MUST_USE int preexam_registers_open(struct api_call *call, struct str_list documents,
                                    struct preexam_registers *ret);

/* Whether a register may have requests of a region: it lies in that of the register, or the other
 * way round. 0 or negative. */
MUST_USE int preexam_register_meets(struct api_call *call, const struct preexam_register *registry,
                                    int64_t region, bool *ret);

/* Whether one of the registers covers some day of a period, or all of its days. */
bool preexam_covers_some(const struct preexam_register *registry, struct period period);
bool preexam_covers_all(const struct preexam_register *registry, struct period period);

/* Members of an object, and cells of a row, of one group of counts. */
MUST_USE int preexam_json(struct jw *w, const struct preexam_group *group, bool cohort);
void preexam_csv_names(struct csv_writer *w, bool cohort);
MUST_USE int preexam_csv(struct csv_writer *w, const struct preexam_group *group, bool cohort);
