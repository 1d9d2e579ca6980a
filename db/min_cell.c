#include "db/min_cell.h"

#include "db/row.h"
#include "db/statements.h"

static const struct stmt_spec specs[] = {{
    .name = "min_cell",
    .sql = "SELECT coalesce(max(t.min_cell), 1) AS n FROM dimension_rule t"
           " WHERE t.dimension = :dimension AND " ROW_IN_FORCE("t"),
    .params = (const char *const[]){"release", "dimension", NULL},
    .columns = (const char *const[]){"n", NULL},
}};

const struct stmt_group min_cell_statements = {"min_cell", specs, COUNT_OF(specs)};

int min_cell_read(struct db *db, int64_t release, struct str dimension, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[0]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, dimension);
    return row_count(stmt, ret);
}
