#include "api/import_rules.h"

#include "api/import_rows.h"
#include "base/dec.h"
#include "base/err.h"
#include "db/check.h"
#include "db/parts_check.h"
#include "db/releases.h"
#include "db/suppressed.h"

bool import_refuses(const struct import_finding *finding)
{
    return (finding->rule == IMPORT_RELATION || finding->rule == IMPORT_PARTS) &&
           finding->file.n > 0;
}

const char *import_rule_name(enum import_rule rule)
{
    static const char *const names[] = {"relation", "parts", "suppressed", "precedence"};

    return names[rule];
}

/* A new one, or NULL when there are enough of them. */
static struct import_finding *add(struct import_findings *f, enum import_rule rule)
{
    if (f->n == IMPORT_FINDINGS_MAX) {
        f->more++;
        return NULL;
    }
    f->v[f->n] = (struct import_finding){.rule = rule};
    return &f->v[f->n++];
}

/* A number of millionths without zeros at its end. */
static const char *number(int64_t e6, char room[DEC_TEXT_MAX])
{
    dec_format(dec_from_e6(e6, 0), room);
    return room;
}

static void see_relation(void *cls, const struct check_relation *relation)
{
    struct import_findings *f = cls;
    struct import_finding *finding = add(f, IMPORT_RELATION);
    char left[DEC_TEXT_MAX], right[DEC_TEXT_MAX];

    if (finding == NULL)
        return;
    finding->subject = arena_copy(f->arena, relation->code);
    finding->detail = arena_printf(
        f->arena, "does not fit: %s is not %s (%.*s)", number(relation->left_e6, left),
        number(relation->right_e6, right), (int)relation->name_en.n, relation->name_en.p);
}

static void see_stale(void *cls, struct str document)
{
    struct import_findings *f = cls;
    struct import_finding *finding = add(f, IMPORT_PRECEDENCE);

    if (finding == NULL)
        return;
    finding->subject = arena_copy(f->arena, document);
    finding->detail =
        STR("changes its rank or its day, and figures of it in force were not sent with it");
}

static void see_exposed(void *cls, const struct suppressed_figure *figure)
{
    struct import_findings *f = cls;
    struct import_finding *finding = add(f, IMPORT_SUPPRESSED);

    if (finding == NULL)
        return;
    finding->subject = arena_printf(
        f->arena, "%.*s %.*s %.*s%s%.*s", (int)figure->indicator.n, figure->indicator.p,
        (int)figure->region.n, figure->region.p, (int)figure->period.n, figure->period.p,
        figure->breakdown.n > 0 ? " " : "", (int)figure->breakdown.n, figure->breakdown.p);
    finding->detail = arena_printf(f->arena, "is kept back, and follows from %s", figure->how);
}

/* Adds a place to the last finding. */
static int add_place(struct import_findings *f, struct import_finding *finding,
                     const struct import_place *from)
{
    struct import_place *place = arena_alloc(f->arena, sizeof *place);

    if (place == NULL)
        return -ERR_NOMEM;
    *place = (struct import_place){
        .next = finding->places,
        .indicator = arena_copy(f->arena, from->indicator),
        .region = arena_copy(f->arena, from->region),
        .breakdown = arena_copy(f->arena, from->breakdown),
        .dimension = arena_copy(f->arena, from->dimension),
        .document = arena_copy(f->arena, from->document),
        .period = from->period,
    };
    finding->places = place;
    return f->arena->failed ? -ERR_NOMEM : 0;
}

static int see_parts(void *cls, const struct parts_fault *fault)
{
    struct import_findings *f = cls;
    struct import_finding *finding = add(f, IMPORT_PARTS);
    char parts[DEC_TEXT_MAX], total[DEC_TEXT_MAX], period[PERIOD_TEXT_MAX];

    if (finding == NULL)
        return 0;
    period[period_format(fault->period, period)] = '\0';
    finding->restricted = fault->restricted;
    finding->subject = arena_printf(f->arena, "%.*s %.*s %s %.*s", (int)fault->indicator.n,
                                    fault->indicator.p, (int)fault->region.n, fault->region.p,
                                    period, (int)fault->dimension.n, fault->dimension.p);
    finding->detail =
        arena_printf(f->arena, "does not fit: the parts by %.*s are %s, and the total is %s",
                     (int)fault->dimension.n, fault->dimension.p, number(fault->parts_e6, parts),
                     number(fault->total_e6, total));
    return add_place(f, finding,
                     &(struct import_place){.indicator = fault->indicator,
                                            .region = fault->region,
                                            .breakdown = STR(""),
                                            .dimension = fault->dimension,
                                            .document = fault->document,
                                            .period = fault->period});
}

/* A relation whose places are looked up. */
struct placing {
    struct import_findings *f;
    struct import_finding *finding;
};

static int see_place(void *cls, const struct check_place *place)
{
    struct placing *p = cls;

    p->finding->restricted = p->finding->restricted || place->restricted;
    return add_place(p->f, p->finding,
                     &(struct import_place){.indicator = place->indicator,
                                            .region = place->region,
                                            .breakdown = place->breakdown,
                                            .period = place->period});
}

/* What the release itself does not tell. */
static int look(void *cls, int64_t release)
{
    struct import_findings *f = cls;
    size_t relations = f->n;
    int r = parts_check(f->db, release, see_parts, f);

    for (size_t i = 0; i < relations && r == 0; i++) {
        struct placing p = {f, &f->v[i]};
        if (f->v[i].rule == IMPORT_RELATION)
            r = check_places(f->db, release, f->v[i].subject, see_place, &p);
    }
    return r;
}

int import_foresee(struct arena *arena, struct db *db, int64_t draft, int64_t now, struct str actor,
                   const struct package *package, struct import_findings *ret)
{
    struct release_wish wish = {
        .drafts = &draft,
        .n_drafts = 1,
        .now = now,
        .actor = actor,
        .allow_conflicts = true,
        .trial = true,
        .conflict = see_relation,
        .stale = see_stale,
        .exposed = see_exposed,
        .cls = ret,
    };

    struct release newest;

    *ret = (struct import_findings){.arena = arena, .db = db};
    int r = db_newest_release(db, &newest);
    if (r < 0)
        return r;
    bool embargoed = newest.published_at > now;
    if (embargoed) /* behind it this would come no sooner */
        wish.now = newest.published_at;
    ret->v = arena_alloc(arena, IMPORT_FINDINGS_MAX * sizeof *ret->v);
    if (ret->v == NULL)
        return -ERR_NOMEM;
    r = release_foresee(db, &wish, look, ret);
    if (r == -ERR_INPUT) /* it can not be published as things stand; what it would break is open */
        r = 0;
    if (r == 0)
        r = import_rows_find(package, ret);
    for (size_t i = 0; i < ret->n; i++) {
        /* The numbers are not for everybody who may send some, or may read the report. */
        if (ret->v[i].restricted || embargoed)
            ret->v[i].detail = STR("does not fit");
    }
    if (r == 0 && arena->failed)
        r = -ERR_NOMEM;
    return r;
}
