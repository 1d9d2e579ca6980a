#include "cli/commands.h"

#include <stdio.h>

enum exit_code cli_serve(const struct options *options)
{
    if (options->given[OPTION_PRINT_CONFIG]) {
        options_print(options);
        return EXIT_OK;
    }
    fputs("iprstat: serving is not built in\n", stderr);
    return EXIT_UNAVAILABLE;
}
