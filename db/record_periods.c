#include "db/record_periods.h"

#include "base/err.h"
#include "db/statements.h"

/* limit: periods of one kind that a register covers; quarters of three hundred years */
enum { PERIODS_MAX = 1200 };

static const struct stmt_spec specs[] = {{
    .name = "record_periods_regions",
    .sql = "SELECT r.region AS id FROM code c JOIN region r ON r.parent = c.code_id"
           " AND r.level <> 'zone' AND r.valid_to IS NULL AND " ROW_IN_FORCE(
               "r") " WHERE c.list = 'region' AND c.code = :code",
    .params = (const char *const[]){"release", "code", NULL},
    .columns = (const char *const[]){"id", NULL},
}};

const struct stmt_group record_periods_statements = {"record_periods", specs, COUNT_OF(specs)};

static int months_of(enum freq freq)
{
    switch (freq) {
    case FREQ_A:
        return 12;
    case FREQ_H:
        return 6;
    case FREQ_Q:
        return 3;
    case FREQ_M:
    case FREQ_I:
    case FREQ_R:
    case FREQ_Y:
        break;
    }
    return 1;
}

int record_periods_of(struct arena *arena, const struct record_register *of, enum freq freq,
                      struct record_period_list *ret)
{
    struct record_period_list list = {.v = arena_alloc(arena, PERIODS_MAX * sizeof *list.v)};
    int year, month, ignored;
    int32_t day;

    if (list.v == NULL)
        return -ERR_NOMEM;
    date_to_civil(of->covers_from, &year, &month, &ignored);
    day = date_from_civil(year, 1, 1);
    while (list.n < PERIODS_MAX && day <= of->covers_to) {
        int32_t next;
        int r = date_add_months(day, months_of(freq), &next);

        if (r < 0)
            return r;
        if (day >= of->covers_from && next - 1 <= of->covers_to)
            list.v[list.n++] = (struct period){day, next - 1, freq};
        day = next;
    }
    *ret = list;
    return 0;
}

int record_regions_of(struct db *db, struct arena *arena, int64_t release,
                      const struct record_register *of, const struct id_list *present,
                      struct record_regions *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = row_by_code(db, &specs[0], release, of->region);
    struct id_list named = {0};
    const struct record_regions_wish wish = {.named = &named, .present = *present, .grouped = true};
    int64_t own = 0;
    int r = scope_code(db, STR("region"), of->region, &own);

    r = r < 0 ? r : id_list_add(arena, &named, own);
    while (r == 0 && (r = stmt_step(stmt)) > 0)
        r = id_list_add(arena, &named, stmt_get_i64(stmt, 0));
    if (r < 0)
        return r;
    id_list_sort(&named);
    return record_regions_make(db, arena, release, &wish, ret);
}
