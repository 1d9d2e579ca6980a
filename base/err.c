#include "base/err.h"

#include "base/macros.h"

static const char *const names[] = {
    [ERR_NOMEM] = "nomem", [ERR_INPUT] = "input",     [ERR_NOT_FOUND] = "not_found",
    [ERR_BUSY] = "busy",   [ERR_TIMEOUT] = "timeout", [ERR_IO] = "io",
    [ERR_FULL] = "full",   [ERR_CORRUPT] = "corrupt", [ERR_FOREIGN] = "foreign",
    [ERR_NEWER] = "newer", [ERR_LIMIT] = "limit",     [ERR_INTERNAL] = "internal",
};

const char *err_name(int negative_code)
{
    if (negative_code >= 0)
        return "ok";
    if (negative_code <= -(int)COUNT_OF(names))
        return "unknown";
    return names[-negative_code];
}
