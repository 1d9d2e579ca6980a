#include "db/table_csv.h"

#include "base/csv.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/period.h"

#include <string.h>

/* A row being written: the statement stands on it, `at` is its next SQL column. */
struct writing {
    struct stmt *stmt;
    struct csv_writer csv;
    size_t at;
};

static int put_period(struct writing *w)
{
    struct str freq = stmt_get_str(w->stmt, w->at);
    struct period period = {.ends_on = (int32_t)stmt_get_i64(w->stmt, w->at + 1),
                            .starts_on = (int32_t)stmt_get_i64(w->stmt, w->at + 2)};
    char text[PERIOD_TEXT_MAX];

    w->at += 3;
    if (freq.n == 0) {
        csv_empty(&w->csv);
        return 0;
    }
    if (freq_from_letter(freq.p[0], &period.freq) < 0)
        return -ERR_CORRUPT;
    csv_exact(&w->csv, (struct str){text, period_format(period, text)});
    return 0;
}

static void put_number(struct writing *w, enum cell_type type)
{
    size_t value = w->at++;
    uint8_t decimals = 0;

    if (type == CELL_PUBLISHED)
        decimals = (uint8_t)stmt_get_i64(w->stmt, w->at++);
    if (stmt_is_null(w->stmt, value))
        csv_empty(&w->csv);
    else
        csv_dec(&w->csv, dec_from_e6(stmt_get_i64(w->stmt, value), decimals));
}

static void put_date(struct writing *w)
{
    char text[DATE_TEXT_MAX];

    csv_exact(&w->csv,
              (struct str){text, date_format((int32_t)stmt_get_i64(w->stmt, w->at), text)});
    w->at++;
}

static int put_cell(struct writing *w, enum cell_type type)
{
    bool empty = stmt_is_null(w->stmt, w->at);

    switch (type) {
    case CELL_PERIOD:
        return put_period(w);
    case CELL_DECIMAL:
    case CELL_PUBLISHED:
        put_number(w, type);
        return 0;
    case CELL_DATE:
        if (!empty) {
            put_date(w);
            return 0;
        }
        break;
    case CELL_INTEGER:
        if (!empty) {
            csv_i64(&w->csv, stmt_get_i64(w->stmt, w->at++));
            return 0;
        }
        break;
    case CELL_TEXT:
    case CELL_ID:
    case CELL_WORD:
    case CELL_MONTH:
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_ITEM:
    case CELL_ITEMS:
    case CELL_DEFINITION:
    case CELL_UNIT:
    case CELL_BREAKDOWN:
    case CELL_SOURCE:
        csv_exact(&w->csv, stmt_get_str(w->stmt, w->at++));
        return 0;
    }
    w->at++;
    csv_empty(&w->csv);
    return 0;
}

static int put_row(struct writing *w, const struct table *table)
{
    int r = 0;

    w->at = 0;
    for (size_t i = 0; i < table->n_columns && r == 0; i++)
        if (!table->columns[i].restricted)
            r = put_cell(w, table->columns[i].type);
    csv_end_row(&w->csv);
    return r;
}

static void put_header(struct csv_writer *csv, const struct table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!table->columns[i].restricted)
            csv_exact(csv, str_from(table->columns[i].name));
    csv_end_row(csv);
}

/* Has the row on which the statement stands the leading identities of the place? */
static bool is_at(const struct table_place *place, struct stmt *stmt, const struct table_read *read)
{
    for (size_t i = 0; i < read->n_lead; i++)
        if (stmt_get_i64(stmt, read->lead + i) != place->lead[i])
            return false;
    return true;
}

/* Notes that the row on which the statement stands was written. */
static void advance(struct table_place *place, struct stmt *stmt, const struct table_read *read)
{
    place->rows = is_at(place, stmt, read) ? place->rows + 1 : 1;
    for (size_t i = 0; i < read->n_lead; i++)
        place->lead[i] = stmt_get_i64(stmt, read->lead + i);
}

int table_csv_next(struct db *db, struct arena *arena, const struct table *table, int64_t release,
                   struct table_place *place, struct buf *out, size_t enough, bool *ret_more)
{
    CLEANUP(stmt_close) struct stmt *stmt = NULL;
    struct writing w = {0};
    struct table_read read;
    const char *why;
    size_t written = place->rows;
    int r = table_read_spec(arena, table, &read);

    if (r == 0)
        r = stmt_open(db_engine(db), arena, &read.spec, &stmt, &why);
    if (r < 0)
        return r;
    w.stmt = stmt;
    csv_writer_init(&w.csv, out, false);
    if (!place->begun)
        put_header(&w.csv, table);
    place->begun = true;
    stmt_i64(stmt, 0, release);
    for (size_t i = 0; i < read.n_lead; i++)
        stmt_i64(stmt, 1 + i, place->lead[i]);
    /* The rows with the leading identities of the place come first, in the order they came before;
     * none come where they were closed to readers meanwhile. */
    while ((r = stmt_step(stmt)) > 0) {
        if (written > 0 && is_at(place, stmt, &read)) {
            written--;
            continue;
        }
        written = 0;
        if (out->n >= enough)
            break;
        r = put_row(&w, table);
        if (r < 0)
            return r;
        advance(place, stmt, &read);
    }
    if (r >= 0 && out->failed)
        r = -ERR_LIMIT;
    if (r < 0)
        return r;
    *ret_more = r > 0;
    return 0;
}
