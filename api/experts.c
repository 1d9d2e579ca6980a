/* GET /v1/experts/statistics: experts in numbers, none of them small. */
#include "api/envelope.h"
#include "api/page.h"
#include "api/register.h"
#include "base/err.h"
#include "base/period.h"
#include "base/suppress.h"
#include "db/db.h"
#include "db/experts.h"
#include "db/first_recorded.h"
#include "db/min_cell.h"
#include "db/record_figures.h"
#include "db/register_groups.h"

#include <stdlib.h>

/* limit: regions of one answer, and kinds or fields; the lists have ten */
enum { REGIONS_MAX = 4096, PARTS_MAX = 64 };

/* limit: registers of experts; each takes a table of its own */
enum { REGISTERS_MAX = 64 };

struct row {
    struct str region; /* empty: several small ones together */
    struct names names;
    int64_t regions, total;
    int64_t cells[PARTS_MAX];
};

/* The table of one register. */
struct experts {
    struct api_call *call;
    struct str dimension, document;
    int32_t on;
    int64_t as_recorded; /* the release that is counted */
    int64_t min_cell;
    struct str parts[PARTS_MAX];
    size_t n_parts;
    struct row *rows;
    size_t n_rows;
};

static size_t part_of(struct experts *e, struct str part)
{
    size_t i = 0;

    while (i < e->n_parts && !str_eq(e->parts[i], part))
        i++;
    if (i == e->n_parts && i < PARTS_MAX)
        e->parts[e->n_parts++] = arena_copy(e->call->arena, part);
    return i;
}

static int read_counts(struct experts *e)
{
    struct api_call *call = e->call;
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = experts_counts(call->db, e->as_recorded, e->document, e->dimension, e->on);
    struct expert_count count;
    int r;

    while ((r = experts_next(stmt, &count)) > 0) {
        struct row *row = e->n_rows > 0 ? &e->rows[e->n_rows - 1] : NULL;
        size_t part = part_of(e, count.part);

        if (row == NULL || !str_eq(row->region, count.region)) {
            if (e->n_rows == REGIONS_MAX)
                return -ERR_LIMIT;
            row = &e->rows[e->n_rows++];
            *row = (struct row){.region = arena_copy(call->arena, count.region), .regions = 1};
            row->names.zh = arena_copy(call->arena, count.names.zh);
            row->names.en = arena_copy(call->arena, count.names.en);
        }
        if (part == PARTS_MAX)
            return -ERR_LIMIT;
        row->cells[part] += count.n;
        row->total += count.n;
    }
    return r;
}

static int by_total(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->total != y->total)
        return x->total < y->total ? -1 : 1;
    return str_cmp(x->region, y->region);
}

static int by_region(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    /* several together come last */
    if (x->region.n == 0 || y->region.n == 0)
        return x->region.n == 0 ? 1 : -1;
    return str_cmp(x->region, y->region);
}

/* The total of a region tells of persons too: regions with a small one stand together, with the
 * next larger ones until there are two at least and no fewer than the least count in all. */
static void join_small(struct experts *e)
{
    struct row joined = {.regions = 0};
    size_t n = 0;

    qsort(e->rows, e->n_rows, sizeof *e->rows, by_total);
    if (e->n_rows == 0 || e->rows[0].total >= e->min_cell)
        n = e->n_rows;
    while (n < e->n_rows &&
           (e->rows[n].total < e->min_cell || joined.regions < 2 || joined.total < e->min_cell)) {
        for (size_t i = 0; i < e->n_parts; i++)
            joined.cells[i] += e->rows[n].cells[i];
        joined.total += e->rows[n].total;
        joined.regions++;
        n++;
    }
    if (joined.regions > 0) {
        e->rows[n - 1] = joined;
        e->rows += n - 1;
        e->n_rows -= n - 1;
    }
    qsort(e->rows, e->n_rows, sizeof *e->rows, by_region);
}

static void put_parts(struct jw *w, const struct experts *e, const int64_t *cells, bool hidden)
{
    JW_KEY(w, "parts");
    jw_array_begin(w);
    for (size_t i = 0; i < e->n_parts; i++) {
        jw_object_begin(w);
        JW_KEY(w, "code");
        envelope_text(w, e->parts[i]);
        JW_KEY(w, "value");
        if (hidden)
            jw_null(w);
        else
            jw_i64(w, cells[i]);
        JW_KEY(w, "status");
        jw_str(w, hidden ? STR("Q") : STR("A"));
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_rows(struct jw *w, const struct experts *e, const bool *hidden)
{
    JW_KEY(w, "regions");
    jw_array_begin(w);
    for (size_t i = 0; i < e->n_rows; i++) {
        const struct row *row = &e->rows[i];

        jw_object_begin(w);
        JW_KEY(w, "region");
        envelope_text(w, row->region);
        JW_KEY(w, "region_name");
        envelope_text(w, envelope_lang(e->call, row->names));
        JW_KEY(w, "regions");
        jw_i64(w, row->regions);
        JW_KEY(w, "total");
        jw_i64(w, row->total);
        put_parts(w, e, row->cells, hidden[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
}

/* What is shown of the table; the whole is not when it is small itself. */
static int put_table(struct jw *w, struct experts *e)
{
    int64_t whole[PARTS_MAX] = {0}, total = 0;
    int64_t *cells = arena_alloc(e->call->arena, (e->n_rows + 1) * PARTS_MAX * sizeof *cells);
    bool *hidden = arena_alloc(e->call->arena, (e->n_rows + 1) * sizeof *hidden);
    bool hide_whole = false;

    if (cells == NULL || hidden == NULL)
        return -ERR_NOMEM;
    for (size_t row = 0; row < e->n_rows; row++) {
        total += e->rows[row].total;
        for (size_t i = 0; i < e->n_parts; i++) {
            whole[i] += e->rows[row].cells[i];
            cells[row * e->n_parts + i] = e->rows[row].cells[i];
        }
    }
    if (total < e->min_cell) {
        e->n_rows = 0;
        e->n_parts = 0;
    }
    if (e->n_rows > 0) {
        struct suppress_grid grid = {cells, e->n_rows, e->n_parts, e->min_cell};

        suppress(&grid, hidden, &hide_whole);
    }
    JW_KEY(w, "total");
    if (total > 0 && total < e->min_cell)
        jw_null(w);
    else
        jw_i64(w, total);
    put_parts(w, e, whole, hide_whole);
    put_rows(w, e, hidden);
    return 0;
}

/* Registers that have experts in one release. */
struct registers {
    struct arena *arena;
    struct str v[REGISTERS_MAX];
    size_t n;
    bool too_many;
};

static void note_register(void *cls, struct str document, bool synthetic UNUSED)
{
    struct registers *list = cls;

    list->too_many = list->too_many || list->n == REGISTERS_MAX;
    if (!list->too_many)
        list->v[list->n++] = arena_copy(list->arena, document);
}

static int read_registers(struct api_call *call, int64_t release, struct registers *list)
{
    const struct register_query query = {.table = table_find(STR("expert"))};
    int r;

    *list = (struct registers){.arena = call->arena};
    r = register_documents(call->db, call->arena, release, &query, note_register, list);
    return r == 0 && list->too_many ? -ERR_LIMIT : r;
}

static bool has_register(const struct registers *list, struct str document)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], document))
            return true;
    return false;
}

/* Reads the one table that there is of a register; 0 when there is none, since it was not yet
 * complete for the day, or had no experts when it first was. */
static int read_table(struct experts *e)
{
    struct api_call *call = e->call;
    struct registers then;
    int r = first_recorded(call->db, call->release->id, e->document, e->on, e->on, &e->as_recorded);

    if (r < 0 || e->as_recorded == 0)
        return r;
    r = read_registers(call, e->as_recorded, &then);
    if (r < 0)
        return r;
    if (!has_register(&then, e->document))
        return 0;
    r = min_cell_read(call->db, e->as_recorded, e->dimension, &e->min_cell);
    r = r < 0 ? r : read_counts(e);
    return r < 0 ? r : 1;
}

static int put_register(struct jw *w, struct experts *e)
{
    int r;

    join_small(e);
    jw_object_begin(w);
    JW_KEY(w, "document");
    jw_str(w, e->document);
    JW_KEY(w, "as_recorded");
    jw_i64(w, e->as_recorded);
    JW_KEY(w, "min_cell");
    jw_i64(w, e->min_cell);
    r = put_table(w, e);
    jw_object_end(w);
    return r;
}

/* Says for what days the registers that are not complete for this one are. */
static int note_other_days(struct api_call *call, const struct registers *list, int32_t on)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = record_registers(call->db, call->release->id);
    struct record_register row;
    int r;

    while ((r = record_registers_next(stmt, &row)) > 0) {
        char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];

        if (!has_register(list, row.code) || (row.covers_from <= on && on <= row.covers_to))
            continue;
        date_format(row.covers_from, from);
        date_format(row.covers_to, to);
        hint_add_about(call, HINT_PARTLY_COVERED, arena_printf(call->arena, "%s..%s", from, to));
    }
    return r;
}

/* The tables of all registers; those that there are. */
static int put_registers(struct jw *w, struct api_call *call, struct str dimension, int32_t on)
{
    struct row *rows = arena_alloc(call->arena, REGIONS_MAX * sizeof *rows);
    struct registers list;
    bool some = false;
    int r = rows == NULL ? -ERR_NOMEM : read_registers(call, call->release->id, &list);

    for (size_t i = 0; r == 0 && i < list.n; i++) {
        struct experts e = {
            .call = call, .dimension = dimension, .document = list.v[i], .on = on, .rows = rows};

        r = read_table(&e);
        if (r <= 0)
            continue;
        some = true;
        envelope_document(call, e.document);
        r = put_register(w, &e);
    }
    if (r == 0 && !some)
        r = note_other_days(call, &list, on);
    hint_add(call, some ? HINT_FIRST_PUBLICATION : HINT_NO_DATA);
    return r;
}

enum problem_id api_get_experts_statistics(struct api_call *call,
                                           const struct get_experts_statistics_args *args)
{
    struct str dimension = page_enum(call, "group_by", true, (int)args->group_by);
    struct period year;
    struct jw w;
    int r = period_parse(args->period, &year);

    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "period");
    jw_str(&w, args->period);
    JW_KEY(&w, "on");
    envelope_date(&w, year.ends_on);
    JW_KEY(&w, "group_by");
    jw_str(&w, dimension);
    JW_KEY(&w, "registers");
    jw_array_begin(&w);
    r = put_registers(&w, call, dimension, year.ends_on);
    jw_array_end(&w);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
