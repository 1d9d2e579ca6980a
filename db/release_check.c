#include "db/release_check.h"

#include "base/err.h"
#include "db/check.h"
#include "db/parts_check.h"
#include "db/precedence.h"
#include "db/record_check.h"
#include "db/suppressed.h"

/* What was found, and who is told. */
struct findings {
    const struct release_wish *wish;
    int64_t conflicts;  /* relations and totals that the release does not keep */
    int64_t exposed;    /* figures kept back that can be worked out */
    int64_t miscounted; /* figures that the records of all drafts together do not give */
};

static int see_relation(void *cls, const struct check_relation *relation)
{
    struct findings *findings = cls;

    if (!relation->complete || relation->holds)
        return 0;
    findings->conflicts++;
    if (findings->wish->conflict != NULL)
        findings->wish->conflict(findings->wish->cls, relation);
    return 0;
}

static int see_parts(void *cls, const struct parts_fault *fault)
{
    struct findings *findings = cls;

    findings->conflicts++;
    if (findings->wish->parts != NULL)
        findings->wish->parts(findings->wish->cls, fault);
    return 0;
}

static int see_exposed(void *cls, const struct suppressed_figure *figure)
{
    struct findings *findings = cls;

    findings->exposed++;
    if (findings->wish->exposed != NULL)
        findings->wish->exposed(findings->wish->cls, figure);
    return 0;
}

int release_check(struct db *db, int64_t release, const struct release_wish *wish)
{
    struct findings findings = {.wish = wish};

    int r = check_relations(db, release, see_relation, &findings);
    if (r == 0)
        r = parts_check(db, release, see_parts, &findings);
    if (r == 0)
        r = suppressed_exposed(db, release, see_exposed, &findings);
    if (r < 0)
        return r;
    /* each draft counted its records as if it came alone */
    if (wish->n_drafts > 1) {
        r = record_check(db, release, &findings.miscounted);
        if (r == 0 && findings.miscounted > 0 && wish->miscounted != NULL)
            wish->miscounted(wish->cls, findings.miscounted);
        if (r < 0)
            return r;
    }
    return findings.exposed > 0 || findings.miscounted > 0 ||
                   (findings.conflicts > 0 && !wish->allow_conflicts)
               ? -ERR_INPUT
               : 0;
}

int release_settle(struct db *db, struct arena *arena, int64_t release,
                   const struct release_wish *wish)
{
    struct str document;

    int r = precedence_stale(db, arena, release, &document);
    if (r > 0) {
        if (wish->stale != NULL)
            wish->stale(wish->cls, document);
        return -ERR_INPUT;
    }
    return r < 0 ? r : precedence_mark_rivals(db, release);
}
