#include "api/api.h"

#include "base/err.h"
#include "base/sha256.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum problem_id api_fail(struct api_call *call, int r)
{
    call->error = r;
    switch ((enum err) - r) {
    case ERR_TIMEOUT:
        return PROBLEM_QUERY_TIMEOUT;
    case ERR_NOMEM:
        return PROBLEM_OUT_OF_MEMORY;
    case ERR_BUSY:
    case ERR_IO:
    case ERR_FULL:
    case ERR_CORRUPT:
    case ERR_FOREIGN:
    case ERR_NEWER:
        return PROBLEM_STORAGE_UNAVAILABLE;
    case ERR_INPUT:
    case ERR_NOT_FOUND:
    case ERR_LIMIT:
    case ERR_INTERNAL:
        return PROBLEM_INTERNAL;
    }
    return PROBLEM_INTERNAL;
}

enum problem_id api_problem(struct api_call *call, enum problem_id problem, const char *format, ...)
{
    /* limit: a sentence; what does not fit was too long for a person too. */
    char text[512];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0)
        call->detail = arena_copy(call->arena, str_from(text));
    return call->arena->failed ? PROBLEM_OUT_OF_MEMORY : problem;
}

enum problem_id api_done_text(struct api_call *call)
{
    const struct buf *out = call->out;

    if (call->arena->failed)
        return PROBLEM_OUT_OF_MEMORY;
    if (!out->failed)
        return PROBLEM_NONE;
    /* A buffer that doubles meets its cap from beyond the half of it, and memory runs out anywhere.
     */
    return out->n > out->max / 2 ? PROBLEM_RESPONSE_TOO_LARGE : PROBLEM_OUT_OF_MEMORY;
}

enum problem_id api_done(struct api_call *call, const struct jw *w)
{
    enum problem_id problem = api_done_text(call);

    return problem == PROBLEM_NONE && !jw_ok(w) ? PROBLEM_INTERNAL : problem;
}

void api_violation(struct api_call *call, enum violation_in in, struct str name, struct str value,
                   enum problem_id problem, struct str detail, struct str_list suggestions,
                   struct str listed_at)
{
    violation_add(&call->violations, call->arena,
                  (struct violation){.in = in,
                                     .name = name,
                                     .value = value,
                                     .problem = problem,
                                     .detail = detail,
                                     .suggestions = suggestions,
                                     .listed_at = listed_at});
}

enum problem_id api_invalid(const struct api_call *call)
{
    return violation_problem(&call->violations);
}

/* limit: 16 bytes of the digest: nobody meets two states of one tag by chance. */
enum { ETAG_DIGITS = 32 };

static struct str etag_digits(const struct api_call *call, struct str etag_of)
{
    struct sha256 state;
    char hex[SHA256_TEXT_MAX];

    sha256_init(&state);
    sha256_update(&state, etag_of);
    sha256_hex(&state, hex);
    return arena_copy(call->arena, (struct str){hex, ETAG_DIGITS});
}

struct str api_etag(const struct api_call *call, struct str etag_of)
{
    struct str digits = etag_digits(call, etag_of);

    if (digits.n == 0)
        return digits;
    return arena_printf(call->arena, "\"%.*s-%d%d\"", (int)digits.n, digits.p, (int)call->lang,
                        (int)call->format);
}

/* A list of tags (RFC 9110, 13.1.1). A weak one is never a match. */
enum problem_id api_if_match(struct api_call *call, struct str etag_of)
{
    struct str digits = etag_digits(call, etag_of);
    struct str rest = call->if_match, tag;

    if (call->arena->failed)
        return PROBLEM_OUT_OF_MEMORY;
    if (rest.p == NULL || str_eq(rest, STR("*")))
        return PROBLEM_NONE;
    while (str_cut(&rest, ',', &tag)) {
        while (tag.n > 0 && (tag.p[0] == ' ' || tag.p[0] == '\t'))
            tag = (struct str){tag.p + 1, tag.n - 1};
        if (tag.n > ETAG_DIGITS + 2 && tag.p[0] == '"' && tag.p[ETAG_DIGITS + 1] == '-' &&
            memcmp(tag.p + 1, digits.p, ETAG_DIGITS) == 0)
            return PROBLEM_NONE;
    }
    return PROBLEM_PRECONDITION_FAILED;
}

static bool stays_plain(char c, bool segment)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        (c != '\0' && strchr("-._~", c) != NULL))
        return true;
    return !segment && c != '\0' && strchr("!*,:@/;", c) != NULL;
}

struct str api_escape(struct arena *arena, struct str text, bool segment)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out;
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += stays_plain(text.p[i], segment) ? 1 : 3;
    if (n == text.n)
        return text;
    out = arena_alloc(arena, n);
    if (out == NULL)
        return (struct str){0};
    n = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (stays_plain(text.p[i], segment)) {
            out[n++] = text.p[i];
        } else {
            out[n++] = '%';
            out[n++] = digits[c >> 4];
            out[n++] = digits[c & 15];
        }
    }
    return (struct str){out, n};
}

/* Appends "?name=value" or "&name=value" to a reference in the making. */
static struct str add_pair(const struct api_call *call, struct str link, struct str name,
                           struct str value)
{
    bool first = link.n == call->path.n;

    name = api_escape(call->arena, name, false);
    value = api_escape(call->arena, value, false);
    return arena_printf(call->arena, "%.*s%c%.*s=%.*s", (int)link.n, link.p, first ? '?' : '&',
                        (int)name.n, name.p, (int)value.n, value.p);
}

struct str api_link(const struct api_call *call, struct str name, struct str value)
{
    struct str link = call->path;
    bool pending = value.n > 0;

    for (size_t i = 0; i < call->query.n; i++) {
        const struct str_pair *pair = &call->query.v[i];
        int order = str_cmp(pair->key, name);

        if (pending && order >= 0) {
            link = add_pair(call, link, name, value);
            pending = false;
        }
        if (order != 0)
            link = add_pair(call, link, pair->key, pair->value);
    }
    if (pending)
        link = add_pair(call, link, name, value);
    return link;
}
