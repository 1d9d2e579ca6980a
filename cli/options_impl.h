#pragma once

/* What the parts of the options share: options.c has the tables and reads the command line,
 * options_help.c tells what there is. No other file includes this one. */

#include "cli/options.h"

enum option_type { OPTION_FLAG, OPTION_PATH, OPTION_TEXT, OPTION_NUMBER, OPTION_WORD };

struct option {
    const char *name; /* after the two dashes */
    const char *env;  /* NULL for what must be said each time */
    enum option_type type;
    int64_t min, max;  /* of a number; of a path the bytes, of text the characters */
    const char *words; /* of a word, separated by "|" */
    const char *dflt;  /* NULL: none */
    const char *value; /* how the help names the value */
    const char *help;
    unsigned commands; /* bits of enum command */
};

#define ON(command) (1u << (command))
#define ON_ALL ((1u << COMMAND_COUNT) - 1)

extern const struct option option_table[OPTION_COUNT];

/* A subcommand as the help shows it. */
struct command_words {
    const char *name, *operands, *help;
    bool takes_operands;
};
extern const struct command_words command_table[COMMAND_COUNT];
