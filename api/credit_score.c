#include "api/credit_score.h"

#include "api/envelope.h"
#include "base/dec.h"
#include "base/err.h"

int credit_scale_read(struct api_call *call, struct str scheme, struct credit_scale *ret)
{
    int64_t release = call->release->id;
    struct credit_scale scale = {.n = 0};
    struct credit_scheme_row row;
    struct credit_threshold_row threshold;
    int r;

    {
        CLEANUP(stmt_reset_p) struct stmt *s = NULL;

        r = credit_schemes_get(call->db, release, scheme, &s, &row);
        if (r > 0) {
            scale.full_score = row.full_score;
            envelope_document(call, row.document);
        }
    }
    if (r < 0)
        return r;
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_schemes_thresholds(call->db, release, scheme);
    while ((r = credit_schemes_next_threshold(s, &threshold)) > 0) {
        if (scale.n == CREDIT_GRADES_MAX)
            return -ERR_LIMIT;
        scale.grades[scale.n].grade = arena_copy(call->arena, threshold.grade);
        scale.grades[scale.n].lower = threshold.lower;
        scale.grades[scale.n].upper = threshold.upper;
        scale.grades[scale.n].lower_open = threshold.lower_open;
        scale.grades[scale.n].upper_open = threshold.upper_open;
        scale.n++;
    }
    if (r == 0)
        *ret = scale;
    return r;
}

/* The grade of a score in millionths; empty: none has it. */
static struct str grade_of(const struct credit_scale *scale, int64_t score_e6)
{
    for (size_t i = 0; i < scale->n; i++) {
        struct credit_number lower = scale->grades[i].lower, upper = scale->grades[i].upper;

        if (lower.known &&
            (score_e6 < lower.e6 || (scale->grades[i].lower_open && score_e6 == lower.e6)))
            continue;
        if (upper.known &&
            (score_e6 > upper.e6 || (scale->grades[i].upper_open && score_e6 == upper.e6)))
            continue;
        return scale->grades[i].grade;
    }
    return (struct str){0};
}

struct credit_computed credit_compute(const struct credit_scale *scale, int64_t deducted_e6,
                                      int64_t added_e6, int64_t events, int64_t unknown)
{
    struct credit_computed computed = {
        .deducted_e6 = deducted_e6, .added_e6 = added_e6, .events = events};
    int64_t score_e6;

    if (!scale->full_score.known) {
        computed.reason = REASON_SCALE_NOT_PUBLISHED;
    } else if (unknown > 0) {
        computed.reason = REASON_RULE_NOT_KNOWN;
    } else if (__builtin_sub_overflow(scale->full_score.e6, deducted_e6, &score_e6) ||
               __builtin_add_overflow(score_e6, added_e6, &score_e6)) {
        computed.reason = REASON_OUT_OF_RANGE;
    } else {
        computed.has_score = true;
        computed.score_e6 = score_e6;
        computed.grade = grade_of(scale, score_e6);
        if (computed.grade.n == 0)
            computed.reason = scale->n > 0 ? REASON_OUTSIDE_SCALE : REASON_SCALE_NOT_PUBLISHED;
    }
    return computed;
}

enum credit_agreement credit_compare(const struct credit_scale *scale,
                                     const struct credit_grade_row *row,
                                     struct credit_computed *ret)
{
    int64_t published_e6;

    *ret = credit_compute(scale, row->deducted_e6, row->added_e6, row->events, row->unknown);
    if (ret->grade.n == 0)
        return CREDIT_NOT_COMPUTED;
    if (!str_eq(ret->grade, row->grade))
        return CREDIT_DIFFERS;
    if (row->has_score &&
        (dec_to_e6(row->score, &published_e6) < 0 || published_e6 != ret->score_e6))
        return CREDIT_DIFFERS;
    return CREDIT_AGREES;
}

void credit_number_json(struct jw *w, struct credit_number number)
{
    if (number.known)
        jw_dec(w, dec_from_e6(number.e6, 0));
    else
        jw_null(w);
}

void credit_computed_members(struct jw *w, const struct api_call *call,
                             const struct credit_computed *computed)
{
    enum reason reason = computed->reason;

    JW_KEY(w, "score");
    credit_number_json(w, (struct credit_number){computed->has_score, computed->score_e6});
    JW_KEY(w, "grade");
    envelope_text(w, computed->grade);
    JW_KEY(w, "deducted");
    jw_dec(w, dec_from_e6(computed->deducted_e6, 0));
    JW_KEY(w, "added");
    jw_dec(w, dec_from_e6(computed->added_e6, 0));
    JW_KEY(w, "events");
    jw_i64(w, computed->events);
    JW_KEY(w, "reason");
    envelope_text(w, reason == REASON_NONE ? (struct str){0} : reason_code(reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason == REASON_NONE ? (struct str){0} : reason_text(call, reason));
}

void credit_computed_json(struct jw *w, const struct api_call *call,
                          const struct credit_computed *computed)
{
    jw_object_begin(w);
    credit_computed_members(w, call, computed);
    jw_object_end(w);
}

void credit_agreement_json(struct jw *w, enum credit_agreement agreement)
{
    JW_KEY(w, "agrees");
    if (agreement == CREDIT_NOT_COMPUTED)
        jw_null(w);
    else
        jw_bool(w, agreement == CREDIT_AGREES);
}
