#pragma once

/*
 * Reading the cells of one row of a package: text becomes the values of the SQL columns, or a fault
 * that says why not.
 *
 * Tolerant in what offices really send: blanks around a cell, full-width digits and thousands
 * separators in numbers, full-width digits in codes, dates and periods. Everything else is refused,
 * never guessed.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/lookup.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind { VALUE_NULL, VALUE_I64, VALUE_STR };

/* How a cell of one SQL column is stored. */
static inline enum value_kind cell_kind(enum cell_type type)
{
    bool text = type == CELL_TEXT || type == CELL_ID || type == CELL_WORD || type == CELL_ITEM;

    return text ? VALUE_STR : VALUE_I64;
}

struct value {
    enum value_kind kind;
    int64_t i;
    struct str s;
};

/* Stands in the pointer of a cell whose restricted column the file leaves out, as exports do: what
 * is stored stays. */
extern const char cell_absent[];

struct cell_fault {
    size_t column; /* of the file */
    const char *reason;
};

/* A row as read. Text lives in the arena or in the cells it was read from. */
struct row_values {
    struct value v[TABLE_COLUMNS_MAX];       /* in the order of sql_columns_of() */
    enum value_kind keep[TABLE_COLUMNS_MAX]; /* not VALUE_NULL: what is stored, of this kind, stays
                                              */
    size_t n;
    struct cell_fault faults[TABLE_COLUMNS_MAX];
    size_t n_faults;
    size_t later[TABLE_COLUMNS_MAX]; /* columns that name a row of the same table which has not come
                                        yet */
    size_t n_later;
};

/* Reads `cells`, one per column of the table. 0 also when there are faults; negative when the store
 * failed. */
MUST_USE int cells_read(struct lookup *lookup, struct arena *arena, const struct table *table,
                        const struct str *cells, struct row_values *ret);
