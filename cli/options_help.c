#include "cli/options_impl.h"

#include <stdio.h>

static void help_program(void)
{
    puts("Usage: iprstat COMMAND [OPTION...]\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-8s  %s\n", command_table[i].name, command_table[i].help);
    puts("\n\"iprstat COMMAND --help\" shows the options of a command.");
}

void options_help(enum command command)
{
    if (command == COMMAND_COUNT) {
        help_program();
        return;
    }
    printf("Usage: iprstat %s [OPTION...]%s\n\n%s\n\nOptions:\n", command_table[command].name,
           command_table[command].operands, command_table[command].help);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &option_table[i];
        char left[64];
        if ((o->commands & ON(command)) == 0)
            continue;
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value == NULL ? "" : " ",
                 o->value == NULL ? "" : o->value);
        printf("  %-20s  %s", left, o->help);
        if (o->dflt != NULL)
            printf(" (default %s)", o->dflt);
        if (o->env != NULL)
            printf(" [%s]", o->env);
        putchar('\n');
    }
}

const char *options_where(const struct options *options, enum option_id id)
{
    static const char *const said[OPTION_COUNT] = {
        [OPTION_DB] = "--db",
        [OPTION_LISTEN] = "--listen",
        [OPTION_ADMIN] = "--admin",
        [OPTION_TRUSTED_PROXY] = "--trusted-proxy",
    };

    return options->environment[id] ? option_table[id].env
           : said[id] == NULL       ? option_table[id].name
                                    : said[id];
}

void options_print(const struct options *options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &option_table[i];
        const char *source = "default";
        if ((o->commands & ON(options->command)) == 0 || o->type == OPTION_FLAG)
            continue;
        if (options->text[i].p == NULL)
            source = "not set";
        else if (options->environment[i])
            source = o->env;
        else if (options->given[i])
            source = "command line";
        printf("%s = %.*s  # %s\n", o->name, (int)options->text[i].n, options->text[i].p, source);
    }
}
