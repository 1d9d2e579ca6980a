/* The options of all subcommands as one table: names, environment variables, types, bounds,
 * defaults, help. What the user said on the command line wins over the environment, which wins over
 * the default. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum command {
    COMMAND_SERVE,
    COMMAND_LOAD,
    COMMAND_PUBLISH,
    COMMAND_DRAFTS,
    COMMAND_DISCARD,
    COMMAND_ROLLBACK,
    COMMAND_CHECK,
    COMMAND_EXPORT,
    COMMAND_KEY,
    COMMAND_AUDIT,
    COMMAND_HEALTH,
    COMMAND_BACKUP,
    COMMAND_RESTORE,
    COMMAND_SNAPSHOT,
    COMMAND_VERSION,
    COMMAND_COUNT,
};

enum option_id {
    OPTION_DB,
    OPTION_LISTEN,
    OPTION_ADMIN,
    OPTION_THREADS,
    OPTION_RATE_LIMIT,
    OPTION_TRUSTED_PROXY,
    OPTION_MAX_IMPORT,
    OPTION_LOG_LEVEL,
    OPTION_PRINT_CONFIG,
    OPTION_PUBLISH,
    OPTION_LABEL,
    OPTION_NOTE,
    OPTION_AUTHOR,
    OPTION_DRY_RUN,
    OPTION_COMPLETE,
    OPTION_ALLOW_CONFLICTS,
    OPTION_EMBARGO,
    OPTION_THROUGH,
    OPTION_TABLE,
    OPTION_CHARSET,
    OPTION_AS_OF,
    OPTION_NAME,
    OPTION_SCOPES,
    OPTION_EXPIRES,
    OPTION_OUT,
    OPTION_IMMUTABLE,
    OPTION_REPLACE,
    OPTION_HELP,
    OPTION_COUNT,
};

/* Exit codes, as sysexits.h has them. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_UNHEALTHY = 1,    /* health: the server does not answer, or is not ready */
    EXIT_USAGE = 64,       /* the command line or an environment variable is wrong */
    EXIT_DATA = 65,        /* rows rejected, or a store that is damaged, foreign or newer */
    EXIT_NO_INPUT = 66,    /* a file that is not there */
    EXIT_UNAVAILABLE = 69, /* an address in use */
    EXIT_SOFTWARE = 70,    /* a fault of this program, or no memory */
    EXIT_CANT_CREATE = 73, /* the store can not be made */
    EXIT_IO = 74,          /* reading or writing failed */
    EXIT_LOCKED = 75,      /* another process writes; try again */
};

/* What the user wants. Text belongs to the arguments and the environment. */
struct options {
    enum command command;
    bool given[OPTION_COUNT];       /* said by the user; all that matters for a flag */
    bool environment[OPTION_COUNT]; /* and that in the environment */
    struct str text[OPTION_COUNT];
    int64_t number[OPTION_COUNT]; /* of numbers; of words the position in their list */
    const char *const *operands;
    size_t n_operands;
};

/* Reads the arguments after the program's name. May put operands in front within `argv`. EXIT_OK,
 * or the code to end with after saying on stderr what is wrong and what was probably meant. */
MUST_USE enum exit_code options_read(int argc, char **argv, struct options *ret);

/* Where the value of an option comes from, for messages: "--db", or "IPRSTAT_DB". */
const char *options_where(const struct options *options, enum option_id id);

/* The help of one subcommand, or of the program for COMMAND_COUNT, on stdout. */
void options_help(enum command command);

/* The effective options of the subcommand with where each comes from, on stdout. */
void options_print(const struct options *options);
