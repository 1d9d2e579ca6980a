#include "cli/store.h"

#include "base/dec.h"
#include "base/err.h"
#include "cli/safe_print.h"
#include "db/releases.h"
#include "db/suppressed.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *path_of(const struct options *options)
{
    return options->text[OPTION_DB].p; /* an argument or a default, which end in NUL */
}

static enum exit_code say(enum exit_code code, const char *path, const char *text)
{
    fprintf(stderr, "iprstat: %s: %s\n", path, text);
    return code;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum exit_code explain(const struct options *options, enum store_use use, int r)
{
    const char *path = path_of(options);

    switch ((enum err) - r) {
    case ERR_NOT_FOUND:
        return say(EXIT_NO_INPUT, path,
                   "there is no such file; \"iprstat load --db FILE --publish PACKAGE...\" makes "
                   "one");
    case ERR_FOREIGN:
        if (is_folder(path))
            return say(EXIT_DATA, path, "is a folder; name a file with --db");
        return say(EXIT_DATA, path, "is no store of iprstat; name another file with --db");
    case ERR_NEWER:
        return say(EXIT_DATA, path,
                   "was written by a newer iprstat; run that version, or load into a new file");
    case ERR_CORRUPT:
        return say(EXIT_DATA, path,
                   "is damaged; put a backup in its place, or load the packages into a new file");
    case ERR_BUSY:
        return use == STORE_READ
                   ? say(EXIT_LOCKED, path,
                         "waits for a newer schema or for a writer; \"iprstat load\" updates it")
                   : say(EXIT_LOCKED, path,
                         "another process writes to it (it holds the .lock file); try again when "
                         "that has ended");
    case ERR_INPUT:
    case ERR_LIMIT:
        fprintf(stderr, "iprstat: %s %s is no usable file name\n",
                options_where(options, OPTION_DB), path);
        return EXIT_USAGE;
    case ERR_IO:
        return use == STORE_CREATE
                   ? say(EXIT_CANT_CREATE, path,
                         "can not be made or opened; look at its folder and the permissions")
                   : say(EXIT_IO, path, "can not be opened; look at the permissions");
    case ERR_FULL:
        return say(EXIT_IO, path, "no space is left on the device");
    case ERR_TIMEOUT:
        return say(EXIT_LOCKED, path, "took too long; try again");
    case ERR_NOMEM:
        return say(EXIT_SOFTWARE, path, "memory ran out");
    case ERR_INTERNAL:
        return say(EXIT_SOFTWARE, path, "a fault of this program; please report it");
    }
    return EXIT_SOFTWARE;
}

enum exit_code store_open(const struct options *options, enum store_use use, struct db **ret)
{
    const char *path = path_of(options);
    int r = 0;

    switch (use) {
    case STORE_READ:
        r = db_open_reader(path, ret);
        break;
    case STORE_WRITE:
        r = db_open_writer(path, false, ret);
        break;
    case STORE_CREATE:
        r = db_open_writer(path, true, ret);
        break;
    }
    return r < 0 ? explain(options, use, r) : EXIT_OK;
}

enum exit_code store_open_checker(const struct options *options, struct db **ret,
                                  bool *ret_constraints)
{
    int r = db_open_checker(path_of(options), ret, ret_constraints);

    return r < 0 ? explain(options, STORE_READ, r) : EXIT_OK;
}

struct str store_actor(char storage[STORE_ACTOR_MAX])
{
    int n = snprintf(storage, STORE_ACTOR_MAX, "cli:uid=%lu", (unsigned long)getuid());

    return (struct str){storage, (size_t)n};
}

enum exit_code store_failed(const struct options *options, struct db *db, const char *what, int r)
{
    const char *path = path_of(options), *why = db == NULL ? "" : db_explain(db, r);

    if (r == -ERR_FULL || r == -ERR_IO)
        return explain(options, STORE_WRITE, r);
    if (r == -ERR_CORRUPT) {
        enum exit_code code = explain(options, STORE_WRITE, r);
        if (why[0] != '\0') {
            fputs("iprstat: what is damaged: ", stderr);
            safe_print(stderr, str_from(why));
            fputc('\n', stderr);
        }
        return code;
    }
    fprintf(stderr, "iprstat: %s: %s failed: %s%s", path, what, err_name(r),
            why[0] == '\0' ? "" : ": ");
    safe_print(stderr, str_from(why));
    fputc('\n', stderr);
    return r == -ERR_BUSY ? EXIT_LOCKED : EXIT_SOFTWARE;
}

void store_print_relation(FILE *file, const char *state, const struct check_relation *relation)
{
    char left[DEC_TEXT_MAX], right[DEC_TEXT_MAX];

    dec_format(dec_from_e6(relation->left_e6, 0), left);
    dec_format(dec_from_e6(relation->right_e6, 0), right);
    fprintf(file, "%-12s  ", state);
    safe_print(file, relation->code);
    fprintf(file, ": %s %s %s  (", left,
            relation->holds      ? "="
            : relation->complete ? "<>"
                                 : "?",
            right);
    safe_print(file, relation->name_en);
    fputs(")\n", file);
}

/* Where conflicts are told, and how many there were. */
struct conflicts {
    FILE *file;
    int64_t n, exposed, miscounted;
    bool stale;
};

static void print_conflict(void *cls, const struct check_relation *relation)
{
    struct conflicts *conflicts = cls;

    store_print_relation(conflicts->file, "conflict", relation);
    conflicts->n++;
}

static void print_stale(void *cls, struct str document)
{
    struct conflicts *conflicts = cls;

    fprintf(conflicts->file, "%-12s  ", "out of date");
    safe_print(conflicts->file, document);
    fputs(": its rank or its day changes, and figures of it in force were not loaded with it\n",
          conflicts->file);
    conflicts->stale = true;
}

static void print_exposed(void *cls, const struct suppressed_figure *figure)
{
    struct conflicts *conflicts = cls;
    const struct str texts[] = {figure->indicator, figure->region, figure->period,
                                figure->breakdown};

    fprintf(conflicts->file, "%-12s ", "not hidden");
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        fputc(' ', conflicts->file);
        safe_print(conflicts->file, texts[i].n > 0 ? texts[i] : STR("(total)"));
    }
    fprintf(conflicts->file, " is kept back (status Q), and follows from %s\n", figure->how);
    conflicts->exposed++;
}

static void print_miscounted(void *cls, int64_t figures)
{
    struct conflicts *conflicts = cls;

    conflicts->miscounted = figures;
}

/* Says why a release was refused for what is in it. False: that was not the reason. */
static bool explain_refusal(const struct conflicts *conflicts)
{
    if (conflicts->exposed > 0)
        fprintf(stderr,
                "iprstat: %" PRId64 " figures that are kept back can be worked out, nothing was "
                "published; keep back others of the same total too\n",
                conflicts->exposed);
    else if (conflicts->miscounted > 0)
        fprintf(stderr,
                "iprstat: %" PRId64 " figures would not be those of the records: several drafts "
                "change one register, nothing was published; load their packages in one load\n",
                conflicts->miscounted);
    else if (conflicts->n > 0)
        fprintf(stderr,
                "iprstat: %" PRId64 " published relations would not be kept, nothing was published;"
                " mend the figures, or publish all the same with --allow-conflicts\n",
                conflicts->n);
    else if (conflicts->stale)
        fputs("iprstat: nothing was published; load all figures of that document again\n", stderr);
    else
        return false;
    return true;
}

enum exit_code store_foresee(const struct options *options, struct db *db, int64_t draft)
{
    struct conflicts conflicts = {.file = stdout};
    struct release_wish wish = {
        .drafts = &draft,
        .n_drafts = 1,
        .now = (int64_t)time(NULL),
        .allow_conflicts = true,
        .trial = true,
        .conflict = print_conflict,
        .stale = print_stale,
        .exposed = print_exposed,
        .miscounted = print_miscounted,
        .cls = &conflicts,
    };
    struct release release;
    int64_t discarded = 0, wrong = 0;

    int r = release_publish(db, &wish, &release, &discarded, &wrong);
    return r < 0 && !conflicts.stale && conflicts.exposed == 0
               ? store_failed(options, db, "looking for conflicts", r)
               : EXIT_OK;
}

enum exit_code store_publish(const struct options *options, struct db *db, const int64_t *drafts,
                             size_t n, bool *ret_refused)
{
    bool allow = options->given[OPTION_ALLOW_CONFLICTS];
    struct conflicts conflicts = {.file = allow ? stdout : stderr};
    char actor[STORE_ACTOR_MAX];
    struct release_wish wish = {
        .drafts = drafts,
        .n_drafts = n,
        .label = options->text[OPTION_LABEL],
        .note = options->text[OPTION_NOTE],
        .author = options->text[OPTION_AUTHOR],
        .now = (int64_t)time(NULL),
        .actor = store_actor(actor),
        .allow_conflicts = allow,
        .conflict = print_conflict,
        .stale = print_stale,
        .exposed = print_exposed,
        .miscounted = print_miscounted,
        .cls = &conflicts,
    };
    struct release release;
    int64_t discarded = 0, draft = 0;

    *ret_refused = false;
    int r = release_publish(db, &wish, &release, &discarded, &draft);
    if (r == -ERR_INPUT && draft == 0 && explain_refusal(&conflicts)) {
        *ret_refused = true;
        return EXIT_DATA;
    }
    if (r == -ERR_NOT_FOUND) {
        fprintf(stderr, "iprstat: draft %" PRId64 " does not wait for publishing\n", draft);
        return EXIT_DATA;
    }
    if (r == -ERR_INPUT && draft != 0) {
        fprintf(stderr,
                "iprstat: draft %" PRId64 " was made on an older release, or has rows in common "
                "with another one named here: load its packages again; or it restricts an "
                "indicator: publish it by itself\n",
                draft);
        return EXIT_DATA;
    }
    if (r == -ERR_LIMIT) {
        fprintf(stderr, "iprstat: --label takes text of at most %d characters\n",
                DB_LABEL_CHARACTERS);
        return EXIT_USAGE;
    }
    if (r < 0)
        return store_failed(options, db, "publishing", r);
    printf("release %" PRId64 " is published: ", release.id);
    safe_print(stdout, str_from(release.label));
    putchar('\n');
    if (discarded > 0)
        printf("discarded drafts made on an older release: %" PRId64 "\n", discarded);
    return EXIT_OK;
}
