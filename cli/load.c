#include "api/package.h"
#include "base/arena.h"
#include "base/err.h"
#include "cli/commands.h"
#include "cli/load_progress.h"
#include "cli/load_sources.h"
#include "cli/safe_print.h"
#include "cli/store.h"
#include "db/draft.h"
#include "db/releases.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

/* limit: descriptions of packages; each keeps its datapackage.json of up to 1 MiB while it is read */
enum { ARENA_BLOCK = 256 * 1024, ARENA_CAP = 128 * 1024 * 1024 };

/* A load under way. */
struct load {
    const struct options *options;
    struct arena *arena;
    struct load_sources sources;
    size_t *numbers; /* of the packages in the draft */
    struct load_progress progress;
    struct db *db;
    struct draft *draft;
    char actor[STORE_ACTOR_MAX];
    bool told; /* the counts of a dry run, and then what it would break */
    enum exit_code foreseen;
};

/* Tables outermost: a package may refer to rows of one that was named after it. */
static enum exit_code load_tables(struct load *load)
{
    for (size_t t = 0; t < tables_n; t++) {
        for (size_t i = 0; i < load->sources.n; i++) {
            struct package_reading watch = {.cls = &load->progress, .progress = load_progress_rows};
            load_progress_begin(&load->progress, &load->sources.v[i].parts[t]);
            int r = package_load(&load->sources.v[i], &tables[t], load->draft, load->numbers[i],
                                 &watch);
            if (r < 0)
                load_progress_clear(&load->progress);
            if (r == -ERR_NOT_FOUND) {
                load_complain(load->sources.v[i].parts[t].path, STR("there is no such file"));
                return EXIT_NO_INPUT;
            }
            if (r == -ERR_FOREIGN) {
                load_complain(load->sources.v[i].parts[t].path,
                              STR("is no regular file, but a link, a folder, a pipe or a device"));
                return EXIT_DATA;
            }
            if (r < 0) {
                load_complain(load->sources.v[i].parts[t].path, STR("the load was given up"));
                return store_failed(load->options, load->db, "loading", r);
            }
        }
    }
    return EXIT_OK;
}

static void print_error(const struct draft_error *e)
{
    safe_print(stderr, e->package);
    fputc('/', stderr);
    safe_print(stderr, e->table);
    fprintf(stderr, ", line %" PRId64, e->line);
    if (e->column.n > 0) {
        fputs(", column ", stderr);
        safe_print(stderr, e->column);
    }
    if (e->value.n > 0) {
        fputs(", \"", stderr);
        safe_print(stderr, e->value);
        fputc('"', stderr);
    }
    fputs(": ", stderr);
    safe_print(stderr, e->reason);
    fputc('\n', stderr);
}

static void print_errors(const struct draft_report *report)
{
    for (size_t i = 0; i < report->n_errors; i++)
        print_error(&report->errors[i]);
    if (report->more_errors > 0)
        fprintf(stderr, "and %" PRId64 " more\n", report->more_errors);
}

static void print_line(const char *name, const struct draft_counts *counts)
{
    printf("%-20s %9" PRId64 " %9" PRId64 " %9" PRId64 " %9" PRId64 " %9" PRId64 "\n", name,
           counts->inserted, counts->revised, counts->unchanged, counts->deleted, counts->rejected);
}

static void print_counts(const struct draft_report *report)
{
    printf("%-20s %9s %9s %9s %9s %9s\n", "table", "inserted", "revised", "unchanged", "deleted",
           "rejected");
    for (size_t i = 0; i < tables_n; i++) {
        const struct draft_counts *c = &report->tables[i];
        if (c->inserted + c->revised + c->unchanged + c->deleted + c->rejected > 0)
            print_line(tables[i].name, c);
    }
    print_line("total", &report->total);
    const struct draft_counts *hidden = &report->restricted;
    if (hidden->inserted + hidden->revised + hidden->unchanged + hidden->deleted > 0) {
        print_line("  restricted", hidden);
        puts("  (of the total; readers are not told that there are any)");
    }
}

/* A refused draft does not stay: the mended packages, loaded again, would clash with it. */
static enum exit_code publish_draft(struct load *load, int64_t draft)
{
    bool refused;
    enum exit_code code = store_publish(load->options, load->db, &draft, 1, &refused);

    if (!refused)
        return code;
    int r = draft_discard(load->db, draft, (int64_t)time(NULL), store_actor(load->actor));
    return r < 0 ? store_failed(load->options, load->db, "discarding the draft", r) : code;
}

/* Tells what a draft would break that is not kept, after its counts. */
static int tell_dry(void *cls, const struct draft_report *report)
{
    struct load *load = cls;

    load_progress_clear(&load->progress);
    print_counts(report);
    load->foreseen = store_foresee(load->options, load->db, report->draft, true);
    load->told = true;
    return 1;
}

static enum exit_code finish(struct load *load)
{
    bool dry_run = load->options->given[OPTION_DRY_RUN];
    bool publish = load->options->given[OPTION_PUBLISH];
    struct draft_report report;

    load_progress_say(&load->progress, "looking at what goes together");
    if (dry_run)
        draft_ask(load->draft, tell_dry, load);
    int r = draft_finish(load->draft, true, &report);
    load_progress_clear(&load->progress);
    if (r < 0)
        return store_failed(load->options, load->db, "loading", r);
    if (!load->told)
        print_counts(&report);
    if (report.total.rejected > 0) {
        fflush(stdout);
        print_errors(&report);
        fprintf(stderr, "iprstat: %" PRId64 " rows rejected, nothing was kept\n",
                report.total.rejected);
        return EXIT_DATA;
    }
    if (dry_run) {
        puts("dry run: nothing was kept");
        return load->foreseen;
    }
    if (report.draft == 0) {
        puts("nothing to publish: every row is in the newest release already");
        return EXIT_OK;
    }
    if (publish)
        return publish_draft(load, report.draft);
    enum exit_code code = store_foresee(load->options, load->db, report.draft, false);
    if (code != EXIT_OK)
        return code;
    printf("draft %" PRId64 " waits: iprstat publish --db %s %" PRId64 "\n", report.draft,
           load->options->text[OPTION_DB].p, report.draft);
    return EXIT_OK;
}

static enum exit_code load_packages(struct load *load)
{
    int r = draft_open(load->db, (int64_t)time(NULL), store_actor(load->actor), &load->draft);
    if (r == 0 && load->options->given[OPTION_COMPLETE])
        draft_complete(load->draft);
    for (size_t i = 0; i < load->sources.n && r == 0; i++) {
        const struct package *p = &load->sources.v[i];
        r = draft_package(load->draft, p->name, p->version, p->made_up, &load->numbers[i]);
    }
    if (r == -ERR_LIMIT) {
        fputs("iprstat: too many packages for one load\n", stderr);
        return EXIT_USAGE;
    }
    if (r < 0)
        return store_failed(load->options, load->db, "loading", r);
    enum exit_code code = load_tables(load);
    return code == EXIT_OK ? finish(load) : code;
}

static enum exit_code run(struct load *load)
{
    enum exit_code code = load_sources_open(load->options, load->arena, &load->sources);

    if (code == EXIT_OK) {
        load->numbers = arena_alloc(load->arena, load->sources.n * sizeof(size_t));
        code = load->numbers == NULL ? EXIT_SOFTWARE : EXIT_OK;
    }
    if (code == EXIT_OK)
        code = store_open(load->options, STORE_CREATE, &load->db);
    if (code == EXIT_OK)
        code = load_packages(load);
    draft_close(&load->draft);
    if (code != EXIT_OK || load->options->given[OPTION_DRY_RUN])
        db_discard_new(&load->db);
    db_close(&load->db);
    return code;
}

enum exit_code cli_load(const struct options *options)
{
    struct arena arena;
    enum exit_code code;

    if (options->n_operands == 0) {
        fputs("iprstat: load wants a PACKAGE, a folder with a datapackage.json, or a CSV file\n",
              stderr);
        return EXIT_USAGE;
    }
    if (options->given[OPTION_DRY_RUN] && options->given[OPTION_PUBLISH]) {
        fputs("iprstat: --dry-run and --publish exclude each other\n", stderr);
        return EXIT_USAGE;
    }
    if (options->given[OPTION_TABLE] && options->n_operands > 1) {
        fputs("iprstat: --table names the table of one CSV file\n", stderr);
        return EXIT_USAGE;
    }
    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    struct load load = {
        .options = options,
        .arena = &arena,
    };
    load_progress_open(&load.progress);
    code = run(&load);
    arena_finish(&arena);
    return code;
}
