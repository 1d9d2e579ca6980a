#include "api/license.h"

const struct str license_name = STR("CC0-1.0");
const struct str license_address = STR("https://creativecommons.org/publicdomain/zero/1.0/");

void license_json(struct jw *w)
{
    JW_KEY(w, "license");
    jw_object_begin(w);
    JW_KEY(w, "name");
    jw_str(w, license_name);
    JW_KEY(w, "href");
    jw_str(w, license_address);
    jw_object_end(w);
}
