#include "api/version.h"
#include "base/macros.h"
#include "cli/commands.h"
#include "db/engine.h"
#include "db/migrate.h"

#include <inttypes.h>
#include <stdio.h>

enum exit_code cli_version(UNUSED const struct options *options)
{
    struct str version = api_version();

    printf("iprstat %.*s\nschema %" PRId64 "\n%s\n", (int)version.n, version.p, migrate_version(),
           engine_version());
    return EXIT_OK;
}
