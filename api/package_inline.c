/* A package in one JSON text: its description is what is left when the rows are taken out, and
 * their places put in. */
#include "api/package_impl.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/jw.h"

/* What is being taken apart. */
struct taking {
    struct jr reader;
    struct jw out;
    bool resources; /* the list of that name has begun, at depth RESOURCES */
    bool data;      /* the value that comes is the rows of a resource */
};

/* Depths at which a package has its list of resources, and the members of each. */
enum { PACKAGE_MEMBERS = 1, RESOURCES = 2, RESOURCE_MEMBERS = 3 };

static void copy_name(struct taking *t)
{
    struct str name = t->reader.text;

    if (t->reader.depth == PACKAGE_MEMBERS)
        t->resources = str_eq(name, STR("resources"));
    t->data = t->resources && t->reader.depth == RESOURCE_MEMBERS && str_eq(name, STR("data"));
    jw_key(&t->out, name);
}

/* Numbers of a description decide nothing: their text will do. */
static void copy(struct taking *t)
{
    switch (t->reader.token) {
    case JR_OBJECT:
        jw_object_begin(&t->out);
        break;
    case JR_OBJECT_END:
        jw_object_end(&t->out);
        break;
    case JR_ARRAY:
        jw_array_begin(&t->out);
        break;
    case JR_ARRAY_END:
        jw_array_end(&t->out);
        break;
    case JR_NAME:
        copy_name(t);
        break;
    case JR_STRING:
    case JR_NUMBER:
        jw_str(&t->out, t->reader.text);
        break;
    case JR_TRUE:
    case JR_FALSE:
        jw_bool(&t->out, t->reader.token == JR_TRUE);
        break;
    case JR_NULL:
        jw_null(&t->out);
        break;
    }
}

static int take_apart(struct taking *t)
{
    char first = '\0';

    int r = jr_peek(&t->reader, &first);
    if (r == 0 && first != '{')
        return -ERR_FOREIGN;
    while (r >= 0) {
        if (t->data) {
            r = jr_skip(&t->reader);
            jw_i64(&t->out, (int64_t)t->reader.at);
            t->data = false;
            continue;
        }
        r = jr_next(&t->reader);
        if (r <= 0)
            break;
        copy(t);
    }
    return r < 0 ? r : jr_end(&t->reader);
}

static int explain(struct arena *arena, const struct taking *t, int r, const struct buf *buf,
                   struct package_fault_json *ret)
{
    if (r == -ERR_INPUT)
        *ret = (struct package_fault_json){
            t->reader.fault, arena_printf(arena, "Line %zu, column %zu: %s.", t->reader.line,
                                          t->reader.column, t->reader.reason)};
    if (r == -ERR_FOREIGN)
        *ret = (struct package_fault_json){JV_MALFORMED, STR("Line 1, column 1: not an object.")};
    if (r == 0 && buf->failed) {
        *ret = (struct package_fault_json){
            JV_FINE, STR("The description of the package, without its rows, is "
                         "larger than 1 MiB.")};
        return -ERR_INPUT;
    }
    return r == -ERR_FOREIGN ? -ERR_INPUT : r;
}

int package_of_json(struct arena *arena, const char *path, int fd, struct package *ret,
                    struct package_fault_json *ret_fault)
{
    struct package_stream stream = {fd, 0};
    struct taking t = {0};
    CLEANUP(buf_finish_p) struct buf buf = {0};
    struct str why = {0};

    buf_init(&buf, PACKAGE_JSON_MAX);
    jw_init(&t.out, &buf);
    int r = jr_open(&t.reader, package_stream_read, &stream);
    if (r == 0)
        r = take_apart(&t);
    r = explain(arena, &t, r, &buf, ret_fault);
    jr_close(&t.reader);
    if (r < 0)
        return r;
    r = package_describe(arena, (struct str){buf.p, buf.n}, path, fd, ret, &why);
    if (r == -ERR_INPUT)
        *ret_fault = (struct package_fault_json){JV_FINE, why};
    return r;
}
