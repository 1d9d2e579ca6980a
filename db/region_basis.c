#include "db/region_basis.h"

#include "base/err.h"
#include "db/statements.h"

enum { BASIS_CHANGES, BASIS_NEXT_PUBLISHED };

#define CHANGES_SELECT                                                                             \
    "SELECT " STMT_SCAN_MARK " l.from_region AS from_region, l.to_region AS to_region,"            \
    " l.kind AS kind, l.changed_on AS changed_on, l.first_list AS first_list,"                     \
    " f.valid_to AS from_ends, t.valid_from AS to_begins FROM region_lineage l"
#define CHANGES_FROM " JOIN region f ON f.region = l.from_region AND " ROW_IN_FORCE("f")
#define CHANGES_TO " JOIN region t ON t.region = l.to_region AND " ROW_IN_FORCE("t")
#define CHANGES_WHERE " WHERE l.from_region <> l.to_region AND " ROW_IN_FORCE("l")

static const struct stmt_spec specs[] = {
    [BASIS_CHANGES] =
        {
            .name = "region_basis_changes",
            .sql = CHANGES_SELECT CHANGES_FROM CHANGES_TO CHANGES_WHERE,
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"from_region", "to_region", "kind", "changed_on",
                                             "first_list", "from_ends", "to_begins", NULL},
        },
    [BASIS_NEXT_PUBLISHED] =
        {
            .name = "region_basis_next_published",
            .sql = "SELECT o.region AS id FROM observation o WHERE o.indicator = :indicator"
                   " AND o.region > :after ORDER BY o.region LIMIT 1",
            .params = (const char *const[]){"indicator", "after", NULL},
            .columns = (const char *const[]){"id", NULL},
        },
};

const struct stmt_group region_basis_statements = {"region_basis", specs, COUNT_OF(specs)};

static enum basis_kind kind_of(struct str text)
{
    return str_eq(text, STR("merge"))   ? BASIS_MERGE
           : str_eq(text, STR("split")) ? BASIS_SPLIT
                                        : BASIS_RECODE;
}

/* The day that the change states, else what the two codes say, else the first list that has it. */
static int32_t day_of(struct day changed_on, struct day from_ends, struct day to_begins,
                      struct str first_list)
{
    struct period month;

    if (changed_on.known)
        return changed_on.day;
    if (from_ends.known)
        return from_ends.day + 1;
    if (to_begins.known)
        return to_begins.day;
    return period_parse(first_list, &month) == 0 ? month.starts_on : INT32_MIN;
}

static void map_change(struct stmt *stmt, struct basis_change *ret)
{
    struct day from_ends = row_day(stmt, 5), to_begins = row_day(stmt, 6);

    ret->from = stmt_get_i64(stmt, 0);
    ret->to = stmt_get_i64(stmt, 1);
    ret->kind = kind_of(stmt_get_str(stmt, 2));
    ret->on = day_of(row_day(stmt, 3), from_ends, to_begins, stmt_get_str(stmt, 4));
    ret->from_stays = !from_ends.known || from_ends.day >= ret->on;
    ret->to_was_there = !to_begins.known || to_begins.day < ret->on;
    /* One code in place of another, whatever the days of the codes say. */
    if (ret->kind == BASIS_RECODE)
        ret->from_stays = ret->to_was_there = false;
}

int region_basis_read(struct db *db, struct arena *arena, int64_t release, int32_t day,
                      struct region_basis *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[BASIS_CHANGES]);
    struct basis_change *changes = NULL;
    size_t n = 0, room = 0;
    int r;

    stmt_i64(stmt, 0, release);
    while ((r = stmt_step(stmt)) > 0) {
        changes = arena_grow(arena, changes, n, &room, sizeof *changes);
        if (changes == NULL)
            return -ERR_NOMEM;
        map_change(stmt, &changes[n++]);
    }
    if (r < 0)
        return r;
    *ret = (struct region_basis){.day = day, .changes = changes, .n = n};
    return 0;
}

enum basis_fate region_basis_fate(const struct region_basis *basis, int64_t region)
{
    for (size_t i = 0; i < basis->n; i++) {
        const struct basis_change *change = &basis->changes[i];

        if (change->from == region && !change->from_stays && change->on <= basis->day)
            return BASIS_ENDED;
        if (change->to == region && !change->to_was_there && change->on > basis->day)
            return BASIS_NOT_BEGUN;
    }
    return BASIS_IN_FORCE;
}

static int add_targets(const struct region_basis *basis, struct arena *arena, int64_t region,
                       unsigned depth, struct id_list *ret)
{
    enum basis_fate fate = region_basis_fate(basis, region);

    if (fate == BASIS_IN_FORCE || depth == BASIS_DEPTH_MAX)
        return id_list_add(arena, ret, region);
    for (size_t i = 0; i < basis->n; i++) {
        const struct basis_change *change = &basis->changes[i];
        bool ended = fate == BASIS_ENDED && change->from == region && change->on <= basis->day;
        bool not_begun = fate == BASIS_NOT_BEGUN && change->to == region && change->on > basis->day;
        int r = 0;

        if (ended || not_begun)
            r = add_targets(basis, arena, ended ? change->to : change->from, depth + 1, ret);
        if (r < 0)
            return r;
    }
    return 0;
}

int region_basis_targets(const struct region_basis *basis, struct arena *arena, int64_t region,
                         struct id_list *ret)
{
    return add_targets(basis, arena, region, 0, ret);
}

static int add_sources(const struct region_basis *basis, struct arena *arena, int64_t region,
                       bool forwards, unsigned depth, struct id_list *ret)
{
    int r = id_list_add(arena, ret, region);

    for (size_t i = 0; r == 0 && depth < BASIS_DEPTH_MAX && i < basis->n; i++) {
        const struct basis_change *change = &basis->changes[i];

        if (forwards && change->to == region && change->on <= basis->day)
            r = add_sources(basis, arena, change->from, true, depth + 1, ret);
        if (!forwards && change->from == region && change->on > basis->day)
            r = add_sources(basis, arena, change->to, false, depth + 1, ret);
    }
    return r;
}

int region_basis_sources(const struct region_basis *basis, struct arena *arena, int64_t region,
                         struct id_list *ret)
{
    int r = add_sources(basis, arena, region, true, 0, ret);

    return r < 0 ? r : add_sources(basis, arena, region, false, 0, ret);
}

int region_basis_next_published(struct db *db, int64_t indicator, int64_t after, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[BASIS_NEXT_PUBLISHED]);
    int r;

    stmt_i64(stmt, 0, indicator);
    stmt_i64(stmt, 1, after);
    r = stmt_step(stmt);
    if (r > 0)
        *ret = stmt_get_i64(stmt, 0);
    return r;
}
