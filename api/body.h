/* The body of a request: read, held against its schema, and taken apart.
 *
 * The server calls body_read() before the handler of an operation that takes a body; the handler
 * finds it in call->body, and every value in it has the type and the bounds of the contract. What a
 * schema can not say (is there such an item, do the parts go together) is the handler's:
 *
 *     const struct jv *weights = jv_member(call->body, STR("weights"));
 *     for (const struct jv *weight = weights != NULL ? weights->first : NULL; ...; weight =
 * weight->next) if (!known(body_text(weight, STR("item")))) body_violation(call,
 * arena_printf(call->arena, "/weights/%zu/item", i), ...); if (call->violations.n > 0) return
 * api_invalid(call);
 */
#pragma once

#include "api/api.h"

/* limit: 64 KiB; the largest body that makes sense, raw values of a few dozen items for a few dozen
 * regions, has a third of it. */
enum { BODY_BYTES_MAX = 64 * 1024 };

/* Reads `bytes` into call->body for call->op, which takes a body. PROBLEM_NONE also when it breaks
 * the schema: then call->violations says how, with JSON pointers. Otherwise malformed-json,
 * too-deep, number-out-of-range with the place in the detail, or out-of-memory. */
MUST_USE enum problem_id body_read(struct api_call *call, struct str bytes);

/* Notes a fault of the value at `pointer` ("/weights/0/item"); `value` as it was given or NULL. */
void body_violation(struct api_call *call, struct str pointer, const struct jv *value,
                    struct str detail, struct str_list suggestions, struct str listed_at);

/* A member that is text; empty when it is absent or null. */
struct str body_text(const struct jv *object, struct str name);

/* A member that is a number, into *ret. False when it is absent or null. */
MUST_USE bool body_number(const struct jv *object, struct str name, struct dec *ret);

/* The position of the text member in `values` (NULL-terminated); -1 when it is absent or null. */
int body_choice(const struct jv *object, struct str name, const char *const *values);
