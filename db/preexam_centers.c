#include "db/preexam_centers.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum { PREEXAM_CENTER_FIELDS };

static const struct stmt_spec specs[] = {
    [PREEXAM_CENTER_FIELDS] =
        {
            .name = "preexam_center_fields",
            .sql = "SELECT t.field AS field FROM preexam_field t WHERE t.center = :center"
                   " AND " ROW_IN_FORCE("t") " ORDER BY t.field",
            .params = (const char *const[]){"release", "center", NULL},
            .columns = (const char *const[]){"field", NULL},
        },
};

const struct stmt_group preexam_centers_statements = {"preexam_centers", specs, COUNT_OF(specs)};

int preexam_center_fields(struct db *db, struct arena *arena, int64_t release, struct str center,
                          struct str *ret)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = row_by_code(db, &specs[PREEXAM_CENTER_FIELDS], release, center);
    struct str fields = STR("");
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        struct str field = stmt_get_str(stmt, 0);

        fields = arena_printf(arena, "%.*s%s%.*s", (int)fields.n, fields.p, fields.n > 0 ? ";" : "",
                              (int)field.n, field.p);
    }
    if (r == 0 && arena->failed)
        r = -ERR_NOMEM;
    if (r == 0)
        *ret = fields;
    return r;
}
