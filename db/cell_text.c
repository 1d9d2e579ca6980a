#include "db/cell_text.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

/* The length of the blank that s starts with (or, `at_end`, ends with), 0 for none. */
static size_t blank_length(struct str s, bool at_end)
{
    static const struct str blanks[] = {
        STR(" "), STR("\t"), STR("\r"), STR("\n"), STR("\xc2\xa0"), STR("\xe3\x80\x80"),
    };

    for (size_t i = 0; i < COUNT_OF(blanks); i++) {
        if (at_end ? str_ends(s, blanks[i]) : str_starts(s, blanks[i]))
            return blanks[i].n;
    }
    return 0;
}

struct str cell_trim(struct str cell)
{
    size_t n;

    while ((n = blank_length(cell, false)) > 0) {
        cell.p += n;
        cell.n -= n;
    }
    while ((n = blank_length(cell, true)) > 0)
        cell.n -= n;
    return cell;
}

struct str cell_narrow(struct arena *arena, struct str cell)
{
    /* U+FF0C to U+FF19 are the full-width forms of "," to "9", in UTF-8 EF BC 8C to EF BC 99 */
    static const char wide[] = "\xef\xbc";

    if (memmem(cell.p, cell.n, wide, 2) == NULL)
        return cell;
    char *out = arena_alloc(arena, cell.n);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < cell.n; i++) {
        bool is_wide = i + 2 < cell.n && memcmp(cell.p + i, wide, 2) == 0;
        unsigned char last = is_wide ? (unsigned char)cell.p[i + 2] : 0;
        if (last >= 0x8c && last <= 0x99 && last != 0x8f) {
            out[n++] = (char)(last - 0x8c + ',');
            i += 2;
        } else {
            out[n++] = cell.p[i];
        }
    }
    return (struct str){out, out == NULL ? 0 : n};
}

/* Commas stand before each three digits of the whole part, and the first group has one to three. */
static bool is_grouped(struct str s)
{
    size_t digits = 0;
    bool comma = false;

    for (size_t i = s.n > 0 && s.p[0] == '-'; i < s.n && s.p[i] != '.'; i++) {
        if (s.p[i] == ',') {
            if (digits == 0 || digits > 3 || (comma && digits != 3))
                return false;
            comma = true;
            digits = 0;
        } else {
            digits++;
        }
    }
    return comma && digits == 3;
}

struct str cell_number(struct arena *arena, struct str cell)
{
    struct str s = cell_narrow(arena, cell);

    if (!is_grouped(s))
        return s;
    char *out = arena_alloc(arena, s.n);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < s.n; i++) {
        if (s.p[i] != ',' || memchr(s.p, '.', i) != NULL)
            out[n++] = s.p[i];
    }
    return (struct str){out, out == NULL ? 0 : n};
}

bool list_has(struct str list, struct str item)
{
    struct str head;

    while (str_cut(&list, ';', &head)) {
        if (str_eq(head, item))
            return true;
    }
    return false;
}

const char *cell_text_fault(struct str text)
{
    if (str_has_control(text))
        return "holds a control character or a line break";
    if (str_has_invisible(text))
        return "holds a character that can not be seen";
    return text.n > CELL_TEXT_MAX ? "is longer than 1200 bytes" : NULL;
}

const char *cell_code_fault(struct str code)
{
    if (code.n > CELL_CODE_MAX)
        return "is longer than 100 characters";
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_' || c == '.';
        if (!good)
            return "is not a code of letters, digits, \"-\", \"_\" and \".\"";
    }
    return NULL;
}

const char *cell_id_fault(struct str id)
{
    if (id.n > CELL_CODE_MAX)
        return "is longer than 100 characters";
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good)
            return "is not an id of lower-case letters, digits, \"-\" and \"_\"";
    }
    return NULL;
}

static int compare_items(const void *a, const void *b)
{
    const struct breakdown_item *x = a, *y = b;
    return str_cmp(x->dimension, y->dimension);
}

int cell_breakdown(struct arena *arena, struct str cell, struct breakdown_item *items,
                   size_t *ret_n, struct str *ret_text)
{
    struct str rest = cell, item;
    size_t n = 0, at = 0;

    while (str_cut(&rest, ';', &item)) {
        struct str dimension;
        if (n == BREAKDOWN_ITEMS_MAX || memchr(item.p, '=', item.n) == NULL)
            return -ERR_INPUT;
        (void)str_cut(&item, '=', &dimension);
        if (dimension.n == 0 || item.n == 0)
            return -ERR_INPUT;
        items[n++] = (struct breakdown_item){dimension, item};
    }
    qsort(items, n, sizeof *items, compare_items);
    char *out = arena_alloc(arena, cell.n + 1);
    if (out == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        struct str parts[] = {STR(";"), items[i].dimension, STR("="), items[i].value};
        for (size_t k = i == 0; k < COUNT_OF(parts); k++) {
            memcpy(out + at, parts[k].p, parts[k].n);
            at += parts[k].n;
        }
    }
    *ret_n = n;
    *ret_text = (struct str){out, at};
    return 0;
}
