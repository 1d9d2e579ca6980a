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
        {STR("authorization"), &head->authorization},
        {STR("x-forwarded-for"), &head->forwarded},
        {STR("idempotency-key"), &head->idempotency_key},
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

/* How long the body is said to be. */
static enum problem_id check_length(const struct head *head, size_t most, size_t *ret)
{
    if (head->transfer_encoding.p != NULL)
        return head->content_length.p != NULL ? PROBLEM_BAD_FRAMING : PROBLEM_LENGTH_REQUIRED;
    if (head->content_length.p == NULL)
        return PROBLEM_LENGTH_REQUIRED;
    if (!read_length(head->content_length, most, ret))
        return PROBLEM_BAD_FRAMING;
    return *ret > most ? PROBLEM_BODY_TOO_LARGE : PROBLEM_NONE;
}

static enum problem_id check_coding(const struct head *head)
{
    if (head->content_encoding.p != NULL && !same_text(head->content_encoding, STR("identity")))
        return PROBLEM_UNSUPPORTED_CONTENT_ENCODING;
    return PROBLEM_NONE;
}

enum problem_id head_check_json(const struct head *head, size_t most)
{
    size_t length;
    enum problem_id problem = check_length(head, most, &length);

    if (problem != PROBLEM_NONE)
        return problem;
    return is_json(head->content_type) ? check_coding(head) : PROBLEM_UNSUPPORTED_MEDIA_TYPE;
}

/* The charset that text/csv names (RFC 7111); it may also say that there is a header. */
static bool read_csv(struct str type, struct str *ret_charset)
{
    static const struct str charsets[] = {STR("utf-8"), STR("gb18030")};
    struct str rest = type, piece = {0};

    *ret_charset = (struct str){0};
    if (!str_cut(&rest, ';', &piece) || !same_text(trimmed(piece), STR("text/csv")))
        return false;
    while (str_cut(&rest, ';', &piece)) {
        struct str value = trimmed(piece), name = {0};

        if (same_text(value, STR("header=present")))
            continue;
        if (ret_charset->n > 0 || !str_cut(&value, '=', &name) || !same_text(name, STR("charset")))
            return false;
        if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = (struct str){value.p + 1, value.n - 2};
        for (size_t i = 0; i < COUNT_OF(charsets); i++) {
            if (same_text(value, charsets[i]))
                *ret_charset = charsets[i];
        }
        if (ret_charset->n == 0)
            return false;
    }
    return true;
}

enum problem_id head_check_upload(const struct head *head, unsigned upload, size_t most,
                                  struct head_upload *ret)
{
    enum problem_id problem = check_length(head, most, &ret->length);

    if (problem != PROBLEM_NONE)
        return problem;
    if ((upload & UPLOAD_CSV) != 0 && read_csv(head->content_type, &ret->charset)) {
        ret->media_type = STR("text/csv");
    } else if ((upload & UPLOAD_JSON) != 0 && is_json(head->content_type)) {
        ret->media_type = STR("application/json");
        ret->charset = (struct str){0};
    } else {
        return PROBLEM_UNSUPPORTED_MEDIA_TYPE;
    }
    return check_coding(head);
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
