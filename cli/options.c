#include "cli/options_impl.h"

#include "base/err.h"
#include "db/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* limit: the system takes paths of 4,096 bytes, and names are put behind this one; a note is a
 * paragraph on a page; the office stands in one line as the label does */
enum { PATH_BYTES = 4000, NOTE_CHARACTERS = 4000, AUTHOR_CHARACTERS = DB_LABEL_CHARACTERS };

const struct option option_table[OPTION_COUNT] = {
    [OPTION_DB] = {"db", "IPRSTAT_DB", OPTION_PATH, 1, PATH_BYTES, NULL, "iprstat.db", "FILE",
                   "the store",
                   ON(COMMAND_SERVE) | ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_DRAFTS) |
                       ON(COMMAND_DISCARD) | ON(COMMAND_ROLLBACK) | ON(COMMAND_CHECK) |
                       ON(COMMAND_EXPORT) | ON(COMMAND_KEY) | ON(COMMAND_AUDIT) |
                       ON(COMMAND_BACKUP) | ON(COMMAND_RESTORE) | ON(COMMAND_SNAPSHOT)},
    [OPTION_LISTEN] = {"listen", "IPRSTAT_LISTEN", OPTION_TEXT, 1, 100, NULL, "127.0.0.1:8080",
                       "ADDR:PORT", "where to answer; port 0 takes a free one",
                       ON(COMMAND_SERVE) | ON(COMMAND_HEALTH)},
    [OPTION_ADMIN] = {"admin", "IPRSTAT_ADMIN", OPTION_TEXT, 1, 100, NULL, NULL, "ADDR:PORT",
                      "where /livez, /readyz and /metrics are",
                      ON(COMMAND_SERVE) | ON(COMMAND_HEALTH)},
    /* limit: more workers than this share no processor of any machine this is made for */
    [OPTION_THREADS] = {"threads", "IPRSTAT_THREADS", OPTION_NUMBER, 0, 64, NULL, "0", "N",
                        "workers, 0 for one per processor", ON(COMMAND_SERVE)},
    /* limit: more than one machine answers; none by default, since behind a proxy that is not named
     * all clients have one address */
    [OPTION_RATE_LIMIT] = {"rate-limit", "IPRSTAT_RATE_LIMIT", OPTION_NUMBER, 0, 100000, NULL, "0",
                           "N", "requests a second of each key or address, 0 for no limit",
                           ON(COMMAND_SERVE)},
    [OPTION_TRUSTED_PROXY] = {"trusted-proxy", "IPRSTAT_TRUSTED_PROXY", OPTION_TEXT, 1, 1500, NULL,
                              NULL, "LIST",
                              "addresses or networks of proxies, by commas, that say who asks",
                              ON(COMMAND_SERVE)},
    /* limit: at 16 GiB a file would take longer to come than anybody waits */
    [OPTION_MAX_IMPORT] = {"max-import", "IPRSTAT_MAX_IMPORT", OPTION_NUMBER, 1, 16384, NULL, "256",
                           "MIB", "largest file to import over HTTP, in MiB", ON(COMMAND_SERVE)},
    [OPTION_LOG_LEVEL] = {"log-level", "IPRSTAT_LOG_LEVEL", OPTION_WORD, 0, 0,
                          "error|warning|info|debug", "info", "LEVEL",
                          "error, warning, info or debug", ON(COMMAND_SERVE)},
    [OPTION_PRINT_CONFIG] = {"print-config", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                             "show the options in effect and end", ON(COMMAND_SERVE)},
    [OPTION_PUBLISH] = {"publish", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                        "publish what was loaded as a release", ON(COMMAND_LOAD)},
    [OPTION_LABEL] = {"label", NULL, OPTION_TEXT, 1, DB_LABEL_CHARACTERS, NULL, NULL, "TEXT",
                      "short name of the release",
                      ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_ROLLBACK)},
    [OPTION_NOTE] = {"note", NULL, OPTION_TEXT, 1, NOTE_CHARACTERS, NULL, NULL, "TEXT",
                     "what changed, for readers",
                     ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_ROLLBACK)},
    [OPTION_AUTHOR] = {"author", NULL, OPTION_TEXT, 1, AUTHOR_CHARACTERS, NULL, NULL, "TEXT",
                       "the office that publishes",
                       ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_ROLLBACK)},
    [OPTION_DRY_RUN] = {"dry-run", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                        "report, and keep nothing", ON(COMMAND_LOAD) | ON(COMMAND_ROLLBACK)},
    [OPTION_COMPLETE] = {"complete", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                         "withdraw the figures of a document that are not loaded with its others",
                         ON(COMMAND_LOAD)},
    [OPTION_ALLOW_CONFLICTS] = {"allow-conflicts", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                                "publish even if the figures break a published relation",
                                ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH) | ON(COMMAND_ROLLBACK)},
    [OPTION_EMBARGO] = {"embargo", NULL, OPTION_TEXT, 1, 100, NULL, NULL, "MOMENT",
                        "when the release appears, like 2030-12-31T09:00:00+08:00",
                        ON(COMMAND_LOAD) | ON(COMMAND_PUBLISH)},
    [OPTION_THROUGH] = {"through", NULL, OPTION_NUMBER, 1, DB_DRAFT_BASE - 1, NULL, NULL, "RELEASE",
                        "the newest release, when later ones are taken back too",
                        ON(COMMAND_ROLLBACK)},
    [OPTION_TABLE] = {"table", NULL, OPTION_TEXT, 1, 40, NULL, NULL, "NAME",
                      "of a CSV file that is not named after it", ON(COMMAND_LOAD)},
    [OPTION_CHARSET] = {"charset", NULL, OPTION_WORD, 0, 0, "utf-8|gb18030", "utf-8", "NAME",
                        "of CSV files without a package, utf-8 or gb18030", ON(COMMAND_LOAD)},
    /* limit: the numbers of drafts begin above */
    [OPTION_AS_OF] = {"as-of", NULL, OPTION_NUMBER, 1, DB_DRAFT_BASE - 1, NULL, NULL, "RELEASE",
                      "number of the release, instead of the newest", ON(COMMAND_EXPORT)},
    [OPTION_NAME] = {"name", NULL, OPTION_TEXT, 1, KEY_NAME_CHARACTERS, NULL, NULL, "TEXT",
                     "the office or system that gets the key, not a person", ON(COMMAND_KEY)},
    [OPTION_SCOPES] = {"scopes", NULL, OPTION_TEXT, 1, KEY_SCOPES_TEXT_MAX, NULL, NULL, "LIST",
                       "read:restricted, read:embargoed, import, publish, admin; with commas",
                       ON(COMMAND_KEY)},
    [OPTION_EXPIRES] = {"expires", NULL, OPTION_TEXT, 1, 40, NULL, NULL, "DAY",
                        "last day of the key, or a moment; without it the key has no end",
                        ON(COMMAND_KEY)},
    [OPTION_OUT] = {"out", NULL, OPTION_PATH, 1, PATH_BYTES, NULL, NULL, "FILE",
                    "write the key to a new file that only its owner reads", ON(COMMAND_KEY)},
    [OPTION_IMMUTABLE] = {"immutable", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                          "the store is a snapshot, which nobody writes", ON(COMMAND_SERVE)},
    [OPTION_REPLACE] = {"replace", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL,
                        "put the copy in the place of an older one",
                        ON(COMMAND_BACKUP) | ON(COMMAND_SNAPSHOT)},
    [OPTION_HELP] = {"help", NULL, OPTION_FLAG, 0, 0, NULL, NULL, NULL, "show this help", ON_ALL},
};

const struct command_words command_table[COMMAND_COUNT] = {
    [COMMAND_SERVE] = {"serve", "", "answer over HTTP", false},
    [COMMAND_LOAD] = {"load", " PACKAGE...", "load Data Packages (folders) or CSV files as a draft",
                      true},
    [COMMAND_PUBLISH] = {"publish", " [DRAFT...]", "publish drafts, all that wait or those named",
                         true},
    [COMMAND_DRAFTS] = {"drafts", "", "list the drafts that wait", false},
    [COMMAND_DISCARD] = {"discard", " DRAFT...", "throw drafts away", true},
    [COMMAND_ROLLBACK] = {"rollback", " RELEASE", "take a release back, as one more release", true},
    [COMMAND_CHECK] = {"check", "", "check the store and the rules of the data", false},
    [COMMAND_EXPORT] = {"export", " DIR", "write what is published as a Data Package", true},
    [COMMAND_KEY] = {"key", " create | list | revoke ID...", "make, list and revoke keys", true},
    [COMMAND_AUDIT] = {"audit", " verify [HASH] | export", "check or write out who changed what",
                       true},
    [COMMAND_HEALTH] = {"health", "", "ask a running server whether it is ready", false},
    [COMMAND_BACKUP] = {"backup", " FILE", "copy the store while it is in use", true},
    [COMMAND_RESTORE] = {"restore", " FILE", "put a backup in the place of the store", true},
    [COMMAND_SNAPSHOT] = {"snapshot", " FILE", "copy the store for servers that only read", true},
    [COMMAND_VERSION] = {"version", "", "show versions", false},
};

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
    size_t id = (size_t)(o - option_table);
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
        int distance = str_distance(name, str_from(option_table[i].name), NEAR);
        if ((option_table[i].commands & ON(command)) != 0 && distance < least) {
            best = option_table[i].name;
            least = distance;
        }
    }
    fprintf(stderr, "iprstat: %s has no option --%.*s%s%s%s; see iprstat %s --help\n",
            command_table[command].name, (int)name.n, name.p,
            best == NULL ? "" : " (did you mean --", best == NULL ? "" : best,
            best == NULL ? "" : "?)", command_table[command].name);
}

static const struct option *find_option(enum command command, struct str name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((option_table[i].commands & ON(command)) != 0 &&
            str_eq(name, str_from(option_table[i].name)))
            return &option_table[i];
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
    size_t id = (size_t)(o - option_table);
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
        const struct option *o = &option_table[i];
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
        int distance = str_distance(str_from(name), str_from(command_table[i].name), NEAR);
        if (strcmp(name, command_table[i].name) == 0) {
            *ret = (enum command)i;
            return true;
        }
        if (distance < least) {
            best = command_table[i].name;
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
        } else if (!command_table[options.command].takes_operands) {
            fprintf(stderr, "iprstat: %s takes no \"%s\"\n", command_table[options.command].name,
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
