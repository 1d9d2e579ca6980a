/* The counters in the text format that Prometheus reads (version 0.0.4). docs/operating.md says
 * what each of them means for an operator. */
#pragma once

#include "base/buf.h"
#include "server/status.h"

/* What the text is, for Content-Type. */
#define METRICS_TEXT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* Appends all of them. When `out` fails, out->failed says so. */
void metrics_text(struct buf *out, const struct status *status);
