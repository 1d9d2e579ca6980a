#include "db/aggregates.h"

#include "base/err.h"
#include "db/codelists.h"
#include "db/indicators.h"
#include "db/statements.h"

enum { AGGREGATE_REGION, AGGREGATE_DIMENSION };

static const struct stmt_spec specs[] = {
    [AGGREGATE_REGION] =
        {
            .name = "aggregate_region",
            .sql = "SELECT c.code AS code, r.name_zh AS name_zh, r.name_en AS name_en,"
                   " r.level AS level, r.parent AS parent, r.valid_from AS valid_from,"
                   " r.valid_to AS valid_to FROM code c JOIN region r ON r.region = c.code_id"
                   " AND " ROW_IN_FORCE("r") " WHERE c.code_id = :id",
            .params = (const char *const[]){"release", "id", NULL},
            .columns = (const char *const[]){"code", "name_zh", "name_en", "level", "parent",
                                             "valid_from", "valid_to", NULL},
        },
    [AGGREGATE_DIMENSION] =
        {
            .name = "aggregate_dimension",
            .sql = "SELECT d.rule AS rule, d.note_en AS note FROM dimension_rule d"
                   " WHERE d.dimension = :dimension AND " ROW_IN_FORCE("d"),
            .params = (const char *const[]){"release", "dimension", NULL},
            .columns = (const char *const[]){"rule", "note", NULL},
        },
};

const struct stmt_group aggregates_statements = {"aggregates", specs, COUNT_OF(specs)};

/* A selection names at most a few thousand regions, so chains stay short. */
enum { BUCKETS = 256 };

struct region_node {
    struct region_node *next;
    struct aggregate_region is;
};

struct indicator_node {
    struct indicator_node *next;
    struct aggregate_indicator is;
};

struct dimension_node {
    struct dimension_node *next;
    struct aggregate_dimension is;
};

struct aggregate_facts {
    struct db *db;
    struct arena *arena;
    int64_t release;
    struct region_node *regions[BUCKETS];
    struct indicator_node *indicators;
    struct dimension_node *dimensions;
};

int aggregate_facts_open(struct db *db, struct arena *arena, int64_t release,
                         struct aggregate_facts **ret)
{
    struct aggregate_facts *facts = arena_alloc(arena, sizeof *facts);

    if (facts == NULL)
        return -ERR_NOMEM;
    facts->db = db;
    facts->arena = arena;
    facts->release = release;
    *ret = facts;
    return 0;
}

static struct str copy(struct aggregate_facts *facts, struct str text)
{
    return arena_copy(facts->arena, text);
}

static struct names copy_names(struct aggregate_facts *facts, struct names names)
{
    return (struct names){copy(facts, names.zh), copy(facts, names.en)};
}

int aggregate_region(struct aggregate_facts *facts, int64_t id, const struct aggregate_region **ret)
{
    struct region_node **bucket = &facts->regions[(uint64_t)id % BUCKETS];
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct region_node *node;
    int r;

    for (node = *bucket; node != NULL; node = node->next) {
        if (node->is.id == id) {
            *ret = &node->is;
            return 0;
        }
    }
    stmt = db_stmt(facts->db, &specs[AGGREGATE_REGION]);
    stmt_i64(stmt, 0, facts->release);
    stmt_i64(stmt, 1, id);
    r = stmt_step(stmt);
    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    node = arena_alloc(facts->arena, sizeof *node);
    if (node == NULL)
        return -ERR_NOMEM;
    node->is = (struct aggregate_region){
        .id = id,
        .code = copy(facts, stmt_get_str(stmt, 0)),
        .names = copy_names(facts, row_names(stmt, 1)),
        .zone = str_eq(stmt_get_str(stmt, 3), STR("zone")),
        .parent = stmt_get_i64(stmt, 4),
        .valid_from = row_day(stmt, 5),
        .valid_to = row_day(stmt, 6),
    };
    node->next = *bucket;
    *bucket = node;
    *ret = &node->is;
    return facts->arena->failed ? -ERR_NOMEM : 0;
}

int aggregate_indicator(struct aggregate_facts *facts, struct str code,
                        const struct aggregate_indicator **ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct indicator_node *node;
    struct indicator_row row;
    int r;

    for (node = facts->indicators; node != NULL; node = node->next) {
        if (str_eq(node->is.code, code)) {
            *ret = &node->is;
            return 0;
        }
    }
    r = indicators_get(facts->db, facts->release, code, &stmt, &row);
    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    node = arena_alloc(facts->arena, sizeof *node);
    if (node == NULL)
        return -ERR_NOMEM;
    node->is = (struct aggregate_indicator){
        .code = copy(facts, row.code),
        .names = copy_names(facts, row.names),
        .topic = copy(facts, row.topic),
        .unit = copy(facts, row.unit),
        .region_rule = copy(facts, row.region_rule),
        .time_rule = copy(facts, row.time_rule),
        .numerator = copy(facts, row.numerator),
        .denominator = copy(facts, row.denominator),
        .weight = copy(facts, row.weight),
        .decimals = (uint8_t)row.decimals,
    };
    node->next = facts->indicators;
    facts->indicators = node;
    *ret = &node->is;
    return facts->arena->failed ? -ERR_NOMEM : 0;
}

static int read_codes(struct aggregate_facts *facts, struct str list, struct str_list *ret)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = codelists_items(facts->db, facts->release, list);
    struct codelist_item_row row;
    struct str *codes = NULL;
    size_t n = 0, room = 0;
    int r;

    while ((r = codelists_next_item(stmt, &row)) > 0) {
        struct str *grown = arena_grow(facts->arena, codes, n, &room, sizeof *grown);

        if (grown == NULL)
            return -ERR_NOMEM;
        codes = grown;
        codes[n++] = copy(facts, row.code);
    }
    *ret = (struct str_list){codes, n};
    return r;
}

static int read_dimension(struct aggregate_facts *facts, struct str code,
                          struct aggregate_dimension *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(facts->db, &specs[AGGREGATE_DIMENSION]);
    int r;

    stmt_i64(stmt, 0, facts->release);
    stmt_str(stmt, 1, code);
    r = stmt_step(stmt);
    ret->rule = STR("nested");
    if (r > 0) {
        ret->rule = copy(facts, stmt_get_str(stmt, 0));
        ret->note = copy(facts, stmt_get_str(stmt, 1));
    }
    return r < 0 ? r : 0;
}

int aggregate_dimension(struct aggregate_facts *facts, struct str code,
                        const struct aggregate_dimension **ret)
{
    struct dimension_node *node;
    int r;

    for (node = facts->dimensions; node != NULL; node = node->next) {
        if (str_eq(node->is.code, code)) {
            *ret = &node->is;
            return 0;
        }
    }
    node = arena_alloc(facts->arena, sizeof *node);
    if (node == NULL)
        return -ERR_NOMEM;
    node->is.code = copy(facts, code);
    r = read_dimension(facts, code, &node->is);
    if (r == 0)
        r = read_codes(facts, code, &node->is.codes);
    if (r < 0)
        return r;
    node->next = facts->dimensions;
    facts->dimensions = node;
    *ret = &node->is;
    return facts->arena->failed ? -ERR_NOMEM : 0;
}
