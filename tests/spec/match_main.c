/* Asks pattern_match: reads records (number of the parameter, length, bytes); answers 0 or 1. */
#include "api_spec.h"

#include <stdio.h>
#include <string.h>

enum problem_id api_match(struct api_call *call, const struct match_args *args)
{
    (void)call;
    (void)args;
    return PROBLEM_NONE;
}

/* Parameters are sorted by name, so p10 stands before p2: the number is part of the name. */
static const struct pattern_dfa *find_pattern(int number)
{
    const struct op_spec *op = &op_specs[OP_MATCH];
    char name[16];

    snprintf(name, sizeof name, "p%d", number);
    for (size_t i = 0; i < op->n_params; i++)
        if (strcmp(op->params[i].name, name) == 0)
            return op->params[i].pattern;
    return NULL;
}

int main(void)
{
    char text[256];
    int number, n;

    while ((number = getchar()) != EOF && (n = getchar()) != EOF) {
        const struct pattern_dfa *pattern = find_pattern(number);

        if (pattern == NULL || fread(text, 1, (size_t)n, stdin) != (size_t)n)
            return 1;
        putchar(pattern_match(pattern, text, (size_t)n) ? '1' : '0');
    }
    return 0;
}
