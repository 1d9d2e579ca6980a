#include "api/problem.h"

#include "base/jw.h"

#include <stdio.h>

int problem_status(enum problem_id id)
{
    return problem_specs[id].status;
}

static void put_type(struct jw *w, enum problem_id id)
{
    char type[80];
    int n = snprintf(type, sizeof type, "/problems/%s", problem_specs[id].slug);

    JW_KEY(w, "type");
    jw_str(w, (struct str){type, (size_t)n});
}

static struct str in_name(enum violation_in in)
{
    switch (in) {
    case VIOLATION_PATH:
        return STR("path");
    case VIOLATION_QUERY:
        return STR("query");
    case VIOLATION_HEADER:
        return STR("header");
    case VIOLATION_BODY:
        return STR("body");
    }
    return (struct str){0};
}

static void put_list(struct jw *w, struct str_list list)
{
    jw_array_begin(w);
    for (size_t i = 0; i < list.n; i++)
        jw_str(w, list.v[i]);
    jw_array_end(w);
}

static void put_violation(struct jw *w, const struct violation *violation)
{
    jw_object_begin(w);
    JW_KEY(w, "in");
    jw_str(w, in_name(violation->in));
    JW_KEY(w, "name");
    jw_str(w, violation->name);
    JW_KEY(w, "value");
    if (violation->value.p != NULL)
        jw_str(w, violation->value);
    else
        jw_null(w);
    put_type(w, violation->problem);
    JW_KEY(w, "detail");
    jw_str(w, violation->detail);
    if (violation->suggestions.n > 0) {
        JW_KEY(w, "suggestions");
        put_list(w, violation->suggestions);
    }
    if (violation->listed_at.n > 0) {
        JW_KEY(w, "listed_at");
        jw_str(w, violation->listed_at);
    }
    if (violation->file.n > 0) {
        JW_KEY(w, "file");
        jw_str(w, violation->file);
        JW_KEY(w, "row");
        jw_i64(w, violation->row);
        JW_KEY(w, "column");
        jw_str(w, violation->column);
    }
    jw_object_end(w);
}

static void put_detail(struct jw *w, const struct problem *problem)
{
    const struct violation_list *violations = problem->violations;
    struct str detail = str_from(problem_specs[problem->id].detail);
    char text[80];

    if (problem->detail.n > 0) {
        detail = problem->detail;
    } else if (violations != NULL && violations->n == 1) {
        detail = violations->v[0].detail;
    } else if (violations != NULL && violations->n > 1) {
        int n = snprintf(text, sizeof text, "The request has %s%zu faults; errors names each.",
                         violations->cut ? "more than " : "", violations->n);

        detail = (struct str){text, (size_t)n};
    }
    JW_KEY(w, "detail");
    jw_str(w, detail);
}

void problem_write(struct buf *out, const struct problem *problem)
{
    struct jw w;

    jw_init(&w, out);
    jw_object_begin(&w);
    put_type(&w, problem->id);
    JW_KEY(&w, "title");
    jw_str(&w, str_from(problem_specs[problem->id].title));
    JW_KEY(&w, "status");
    jw_i64(&w, problem_status(problem->id));
    put_detail(&w, problem);
    JW_KEY(&w, "instance");
    jw_str(&w, problem->instance);
    if (problem->violations != NULL && problem->violations->n > 0) {
        JW_KEY(&w, "errors");
        jw_array_begin(&w);
        for (size_t i = 0; i < problem->violations->n; i++)
            put_violation(&w, &problem->violations->v[i]);
        jw_array_end(&w);
        if (problem->violations->more > 0) {
            JW_KEY(&w, "more");
            jw_i64(&w, problem->violations->more);
        }
    }
    if (problem->allowed.n > 0) {
        JW_KEY(&w, "allowed");
        put_list(&w, problem->allowed);
    }
    if (problem->restart.n > 0) {
        JW_KEY(&w, "restart");
        jw_str(&w, problem->restart);
    }
    jw_object_end(&w);
    if (!jw_ok(&w))
        out->failed = true;
}
