#pragma once

/*
 * The condition by which records are those of a region: they stand at it, or at a region within it.
 *
 * A region is one of the tree; zones, which overlap districts, lie within the region that they name
 * as their parent.
 */

#include "db/row.h"

/* `column` holds the identity of a region that is the one of code :region or lies within it; an
 * empty :region holds everywhere. The walk down the tree needs STMT_SCAN_MARK in its statement. */
#define REGION_WITHIN(column)                                                                      \
    "(:region = '' OR " column " IN (WITH RECURSIVE within (region) AS (SELECT rc.code_id"         \
    " FROM code rc WHERE rc.list = 'region' AND rc.code = :region UNION SELECT rx.region"          \
    " FROM within rw JOIN region rx ON rx.parent = rw.region AND " ROW_IN_FORCE(                   \
        "rx") ") SELECT region FROM within))"
