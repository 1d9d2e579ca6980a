/* What operations on disputes have in common: the arguments that say which cases are meant. */
#pragma once

#include "api/api.h"
#include "api/record_scope.h"
#include "db/dispute_filter.h"

/* "yes", "no", or empty where it was not asked for. */
#define DISPUTE_YES_NO(args, mask, name)                                                           \
    (((args)->given & (mask)) == 0 ? STR("") : (args)->name ? STR("yes") : STR("no"))

/* A filter from the arguments of operation OP, which are of the same names in all of them. Without
 * outcomes. */
#define DISPUTE_FILTER_OF(arena, args, OP)                                                         \
    {                                                                                              \
        .dispute_type = filter_codes(arena, (args)->dispute_type),                                 \
        .ip_type = filter_codes(arena, (args)->ip_type),                                           \
        .route = filter_codes(arena, (args)->route),                                               \
        .patent_type = filter_codes(arena, (args)->patent_type),                                   \
        .org_level = filter_codes(arena, (args)->org_level), .outcome = STR(""),                   \
        .document = filter_codes(arena, (args)->document),                                         \
        .e_commerce = DISPUTE_YES_NO(args, OP##_GIVEN_E_COMMERCE, e_commerce),                     \
        .foreign_related = DISPUTE_YES_NO(args, OP##_GIVEN_FOREIGN_RELATED, foreign_related),      \
        .exhibition = DISPUTE_YES_NO(args, OP##_GIVEN_EXHIBITION, exhibition),                     \
        .simplified = DISPUTE_YES_NO(args, OP##_GIVEN_SIMPLIFIED, simplified),                     \
    }
