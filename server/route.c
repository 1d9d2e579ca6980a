#include "server/route.h"

#include "base/buf.h"
#include "server/negotiate.h"

#include <string.h>

static const struct str method_names[METHOD_COUNT] = {
    [METHOD_GET] = STR("GET"),         [METHOD_HEAD] = STR("HEAD"),
    [METHOD_POST] = STR("POST"),       [METHOD_PUT] = STR("PUT"),
    [METHOD_PATCH] = STR("PATCH"),     [METHOD_DELETE] = STR("DELETE"),
    [METHOD_OPTIONS] = STR("OPTIONS"),
};

/* Number of the node at the end of the path, 0 for none: only the empty path leads to node 0. */
static uint16_t walk(const struct str *segments, size_t n, struct route *route)
{
    uint16_t at = 0;

    route->n_values = 0;
    for (size_t i = 0; i < n; i++) {
        at = route_nodes[at].child;
        while (at != 0 && !route_nodes[at].is_param &&
               !str_eq(segments[i], (struct str){route_nodes[at].seg, route_nodes[at].len}))
            at = route_nodes[at].next;
        if (at == 0)
            return 0;
        if (route_nodes[at].is_param)
            route->values[route->n_values++] = segments[i];
    }
    return at;
}

static bool has_operation(const int16_t *ops)
{
    for (int method = 0; method < METHOD_COUNT; method++) {
        if (ops[method] >= 0)
            return true;
    }
    return false;
}

/* Does every operation here offer the format? An extension names a resource, not a method. */
static bool offers(const int16_t *ops, enum param_format format)
{
    for (int method = 0; method < METHOD_COUNT; method++) {
        if (ops[method] >= 0 && (op_specs[ops[method]].formats & (1U << format)) == 0)
            return false;
    }
    return has_operation(ops);
}

static bool find_with_extension(const struct str *segments, size_t n, struct route *ret)
{
    struct str cut[URI_SEGMENTS_MAX];
    struct str *last = &cut[n - 1];

    for (size_t i = 0; i < n; i++)
        cut[i] = segments[i];
    for (size_t i = 0; i < NEGOTIATE_FORMATS; i++) {
        struct route route = {.has_format = true, .format = negotiate_formats[i].format};
        struct str extension = negotiate_formats[i].extension;
        uint16_t at;

        if (last->n <= extension.n || !str_ends(*last, extension))
            continue;
        last->n -= extension.n;
        at = walk(cut, n, &route);
        if (at == 0 || !offers(route_nodes[at].op, route.format))
            return false;
        route.ops = route_nodes[at].op;
        *ret = route;
        return true;
    }
    return false;
}

bool route_find(const struct str *segments, size_t n, struct route *ret)
{
    struct route route = {0};
    uint16_t at = walk(segments, n, &route);

    if (at == 0 && n > 0)
        return find_with_extension(segments, n, ret);
    if (n > 0 && route_nodes[at].is_param && find_with_extension(segments, n, ret))
        return true;
    route.ops = route_nodes[at].op;
    if (!has_operation(route.ops))
        return false;
    *ret = route;
    return true;
}

enum method route_method(struct str name)
{
    for (int method = 0; method < METHOD_COUNT; method++) {
        if (str_eq(method_names[method], name))
            return (enum method)method;
    }
    return METHOD_COUNT;
}

bool route_is_refused(struct str name)
{
    return str_eq(name, STR("TRACE")) || str_eq(name, STR("CONNECT"));
}

bool route_is_token(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    return name.n > 0;
}

void route_allow(const int16_t *ops, char ret[static ROUTE_ALLOW_SIZE])
{
    struct buf out;

    buf_init_fixed(&out, ret, ROUTE_ALLOW_SIZE - 1);
    for (int method = 0; method < METHOD_COUNT; method++) {
        /* OPTIONS is served wherever anything is. */
        if (ops[method] < 0 && method != METHOD_OPTIONS)
            continue;
        if (out.n > 0)
            buf_put_str(&out, STR(", "));
        buf_put_str(&out, method_names[method]);
    }
    ret[out.n] = '\0';
}

void route_allow_any(char ret[static ROUTE_ALLOW_SIZE])
{
    int16_t ops[METHOD_COUNT] = {-1, -1, -1, -1, -1, -1, -1};

    for (int i = 0; i < OP_COUNT; i++) {
        ops[op_specs[i].method] = 0;
        if (op_specs[i].method == METHOD_GET)
            ops[METHOD_HEAD] = 0;
    }
    route_allow(ops, ret);
}
