#include "db/preexam_regions.h"

#include "db/preexam_cases.h"
#include "db/row.h"
#include "db/statements.h"

static const struct stmt_spec specs[] = {{
    .name = "preexam_children",
    .sql = "SELECT t.region AS region FROM code c JOIN region t ON t.parent = c.code_id"
           " AND t.level <> 'zone' AND t.valid_to IS NULL AND " ROW_IN_FORCE(
               "t") " WHERE c.list = 'region' AND c.code = :code",
    .params = (const char *const[]){"release", "code", NULL},
    .columns = (const char *const[]){"region", NULL},
}};

const struct stmt_group preexam_regions_statements = {"preexam_regions", specs, COUNT_OF(specs)};

int preexam_regions_of(struct db *db, struct arena *arena, int64_t release,
                       const struct record_register *of, struct record_regions *ret)
{
    struct record_regions_wish wish = {.grouped = true};
    struct id_list named = {0};
    int64_t own = 0;
    int r = scope_code(db, STR("region"), of->region, &own);

    r = r < 0 ? r : id_list_add(arena, &named, own);
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = row_by_code(db, &specs[0], release, of->region);
    while (r == 0 && (r = stmt_step(stmt)) > 0)
        r = id_list_add(arena, &named, stmt_get_i64(stmt, 0));
    if (r == 0)
        r = preexam_cases_regions(db, arena, &wish.present);
    if (r < 0)
        return r;
    id_list_sort(&named);
    wish.named = &named;
    return record_regions_make(db, arena, release, &wish, ret);
}
