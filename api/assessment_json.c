#include "api/assessment_json.h"

#include "api/envelope.h"
#include "base/err.h"
#include "db/assessment_scores.h"

enum problem_id assessment_open(struct api_call *call, struct str code, struct assessment *ret)
{
    int r = assessment_read(call->db, call->arena, call->release->id, code, ret);

    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no scheme with this id.");
    if (r > 0)
        r = assessment_score(ret);
    if (r < 0)
        return api_fail(call, r);
    envelope_document(call, ret->scheme.document);
    for (size_t i = 0; i < ret->n_items; i++)
        envelope_document(call, ret->items[i].document);
    return PROBLEM_NONE;
}

void assessment_exact_json(struct jw *w, struct rational number)
{
    struct dec d;

    for (uint8_t places = 0; places <= DEC_SCALE_MAX; places++) {
        if (rational_round(number, places, ROUND_NEAREST, &d) < 0)
            break;
        if (places < DEC_SCALE_MAX && rational_cmp(rational_from_dec(d), number) != 0)
            continue;
        jw_dec(w, d);
        return;
    }
    jw_null(w);
}

int assessment_value(const struct interval *number, struct dec *ret)
{
    struct dec lower, upper;
    int r = rational_round(number->lower.at, ASSESSMENT_DECIMALS, ROUND_NEAREST, &lower);

    if (r == 0)
        r = rational_round(number->upper.at, ASSESSMENT_DECIMALS, ROUND_NEAREST, &upper);
    if (r < 0 || lower.v != upper.v)
        return r;
    *ret = lower;
    return 1;
}

/* Whether it lies between two numbers only for want of bits (db/assessment_scores.h). */
static bool is_one_number(const struct interval *number)
{
    struct rational width, least = rational_from_e6(1000);

    return interval_is_exact(number) ||
           (rational_sub(number->upper.at, number->lower.at, &width) == 0 &&
            rational_cmp(width, least) < 0);
}

int assessment_bounds(const struct interval *number, bool known, struct assessment_bounds *ret)
{
    struct assessment_bounds bounds = {0};
    int found = assessment_value(number, &bounds.value);

    if (found < 0)
        return found;
    bounds.has_value = known && found > 0;
    if (found > 0 && is_one_number(number)) {
        bounds.lower = bounds.upper = bounds.value;
    } else if (rational_round(number->lower.at, ASSESSMENT_DECIMALS, ROUND_DOWN, &bounds.lower) <
                   0 ||
               rational_round(number->upper.at, ASSESSMENT_DECIMALS, ROUND_UP, &bounds.upper) < 0) {
        return -ERR_LIMIT;
    }
    *ret = bounds;
    return 0;
}

static void put_bounds(struct jw *w, const struct interval *number, bool known, int *r)
{
    struct assessment_bounds bounds = {0};
    int failed = assessment_bounds(number, known, &bounds);

    if (failed < 0)
        *r = failed;
    JW_KEY(w, "value");
    if (bounds.has_value)
        jw_dec(w, bounds.value);
    else
        jw_null(w);
    JW_KEY(w, "lower");
    jw_dec(w, bounds.lower);
    JW_KEY(w, "upper");
    jw_dec(w, bounds.upper);
}

void assessment_number_json(struct jw *w, const struct interval *number, int *r)
{
    jw_object_begin(w);
    put_bounds(w, number, true, r);
    jw_object_end(w);
}

void assessment_total_json(struct jw *w, const struct assessment_region *region, int *r)
{
    jw_object_begin(w);
    put_bounds(w, &region->total, region->complete, r);
    JW_KEY(w, "complete");
    jw_bool(w, region->complete);
    jw_object_end(w);
}

void assessment_rank_json(struct jw *w, const struct assessment_region *region)
{
    jw_object_begin(w);
    JW_KEY(w, "value");
    if (region->best == region->worst)
        jw_i64(w, region->best);
    else
        jw_null(w);
    JW_KEY(w, "best");
    jw_i64(w, region->best);
    JW_KEY(w, "worst");
    jw_i64(w, region->worst);
    JW_KEY(w, "tied");
    jw_bool(w, region->tied);
    jw_object_end(w);
}

void assessment_grade_json(struct jw *w, const struct assessment_region *region)
{
    jw_object_begin(w);
    JW_KEY(w, "value");
    envelope_text(w, region->grade);
    JW_KEY(w, "lower");
    envelope_text(w, region->grade_lower);
    JW_KEY(w, "upper");
    envelope_text(w, region->grade_upper);
    jw_object_end(w);
}

void assessment_members_json(struct jw *w, struct api_call *call, const struct assessment_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "year");
    jw_i64(w, row->year);
    JW_KEY(w, "version");
    jw_str(w, row->version);
    JW_KEY(w, "predecessor");
    envelope_text(w, row->predecessor);
    JW_KEY(w, "regions");
    jw_i64(w, row->regions);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "href");
    jw_str(w, arena_printf(call->arena, "/v1/assessments/%.*s", (int)row->code.n, row->code.p));
}
