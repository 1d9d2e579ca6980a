#include "server/head.h"
#include "tests/tap.h"

static void test_check(void)
{
    static const struct {
        const char *name;
        struct head head;
        enum problem_id problem;
        bool old; /* HTTP/1.0 */
    } cases[] = {
        {"a host", {.n_hosts = 1, .host = STR("a.example:8080")}, PROBLEM_NONE, false},
        {"an IPv6 host", {.n_hosts = 1, .host = STR("[::1]:80")}, PROBLEM_NONE, false},
        {"no host", {.n_hosts = 0}, PROBLEM_BAD_HOST, false},
        {"no host in HTTP/1.0", {.n_hosts = 0}, PROBLEM_NONE, true},
        {"two hosts", {.n_hosts = 2, .host = STR("a")}, PROBLEM_BAD_HOST, false},
        {"two hosts in HTTP/1.0", {.n_hosts = 2, .host = STR("a")}, PROBLEM_BAD_HOST, true},
        {"an empty host", {.n_hosts = 1, .host = STR("")}, PROBLEM_BAD_HOST, false},
        {"no characters of a host", {.n_hosts = 1, .host = STR("###")}, PROBLEM_BAD_HOST, false},
        {"a port that is none", {.n_hosts = 1, .host = STR("a:b")}, PROBLEM_BAD_HOST, false},
        {"a user in the host", {.n_hosts = 1, .host = STR("u@a")}, PROBLEM_BAD_HOST, false},
        {"64 fields",
         {.n_hosts = 1, .host = STR("a"), .n_fields = 64, .n_bytes = 16384},
         PROBLEM_NONE,
         false},
        {"65 fields",
         {.n_hosts = 1, .host = STR("a"), .n_fields = 65},
         PROBLEM_HEADERS_TOO_LARGE,
         false},
        {"16 KiB and a byte",
         {.n_hosts = 1, .host = STR("a"), .n_bytes = 16385},
         PROBLEM_HEADERS_TOO_LARGE,
         false},
        {"100-continue",
         {.n_hosts = 1, .host = STR("a"), .expect = STR("100-Continue")},
         PROBLEM_NONE,
         false},
        {"another expectation",
         {.n_hosts = 1, .host = STR("a"), .expect = STR("coffee")},
         PROBLEM_EXPECTATION_FAILED,
         false},
        /* Told once the operation is known. */
        {"a body",
         {.n_hosts = 1, .host = STR("a"), .content_length = STR("1")},
         PROBLEM_NONE,
         false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(head_check(&cases[i].head, cases[i].old ? STR("HTTP/1.0") : STR("HTTP/1.1")),
                   cases[i].problem, "%s", cases[i].name);
}

static void test_check_body(void)
{
    static const struct {
        const char *name;
        struct head head;
        enum problem_id problem;
    } cases[] = {
        {"no body", {.n_hosts = 1}, PROBLEM_NONE},
        {"chunked", {.transfer_encoding = STR("chunked")}, PROBLEM_LENGTH_REQUIRED},
        {"an empty coding", {.transfer_encoding = STR("")}, PROBLEM_LENGTH_REQUIRED},
        {"length 0", {.content_length = STR("0")}, PROBLEM_NONE},
        {"length 1", {.content_length = STR("1")}, PROBLEM_BODY_TOO_LARGE},
        {"two lengths", {.content_length = STR("0, 0")}, PROBLEM_BODY_TOO_LARGE},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tap_is_int(head_check_body(&cases[i].head), cases[i].problem, "%s", cases[i].name);
        tap_is_int(head_brings_body(&cases[i].head), cases[i].problem != PROBLEM_NONE,
                   "%s: is there a body", cases[i].name);
    }
}

static void test_check_json(void)
{
    static const struct str json = STR("application/json");
    const struct {
        const char *name;
        struct head head;
        enum problem_id problem;
    } cases[] = {
        {"no length", {.content_type = json}, PROBLEM_LENGTH_REQUIRED},
        {"chunked",
         {.transfer_encoding = STR("chunked"), .content_type = json},
         PROBLEM_LENGTH_REQUIRED},
        {"a length and a coding",
         {.transfer_encoding = STR("chunked"), .content_length = STR("5"), .content_type = json},
         PROBLEM_BAD_FRAMING},
        {"two lengths", {.content_length = STR("5, 5"), .content_type = json}, PROBLEM_BAD_FRAMING},
        {"an empty length", {.content_length = STR(""), .content_type = json}, PROBLEM_BAD_FRAMING},
        {"length 0", {.content_length = STR("0"), .content_type = json}, PROBLEM_NONE},
        {"as much as there may be",
         {.content_length = STR("100"), .content_type = json},
         PROBLEM_NONE},
        {"zeros before it", {.content_length = STR("0099"), .content_type = json}, PROBLEM_NONE},
        {"one byte more",
         {.content_length = STR("101"), .content_type = json},
         PROBLEM_BODY_TOO_LARGE},
        {"2^64 and more",
         {.content_length = STR("18446744073709551617"), .content_type = json},
         PROBLEM_BODY_TOO_LARGE},
        {"no type", {.content_length = STR("5")}, PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"an empty type",
         {.content_length = STR("5"), .content_type = STR("")},
         PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"text",
         {.content_length = STR("5"), .content_type = STR("text/plain")},
         PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"another JSON",
         {.content_length = STR("5"), .content_type = STR("application/problem+json")},
         PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"two types",
         {.content_length = STR("5"), .content_type = STR("application/json, application/json")},
         PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"utf-8",
         {.content_length = STR("5"), .content_type = STR("Application/JSON ; Charset=UTF-8")},
         PROBLEM_NONE},
        {"utf-8 in quotes",
         {.content_length = STR("5"), .content_type = STR("application/json;charset=\"utf-8\"")},
         PROBLEM_NONE},
        {"another charset",
         {.content_length = STR("5"), .content_type = STR("application/json; charset=gb18030")},
         PROBLEM_UNSUPPORTED_MEDIA_TYPE},
        {"packed",
         {.content_length = STR("5"), .content_type = json, .content_encoding = STR("gzip")},
         PROBLEM_UNSUPPORTED_CONTENT_ENCODING},
        {"not packed",
         {.content_length = STR("5"), .content_type = json, .content_encoding = STR("Identity")},
         PROBLEM_NONE},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(head_check_json(&cases[i].head, 100), cases[i].problem, "JSON: %s",
                   cases[i].name);
}

static void test_check_upload(void)
{
    static const struct {
        const char *type;
        unsigned upload;
        enum problem_id problem;
        const char *media_type, *charset;
    } cases[] = {
        {"text/csv", UPLOAD_CSV, PROBLEM_NONE, "text/csv", ""},
        {"Text/CSV ; Charset=UTF-8", UPLOAD_CSV, PROBLEM_NONE, "text/csv", "utf-8"},
        {"text/csv; charset=\"GB18030\"; header=present", UPLOAD_CSV, PROBLEM_NONE, "text/csv",
         "gb18030"},
        {"text/csv; charset=gbk", UPLOAD_CSV, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
        {"text/csv; charset=utf-8; charset=utf-8", UPLOAD_CSV, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "",
         ""},
        {"text/csv; charset", UPLOAD_CSV, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
        {"text/csv;", UPLOAD_CSV, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
        {"text/csv", UPLOAD_JSON, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
        {"application/json", UPLOAD_CSV, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
        {"application/json; charset=utf-8", UPLOAD_CSV | UPLOAD_JSON, PROBLEM_NONE,
         "application/json", ""},
        {"", UPLOAD_CSV | UPLOAD_JSON, PROBLEM_UNSUPPORTED_MEDIA_TYPE, "", ""},
    };
    struct head_upload found;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct head head = {.content_length = STR("100"), .content_type = str_from(cases[i].type)};

        found = (struct head_upload){0};
        tap_is_int(head_check_upload(&head, cases[i].upload, 100, &found), cases[i].problem,
                   "a file: \"%s\"", cases[i].type);
        if (cases[i].problem != PROBLEM_NONE)
            continue;
        tap_is_str(found.media_type, str_from(cases[i].media_type), "its type");
        tap_is_str(found.charset, str_from(cases[i].charset), "its charset");
        tap_is_int((int64_t)found.length, 100, "its length");
        tap_is_int(head_check_upload(&head, cases[i].upload, 99, &found), PROBLEM_BODY_TOO_LARGE,
                   "and its limit");
    }
}

int main(void)
{
    test_check_upload();
    test_check();
    test_check_body();
    test_check_json();
    return tap_done();
}
