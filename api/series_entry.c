#include "api/series_entry.h"

#include "api/figure.h"
#include "base/err.h"

bool series_entry_takes(const struct series_entry *entry, const struct observation *row)
{
    return observation_same_series(&entry->key, &row->key) && str_eq(entry->unit, row->unit);
}

int series_entry_begin(struct series_entry *entry, struct observation_memo *memo,
                       const struct observation *row)
{
    int r;

    entry->n = 0;
    entry->key = row->key;
    entry->unit = row->unit;
    r = observation_memo_text(memo, entry->key.measure, &entry->key.measure);
    if (r == 0)
        r = observation_memo_text(memo, entry->key.definition, &entry->key.definition);
    if (r == 0)
        r = observation_memo_text(memo, entry->unit, &entry->unit);
    return r;
}

/* Makes the texts that an entry shows last. */
static int keep_texts(struct observation_memo *memo, struct observation *row)
{
    struct str *const texts[] = {&row->key.measure, &row->key.definition, &row->unit,
                                 &row->bound,       &row->accumulation,   &row->status,
                                 &row->extraction};

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        int r = observation_memo_text(memo, *texts[i], texts[i]);

        if (r < 0)
            return r;
    }
    return 0;
}

int series_entry_add(struct series_entry *entry, struct api_call *call,
                     struct observation_memo *memo, const struct observation *row)
{
    struct series_point *points =
        arena_grow(call->arena, entry->points, entry->n, &entry->room, sizeof *points);
    struct figure figure = {.observation = *row};
    int r;

    if (points == NULL)
        return -ERR_NOMEM;
    entry->points = points;
    r = observation_memo_document(memo, row->document, &figure.document);
    if (r < 0)
        return r;
    figure_note(call, &figure);
    points[entry->n] =
        (struct series_point){.observation = *row, .document = figure.document->code};
    return keep_texts(memo, &points[entry->n++].observation);
}

void series_entry_cut(struct series_entry *entry, size_t first, size_t last)
{
    size_t out;

    if ((first == 0 && last == 0) || entry->n <= first + last)
        return;
    out = entry->n - first - last;
    for (size_t i = first; i < first + last; i++)
        entry->points[i] = entry->points[i + out];
    entry->n = first + last;
    if (first < entry->n)
        entry->points[first].after_cut = true;
    entry->key.period = entry->points[0].observation.key.period;
}
