/* Figures that are kept back and follow from the parts of their breakdown. */
#include "db/suppressed_impl.h"

#include "base/err.h"
#include "db/statements.h"

enum { SUPPRESSED_PARTS, SUPPRESSED_RULE };

static const struct stmt_spec specs[] = {
    [SUPPRESSED_PARTS] =
        {
            .name = "suppressed_parts",
            .sql = "SELECT b.text AS text,"
                   " sum(CASE WHEN o.value_e6 IS NULL THEN 0 ELSE 1 END) AS shown"
                   " FROM observation o JOIN breakdown b ON b.breakdown = o.breakdown"
                   " WHERE o.indicator = :indicator AND o.region = :region" SAME_PLACE
                   " GROUP BY b.text",
            .params = (const char *const[]){"release", "indicator", "region", PLACE_PARAMS, NULL},
            .columns = (const char *const[]){"text", "shown", NULL},
        },
    [SUPPRESSED_RULE] =
        {
            .name = "suppressed_rule",
            .sql = "SELECT d.rule AS rule FROM dimension_rule d WHERE d.dimension "
                   "= :dimension"
                   " AND " ROW_IN_FORCE("d"),
            .params = (const char *const[]){"release", "dimension", NULL},
            .columns = (const char *const[]){"rule", NULL},
        },
};
const struct stmt_group suppressed_parts_statements = {"suppressed_parts", specs, COUNT_OF(specs)};

/* Whether the parts of a dimension add up to their whole: 1, 0 not. */
static int is_partition(struct walk *walk, struct str dimension)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(walk->db, &specs[SUPPRESSED_RULE]);

    stmt_i64(s, 0, walk->release);
    stmt_str(s, 1, dimension);
    int r = stmt_step(s);
    return r <= 0 ? r : str_eq(stmt_get_str(s, 0), STR("partition"));
}

/* The breakdown without one of its dimensions, in the arena of the walk. */
static struct str without(struct walk *walk, struct str text, struct str dimension)
{
    struct str rest = text, pair, ret = STR("");

    while (rest.n > 0) {
        struct str value, name;
        str_cut(&rest, ';', &pair);
        value = pair;
        str_cut(&value, '=', &name);
        if (!str_eq(name, dimension))
            ret = arena_printf(&walk->arena, "%.*s%s%.*s", (int)ret.n, ret.p, ret.n > 0 ? ";" : "",
                               (int)pair.n, pair.p);
    }
    return ret;
}

static bool has_dimension(struct str text, struct str dimension)
{
    struct str rest = text, pair, name;

    while (rest.n > 0) {
        str_cut(&rest, ';', &pair);
        str_cut(&pair, '=', &name);
        if (str_eq(name, dimension))
            return true;
    }
    return false;
}

/* The parts of the whole `text` by `dimension`, how many of them are shown, and whether the whole
 * is. */
static int count_parts(struct walk *walk, const struct hidden *h, struct str text,
                       struct str dimension, int *ret_n, int *ret_shown, bool *ret_whole)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(walk->db, &specs[SUPPRESSED_PARTS]);
    int r;

    *ret_n = *ret_shown = 0;
    *ret_whole = false;
    stmt_i64(s, 0, walk->release);
    stmt_i64(s, 1, h->indicator);
    stmt_i64(s, 2, h->region);
    suppressed_bind_place(s, 3, h, h->period);
    while ((r = stmt_step(s)) > 0) {
        struct str part = stmt_get_str(s, 0);
        bool shown = stmt_get_i64(s, 1) > 0;
        if (str_eq(part, text))
            *ret_whole = shown;
        if (!has_dimension(part, dimension) || !str_eq(without(walk, part, dimension), text))
            continue;
        ++*ret_n;
        *ret_shown += shown;
    }
    return walk->arena.failed ? -ERR_NOMEM : r;
}

/* Subtraction: its whole is shown, and all other parts. */
int suppressed_by_parts(struct walk *walk, const struct hidden *h, const char **ret_how)
{
    struct str rest = h->text, pair, dimension;

    while (rest.n > 0) {
        int n, shown;
        bool whole;
        str_cut(&rest, ';', &pair);
        str_cut(&pair, '=', &dimension);
        int r = is_partition(walk, dimension);
        if (r > 0)
            r = count_parts(walk, h, without(walk, h->text, dimension), dimension, &n, &shown,
                            &whole) < 0
                    ? -ERR_INTERNAL
                    : 1;
        if (r < 0)
            return r;
        if (r == 0 || !whole || shown < n - 1)
            continue;
        *ret_how = "the total and the other parts, which are all shown";
        return 1;
    }
    return 0;
}
