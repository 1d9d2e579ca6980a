#include "db/record_figures.h"

#include "base/err.h"
#include "db/assessment_figures.h"
#include "db/credit_figures.h"
#include "db/dispute_figures.h"
#include "db/preexam_figures.h"
#include "db/register_figures.h"
#include "db/row.h"
#include "db/statements.h"

const record_counter record_counters[] = {
    assessment_figures, credit_figures, dispute_figures, mediation_figures, preexam_figures,
    register_figures,   NULL,
};

enum { RECORD_REGISTERS };

static const struct stmt_spec specs[] = {
    [RECORD_REGISTERS] =
        {
            .name = "record_registers",
            .sql = "SELECT " STMT_SCAN_MARK " d.document AS id, c.code AS code, r.code AS region,"
                   " d.covers_from AS covers_from, d.covers_to AS covers_to,"
                   " d.synthetic AS synthetic FROM document d"
                   " JOIN code c ON c.code_id = d.document JOIN code r ON r.code_id = d.region"
                   " WHERE d.kind = 'register' AND " ROW_IN_FORCE("d") " ORDER BY c.code",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"id", "code", "region", "covers_from", "covers_to",
                                             "synthetic", NULL},
        },
};
const struct stmt_group record_figures_statements = {"record_figures", specs, COUNT_OF(specs)};

struct record_figures {
    struct arena *arena;
    struct record_figure *v;
    size_t n, cap;
};

int record_figures_open(struct arena *arena, struct record_figures **ret)
{
    struct record_figures *figures = arena_alloc(arena, sizeof *figures);

    if (figures == NULL)
        return -ERR_NOMEM;
    *figures = (struct record_figures){.arena = arena};
    *ret = figures;
    return 0;
}

int record_figures_add(struct record_figures *figures, const struct record_figure *figure)
{
    struct record_figure *v =
        arena_grow(figures->arena, figures->v, figures->n, &figures->cap, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    figures->v = v;
    v[figures->n] = *figure;
    v[figures->n].indicator = arena_copy(figures->arena, figure->indicator);
    v[figures->n].region = arena_copy(figures->arena, figure->region);
    v[figures->n].breakdown = arena_copy(figures->arena, figure->breakdown);
    v[figures->n].unit = arena_copy(figures->arena, figure->unit);
    v[figures->n].note_zh = arena_copy(figures->arena, figure->note_zh);
    v[figures->n].note_en = arena_copy(figures->arena, figure->note_en);
    if (figures->arena->failed)
        return -ERR_NOMEM;
    figures->n++;
    return 0;
}

const struct record_figure *record_figures_next(const struct record_figures *figures, size_t *at)
{
    return *at < figures->n ? &figures->v[(*at)++] : NULL;
}

struct stmt *record_registers(struct db *db, int64_t release)
{
    struct stmt *stmt = db_stmt(db, &specs[RECORD_REGISTERS]);

    stmt_i64(stmt, 0, release);
    return stmt;
}

int record_registers_next(struct stmt *stmt, struct record_register *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct record_register){
        .id = stmt_get_i64(stmt, 0),
        .code = stmt_get_str(stmt, 1),
        .region = stmt_get_str(stmt, 2),
        .covers_from = row_date(stmt, 3),
        .covers_to = row_date(stmt, 4),
        .synthetic = str_eq(stmt_get_str(stmt, 5), STR("yes")),
    };
    return 1;
}
