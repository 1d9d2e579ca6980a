#include "db/record_check.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/record_figures.h"
#include "db/row.h"
#include "db/statements.h"

enum { CHECK_FIGURE, CHECK_FIGURES };

static const struct stmt_spec specs[] = {
    [CHECK_FIGURE] =
        {
            /* a row for each definition at the day, with the figure where there is one */
            .name = "record_check_figure",
            .sql = "SELECT o.value_e6 AS value, o.document AS document FROM code n"
                   " JOIN code p ON p.list = 'region' AND p.code = :region"
                   " JOIN definition d ON d.indicator = n.code_id AND " ROW_IN_FORCE(
                       "d") " AND coalesce(d.valid_from, :ends_on) <= :ends_on"
                            " AND coalesce(d.valid_to, :ends_on) >= :ends_on"
                            " LEFT JOIN breakdown b ON b.text = :breakdown"
                            " LEFT JOIN observation o ON o.indicator = n.code_id"
                            " AND o.region = p.code_id AND o.breakdown = b.breakdown"
                            " AND o.measure = 'level' AND o.definition = d.definition"
                            " AND o.freq = :freq AND o.ends_on = :ends_on"
                            " AND o.starts_on = :starts_on AND o.document = :document"
                            " AND " ROW_IN_FORCE(
                                "o") " WHERE n.list = 'indicator'"
                                     " AND n.code = :indicator"
                                     " ORDER BY d.definition <> 'records', d.definition LIMIT 1",
            .params = (const char *const[]){"release", "indicator", "region", "breakdown", "freq",
                                            "ends_on", "starts_on", "document", NULL},
            .columns = (const char *const[]){"value", "document", NULL},
        },
    [CHECK_FIGURES] =
        {
            .name = "record_check_figures",
            .sql = "SELECT count(*) AS n FROM observation o WHERE o.document = :document"
                   " AND " ROW_IN_FORCE("o"),
            .params = (const char *const[]){"release", "document", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};
const struct stmt_group record_check_statements = {"record_check", specs, COUNT_OF(specs)};

/* limit: figures of one register, a million of some 200 bytes; registers are few */
enum { ARENA_BLOCK = 64 * 1024, FIGURES_CAP = 512 * 1024 * 1024, LIST_CAP = 1024 * 1024 };

/* Whether the figure is in force with its value: 1, 0 not, and 2 where the catalogue has no such
 * indicator and so no figure is wanted. */
static int is_kept(struct db *db, int64_t release, const struct record_register *of,
                   const struct record_figure *figure)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_FIGURE]);
    char letter = freq_letter(figure->period.freq);
    int64_t e6 = 0;

    int r = dec_to_e6(figure->value, &e6);
    if (r < 0)
        return r;
    stmt_i64(s, 0, release);
    stmt_str(s, 1, figure->indicator);
    stmt_str(s, 2, figure->region);
    stmt_str(s, 3, figure->breakdown);
    stmt_str(s, 4, (struct str){&letter, 1});
    stmt_i64(s, 5, figure->period.ends_on);
    stmt_i64(s, 6, figure->period.starts_on);
    stmt_i64(s, 7, of->id);
    r = stmt_step(s);
    if (r <= 0)
        return r < 0 ? r : 2;
    if (stmt_is_null(s, 1))
        return 0;
    return !stmt_is_null(s, 0) && stmt_get_i64(s, 0) == e6;
}

static int check_one(struct db *db, int64_t release, const struct record_register *of,
                     struct arena *arena, int64_t *wrong)
{
    const struct record_figure *figure;
    struct record_figures *figures;
    int64_t kept = 0, all = 0;
    size_t at = 0;

    int r = record_figures_open(arena, &figures);
    for (size_t i = 0; r == 0 && record_counters[i] != NULL; i++)
        r = record_counters[i](db, release, of, figures);
    while (r >= 0 && (figure = record_figures_next(figures, &at)) != NULL) {
        r = is_kept(db, release, of, figure);
        kept += r == 1;
        *wrong += r == 0;
    }
    if (r < 0)
        return r;
    struct stmt *s = db_stmt(db, &specs[CHECK_FIGURES]);
    stmt_i64(s, 0, release);
    stmt_i64(s, 1, of->id);
    r = row_count(s, &all);
    /* one of a wrong value was counted above */
    if (r == 0 && all > kept + *wrong)
        *wrong += all - kept - *wrong;
    return r;
}

/* The registers are listed first: counting reads with other statements. */
static int list(struct db *db, int64_t release, struct arena *arena, struct record_register **ret,
                size_t *ret_n)
{
    CLEANUP(stmt_reset_p) struct stmt *s = record_registers(db, release);
    struct record_register of, *v = NULL;
    size_t n = 0, room = 0;
    int r;

    while ((r = record_registers_next(s, &of)) > 0) {
        v = arena_grow(arena, v, n, &room, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        v[n] = of;
        v[n].code = arena_copy(arena, of.code);
        v[n].region = arena_copy(arena, of.region);
        n++;
    }
    *ret = v;
    *ret_n = n;
    return arena->failed ? -ERR_NOMEM : r;
}

int record_check(struct db *db, int64_t release, int64_t *ret_wrong)
{
    struct record_register *registers;
    struct arena arena, figures;
    size_t n = 0;

    arena_init(&arena, ARENA_BLOCK, LIST_CAP);
    arena_init(&figures, ARENA_BLOCK, FIGURES_CAP);
    *ret_wrong = 0;
    int r = list(db, release, &arena, &registers, &n);
    for (size_t i = 0; i < n && r == 0; i++) {
        int64_t wrong = 0;
        arena_reset(&figures);
        r = check_one(db, release, &registers[i], &figures, &wrong);
        *ret_wrong += wrong;
    }
    arena_finish(&figures);
    arena_finish(&arena);
    return r;
}
