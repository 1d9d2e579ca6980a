#include "db/first_recorded.h"

#include "db/row.h"
#include "db/statements.h"

static const struct stmt_spec specs[] = {{
    .name = "first_recorded",
    .sql = "SELECT coalesce(min(t.since), 0) AS n FROM code c"
           " JOIN document t ON t.document = c.code_id"
           " WHERE c.list = 'document' AND c.code = :document AND t.since <= :release"
           " AND t.covers_from <= :from AND t.covers_to >= :to",
    .params = (const char *const[]){"release", "document", "from", "to", NULL},
    .columns = (const char *const[]){"n", NULL},
}};

const struct stmt_group first_recorded_statements = {"first_recorded", specs, COUNT_OF(specs)};

int first_recorded(struct db *db, int64_t release, struct str document, int32_t from, int32_t to,
                   int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[0]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, document);
    stmt_i64(stmt, 2, from);
    stmt_i64(stmt, 3, to);
    return row_count(stmt, ret);
}
