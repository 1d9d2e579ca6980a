/* GET /v1/power-items */
#include "api/register.h"

static const struct register_state power_items_states[] = {
    {"in_force",
     {{.column = "valid_from", .op = REGISTER_NOT_AFTER, .number = REGISTER_ON_DAY},
      {.column = "valid_to", .op = REGISTER_NOT_BEFORE, .number = REGISTER_ON_DAY}},
     2},
    {"ended", {{.column = "valid_to", .op = REGISTER_BEFORE, .number = REGISTER_ON_DAY}}, 1},
};

static const struct register_spec power_items = {
    .table = "power_item",
    .states = power_items_states,
    .n_states = COUNT_OF(power_items_states),
    .judged = true,
};

enum problem_id api_list_power_items(struct api_call *call,
                                     const struct list_power_items_args *args UNUSED)
{
    return register_list(call, &power_items);
}
