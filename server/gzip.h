/* Content coding gzip, into memory. */
#pragma once

#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>

/* The input is const: without this the library's header does not say so. */
#define ZLIB_CONST
#include <zlib.h>

/* A compressor that is kept: setting one up costs more than packing a small answer.
 * Zero-initialise; belongs to one thread. */
struct gzip {
    z_stream stream;
    bool ready;
};

/* Appends `body` packed. The same body gives the same bytes. False when memory ran out. */
MUST_USE bool gzip_pack(struct gzip *gzip, struct str body, struct buf *out);

/* Releases everything; may be called on a zeroed struct. */
void gzip_finish(struct gzip *gzip);
