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
