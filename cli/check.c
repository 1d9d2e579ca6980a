#include "db/check.h"
#include "db/orphans.h"
#include "db/precedence.h"
#include "db/record_check.h"
#include "db/summaries.h"
#include "base/err.h"
#include "cli/commands.h"
#include "cli/store.h"

#include <inttypes.h>
#include <stdio.h>

/* What has been counted so far. */
struct tally {
    int64_t relations, broken;
    struct check_document total; /* of the primary documents */
};

static int print_relation(void *cls, const struct check_relation *relation)
{
    struct tally *tally = cls;
    const char *state = relation->holds ? "ok" : relation->complete ? "conflict" : "undetermined";

    store_print_relation(stdout, state, relation);
    tally->relations++;
    tally->broken += relation->complete && !relation->holds;
    return 0;
}

static void print_counts(struct str name, const struct check_document *d)
{
    printf("%-34.*s %7" PRId64 " %7" PRId64 " %7" PRId64 " %7" PRId64 " %7" PRId64 " %10" PRId64
           "\n",
           (int)name.n, name.p, d->actuals, d->growth_rates, d->ranks, d->targets,
           d->actuals + d->growth_rates + d->ranks + d->targets, d->restricted);
}

static int print_document(void *cls, const struct check_document *document)
{
    struct tally *tally = cls;
    struct check_document *total = &tally->total;

    /* the primary documents come first */
    if (!document->primary && total->primary) {
        print_counts(STR("published documents together"), total);
        total->primary = false;
    }
    print_counts(document->code, document);
    if (document->primary) {
        total->primary = true;
        total->actuals += document->actuals;
        total->growth_rates += document->growth_rates;
        total->ranks += document->ranks;
        total->targets += document->targets;
        total->restricted += document->restricted;
    }
    return 0;
}

static int check_data(struct db *db, int64_t release, struct tally *tally)
{
    printf("\nrelations\n");
    int r = check_relations(db, release, print_relation, tally);
    if (r < 0)
        return r;
    printf("\n%-34s %7s %7s %7s %7s %7s %10s\n", "figures of document", "actual", "growth", "rank",
           "target", "total", "restricted");
    r = check_documents(db, release, print_document, tally);
    if (r == 0 && tally->total.primary)
        print_counts(STR("published documents together"), &tally->total);
    return r;
}

static int add_orphans(void *cls, const struct orphans *orphans)
{
    int64_t *n = cls;

    *n += orphans->n;
    return 0;
}

enum exit_code cli_check(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    struct tally tally = {0};
    struct release release;
    bool constraints = false;
    int64_t dangling = 0, overlaps = 0, misplaced = 0, miscounted = 0, stale = 0, orphans = 0;

    enum exit_code code = store_open_checker(options, &db, &constraints);
    if (code != EXIT_OK)
        return code;
    int r = check_integrity(db, &dangling);
    if (r == 0)
        r = check_vintages(db, &overlaps);
    if (r == 0)
        r = db_newest_release(db, &release); /* under embargo too, while it can be mended */
    if (r == 0)
        r = precedence_faults(db, release.id, &misplaced);
    if (r == 0)
        r = summaries_check(db, release.id, &miscounted);
    if (r == 0)
        r = record_check(db, release.id, &stale);
    if (r == 0)
        r = orphans_find(db, release.id, add_orphans, &orphans);
    if (r < 0)
        return store_failed(options, db, "checking", r);
    printf("structure of the file   ok\n");
    if (!constraints)
        puts("constraints of rows     not checked: another process writes, or the file is "
             "read-only");
    printf("dangling references     %" PRId64 "\n", dangling);
    printf("overlapping versions    %" PRId64 "\n", overlaps);
    printf("figures out of order    %" PRId64 "\n", misplaced);
    printf("wrong counts            %" PRId64 "\n", miscounted);
    printf("figures not of records  %" PRId64 "\n", stale);
    printf("records of what is gone %" PRId64 "\n", orphans);
    printf("newest release          %" PRId64 "%s%s\n", release.id, release.id > 0 ? " " : "",
           release.label);
    r = check_data(db, release.id, &tally);
    if (r < 0)
        return store_failed(options, db, "checking", r);
    bool sound = dangling == 0 && overlaps == 0 && misplaced == 0 && miscounted == 0 &&
                 stale == 0 && orphans == 0 && tally.broken == 0;
    printf("\n%" PRId64 " relations, %" PRId64 " not kept; %s\n", tally.relations, tally.broken,
           sound ? "the store is sound" : "the store is not sound");
    return sound ? EXIT_OK : EXIT_DATA;
}
