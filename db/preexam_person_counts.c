#include "db/preexam_person_counts.h"

#include "base/err.h"
#include "db/preexam_persons.h"

/* limit: kinds of applicant; the code list has five */
enum { PARTS_MAX = 32 };

struct parts {
    struct str v[PARTS_MAX]; /* in order */
    size_t n;
};

static size_t place_of(const struct parts *parts, struct str part)
{
    size_t at = 0;

    while (at < parts->n && str_cmp(parts->v[at], part) < 0)
        at++;
    return at;
}

static int note_parts(const struct preexam_persons *table, struct parts *parts)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        size_t at = place_of(parts, table->parts[i]);

        if (at < parts->n && str_eq(parts->v[at], table->parts[i]))
            continue;
        if (parts->n == PARTS_MAX)
            return -ERR_LIMIT;
        for (size_t k = parts->n++; k > at; k--)
            parts->v[k] = parts->v[k - 1];
        parts->v[at] = table->parts[i];
    }
    return 0;
}

/* The table of each register and year; without parts where the register covers no day of it. */
static int read_tables(struct db *db, struct arena *arena, int64_t release,
                       const struct preexam_person_question *question,
                       struct preexam_persons *tables, struct parts *parts)
{
    int r = 0;

    for (size_t i = 0; i < question->registers->n * question->n_years && r == 0; i++) {
        const struct coverage *of = &question->registers->v[i / question->n_years];
        struct period year = question->years[i % question->n_years];
        const struct record_register registry = {.code = of->code,
                                                 .region = of->region_code,
                                                 .covers_from = of->covers_from,
                                                 .covers_to = of->covers_to,
                                                 .synthetic = of->synthetic};

        if (of->covers_from > year.ends_on || of->covers_to < year.starts_on)
            continue;
        r = preexam_persons(db, arena, release, &registry, year, PREEXAM_RECEIVED, &tables[i]);
        if (r == 0)
            r = note_parts(&tables[i], parts);
    }
    return r;
}

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

/* Adds a table to the counts of a group; whether they are hidden. */
static bool add_table(const struct preexam_persons *table, const struct record_regions *asked,
                      size_t group, int64_t *counts)
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
            counts[part] += cell_of(table, row, part);
    }
    return all && table->n_parts > 0 ? table->hidden[table->whole] : hidden;
}

static int make_groups(struct arena *arena, const struct preexam_person_question *question,
                       const struct parts *parts, struct preexam_person_counts *ret)
{
    size_t places = question->regions->n_groups * question->n_years, n = places * parts->n;
    struct preexam_group *groups;

    if (n > PREEXAM_GROUPS_MAX)
        return -ERR_LIMIT;
    groups = arena_alloc(arena, n * sizeof *groups);
    ret->groups.v = arena_alloc(arena, n * sizeof *ret->groups.v);
    ret->hidden = arena_alloc(arena, n * sizeof *ret->hidden);
    if (groups == NULL || ret->groups.v == NULL || ret->hidden == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        groups[i] = (struct preexam_group){
            .region = i % places / question->n_years,
            .period = i % question->n_years,
            .values = {parts->v[i / places]},
        };
        ret->groups.v[i] = &groups[i];
    }
    ret->groups.n = n;
    return 0;
}

static void fill(const struct preexam_person_question *question,
                 const struct preexam_persons *tables, const struct parts *parts,
                 struct preexam_person_counts *ret)
{
    size_t places = question->regions->n_groups * question->n_years;

    for (size_t i = 0; i < question->registers->n * places; i++) {
        size_t place = i % places, group = place / question->n_years;
        const struct preexam_persons *table =
            &tables[i / places * question->n_years + place % question->n_years];
        int64_t counts[PARTS_MAX] = {0};
        bool hidden = add_table(table, question->regions, group, counts);

        for (size_t part = 0; part < table->n_parts; part++) {
            size_t at = place_of(parts, table->parts[part]) * places + place;

            ret->groups.v[at]->n[PREEXAM_RECEIVED] += counts[part];
        }
        for (size_t part = 0; part < parts->n; part++)
            ret->hidden[part * places + place] = ret->hidden[part * places + place] || hidden;
        if (table->min_cell > ret->min_cell)
            ret->min_cell = table->min_cell;
    }
    for (size_t i = 0; i < ret->groups.n; i++)
        if (ret->hidden[i])
            ret->groups.v[i]->n[PREEXAM_RECEIVED] = 0;
}

int preexam_person_counts(struct db *db, struct arena *arena, int64_t release,
                          const struct preexam_person_question *question,
                          struct preexam_person_counts *ret)
{
    struct preexam_person_counts counts = {.min_cell = 0};
    struct parts parts = {.n = 0};
    size_t n = question->registers->n * question->n_years;
    struct preexam_persons *tables = arena_alloc(arena, n * sizeof *tables);
    int r = tables == NULL ? -ERR_NOMEM : read_tables(db, arena, release, question, tables, &parts);

    if (r == 0)
        r = make_groups(arena, question, &parts, &counts);
    if (r < 0)
        return r;
    fill(question, tables, &parts, &counts);
    *ret = counts;
    return 0;
}
