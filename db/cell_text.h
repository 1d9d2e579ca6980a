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

/* Why a text can not be an identifier: NULL when it can. Letters, digits, "-", "_", "." and at most
 * 100 of them. */
const char *cell_code_fault(struct str code);

/* Splits "dimension=value;..." into items sorted by dimension, and gives the text in that order.
 * -ERR_INPUT: not of that form, or over BREAKDOWN_ITEMS_MAX items. */
MUST_USE int cell_breakdown(struct arena *arena, struct str cell, struct breakdown_item *items,
                            size_t *ret_n, struct str *ret_text);
