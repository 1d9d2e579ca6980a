/* GET /v1/exports/datapackage.json, /v1/exports/tables/{table}: the whole store as a Data Package.
 */
#include "api/envelope.h"
#include "api/license.h"
#include "api/package_write.h"
#include "db/table_csv.h"

enum problem_id api_export_package(struct api_call *call,
                                   const struct export_package_args *args UNUSED)
{
    struct package_info info = {.release = call->release, .addresses = true};
    int r = package_is_synthetic(call->db, call->release->id, &info.synthetic);

    if (r == 0)
        r = package_write(call->out, &info);
    call->license = license_address;
    return r < 0 ? api_fail(call, r) : api_done_text(call);
}

/* What lasts from piece to piece. */
struct export_table {
    const struct table *table;
    struct table_place place;
};

static enum problem_id next_piece(struct api_call *call, void *state, bool *ret_more)
{
    struct export_table *export = state;
    int r = table_csv_next(call->db, call->arena, export->table, call->release->id, &export->place,
                           call->out, API_PIECE, ret_more);

    return r < 0 ? api_fail(call, r) : api_done_text(call);
}

enum problem_id api_export_table(struct api_call *call, const struct export_table_args *args)
{
    struct export_table *export = arena_alloc(call->arena, sizeof *export);
    const struct table *table = table_find(args->table);

    if (export == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    if (table == NULL)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no table \"%.*s\".",
                           (int)args->table.n, args->table.p);
    export->table = table;
    call->license = license_address;
    call->file_name = arena_printf(call->arena, "%s.csv", table->name);
    call->stream = (struct api_stream){.next = next_piece, .state = export};
    return PROBLEM_NONE;
}
