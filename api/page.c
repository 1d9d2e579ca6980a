#include "api/page.h"

#include "api/cursor.h"
#include "api/envelope.h"

#include <string.h>

enum problem_id page_begin(struct page *page, struct api_call *call, struct str cursor,
                           int64_t limit, size_t n_keys)
{
    *page = (struct page){.call = call, .n_keys = n_keys, .limit = limit, .fetch = limit + 1};
    if (cursor.n == 0)
        return PROBLEM_NONE;
    return cursor_read(call, cursor, page->keys, n_keys);
}

bool page_take(struct page *page, const struct str *keys)
{
    if (page->taken == page->limit) {
        page->more = true;
        return false;
    }
    page->taken++;
    /* The store takes a row's text back at the next row. */
    if (page->taken == page->limit)
        for (size_t i = 0; i < page->n_keys; i++)
            page->last[i] = arena_copy(page->call->arena, keys[i]);
    return true;
}

static enum problem_id finish(struct page *page, int r)
{
    if (r < 0)
        return api_fail(page->call, r);
    return page->more ? cursor_write(page->call, page->last, page->n_keys) : PROBLEM_NONE;
}

enum problem_id page_end_text(struct page *page, int r)
{
    enum problem_id problem = finish(page, r);

    return problem != PROBLEM_NONE ? problem : api_done_text(page->call);
}

enum problem_id page_end(struct page *page, struct jw *w, int r, int64_t matched)
{
    enum problem_id problem = finish(page, r);

    if (problem != PROBLEM_NONE)
        return problem;
    if (matched == 0)
        hint_add(page->call, HINT_NO_DATA);
    return envelope_list_end(page->call, w, matched);
}

struct str page_enum(const struct api_call *call, const char *name, bool given, int value)
{
    if (!given)
        return (struct str){0};
    for (size_t i = 0; i < call->op->n_params; i++)
        if (strcmp(call->op->params[i].name, name) == 0)
            return str_from(call->op->params[i].values[value]);
    return (struct str){0};
}
