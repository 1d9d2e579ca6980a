#include "db/record_regions.h"

#include "base/err.h"
#include "db/statements.h"

#include <stdlib.h>

enum { RECORD_REGION_BELOW, RECORD_REGION_NAMES };

static const struct stmt_spec specs[] = {
    [RECORD_REGION_BELOW] =
        {
            .name = "record_region_below",
            .sql = "SELECT r.region AS id FROM region r WHERE r.parent = :parent"
                   " AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"release", "parent", NULL},
            .columns = (const char *const[]){"id", NULL},
        },
    [RECORD_REGION_NAMES] =
        {
            .name = "record_region_names",
            .sql = "SELECT c.code AS code, r.name_zh AS name_zh, r.name_en AS name_en FROM code c"
                   " JOIN region r ON r.region = c.code_id AND " ROW_IN_FORCE(
                       "r") " WHERE c.code_id = :region",
            .params = (const char *const[]){"release", "region", NULL},
            .columns = (const char *const[]){"code", "name_zh", "name_en", NULL},
        },
};

const struct stmt_group record_regions_statements = {"record_regions", specs, COUNT_OF(specs)};

/* limit: layers below a region; the tree has five levels, and damage that makes a circle of it must
 * not keep a request going round */
enum { LAYERS_MAX = 8 };

static int add_children(struct db *db, struct arena *arena, int64_t release, int64_t parent,
                        struct id_list *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[RECORD_REGION_BELOW]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, parent);
    while ((r = stmt_step(stmt)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(stmt, 0));
        if (r < 0)
            return r;
    }
    return r;
}

int record_regions_below(struct db *db, struct arena *arena, int64_t release, int64_t region,
                         struct id_list *ret)
{
    size_t next = ret->n;
    int r = id_list_add(arena, ret, region);

    for (int layer = 0; layer < LAYERS_MAX && r == 0; layer++)
        for (size_t end = ret->n; r == 0 && next < end; next++)
            r = add_children(db, arena, release, ret->v[next], ret);
    id_list_sort(ret);
    return r;
}

static int read_names(struct db *db, struct arena *arena, int64_t release, int64_t id,
                      struct record_region *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[RECORD_REGION_NAMES]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, id);
    r = stmt_step(stmt);
    if (r < 0)
        return r;
    *ret = (struct record_region){.id = id};
    if (r > 0) {
        struct names names = row_names(stmt, 1);

        ret->code = arena_copy(arena, stmt_get_str(stmt, 0));
        ret->names = (struct names){arena_copy(arena, names.zh), arena_copy(arena, names.en)};
    }
    return arena->failed ? -ERR_NOMEM : 0;
}

static int by_code(const void *a, const void *b)
{
    const struct record_region *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

/* Those of `present` that lie in one of `roots`, less those of `without`. */
static int narrow(struct db *db, struct arena *arena, int64_t release,
                  const struct record_regions_wish *wish, struct id_list *ret)
{
    struct id_list in = {0}, out = {0};
    int r = 0;

    for (size_t i = 0; wish->named != NULL && i < wish->named->n && r == 0; i++)
        r = record_regions_below(db, arena, release, wish->named->v[i], &in);
    for (size_t i = 0; i < wish->without.n && r == 0; i++)
        r = record_regions_below(db, arena, release, wish->without.v[i], &out);
    for (size_t i = 0; i < wish->present.n && r == 0; i++) {
        int64_t id = wish->present.v[i];

        if ((wish->named == NULL || id_list_has(&in, id)) && !id_list_has(&out, id))
            r = id_list_add(arena, ret, id);
    }
    return r;
}

static int make_groups(struct db *db, struct arena *arena, int64_t release,
                       const struct id_list *ids, struct record_regions *regions)
{
    int r = 0;

    regions->n_groups = ids->n;
    regions->group = arena_alloc(arena, ids->n * sizeof *regions->group);
    if (regions->group == NULL)
        return -ERR_NOMEM;
    for (size_t g = 0; g < ids->n && r == 0; g++)
        r = read_names(db, arena, release, ids->v[g], &regions->group[g]);
    if (r == 0 && ids->n > 0)
        qsort(regions->group, ids->n, sizeof *regions->group, by_code);
    return r;
}

static int fill_groups(struct db *db, struct arena *arena, int64_t release,
                       struct record_regions *regions)
{
    int r = 0;

    for (size_t g = 0; g < regions->n_groups && r == 0; g++) {
        struct id_list below = {0};

        r = record_regions_below(db, arena, release, regions->group[g].id, &below);
        for (size_t i = 0; i < regions->read.n && r == 0; i++)
            regions->counts[i * regions->n_groups + g] = id_list_has(&below, regions->read.v[i]);
    }
    return r;
}

int record_regions_make(struct db *db, struct arena *arena, int64_t release,
                        const struct record_regions_wish *wish, struct record_regions *ret)
{
    struct record_regions regions = {.n_groups = 1};
    int r = narrow(db, arena, release, wish, &regions.read);

    if (r == 0 && wish->grouped)
        r = make_groups(db, arena, release, wish->named != NULL ? wish->named : &regions.read,
                        &regions);
    if (r < 0)
        return r;
    if (regions.read.n * regions.n_groups > RECORD_REGIONS_MAX)
        return -ERR_LIMIT;
    regions.counts = arena_alloc(arena, regions.read.n * regions.n_groups * sizeof(bool));
    if (!wish->grouped)
        regions.group = arena_alloc(arena, sizeof *regions.group);
    if (arena->failed)
        return -ERR_NOMEM;
    if (wish->grouped)
        r = fill_groups(db, arena, release, &regions);
    for (size_t i = 0; !wish->grouped && i < regions.read.n; i++)
        regions.counts[i] = true;
    if (r < 0)
        return r;
    *ret = regions;
    return 0;
}
