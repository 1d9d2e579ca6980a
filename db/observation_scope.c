#include "db/observation_scope.h"

#include "base/err.h"
#include "base/order.h"
#include "db/statements.h"

#include <stdlib.h>

enum {
    SCOPE_INDICATOR,
    SCOPE_INDICATORS,
    SCOPE_CODE,
    SCOPE_BELOW,
    SCOPE_LEVEL,
    SCOPE_GROUP,
    SCOPE_DOCUMENT_INDICATORS,
    SCOPE_DOCUMENT_REGIONS,
};

#define INDICATOR_SELECT                                                                           \
    "SELECT c.code_id AS id, c.code AS code, i.name_zh AS name_zh, i.name_en AS name_en,"          \
    " i.topic AS topic, i.dimensions AS dimensions, " ROW_ACCESS(                                  \
        "i") " AS access"                                                                          \
             " FROM code c JOIN indicator i ON i.indicator = c.code_id AND " ROW_IN_FORCE(         \
                 "i") " WHERE c.list = 'indicator'"

static const char *const indicator_columns[] = {"id",    "code",       "name_zh", "name_en",
                                                "topic", "dimensions", "access",  NULL};
static const char *const id_column[] = {"id", NULL};

static const struct stmt_spec specs[] = {
    [SCOPE_INDICATOR] =
        {
            .name = "scope_indicator",
            .sql = INDICATOR_SELECT " AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = indicator_columns,
        },
    [SCOPE_INDICATORS] =
        {
            .name = "scope_indicators",
            .sql = INDICATOR_SELECT,
            .params = (const char *const[]){"release", NULL},
            .columns = indicator_columns,
        },
    [SCOPE_CODE] =
        {
            .name = "scope_code",
            .sql = "SELECT c.code_id AS id FROM code c WHERE c.list = :list AND c.code = :code",
            .params = (const char *const[]){"list", "code", NULL},
            .columns = id_column,
        },
    [SCOPE_BELOW] =
        {
            .name = "scope_below",
            .sql = "SELECT r.region AS id FROM region r WHERE r.parent = :parent"
                   " AND r.level <> 'zone' AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"release", "parent", NULL},
            .columns = id_column,
        },
    [SCOPE_LEVEL] =
        {
            .name = "scope_level",
            .sql = "SELECT " STMT_SCAN_MARK " r.region AS id FROM region r"
                   " WHERE r.level = :level AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"release", "level", NULL},
            .columns = id_column,
        },
    [SCOPE_GROUP] =
        {
            .name = "scope_group",
            .sql =
                "SELECT m.region AS id, m.confidence AS confidence FROM code c"
                " JOIN region_group_member m ON m.region_group = c.code_id"
                " AND " ROW_IN_FORCE("m") " WHERE c.list = 'group' AND c.code = :code"
                                          " AND (m.valid_from IS NULL OR m.valid_from <= :last_day)"
                                          " AND (m.valid_to IS NULL OR m.valid_to >= :first_day)",
            .params = (const char *const[]){"release", "code", "first_day", "last_day", NULL},
            .columns = (const char *const[]){"id", "confidence", NULL},
        },
    [SCOPE_DOCUMENT_INDICATORS] =
        {
            .name = "scope_document_indicators",
            .sql = "SELECT DISTINCT o.indicator AS id FROM observation o"
                   " WHERE o.document = :document",
            .params = (const char *const[]){"document", NULL},
            .columns = id_column,
        },
    [SCOPE_DOCUMENT_REGIONS] =
        {
            .name = "scope_document_regions",
            .sql = "SELECT DISTINCT o.region AS id FROM observation o"
                   " WHERE o.document = :document LIMIT :limit",
            .params = (const char *const[]){"document", "limit", NULL},
            .columns = id_column,
        },
};

const struct stmt_group observation_scope_statements = {"observation_scope", specs,
                                                        COUNT_OF(specs)};

int id_list_add(struct arena *arena, struct id_list *list, int64_t id)
{
    int64_t *v = arena_grow(arena, list->v, list->n, &list->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    list->v = v;
    list->v[list->n++] = id;
    return 0;
}

static int compare_ids(const void *a, const void *b)
{
    return order_i64(*(const int64_t *)a, *(const int64_t *)b);
}

void id_list_sort(struct id_list *list)
{
    size_t n = 0;

    if (list->n == 0)
        return;
    qsort(list->v, list->n, sizeof *list->v, compare_ids);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || list->v[i] != list->v[n - 1])
            list->v[n++] = list->v[i];
    list->n = n;
}

bool id_list_has(const struct id_list *list, int64_t id)
{
    return list->n > 0 && bsearch(&id, list->v, list->n, sizeof *list->v, compare_ids) != NULL;
}

void id_list_remove(struct id_list *list, const struct id_list *without)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        if (!id_list_has(without, list->v[i]))
            list->v[n++] = list->v[i];
    list->n = n;
}

/* Collects the one column of numbers that `stmt` gives, and ends it. */
static int collect(struct stmt *stmt, struct arena *arena, struct id_list *ret)
{
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(stmt, 0));
        if (r < 0)
            break;
    }
    stmt_reset(stmt);
    return r;
}

struct indicators {
    struct observation_indicator *v;
    size_t n, room;
};

static int add_indicator(struct arena *arena, struct indicators *list, struct stmt *stmt)
{
    struct observation_indicator *v = arena_grow(arena, list->v, list->n, &list->room, sizeof *v);
    struct names names = row_names(stmt, 2);

    if (v == NULL)
        return -ERR_NOMEM;
    list->v = v;
    v[list->n++] = (struct observation_indicator){
        .id = stmt_get_i64(stmt, 0),
        .code = arena_copy(arena, stmt_get_str(stmt, 1)),
        .names = {arena_copy(arena, names.zh), arena_copy(arena, names.en)},
        .topic = arena_copy(arena, stmt_get_str(stmt, 4)),
        .dimensions = arena_copy(arena, stmt_get_str(stmt, 5)),
        .restricted = !str_eq(stmt_get_str(stmt, 6), STR("public")),
    };
    return arena->failed ? -ERR_NOMEM : 0;
}

static int compare_indicators(const void *a, const void *b)
{
    const struct observation_indicator *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

static int read_indicators(struct stmt *stmt, struct arena *arena, struct indicators *list)
{
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        r = add_indicator(arena, list, stmt);
        if (r < 0)
            break;
    }
    stmt_reset(stmt);
    return r;
}

/* Sorted here and not by the store, whose order of text depends on its settings. */
static struct indicator_list in_order(struct indicators list)
{
    size_t n = 0;

    if (list.n > 0)
        qsort(list.v, list.n, sizeof *list.v, compare_indicators);
    for (size_t i = 0; i < list.n; i++)
        if (n == 0 || list.v[i].id != list.v[n - 1].id)
            list.v[n++] = list.v[i];
    return (struct indicator_list){list.v, n};
}

int scope_indicators(struct db *db, struct arena *arena, int64_t release, struct str_list codes,
                     struct indicator_list *ret)
{
    struct indicators list = {0};
    struct stmt *stmt;
    int r = 0;

    if (codes.n == 0) {
        stmt = db_stmt(db, &specs[SCOPE_INDICATORS]);
        stmt_i64(stmt, 0, release);
        r = read_indicators(stmt, arena, &list);
    }
    for (size_t i = 0; i < codes.n && r == 0; i++) {
        stmt = db_stmt(db, &specs[SCOPE_INDICATOR]);
        stmt_i64(stmt, 0, release);
        stmt_str(stmt, 1, codes.v[i]);
        r = read_indicators(stmt, arena, &list);
    }
    if (r < 0)
        return r;
    *ret = in_order(list);
    return 0;
}

int scope_code(struct db *db, struct str list, struct str code, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[SCOPE_CODE]);
    int r;

    stmt_str(stmt, 0, list);
    stmt_str(stmt, 1, code);
    r = stmt_step(stmt);
    if (r > 0)
        *ret = stmt_get_i64(stmt, 0);
    return r;
}

static int add_children(struct db *db, struct arena *arena, int64_t release, int64_t parent,
                        struct id_list *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[SCOPE_BELOW]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, parent);
    return collect(stmt, arena, ret);
}

/* limit: layers below a region; the tree has five levels, and damage that makes a circle of it must
 * not keep a request going round */
enum { LAYERS_MAX = 8 };

int scope_regions_below(struct db *db, struct arena *arena, int64_t release, struct str code,
                        enum scope_depth depth, struct id_list *ret)
{
    size_t next = ret->n;
    int64_t region;
    int r = scope_code(db, STR("region"), code, &region);

    if (r <= 0)
        return r;
    r = add_children(db, arena, release, region, ret);
    for (int layer = 1; depth == SCOPE_DESCENDANTS && layer < LAYERS_MAX; layer++) {
        for (size_t end = ret->n; r == 0 && next < end; next++)
            r = add_children(db, arena, release, ret->v[next], ret);
    }
    return r;
}

struct str scope_level(struct str name)
{
    return str_eq(name, STR("district")) ? STR("county") : name;
}

int scope_regions_at_level(struct db *db, struct arena *arena, int64_t release, struct str level,
                           struct id_list *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[SCOPE_LEVEL]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, scope_level(level));
    return collect(stmt, arena, ret);
}

int scope_regions_in_group(struct db *db, struct arena *arena, int64_t release, struct str group,
                           struct period_span days, struct id_list *ret, bool *ret_unverified)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[SCOPE_GROUP]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, group);
    stmt_i64(stmt, 2, days.from);
    stmt_i64(stmt, 3, days.to);
    while ((r = stmt_step(stmt)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(stmt, 0));
        if (r < 0)
            return r;
        if (str_eq(stmt_get_str(stmt, 1), STR("unverified")))
            *ret_unverified = true;
    }
    return r;
}

int scope_document_indicators(struct db *db, struct arena *arena, int64_t document,
                              struct id_list *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[SCOPE_DOCUMENT_INDICATORS]);

    stmt_i64(stmt, 0, document);
    return collect(stmt, arena, ret);
}

int scope_document_regions(struct db *db, struct arena *arena, int64_t document, size_t max,
                           struct id_list *ret, bool *ret_all)
{
    struct stmt *stmt = db_stmt(db, &specs[SCOPE_DOCUMENT_REGIONS]);
    size_t before = ret->n;
    int r;

    stmt_i64(stmt, 0, document);
    stmt_i64(stmt, 1, (int64_t)max + 1);
    r = collect(stmt, arena, ret);
    *ret_all = ret->n - before <= max;
    return r;
}
