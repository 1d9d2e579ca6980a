/* GET /v1/credit/transitions */
#include "api/credit_classes.h"
#include "api/envelope.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/period.h"
#include "db/credit_grades.h"
#include "db/db.h"

/* Agencies by their grades of two periods. The last place of each side is that of no grade. */
struct moves {
    struct api_call *call;
    struct credit_grade_filter filter; /* of the first period */
    struct period to;
    struct credit_classes classes;
    bool known; /* both periods have grades of the scheme: who moved, came or went is known */
    int64_t n[CREDIT_CLASSES_MAX + 1][CREDIT_CLASSES_MAX + 1];
};

/* The place of no grade. */
enum { NONE = CREDIT_CLASSES_MAX };

static int place_of(const struct moves *m, struct str grade, size_t *ret)
{
    *ret = NONE;
    return grade.n == 0 ? 0 : credit_classes_place(&m->classes, grade, ret);
}

static int count(struct moves *m)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_grades_moves(m->call->db, m->call->release->id, &m->filter, m->to);
    struct credit_move_row row;
    size_t from, to;
    int r;

    while ((r = credit_grades_next_move(s, &row)) > 0) {
        r = place_of(m, row.from, &from);
        if (r == 0)
            r = place_of(m, row.to, &to);
        if (r < 0)
            return r;
        m->n[from][to] += row.agencies;
    }
    return r;
}

/* Whether any agency has the grade in either period. */
static bool occurs(const struct moves *m, size_t grade)
{
    for (size_t i = 0; i <= NONE; i++)
        if (m->n[grade][i] > 0 || m->n[i][grade] > 0)
            return true;
    return false;
}

/* Agencies that had a grade before and have one after. */
static int64_t stayed(const struct moves *m, size_t from)
{
    int64_t sum = 0;

    for (size_t to = 0; to < m->classes.n; to++)
        sum += m->n[from][to];
    return sum;
}

/* Whether any agency was graded in the period, wherever it is. */
static int look_at_period(struct moves *m, struct period period)
{
    const struct credit_grade_filter filter = {.scheme = m->filter.scheme, .period = period};
    char text[PERIOD_TEXT_MAX];
    struct str document;
    bool synthetic;

    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_grades_documents(m->call->db, m->call->release->id, &filter);
    int r = credit_grades_next_document(s, &document, &synthetic);
    if (r != 0)
        return r < 0 ? r : 0;
    m->known = false;
    hint_add_about(m->call, HINT_PERIOD_WITHOUT_GRADES,
                   arena_copy(m->call->arena, (struct str){text, period_format(period, text)}));
    return 0;
}

static void put_known(struct jw *w, const struct moves *m, int64_t count)
{
    if (m->known)
        jw_i64(w, count);
    else
        jw_null(w);
}

static void put_sums(struct jw *w, const struct moves *m)
{
    int64_t improved = 0, same = 0, worse = 0, left = 0, entered = 0;

    for (size_t from = 0; from < m->classes.n; from++) {
        for (size_t to = 0; to < m->classes.n; to++) {
            if (to < from)
                improved += m->n[from][to];
            else if (to == from)
                same += m->n[from][to];
            else
                worse += m->n[from][to];
        }
        left += m->n[from][NONE];
        entered += m->n[NONE][from];
    }
    JW_KEY(w, "both");
    put_known(w, m, improved + same + worse);
    JW_KEY(w, "improved");
    put_known(w, m, improved);
    JW_KEY(w, "unchanged");
    put_known(w, m, same);
    JW_KEY(w, "worsened");
    put_known(w, m, worse);
    JW_KEY(w, "left");
    put_known(w, m, left);
    JW_KEY(w, "entered");
    put_known(w, m, entered);
    if (improved + same + worse + left + entered == 0)
        hint_add(m->call, HINT_NO_DATA);
}

static void put_cells(struct jw *w, const struct moves *m)
{
    JW_KEY(w, "cells");
    jw_array_begin(w);
    for (size_t from = 0; from < m->classes.n && m->known; from++) {
        for (size_t to = 0; to < m->classes.n && occurs(m, from); to++) {
            if (!occurs(m, to))
                continue;
            jw_object_begin(w);
            JW_KEY(w, "from");
            jw_str(w, m->classes.codes[from]);
            JW_KEY(w, "to");
            jw_str(w, m->classes.codes[to]);
            JW_KEY(w, "count");
            jw_i64(w, m->n[from][to]);
            credit_share_json(w, m->n[from][to], stayed(m, from));
            jw_object_end(w);
        }
    }
    jw_array_end(w);
}

/* An array of the grades that occur, with how many agencies have just this one; null where that is
 * not known. */
static void put_alone(struct jw *w, const struct moves *m, bool left)
{
    if (!m->known) {
        jw_null(w);
        return;
    }
    jw_array_begin(w);
    for (size_t i = 0; i < m->classes.n; i++) {
        if (!occurs(m, i))
            continue;
        jw_object_begin(w);
        JW_KEY(w, "grade");
        jw_str(w, m->classes.codes[i]);
        JW_KEY(w, "count");
        jw_i64(w, left ? m->n[i][NONE] : m->n[NONE][i]);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static enum problem_id put_moves(struct moves *m)
{
    struct jw json, *w = &json;

    envelope_begin(m->call, w);
    jw_object_begin(w);
    JW_KEY(w, "scheme");
    jw_str(w, m->filter.scheme);
    JW_KEY(w, "scheme_name");
    jw_str(w, m->classes.scheme_name);
    JW_KEY(w, "from");
    credit_period_json(w, m->filter.period);
    JW_KEY(w, "to");
    credit_period_json(w, m->to);
    JW_KEY(w, "region");
    envelope_text(w, m->filter.region);
    put_sums(w, m);
    put_cells(w, m);
    JW_KEY(w, "left_by_grade");
    put_alone(w, m, true);
    JW_KEY(w, "entered_by_grade");
    put_alone(w, m, false);
    jw_object_end(w);
    return envelope_end(m->call, w);
}

static void csv_cell(struct csv_writer *w, const struct moves *m, size_t from, size_t to)
{
    csv_text(w, m->filter.scheme);
    csv_text(w, m->filter.region);
    credit_period_csv(w, m->filter.period);
    credit_period_csv(w, m->to);
    csv_text(w, from == NONE ? (struct str){0} : m->classes.codes[from]);
    csv_text(w, to == NONE ? (struct str){0} : m->classes.codes[to]);
    csv_i64(w, m->n[from][to]);
    if (from == NONE || to == NONE)
        csv_empty(w);
    else
        credit_share_csv(w, m->n[from][to], stayed(m, from));
    csv_flag(w, m->classes.synthetic);
    csv_end_row(w);
}

/* A row for each cell; without a grade before for those that entered, and after for those that
 * left. */
static enum problem_id csv_moves(struct moves *m, bool bom)
{
    static const struct str names[] = {STR("scheme"), STR("region"),     STR("from"),
                                       STR("to"),     STR("from_grade"), STR("to_grade"),
                                       STR("count"),  STR("share"),      STR("synthetic")};
    struct csv_writer w;

    csv_writer_init(&w, m->call->out, bom);
    credit_head_csv(&w, names, COUNT_OF(names));
    for (size_t from = 0; from <= NONE && m->known; from++) {
        for (size_t to = 0; to <= NONE; to++) {
            if ((from == NONE && to == NONE) || (from < NONE && !occurs(m, from)) ||
                (to < NONE && !occurs(m, to)))
                continue;
            csv_cell(&w, m, from, to);
        }
    }
    m->call->file_name = STR("credit-transitions.csv");
    return api_done_text(m->call);
}

enum problem_id api_get_credit_transitions(struct api_call *call,
                                           const struct get_credit_transitions_args *args)
{
    struct moves *m = arena_alloc(call->arena, sizeof *m);
    struct credit_grade_filter after = {.scheme = args->scheme, .region = args->region};
    int r = m == NULL ? -ERR_NOMEM : 0;

    if (r < 0)
        return api_fail(call, r);
    m->call = call;
    m->filter = after;
    r = period_parse(args->from, &m->filter.period);
    if (r == 0)
        r = period_parse(args->to, &m->to);
    after.period = m->to;
    if (r == 0)
        r = credit_classes_read(call, args->scheme, &m->classes);
    if (r == 0)
        r = credit_classes_note(call, &m->filter, &m->classes);
    if (r == 0)
        r = credit_classes_note(call, &after, &m->classes);
    m->known = true;
    if (r == 0)
        r = look_at_period(m, m->filter.period);
    if (r == 0)
        r = look_at_period(m, m->to);
    if (r == 0)
        r = count(m);
    if (r < 0)
        return api_fail(call, r);
    return call->format == PARAM_FORMAT_CSV ? csv_moves(m, args->bom) : put_moves(m);
}
