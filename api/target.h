/* A target in an answer: what is demanded, by when, and who is responsible. */
#pragma once

#include "api/api.h"
#include "db/targets.h"

/* Writes the object, and notes its document and hints. 0, or a failure of the store. */
MUST_USE int target_json(struct jw *w, struct api_call *call, const struct target_row *row);

/* Writes members of a shorter object, which the caller begins and ends. */
MUST_USE int target_json_brief(struct jw *w, struct api_call *call, const struct target_row *row);
