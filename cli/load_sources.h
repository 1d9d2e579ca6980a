/* What `iprstat load` is given, as packages: a folder with a datapackage.json, a folder of such
 * folders, a folder of CSV files that are named after their tables, or one CSV file. */
#pragma once

#include "api/package.h"
#include "base/arena.h"
#include "base/macros.h"
#include "cli/options.h"

#include <stddef.h>

struct load_sources {
    struct package *v;
    size_t n, room;
};

/* Says on stderr what is wrong with a folder or a file. */
void load_complain(const char *path, struct str why);

/* Finds and opens them all; everything lives in the arena. EXIT_OK, or the code to end with after
 * saying what is wrong. */
MUST_USE enum exit_code load_sources_open(const struct options *options, struct arena *arena,
                                          struct load_sources *ret);
