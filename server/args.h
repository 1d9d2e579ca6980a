/* The argument struct of an operation, written and read by the generated tables.
 *
 * Members are reached by the offsets of the tables, with memcpy(), which keeps that within the
 * rules of the language whatever the member's type. `args` is the struct of `op`, zeroed at first.
 */
#pragma once

#include "api_spec.h"
#include "base/str.h"

#include <stddef.h>

/* Stores the member of `spec` and marks it as given. `value` has the member's type. */
void args_put(void *args, const struct op_spec *op, const struct param_spec *spec,
              const void *value, size_t size);

/* Stores the default, without marking the member as given. For parameters that have one. */
void args_put_default(void *args, const struct param_spec *spec);

/* A member that is a map. */
struct str_map args_map(const void *args, const struct param_spec *spec);

/* The value of a text parameter by name; empty when the operation has none or it was not given. */
struct str args_text(const void *args, const struct op_spec *op, struct str name);

/* The value of an enum parameter by name; -1 when the operation has none or it was not given. */
int args_enum(const void *args, const struct op_spec *op, struct str name);
