/* What an answer about one indicator says of it beside its figures. */
#pragma once

#include "api/api.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/row.h"

#include <stdint.h>

/* Text in the arena of the call. */
struct subject {
    struct str code;
    struct names names;
    struct str unit, direction;
    uint8_t decimals;
    struct str numerator, denominator; /* of a ratio; empty: none */
};

/* 1 found, 0: there is no such indicator at the release. -ERR_NOMEM, or a failure of the store. */
MUST_USE int subject_read(struct api_call *call, struct str indicator, struct subject *ret);
