#include "api/record_answer.h"

#include "api/cursor.h"
#include "api/envelope.h"
#include "api/hints.h"

/* Where the page of the cursor begins. */
static enum problem_id find_place(struct api_call *call, struct str cursor, size_t n, size_t *ret)
{
    struct str key;
    int64_t place;
    enum problem_id problem;

    *ret = 0;
    if (cursor.n == 0)
        return PROBLEM_NONE;
    problem = cursor_read(call, cursor, &key, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    if (str_parse_i64(key, &place) < 0 || place < 0 || (uint64_t)place > n)
        return cursor_bad(call);
    *ret = (size_t)place;
    return PROBLEM_NONE;
}

static enum problem_id answer_csv(struct api_call *call, const struct record_entries *entries,
                                  size_t from, size_t to, bool bom)
{
    struct csv_writer w;
    int r = 0;

    csv_writer_init(&w, call->out, bom);
    entries->csv_header(&w, entries->of);
    for (size_t i = from; i < to && r == 0; i++)
        r = entries->csv(&w, entries->of, i);
    call->file_name = entries->file_name;
    return r < 0 ? api_fail(call, r) : api_done_text(call);
}

enum problem_id record_answer(struct api_call *call, const struct record_entries *entries,
                              struct str cursor, int64_t limit, bool bom)
{
    size_t n = entries->n, from, to;
    struct jw w;
    int r = 0;
    enum problem_id problem = find_place(call, cursor, n, &from);

    if (problem != PROBLEM_NONE)
        return problem;
    to = n - from > (size_t)limit ? from + (size_t)limit : n;
    if (to < n) {
        struct str key = arena_printf(call->arena, "%zu", to);

        problem = cursor_write(call, &key, 1);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    if (n == 0)
        hint_add(call, HINT_NO_DATA);
    if (call->format == PARAM_FORMAT_CSV)
        return answer_csv(call, entries, from, to, bom);
    envelope_list_begin(call, &w);
    for (size_t i = from; i < to && r == 0; i++)
        r = entries->json(&w, entries->of, i);
    return r < 0 ? api_fail(call, r) : envelope_list_end(call, &w, (int64_t)n);
}

enum problem_id record_too_large(struct api_call *call, int most)
{
    return api_problem(call, PROBLEM_RESPONSE_TOO_LARGE,
                       "More than %d groups would be counted, or too many periods: narrow regions "
                       "or periods.",
                       most);
}
