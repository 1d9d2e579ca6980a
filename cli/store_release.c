/* What a subcommand says of a release that it makes, or that is refused. */

#include "base/dec.h"
#include "base/err.h"
#include "base/moment.h"
#include "cli/safe_print.h"
#include "cli/store.h"
#include "db/parts_check.h"
#include "db/releases.h"
#include "db/suppressed.h"

#include <inttypes.h>
#include <time.h>

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
    bool stale, refused;
};

static void print_conflict(void *cls, const struct check_relation *relation)
{
    struct conflicts *conflicts = cls;

    store_print_relation(conflicts->file, "conflict", relation);
    conflicts->n++;
}

static void print_parts(void *cls, const struct parts_fault *fault)
{
    struct conflicts *conflicts = cls;
    char parts[DEC_TEXT_MAX], total[DEC_TEXT_MAX], period[PERIOD_TEXT_MAX];
    const struct str texts[] = {fault->indicator, fault->region, fault->document};

    period[period_format(fault->period, period)] = '\0';
    dec_format(dec_from_e6(fault->parts_e6, 0), parts);
    dec_format(dec_from_e6(fault->total_e6, 0), total);
    fprintf(conflicts->file, "%-12s ", "conflict");
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        fputc(' ', conflicts->file);
        safe_print(conflicts->file, texts[i]);
    }
    fprintf(conflicts->file, " %s: the parts by ", period);
    safe_print(conflicts->file, fault->dimension);
    fprintf(conflicts->file, " are %s, and the total is %s\n", parts, total);
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

/* What waits for its moment, or is the newest. */
static void print_other(const char *before, const struct release *other, const char *after)
{
    char moment[MOMENT_TEXT_MAX];

    moment_format(other->published_at, moment);
    fprintf(stderr, "iprstat: %s release %" PRId64 " (", before, other->id);
    safe_print(stderr, str_from(other->label));
    fprintf(stderr, ", %s) %s\n", moment, after);
}

static void print_refusal(void *cls, enum release_refusal why, const struct release *other)
{
    struct conflicts *conflicts = cls;

    conflicts->refused = true;
    switch (why) {
    case RELEASE_EMBARGO_PAST:
        fputs("iprstat: the moment of the embargo has passed, nothing was published; publish "
              "without --embargo\n",
              stderr);
        break;
    case RELEASE_EMBARGO_PENDING:
        print_other("nothing was published:", other,
                    "is under embargo until then and comes first; wait for it, give --embargo the "
                    "same moment or a later one, or take it back");
        break;
    case RELEASE_EMBARGO_ACCESS:
        fputs("iprstat: the release changes the access of an indicator, which counts for all "
              "releases at once and can not wait, nothing was published; publish without "
              "--embargo\n",
              stderr);
        break;
    case RELEASE_SUPERSEDED:
        print_other("nothing was taken back:", other,
                    "is the newest; name it with --through to take it back too");
        break;
    case RELEASE_UNCHANGED:
        fputs("iprstat: what would be restored is in force, nothing was taken back\n", stderr);
        break;
    case RELEASE_REOPENS:
        fputs("iprstat: an indicator that was restricted would be gone, and public again in the "
              "older releases, nothing was taken back; take back fewer releases\n",
              stderr);
        break;
    }
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
                "iprstat: %" PRId64
                " published relations or totals would not be kept, nothing was published;"
                " mend the figures, or publish all the same with --allow-conflicts\n",
                conflicts->n);
    else if (conflicts->stale)
        fputs("iprstat: nothing was published; load all figures of that document again\n", stderr);
    else
        return false;
    return true;
}

static int look_no_further(void *cls, int64_t release)
{
    (void)cls;
    (void)release;
    return 0;
}

enum exit_code store_foresee(const struct options *options, struct db *db, int64_t draft,
                             bool loading)
{
    struct conflicts conflicts = {.file = stdout};
    struct release_wish wish = {
        .drafts = &draft,
        .n_drafts = 1,
        .now = (int64_t)time(NULL),
        .allow_conflicts = true,
        .trial = true,
        .conflict = print_conflict,
        .parts = print_parts,
        .stale = print_stale,
        .exposed = print_exposed,
        .miscounted = print_miscounted,
        .cls = &conflicts,
    };
    struct release release;
    int64_t discarded = 0, wrong = 0;

    int r = db_newest_release(db, &release);
    if (r == 0 && release.published_at > wish.now) /* behind an embargo it would come no sooner */
        wish.now = release.published_at;
    if (r == 0 && loading)
        r = release_foresee(db, &wish, look_no_further, NULL);
    else if (r == 0)
        r = release_publish(db, &wish, &release, &discarded, &wrong);
    return r < 0 && !conflicts.stale && conflicts.exposed == 0
               ? store_failed(options, db, "looking for conflicts", r)
               : EXIT_OK;
}

/* A day alone is refused: it might be meant from its beginning or to its end. */
static enum exit_code read_embargo(const struct options *options, int64_t *ret)
{
    struct str text = options->text[OPTION_EMBARGO];

    if (!options->given[OPTION_EMBARGO])
        return EXIT_OK;
    if (text.n > STR("2030-12-31").n && moment_parse(text, ret) == 0)
        return EXIT_OK;
    fputs("iprstat: --embargo takes a moment with its zone, like 2030-12-31T09:00:00+08:00\n",
          stderr);
    return EXIT_USAGE;
}

static enum exit_code label_failed(const struct options *options, struct db *db, const char *what,
                                   int r)
{
    if (r != -ERR_LIMIT)
        return store_failed(options, db, what, r);
    fprintf(stderr, "iprstat: --label takes text of at most %d characters\n", DB_LABEL_CHARACTERS);
    return EXIT_USAGE;
}

static void print_release(const struct release *release, int64_t embargo)
{
    char moment[MOMENT_TEXT_MAX];

    printf("release %" PRId64 " is published", release->id);
    if (embargo != 0) {
        moment_format(embargo, moment);
        printf(" under embargo, and appears at %s", moment);
    }
    fputs(": ", stdout);
    safe_print(stdout, str_from(release->label));
    putchar('\n');
}

static void print_discarded(int64_t discarded)
{
    if (discarded > 0)
        printf("discarded drafts made on an older release: %" PRId64 "\n", discarded);
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
        .parts = print_parts,
        .stale = print_stale,
        .exposed = print_exposed,
        .miscounted = print_miscounted,
        .refused = print_refusal,
        .cls = &conflicts,
    };
    struct release release;
    int64_t discarded = 0, draft = 0;

    *ret_refused = false;
    enum exit_code code = read_embargo(options, &wish.embargo);
    if (code != EXIT_OK)
        return code;
    int r = release_publish(db, &wish, &release, &discarded, &draft);
    if (r == -ERR_INPUT && (conflicts.refused || (draft == 0 && explain_refusal(&conflicts)))) {
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
    if (r < 0)
        return label_failed(options, db, "publishing", r);
    print_release(&release, wish.embargo);
    print_discarded(discarded);
    return EXIT_OK;
}

enum exit_code store_roll_back(const struct options *options, struct db *db, int64_t id)
{
    bool allow = options->given[OPTION_ALLOW_CONFLICTS], trial = options->given[OPTION_DRY_RUN];
    struct conflicts conflicts = {.file = allow ? stdout : stderr};
    char actor[STORE_ACTOR_MAX];
    struct release_wish wish = {
        .label = options->text[OPTION_LABEL],
        .note = options->text[OPTION_NOTE],
        .author = options->text[OPTION_AUTHOR],
        .now = (int64_t)time(NULL),
        .actor = store_actor(actor),
        .allow_conflicts = allow,
        .trial = trial,
        .conflict = print_conflict,
        .parts = print_parts,
        .stale = print_stale,
        .exposed = print_exposed,
        .refused = print_refusal,
        .cls = &conflicts,
    };
    struct release release;
    int64_t cancelled = 0, discarded = 0;

    int r = release_rollback(db, &wish, id, options->number[OPTION_THROUGH], &release, &cancelled,
                             &discarded);
    if (r == -ERR_INPUT && (conflicts.refused || explain_refusal(&conflicts)))
        return EXIT_DATA;
    if (r == -ERR_NOT_FOUND) {
        fputs("iprstat: there is no such release\n", stderr);
        return EXIT_NO_INPUT;
    }
    if (r < 0)
        return label_failed(options, db, "taking back", r);
    if (trial)
        puts("nothing was changed; without --dry-run:");
    if (cancelled > 0)
        printf("releases cancelled before anybody saw them: %" PRId64 "\n", cancelled);
    if (release.id > 0)
        print_release(&release, 0);
    print_discarded(discarded);
    return EXIT_OK;
}
