#include "cli/options.h"

#include "base/err.h"
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* limit: the system takes paths of 4,096 bytes, and names are put behind this one; a note is a
 * paragraph on a page; the office stands in one line as the label does */
enum { PATH_BYTES = 4000, NOTE_CHARACTERS = 4000, AUTHOR_CHARACTERS = DB_LABEL_CHARACTERS };

static const struct option table[OPTION_COUNT] = {
    [OPTION_DB] = {"db", "IPRSTAT_DB", OPTION_PATH, 1, PATH_BYTES, NULL, "iprstat.db", "FILE",
                   "the store",
                   ON(COMMAND_SERVE) | ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_CHECK) |
                       ON(COMMAND_EXPORT)},
    [OPTION_LISTEN] = {"listen", "IPRSTAT_LISTEN", OPTION_TEXT, 1, 100, NULL, "127.0.0.1:8080",
                       "ADDR:PORT", "where to answer; port 0 takes a free one", ON(COMMAND_SERVE)},
    /* limit: more workers than this share no processor of any machine this is made for */
    [OPTION_THREADS] = {"threads", "IPRSTAT_THREADS", OPTION_NUMBER, 0, 64, NULL, "0", "N",
                        "workers, 0 for one per processor", ON(COMMAND_SERVE)},
    [OPTION_LOG_LEVEL] = {"log-level", "IPRSTAT_LOG_LEVEL", OPTION_WORD, 0, 0,
                          "error|warning|info|debug", "info", "LEVEL",
                          "error, warning, info or debug", ON(COMMAND_SERVE)},
    [OPTION_PRINT_CONFIG] = {"print-config", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                             "show the options in effect and end", ON(COMMAND_SERVE)},
    [OPTION_PUBLISH] = {"publish", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                        "publish what was loaded as a release", ON(COMMAND_LOAD)},
    [OPTION_LABEL] = {"label", NULL, OPTION_TEXT, 1, DB_LABEL_CHARACTERS, NULL, NULL, "TEXT",
                      "short name of the release", ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH)},
    [OPTION_NOTE] = {"note", NULL, OPTION_TEXT, 1, NOTE_CHARACTERS, NULL, NULL, "TEXT",
                     "what changed, for readers", ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH)},
    [OPTION_AUTHOR] = {"author", NULL, OPTION_TEXT, 1, AUTHOR_CHARACTERS, NULL, NULL, "TEXT",
                       "the office that publishes", ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH)},
    [OPTION_DRY_RUN] = {"dry-run", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                        "report, and keep nothing", ON(COMMAND_LOAD)},
    [OPTION_COMPLETE] = {"complete", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                         "withdraw the figures of a document that are not loaded with its others",
                         ON(COMMAND_LOAD)},
    [OPTION_ALLOW_CONFLICTS] = {"allow-conflicts", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                                "publish even if the figures break a published relation",
                                ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH)},
    /* limit: the numbers of drafts begin above */
    [OPTION_AS_OF] = {"as-of", NULL, OPTION_NUMBER, 1, DB_DRAFT_BASE - 1, NULL, NULL, "RELEASE",
                      "number of the release, instead of the newest", ON(COMMAND_EXPORT)},
    [OPTION_HELP] = {"help", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL, "show this help", ON_ALL},
};

static const struct {
    const char *name, *operands, *help;
    bool takes_operands;
} commands[COMMAND_COUNT] = {
    [COMMAND_SERVE] = {"serve", "", "answer over HTTP", false},
    [COMMAND_LOAD] = {"load", " PACKAGE...", "load Data Packages (folders) as a draft", true},
    [COMMAND_PUBLISH] = {"publish", " [DRAFT...]", "publish drafts, all that wait or those named",
                         true},
    [COMMAND_CHECK] = {"check", "", "check the store and the rules of the data", false},
    [COMMAND_EXPORT] = {"export", " DIR", "write what is published as a Data Package", true},
    [COMMAND_VERSION] = {"version", "", "show versions", false},
};

static void help_program(void)
{
    puts("Usage: iprstat COMMAND [OPTION...]\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-8s  %s\n", commands[i].name, commands[i].help);
    puts("\n\"iprstat COMMAND --help\" shows the options of a command.");
}

void options_help(enum command command)
{
    if (command == COMMAND_COUNT) {
        help_program();
        return;
    }
    printf("Usage: iprstat %s [OPTION...]%s\n\n%s\n\nOptions:\n", commands[command].name,
           commands[command].operands, commands[command].help);
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &table[i];
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

/* The position of a word in "a|b|c", -1 when it is none. */
static int64_t word_position(const char *words, struct str text)
{
    struct str rest = str_from(words), word;

    for (int64_t i = 0; str_cut(&rest, '|', &word); i++) {
        if (str_eq(word, text))
            return i;
    }
    return -1;
}

static bool text_fits(const struct option *o, struct str text)
{
    int64_t n = 0;
    uint32_t point;

    if (str_has_control(text)) /* which bytes that are no UTF-8 count as */
        return false;
    if (o->type == OPTION_PATH) {
        n = (int64_t)text.n;
    } else {
        for (size_t i = 0; i < text.n; n++)
            i += str_utf8_next((struct str){text.p + i, text.n - i}, &point);
    }
    return n >= o->min && n <= o->max;
}

/* Says what is wrong with a value; `where` is the option or the variable. */
static bool take_value(const struct option *o, const char *where, struct str text,
                       struct options *ret)
{
    size_t id = (size_t)(o - table);
    int64_t number = 0;

    switch (o->type) {
    case OPTION_FLAG:
        break;
    case OPTION_PATH:
    case OPTION_TEXT:
        if (!text_fits(o, text)) {
            fprintf(stderr, "iprstat: %s takes text of %lld to %lld %s in one line\n", where,
                    (long long)o->min, (long long)o->max,
                    o->type == OPTION_PATH ? "bytes" : "characters");
            return false;
        }
        break;
    case OPTION_NUMBER:
        if (str_parse_i64(text, &number) < 0 || number < o->min || number > o->max) {
            fprintf(stderr, "iprstat: %s takes a number from %lld to %lld, not \"%.*s\"\n", where,
                    (long long)o->min, (long long)o->max, (int)text.n, text.p);
            return false;
        }
        break;
    case OPTION_WORD:
        number = word_position(o->words, text);
        if (number < 0) {
            fprintf(stderr, "iprstat: %s takes one of %s, not \"%.*s\"\n", where, o->words,
                    (int)text.n, text.p);
            return false;
        }
        break;
    }
    ret->text[id] = text;
    ret->number[id] = number;
    return true;
}

/* limit: edits between what was typed and what was probably meant */
enum { NEAR = 3 };

static void suggest_option(enum command command, struct str name)
{
    const char *best = NULL;
    int least = NEAR + 1;

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        int distance = str_distance(name, str_from(table[i].name), NEAR);
        if ((table[i].commands & ON(command)) != 0 && distance < least) {
            best = table[i].name;
            least = distance;
        }
    }
    fprintf(stderr, "iprstat: %s has no option --%.*s%s%s%s; see iprstat %s --help\n",
            commands[command].name, (int)name.n, name.p, best == NULL ? "" : " (did you mean --",
            best == NULL ? "" : best, best == NULL ? "" : "?)", commands[command].name);
}

static const struct option *find_option(enum command command, struct str name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((table[i].commands & ON(command)) != 0 && str_eq(name, str_from(table[i].name)))
            return &table[i];
    }
    suggest_option(command, name);
    return NULL;
}

/* Takes "--name", "--name=value" or "--name" with `next`. */
static bool take_option(struct str argument, const char *next, bool *ret_used_next,
                        struct options *ret)
{
    struct str value = {argument.p + 2, argument.n - 2}, name;
    char where[32];

    if (!str_cut(&value, '=', &name))
        name = STR("");
    const struct option *o = find_option(ret->command, name);
    if (o == NULL)
        return false;
    size_t id = (size_t)(o - table);
    snprintf(where, sizeof where, "--%s", o->name);
    if (ret->given[id]) {
        fprintf(stderr, "iprstat: %s is given twice\n", where);
        return false;
    }
    ret->given[id] = true;
    *ret_used_next = false;
    if (o->type == OPTION_FLAG) {
        if (value.p == NULL)
            return true;
        fprintf(stderr, "iprstat: %s takes no value\n", where);
        return false;
    }
    if (value.p == NULL) {
        if (next == NULL) {
            fprintf(stderr, "iprstat: %s wants %s\n", where, o->value);
            return false;
        }
        value = str_from(next);
        *ret_used_next = true;
    }
    return take_value(o, where, value, ret);
}

/* Fills in from the environment and the defaults what was not said. */
static enum exit_code fill_in(struct options *ret)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &table[i];
        if ((o->commands & ON(ret->command)) == 0 || ret->given[i])
            continue;
        const char *value = o->env == NULL ? NULL : getenv(o->env);
        if (value != NULL && value[0] != '\0') {
            if (!take_value(o, o->env, str_from(value), ret))
                return EXIT_USAGE;
            ret->given[i] = ret->environment[i] = true;
        } else if (o->dflt != NULL && !take_value(o, o->name, str_from(o->dflt), ret)) {
            return EXIT_SOFTWARE;
        }
    }
    return EXIT_OK;
}

static bool read_command(const char *name, enum command *ret)
{
    int least = NEAR + 1;
    const char *best = NULL;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        int distance = str_distance(str_from(name), str_from(commands[i].name), NEAR);
        if (strcmp(name, commands[i].name) == 0) {
            *ret = (enum command)i;
            return true;
        }
        if (distance < least) {
            best = commands[i].name;
            least = distance;
        }
    }
    fprintf(stderr, "iprstat: there is no command %s%s%s%s; see iprstat --help\n", name,
            best == NULL ? "" : " (did you mean ", best == NULL ? "" : best,
            best == NULL ? "" : "?)");
    return false;
}

enum exit_code options_read(int argc, char **argv, struct options *ret)
{
    struct options options = {.operands = (const char *const *)argv};
    bool only_operands = false;

    if (argc == 0) {
        fputs("iprstat: a command is wanted; see iprstat --help\n", stderr);
        return EXIT_USAGE;
    }
    if (!read_command(argv[0], &options.command))
        return EXIT_USAGE;
    for (int i = 1; i < argc; i++) {
        struct str argument = str_from(argv[i]);
        bool used_next;
        if (!only_operands && str_eq(argument, STR("--"))) {
            only_operands = true;
        } else if (!only_operands && str_starts(argument, STR("--"))) {
            if (!take_option(argument, i + 1 < argc ? argv[i + 1] : NULL, &used_next, &options))
                return EXIT_USAGE;
            i += used_next;
        } else if (!commands[options.command].takes_operands) {
            fprintf(stderr, "iprstat: %s takes no \"%s\"\n", commands[options.command].name,
                    argv[i]);
            return EXIT_USAGE;
        } else {
            argv[options.n_operands++] = argv[i];
        }
    }
    enum exit_code code = options.given[OPTION_HELP] ? EXIT_OK : fill_in(&options);
    *ret = options;
    return code;
}

const char *options_where(const struct options *options, enum option_id id)
{
    static const char *const said[OPTION_COUNT] = {
        [OPTION_DB] = "--db",
        [OPTION_LISTEN] = "--listen",
    };

    return options->environment[id] ? table[id].env : said[id] == NULL ? table[id].name : said[id];
}

void options_print(const struct options *options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &table[i];
        const char *source = "default";
        if ((o->commands & ON(options->command)) == 0 || o->type == OPTION_FLAG)
            continue;
        if (options->environment[i])
            source = o->env;
        else if (options->given[i])
            source = "command line";
        printf("%s = %.*s  # %s\n", o->name, (int)options->text[i].n, options->text[i].p, source);
    }
}
