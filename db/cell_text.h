#pragma once

/*
 * The text of a cell before it is a value: blanks, full-width digits, thousands separators, lists.
 * Knows nothing of the store.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/lookup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cell without the blanks around it, of which there are ASCII ones, the no-break and the
 * ideographic one. */
struct str cell_trim(struct str cell);

/* The cell with full-width digits, full stops, commas and minus signs made ASCII. */
struct str cell_narrow(struct arena *arena, struct str cell);

/* As cell_narrow(), and without thousands separators where they stand as they should:
 * "1,234,567.8". */
struct str cell_number(struct arena *arena, struct str cell);

/* True when the list "a;b;c" has the item. */
bool list_has(struct str list, struct str item);

/* limit: bytes of a code or an id, as the schema has it; a cursor has room for the longest */
enum { CELL_CODE_MAX = 100 };

/* limit: bytes of any other text, 400 characters of Chinese: a page of 1,000 rows of the longest
 * texts still fits into one answer */
enum { CELL_TEXT_MAX = 1200 };

/* limit: magnitude of a number in millionths, as the schema has it */
#define CELL_E6_MAX INT64_C(9200000000000000000)

/* Why a text is refused: NULL when it is not. It shows on one line, and has at most CELL_TEXT_MAX
 * bytes. */
const char *cell_text_fault(struct str text);

/* Why a text can not be a code: NULL when it can. Letters, digits, "-", "_", "." and at most
 * CELL_CODE_MAX of them. */
const char *cell_code_fault(struct str code);

/* The same of an id within a table: lower-case letters, digits, "-" and "_". */
const char *cell_id_fault(struct str id);

/* Splits "dimension=value;..." into items sorted by dimension, and gives the text in that order.
 * -ERR_INPUT: not of that form, or over BREAKDOWN_ITEMS_MAX items. */
MUST_USE int cell_breakdown(struct arena *arena, struct str cell, struct breakdown_item *items,
                            size_t *ret_n, struct str *ret_text);
