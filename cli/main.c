#include "base/macros.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "db/db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static enum exit_code run(int argc, char **argv)
{
    struct options options;

    if (argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "help") == 0)) {
        options_help(COMMAND_COUNT);
        return EXIT_OK;
    }
    if (argc > 0 && strcmp(argv[0], "--version") == 0)
        return cli_version(NULL);
    enum exit_code code = options_read(argc, argv, &options);
    if (code != EXIT_OK)
        return code;
    if (options.given[OPTION_HELP]) {
        options_help(options.command);
        return EXIT_OK;
    }
    if (options.text[OPTION_DB].n > 0)
        db_spill_beside(options.text[OPTION_DB].p);
    switch (options.command) {
    case COMMAND_SERVE:
        return cli_serve(&options);
    case COMMAND_LOAD:
        return cli_load(&options);
    case COMMAND_PUBLISH:
        return cli_publish(&options);
    case COMMAND_DRAFTS:
        return cli_drafts(&options);
    case COMMAND_DISCARD:
        return cli_discard(&options);
    case COMMAND_ROLLBACK:
        return cli_rollback(&options);
    case COMMAND_CHECK:
        return cli_check(&options);
    case COMMAND_EXPORT:
        return cli_export(&options);
    case COMMAND_KEY:
        return cli_key(&options);
    case COMMAND_AUDIT:
        return cli_audit(&options);
    case COMMAND_HEALTH:
        return cli_health(&options);
    case COMMAND_BACKUP:
        return cli_backup(&options);
    case COMMAND_RESTORE:
        return cli_restore(&options);
    case COMMAND_SNAPSHOT:
        return cli_snapshot(&options);
    case COMMAND_VERSION:
        return cli_version(&options);
    case COMMAND_COUNT:
        break;
    }
    return EXIT_SOFTWARE;
}

int main(int argc, char **argv)
{
    /* A file size limit must end in a failed write, not in a killed process; so must a closed pipe.
     */
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    enum exit_code code = run(argc - 1, argv + 1);
    if (fflush(stdout) != 0 && code == EXIT_OK)
        code = EXIT_IO;
    return (int)code;
}
