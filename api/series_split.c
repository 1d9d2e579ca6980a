#include "api/series_split.h"

#include "base/err.h"

/* "a, b" in order of the codes. */
static int list_codes(struct api_call *call, struct observation_memo *memo,
                      const struct id_list *regions, struct str *ret)
{
    struct str codes = STR("");

    for (size_t i = 0; i < regions->n; i++) {
        const struct memo_region *region;
        int r = observation_memo_region(memo, regions->v[i], &region);

        if (r < 0)
            return r;
        codes = arena_printf(call->arena, "%.*s%s%.*s", (int)codes.n, codes.p, i > 0 ? ", " : "",
                             (int)region->code.n, region->code.p);
    }
    *ret = codes;
    return call->arena->failed ? -ERR_NOMEM : 0;
}

int series_split_hint(struct api_call *call, struct observation_memo *memo,
                      const struct region_basis *basis, struct str_list named)
{
    for (size_t i = 0; i < named.n; i++) {
        struct id_list targets = {0};
        struct str codes;
        int64_t region;
        /* Selectors with signs are no codes, so that none of them is found. */
        int r = scope_code(call->db, STR("region"), named.v[i], &region);

        if (r < 0)
            return r;
        if (r == 0 || region_basis_fate(basis, region) == BASIS_IN_FORCE)
            continue;
        r = region_basis_targets(basis, call->arena, region, &targets);
        if (r < 0)
            return r;
        id_list_sort(&targets);
        r = list_codes(call, memo, &targets, &codes);
        if (r < 0)
            return r;
        hint_add_about(call, HINT_CODES_AS_OF,
                       arena_printf(call->arena, "%.*s = %.*s", (int)named.v[i].n, named.v[i].p,
                                    (int)codes.n, codes.p));
    }
    return 0;
}

/* What the whole came of, or was divided into. */
static int find_parts(struct api_call *call, const struct region_basis *basis,
                      const struct series_split *split, struct id_list *ret)
{
    const struct basis_change *known = &split->change;
    bool divided = split->kind == BASIS_SPLIT;
    bool whole_is_part = divided ? known->from_stays : known->to_was_there;
    int r = whole_is_part ? id_list_add(call->arena, ret, split->whole) : 0;

    for (size_t i = 0; r == 0 && i < basis->n; i++) {
        const struct basis_change *change = &basis->changes[i];

        if (change->kind != split->kind || change->on != known->on)
            continue;
        if (divided && change->from == split->whole)
            r = id_list_add(call->arena, ret, change->to);
        if (!divided && change->to == split->whole)
            r = id_list_add(call->arena, ret, change->from);
    }
    id_list_sort(ret);
    return r;
}

enum problem_id series_split_problem(struct api_call *call, struct observation_memo *memo,
                                     const struct region_basis *basis,
                                     const struct series_split *split)
{
    const struct memo_region *whole;
    struct id_list parts = {0};
    struct str codes;
    char day[DATE_TEXT_MAX];
    int r = observation_memo_region(memo, split->whole, &whole);

    if (r == 0)
        r = find_parts(call, basis, split, &parts);
    if (r == 0)
        r = list_codes(call, memo, &parts, &codes);
    for (size_t i = 0; r == 0 && i < parts.n; i++) {
        const struct memo_region *part;

        r = observation_memo_region(memo, parts.v[i], &part);
        if (r == 0)
            api_violation(call, VIOLATION_QUERY, STR("codesAsOf"), part->code, PROBLEM_NOT_ADDITIVE,
                          arena_printf(call->arena,
                                       "No share of the figures of %.*s is known for it.",
                                       (int)whole->code.n, whole->code.p),
                          (struct str_list){0}, (struct str){0});
    }
    if (r < 0)
        return api_fail(call, r);
    date_format(basis->day, day);
    return api_problem(
        call, PROBLEM_NOT_ADDITIVE,
        "Rule split-not-divisible: in the region codes of %s the figures of %.*s would "
        "have to be divided among %.*s, and nothing published tells the shares.",
        day, (int)whole->code.n, whole->code.p, (int)codes.n, codes.p);
}
