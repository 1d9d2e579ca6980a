/* Choosing a representation: Accept, Accept-Language, Accept-Encoding (RFC 9110, section 12).
 *
 * Pure functions over field values; where a field came several times the caller joins the values
 * with commas. A field that is malformed or absurdly long counts as absent: a client that cannot
 * say what it wants gets what most want, not an error.
 */
#pragma once

#include "api_spec.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* limit: 32 ranges; browsers send about ten, and a longer list is an attack on the parser. */
enum { NEGOTIATE_RANGES_MAX = 32 };

/* The formats in the order of preference: a tie goes to the first. */
struct negotiate_format_spec {
    enum param_format format;
    struct str name;        /* as in `format=` */
    struct str extension;   /* ".json" */
    const char *media_type; /* without parameters */
};
enum { NEGOTIATE_FORMATS = 3 };
extern const struct negotiate_format_spec negotiate_formats[NEGOTIATE_FORMATS];

/* What the table says of one format. Static. */
const struct negotiate_format_spec *negotiate_format_of(enum param_format format);

/* The media type of a format without parameters, e.g. "application/json". Static. */
const char *negotiate_media_type(enum param_format format);

/* The best of `offered` (a set of 1 << enum param_format) for this Accept field; a tie goes to the
 * lower format. False when the field excludes all of them. An empty field accepts anything. */
MUST_USE bool negotiate_format(struct str accept, unsigned offered, enum param_format *ret);

/* The better of zh and en for this Accept-Language field; zh when it prefers neither. */
enum param_lang negotiate_lang(struct str accept_language);

/* Which content codings this Accept-Encoding field allows. */
struct negotiate_coding {
    /* gzip is allowed and not less welcome than identity. */
    bool gzip;
    /* Uncoded bytes are allowed. */
    bool identity;
};
struct negotiate_coding negotiate_coding(struct str accept_encoding);
