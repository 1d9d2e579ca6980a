/* Text that came from a file, for a terminal: what would act on the terminal, end the line or
 * reorder it is shown as an escape instead. For UTF-8 as well as for bytes that are none. */
#pragma once

#include "base/str.h"

#include <stdio.h>

/* Controls, invisible and bidirectional characters and the backslash as \u{HEX}, bytes that are no
 * UTF-8 as \xHH, everything else as it is. */
void safe_print(FILE *file, struct str text);
