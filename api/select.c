#include "api/select.h"

#include "api/as_of.h"
#include "api/restricted.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/period.h"

/* A list of selectors taken apart: what is named, and what is named with a "!". */
struct split {
    struct str_list with, without;
};

static int split(struct arena *arena, struct str_list list, struct split *ret)
{
    struct str *with = arena_alloc(arena, list.n * sizeof *with);
    struct str *without = arena_alloc(arena, list.n * sizeof *without);
    struct split result = {{with, 0}, {without, 0}};

    if (with == NULL || without == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < list.n; i++) {
        struct str text = list.v[i];

        if (str_starts(text, STR("!")))
            without[result.without.n++] = (struct str){text.p + 1, text.n - 1};
        else
            with[result.with.n++] = text;
    }
    *ret = result;
    return 0;
}

static bool list_has(struct str_list list, struct str text)
{
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.v[i], text))
            return true;
    return false;
}

static int select_texts(struct arena *arena, struct str_list list, struct text_choice *ret)
{
    struct split parts;
    struct str *kept;
    size_t n = 0;
    int r = split(arena, list, &parts);

    if (r < 0)
        return r;
    if (parts.with.n == 0) {
        *ret = (struct text_choice){.texts = parts.without};
        return 0;
    }
    kept = arena_alloc(arena, parts.with.n * sizeof *kept);
    if (kept == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < parts.with.n; i++)
        if (!list_has(parts.without, parts.with.v[i]))
            kept[n++] = parts.with.v[i];
    *ret = (struct text_choice){.texts = {kept, n}, .only = true};
    return 0;
}

static int select_indicators(struct api_call *call, const struct selection *selection,
                             struct indicator_list *ret)
{
    struct split parts;
    struct indicator_list all;
    struct observation_indicator *kept;
    size_t n = 0;
    int r = split(call->arena, selection->indicator, &parts);

    if (r < 0)
        return r;
    r = scope_indicators(call->db, call->arena, call->release->id, parts.with, &all);
    if (r < 0)
        return r;
    kept = arena_alloc(call->arena, all.n * sizeof *kept);
    if (kept == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < all.n; i++) {
        const struct observation_indicator *indicator = &all.v[i];

        if (list_has(parts.without, indicator->code) ||
            (selection->topic.n > 0 && !list_has(selection->topic, indicator->topic)))
            continue;
        bool open =
            !indicator->restricted || (parts.with.n > 0 && restricted_figures_are_open(call));
        if (!open && parts.with.n > 0)
            hint_add_about(call, HINT_RESTRICTED, indicator->code);
        if (!open)
            continue;
        kept[n] = *indicator;
        kept[n++].restricted = false; /* to this reader */
    }
    *ret = (struct indicator_list){kept, n};
    return 0;
}

/* The days from the first to the last that the periods can lie in: all when nothing bounds them. */
static struct period_span days_of(const struct observation_filter *filter)
{
    struct period_span days = {INT32_MAX, INT32_MIN};

    if (filter->n_spans == 0 || filter->latest)
        return (struct period_span){INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < filter->n_spans; i++) {
        if (filter->spans[i].from < days.from)
            days.from = filter->spans[i].from;
        if (filter->spans[i].to > days.to)
            days.to = filter->spans[i].to;
    }
    return days;
}

/* A plain code is a region's, or else a group's. */
static int add_named(struct api_call *call, struct period_span days, struct str code,
                     struct id_list *ids)
{
    bool unverified = false;
    int64_t id;
    int r = scope_code(call->db, STR("region"), code, &id);

    if (r > 0)
        return id_list_add(call->arena, ids, id);
    if (r == 0)
        r = scope_regions_in_group(call->db, call->arena, call->release->id, code, days, ids,
                                   &unverified);
    if (unverified)
        hint_add(call, HINT_UNVERIFIED_MEMBERS);
    return r;
}

/* A code that went into another one has few figures or none, and the reader may not know why.
 * Selectors with signs are no codes, so that none of them is found. */
static int hint_dead(struct api_call *call, struct str_list named)
{
    int r = 0;

    for (size_t i = 0; i < named.n && r == 0; i++)
        r = hint_dead_region(call, named.v[i]);
    return r;
}

static int add_regions(struct api_call *call, struct period_span days, struct str selector,
                       struct id_list *ids)
{
    int64_t release = call->release->id;
    struct str code = selector;

    if (str_starts(selector, STR("@"))) {
        code = (struct str){selector.p + 1, selector.n - 1};
        return scope_regions_at_level(call->db, call->arena, release, code, ids);
    }
    if (str_ends(selector, STR("/**"))) {
        code.n -= 3;
        return scope_regions_below(call->db, call->arena, release, code, SCOPE_DESCENDANTS, ids);
    }
    if (str_ends(selector, STR("/*"))) {
        code.n -= 2;
        return scope_regions_below(call->db, call->arena, release, code, SCOPE_CHILDREN, ids);
    }
    return add_named(call, days, code, ids);
}

static int add_document(struct api_call *call, struct period_span days UNUSED, struct str code,
                        struct id_list *ids)
{
    int64_t id;
    int r = scope_code(call->db, STR("document"), code, &id);

    return r > 0 ? id_list_add(call->arena, ids, id) : r;
}

/* Adds what one selector means, as it was on some of these days. */
typedef int (*add_fn)(struct api_call *call, struct period_span days, struct str selector,
                      struct id_list *ids);

static int add_each(struct api_call *call, struct period_span days, struct str_list list,
                    add_fn add, struct id_list *ids)
{
    for (size_t i = 0; i < list.n; i++) {
        int r = add(call, days, list.v[i], ids);

        if (r < 0)
            return r;
    }
    id_list_sort(ids);
    return 0;
}

static int select_ids(struct api_call *call, struct period_span days, struct str_list list,
                      add_fn add, struct id_choice *ret)
{
    struct id_list with = {0}, without = {0};
    struct split parts;
    int r = split(call->arena, list, &parts);

    if (r == 0)
        r = add_each(call, days, parts.with, add, &with);
    if (r == 0)
        r = add_each(call, days, parts.without, add, &without);
    if (r < 0)
        return r;
    id_list_remove(&with, &without);
    *ret = parts.with.n > 0 ? (struct id_choice){.ids = with, .only = true}
                            : (struct id_choice){.ids = without};
    return 0;
}

int select_regions(struct api_call *call, struct str_list list, struct id_choice *ret)
{
    int r = select_ids(call, (struct period_span){INT32_MIN, INT32_MAX}, list, add_regions, ret);

    return r < 0 ? r : hint_dead(call, list);
}

/* A document is about few indicators and regions, so that only these need to be read. */
static int narrow_by_documents(struct api_call *call, struct observation_filter *filter)
{
    struct id_list indicators = {0}, regions = {0};
    struct observation_indicator *kept;
    bool all = true;
    size_t n = 0;

    for (size_t i = 0; i < filter->documents.ids.n; i++) {
        int64_t document = filter->documents.ids.v[i];
        bool these = true;
        int r = scope_document_indicators(call->db, call->arena, document, &indicators);

        if (r == 0)
            r = scope_document_regions(call->db, call->arena, document, REGION_SEEKS_MAX, &regions,
                                       &these);
        if (r < 0)
            return r;
        all = all && these;
    }
    id_list_sort(&indicators);
    kept = arena_alloc(call->arena, filter->indicators.n * sizeof *kept);
    if (kept == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < filter->indicators.n; i++)
        if (id_list_has(&indicators, filter->indicators.v[i].id))
            kept[n++] = filter->indicators.v[i];
    filter->indicators = (struct indicator_list){kept, n};
    if (all && !filter->regions.only) {
        id_list_sort(&regions);
        id_list_remove(&regions, &filter->regions.ids);
        filter->regions = (struct id_choice){.ids = regions, .only = true};
    }
    return 0;
}

static int select_periods(struct api_call *call, struct str_list list,
                          struct observation_filter *ret)
{
    struct period_span *spans = arena_alloc(call->arena, list.n * sizeof *spans);

    if (spans == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < list.n; i++) {
        if (str_eq(list.v[i], STR("latest"))) {
            ret->latest = true;
        } else {
            int r = period_span_parse(list.v[i], &spans[ret->n_spans++]);

            if (r < 0)
                return -ERR_INTERNAL;
        }
    }
    ret->spans = spans;
    return 0;
}

static int select_freqs(struct str_list list, unsigned *ret)
{
    for (size_t i = 0; i < list.n; i++) {
        enum freq freq;
        int r = list.v[i].n == 1 ? freq_from_letter(list.v[i].p[0], &freq) : -ERR_INPUT;

        if (r < 0)
            return -ERR_INTERNAL;
        *ret |= 1U << freq;
    }
    return 0;
}

static int parse_test(struct str text, struct value_test *ret)
{
    static const struct {
        struct str name;
        enum value_op op;
    } ops[] = {
        {STR("eq"), VALUE_EQ}, {STR("ge"), VALUE_GE}, {STR("gt"), VALUE_GT},
        {STR("le"), VALUE_LE}, {STR("lt"), VALUE_LT},
    };
    struct str name;
    struct dec value;

    if (!str_cut(&text, ':', &name) || dec_parse(text, &value) < 0)
        return -ERR_INTERNAL;
    for (size_t i = 0; i < COUNT_OF(ops); i++) {
        if (str_eq(ops[i].name, name)) {
            ret->op = ops[i].op;
            return dec_to_e6(value, &ret->e6);
        }
    }
    return -ERR_INTERNAL;
}

static int select_values(struct str_list list, struct observation_filter *ret)
{
    if (list.n > VALUE_TESTS_MAX)
        return -ERR_INTERNAL;
    for (size_t i = 0; i < list.n; i++) {
        int r = parse_test(list.v[i], &ret->tests[ret->n_tests++]);

        if (r < 0)
            return r;
    }
    return 0;
}

static int select_all(struct api_call *call, const struct selection *selection,
                      struct observation_filter *ret)
{
    int r = select_indicators(call, selection, &ret->indicators);

    if (r == 0)
        r = select_periods(call, selection->period, ret);
    if (r == 0)
        r = select_ids(call, days_of(ret), selection->region, add_regions, &ret->regions);
    if (r == 0)
        r = hint_dead(call, selection->region);
    if (r == 0)
        r = select_ids(call, days_of(ret), selection->document, add_document, &ret->documents);
    if (r == 0 && ret->documents.only)
        r = narrow_by_documents(call, ret);
    if (r == 0)
        r = select_freqs(selection->freq, &ret->freqs);
    if (r == 0)
        r = select_texts(call->arena, selection->measure, &ret->measures);
    if (r == 0)
        r = select_texts(call->arena, selection->status, &ret->statuses);
    if (r == 0)
        r = select_texts(call->arena, selection->extraction, &ret->extractions);
    if (r == 0)
        r = select_values(selection->value, ret);
    return r;
}

enum problem_id select_observations(struct api_call *call, const struct selection *selection,
                                    struct observation_filter *ret)
{
    struct observation_filter filter = {
        .release = call->release->id,
        .breakdown = selection->breakdown,
        .first = (size_t)selection->first,
        .last = (size_t)selection->last,
        .vintages.history = selection->history,
    };
    enum problem_id problem = as_of_since(call, selection->since, &filter.vintages.since);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = select_all(call, selection, &filter);
    if (r < 0)
        return api_fail(call, r);
    *ret = filter;
    return PROBLEM_NONE;
}
