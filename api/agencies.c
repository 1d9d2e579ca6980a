/* GET /v1/agencies/summary: trademark and patent agencies of one region and period. */
#include "api/envelope.h"
#include "api/summary.h"

/* limit: grades of all schemes of one place; six schemes of five grades are known */
enum { GRADES_MAX = 64 };

/* The code of a dimension in "dimension=code;..."; empty: it is absent. */
static struct str code_of(struct str breakdown, struct str dimension)
{
    struct str pair, name;

    while (breakdown.n > 0 && str_cut(&breakdown, ';', &pair))
        if (str_cut(&pair, '=', &name) && str_eq(name, dimension))
            return pair;
    return (struct str){0};
}

static void put_grade(struct summary *s, const struct figure *figure)
{
    struct jw *w = &s->json;

    jw_object_begin(w);
    JW_KEY(w, "grade");
    jw_str(w, code_of(figure->breakdown, STR("grade")));
    JW_KEY(w, "scheme");
    jw_str(w, code_of(figure->breakdown, STR("scheme")));
    JW_KEY(w, "figure");
    figure_json_brief(w, s->call, figure);
    jw_object_end(w);
}

/* A grade says nothing without its scheme, so only figures with both are a distribution. */
static void put_distribution(struct summary *s)
{
    static const struct str_pair both[] = {
        {STR("grade"), STR("*")},
        {STR("scheme"), STR("*")},
    };
    static const struct names none = {
        STR("该地区该时期没有公布各等级的机构数"),
        STR("No number of agencies by grade was published for this region and period"),
    };
    struct figure grades[GRADES_MAX];
    size_t n = summary_find_parts(s, STR("trademark_agencies_credit_rated"),
                                  (struct str_map){both, COUNT_OF(both)}, grades, GRADES_MAX);
    struct jw *w = &s->json;

    JW_KEY(w, "distribution");
    jw_object_begin(w);
    JW_KEY(w, "published");
    jw_bool(w, n > 0);
    JW_KEY(w, "grades");
    jw_array_begin(w);
    for (size_t i = 0; i < n; i++)
        put_grade(s, &grades[i]);
    jw_array_end(w);
    JW_KEY(w, "reason");
    envelope_text(w, n > 0 ? (struct str){0} : envelope_lang(s->call, none));
    jw_object_end(w);
    if (n == 0)
        hint_add(s->call, HINT_NO_GRADE_DISTRIBUTION);
}

enum problem_id api_get_agencies_summary(struct api_call *call,
                                         const struct get_agencies_summary_args *args)
{
    struct summary s;
    enum problem_id problem = summary_begin(&s, call, args->region, args->period);

    if (problem != PROBLEM_NONE)
        return problem;
    summary_put(&s, STR("graded"),
                summary_find(&s, STR("trademark_agencies_credit_rated"), STR("level")));
    summary_put(&s, STR("registered"),
                summary_find(&s, STR("trademark_agencies_registered"), STR("level")));
    put_distribution(&s);
    summary_put(&s, STR("patent_agencies_inspected"),
                summary_find(&s, STR("patent_agencies_inspected"), STR("level")));
    summary_put(&s, STR("regulatory_interviews"),
                summary_find(&s, STR("agency_regulatory_interviews"), STR("level")));
    return summary_end(&s);
}
