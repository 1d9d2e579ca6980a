#pragma once

/*
 * The tables of a Data Package as data: columns in order, how a cell is read, what it must name,
 * and which SQL columns it fills. The loader generates its statements from these constants and from
 * nothing else; the package reader takes the column names from them.
 */

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* How a cell is read. The SQL columns that it fills stand in brackets; `name` is the name of the
 * column in the file. */
enum cell_type {
    CELL_TEXT,     /* any text without control characters [name] */
    CELL_INTEGER,  /* [name] */
    CELL_DATE,     /* YYYY-MM-DD [name], days */
    CELL_MONTH,    /* YYYY-MM as text [name] */
    CELL_OWN_CODE, /* the identity of the row itself, made when it is new [name] */
    CELL_CODE,     /* an identity of list `list` that must be visible [name] */
    CELL_OWN_ITEM, /* the identity of a code list's item; the list is the cell `codelist` [name] */
    CELL_ITEM,     /* text, an item of the code list `list` [name] */
    CELL_ITEMS,    /* items of `list` separated by ";", without repeats [name] */
    CELL_DEFINITION, /* text, a definition of the row's indicator [name] */
    CELL_DECIMAL,    /* [name_e6] */
    CELL_PUBLISHED,  /* a decimal that keeps how many decimals it was published with [name_e6,
                        decimals column] */
    CELL_PERIOD,     /* [freq, ends_on, starts_on] */
    CELL_BREAKDOWN,  /* "dimension=value;..." [name], the number of the combination */
    CELL_UNIT,       /* text, a unit that the row's indicator may carry [name] */
};

struct table_column {
    const char *name; /* in the file */
    enum cell_type type;
    bool required;        /* an empty cell is refused */
    bool key;             /* part of the primary key */
    const char *list;     /* CELL_CODE: list of identities; CELL_ITEM, CELL_ITEMS: code list */
    const char *decimals; /* CELL_PUBLISHED: SQL column for the count of decimals */
};

struct table {
    const char *name; /* of the resource and of the SQL table */
    const struct table_column *columns;
    size_t n_columns;
    const char *identity; /* list of identities whose rows this table holds, NULL: none */
    bool big;             /* has an index of draft rows; small tables are scanned for them */
};

enum {
    TABLE_COLUMNS_MAX = 32, /* the widest table has 21 columns in the file and 24 in SQL */
};

/* All tables, each after those that it refers to: the order of loading. */
extern const struct table tables[];
extern const size_t tables_n;

/* NULL when there is none. */
const struct table *table_find(struct str name);

/* The table whose rows are the identities of `list`; NULL when there is none. */
const struct table *table_of_list(struct str list);
