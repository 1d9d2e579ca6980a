#pragma once

/*
 * The columns of the tables of records, one file a system; db/tables.c puts the tables in the order
 * of loading. A line per column, in the order of the file: name, type, flags, list, column of the
 * decimals. No other file includes this one.
 */

#include "base/macros.h"
#include "db/tables.h"

#define REQUIRED .required = true
#define OPTIONAL .required = false
#define KEY .required = true, .key = true
#define RESTRICTED .required = false, .restricted = true
