/* Progress of targets in an answer: in full, and in short for lists. */
#pragma once

#include "api/api.h"
#include "api/progress.h"
#include "db/targets.h"

/* Members light, reason and reason_text of the object that is being written. */
void verdict_json(struct jw *w, const struct api_call *call, struct verdict verdict);

/* Members on, judged_as, the verdict and readings of the object that is being written. */
void progress_json(struct jw *w, struct api_call *call, const struct progress *progress);

/* The object of schema TargetBrief. 0, or a failure of the store. */
MUST_USE int progress_json_brief(struct jw *w, struct api_call *call, const struct target_row *row,
                                 const struct progress *progress);
