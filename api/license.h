/* The licence of the figures, as their packages state it: facts are free. */
#pragma once

#include "base/jw.h"
#include "base/str.h"

extern const struct str license_name, license_address;

/* Writes "license": {name, href}. */
void license_json(struct jw *w);
