#include "db/dispute_filter.h"

#include "base/buf.h"

struct str filter_codes(struct arena *arena, struct str_list codes)
{
    size_t n = 1, at = 0;
    char *text;

    if (codes.n == 0)
        return STR("");
    for (size_t i = 0; i < codes.n; i++)
        n += codes.v[i].n + 1;
    text = arena_alloc(arena, n);
    if (text == NULL)
        return (struct str){0};
    text[at++] = ',';
    for (size_t i = 0; i < codes.n; i++) {
        for (size_t k = 0; k < codes.v[i].n; k++)
            text[at++] = codes.v[i].p[k];
        text[at++] = ',';
    }
    return (struct str){text, n};
}

void dispute_filter_bind(struct stmt *stmt, size_t first, const struct dispute_filter *filter)
{
    const struct str values[DISPUTE_FILTER_PARAMS_N] = {
        filter->dispute_type, filter->ip_type,    filter->route,      filter->patent_type,
        filter->org_level,    filter->outcome,    filter->e_commerce, filter->foreign_related,
        filter->exhibition,   filter->simplified, filter->document,
    };

    for (size_t i = 0; i < COUNT_OF(values); i++)
        stmt_str(stmt, first + i, values[i]);
}
