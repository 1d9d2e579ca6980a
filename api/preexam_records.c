#include "api/preexam_records.h"

#include "base/err.h"
#include "base/percentile.h"
#include "db/record_coverage.h"

static bool is_among(struct str code, struct str_list documents)
{
    for (size_t i = 0; i < documents.n; i++)
        if (str_eq(documents.v[i], code))
            return true;
    return documents.n == 0;
}

static int add_register(struct api_call *call, const struct record_register *row, size_t *room,
                        struct preexam_registers *ret)
{
    struct preexam_register *v = arena_grow(call->arena, ret->v, ret->n, room, sizeof *v);
    int64_t region = 0;
    int r;

    if (v == NULL)
        return -ERR_NOMEM;
    ret->v = v;
    v[ret->n] = (struct preexam_register){.of = *row};
    v[ret->n].of.code = arena_copy(call->arena, row->code);
    v[ret->n].of.region = arena_copy(call->arena, row->region);
    r = scope_code(call->db, STR("region"), row->region, &region);
    if (r >= 0)
        r = record_regions_below(call->db, call->arena, call->release->id, region,
                                 &v[ret->n].regions);
    ret->n++;
    return r;
}

int preexam_registers_open(struct api_call *call, struct str_list documents,
                           struct preexam_registers *ret)
{
    /* without registers nothing is judged, and any day does */
    struct preexam_registers found = {.on = (int32_t)(call->release->published_at / 86400)};
    CLEANUP(stmt_reset_p) struct stmt *stmt = record_registers(call->db, call->release->id);
    struct record_register row;
    size_t room = 0;
    int r;

    while ((r = record_registers_next(stmt, &row)) > 0) {
        bool any;

        if (!is_among(row.code, documents))
            continue;
        r = record_coverage_any(call->db, call->release->id, COVERAGE_PREEXAM, row.id, &any);
        if (r == 0 && any)
            r = add_register(call, &row, &room, &found);
        if (r < 0)
            return r;
    }
    for (size_t i = 0; i < found.n; i++)
        if (i == 0 || found.v[i].of.covers_to > found.on)
            found.on = found.v[i].of.covers_to;
    if (r == 0)
        *ret = found;
    return r;
}

int preexam_register_meets(struct api_call *call, const struct preexam_register *registry,
                           int64_t region, bool *ret)
{
    struct id_list below = {0};
    int64_t own = 0;
    int r;

    *ret = id_list_has(&registry->regions, region);
    if (*ret)
        return 0;
    r = record_regions_below(call->db, call->arena, call->release->id, region, &below);
    if (r == 0)
        r = scope_code(call->db, STR("region"), registry->of.region, &own);
    if (r >= 0)
        *ret = id_list_has(&below, own);
    return r < 0 ? r : 0;
}

bool preexam_covers_some(const struct preexam_register *registry, struct period period)
{
    return registry->of.covers_from <= period.ends_on && registry->of.covers_to >= period.starts_on;
}

bool preexam_covers_all(const struct preexam_register *registry, struct period period)
{
    return registry->of.covers_from <= period.starts_on && registry->of.covers_to >= period.ends_on;
}

enum { OF_PERIOD = 1, OF_COHORT = 2, OF_BOTH = 3 };

static const struct {
    struct str name;
    enum preexam_count count;
    int basis;
} counts[] = {
    {STR("received"), PREEXAM_RECEIVED, OF_BOTH},
    {STR("accepted"), PREEXAM_ACCEPTED, OF_BOTH},
    {STR("decided"), PREEXAM_DECIDED, OF_BOTH},
    {STR("qualified"), PREEXAM_QUALIFIED, OF_BOTH},
    {STR("not_qualified"), PREEXAM_NOT_QUALIFIED, OF_BOTH},
    {STR("withdrawn_before"), PREEXAM_WITHDRAWN, OF_BOTH},
    {STR("filed"), PREEXAM_FILED, OF_BOTH},
    {STR("lapsed"), PREEXAM_LAPSED, OF_BOTH},
    {STR("granted"), PREEXAM_GRANTED, OF_BOTH},
    {STR("rejected"), PREEXAM_REJECTED, OF_BOTH},
    {STR("withdrawn_after"), PREEXAM_WITHDRAWN_AFTER, OF_BOTH},
    {STR("backlog"), PREEXAM_BACKLOG, OF_PERIOD},
    {STR("open"), PREEXAM_OPEN, OF_COHORT},
    {STR("uncounted_days"), PREEXAM_UNCOUNTED, OF_BOTH},
};

static const struct {
    struct str name;
    enum preexam_count part, whole;
    int basis;
} shares[] = {
    {STR("qualified_of_accepted"), PREEXAM_QUALIFIED, PREEXAM_ACCEPTED, OF_PERIOD},
    {STR("granted_of_qualified"), PREEXAM_GRANTED, PREEXAM_QUALIFIED, OF_BOTH},
    {STR("granted_of_accepted"), PREEXAM_GRANTED, PREEXAM_ACCEPTED, OF_PERIOD},
    {STR("qualified_of_received"), PREEXAM_QUALIFIED, PREEXAM_RECEIVED, OF_COHORT},
    {STR("granted_of_received"), PREEXAM_GRANTED, PREEXAM_RECEIVED, OF_COHORT},
    {STR("open_of_received"), PREEXAM_OPEN, PREEXAM_RECEIVED, OF_COHORT},
};

/* What is written of a spread, in this order. */
static const struct str spread_names[] = {STR("mean"), STR("median"), STR("p25"), STR("p75"),
                                          STR("p90"),  STR("min"),    STR("max")};

static struct dec spread_value(const struct spread *spread, size_t i)
{
    const struct dec values[] = {spread->mean, spread->median,   spread->p25,     spread->p75,
                                 spread->p90,  {spread->min, 0}, {spread->max, 0}};

    return values[i];
}

_Static_assert(COUNT_OF(spread_names) == 7, "as many as spread_value() has");

static bool is_of(int basis, bool cohort)
{
    return (basis & (cohort ? OF_COHORT : OF_PERIOD)) != 0;
}

/* 0 and *ret_known false where there is nothing to divide by. */
static int share_of(const struct preexam_group *group, size_t i, bool *ret_known, struct dec *ret)
{
    int64_t whole = group->n[shares[i].whole];

    *ret_known = whole != 0;
    return whole == 0 ? 0 : percent_of(group->n[shares[i].part], whole, ret);
}

int preexam_json(struct jw *w, const struct preexam_group *group, bool cohort)
{
    struct spread spread;
    int r = day_counts_spread(&group->days, &spread);

    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (is_of(counts[i].basis, cohort)) {
            jw_key(w, counts[i].name);
            jw_i64(w, group->n[counts[i].count]);
        }
    for (size_t i = 0; r == 0 && i < COUNT_OF(shares); i++) {
        struct dec share;
        bool known;

        if (!is_of(shares[i].basis, cohort))
            continue;
        r = share_of(group, i, &known, &share);
        jw_key(w, shares[i].name);
        if (r == 0 && known)
            jw_dec(w, share);
        else
            jw_null(w);
    }
    if (r < 0)
        return r;
    JW_KEY(w, "duration");
    jw_object_begin(w);
    JW_KEY(w, "n");
    jw_i64(w, spread.n);
    for (size_t i = 0; i < COUNT_OF(spread_names); i++) {
        jw_key(w, spread_names[i]);
        if (spread.n > 0)
            jw_dec(w, spread_value(&spread, i));
        else
            jw_null(w);
    }
    jw_object_end(w);
    return 0;
}

void preexam_csv_names(struct csv_writer *w, bool cohort)
{
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (is_of(counts[i].basis, cohort))
            csv_text(w, counts[i].name);
    for (size_t i = 0; i < COUNT_OF(shares); i++)
        if (is_of(shares[i].basis, cohort))
            csv_text(w, shares[i].name);
    csv_text(w, STR("duration_n"));
    for (size_t i = 0; i < COUNT_OF(spread_names); i++) {
        char room[32] = "duration_";
        struct str name = spread_names[i];

        for (size_t k = 0; k < name.n; k++)
            room[9 + k] = name.p[k];
        csv_text(w, (struct str){room, 9 + name.n});
    }
}

int preexam_csv(struct csv_writer *w, const struct preexam_group *group, bool cohort)
{
    struct spread spread;
    int r = day_counts_spread(&group->days, &spread);

    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (is_of(counts[i].basis, cohort))
            csv_i64(w, group->n[counts[i].count]);
    for (size_t i = 0; r == 0 && i < COUNT_OF(shares); i++) {
        struct dec share;
        bool known;

        if (!is_of(shares[i].basis, cohort))
            continue;
        r = share_of(group, i, &known, &share);
        if (r == 0 && known)
            csv_dec(w, share);
        else
            csv_empty(w);
    }
    if (r < 0)
        return r;
    csv_i64(w, spread.n);
    for (size_t i = 0; i < COUNT_OF(spread_names); i++)
        if (spread.n > 0)
            csv_dec(w, spread_value(&spread, i));
        else
            csv_empty(w);
    return 0;
}
