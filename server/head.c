#include "server/head.h"

#include "server/uri.h"

#include <microhttpd.h>

struct reading {
    struct arena *arena;
    struct head *head;
};

static bool same_name(const char *name, size_t n, struct str wanted)
{
    return n == wanted.n && str_distance((struct str){name, n}, wanted, 0) == 0;
}

static void join(struct arena *arena, struct str *values, struct str more)
{
    *values = values->p == NULL ? more
                                : arena_printf(arena, "%.*s, %.*s", (int)values->n, values->p,
                                               (int)more.n, more.p);
}

static enum MHD_Result read_field(void *cls, enum MHD_ValueKind kind UNUSED, const char *name,
                                  size_t name_n, const char *value, size_t value_n)
{
    struct reading *reading = cls;
    struct head *head = reading->head;
    const struct {
        struct str name;
        struct str *at;
    } fields[] = {
        {STR("accept"), &head->accept},
        {STR("accept-language"), &head->accept_language},
        {STR("accept-encoding"), &head->accept_encoding},
        {STR("if-match"), &head->if_match},
        {STR("if-none-match"), &head->if_none_match},
        {STR("if-modified-since"), &head->if_modified_since},
        {STR("content-length"), &head->content_length},
        {STR("content-type"), &head->content_type},
        {STR("content-encoding"), &head->content_encoding},
        {STR("transfer-encoding"), &head->transfer_encoding},
        {STR("expect"), &head->expect},
    };
    struct str text = {value != NULL ? value : "", value != NULL ? value_n : 0};

    head->n_fields++;
    /* A colon, a space and a line end go with each. */
    head->n_bytes += name_n + text.n + 4;
    if (head->n_fields > HEAD_FIELDS_MAX || head->n_bytes > HEAD_BYTES_MAX)
        return MHD_NO;
    if (same_name(name, name_n, STR("host"))) {
        head->n_hosts++;
        head->host = text;
    }
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (same_name(name, name_n, fields[i].name))
            join(reading->arena, fields[i].at, text);
    }
    return MHD_YES;
}

void head_read(struct MHD_Connection *connection, struct arena *arena, struct head *ret)
{
    struct reading reading = {arena, ret};

    *ret = (struct head){0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_field, &reading);
}

static bool is_zero(struct str digits)
{
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] != '0')
            return false;
    }
    return true;
}

bool head_brings_body(const struct head *head)
{
    return head_check_body(head) != PROBLEM_NONE;
}

enum problem_id head_check_body(const struct head *head)
{
    if (head->transfer_encoding.p != NULL)
        return PROBLEM_LENGTH_REQUIRED;
    if (head->content_length.p != NULL && !is_zero(head->content_length))
        return PROBLEM_BODY_TOO_LARGE;
    return PROBLEM_NONE;
}

/* Only digits are a length; "5, 5" are two. */
static bool read_length(struct str digits, size_t most, size_t *ret)
{
    *ret = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
        if (*ret <= most)
            *ret = *ret * 10 + (size_t)(digits.p[i] - '0');
    }
    return digits.n > 0;
}

static struct str trimmed(struct str text)
{
    while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t'))
        text = (struct str){text.p + 1, text.n - 1};
    while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t'))
        text.n--;
    return text;
}

static bool same_text(struct str text, struct str wanted)
{
    return text.n == wanted.n && str_distance(text, wanted, 0) == 0;
}

/* application/json, whose only text is UTF-8, which may be said (RFC 8259, 11). */
static bool is_json(struct str type)
{
    struct str rest = type, piece = {0};

    if (!str_cut(&rest, ';', &piece) || !same_text(trimmed(piece), STR("application/json")))
        return false;
    while (str_cut(&rest, ';', &piece)) {
        piece = trimmed(piece);
        if (!same_text(piece, STR("charset=utf-8")) && !same_text(piece, STR("charset=\"utf-8\"")))
            return false;
    }
    return true;
}

enum problem_id head_check_json(const struct head *head, size_t most)
{
    size_t length;

    if (head->transfer_encoding.p != NULL)
        return head->content_length.p != NULL ? PROBLEM_BAD_FRAMING : PROBLEM_LENGTH_REQUIRED;
    if (head->content_length.p == NULL)
        return PROBLEM_LENGTH_REQUIRED;
    if (!read_length(head->content_length, most, &length))
        return PROBLEM_BAD_FRAMING;
    if (length > most)
        return PROBLEM_BODY_TOO_LARGE;
    if (!is_json(head->content_type))
        return PROBLEM_UNSUPPORTED_MEDIA_TYPE;
    if (head->content_encoding.p != NULL && !same_text(head->content_encoding, STR("identity")))
        return PROBLEM_UNSUPPORTED_CONTENT_ENCODING;
    return PROBLEM_NONE;
}

enum problem_id head_check(const struct head *head, struct str version)
{
    if (head->n_fields > HEAD_FIELDS_MAX || head->n_bytes > HEAD_BYTES_MAX)
        return PROBLEM_HEADERS_TOO_LARGE;
    /* RFC 9112, 3.2: exactly one, and in HTTP/1.0 it may be absent. */
    if (head->n_hosts > 1 || (head->n_hosts == 0 && !str_eq(version, STR("HTTP/1.0"))) ||
        (head->n_hosts == 1 && !uri_is_authority(head->host)))
        return PROBLEM_BAD_HOST;
    if (head->expect.n > 0 && str_distance(head->expect, STR("100-continue"), 0) != 0)
        return PROBLEM_EXPECTATION_FAILED;
    return PROBLEM_NONE;
}
