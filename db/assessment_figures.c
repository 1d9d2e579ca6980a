#include "db/assessment_figures.h"

#include "base/err.h"
#include "base/period.h"
#include "db/assessment_scores.h"

/* limit: the assessments of one register, each of some dozen items by some dozen regions */
enum { BLOCK = 64 * 1024, CAP = 32 * 1024 * 1024 };

enum { SCORE_DECIMALS = 2 };

/* The schemes of a register. */
struct schemes {
    struct scheme {
        struct str code, region;
        int64_t year;
    } * v;
    size_t n, room;
};

static int add_region(const struct assessment *a, const struct assessment_region *region,
                      struct period year, struct record_figures *out)
{
    struct record_figure score = {.indicator = STR("assessment_score"),
                                  .region = region->code,
                                  .period = year,
                                  .unit = STR("point"),
                                  .extraction = RECORD_DERIVED};
    struct record_figure rank = score;
    int r = 0;

    if (a->n_items == 0)
        return 0;
    if (region->complete && interval_is_exact(&region->total)) {
        r = rational_round(region->total.value, SCORE_DECIMALS, ROUND_NEAREST, &score.value);
        if (r == 0)
            r = record_figures_add(out, &score);
    }
    if (r < 0 || region->best != region->worst)
        return r;
    rank.indicator = STR("assessment_rank");
    rank.unit = STR("rank");
    rank.value = (struct dec){.v = region->best};
    return record_figures_add(out, &rank);
}

static struct period year_of(int64_t year)
{
    return (struct period){.starts_on = date_from_civil((int)year, 1, 1),
                           .ends_on = date_from_civil((int)year, 12, 31),
                           .freq = FREQ_A};
}

static int add_scheme(struct db *db, struct arena *arena, int64_t release,
                      const struct scheme *scheme, struct record_figures *out)
{
    struct assessment assessment = {0};
    int r = assessment_read(db, arena, release, scheme->code, &assessment);

    if (r > 0)
        r = assessment_score(&assessment);
    for (size_t i = 0; r == 0 && i < assessment.n_regions; i++)
        r = add_region(&assessment, &assessment.regions[i], year_of(scheme->year), out);
    return r;
}

/* Those of the register's own document and days. */
static int find_schemes(struct db *db, struct arena *arena, int64_t release,
                        const struct record_register *of, struct schemes *schemes)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = assessments_list(db, release, STR(""), 0, STR(""), INT64_MAX);
    struct assessment_row row;
    int r;

    while ((r = assessments_next(stmt, &row)) > 0) {
        struct period year = year_of(row.year);
        struct scheme *v;

        if (!str_eq(row.document, of->code) || year.starts_on < of->covers_from ||
            year.ends_on > of->covers_to)
            continue;
        v = arena_grow(arena, schemes->v, schemes->n, &schemes->room, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        schemes->v = v;
        v[schemes->n++] =
            (struct scheme){arena_copy(arena, row.code), arena_copy(arena, row.region), row.year};
    }
    return r;
}

static bool is_last(const struct schemes *schemes, size_t at)
{
    for (size_t i = at + 1; i < schemes->n; i++) {
        if (schemes->v[i].year == schemes->v[at].year &&
            str_eq(schemes->v[i].region, schemes->v[at].region))
            return false;
    }
    return true;
}

int assessment_figures(struct db *db, int64_t release, const struct record_register *of,
                       struct record_figures *out)
{
    CLEANUP(arena_finish) struct arena arena;
    struct schemes schemes = {0};
    int r;

    arena_init(&arena, BLOCK, CAP);
    r = find_schemes(db, &arena, release, of, &schemes);
    for (size_t i = 0; r == 0 && i < schemes.n; i++) {
        if (is_last(&schemes, i))
            r = add_scheme(db, &arena, release, &schemes.v[i], out);
    }
    return r;
}
