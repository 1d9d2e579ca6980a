/* What a row may say of the document that it belongs to. */

#include "db/draft_impl.h"

#include "base/err.h"
#include "db/statements.h"

enum { DOCUMENT_KIND };

static const struct stmt_spec specs[] = {
    [DOCUMENT_KIND] =
        {
            .name = "draft_document_kind",
            .sql =
                "SELECT d.kind, d.synthetic, d.region FROM document d WHERE d.document = :document"
                " AND d.until = 9223372036854775807"
                " AND (d.since < 1099511627776 OR d.since = :draft)"
                " ORDER BY d.since DESC LIMIT 1",
            .params = (const char *const[]){"document", "draft", NULL},
            .columns = (const char *const[]){"kind", "synthetic", "region", NULL},
        },
};
const struct stmt_group draft_documents_statements = {"draft_documents", specs, COUNT_OF(specs)};

/* What the newest version of a document says of itself: 1, 0 there is none. */
static int look_up(struct draft *draft, int64_t document, struct draft_document *ret)
{
    if (draft->document.id != document) {
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[DOCUMENT_KIND]);
        stmt_i64(s, 0, document);
        stmt_i64(s, 1, draft->since);
        int r = stmt_step(s);
        if (r <= 0)
            return r;
        draft->document = (struct draft_document){
            .id = document,
            .is_register = str_eq(stmt_get_str(s, 0), STR("register")),
            .synthetic = str_eq(stmt_get_str(s, 1), STR("yes")),
            .region = stmt_get_i64(s, 2),
        };
    }
    *ret = draft->document;
    return 1;
}

/* A document does not become real by a revision, nor made up, and a register stays one. */
static int fault_of_document(struct draft *draft, const struct sql_columns *columns,
                             const struct row_values *row, enum draft_made_up made_up,
                             const char **ret_column, const char **ret_reason)
{
    const struct value *mark = row_value(columns, row, "synthetic");
    bool synthetic = mark->kind == VALUE_STR && str_eq(mark->s, STR("yes"));
    bool is_register = str_eq(row_value(columns, row, "kind")->s, STR("register"));
    struct draft_document before;

    draft->document.id = 0;
    int r = look_up(draft, row_value(columns, row, "document")->i, &before);
    draft->document.id = 0;
    if (r < 0)
        return r;
    *ret_column = "kind";
    *ret_reason = "is not what it was: figures are counted from a register, or published";
    if (r > 0 && before.is_register != is_register)
        return 1;
    *ret_column = "synthetic";
    *ret_reason = "is not what it was: a document stays real, or made up";
    if (r > 0 && before.synthetic != synthetic)
        return 1;
    *ret_reason = "is yes, and the package does not say that it is made up";
    if (synthetic && made_up == DRAFT_REAL)
        return 1;
    *ret_reason = "is not yes, and the package says that it is made up";
    return !synthetic && made_up == DRAFT_MADE_UP;
}

/* Tables whose rows are counted up to the days that their register covers. */
static const char *const cases[] = {
    "dispute",           "dispute_suspension",
    "mediation",         "judicial_confirmation",
    "preexam_request",   "agency",
    "credit_event",      "credit_grade",
    "credit_reminder",   "credit_repair",
    "credit_objection",  "enforcement_case",
    "enforcement_lead",  "inspection",
    "agency_interview",  "pledge",
    "insurance_policy",  "patent_transaction",
    "overseas_case",     "visit",
    "visit_problem",     "expert",
    "submission",        "credit_push",
    "dishonesty_record", "credit_commitment",
    "risk_pool_entry",
};

static bool is_case(const struct table *table)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (str_eq(str_from(cases[i]), str_from(table->name)))
            return true;
    }
    return false;
}

/* Whether a region is that of the register, or below it: 1, 0 not. */
static int is_within(struct draft *draft, int64_t region, int64_t of)
{
    int64_t at = region;

    if (draft->within[0] == region && draft->within[1] == of)
        return 1;
    for (int i = 0; at != of && at != 0; i++) {
        int r = i < REGIONS_ABOVE_MAX ? draft_rules_parent(draft, at, &at) : -ERR_LIMIT;
        if (r < 0)
            return r == -ERR_LIMIT ? 0 : r;
    }
    if (at == 0)
        return 0;
    draft->within[0] = region;
    draft->within[1] = of;
    return 1;
}

/* What a row may not be of this document. */
static int fault_of_row(struct draft *draft, const struct table *table,
                        const struct row_values *row, const struct draft_document *of,
                        const char **ret_column, const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    const struct value *region = row_value(columns, row, "region");

    *ret_reason = "is a register, whose figures are counted from its records";
    if (of->is_register && !draft->counting && str_eq(str_from(table->name), STR("observation")))
        return 1;
    if (!is_case(table))
        return 0;
    *ret_reason = "is no register, and says not for which days such records are complete";
    if (!of->is_register)
        return 1;
    if (region->kind != VALUE_I64)
        return 0;
    *ret_column = "region";
    *ret_reason = "is not within the region whose register it is";
    int r = is_within(draft, region->i, of->region);
    return r < 0 ? r : r == 0;
}

int draft_records_moved(struct draft *draft, const struct table *table,
                        const struct row_values *row, const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    const struct value *document = row_value(columns, row, "document");
    struct draft_document was, is;

    if (draft->was_of == 0 || document->kind != VALUE_I64)
        return 0;
    int r = look_up(draft, draft->was_of, &was);
    if (r > 0)
        r = look_up(draft, document->i, &is);
    if (r <= 0)
        return r;
    *ret_reason = "takes a record from what is made up to what is real, or back";
    return was.synthetic != is.synthetic;
}

int draft_records_fault(struct draft *draft, size_t package, const struct table *table,
                        const struct row_values *row, const char **ret_column,
                        const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    const struct value *document = row_value(columns, row, "document");
    enum draft_made_up made_up = draft->packages[package].made_up;
    struct draft_document of;

    if (document->kind != VALUE_I64)
        return 0;
    if (str_eq(str_from(table->name), STR("document")))
        return fault_of_document(draft, columns, row, made_up, ret_column, ret_reason);
    int r = look_up(draft, document->i, &of);
    if (r <= 0)
        return r;
    *ret_column = "document";
    *ret_reason = "is made up, and the package does not say so";
    if (of.synthetic && made_up == DRAFT_REAL)
        return 1;
    *ret_reason = "is real, and the package says that it is made up";
    if (!of.synthetic && made_up == DRAFT_MADE_UP)
        return 1;
    return fault_of_row(draft, table, row, &of, ret_column, ret_reason);
}
