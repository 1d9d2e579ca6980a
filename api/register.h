/* Lists and single records of a register, for all registers alike: filters, pages, JSON and CSV.
 *
 * A register is a table of db/tables.h (see db/registers.h for its members), an operation of
 * openapi.yaml with the parameters by which it is filtered, and
 *
 *     static const struct register_spec markets = {
 *         .table = "market", .missing = "There is no market with this id.",
 *     };
 *
 *     enum problem_id api_list_markets(struct api_call *call,
 *                                      const struct list_markets_args *args UNUSED)
 *     {
 *         return register_list(call, &markets);
 *     }
 *
 *     enum problem_id api_get_market(struct api_call *call,
 *                                    const struct get_market_args *args UNUSED)
 *     {
 *         return register_get(call, &markets);
 *     }
 *
 * The parameters of the operation are its filters, by their names: that of a column takes what is
 * one of its values (of a region: its selectors; of a period: that period); `x_before` and
 * `x_since` bound the day in column `x_on` or `x`; `state` names one of the states of the spec;
 * `period` takes the records whose day of the spec lies within; `fields` chooses members. A
 * parameter that is none of these and not one that all lists have is a fault of the program, which
 * the tests of the contract find.
 *
 * A register that is judged on a day takes `on`; without it the day is the last for which the
 * documents of the register are complete, or else that of the release.
 */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "db/registers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What computed members know beside their record. */
struct register_context {
    struct api_call *call;
    int32_t on; /* the day of judgement; 0 where the register is not judged */
};

/* A member that is computed; it comes before `document`, and is named in the schema like others. */
struct register_extra {
    const char *name;
    struct register_value (*value)(const struct register_context *context,
                                   const struct register_row *row);
};

/* Stands in the conditions of a state for the day of judgement. */
#define REGISTER_ON_DAY INT64_MIN

/* A name for conditions that all hold. */
struct register_state {
    const char *name;
    struct register_test tests[3];
    size_t n_tests;
};

struct register_spec {
    const char *table;
    const char *missing;     /* detail of the 404 of a single record */
    const char *day;         /* column of the day by which `period` selects; NULL: it does not */
    const char *path_column; /* column that the id in the path selects by; NULL: the identity */
    const struct register_extra *extras;
    size_t n_extras;
    const struct register_state *states;
    size_t n_states;
    bool judged;
};

/* What a handler of a list returns, and of a single record. */
MUST_USE enum problem_id register_list(struct api_call *call, const struct register_spec *spec);
MUST_USE enum problem_id register_get(struct api_call *call, const struct register_spec *spec);

/* Writes more members of a single record. 0 or more, or a failure of the store. */
typedef int (*register_more_fn)(struct jw *w, const struct register_context *context,
                                const struct register_row *row);

/* As register_get(), with the members that `more` (NULL: none) writes after those of the record. */
MUST_USE enum problem_id register_get_more(struct api_call *call, const struct register_spec *spec,
                                           register_more_fn more);

/* For handlers with an answer of their own: the day of judgement, `given` or the default. 0, or a
 * failure of the store. */
MUST_USE int register_day(struct api_call *call, const struct register_spec *spec, struct str given,
                          int32_t *ret);

/* Writes the members of one record, and notes its document. */
void register_json_members(struct jw *w, const struct register_context *context,
                           const struct register_spec *spec, const struct register_row *row);

/* Writes one value, and one cell. */
void register_json_value(struct jw *w, const struct api_call *call,
                         const struct register_value *value);
void register_csv_value(struct csv_writer *w, const struct api_call *call,
                        const struct register_value *value);

/* Values for computed members. */
struct register_value register_number(int64_t number);
struct register_value register_date(int32_t day);
struct register_value register_word(struct str text);
struct register_value register_yes(bool yes);
struct register_value register_none(void);

/* The day on which a record is judged, a computed member of every register that is. */
struct register_value register_on(const struct register_context *context,
                                  const struct register_row *row);
