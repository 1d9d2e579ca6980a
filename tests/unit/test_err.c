#include "base/err.h"
#include "tests/tap.h"

#include <limits.h>

int main(void)
{
    static const struct {
        int code;
        const char *name;
    } cases[] = {
        {-ERR_NOMEM, "nomem"},
        {-ERR_INPUT, "input"},
        {-ERR_NOT_FOUND, "not_found"},
        {-ERR_BUSY, "busy"},
        {-ERR_TIMEOUT, "timeout"},
        {-ERR_IO, "io"},
        {-ERR_FULL, "full"},
        {-ERR_CORRUPT, "corrupt"},
        {-ERR_FOREIGN, "foreign"},
        {-ERR_NEWER, "newer"},
        {-ERR_LIMIT, "limit"},
        {-ERR_INTERNAL, "internal"},
        {0, "ok"},
        {1, "ok"},
        {ERR_NOMEM, "ok"},
        {-ERR_INTERNAL - 1, "unknown"},
        {INT_MIN, "unknown"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_str(str_from(err_name(cases[i].code)), str_from(cases[i].name), "name of %d",
                   cases[i].code);
    return tap_done();
}
