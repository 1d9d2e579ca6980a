#include "db/lookup.h"

#include "base/err.h"
#include "db/precedence.h"
#include "db/statements.h"
#include "db/table_sql.h"

#include <string.h>

/* Numbers of codes that are no region: above every region code, of at most nine digits. */
#define FIRST_CODE INT64_C(1000000001)

/* limit: answers kept, found by hash and then overwritten; the catalogue has about 800 codes */
enum { CACHE_SLOTS = 4096, CACHE_TEXT_MAX = 96 };

/* limit: the rules of one indicator; they came from cells of one row, which the reader holds below 64 KiB */
enum { RULES_BLOCK = 1024, RULES_CAP = 128 * 1024 };

/* Identities and items are kept apart: a list may have both under one name. */
enum space { SPACE_NONE, SPACE_CODE, SPACE_ITEM };

struct slot {
    int64_t id;
    uint8_t space, n_list, n_code;
    char text[CACHE_TEXT_MAX];
};

struct lookup {
    struct db *db;
    int64_t draft;
    int64_t last_code, last_breakdown; /* 0: not asked yet */
    int64_t last_document, precedence; /* most rows are of the document of the row before */
    struct stmt **resolve;             /* per table; NULL where it has no identities */
    struct slot *cache;
    struct arena rules; /* the texts that lookup_rules() gave last */
};

enum {
    CODE_FIND,
    CODE_LAST,
    CODE_ADD,
    ITEM_VISIBLE,
    DEFINITION_VISIBLE,
    INDICATOR_RULES,
    BREAKDOWN_FIND,
    BREAKDOWN_LAST,
    BREAKDOWN_ADD,
    BREAKDOWN_ITEM_ADD,
};

#define VISIBLE(t)                                                                                 \
    t ".until = 9223372036854775807 AND (" t ".since < 1099511627776 OR " t ".since = :draft)"

static const struct stmt_spec specs[] =
    {
        [CODE_FIND] =
            {
                .name = "lookup_code",
                .sql = "SELECT code_id FROM code WHERE list = :list AND code = :code",
                .params = (const char *const[]){"list", "code", NULL},
                .columns = (const char *const[]){"code_id", NULL},
            },
        [CODE_LAST] =
            {
                .name = "lookup_code_last",
                .sql = "SELECT max(code_id) AS last FROM code",
                .params = (const char *const[]){NULL},
                .columns = (const char *const[]){"last", NULL},
            },
        [CODE_ADD] =
            {
                .name = "lookup_code_add",
                .sql = "INSERT INTO code (code_id, list, code) VALUES (:code_id, :list, :code)",
                .params = (const char *const[]){"code_id", "list", "code", NULL},
                .columns = (const char *const[]){NULL},
            },
        [ITEM_VISIBLE] =
            {
                .name = "lookup_item",
                .sql = "SELECT i.item FROM code l"
                       " JOIN code c ON c.list = l.code AND c.code = :item"
                       " JOIN codelist_item i ON i.codelist = l.code_id AND i.item = c.code_id"
                       " WHERE l.list = 'codelist' AND l.code = :list AND " VISIBLE("i") " LIMIT 1",
                .params = (const char *const[]){"list", "item", "draft", NULL},
                .columns = (const char *const[]){"item", NULL},
            },
        [DEFINITION_VISIBLE] =
            {
                .name = "lookup_definition",
                .sql = "SELECT d.indicator FROM definition d WHERE d.indicator = :indicator"
                       " AND d.definition = :definition AND " VISIBLE("d") " LIMIT 1",
                .params = (const char *const[]){"indicator", "definition", "draft", NULL},
                .columns = (const char *const[]){"indicator", NULL},
            },
        [INDICATOR_RULES] =
            {
                /* of a revision the draft's version counts, which sorts last */
                .name = "lookup_rules",
                .sql =
                    "SELECT i.units, i.dimensions FROM indicator i WHERE i.indicator = :indicator"
                    " AND " VISIBLE("i") " ORDER BY i.since DESC LIMIT 1",
                .params = (const char *const[]){"indicator", "draft", NULL},
                .columns = (const char *const[]){"units", "dimensions", NULL},
            },
        [BREAKDOWN_FIND] =
            {
                .name = "lookup_breakdown",
                .sql = "SELECT breakdown FROM breakdown WHERE text = :text",
                .params = (const char *const[]){"text", NULL},
                .columns = (const char *const[]){"breakdown", NULL},
            },
        [BREAKDOWN_LAST] =
            {
                .name = "lookup_breakdown_last",
                .sql = "SELECT max(breakdown) AS last FROM breakdown",
                .params = (const char *const[]){NULL},
                .columns = (const char *const[]){"last", NULL},
            },
        [BREAKDOWN_ADD] =
            {
                .name = "lookup_breakdown_add",
                .sql = "INSERT INTO breakdown (breakdown, text) VALUES (:breakdown, :text)",
                .params = (const char *const[]){"breakdown", "text", NULL},
                .columns = (const char *const[]){NULL},
            },
        [BREAKDOWN_ITEM_ADD] =
            {
                .name = "lookup_breakdown_item_add",
                .sql = "INSERT INTO breakdown_item (breakdown, dimension, value)"
                       " VALUES (:breakdown, :dimension, :value)",
                .params = (const char *const[]){"breakdown", "dimension", "value", NULL},
                .columns = (const char *const[]){NULL},
            },
};
const struct stmt_group lookup_statements = {"lookup", specs, COUNT_OF(specs)};

/* The place of (list, code) in the cache; NULL when they are too long to be kept. */
static struct slot *slot_of(struct lookup *lookup, struct str list, struct str code)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    if (list.n + code.n > CACHE_TEXT_MAX)
        return NULL;
    for (size_t i = 0; i < list.n; i++)
        hash = (hash ^ (unsigned char)list.p[i]) * UINT64_C(1099511628211);
    for (size_t i = 0; i < code.n; i++)
        hash = (hash ^ (unsigned char)code.p[i]) * UINT64_C(1099511628211);
    return &lookup->cache[(hash ^ hash >> 32) % CACHE_SLOTS];
}

static const struct slot *recall(struct lookup *lookup, enum space space, struct str list,
                                 struct str code)
{
    struct slot *slot = slot_of(lookup, list, code);

    if (slot == NULL || slot->space != space)
        return NULL;
    if (!str_eq(list, (struct str){slot->text, slot->n_list}) ||
        !str_eq(code, (struct str){slot->text + slot->n_list, slot->n_code}))
        return NULL;
    return slot;
}

static void keep(struct lookup *lookup, enum space space, struct str list, struct str code,
                 int64_t id)
{
    struct slot *slot = slot_of(lookup, list, code);

    if (slot == NULL || list.n == 0 || code.n == 0)
        return;
    slot->id = id;
    slot->space = (uint8_t)space;
    slot->n_list = (uint8_t)list.n;
    slot->n_code = (uint8_t)code.n;
    memcpy(slot->text, list.p, list.n);
    memcpy(slot->text + list.n, code.p, code.n);
}

int lookup_open(struct db *db, struct arena *arena, int64_t draft, struct lookup **ret)
{
    struct lookup *lookup = arena_alloc(arena, sizeof *lookup);
    int r = 0;

    if (lookup == NULL)
        return -ERR_NOMEM;
    lookup->db = db;
    lookup->draft = draft;
    arena_init(&lookup->rules, RULES_BLOCK, RULES_CAP);
    lookup->cache = arena_alloc(arena, CACHE_SLOTS * sizeof *lookup->cache);
    lookup->resolve = arena_alloc(arena, tables_n * sizeof(struct stmt *));
    if (arena->failed)
        return -ERR_NOMEM;
    for (size_t i = 0; i < tables_n && r == 0; i++) {
        if (tables[i].identity != NULL)
            r = table_stmt_open(db_engine(db), arena, &tables[i], TABLE_RESOLVE,
                                &lookup->resolve[i]);
    }
    if (r < 0) {
        lookup_close(lookup);
        return r;
    }
    *ret = lookup;
    return 0;
}

void lookup_close(struct lookup *lookup)
{
    if (lookup == NULL)
        return;
    for (size_t i = 0; i < tables_n; i++)
        stmt_close(&lookup->resolve[i]);
    arena_finish(&lookup->rules);
}

int lookup_code(struct lookup *lookup, struct str list, struct str code, int64_t *ret_id)
{
    const struct slot *slot = recall(lookup, SPACE_CODE, list, code);
    const struct table *table = table_of_list(list);

    if (slot != NULL) {
        *ret_id = slot->id;
        return 1;
    }
    if (table == NULL)
        return -ERR_INTERNAL;
    CLEANUP(stmt_reset_p) struct stmt *s = lookup->resolve[table - tables];
    stmt_str(s, 0, list);
    stmt_str(s, 1, code);
    stmt_i64(s, 2, lookup->draft);
    int r = stmt_step(s);
    if (r > 0) {
        *ret_id = stmt_get_i64(s, 0);
        keep(lookup, SPACE_CODE, list, code, *ret_id);
    }
    return r;
}

int lookup_item(struct lookup *lookup, struct str list, struct str item)
{
    if (recall(lookup, SPACE_ITEM, list, item) != NULL)
        return 1;
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(lookup->db, &specs[ITEM_VISIBLE]);
    stmt_str(s, 0, list);
    stmt_str(s, 1, item);
    stmt_i64(s, 2, lookup->draft);
    int r = stmt_step(s);
    if (r > 0)
        keep(lookup, SPACE_ITEM, list, item, stmt_get_i64(s, 0));
    return r;
}

int lookup_definition(struct lookup *lookup, int64_t indicator, struct str definition)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(lookup->db, &specs[DEFINITION_VISIBLE]);

    stmt_i64(s, 0, indicator);
    stmt_str(s, 1, definition);
    stmt_i64(s, 2, lookup->draft);
    return stmt_step(s);
}

int lookup_rules(struct lookup *lookup, int64_t indicator, struct indicator_rules *ret)
{
    /* copied, because a statement that still runs after the load keeps the log from being copied */
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(lookup->db, &specs[INDICATOR_RULES]);

    stmt_i64(s, 0, indicator);
    stmt_i64(s, 1, lookup->draft);
    int r = stmt_step(s);
    if (r <= 0)
        return r;
    arena_reset(&lookup->rules);
    struct indicator_rules rules = {arena_copy(&lookup->rules, stmt_get_str(s, 0)),
                                    arena_copy(&lookup->rules, stmt_get_str(s, 1))};
    if (lookup->rules.failed)
        return -ERR_NOMEM;
    *ret = rules;
    return r;
}

int lookup_precedence(struct lookup *lookup, int64_t document, int64_t *ret)
{
    if (document != lookup->last_document) {
        int r = precedence_of(lookup->db, lookup->draft, document, &lookup->precedence);
        if (r <= 0)
            return r;
        lookup->last_document = document;
    }
    *ret = lookup->precedence;
    return 1;
}

/* Finds the number of a text by a statement with one or two parameters. */
static int find_number(struct stmt *stmt, struct str a, const struct str *b, int64_t *ret)
{
    stmt_str(stmt, 0, a);
    if (b != NULL)
        stmt_str(stmt, 1, *b);
    int r = stmt_step(stmt);
    if (r > 0)
        *ret = stmt_get_i64(stmt, 0);
    stmt_reset(stmt);
    return r;
}

/* The next free number after the largest in use, and not below `first`. */
static int next_number(struct lookup *lookup, size_t which, int64_t first, int64_t *last)
{
    if (*last == 0) {
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(lookup->db, &specs[which]);
        int r = stmt_step(s);
        if (r < 0)
            return r;
        *last = r > 0 ? stmt_get_i64(s, 0) : 0;
    }
    *last = *last + 1 < first ? first : *last + 1;
    return 0;
}

/* A region's number is its code, so that regions sort by code. */
static bool region_number(struct str list, struct str code, int64_t *ret)
{
    int64_t number;

    if (!str_eq(list, STR("region")) || str_parse_i64(code, &number) < 0 || number <= 0 ||
        number >= FIRST_CODE)
        return false;
    *ret = number;
    return true;
}

int lookup_own(struct lookup *lookup, struct str list, struct str code, int64_t *ret_id)
{
    int64_t id = 0;

    int r = find_number(db_stmt(lookup->db, &specs[CODE_FIND]), list, &code, &id);
    if (r < 0)
        return r;
    if (r == 0) {
        if (!region_number(list, code, &id)) {
            r = next_number(lookup, CODE_LAST, FIRST_CODE, &lookup->last_code);
            if (r < 0)
                return r;
            id = lookup->last_code;
        }
        struct stmt *s = db_stmt(lookup->db, &specs[CODE_ADD]);
        stmt_i64(s, 0, id);
        stmt_str(s, 1, list);
        stmt_str(s, 2, code);
        r = stmt_run(s);
        if (r < 0)
            return r;
    }
    *ret_id = id;
    return 0;
}

static int add_breakdown(struct lookup *lookup, int64_t id, struct str text,
                         const struct breakdown_item *items, size_t n)
{
    struct stmt *s = db_stmt(lookup->db, &specs[BREAKDOWN_ADD]);

    stmt_i64(s, 0, id);
    stmt_str(s, 1, text);
    int r = stmt_run(s);
    for (size_t i = 0; i < n && r == 0; i++) {
        s = db_stmt(lookup->db, &specs[BREAKDOWN_ITEM_ADD]);
        stmt_i64(s, 0, id);
        stmt_str(s, 1, items[i].dimension);
        stmt_str(s, 2, items[i].value);
        r = stmt_run(s);
    }
    return r;
}

int lookup_breakdown(struct lookup *lookup, struct str text, const struct breakdown_item *items,
                     size_t n, int64_t *ret_id)
{
    int64_t id = 0;

    int r = find_number(db_stmt(lookup->db, &specs[BREAKDOWN_FIND]), text, NULL, &id);
    if (r == 0) {
        r = next_number(lookup, BREAKDOWN_LAST, 1, &lookup->last_breakdown);
        if (r == 0) {
            id = lookup->last_breakdown;
            r = add_breakdown(lookup, id, text, items, n);
        }
    }
    if (r < 0)
        return r;
    *ret_id = id;
    return 0;
}
