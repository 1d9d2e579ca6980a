/* GET /v1/observations: published figures, one by one. */
#include "api/derive.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "base/err.h"
#include "db/documents.h"
#include "db/observation_order.h"

/* One request: what is read, in which order, from where on, and where it goes. */
struct reading {
    struct api_call *call;
    struct observation_filter filter;
    struct observation_order order;
    struct figure_fields fields;
    struct derive_kinds kinds;
    struct derive derive;
    struct observation_memo *memo;
    size_t limit;
    bool goes_on;                   /* this is not the first page */
    struct observation_place after; /* of the page before */
    struct observation_place last;  /* the last entry of this page */
    size_t taken;
    bool more;
    struct jw json;
    struct csv_writer csv;
};

static int parse_order(struct str_list sort, struct observation_order *ret)
{
    static const struct {
        struct str name;
        enum observation_field field;
    } names[] = {
        {STR("indicator"), ORDER_BY_INDICATOR},
        {STR("region"), ORDER_BY_REGION},
        {STR("period"), ORDER_BY_PERIOD},
        {STR("value"), ORDER_BY_VALUE},
    };

    if (sort.n > ORDER_FIELDS_MAX)
        return -ERR_INTERNAL;
    for (size_t i = 0; i < sort.n; i++) {
        struct str name = sort.v[i];
        bool down = str_starts(name, STR("-"));
        size_t at = 0;

        if (down)
            name = (struct str){name.p + 1, name.n - 1};
        while (at < COUNT_OF(names) && !str_eq(names[at].name, name))
            at++;
        if (at == COUNT_OF(names))
            return -ERR_INTERNAL;
        ret->by[i].field = names[at].field;
        ret->by[i].down = down;
    }
    ret->n = sort.n;
    return 0;
}

static bool is_csv(const struct reading *reading)
{
    return reading->call->format == PARAM_FORMAT_CSV;
}

/* A row tells that it is made up, whatever members were asked for, wherever one may be. */
static int keep_mark(struct reading *reading)
{
    bool any;
    int r;

    for (size_t i = 0; i < reading->fields.n; i++)
        if (reading->fields.v[i] == FIGURE_SYNTHETIC)
            return 0;
    r = documents_synthetic(reading->call->db, reading->call->release->id, &any);
    if (r == 0 && any)
        reading->fields.v[reading->fields.n++] = FIGURE_SYNTHETIC;
    return r;
}

static enum problem_id begin(struct reading *reading, struct api_call *call,
                             const struct list_observations_args *args)
{
    const struct selection selection = {
        SELECTORS_OF(args), .value = args->value, .first = args->first,
        .last = args->last, .since = args->since, .history = args->history,
    };
    enum problem_id problem = select_observations(call, &selection, &reading->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    reading->call = call;
    reading->limit = (size_t)args->limit;
    r = parse_order(args->sort, &reading->order);
    if (r == 0)
        r = figure_fields_parse(args->fields, args->history, &reading->fields);
    if (r == 0)
        r = derive_kinds_parse(args->derive, &reading->kinds);
    if (r == 0)
        r = observation_memo_open(call->db, call->arena, call->release->id, &reading->memo);
    if (r == 0 && is_csv(reading))
        r = keep_mark(reading);
    if (r == 0 && reading->kinds.n > 0)
        r = derive_open(&reading->derive, call, reading->memo, &reading->filter, args->population);
    if (r < 0)
        return api_fail(call, r);
    reading->goes_on = args->cursor.n > 0;
    if (!reading->goes_on)
        return PROBLEM_NONE;
    problem = observation_place_read(call, args->cursor, &reading->filter, &reading->after);
    /* In the default order nothing before the place has to be read again. */
    if (problem == PROBLEM_NONE && reading->order.n == 0)
        reading->filter.first_rank = reading->after.key.rank;
    return problem;
}

static void reading_end(struct reading *reading)
{
    derive_close(&reading->derive);
}

static int put_csv(struct reading *reading, const struct figure *figure)
{
    int r = 0;

    figure_csv_cells(&reading->csv, reading->call, figure, &reading->fields);
    if (reading->kinds.n > 0)
        r = derive_csv(&reading->csv, &reading->derive, &reading->kinds, figure);
    csv_end_row(&reading->csv);
    return r;
}

static int put_json(struct reading *reading, const struct figure *figure)
{
    struct jw *w = &reading->json;
    int r = 0;

    figure_note(reading->call, figure);
    jw_object_begin(w);
    figure_json_members(w, reading->call, figure, &reading->fields);
    if (reading->kinds.n > 0) {
        JW_KEY(w, "derived");
        r = derive_json(w, &reading->derive, &reading->kinds, figure);
    }
    jw_object_end(w);
    return r;
}

static int put(struct reading *reading, struct figure *figure)
{
    int r = figure_name(reading->memo, &reading->filter.indicators, figure);

    if (r < 0)
        return r;
    figure->superseded = figure->observation.key.until <= reading->call->release->id;
    reading->taken++;
    return is_csv(reading) ? put_csv(reading, figure) : put_json(reading, figure);
}

static bool on_earlier_page(const struct reading *reading, const struct observation_key *key)
{
    return reading->goes_on &&
           observation_order_cmp(&reading->order, key, &reading->after.key) <= 0;
}

/* Writes the entry that the scan gave last, and remembers it as the last of the page. */
static int put_current(struct reading *reading, struct observation_scan *scan)
{
    struct figure figure = {0};
    int r = observations_read(scan, &figure.observation);

    if (r < 0)
        return r;
    r = put(reading, &figure);
    if (r < 0 || reading->taken < reading->limit)
        return r;
    reading->last.key = figure.observation.key;
    r = observation_memo_text(reading->memo, reading->last.key.measure, &reading->last.key.measure);
    if (r < 0)
        return r;
    return observation_memo_text(reading->memo, reading->last.key.definition,
                                 &reading->last.key.definition);
}

/* In the default order entries are written as they are read. The first page counts to the end;
 * later ones know the count and stop. */
static int read_through(struct reading *reading, struct observation_scan *scan)
{
    struct observation_key key;
    int r;

    while ((r = observations_next(scan, &key)) > 0) {
        if (!reading->goes_on)
            reading->last.matched++;
        if (on_earlier_page(reading, &key))
            continue;
        if (reading->taken == reading->limit) {
            reading->more = true;
            if (reading->goes_on)
                break;
            continue;
        }
        r = put_current(reading, scan);
        if (r < 0)
            return r;
    }
    if (reading->goes_on)
        reading->last.matched = reading->after.matched;
    return r < 0 ? r : 0;
}

static int put_top(struct reading *reading, const struct observation_top *top)
{
    for (size_t i = 0; i < top->n && i < reading->limit; i++) {
        struct figure figure = {0};
        int r = observation_get_vintage(reading->call->db, reading->call->arena,
                                        reading->filter.release, &top->v[i], &figure.observation);

        if (r == 0)
            r = -ERR_CORRUPT;
        if (r > 0)
            r = put(reading, &figure);
        if (r < 0)
            return r;
        reading->last.key = top->v[i];
    }
    reading->more = top->n > reading->limit;
    return 0;
}

/* In any other order the first entries after the place are gathered, one more than a page, and read
 * again by their key. */
static int read_sorted(struct reading *reading, struct observation_scan *scan)
{
    struct observation_top top;
    struct observation_key key;
    int r = observation_top_init(&top, reading->call->arena, &reading->order, reading->limit + 1);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        reading->last.matched++;
        if (on_earlier_page(reading, &key) || !observation_top_wants(&top, &key))
            continue;
        r = observation_memo_text(reading->memo, key.measure, &key.measure);
        if (r == 0)
            r = observation_memo_text(reading->memo, key.definition, &key.definition);
        if (r == 0)
            observation_top_put(&top, &key);
    }
    if (r < 0)
        return r;
    observation_top_sort(&top);
    return put_top(reading, &top);
}

static enum problem_id finish(struct reading *reading)
{
    struct api_call *call = reading->call;

    if (reading->more) {
        enum problem_id problem = observation_place_write(call, &reading->last);

        if (problem != PROBLEM_NONE)
            return problem;
    }
    if (is_csv(reading)) {
        call->file_name = STR("observations.csv");
        return api_done_text(call);
    }
    return envelope_list_end(call, &reading->json, reading->last.matched);
}

enum problem_id api_list_observations(struct api_call *call,
                                      const struct list_observations_args *args)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    CLEANUP(reading_end) struct reading reading = {0};
    enum problem_id problem = begin(&reading, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    if (is_csv(&reading)) {
        csv_writer_init(&reading.csv, call->out, args->bom);
        figure_csv_names(&reading.csv, &reading.fields);
        if (reading.kinds.n > 0)
            derive_csv_header(&reading.csv, &reading.kinds);
        csv_end_row(&reading.csv);
    } else {
        envelope_list_begin(call, &reading.json);
    }
    r = observations_open(call->db, call->arena, &reading.filter, reading.memo, &scan);
    if (r == 0)
        r = reading.order.n == 0 ? read_through(&reading, scan) : read_sorted(&reading, scan);
    if (r == 0)
        r = select_hints(call, &reading.filter, scan, reading.last.matched);
    return r < 0 ? api_fail(call, r) : finish(&reading);
}
