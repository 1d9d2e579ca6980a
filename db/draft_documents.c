/* What a row may say of the document that it belongs to. */

#include "db/draft_impl.h"

#include "db/statements.h"

enum { DOCUMENT_KIND };

static const struct stmt_spec specs[] = {
    [DOCUMENT_KIND] =
        {
            .name = "draft_document_kind",
            .sql = "SELECT d.kind, d.synthetic FROM document d WHERE d.document = :document"
                   " AND d.until = 9223372036854775807"
                   " AND (d.since < 1099511627776 OR d.since = :draft)"
                   " ORDER BY d.since DESC LIMIT 1",
            .params = (const char *const[]){"document", "draft", NULL},
            .columns = (const char *const[]){"kind", "synthetic", NULL},
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
        };
    }
    *ret = draft->document;
    return 1;
}

/* A document does not become real by a revision, nor made up. */
static int fault_of_document(struct draft *draft, const struct sql_columns *columns,
                             const struct row_values *row, bool package_synthetic,
                             const char **ret_reason)
{
    const struct value *mark = row_value(columns, row, "synthetic");
    bool synthetic = mark->kind == VALUE_STR && str_eq(mark->s, STR("yes"));
    struct draft_document before;

    draft->document.id = 0;
    int r = look_up(draft, row_value(columns, row, "document")->i, &before);
    draft->document.id = 0;
    if (r < 0)
        return r;
    if (r > 0 && before.synthetic != synthetic) {
        *ret_reason = "is not what it was: a document stays real, or made up";
        return 1;
    }
    if (synthetic && !package_synthetic) {
        *ret_reason = "is yes, and the package does not say that it is made up";
        return 1;
    }
    return 0;
}

int draft_records_fault(struct draft *draft, size_t package, const struct table *table,
                        const struct row_values *row, const char **ret_column,
                        const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    const struct value *document = row_value(columns, row, "document");
    bool package_synthetic = draft->packages[package].synthetic;
    struct draft_document of;

    if (document->kind != VALUE_I64)
        return 0;
    if (str_eq(str_from(table->name), STR("document"))) {
        *ret_column = "synthetic";
        return fault_of_document(draft, columns, row, package_synthetic, ret_reason);
    }
    int r = look_up(draft, document->i, &of);
    if (r <= 0)
        return r;
    *ret_column = "document";
    if (of.synthetic && !package_synthetic) {
        *ret_reason = "is made up, and the package does not say so";
        return 1;
    }
    if (of.is_register && !draft->counting && str_eq(str_from(table->name), STR("observation"))) {
        *ret_reason = "is a register, whose figures are counted from its records";
        return 1;
    }
    return 0;
}
