#include "db/record_coverage.h"

#include "base/err.h"
#include "db/record_figures.h"
#include "db/record_regions.h"
#include "db/row.h"
#include "db/statements.h"

static const char *const of_document[] = {"release", "document", NULL};
static const char *const one[] = {"one", NULL};

static const struct stmt_spec specs[] = {
    [COVERAGE_DISPUTES] =
        {
            .name = "coverage_disputes",
            .sql = "SELECT 1 AS one FROM dispute d WHERE d.document = :document AND " ROW_IN_FORCE(
                "d") " LIMIT 1",
            .params = of_document,
            .columns = one,
        },
    [COVERAGE_MEDIATIONS] =
        {
            .name = "coverage_mediations",
            .sql = "SELECT 1 AS one FROM mediation m WHERE m.document = :document"
                   " AND " ROW_IN_FORCE("m") " LIMIT 1",
            .params = of_document,
            .columns = one,
        },
    [COVERAGE_PREEXAM] =
        {
            .name = "coverage_preexam",
            .sql = "SELECT 1 AS one FROM preexam_request p WHERE p.document = :document"
                   " AND " ROW_IN_FORCE("p") " LIMIT 1",
            .params = of_document,
            .columns = one,
        },
};

const struct stmt_group record_coverage_statements = {"record_coverage", specs, COUNT_OF(specs)};

static int holds(struct db *db, int64_t release, enum coverage_of of, int64_t document)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[of]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, document);
    return stmt_step(stmt);
}

int record_coverage_any(struct db *db, int64_t release, enum coverage_of of, int64_t document,
                        bool *ret)
{
    int r = holds(db, release, of, document);

    *ret = r > 0;
    return r < 0 ? r : 0;
}

static bool is_named(struct str_list documents, struct str code)
{
    for (size_t i = 0; i < documents.n; i++)
        if (str_eq(documents.v[i], code))
            return true;
    return documents.n == 0;
}

struct growing {
    struct coverage *v;
    size_t n, room;
};

static int add(struct arena *arena, struct growing *list, const struct record_register *row)
{
    struct coverage *v = arena_grow(arena, list->v, list->n, &list->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    list->v = v;
    v[list->n] = (struct coverage){.code = arena_copy(arena, row->code),
                                   .covers_from = row->covers_from,
                                   .covers_to = row->covers_to,
                                   .synthetic = row->synthetic};
    for (size_t i = list->n; i > 0 && str_cmp(v[i].code, v[i - 1].code) < 0; i--) {
        struct coverage later = v[i - 1];

        v[i - 1] = v[i];
        v[i] = later;
    }
    list->n++;
    return arena->failed ? -ERR_NOMEM : 0;
}

int record_coverage(struct db *db, struct arena *arena, int64_t release, enum coverage_of of,
                    struct str_list documents, struct coverages *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = record_registers(db, release);
    struct growing list = {.n = 0};
    struct record_register row;
    int r;

    while ((r = record_registers_next(stmt, &row)) > 0) {
        int64_t region;

        r = is_named(documents, row.code) ? holds(db, release, of, row.id) : 0;
        if (r > 0)
            r = scope_code(db, STR("region"), row.region, &region);
        if (r == 0)
            continue;
        if (r > 0)
            r = add(arena, &list, &row);
        for (size_t i = 0; r == 0 && i < list.n; i++) {
            struct coverage *coverage = &list.v[i];

            if (!str_eq(coverage->code, row.code))
                continue;
            coverage->region = region;
            r = record_regions_below(db, arena, release, region, &coverage->regions);
        }
        if (r < 0)
            return r;
    }
    *ret = (struct coverages){list.v, list.n};
    return r;
}
