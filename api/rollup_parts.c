/* The axis of breakdowns: whether parts may be added up, and whether all of them are there. */
#include "api/rollup_impl.h"
#include "base/err.h"

/* limit: dimensions that tell the breakdowns of one group apart; a breakdown has at most five */
enum { DIMENSIONS_MAX = 8 };

/* limit: combinations of parts that are looked for one by one; tables of more cells than this are
 * not published */
enum { COMBINATIONS_MAX = 400 };

struct dimensions {
    struct {
        struct str name, code; /* of the first figure that has it */
        bool varies;
        size_t seen;
    } v[DIMENSIONS_MAX];
    size_t n;
};

size_t rollup_cell_end(struct rollup_slice figures, size_t at)
{
    const struct rollup_figure *first = &figures.v[at];

    while (at < figures.n && figures.v[at].region == first->region &&
           rollup_same_period(figures.v[at].period, first->period))
        at++;
    return at;
}

struct str rollup_part(struct str parts, struct str dimension)
{
    struct str pair, name;

    while (parts.n > 0 && str_cut(&parts, ';', &pair)) {
        str_cut(&pair, '=', &name);
        if (str_eq(name, dimension))
            return pair;
    }
    return (struct str){0};
}

static int note_pair(struct dimensions *dimensions, struct str name, struct str code)
{
    size_t i = 0;

    while (i < dimensions->n && !str_eq(dimensions->v[i].name, name))
        i++;
    if (i == DIMENSIONS_MAX)
        return -ERR_LIMIT;
    if (i == dimensions->n) {
        dimensions->v[i].name = name;
        dimensions->v[i].code = code;
        dimensions->n++;
    }
    dimensions->v[i].seen++;
    dimensions->v[i].varies = dimensions->v[i].varies || !str_eq(dimensions->v[i].code, code);
    return 0;
}

/* All dimensions of the breakdowns of the figures. */
static int find_dimensions(struct rollup_slice figures, struct dimensions *ret)
{
    *ret = (struct dimensions){.n = 0};
    for (size_t i = 0; i < figures.n; i++) {
        struct str rest = figures.v[i].parts, pair, name;

        while (rest.n > 0 && str_cut(&rest, ';', &pair)) {
            int r;

            str_cut(&pair, '=', &name);
            r = note_pair(ret, name, pair);
            if (r < 0)
                return r;
        }
    }
    return 0;
}

/* Leaves those in which `n_figures` figures differ. */
static void keep_varying(struct dimensions *dimensions, size_t n_figures)
{
    size_t n = 0;

    for (size_t i = 0; i < dimensions->n; i++)
        if (dimensions->v[i].varies || dimensions->v[i].seen < n_figures)
            dimensions->v[n++] = dimensions->v[i];
    dimensions->n = n;
}

/* Leaves those of which the request says nothing, so that their parts stand for the whole. */
static void keep_free(struct dimensions *dimensions, const struct rollup *all)
{
    size_t n = 0;

    for (size_t i = 0; i < dimensions->n; i++) {
        bool known = false;

        for (size_t k = 0; k < all->dimensions.n; k++)
            known = known || str_eq(all->dimensions.v[k], dimensions->v[i].name);
        if (!known)
            dimensions->v[n++] = dimensions->v[i];
    }
    dimensions->n = n;
}

static int refuse_dimension(struct rollup *all, const struct aggregate_dimension *dimension)
{
    static const struct {
        struct str rule;
        enum refusal refusal;
    } refusals[] = {
        {STR("overlapping"), REFUSED_OVERLAPPING_PARTS},
        {STR("promoting"), REFUSED_PROMOTING_PARTS},
        {STR("batch"), REFUSED_COVERAGE_DIFFERS},
    };

    rollup_offend(
        all, arena_printf(all->arena, "breakdown[%.*s]", (int)dimension->code.n, dimension->code.p),
        STR("*"),
        dimension->note.n > 0
            ? arena_printf(all->arena, "%.*s.", (int)dimension->note.n, dimension->note.p)
            : STR("Its codes are parts of each other."));
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (str_eq(dimension->rule, refusals[i].rule))
            return rollup_refuse(all, refusals[i].refusal);
    return rollup_refuse(all, REFUSED_NESTED_PARTS);
}

/* Which of the dimensions a breakdown has, as bits. */
static unsigned mask_of(const struct dimensions *dimensions, struct str parts)
{
    unsigned mask = 0;

    for (size_t i = 0; i < dimensions->n; i++)
        if (rollup_part(parts, dimensions->v[i].name).n > 0)
            mask |= 1U << i;
    return mask;
}

/* In one place a part does not stand beside what contains it. */
static int check_cells(struct rolling *rolling, const struct dimensions *dimensions)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;

    for (size_t at = 0; at < figures.n;) {
        size_t end = rollup_cell_end(figures, at);
        unsigned mask = mask_of(dimensions, figures.v[at].parts);

        for (size_t i = at + 1; i < end; i++) {
            if (mask_of(dimensions, figures.v[i].parts) == mask)
                continue;
            for (size_t k = at; k < end && k < at + ROLLUP_OFFENDERS_MAX; k++)
                rollup_offend(all, STR("breakdown"), figures.v[k].parts,
                              STR("Stands beside parts or a whole of it."));
            return rollup_refuse(all, REFUSED_NESTED_PARTS);
        }
        at = end;
    }
    return 0;
}

int rollup_parts_begin(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    struct dimensions dimensions;
    int r;

    rolling->over_parts = false;
    for (size_t i = 1; i < figures.n && !rolling->over_parts; i++)
        rolling->over_parts = figures.v[i].breakdown != figures.v[0].breakdown;
    rolling->ret->has_parts = !rolling->over_parts;
    rolling->ret->parts = figures.v[0].parts;
    if (!rolling->over_parts)
        return 0;
    r = find_dimensions(figures, &dimensions);
    if (r < 0)
        return r;
    keep_varying(&dimensions, figures.n);
    r = check_cells(rolling, &dimensions);
    for (size_t i = 0; i < dimensions.n && r == 0; i++) {
        const struct aggregate_dimension *facts;

        r = aggregate_dimension(rolling->all->facts, dimensions.v[i].name, &facts);
        if (r == 0 && !str_eq(facts->rule, STR("partition")))
            r = refuse_dimension(rolling->all, facts);
    }
    return r;
}

/* One combination of codes: position i of the dimensions in use stands at code[i]. */
struct combination {
    const struct aggregate_dimension *dimensions[DIMENSIONS_MAX];
    size_t code[DIMENSIONS_MAX];
    size_t n;
};

static bool is_at(const struct combination *combination, struct str parts)
{
    for (size_t i = 0; i < combination->n; i++) {
        const struct aggregate_dimension *dimension = combination->dimensions[i];

        if (!str_eq(rollup_part(parts, dimension->code), dimension->codes.v[combination->code[i]]))
            return false;
    }
    return true;
}

static struct str combination_text(struct rollup *all, const struct combination *combination)
{
    struct str text = {0};

    for (size_t i = 0; i < combination->n; i++) {
        const struct aggregate_dimension *dimension = combination->dimensions[i];
        struct str code = dimension->codes.v[combination->code[i]];

        text = arena_printf(all->arena, "%.*s%s%.*s=%.*s", (int)text.n,
                            text.p != NULL ? text.p : "", i > 0 ? ";" : "", (int)dimension->code.n,
                            dimension->code.p, (int)code.n, code.p);
    }
    return text;
}

/* The next combination: false after the last. */
static bool step(struct combination *combination)
{
    for (size_t i = combination->n; i-- > 0;) {
        if (++combination->code[i] < combination->dimensions[i]->codes.n)
            return true;
        combination->code[i] = 0;
    }
    return false;
}

/* Lists the combinations that no figure of one place has. */
static int find_missing(struct rolling *rolling, struct combination *combination, size_t at,
                        size_t end)
{
    int r = 0;

    for (size_t tried = 0; r == 0 && tried < COMBINATIONS_MAX; tried++) {
        bool found = false;

        for (size_t i = at; i < end && !found; i++) {
            const struct rollup_figure *figure = &rolling->figures.v[i];

            found = (figure->has_value || figure->impossible) && is_at(combination, figure->parts);
        }
        if (!found)
            r = rollup_text_once(rolling->all, &rolling->ret->missing_parts,
                                 combination_text(rolling->all, combination));
        if (!step(combination))
            break;
    }
    return r;
}

/* What is missing beside the parts of one place. Of parts that are no partition nobody knows the
 * others, only that they are not the whole. */
static int look_beside(struct rolling *rolling, const struct dimensions *dimensions, size_t at,
                       size_t end)
{
    struct rollup *all = rolling->all;
    struct combination combination = {.n = 0};
    int r = 0;

    for (size_t i = 0; i < dimensions->n && r == 0; i++) {
        struct str name = dimensions->v[i].name;
        const struct aggregate_dimension *facts;

        if (rollup_part(rolling->figures.v[at].parts, name).n == 0)
            continue;
        r = aggregate_dimension(all->facts, name, &facts);
        if (r == 0 && str_eq(facts->rule, STR("partition")))
            combination.dimensions[combination.n++] = facts;
        else if (r == 0)
            r = rollup_text_once(all, &rolling->ret->missing_parts,
                                 arena_printf(all->arena, "%.*s=*", (int)name.n, name.p));
    }
    return r == 0 && combination.n > 0 ? find_missing(rolling, &combination, at, end) : r;
}

bool rollup_adds_up(const struct rolling *rolling)
{
    struct str rule = rolling->indicator->region_rule;

    return (str_eq(rule, STR("sum")) || str_eq(rule, STR("union"))) &&
           str_eq(rolling->figures.v[0].kind->measure, STR("level"));
}

int rollup_parts_end(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    struct dimensions dimensions;
    int r = find_dimensions(figures, &dimensions);

    if (r < 0)
        return r;
    keep_free(&dimensions, rolling->all);
    for (size_t at = 0; dimensions.n > 0 && at < figures.n && r == 0;) {
        size_t end = rollup_cell_end(figures, at);

        r = look_beside(rolling, &dimensions, at, end);
        at = end;
    }
    return r;
}
