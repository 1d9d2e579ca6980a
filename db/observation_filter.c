#include "db/observation_filter.h"

#include "db/observations.h"

bool id_choice_takes(const struct id_choice *choice, int64_t id)
{
    return id_list_has(&choice->ids, id) == choice->only;
}

bool text_choice_takes(const struct text_choice *choice, struct str text)
{
    for (size_t i = 0; i < choice->texts.n; i++)
        if (str_eq(choice->texts.v[i], text))
            return choice->only;
    return !choice->only;
}

static bool test_holds(const struct value_test *test, int64_t e6)
{
    switch (test->op) {
    case VALUE_EQ:
        return e6 == test->e6;
    case VALUE_GE:
        return e6 >= test->e6;
    case VALUE_GT:
        return e6 > test->e6;
    case VALUE_LE:
        return e6 <= test->e6;
    case VALUE_LT:
        return e6 < test->e6;
    }
    return false;
}

bool value_tests_hold(const struct value_test *tests, size_t n, const struct observation_key *key)
{
    for (size_t i = 0; i < n; i++)
        if (!key->has_value || !test_holds(&tests[i], key->value_e6))
            return false;
    return true;
}

bool vintage_choice_takes(const struct vintage_choice *choice, int64_t release,
                          const struct observation_key *key)
{
    return key->since > choice->since ||
           (choice->history && key->until > choice->since && key->until <= release);
}

/* The code asked for in this dimension; empty: it must be absent. */
static struct str asked_code(const struct str_map *asked, struct str dimension)
{
    for (size_t i = 0; i < asked->n; i++)
        if (str_eq(asked->v[i].key, dimension))
            return asked->v[i].value;
    return (struct str){0};
}

bool breakdown_matches(struct str text, const struct str_map *asked)
{
    bool others = asked_code(asked, STR("*")).n > 0;
    struct str pair, dimension;
    size_t named = 0;

    while (text.n > 0 && str_cut(&text, ';', &pair)) {
        struct str code;

        str_cut(&pair, '=', &dimension);
        code = asked_code(asked, dimension);
        if (code.n == 0 ? !others : !str_eq(code, STR("*")) && !str_eq(code, pair))
            return false;
        named += code.n > 0;
    }
    return named == asked->n - others;
}

bool observation_filter_takes_period(const struct observation_filter *filter,
                                     const struct period *latest, struct period period)
{
    if (filter->freqs != 0 && (filter->freqs & 1U << period.freq) == 0)
        return false;
    if (filter->n_spans == 0 && !filter->latest)
        return true;
    for (size_t i = 0; i < filter->n_spans; i++)
        if (filter->spans[i].from <= period.starts_on && period.ends_on <= filter->spans[i].to)
            return true;
    return latest != NULL && latest->freq == period.freq && latest->starts_on == period.starts_on &&
           latest->ends_on == period.ends_on;
}
