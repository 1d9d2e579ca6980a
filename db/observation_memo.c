#include "db/observation_memo.h"

#include "base/err.h"
#include "db/statements.h"

enum { MEMO_REGION, MEMO_DOCUMENT, MEMO_BREAKDOWN, MEMO_KINDS, MEMO_NUMBER = MEMO_KINDS };

/* limit: dimensions named in one list; the catalogue has about thirty, and a hint names those of a
 * few breakdowns */
enum { DIMENSIONS_MAX = 32 };

static const struct stmt_spec specs[] = {
    [MEMO_REGION] =
        {
            .name = "observation_region",
            .sql = "SELECT c.code AS code, r.name_zh AS name_zh, r.name_en AS name_en"
                   " FROM code c JOIN region r ON r.region = c.code_id AND " ROW_IN_FORCE(
                       "r") " WHERE c.code_id = :id",
            .params = (const char *const[]){"release", "id", NULL},
            .columns = (const char *const[]){"code", "name_zh", "name_en", NULL},
        },
    [MEMO_DOCUMENT] =
        {
            .name = "observation_document",
            .sql = "SELECT c.code AS code, d.reliability AS reliability, d.kind AS kind,"
                   " d.synthetic AS synthetic"
                   " FROM code c JOIN document d ON d.document = c.code_id AND " ROW_IN_FORCE(
                       "d") " WHERE c.code_id = :id",
            .params = (const char *const[]){"release", "id", NULL},
            .columns = (const char *const[]){"code", "reliability", "kind", "synthetic", NULL},
        },
    [MEMO_BREAKDOWN] =
        {
            .name = "observation_breakdown",
            .sql = "SELECT b.text AS text FROM breakdown b WHERE b.breakdown = :id",
            .params = (const char *const[]){"id", NULL},
            .columns = (const char *const[]){"text", NULL},
        },
    [MEMO_NUMBER] =
        {
            .name = "observation_breakdown_number",
            .sql = "SELECT b.breakdown AS id FROM breakdown b WHERE b.text = :text",
            .params = (const char *const[]){"text", NULL},
            .columns = (const char *const[]){"id", NULL},
        },
};

const struct stmt_group observation_memo_statements = {"observation_memo", specs, COUNT_OF(specs)};

/* A page holds at most a thousand of each kind, so chains stay short. */
enum { BUCKETS = 256 };

struct node {
    struct node *next;
    int64_t id;
    union {
        struct memo_region region;
        struct memo_document document;
        struct memo_breakdown breakdown;
        struct str text;
    } is;
};

struct observation_memo {
    struct db *db;
    struct arena *arena;
    int64_t release;
    struct node *tables[MEMO_KINDS][BUCKETS];
    struct node *texts[BUCKETS];
};

int observation_memo_open(struct db *db, struct arena *arena, int64_t release,
                          struct observation_memo **ret)
{
    struct observation_memo *memo = arena_alloc(arena, sizeof *memo);

    if (memo == NULL)
        return -ERR_NOMEM;
    memo->db = db;
    memo->arena = arena;
    memo->release = release;
    *ret = memo;
    return 0;
}

static struct node *node_add(struct observation_memo *memo, struct node **bucket, int64_t id)
{
    struct node *node = arena_alloc(memo->arena, sizeof *node);

    if (node == NULL)
        return NULL;
    node->id = id;
    node->next = *bucket;
    *bucket = node;
    return node;
}

/* What the current row of `stmt` says about a number of this kind. */
static int map_row(struct observation_memo *memo, size_t kind, struct stmt *stmt, struct node *node)
{
    struct str first = arena_copy(memo->arena, stmt_get_str(stmt, 0));

    if (kind == MEMO_REGION) {
        struct names names = row_names(stmt, 1);

        node->is.region.code = first;
        node->is.region.names.zh = arena_copy(memo->arena, names.zh);
        node->is.region.names.en = arena_copy(memo->arena, names.en);
    } else if (kind == MEMO_DOCUMENT) {
        node->is.document.code = first;
        node->is.document.second_hand = !str_eq(stmt_get_str(stmt, 1), STR("primary"));
        node->is.document.is_register = str_eq(stmt_get_str(stmt, 2), STR("register"));
        node->is.document.synthetic = str_eq(stmt_get_str(stmt, 3), STR("yes"));
    } else {
        node->is.breakdown.text = first;
    }
    return memo->arena->failed ? -ERR_NOMEM : 0;
}

static int look_up(struct observation_memo *memo, size_t kind, int64_t id, struct node **ret)
{
    struct node **bucket = &memo->tables[kind][(uint64_t)id % BUCKETS];
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct node found = {0};
    struct node *node;
    int r;

    for (node = *bucket; node != NULL; node = node->next) {
        if (node->id == id) {
            *ret = node;
            return 0;
        }
    }
    stmt = db_stmt(memo->db, &specs[kind]);
    if (kind == MEMO_BREAKDOWN) {
        stmt_i64(stmt, 0, id);
    } else {
        stmt_i64(stmt, 0, memo->release);
        stmt_i64(stmt, 1, id);
    }
    r = stmt_step(stmt);
    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    r = map_row(memo, kind, stmt, &found);
    if (r < 0)
        return r;
    node = node_add(memo, bucket, id);
    if (node == NULL)
        return -ERR_NOMEM;
    node->is = found.is;
    *ret = node;
    return 0;
}

int observation_memo_region(struct observation_memo *memo, int64_t region,
                            const struct memo_region **ret)
{
    struct node *node;
    int r = look_up(memo, MEMO_REGION, region, &node);

    if (r < 0)
        return r;
    *ret = &node->is.region;
    return 0;
}

int observation_memo_document(struct observation_memo *memo, int64_t document,
                              const struct memo_document **ret)
{
    struct node *node;
    int r = look_up(memo, MEMO_DOCUMENT, document, &node);

    if (r < 0)
        return r;
    *ret = &node->is.document;
    return 0;
}

int observation_memo_breakdown(struct observation_memo *memo, int64_t breakdown,
                               struct memo_breakdown **ret)
{
    struct node *node;
    int r = look_up(memo, MEMO_BREAKDOWN, breakdown, &node);

    if (r < 0)
        return r;
    *ret = &node->is.breakdown;
    return 0;
}

/* limit: dimensions of one breakdown of which wider ones are looked for; the data has three at most,
 * and eight already have 255 */
enum { WIDER_DIMENSIONS_MAX = 8 };

/* Adds the breakdown with those of the `n` pairs whose bits are set, where it occurs. */
static int add_wider(struct observation_memo *memo, const struct str *pairs, size_t n,
                     unsigned bits, struct id_list *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(memo->db, &specs[MEMO_NUMBER]);
    struct str text = STR("");
    int r;

    for (size_t i = 0; i < n; i++)
        if ((bits & 1U << i) != 0)
            text = arena_printf(memo->arena, "%.*s%s%.*s", (int)text.n, text.p,
                                text.n > 0 ? ";" : "", (int)pairs[i].n, pairs[i].p);
    if (memo->arena->failed)
        return -ERR_NOMEM;
    stmt_str(stmt, 0, text);
    r = stmt_step(stmt);
    return r > 0 ? id_list_add(memo->arena, ret, stmt_get_i64(stmt, 0)) : r;
}

int observation_memo_wider(struct observation_memo *memo, int64_t breakdown,
                           const struct id_list **ret)
{
    struct str pairs[WIDER_DIMENSIONS_MAX];
    struct memo_breakdown *known;
    struct str text;
    size_t n = 0;
    int r = observation_memo_breakdown(memo, breakdown, &known);

    if (r < 0)
        return r;
    *ret = &known->wider;
    if (known->wider_known)
        return 0;
    text = known->text;
    while (n < COUNT_OF(pairs) && text.n > 0 && str_cut(&text, ';', &pairs[n]))
        n++;
    for (unsigned bits = 0; bits + 1 < 1U << n; bits++) {
        r = add_wider(memo, pairs, n, bits, &known->wider);
        if (r < 0)
            return r;
    }
    known->wider_known = true;
    return 0;
}

int observation_memo_text(struct observation_memo *memo, struct str text, struct str *ret)
{
    uint32_t hash = 0;
    struct node **bucket;
    struct node *node;

    for (size_t i = 0; i < text.n; i++)
        hash = hash * 31 + (unsigned char)text.p[i];
    bucket = &memo->texts[hash % BUCKETS];
    for (node = *bucket; node != NULL; node = node->next) {
        if (str_eq(node->is.text, text)) {
            *ret = node->is.text;
            return 0;
        }
    }
    text = arena_copy(memo->arena, text);
    node = node_add(memo, bucket, 0);
    if (node == NULL)
        return -ERR_NOMEM;
    node->is.text = text;
    *ret = text;
    return 0;
}

/* Adds what is not there yet, in order. */
static void add_in_order(struct str *names, size_t *n, size_t max, struct str name)
{
    size_t at = 0;

    while (at < *n && str_cmp(names[at], name) < 0)
        at++;
    if (*n == max || (at < *n && str_eq(names[at], name)))
        return;
    for (size_t i = (*n)++; i > at; i--)
        names[i] = names[i - 1];
    names[at] = name;
}

int observation_memo_dimensions(struct observation_memo *memo, const int64_t *breakdowns, size_t n,
                                struct str *ret)
{
    struct str names[DIMENSIONS_MAX];
    struct str list = STR("");
    size_t n_names = 0;

    for (size_t i = 0; i < n; i++) {
        struct memo_breakdown *known;
        struct str text, pair, dimension;
        int r = observation_memo_breakdown(memo, breakdowns[i], &known);

        if (r < 0)
            return r;
        text = known->text;
        while (text.n > 0 && str_cut(&text, ';', &pair))
            if (str_cut(&pair, '=', &dimension))
                add_in_order(names, &n_names, COUNT_OF(names), dimension);
    }
    for (size_t i = 0; i < n_names; i++)
        list = arena_printf(memo->arena, "%.*s%s%.*s", (int)list.n, list.p, i > 0 ? ", " : "",
                            (int)names[i].n, names[i].p);
    *ret = list;
    return memo->arena->failed ? -ERR_NOMEM : 0;
}
