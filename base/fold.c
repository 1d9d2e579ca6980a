#include "base/fold.h"

#include "base/err.h"

/* Stands for bytes that are no UTF-8; nothing that is looked for holds it. */
#define NO_CHARACTER UINT32_MAX

static uint32_t fold_point(uint32_t point)
{
    if (point >= 0xff01 && point <= 0xff5e) /* full-width forms of "!" to "~" */
        point = point - 0xff01 + '!';
    if (point == 0x3000 || point == 0xa0) /* ideographic space, no-break space */
        point = ' ';
    return point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
}

/* Takes one folded character off *rest; a run of spaces is one. False at the end. */
static bool take(struct str *rest, uint32_t *ret)
{
    bool taken = false;

    while (rest->n > 0) {
        uint32_t point = NO_CHARACTER;
        size_t n = str_utf8_next(*rest, &point);

        if (n > 0)
            point = fold_point(point);
        else
            n = 1;
        if (taken && point != ' ')
            break;
        *rest = (struct str){rest->p + n, rest->n - n};
        *ret = point;
        taken = true;
        if (point != ' ')
            break;
    }
    return taken;
}

static void skip_spaces(struct str *text)
{
    struct str rest = *text;
    uint32_t point;

    if (take(&rest, &point) && point == ' ')
        *text = rest;
}

int fold_make(struct str text, struct fold *ret)
{
    struct fold fold = {.n = 0};
    uint32_t point;

    if (!str_utf8_valid(text))
        return -ERR_INPUT;
    skip_spaces(&text);
    while (take(&text, &point)) {
        if (point == ' ' && text.n == 0)
            break;
        if (fold.n == FOLD_MAX)
            return -ERR_LIMIT;
        fold.v[fold.n++] = point;
    }
    if (fold.n == 0)
        return -ERR_INPUT;
    *ret = fold;
    return 0;
}

/* Whether *rest begins with `fold`; then *rest is what follows. */
static bool begins(const struct fold *fold, struct str *rest)
{
    struct str at = *rest;
    uint32_t point;

    for (size_t i = 0; i < fold->n; i++)
        if (!take(&at, &point) || point != fold->v[i])
            return false;
    *rest = at;
    return true;
}

enum fold_match fold_find(const struct fold *fold, struct str text, struct str *ret_found)
{
    enum fold_match match = FOLD_PREFIX;

    skip_spaces(&text);
    while (text.n > 0) {
        struct str rest = text;
        uint32_t point;

        if (begins(fold, &rest)) {
            *ret_found = (struct str){text.p, text.n - rest.n};
            skip_spaces(&rest);
            return match == FOLD_PREFIX && rest.n == 0 ? FOLD_EXACT : match;
        }
        if (!take(&text, &point))
            break;
        match = FOLD_INSIDE;
    }
    return FOLD_NONE;
}
