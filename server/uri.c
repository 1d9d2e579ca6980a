#include "server/uri.h"

#include "base/macros.h"

#include <arpa/inet.h>
#include <string.h>

/* Neither a control, a space, nor anything above ASCII, nor what RFC 3986 has no place for. */
static bool is_target_byte(char c)
{
    return c > ' ' && c < 0x7F && strchr("\"<>\\^{}`#", c) == NULL;
}

/* The characters that RFC 3986 lets a name have. */
static bool is_host_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            (c == '\0' || strchr("-._~%!$&'()*+,;=", c) == NULL))
            return false;
    }
    return name.n > 0;
}

static bool is_ipv6(struct str address)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr parsed;

    if (address.n >= sizeof text || memchr(address.p, '\0', address.n) != NULL)
        return false;
    memcpy(text, address.p, address.n);
    text[address.n] = '\0';
    return inet_pton(AF_INET6, text, &parsed) == 1;
}

/* RFC 3986, 3.2.3: the digits may be missing, and may begin with zeros. */
static bool is_port(struct str digits)
{
    unsigned port = 0;

    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
        port = port * 10 + (unsigned)(digits.p[i] - '0');
        if (port > 65535)
            return false;
    }
    return true;
}

bool uri_is_authority(struct str text)
{
    bool bracketed = str_starts(text, STR("["));
    const char *mark = text.n > 0 ? memchr(text.p, bracketed ? ']' : ':', text.n) : NULL;
    struct str host = {text.p, mark != NULL ? (size_t)(mark - text.p) : text.n};
    struct str rest;

    if (text.n == 0)
        return false;
    rest = (struct str){text.p + host.n, text.n - host.n};
    if (bracketed) {
        if (mark == NULL || !is_ipv6((struct str){host.p + 1, host.n - 1}))
            return false;
        rest = (struct str){mark + 1, rest.n - 1};
    } else if (!is_host_name(host)) {
        return false;
    }
    return rest.n == 0 || (rest.p[0] == ':' && is_port((struct str){rest.p + 1, rest.n - 1}));
}

/* The path and query of "http://authority/path?query"; false when it is not of that form. */
static bool cut_origin(struct str *rest)
{
    static const struct str schemes[] = {STR("http://"), STR("https://")};

    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct str head = {rest->p, schemes[i].n};
        size_t n = schemes[i].n;

        if (rest->n <= n || str_distance(head, schemes[i], 0) != 0)
            continue;
        while (n < rest->n && rest->p[n] != '/' && rest->p[n] != '?')
            n++;
        if (!uri_is_authority((struct str){rest->p + schemes[i].n, n - schemes[i].n}))
            return false;
        *rest = (struct str){rest->p + n, rest->n - n};
        return true;
    }
    return false;
}

enum problem_id uri_split(struct str raw, struct uri *ret)
{
    struct uri uri = {0};
    const char *mark;

    for (size_t i = 0; i < raw.n; i++) {
        if (!is_target_byte(raw.p[i]))
            return PROBLEM_BAD_TARGET;
    }
    if (str_eq(raw, STR("*"))) {
        *ret = (struct uri){.path = raw, .asterisk = true};
        return PROBLEM_NONE;
    }
    if ((raw.n == 0 || raw.p[0] != '/') && !cut_origin(&raw))
        return PROBLEM_BAD_TARGET;
    mark = raw.n > 0 ? memchr(raw.p, '?', raw.n) : NULL;
    uri.path = (struct str){raw.p, mark != NULL ? (size_t)(mark - raw.p) : raw.n};
    if (mark != NULL)
        uri.query = (struct str){mark + 1, raw.n - uri.path.n - 1};
    /* "http://host" and "http://host?a=1" mean the path "/". */
    if (uri.path.n == 0)
        uri.path = STR("/");
    *ret = uri;
    return PROBLEM_NONE;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Decodes into `out`, which has room for `raw`; false when an escape is broken. */
static bool decode_bytes(struct str raw, bool plus, char *out, size_t *ret_n)
{
    size_t n = 0;

    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];

        if (c == '%') {
            int high = i + 1 < raw.n ? hex_value(raw.p[i + 1]) : -1;
            int low = i + 2 < raw.n ? hex_value(raw.p[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        out[n++] = c;
    }
    *ret_n = n;
    return true;
}

enum problem_id uri_decode(struct arena *arena, struct str raw, bool plus, struct str *ret)
{
    struct str text = {0};
    char *out;

    if (raw.n == 0 ||
        (memchr(raw.p, '%', raw.n) == NULL && (!plus || memchr(raw.p, '+', raw.n) == NULL))) {
        *ret = raw;
        return PROBLEM_NONE;
    }
    out = arena_alloc(arena, raw.n);
    if (out == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    text.p = out;
    if (!decode_bytes(raw, plus, out, &text.n))
        return PROBLEM_BAD_PERCENT_ENCODING;
    if (!str_utf8_valid(text))
        return PROBLEM_BAD_UTF8;
    if (str_has_control(text))
        return PROBLEM_BAD_PERCENT_ENCODING;
    *ret = text;
    return PROBLEM_NONE;
}

enum problem_id uri_segments(struct arena *arena, struct str path, struct str ret[URI_SEGMENTS_MAX],
                             size_t *ret_n)
{
    enum problem_id shape = PROBLEM_NONE;
    struct str segments[URI_SEGMENTS_MAX];
    size_t n = 0, at = 1;

    if (path.n == 1) {
        *ret_n = 0;
        return PROBLEM_NONE;
    }
    /* A broken escape is reported wherever it stands, so the walk goes on past a hopeless shape. */
    while (at <= path.n) {
        const char *slash = at < path.n ? memchr(path.p + at, '/', path.n - at) : NULL;
        size_t end = slash != NULL ? (size_t)(slash - path.p) : path.n;
        struct str segment = {0};
        enum problem_id problem =
            uri_decode(arena, (struct str){path.p + at, end - at}, false, &segment);

        if (problem != PROBLEM_NONE)
            return problem;
        if (segment.n == 0 || memchr(segment.p, '/', segment.n) != NULL || n == URI_SEGMENTS_MAX)
            shape = PROBLEM_NOT_FOUND;
        else
            segments[n++] = segment;
        at = end + 1;
    }
    if (shape != PROBLEM_NONE)
        return shape;
    memcpy(ret, segments, n * sizeof *ret);
    *ret_n = n;
    return PROBLEM_NONE;
}

/* Decodes both halves of `pair` in place; the raw halves stay when one is broken. */
static bool decode_pair(struct arena *arena, struct uri_pair *pair)
{
    struct str name = {0}, value = {0};
    enum problem_id problem = uri_decode(arena, pair->name, true, &name);

    if (problem == PROBLEM_NONE)
        problem = uri_decode(arena, pair->value, true, &value);
    if (problem == PROBLEM_OUT_OF_MEMORY)
        return false;
    pair->problem = problem;
    if (problem == PROBLEM_NONE) {
        pair->name = name;
        pair->value = value;
    }
    return true;
}

bool uri_query(struct arena *arena, struct str query, struct uri_pairs *ret)
{
    struct str piece;

    ret->n = 0;
    ret->cut = false;
    while (str_cut(&query, '&', &piece)) {
        struct uri_pair pair = {.name = piece, .bare = true};
        const char *equals = piece.n > 0 ? memchr(piece.p, '=', piece.n) : NULL;

        if (piece.n == 0)
            continue;
        if (equals != NULL) {
            pair.bare = false;
            pair.name.n = (size_t)(equals - piece.p);
            pair.value = (struct str){equals + 1, piece.n - pair.name.n - 1};
        }
        if (ret->n == URI_PAIRS_MAX) {
            ret->cut = true;
            return true;
        }
        if (!decode_pair(arena, &pair))
            return false;
        ret->v[ret->n++] = pair;
    }
    return true;
}

/* The byte at `at`, decoded, and where the next one begins. */
static char byte_at(struct str raw, size_t at, size_t *ret_next)
{
    int high = -1, low = -1;

    if (raw.p[at] == '%' && at + 2 < raw.n) {
        high = hex_value(raw.p[at + 1]);
        low = hex_value(raw.p[at + 2]);
    }
    *ret_next = high >= 0 && low >= 0 ? at + 3 : at + 1;
    return high >= 0 && low >= 0 ? (char)(high * 16 + low) : raw.p[at];
}

/* Does the decoded text go on with `word` at `at`? A to Z are as a to z. */
static bool reads(struct str raw, size_t at, struct str word, size_t *ret_next)
{
    for (size_t i = 0; i < word.n; i++) {
        char c;

        if (at >= raw.n)
            return false;
        c = byte_at(raw, at, &at);
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.p[i])
            return false;
    }
    *ret_next = at;
    return true;
}

struct str uri_without_key(struct str raw)
{
    static const struct str names[] = {STR("key"), STR("api_key"), STR("access_token"),
                                       STR("token")};
    const char *mark = raw.n > 0 ? memchr(raw.p, '?', raw.n) : NULL;
    size_t query = mark != NULL ? (size_t)(mark - raw.p) : raw.n;

    for (size_t at = 0, next; at < raw.n; at++) {
        bool begins = at > query && (raw.p[at - 1] == '?' || raw.p[at - 1] == '&');

        if (reads(raw, at, STR("iprs_"), &next))
            return (struct str){raw.p, at < query ? at : query};
        for (size_t i = 0; begins && i < COUNT_OF(names); i++) {
            if (reads(raw, at, names[i], &next) && (next == raw.n || raw.p[next] == '='))
                return (struct str){raw.p, query};
        }
    }
    return raw;
}
