#pragma once

/*
 * The tables of a Data Package as data: columns in order, how a cell is read, what it must name,
 * and which SQL columns it fills. The loader generates its statements from these constants and from
 * nothing else; the package reader takes the column names from them.
 */

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* How a cell is read, and the SQL columns that it fills, where those are not one of its own name.
 */
enum cell_type {
    CELL_TEXT,       /* any text without control or invisible characters */
    CELL_ID,         /* lower-case letters, digits, "-" and "_" */
    CELL_WORD,       /* one of the words of `list`, which are separated by ";" */
    CELL_INTEGER,    /* a whole number */
    CELL_DATE,       /* YYYY-MM-DD, stored as days */
    CELL_MONTH,      /* YYYY-MM, stored as text */
    CELL_OWN_CODE,   /* the identity of the row itself, of list `list`; made when it is new */
    CELL_CODE,       /* an identity of list `list` that must be visible */
    CELL_OWN_ITEM,   /* the identity of a code list's item; the list is the first cell of the row */
    CELL_ITEM,       /* an item of the code list `list`, stored as text */
    CELL_ITEMS,      /* items of the code list `list` separated by ";", none twice; "" for none */
    CELL_DEFINITION, /* a definition of the row's indicator, stored as text */
    CELL_UNIT,       /* a unit that the row's indicator may carry, stored as text */
    CELL_DECIMAL,    /* fills name_e6 */
    CELL_PUBLISHED,  /* as CELL_DECIMAL, and how many decimals were written into `decimals` */
    CELL_PERIOD,     /* fills freq, ends_on, starts_on */
    CELL_BREAKDOWN,  /* "dimension=value;...", stored as the number of the combination */
    CELL_SOURCE, /* the document of a figure; as CELL_CODE, and fills precedence, which is no key */
};

struct table_column {
    const char *name; /* in the file */
    enum cell_type type;
    bool required;        /* an empty cell is refused */
    bool key;             /* part of the primary key */
    bool restricted;      /* kept and counted, but not served without the scope for it */
    const char *list;     /* see enum cell_type */
    const char *decimals; /* CELL_PUBLISHED: SQL column for the count of decimals */
};

struct table {
    const char *name; /* of the resource and of the SQL table */
    const struct table_column *columns;
    size_t n_columns;
    const char *identity; /* list of the identities whose rows this table holds, NULL: none */
};

/* limit: columns of the widest table, 21 in a file and 24 in SQL, with room */
enum { TABLE_COLUMNS_MAX = 32 };

/* All tables, each after those that it refers to: the order of loading. */
extern const struct table tables[];
extern const size_t tables_n;

/* NULL when there is none. */
const struct table *table_find(struct str name);

/* The table whose rows are the identities of `list`; NULL when there is none. */
const struct table *table_of_list(struct str list);

/* Whether rows of a table are records: those whose last column is the document they belong to. */
bool table_is_records(const struct table *table);
