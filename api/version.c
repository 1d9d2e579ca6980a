#include "api/version.h"

struct str api_version(void)
{
    return STR(IPRSTAT_VERSION);
}
