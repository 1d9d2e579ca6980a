/* Identity of the running program: two builds that may answer differently differ in it. */
#pragma once

#include "base/str.h"

/* The linker's build id as hexadecimal digits, or the version where the program has none. Static,
 * the same on each call. To be called first from one thread. */
struct str build_id(void);
