#include "db/preexam_person_counts.h"

#include "base/err.h"
#include "db/preexam_persons.h"

/* The count of a row. That of the whole is what is in none of the regions below it. */
static int64_t cell_of(const struct preexam_persons *table, size_t row, size_t part)
{
    int64_t n = table->cells[row * table->n_parts + part];

    for (size_t i = 0; i < table->regions.n_groups && row == table->whole; i++)
        n -= i == row ? 0 : table->cells[i * table->n_parts + part];
    return n;
}

static bool is_empty(const struct preexam_persons *table, size_t row)
{
    for (size_t part = 0; part < table->n_parts; part++)
        if (cell_of(table, row, part) != 0)
            return false;
    return true;
}

/* Whether requests of a region, number `i` of the table's, are those of a row. */
static bool is_of_row(const struct preexam_persons *table, size_t i, size_t row)
{
    const struct record_regions *regions = &table->regions;

    for (size_t k = 0; k < regions->n_groups && row == table->whole; k++)
        if (k != row && record_regions_has(regions, i, k))
            return false;
    return record_regions_has(regions, i, row);
}

static bool is_asked(const struct record_regions *asked, int64_t region, size_t group)
{
    for (size_t i = 0; i < asked->read.n; i++)
        if (asked->read.v[i] == region)
            return record_regions_has(asked, i, group);
    return false;
}

/* The counts of a group, which are those of the table's parts. */
static void fill(const struct record_regions *asked, const struct preexam_persons *table,
                 size_t group, struct preexam_person_count *counts)
{
    bool all = true, hidden = false;

    for (size_t row = 0; row < table->regions.n_groups; row++) {
        bool some = false, rest = false;

        if (is_empty(table, row))
            continue;
        for (size_t i = 0; i < table->regions.read.n; i++) {
            bool in = is_asked(asked, table->regions.read.v[i], group);

            if (!is_of_row(table, i, row))
                continue;
            some = some || in;
            rest = rest || !in;
        }
        all = all && !rest;
        hidden = hidden || (some && (rest || row == table->whole || table->hidden[row]));
        for (size_t part = 0; some && part < table->n_parts; part++)
            counts[part].received += cell_of(table, row, part);
    }
    if (all && table->n_parts > 0)
        hidden = table->hidden[table->whole];
    for (size_t part = 0; part < table->n_parts; part++) {
        counts[part].hidden = hidden;
        if (hidden)
            counts[part].received = 0;
    }
}

static int read_tables(struct db *db, struct arena *arena, int64_t release,
                       const struct preexam_person_question *question,
                       struct preexam_persons *tables, size_t *ret_parts)
{
    size_t registers = question->registers->n, parts = 0;
    int r = 0;

    for (size_t i = 0; i < question->n_years * registers && r == 0; i++) {
        r = preexam_persons(db, arena, release, question->registers->v[i % registers].code,
                            question->years[i / registers], &tables[i]);
        parts += tables[i].n_parts;
    }
    *ret_parts = parts;
    return r;
}

int preexam_person_counts(struct db *db, struct arena *arena, int64_t release,
                          const struct preexam_person_question *question,
                          struct preexam_person_counts *ret)
{
    struct preexam_person_counts counts = {.n = 0};
    size_t groups = question->regions->n_groups, registers = question->registers->n, parts = 0;
    size_t n = question->n_years * registers;
    struct preexam_persons *tables = arena_alloc(arena, n * sizeof *tables);
    int r = tables == NULL ? -ERR_NOMEM : read_tables(db, arena, release, question, tables, &parts);

    if (r < 0)
        return r;
    if (groups * parts > PREEXAM_GROUPS_MAX)
        return -ERR_LIMIT;
    counts.v = arena_alloc(arena, groups * parts * sizeof *counts.v);
    if (counts.v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < groups * n; i++) {
        const struct preexam_persons *table = &tables[i % n];
        struct preexam_person_count *first = &counts.v[counts.n];

        for (size_t k = 0; k < table->n_parts; k++)
            counts.v[counts.n++] = (struct preexam_person_count){.region = i / n,
                                                                 .period = i % n / registers,
                                                                 .registry = i % registers,
                                                                 .part = table->parts[k],
                                                                 .as_recorded = table->as_recorded,
                                                                 .min_cell = table->min_cell};
        fill(question->regions, table, i / n, first);
    }
    *ret = counts;
    return 0;
}
