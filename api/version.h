/* The version of this program, as the build knows it. */
#pragma once

#include "base/str.h"

/* "0.1.0". Static. */
struct str api_version(void);
