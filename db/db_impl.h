#pragma once

/*
 * What a connection is made of. Only db_open.c, which opens and closes it, and db.c, which is what
 * it can do once it is open, include this.
 */

#include "base/arena.h"
#include "db/db.h"

#include <stdbool.h>

struct db {
    struct arena arena; /* holds the struct itself and the statements */
    struct engine *engine;
    struct stmt ***groups; /* groups[g][i] is the prepared stmt_groups[g]->specs[i] */
    int lock_fd;           /* -1 on a reader */
    struct stmt *broken;   /* for a record that is not registered */
    bool writing;          /* the file is known to be a store, and ours to write */
    bool passive;          /* under the lock, but only to look */
    struct db_file file;   /* of a reader */
    const char *made;      /* the path of a file that was not there before; NULL: it was */
};
