#include "db/row.h"

#include "base/err.h"

struct names row_names(struct stmt *stmt, size_t column)
{
    return (struct names){
        .zh = stmt_get_str(stmt, column),
        .en = stmt_get_str(stmt, column + 1),
    };
}

struct day row_day(struct stmt *stmt, size_t column)
{
    return (struct day){
        .known = !stmt_is_null(stmt, column),
        .day = (int32_t)stmt_get_i64(stmt, column),
    };
}

int32_t row_date(struct stmt *stmt, size_t column)
{
    return (int32_t)stmt_get_i64(stmt, column);
}

struct dec row_dec(struct stmt *stmt, size_t column)
{
    return dec_from_e6(stmt_get_i64(stmt, column), (uint8_t)stmt_get_i64(stmt, column + 1));
}

struct stmt *row_by_code(struct db *db, const struct stmt_spec *spec, int64_t release,
                         struct str code)
{
    struct stmt *stmt = db_stmt(db, spec);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, code);
    return stmt;
}

int row_count(struct stmt *stmt, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = stmt;
    int r = stmt_step(s);
    if (r <= 0)
        return r < 0 ? r : -ERR_INTERNAL;
    *ret = stmt_get_i64(s, 0);
    return 0;
}

int row_period(struct stmt *stmt, size_t column, struct period *ret)
{
    struct str letter = stmt_get_str(stmt, column);

    if (letter.n != 1 || freq_from_letter(letter.p[0], &ret->freq) < 0)
        return -ERR_CORRUPT;
    ret->ends_on = (int32_t)stmt_get_i64(stmt, column + 1);
    ret->starts_on = (int32_t)stmt_get_i64(stmt, column + 2);
    return 0;
}
