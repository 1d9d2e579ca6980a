/* From a path to its operations, by the generated tree.
 *
 * Works on decoded segments (server/uri.h), so that "%72egions" is "regions" and an encoded slash
 * never becomes a separator. Knows nothing of methods' meaning or of arguments.
 */
#pragma once

#include "api_spec.h"
#include "base/macros.h"
#include "base/str.h"
#include "server/uri.h"

#include <stdbool.h>
#include <stddef.h>

struct route {
    /* Operations of the path by method; -1 where there is none. */
    const int16_t *ops;
    /* Values of the path parameters, in the order of the path. */
    struct str values[URI_SEGMENTS_MAX];
    size_t n_values;
    /* The format that the extension of the last segment names. */
    bool has_format;
    enum param_format format;
};

/* Finds the operations of a path. A known extension (".csv", ".json") on the last segment is taken
 * off where that leads to an operation that offers the format, except when the segment with it is
 * a literal of the contract. False: there is nothing at this path. */
MUST_USE bool route_find(const struct str *segments, size_t n, struct route *ret);

/* The method of this name, METHOD_COUNT when no operation can have it. */
enum method route_method(struct str name);

/* Is it a method that is known and served nowhere: TRACE, CONNECT? */
MUST_USE bool route_is_refused(struct str name);

/* Is it a token, as every method must be? */
MUST_USE bool route_is_token(struct str name);

/* Writes the value of an Allow field: "GET, HEAD, OPTIONS". Never more than 64 bytes with the NUL.
 */
enum { ROUTE_ALLOW_SIZE = 64 };
void route_allow(const int16_t *ops, char ret[static ROUTE_ALLOW_SIZE]);

/* The same for the server as a whole. */
void route_allow_any(char ret[static ROUTE_ALLOW_SIZE]);
