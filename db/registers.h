#pragma once

/*
 * Registers: tables of records that are read all in one way. The statements are made of the table
 * constants of db/tables.h and of the tests of one request, so that a new register is a table and
 * no SQL.
 *
 * A record has a member for each column of the file, by these rules: the identity of the row is
 * `id`; two columns `x_zh`, `x_en` are one member `x`, of a name or title also `xs` with both
 * languages; a code or an item `x` is followed by `x_name` where it has a name; a period is one
 * member. After them comes `synthetic`, which follows from the record's document. The last column
 * of a register is its document.
 */

#include "base/arena.h"
#include "base/dec.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum register_kind {
    REGISTER_NULL,
    REGISTER_TEXT,
    REGISTER_LANG,  /* one of two languages */
    REGISTER_NAMES, /* both languages */
    REGISTER_NUMBER,
    REGISTER_DECIMAL,
    REGISTER_DAY,
    REGISTER_YES_NO,
    REGISTER_ITEMS, /* "a;b" */
    REGISTER_PERIOD,
};

/* A value of a record. Text is valid until the next record. */
struct register_value {
    enum register_kind kind;
    struct str text;    /* text, items */
    struct names names; /* one or both languages */
    int64_t number;     /* number, day, yes or no (1, 0) */
    struct dec dec;
    struct period period;
};

/* limit: two for each column of the widest table, which has 19 columns, with room */
enum { REGISTER_MEMBERS_MAX = 56 };

struct register_member {
    struct str name;
    const struct table_column *column; /* NULL: `synthetic` */
    bool of_code;                      /* the name of what the column names, not its code */
    enum register_kind kind;           /* of its values that are not null */
    size_t at;                         /* first column of the statement */
};

struct register_members {
    struct register_member v[REGISTER_MEMBERS_MAX];
    size_t n;
};

/* The members of the records of `table`, in the order of the file. -ERR_NOMEM. */
MUST_USE int registers_members(struct arena *arena, const struct table *table,
                               struct register_members *ret);

/* The column of this name; NULL when there is none. */
const struct table_column *registers_column(const struct table *table, struct str name);

enum register_op {
    REGISTER_ANY_OF,       /* one of `texts`: codes, items, words */
    REGISTER_ONLY_REGIONS, /* a region whose number is in `texts`.v[0], ";1;2;" */
    REGISTER_BUT_REGIONS,  /* a region whose number is not */
    REGISTER_EQUALS,       /* the number */
    REGISTER_BEFORE,       /* a day before `number` */
    REGISTER_SINCE,        /* that day or later; of decimals, so many millionths or more */
    REGISTER_UNTIL,        /* that day or earlier */
    REGISTER_NOT_BEFORE,   /* that day or later, or none */
    REGISTER_NOT_UNTIL,    /* a later day, or none */
    REGISTER_NOT_AFTER,    /* that day or earlier, or none */
    REGISTER_IS_NULL,
    REGISTER_NOT_NULL,
    REGISTER_AFTER_COLUMN, /* later than the day in column `other` */
    REGISTER_UNTIL_COLUMN, /* that day or earlier */
    REGISTER_PERIOD_IS,    /* the period */
    REGISTER_KNOWN_ON, /* the document of the record knows of that day; `column` is "document" */
};

/* One condition on a column; all of a query must hold. */
struct register_test {
    const char *column;
    enum register_op op;
    const char *other;
    struct str_list texts;
    int64_t number;
    struct period period;
};

/* limit: cells of the longest key, of which a period takes three */
enum { REGISTER_KEYS_MAX = 6 };

struct register_query {
    const struct table *table;
    const struct register_test *tests;
    size_t n_tests;
    bool english; /* names of codes and items in English */
    /* Records after this key, in the order of the keys; `n_after` 0: from the first. Numbers and
     * days as decimal text. Everything here stays until the reading is closed. */
    const struct str *after;
    size_t n_after;
    int64_t limit;
};

/* Cells of the key of `table`, for a query's `after`. */
size_t registers_key_length(const struct table *table);

struct register_reading;

/* The record on which a reading stands. */
struct register_row {
    const struct register_reading *reading;
};

/* Opens a reading in `arena`; close it before the connection. -ERR_INPUT: `after` is no key.
 * -ERR_LIMIT: more conditions than a statement takes. */
MUST_USE int registers_open(struct db *db, struct arena *arena, int64_t release,
                            const struct register_query *query, struct register_reading **ret);
void registers_close_p(struct register_reading **reading);

/* 1 and the next record, 0 at the end, or negative. */
MUST_USE int registers_next(struct register_reading *reading, struct register_row *ret);

const struct register_members *register_row_members(const struct register_row *row);
struct register_value register_row_value(const struct register_row *row,
                                         const struct register_member *member);

/* The value of the member of this name; null when there is none. */
struct register_value register_row_get(const struct register_row *row, const char *name);

/* Whether the document of the record knows of that day: a register of those that it covers, any
 * other document of those until it was published or signed. What a plan said is no news of later
 * days. */
bool register_row_knows(const struct register_row *row, int32_t day);

/* The key of the record, registers_key_length() texts; numbers as text in `arena`, text valid until
 * the next record. */
void register_row_key(const struct register_row *row, struct arena *arena,
                      struct str ret[REGISTER_KEYS_MAX]);

/* How many records there are, whatever `after` and `limit` say. */
MUST_USE int registers_count(struct db *db, struct arena *arena, int64_t release,
                             const struct register_query *query, int64_t *ret);

/* The last day for which one of the documents behind the register is complete: 1, or 0 when none of
 * them says so. */
MUST_USE int registers_day(struct db *db, struct arena *arena, int64_t release,
                           const struct table *table, int32_t *ret);
