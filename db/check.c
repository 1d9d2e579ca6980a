#include "db/check.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/table_sql.h"

#include <string.h>

enum {
    CHECK_RELATIONS,
    CHECK_TERMS,
    CHECK_OBSERVATION,
    CHECK_TARGET,
    CHECK_CHILDREN,
    CHECK_SIGNATORIES,
    CHECK_DOCUMENTS,
    CHECK_FIGURES,
    CHECK_TARGETS,
};

/* Columns of CHECK_TERMS, and the parameters of CHECK_OBSERVATION, in their order. */
enum {
    TERM_SIDE,
    TERM_KIND,
    TERM_INDICATOR,
    TERM_REGION,
    TERM_BREAKDOWN,
    TERM_FREQ,
    TERM_ENDS_ON,
    TERM_STARTS_ON,
    TERM_TARGET,
    TERM_DOCUMENT,
    TERM_VALUE
};

static const struct stmt_spec specs[] = {
    [CHECK_RELATIONS] =
        {
            .name = "check_relations",
            .sql =
                "SELECT /*scan*/ r.relation, c.code, r.name_zh, r.name_en, d.code AS document,"
                " r.document AS document_id FROM relation r JOIN code c ON c.code_id = r.relation"
                " JOIN code d ON d.code_id = r.document"
                " WHERE " ROW_IN_FORCE("r") " ORDER BY d.code, c.code",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"relation", "code", "name_zh", "name_en", "document",
                                             "document_id", NULL},
        },
    [CHECK_TERMS] =
        {
            .name = "check_terms",
            .sql = "SELECT t.side, t.term, t.indicator, t.region, t.breakdown, t.freq, t.ends_on,"
                   " t.starts_on, t.target, t.document, t.value_e6 FROM relation_term t"
                   " WHERE t.relation = :relation AND " ROW_IN_FORCE("t") " ORDER BY t.position",
            .params = (const char *const[]){"relation", "release", NULL},
            .columns = (const char *const[]){"side", "term", "indicator", "region", "breakdown",
                                             "freq", "ends_on", "starts_on", "target", "document",
                                             "value_e6", NULL},
        },
    [CHECK_OBSERVATION] =
        {
            .name = "check_observation",
            /* what the document of the relation says, else what comes first */
            .sql =
                "SELECT o.value_e6, o.definition FROM observation o WHERE o.indicator = :indicator"
                " AND o.region = :region AND o.breakdown = :breakdown AND o.measure = 'level'"
                " AND o.freq = :freq AND o.ends_on = :ends_on AND o.starts_on = :starts_on"
                " AND " ROW_IN_FORCE("o") " ORDER BY o.definition, o.document <> :document,"
                                          " o.precedence, o.document",
            .params = (const char *const[]){"indicator", "region", "breakdown", "freq",
                                            "ends_on", "starts_on", "release", "document", NULL},
            .columns = (const char *const[]){"value_e6", "definition", NULL},
        },
    [CHECK_TARGET] =
        {
            .name = "check_target",
            .sql =
                "SELECT t.value_e6 FROM target t WHERE t.target = :target AND " ROW_IN_FORCE("t"),
            .params = (const char *const[]){"target", "release", NULL},
            .columns = (const char *const[]){"value_e6", NULL},
        },
    [CHECK_CHILDREN] =
        {
            .name = "check_children",
            .sql = "SELECT count(*) * 1000000 AS value_e6 FROM region r WHERE r.parent = :region"
                   " AND r.valid_to IS NULL AND r.level <> 'zone' AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"region", "release", NULL},
            .columns = (const char *const[]){"value_e6", NULL},
        },
    [CHECK_SIGNATORIES] =
        {
            .name = "check_signatories",
            .sql = "SELECT count(*) * 1000000 AS value_e6 FROM document_department d"
                   " WHERE d.document = :document AND d.role = 'signatory' AND " ROW_IN_FORCE("d"),
            .params = (const char *const[]){"document", "release", NULL},
            .columns = (const char *const[]){"value_e6", NULL},
        },
    [CHECK_DOCUMENTS] =
        {
            .name = "check_documents",
            .sql = "SELECT /*scan*/ d.document, c.code, d.reliability FROM document d"
                   " JOIN code c ON c.code_id = d.document WHERE " ROW_IN_FORCE(
                       "d") " ORDER BY d.reliability, c.code",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"document", "code", "reliability", NULL},
        },
    [CHECK_FIGURES] =
        {
            .name = "check_figures",
            .sql = "SELECT o.measure, i.access, count(*) AS n FROM observation o"
                   " JOIN indicator i ON i.indicator = o.indicator"
                   " WHERE o.document = :document AND " ROW_IN_FORCE(
                       "o") " AND i.since <= :release AND :release < i.until GROUP BY o.measure, "
                            "i.access",
            .params = (const char *const[]){"document", "release", NULL},
            .columns = (const char *const[]){"measure", "access", "n", NULL},
        },
    [CHECK_TARGETS] =
        {
            .name = "check_targets",
            .sql = "SELECT i.access, count(*) AS n FROM target t"
                   " JOIN indicator i ON i.indicator = t.indicator"
                   " WHERE t.document = :document AND " ROW_IN_FORCE(
                       "t") " AND i.since <= :release AND :release < i.until GROUP BY i.access",
            .params = (const char *const[]){"document", "release", NULL},
            .columns = (const char *const[]){"access", "n", NULL},
        },
};
const struct stmt_group check_statements = {"check", specs, COUNT_OF(specs)};

/* What a term is worth. 1: `*ret` is its value, 0: it has none, or more than one. */
static int only_value(struct stmt *stmt, int64_t *ret)
{
    int r = stmt_step(stmt);
    bool is_null = r <= 0 || stmt_is_null(stmt, 0);
    int64_t value = r > 0 ? stmt_get_i64(stmt, 0) : 0;

    if (r > 0)
        r = stmt_step(stmt);
    stmt_reset(stmt);
    if (r < 0)
        return r;
    if (r > 0 || is_null)
        return 0;
    *ret = value;
    return 1;
}

/* limit: bytes of the id of a definition, which the schema holds to 100 characters */
enum { DEFINITION_MAX = 400 };

/* What the first of several documents says, where all speak of one definition. As only_value(). */
static int first_value(struct stmt *stmt, int64_t *ret)
{
    char definition[DEFINITION_MAX];
    int r = stmt_step(stmt);
    struct str kept = r > 0 ? stmt_get_str(stmt, 1) : STR("");
    bool is_null = r <= 0 || stmt_is_null(stmt, 0) || kept.n > sizeof definition;
    int64_t value = r > 0 ? stmt_get_i64(stmt, 0) : 0;

    if (!is_null) {
        memcpy(definition, kept.p, kept.n);
        kept.p = definition;
        while ((r = stmt_step(stmt)) > 0 && str_eq(stmt_get_str(stmt, 1), kept))
            ;
    }
    stmt_reset(stmt);
    if (r < 0)
        return r;
    if (r > 0 || is_null)
        return 0;
    *ret = value;
    return 1;
}

static int observation_value(struct db *db, int64_t release, int64_t document, struct stmt *term,
                             int64_t *ret)
{
    struct stmt *s = db_stmt(db, &specs[CHECK_OBSERVATION]);

    stmt_i64(s, 0, stmt_get_i64(term, TERM_INDICATOR));
    stmt_i64(s, 1, stmt_get_i64(term, TERM_REGION));
    stmt_i64(s, 2, stmt_get_i64(term, TERM_BREAKDOWN));
    stmt_str(s, 3, stmt_get_str(term, TERM_FREQ));
    stmt_i64(s, 4, stmt_get_i64(term, TERM_ENDS_ON));
    stmt_i64(s, 5, stmt_get_i64(term, TERM_STARTS_ON));
    stmt_i64(s, 6, release);
    stmt_i64(s, 7, document);
    return first_value(s, ret);
}

static int term_value(struct db *db, int64_t release, int64_t document, struct stmt *term,
                      int64_t *ret)
{
    static const struct {
        struct str kind;
        size_t column, statement;
    } simple[] = {
        {STR("target"), TERM_TARGET, CHECK_TARGET},
        {STR("region_children"), TERM_REGION, CHECK_CHILDREN},
        {STR("document_signatories"), TERM_DOCUMENT, CHECK_SIGNATORIES},
    };
    struct str kind = stmt_get_str(term, TERM_KIND);

    if (str_eq(kind, STR("observation")))
        return observation_value(db, release, document, term, ret);
    if (str_eq(kind, STR("constant"))) {
        *ret = stmt_get_i64(term, TERM_VALUE);
        return !stmt_is_null(term, TERM_VALUE);
    }
    for (size_t i = 0; i < COUNT_OF(simple); i++) {
        if (!str_eq(kind, simple[i].kind))
            continue;
        struct stmt *s = db_stmt(db, &specs[simple[i].statement]);
        stmt_i64(s, 0, stmt_get_i64(term, simple[i].column));
        stmt_i64(s, 1, release);
        return only_value(s, ret);
    }
    return -ERR_INTERNAL;
}

/* Adds up the terms of the relation that `of` gave. */
static int sum_terms(struct db *db, int64_t release, struct stmt *of,
                     struct check_relation *relation)
{
    CLEANUP(stmt_reset_p) struct stmt *terms = db_stmt(db, &specs[CHECK_TERMS]);
    size_t n = 0;
    int r;

    stmt_i64(terms, 0, stmt_get_i64(of, 0));
    stmt_i64(terms, 1, release);
    relation->complete = true;
    while ((r = stmt_step(terms)) > 0) {
        bool left = str_eq(stmt_get_str(terms, TERM_SIDE), STR("left"));
        int64_t *sum = left ? &relation->left_e6 : &relation->right_e6;
        int64_t value = 0;
        r = term_value(db, release, stmt_get_i64(of, 5), terms, &value);
        if (r < 0)
            return r;
        if (r == 0 || __builtin_add_overflow(*sum, value, sum))
            relation->complete = false;
        n++;
    }
    relation->complete = relation->complete && n > 0;
    relation->holds = relation->complete && relation->left_e6 == relation->right_e6;
    return r;
}

int check_relations(struct db *db, int64_t release,
                    int (*each)(void *cls, const struct check_relation *), void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_RELATIONS]);
    int r;

    stmt_i64(s, 0, release);
    while ((r = stmt_step(s)) > 0) {
        struct check_relation relation = {
            .code = stmt_get_str(s, 1),
            .name_zh = stmt_get_str(s, 2),
            .name_en = stmt_get_str(s, 3),
            .document = stmt_get_str(s, 4),
        };
        r = sum_terms(db, release, s, &relation);
        if (r == 0)
            r = each(cls, &relation);
        if (r < 0)
            return r;
    }
    return r;
}

static int count_figures(struct db *db, int64_t release, int64_t id,
                         struct check_document *document)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_FIGURES]);
    int r;

    stmt_i64(s, 0, id);
    stmt_i64(s, 1, release);
    while ((r = stmt_step(s)) > 0) {
        struct str measure = stmt_get_str(s, 0);
        int64_t n = stmt_get_i64(s, 2);
        if (str_eq(measure, STR("level")))
            document->actuals += n;
        else if (str_eq(measure, STR("rank")))
            document->ranks += n;
        else
            document->growth_rates += n;
        if (str_eq(stmt_get_str(s, 1), STR("restricted")))
            document->restricted += n;
    }
    return r;
}

static int count_targets(struct db *db, int64_t release, int64_t id,
                         struct check_document *document)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_TARGETS]);
    int r;

    stmt_i64(s, 0, id);
    stmt_i64(s, 1, release);
    while ((r = stmt_step(s)) > 0) {
        int64_t n = stmt_get_i64(s, 1);
        document->targets += n;
        if (str_eq(stmt_get_str(s, 0), STR("restricted")))
            document->restricted += n;
    }
    return r;
}

int check_documents(struct db *db, int64_t release,
                    int (*each)(void *cls, const struct check_document *), void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_DOCUMENTS]);
    int r;

    stmt_i64(s, 0, release);
    while ((r = stmt_step(s)) > 0) {
        struct check_document document = {
            .code = stmt_get_str(s, 1),
            .primary = str_eq(stmt_get_str(s, 2), STR("primary")),
        };
        r = count_figures(db, release, stmt_get_i64(s, 0), &document);
        if (r == 0)
            r = count_targets(db, release, stmt_get_i64(s, 0), &document);
        if (r == 0 &&
            document.actuals + document.growth_rates + document.ranks + document.targets > 0)
            r = each(cls, &document);
        if (r < 0)
            return r;
    }
    return r;
}

int check_vintages(struct db *db, int64_t *ret)
{
    struct arena arena;
    int64_t total = 0;
    int r = 0;

    arena_init(&arena, 64 * 1024, 1024 * 1024);
    for (size_t i = 0; i < tables_n && r == 0; i++) {
        struct stmt *s = NULL;
        int64_t n = 0;
        r = table_stmt_open(db_engine(db), &arena, &tables[i], TABLE_OVERLAPS, &s);
        if (r == 0)
            r = row_count(s, &n);
        stmt_close(&s);
        total += n;
    }
    arena_finish(&arena);
    if (r < 0)
        return r;
    *ret = total;
    return 0;
}

int check_integrity(struct db *db, int64_t *ret_dangling)
{
    int r = db_full_check(db);

    return r < 0 ? r : engine_check_references(db_engine(db), ret_dangling);
}
