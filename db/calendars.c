#include "db/calendars.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum { CALENDAR_YEARS, CALENDAR_DAYS };

static const char *const range_params[] = {"release", "calendar", "first", "last", NULL};

static const struct stmt_spec specs[] = {
    [CALENDAR_YEARS] =
        {
            .name = "calendar_years",
            .sql = "SELECT y.year AS year, y.source AS source, y.confidence AS confidence,"
                   " d.code AS document FROM calendar_year y"
                   " JOIN code d ON d.code_id = y.document WHERE y.calendar = :calendar"
                   " AND y.year BETWEEN :first AND :last AND " ROW_IN_FORCE("y") " ORDER BY y.year",
            .params = range_params,
            .columns = (const char *const[]){"year", "source", "confidence", "document", NULL},
        },
    [CALENDAR_DAYS] =
        {
            .name = "calendar_days",
            .sql = "SELECT t.day AS day, t.kind AS kind, t.name AS name, d.code AS document"
                   " FROM calendar_day t JOIN code d ON d.code_id = t.document"
                   " WHERE t.calendar = :calendar AND t.day BETWEEN :first AND :last"
                   " AND " ROW_IN_FORCE("t") " ORDER BY t.day",
            .params = range_params,
            .columns = (const char *const[]){"day", "kind", "name", "document", NULL},
        },
};

const struct stmt_group calendars_statements = {"calendars", specs, COUNT_OF(specs)};

static struct stmt *range(struct db *db, const struct stmt_spec *spec, int64_t release,
                          struct str calendar, int32_t first, int32_t last)
{
    struct stmt *stmt = db_stmt(db, spec);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, calendar);
    stmt_i64(stmt, 2, first);
    stmt_i64(stmt, 3, last);
    return stmt;
}

struct stmt *calendars_years(struct db *db, int64_t release, struct str calendar, int32_t first,
                             int32_t last)
{
    return range(db, &specs[CALENDAR_YEARS], release, calendar, first, last);
}

int calendars_next_year(struct stmt *stmt, struct calendar_year_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct calendar_year_row){
            .year = (int32_t)stmt_get_i64(stmt, 0),
            .source = stmt_get_str(stmt, 1),
            .confidence = stmt_get_str(stmt, 2),
            .document = stmt_get_str(stmt, 3),
        };
    return r;
}

struct stmt *calendars_days(struct db *db, int64_t release, struct str calendar, int32_t first,
                            int32_t last)
{
    return range(db, &specs[CALENDAR_DAYS], release, calendar, first, last);
}

int calendars_next_day(struct stmt *stmt, struct calendar_day_row *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct calendar_day_row){
            .day = row_date(stmt, 0),
            .kind = stmt_get_str(stmt, 1),
            .name = stmt_get_str(stmt, 2),
            .document = stmt_get_str(stmt, 3),
        };
    return r;
}

static int load_years(struct db *db, struct arena *arena, int64_t release, struct str calendar,
                      struct workdays *ret)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = calendars_years(db, release, calendar, INT32_MIN, INT32_MAX);
    struct calendar_year_row row;
    int32_t *years = NULL;
    size_t n = 0, room = 0;
    int r;

    while ((r = calendars_next_year(s, &row)) > 0) {
        years = arena_grow(arena, years, n, &room, sizeof *years);
        if (years == NULL)
            return -ERR_NOMEM;
        years[n++] = row.year;
    }
    ret->years = years;
    ret->n_years = n;
    return r;
}

int calendars_load(struct db *db, struct arena *arena, int64_t release, struct str calendar,
                   struct workdays *ret)
{
    struct workdays loaded = {0};
    struct workdays_change *changes = NULL;
    struct calendar_day_row row;
    size_t n = 0, room = 0;
    int r = load_years(db, arena, release, calendar, &loaded);

    if (r < 0)
        return r;
    CLEANUP(stmt_reset_p)
    struct stmt *s = calendars_days(db, release, calendar, INT32_MIN, INT32_MAX);
    while ((r = calendars_next_day(s, &row)) > 0) {
        changes = arena_grow(arena, changes, n, &room, sizeof *changes);
        if (changes == NULL)
            return -ERR_NOMEM;
        changes[n++] = (struct workdays_change){row.day, str_eq(row.kind, STR("workday"))};
    }
    if (r < 0)
        return r;
    loaded.changes = changes;
    loaded.n_changes = n;
    *ret = loaded;
    return 0;
}
