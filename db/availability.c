#include "db/availability.h"

#include "base/err.h"
#include "db/documents.h"
#include "db/row.h"
#include "db/statements.h"

enum { AVAILABILITY_SERIES, AVAILABILITY_SECTIONS, AVAILABILITY_SYNTHETIC };

enum {
    COLUMN_REGION,
    COLUMN_BREAKDOWN,
    COLUMN_MEASURE,
    COLUMN_DEFINITION,
    COLUMN_FREQ,
    COLUMN_FIRST,
    COLUMN_LAST,
    COLUMN_FIGURES,
};

/* The schema explains a place: 2^20 times the last day, and the days but one. */
enum { PLACE_DAYS = 1 << 20 };

static const char *const columns[] = {"region",      "breakdown",  "measure", "definition", "freq",
                                      "first_place", "last_place", "figures", NULL};

static const struct stmt_spec specs[] = {
    [AVAILABILITY_SERIES] =
        {
            .name = "availability_series",
            .sql = "SELECT s.region AS region, s.breakdown AS breakdown, s.measure AS measure,"
                   " s.definition AS definition, s.freq AS freq, s.first_place AS first_place,"
                   " s.last_place AS last_place, s.figures AS figures FROM series_summary s"
                   " WHERE s.indicator = :indicator"
                   " AND s.region BETWEEN :region_first AND :region_last AND " ROW_IN_FORCE("s"),
            .params =
                (const char *const[]){"release", "indicator", "region_first", "region_last", NULL},
            .columns = columns,
        },
    [AVAILABILITY_SECTIONS] =
        {
            .name = "availability_sections",
            .sql = "SELECT 0 AS region, s.breakdown AS breakdown, s.measure AS measure,"
                   " s.definition AS definition, s.freq AS freq,"
                   " s.ends_on * 1048576 + s.ends_on - s.starts_on AS first_place,"
                   " s.ends_on * 1048576 + s.ends_on - s.starts_on AS last_place,"
                   " s.figures AS figures FROM section_summary s"
                   " WHERE s.indicator = :indicator AND " ROW_IN_FORCE("s"),
            .params = (const char *const[]){"release", "indicator", NULL},
            .columns = columns,
        },
    [AVAILABILITY_SYNTHETIC] =
        {
            /* documents are few: CROSS keeps them first */
            .name = "availability_synthetic",
            .sql = "SELECT " STMT_SCAN_MARK " 1 AS found FROM document d CROSS JOIN observation o"
                   " WHERE o.document = d.document AND o.indicator = :indicator"
                   " AND " ROW_IN_FORCE("o") " AND d.synthetic = 'yes' AND " ROW_IN_FORCE(
                       "d") " LIMIT 1",
            .params = (const char *const[]){"release", "indicator", NULL},
            .columns = (const char *const[]){"found", NULL},
        },
};

const struct stmt_group availability_statements = {"availability", specs, COUNT_OF(specs)};

struct stmt *availability_series(struct db *db, int64_t release, int64_t indicator,
                                 int64_t region_first, int64_t region_last)
{
    struct stmt *stmt = db_stmt(db, &specs[AVAILABILITY_SERIES]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, indicator);
    stmt_i64(stmt, 2, region_first);
    stmt_i64(stmt, 3, region_last);
    return stmt;
}

struct stmt *availability_sections(struct db *db, int64_t release, int64_t indicator)
{
    struct stmt *stmt = db_stmt(db, &specs[AVAILABILITY_SECTIONS]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, indicator);
    return stmt;
}

static struct period period_of(int64_t place, enum freq freq)
{
    int64_t days = place % PLACE_DAYS;
    int64_t ends_on;

    /* days before 1970 are below zero */
    if (days < 0)
        days += PLACE_DAYS;
    ends_on = (place - days) / PLACE_DAYS;
    return (struct period){
        .starts_on = (int32_t)(ends_on - days), .ends_on = (int32_t)ends_on, .freq = freq};
}

int availability_next(struct stmt *stmt, struct availability_row *ret)
{
    enum freq freq;
    struct str letter;
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    letter = stmt_get_str(stmt, COLUMN_FREQ);
    if (letter.n != 1 || freq_from_letter(letter.p[0], &freq) < 0)
        return -ERR_CORRUPT;
    *ret = (struct availability_row){
        .region = stmt_get_i64(stmt, COLUMN_REGION),
        .breakdown = stmt_get_i64(stmt, COLUMN_BREAKDOWN),
        .measure = stmt_get_str(stmt, COLUMN_MEASURE),
        .definition = stmt_get_str(stmt, COLUMN_DEFINITION),
        .first = period_of(stmt_get_i64(stmt, COLUMN_FIRST), freq),
        .last = period_of(stmt_get_i64(stmt, COLUMN_LAST), freq),
        .figures = stmt_get_i64(stmt, COLUMN_FIGURES),
    };
    return 1;
}

int64_t availability_place(struct period period)
{
    return (int64_t)period.ends_on * PLACE_DAYS + period.ends_on - period.starts_on;
}

static int is_synthetic(struct db *db, int64_t release, int64_t indicator)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[AVAILABILITY_SYNTHETIC]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, indicator);
    return stmt_step(stmt);
}

int availability_synthetic(struct db *db, int64_t release, const struct indicator_list *indicators,
                           const bool *counted, bool *ret)
{
    bool any = false;
    int r = documents_synthetic(db, release, &any);

    for (size_t i = 0; any && i < indicators->n && r == 0; i++)
        if (counted[i])
            r = is_synthetic(db, release, indicators->v[i].id);
    if (r >= 0)
        *ret = r > 0;
    return r < 0 ? r : 0;
}
