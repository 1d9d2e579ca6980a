/* GET /v1/publications, /v1/publications/{id} */
#include "api/register.h"

#define KNOWN                                                                                      \
    {                                                                                              \
        .column = "document", .op = REGISTER_KNOWN_ON, .number = REGISTER_ON_DAY                   \
    }

/* What is announced and has not come out is planned until its day, and late after it; on a day that
 * its document does not know of, neither. */
static const struct register_state states[] = {
    {"published", {{.column = "published_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY}}, 1},
    {"planned",
     {{.column = "planned_on", .op = REGISTER_SINCE, .number = REGISTER_ON_DAY},
      {.column = "published_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY},
      KNOWN},
     3},
    {"late",
     {{.column = "planned_on", .op = REGISTER_BEFORE, .number = REGISTER_ON_DAY},
      {.column = "published_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY},
      KNOWN},
     3},
};

static struct register_value state(const struct register_context *context,
                                   const struct register_row *row)
{
    struct register_value published = register_row_get(row, "published_on");
    struct register_value planned = register_row_get(row, "planned_on");

    if (published.kind == REGISTER_DAY && published.number <= context->on)
        return register_word(STR("published"));
    if (planned.kind != REGISTER_DAY || !register_row_knows(row, context->on))
        return register_none();
    return register_word(planned.number < context->on ? STR("late") : STR("planned"));
}

static const struct register_extra extras[] = {
    {"on", register_on},
    {"state", state},
};

static const struct register_spec publications = {
    .table = "publication",
    .missing = "There is no publication with this id.",
    .extras = extras,
    .n_extras = COUNT_OF(extras),
    .states = states,
    .n_states = COUNT_OF(states),
    .judged = true,
};

enum problem_id api_list_publications(struct api_call *call,
                                      const struct list_publications_args *args UNUSED)
{
    return register_list(call, &publications);
}

enum problem_id api_get_publication(struct api_call *call,
                                    const struct get_publication_args *args UNUSED)
{
    return register_get(call, &publications);
}
