#pragma once

/*
 * Codes: does one exist, and which are there. Answers for every list of codes in one way: regions,
 * groups, indicators, documents, departments, plans, their targets, code lists, definitions of the
 * population, and the items of a code list.
 *
 * Visible means: published and not withdrawn at the release asked for. It says nothing of days: a
 * region that was merged away is still a code.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/stmt.h"

#include <stdint.h>

/* Is `code` a code of `list` at `release`? 1 yes, 0 no, or negative. `list` is region, group,
 * indicator, document, department, plan, target, codelist, population, a register that codes.c
 * names, or the id of a code list. */
MUST_USE int codes_known(struct db *db, struct str list, struct str code, int64_t release);

/* All codes of a list in the order they are shown in. Pull with codes_next(); reset with
 * stmt_reset(). The view of `list` must last as long. */
struct stmt *codes_list(struct db *db, struct str list, int64_t release);

/* 1 and the next code (valid until the next step), 0 at the end, or negative. */
MUST_USE int codes_next(struct stmt *stmt, struct str *ret);
