/* GET /v1/agreements, /v1/agreements/{id} */
#include "api/envelope.h"
#include "api/register.h"
#include "db/db.h"

static const struct register_spec agreements = {.table = "agreement"};
static const struct register_spec parties = {.table = "agreement_party"};

enum problem_id api_list_agreements(struct api_call *call,
                                    const struct list_agreements_args *args UNUSED)
{
    return register_list(call, &agreements);
}

/* Writes the records of `spec` that belong to the agreement; how many they are, or negative. */
static int put_records(struct jw *w, struct api_call *call, const struct register_spec *spec,
                       struct str id)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    const struct register_context context = {.call = call};
    const struct register_test test = {
        .column = "agreement", .op = REGISTER_ANY_OF, .texts = {&id, 1}};
    const struct register_query query = {.table = table_find(str_from(spec->table)),
                                         .tests = &test,
                                         .n_tests = 1,
                                         .english = call->lang == PARAM_LANG_EN,
                                         .limit = INT64_MAX};
    struct register_row row;
    int n = 0, r = registers_open(call->db, call->arena, call->release->id, &query, &reading);

    while (r >= 0 && (r = registers_next(reading, &row)) > 0) {
        jw_object_begin(w);
        register_json_members(w, &context, spec, &row);
        jw_object_end(w);
        n++;
    }
    return r < 0 ? r : n;
}

enum problem_id api_get_agreement(struct api_call *call, const struct get_agreement_args *args)
{
    struct jw w;
    int r;

    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "agreement");
    r = put_records(&w, call, &agreements, args->id);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no agreement with this id.");
    JW_KEY(&w, "parties");
    jw_array_begin(&w);
    if (r > 0)
        r = put_records(&w, call, &parties, args->id);
    jw_array_end(&w);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
