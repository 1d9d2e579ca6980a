#include "api/series_entry.h"

static bool is_figure(const struct series_point *point)
{
    return point->reason == REASON_NONE;
}

/* The place after the `n`th figure. */
static size_t end_of_first(const struct series_entry *entry, size_t n)
{
    size_t end = 0;

    for (size_t i = 0; i < entry->n && n > 0; i++) {
        if (is_figure(&entry->points[i])) {
            end = i + 1;
            n--;
        }
    }
    return end;
}

/* The place of the `n`th figure from the end, and that after the last one in `*ret_end`. */
static size_t begin_of_last(const struct series_entry *entry, size_t n, size_t *ret_end)
{
    size_t begin = entry->n, end = 0;

    for (size_t i = entry->n; i > 0 && n > 0; i--) {
        if (is_figure(&entry->points[i - 1])) {
            end = end > 0 ? end : i;
            begin = i - 1;
            n--;
        }
    }
    *ret_end = end;
    return begin;
}

void series_entry_cut(struct series_entry *entry, size_t first, size_t last)
{
    size_t figures = 0, kept, begin, end;

    for (size_t i = 0; i < entry->n; i++)
        figures += is_figure(&entry->points[i]);
    if ((first == 0 && last == 0) || figures == 0 || figures <= first + last)
        return;
    kept = end_of_first(entry, first);
    begin = begin_of_last(entry, last, &end);
    for (size_t i = 0; i < entry->n; i++)
        entry->points[i].left_out = i >= kept && (i < begin || i >= end);
}
