/* What an import brought, as JSON that is kept with it: one line with the report, and one with the
 * published figures that it would change. */
#pragma once

#include "api/import_rules.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/draft.h"

#include <stdint.h>

/* limit: changes that are told; who wants all of them publishes, and asks /v1/changes */
enum { IMPORT_CHANGES_MAX = 100 };

/* limit: bytes of both lines: a hundred changes, a hundred findings and each table once */
enum { IMPORT_REPORT_MAX = 1024 * 1024 };

/* Appends both lines, of a draft that is about to be kept. `findings` may be NULL, and `draft` 0:
 * it changes nothing. 0, or a failure. */
MUST_USE int import_report_write(struct buf *out, struct db *db, int64_t draft,
                                 const struct draft_report *report,
                                 const struct import_findings *findings);

/* The two lines of what was written. */
void import_report_read(struct str text, struct str *ret_report, struct str *ret_changes);
