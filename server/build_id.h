/* Identity of the running program: two builds that may answer differently differ in it. */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* The linker's build id as hexadecimal digits, in `arena`, or the version where the program has
 * none. */
struct str build_id(struct arena *arena);
