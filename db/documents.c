#include "db/documents.h"

#include "db/statements.h"

enum {
    DOCUMENT_LIST,
    DOCUMENT_COUNT,
    DOCUMENT_GET,
    DOCUMENT_REF,
    DOCUMENT_DEPARTMENTS,
    DOCUMENT_SYNTHETIC,
};

/* Figures and targets of restricted indicators are not counted: a count would tell of them. */
#define DOCUMENT_COUNT_OF(table)                                                                   \
    "(SELECT count(*) FROM " table                                                                 \
    " f JOIN indicator i ON i.indicator = f.indicator AND " ROW_IN_FORCE(                          \
        "i") " WHERE f.document = d.document"                                                      \
             " AND " ROW_PUBLIC("i") " AND " ROW_IN_FORCE("f") ")"
#define DOCUMENT_OBSERVATIONS DOCUMENT_COUNT_OF("observation")
#define DOCUMENT_TARGETS DOCUMENT_COUNT_OF("target")
#define DOCUMENT_SELECT                                                                            \
    "SELECT c.code AS code, d.title_zh AS title_zh, d.title_en AS title_en,"                       \
    " d.publisher_zh AS publisher_zh, d.publisher_en AS publisher_en,"                             \
    " r.code AS region, d.kind AS kind, d.doc_no AS doc_no,"                                       \
    " d.index_no AS index_no, d.signed_on AS signed_on,"                                           \
    " d.published_on AS published_on, d.reliability AS reliability,"                               \
    " d.publisher_rank AS publisher_rank,"                                                         \
    " d.note_zh AS note_zh, d.note_en AS note_en, " DOCUMENT_OBSERVATIONS                          \
    " AS observations, " DOCUMENT_TARGETS " AS targets, d.synthetic AS synthetic,"                 \
    " d.covers_from AS covers_from, d.covers_to AS covers_to "
#define DOCUMENT_FROM                                                                              \
    "FROM code c JOIN document d ON d.document = c.code_id"                                        \
    " AND " ROW_IN_FORCE("d") " JOIN code r ON r.code_id = d.region WHERE c.list = 'document'"
#define DOCUMENT_FILTER                                                                            \
    " AND (:region = '' OR r.code = :region) AND (:reliability = ''"                               \
    " OR d.reliability = :reliability)"

static const char *const document_columns[] = {
    "code",           "title_zh",  "title_en", "publisher_zh", "publisher_en", "region",
    "kind",           "doc_no",    "index_no", "signed_on",    "published_on", "reliability",
    "publisher_rank", "note_zh",   "note_en",  "observations", "targets",      "synthetic",
    "covers_from",    "covers_to", NULL};
static const char *const list_params[] = {"release", "region", "reliability",
                                          "after",   "limit",  NULL};
static const char *const by_code[] = {"release", "code", NULL};

static const struct stmt_spec specs[] = {
    [DOCUMENT_LIST] =
        {
            .name = "document_list",
            .sql = DOCUMENT_SELECT DOCUMENT_FROM DOCUMENT_FILTER
            " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = list_params,
            .columns = document_columns,
        },
    [DOCUMENT_COUNT] =
        {
            .name = "document_count",
            .sql = "SELECT count(*) AS n " DOCUMENT_FROM DOCUMENT_FILTER,
            .params = (const char *const[]){"release", "region", "reliability", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DOCUMENT_GET] =
        {
            .name = "document_get",
            .sql = DOCUMENT_SELECT DOCUMENT_FROM " AND c.code = :code",
            .params = by_code,
            .columns = document_columns,
        },
    [DOCUMENT_REF] =
        {
            .name = "document_ref",
            .sql = "SELECT c.code AS code, d.title_zh AS title_zh, d.title_en AS title_en,"
                   " d.publisher_zh AS publisher_zh, d.publisher_en AS publisher_en,"
                   " d.published_on AS published_on, d.synthetic AS synthetic FROM code c"
                   " JOIN document d ON d.document = c.code_id AND " ROW_IN_FORCE(
                       "d") " WHERE c.list = 'document' AND c.code = :code",
            .params = by_code,
            .columns = (const char *const[]){"code", "title_zh", "title_en", "publisher_zh",
                                             "publisher_en", "published_on", "synthetic", NULL},
        },
    [DOCUMENT_DEPARTMENTS] =
        {
            .name = "document_departments",
            .sql = "SELECT b.code AS department, n.name_zh AS name_zh, n.name_en AS name_en,"
                   " m.role AS role, m.position AS position FROM code c"
                   " JOIN document_department m ON m.document = c.code_id"
                   " JOIN department n ON n.department = m.department"
                   " JOIN code b ON b.code_id = m.department"
                   " WHERE c.list = 'document' AND c.code = :code"
                   " AND " ROW_IN_FORCE("m") " AND " ROW_IN_FORCE(
                       "n") " ORDER BY CASE m.role WHEN 'publisher' THEN 0 WHEN 'signatory' THEN 1"
                            " ELSE 2 END, m.position, b.code",
            .params = by_code,
            .columns =
                (const char *const[]){"department", "name_zh", "name_en", "role", "position", NULL},
        },
    [DOCUMENT_SYNTHETIC] =
        {
            .name = "document_synthetic",
            .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM document d"
                   " WHERE d.synthetic = 'yes' AND " ROW_IN_FORCE("d"),
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};

const struct stmt_group documents_statements = {"documents", specs, COUNT_OF(specs)};

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct document_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->region);
    stmt_str(stmt, 2, filter->reliability);
    return stmt;
}

struct stmt *documents_list(struct db *db, int64_t release, const struct document_filter *filter,
                            struct str after, int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[DOCUMENT_LIST]), release, filter);
    stmt_str(stmt, 3, after);
    stmt_i64(stmt, 4, limit);
    return stmt;
}

int documents_next(struct stmt *stmt, struct document_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct document_row){
        .code = stmt_get_str(stmt, 0),
        .titles = row_names(stmt, 1),
        .publisher = row_names(stmt, 3),
        .region = stmt_get_str(stmt, 5),
        .kind = stmt_get_str(stmt, 6),
        .doc_no = stmt_get_str(stmt, 7),
        .index_no = stmt_get_str(stmt, 8),
        .signed_on = row_day(stmt, 9),
        .published_on = row_day(stmt, 10),
        .reliability = stmt_get_str(stmt, 11),
        .publisher_rank = stmt_get_i64(stmt, 12),
        .note = row_names(stmt, 13),
        .observations = stmt_get_i64(stmt, 15),
        .targets = stmt_get_i64(stmt, 16),
        .synthetic = str_eq(stmt_get_str(stmt, 17), STR("yes")),
        .covers_from = row_day(stmt, 18),
        .covers_to = row_day(stmt, 19),
    };
    return 1;
}

int documents_count(struct db *db, int64_t release, const struct document_filter *filter,
                    int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[DOCUMENT_COUNT]), release, filter), ret);
}

int documents_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                  struct document_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[DOCUMENT_GET], release, code);
    return documents_next(*ret_stmt, ret);
}

int documents_get_ref(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                      struct document_ref_row *ret)
{
    struct stmt *stmt = row_by_code(db, &specs[DOCUMENT_REF], release, code);
    *ret_stmt = stmt;
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct document_ref_row){
        .code = stmt_get_str(stmt, 0),
        .titles = row_names(stmt, 1),
        .publisher = row_names(stmt, 3),
        .published_on = row_day(stmt, 5),
        .synthetic = str_eq(stmt_get_str(stmt, 6), STR("yes")),
    };
    return 1;
}

struct stmt *documents_departments(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[DOCUMENT_DEPARTMENTS], release, code);
}

int document_departments_next(struct stmt *stmt, struct document_department_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct document_department_row){
        .department = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .role = stmt_get_str(stmt, 3),
        .position = stmt_get_i64(stmt, 4),
    };
    return 1;
}

int documents_synthetic(struct db *db, int64_t release, bool *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[DOCUMENT_SYNTHETIC]);
    int64_t n = 0;

    stmt_i64(stmt, 0, release);
    int r = row_count(stmt, &n);
    if (r == 0)
        *ret = n > 0;
    return r;
}
