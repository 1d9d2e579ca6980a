/* The credit file of an agency as JSON: by scheme its grades, events, reminders and objections.
 *
 * A grade stands as it was published beside the one that is computed; see api/credit_score.h.
 * Repair may be asked for from the day that lies the months of the scheme after publication: the
 * same day of the month, else its last one.
 */
#pragma once

#include "api/api.h"

#include <stdint.h>

/* Writes "credit": an array of schema CreditFile; days are counted from `on`. `agency` is its code.
 * 0, or a failure of the store. */
MUST_USE int credit_files_json(struct jw *w, struct api_call *call, struct str agency, int32_t on);
