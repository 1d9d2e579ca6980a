/* One value of one parameter against its row of the parameter table.
 *
 * The half of the parameter parser that looks at single values: what is allowed, and how to say
 * what is not. It knows neither the request nor the argument struct.
 */
#pragma once

#include "api/violation.h"
#include "api_spec.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* What is wrong with a value, in words for the client. Static text or in the arena. */
struct value_fault {
    enum problem_id problem;
    struct str detail;
    struct str_list suggestions;
};

/* Each takes decoded, valid UTF-8 and returns whether `spec` allows it; if not, `*ret_fault` says
 * why and `*ret` is untouched. */

/* `ret` counts the same as `values`. */
MUST_USE bool value_enum(struct arena *arena, const struct param_spec *spec, struct str text,
                         int *ret, struct value_fault *ret_fault);
MUST_USE bool value_integer(struct arena *arena, const struct param_spec *spec, struct str text,
                            int64_t *ret, struct value_fault *ret_fault);
MUST_USE bool value_boolean(const struct param_spec *spec, struct str text, bool *ret,
                            struct value_fault *ret_fault);
/* A text, or one item of a list or map: also against `values` where the table has them. */
MUST_USE bool value_text(struct arena *arena, const struct param_spec *spec, struct str text,
                         struct value_fault *ret_fault);

/* The name inside "map[name]". */
MUST_USE bool value_name(const struct param_spec *spec, struct str name,
                         struct value_fault *ret_fault);

/* The problem that a bad value of this parameter is: invalid-parameter unless the contract names
 * another. */
enum problem_id value_problem(const struct param_spec *spec);
