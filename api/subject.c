#include "api/subject.h"

#include "base/err.h"
#include "db/db.h"
#include "db/indicators.h"

int subject_read(struct api_call *call, struct str indicator, struct subject *ret)
{
    struct arena *arena = call->arena;
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct indicator_row row;
    int r = indicators_get(call->db, call->release->id, indicator, &s, &row);

    if (r <= 0)
        return r;
    *ret = (struct subject){
        .code = arena_copy(arena, row.code),
        .names = {arena_copy(arena, row.names.zh), arena_copy(arena, row.names.en)},
        .unit = arena_copy(arena, row.unit),
        .direction = arena_copy(arena, row.direction),
        .decimals = (uint8_t)row.decimals,
        .numerator = arena_copy(arena, row.numerator),
        .denominator = arena_copy(arena, row.denominator),
    };
    return arena->failed ? -ERR_NOMEM : 1;
}
