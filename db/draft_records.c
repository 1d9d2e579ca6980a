/* Records at the end of a load: what they show is counted and becomes figures, and what a load that
 * has all of a register does not bring is withdrawn. */

#include "db/draft_impl.h"

#include "base/err.h"
#include "db/orphans.h"
#include "db/record_figures.h"
#include "db/row.h"
#include "db/statements.h"

#include <string.h>

/* limit: figures of all registers of a load: a million of some 200 bytes, and the list itself */
enum { FIGURES_BLOCK = 256 * 1024, FIGURES_CAP = 512 * 1024 * 1024 };

/* The number that the draft has as a release while its records are counted: readers of it see what
 * is published (below it) and what this draft brings, and no other draft (above it). */
#define DRAFT_VIEW DB_DRAFT_BASE

enum { DEFINITION_OF };

static const struct stmt_spec specs[] = {
    [DEFINITION_OF] =
        {
            .name = "draft_figure_definition",
            .sql = "SELECT d.definition, i.kind FROM code c"
                   " JOIN indicator i ON i.indicator = c.code_id"
                   " AND i.until = 9223372036854775807"
                   " AND (i.since < 1099511627776 OR i.since = :draft)"
                   " JOIN definition d ON d.indicator = c.code_id"
                   " AND d.until = 9223372036854775807"
                   " AND (d.since = :draft OR (d.since < 1099511627776 AND NOT EXISTS"
                   " (SELECT 1 FROM definition own WHERE own.indicator = d.indicator"
                   " AND own.definition = d.definition AND own.since = :draft"
                   " AND own.until = 9223372036854775807)))"
                   " WHERE c.list = 'indicator' AND c.code = :code"
                   " AND coalesce(d.valid_from, :ends_on) <= :ends_on"
                   " AND coalesce(d.valid_to, :ends_on) >= :ends_on"
                   " ORDER BY i.since DESC, d.definition <> 'records', d.definition LIMIT 1",
            .params = (const char *const[]){"draft", "code", "ends_on", NULL},
            .columns = (const char *const[]){"definition", "kind", NULL},
        },
};
const struct stmt_group draft_records_statements = {"draft_records", specs, COUNT_OF(specs)};

/* Tables that the figures of every register may depend on; agencies are asked for by requests of
 * other registers. */
static const char *const rules[] = {"region", "indicator", "definition", "dimension_rule",
                                    "agency"};

static bool is_rule(const struct table *table)
{
    size_t i = 0;

    while (i < COUNT_OF(rules) && strcmp(rules[i], table->name) != 0)
        i++;
    return i < COUNT_OF(rules);
}

/* Notes a document of which the load has something; whether it is a register is asked later. */
static int note_document(struct draft *draft, int64_t document, bool records)
{
    for (size_t i = draft->registers.n; i > 0; i--) {
        if (draft->registers.v[i - 1].document == document) {
            draft->registers.v[i - 1].records |= records;
            return 0;
        }
    }
    struct draft_mention *v = arena_grow(&draft->arena, draft->registers.v, draft->registers.n,
                                         &draft->registers.cap, sizeof *v);
    if (v == NULL)
        return -ERR_NOMEM;
    v[draft->registers.n++] = (struct draft_mention){document, records};
    draft->registers.v = v;
    return 0;
}

int draft_records_row(struct draft *draft, const struct table *table, const struct row_values *row,
                      enum draft_standing standing)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    const struct value *document = row_value(columns, row, "document");

    if (standing == DRAFT_ROW_SAME && !draft->complete)
        return 0;
    if (is_rule(table))
        draft->registers.all = true;
    if (document->kind != VALUE_I64)
        return 0;
    if (table_is_records(table) && standing != DRAFT_ROW_SAME && !draft->document.is_register)
        draft->registers.all = true; /* a rule that a regulation or a plan sets */
    int r = note_document(draft, document->i, table_is_records(table));
    /* the register that it was in before is another one's now */
    if (r == 0 && standing == DRAFT_ROW_REVISED && draft->was_of != 0)
        r = note_document(draft, draft->was_of, false);
    return r;
}

/* Runs a generated statement with these parameters, in their order. */
static int run(struct draft *draft, const struct table *table, enum table_stmt which,
               const int64_t *params, size_t n)
{
    struct stmt *s = NULL;

    int r = table_stmt_open(db_engine(draft->db), &draft->view_arena, table, which, &s);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++)
        stmt_i64(s, i, params[i]);
    r = stmt_run(s);
    stmt_close(&s);
    arena_reset(&draft->view_arena);
    return r;
}

/* Whether the draft has rows of a table, and readers of records may ask for them. */
static bool is_viewed(const struct draft *draft, const struct table *table)
{
    const struct draft_counts *counts = &draft->counts[table - tables];

    if (draft->complete && table_is_records(table))
        return true;
    return counts->inserted + counts->revised + counts->unchanged > 0 &&
           !str_eq(str_from(table->name), STR("observation"));
}

/* Shows the draft to ordinary readers as release DRAFT_VIEW. */
static int show(struct draft *draft)
{
    int r = 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        if (!is_viewed(draft, &tables[i]))
            continue;
        r = run(draft, &tables[i], TABLE_CLOSE,
                (const int64_t[]){DRAFT_VIEW, draft->since, DB_UNTIL_OPEN}, 3);
        if (r == 0)
            r = run(draft, &tables[i], TABLE_TRIM, (const int64_t[]){draft->since, DRAFT_WITHDRAWN},
                    2);
        if (r == 0)
            r = run(draft, &tables[i], TABLE_MOVE, (const int64_t[]){DRAFT_VIEW, draft->since}, 2);
    }
    return r;
}

/* Makes a draft of it again. */
static int hide(struct draft *draft)
{
    int r = 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        if (!is_viewed(draft, &tables[i]))
            continue;
        r = run(draft, &tables[i], TABLE_MOVE, (const int64_t[]){draft->since, DRAFT_VIEW}, 2);
        if (r == 0)
            r = run(draft, &tables[i], TABLE_REOPEN, (const int64_t[]){DB_UNTIL_OPEN, DRAFT_VIEW},
                    2);
    }
    return r;
}

static bool is_counted(const struct draft *draft, const struct record_register *of)
{
    for (size_t i = 0; i < draft->registers.n; i++) {
        if (draft->registers.v[i].document == of->id)
            return true;
    }
    return draft->registers.all;
}

/* What one register gives. */
struct counted {
    struct counted *next;
    struct record_register of;
    struct record_figures *figures;
};

static int count_one(struct draft *draft, struct arena *arena, const struct record_register *of,
                     struct counted **list)
{
    struct counted *counted = arena_alloc(arena, sizeof *counted);

    if (counted == NULL)
        return -ERR_NOMEM;
    *counted = (struct counted){.next = *list, .of = *of};
    counted->of.code = arena_copy(arena, of->code);
    counted->of.region = arena_copy(arena, of->region);
    if (arena->failed)
        return -ERR_NOMEM;
    *list = counted;
    int r = record_figures_open(arena, &counted->figures);
    for (size_t i = 0; r == 0 && record_counters[i] != NULL; i++)
        r = record_counters[i](draft->db, DRAFT_VIEW, &counted->of, counted->figures);
    return r;
}

/* The registers are listed first: counting reads with other statements. */
static int count_all(struct draft *draft, struct arena *arena, struct counted **ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = record_registers(draft->db, DRAFT_VIEW);
    struct record_register of;
    int r;

    while ((r = record_registers_next(s, &of)) > 0) {
        if (!is_counted(draft, &of))
            continue;
        r = count_one(draft, arena, &of, ret);
        if (r < 0)
            return r;
    }
    return r;
}

/* The package that figures of records are counted under in the report; no package of a file has a
 * name with blanks. */
static int package_of(struct draft *draft, bool synthetic, size_t *ret)
{
    struct str name = synthetic ? STR("(figures of made-up records)") : STR("(figures of records)");

    for (*ret = 0; *ret < draft->n_packages; ++*ret)
        if (str_eq(draft->packages[*ret].name, name))
            return 0;
    return draft_package(draft, name, (struct str){0}, synthetic ? DRAFT_MADE_UP : DRAFT_REAL, ret);
}

/* A derived value lies within half a unit of its last place. */
static int bounds_of(const struct record_figure *figure, struct dec *ret_lower,
                     struct dec *ret_upper)
{
    int64_t e6, half = 500000;

    *ret_lower = *ret_upper = figure->value;
    if (figure->extraction == RECORD_COUNTED || figure->value.scale >= DEC_SCALE_MAX)
        return 0;
    int r = dec_to_e6(figure->value, &e6);
    if (r < 0)
        return r;
    for (unsigned i = 0; i < figure->value.scale; i++)
        half /= 10;
    *ret_lower = dec_from_e6(e6 - half, figure->value.scale + 1);
    *ret_upper = dec_from_e6(e6 + half, figure->value.scale + 1);
    return 0;
}

/* The text of a cell, in room of its own. */
struct cell_texts {
    char period[PERIOD_TEXT_MAX], value[DEC_TEXT_MAX], lower[DEC_TEXT_MAX], upper[DEC_TEXT_MAX];
    char definition[128];
};

static struct str number(char room[DEC_TEXT_MAX], struct dec value)
{
    return (struct str){room, dec_format(value, room)};
}

/* The definition of the indicator at the period, and what its figures accumulate over. */
static int define(struct draft *draft, const struct record_figure *figure, struct cell_texts *texts,
                  struct str *ret_definition, struct str *ret_accumulation)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[DEFINITION_OF]);

    stmt_i64(s, 0, draft->since);
    stmt_str(s, 1, figure->indicator);
    stmt_i64(s, 2, figure->period.ends_on);
    int r = stmt_step(s);
    if (r <= 0)
        return r < 0 ? r : -ERR_NOT_FOUND;
    struct str definition = stmt_get_str(s, 0);
    if (definition.n > sizeof texts->definition)
        return -ERR_INTERNAL;
    memcpy(texts->definition, definition.p, definition.n);
    *ret_definition = (struct str){texts->definition, definition.n};
    *ret_accumulation = str_eq(stmt_get_str(s, 1), STR("stock")) ? STR("stock") : STR("period");
    return 0;
}

/* One figure as the row of a file. */
static int put_figure(struct draft *draft, size_t package, const struct record_register *of,
                      const struct record_figure *figure)
{
    const struct table *table = table_find(STR("observation"));
    struct cell_texts texts;
    struct dec lower, upper;
    struct str definition, accumulation;

    int r = bounds_of(figure, &lower, &upper);
    if (r == 0)
        r = define(draft, figure, &texts, &definition, &accumulation);
    if (r == -ERR_NOT_FOUND)
        return 0; /* a catalogue without the indicator wants no figures of it */
    if (r < 0)
        return r;
    bool counted = figure->extraction == RECORD_COUNTED;
    const struct str cells[] = {
        figure->indicator,
        figure->region,
        {texts.period, period_format(figure->period, texts.period)},
        figure->breakdown,
        STR("level"),
        definition,
        number(texts.value, figure->value),
        STR("eq"),
        number(texts.lower, lower),
        number(texts.upper, upper),
        figure->unit,
        accumulation,
        figure->provisional ? STR("P") : STR("A"),
        counted ? STR("counted") : STR("derived"),
        STR(""),
        of->code,
        STR("records"),
        figure->note_zh,
        figure->note_en,
    };
    if (COUNT_OF(cells) != table->n_columns)
        return -ERR_INTERNAL;
    return draft_row(draft, package, table, 0, cells);
}

static int put_figures(struct draft *draft, const struct counted *counted)
{
    const struct table *table = table_find(STR("observation"));
    const struct record_figure *figure;
    size_t package, at = 0;

    int r = package_of(draft, counted->of.synthetic, &package);
    while (r == 0 && (figure = record_figures_next(counted->figures, &at)) != NULL)
        r = put_figure(draft, package, &counted->of, figure);
    /* what the records do not say any more */
    if (r == 0)
        r = run(draft, table, TABLE_WITHDRAW_OF,
                (const int64_t[]){draft->since, DRAFT_WITHDRAWN, counted->of.id}, 3);
    return r;
}

/* Marks what a load that has all records of its documents does not have. */
static int withdraw(struct draft *draft)
{
    int r = 0;

    for (size_t d = 0; d < draft->registers.n; d++) {
        const struct draft_mention *mention = &draft->registers.v[d];
        for (size_t i = 0; i < tables_n && mention->records && r == 0; i++) {
            if (table_is_records(&tables[i]))
                r = run(draft, &tables[i], TABLE_WITHDRAW_OF,
                        (const int64_t[]){draft->since, DRAFT_WITHDRAWN, mention->document}, 3);
        }
    }
    return r;
}

static int reject_orphans(void *cls, const struct orphans *orphans)
{
    struct draft *draft = cls;

    /* no row of a file: what names it may be of an earlier load */
    draft_reject(draft, 0, orphans->table, 0, str_from(orphans->column->name), orphans->code,
                 STR("names what this load withdraws"));
    return draft->arena.failed ? -ERR_NOMEM : 0;
}

static int count_registers(struct draft *draft, struct arena *arena)
{
    struct counted *list = NULL;

    int r = draft->complete ? withdraw(draft) : 0;
    if (r == 0)
        r = show(draft);
    if (r == 0 && draft->complete)
        r = orphans_find(draft->db, DRAFT_VIEW, reject_orphans, draft);
    if (r == 0)
        r = count_all(draft, arena, &list);
    if (r == 0)
        r = hide(draft);
    /* what is shown has no marks */
    if (r == 0 && draft->complete)
        r = withdraw(draft);
    draft->counting = true;
    for (const struct counted *at = list; at != NULL && r == 0; at = at->next)
        r = put_figures(draft, at);
    draft->counting = false;
    return r;
}

int draft_records_finish(struct draft *draft)
{
    struct arena arena;

    arena_init(&arena, FIGURES_BLOCK, FIGURES_CAP);
    bool any = draft->registers.all || draft->registers.n > 0;
    int r = any ? count_registers(draft, &arena) : 0;
    arena_finish(&arena);
    return r;
}
