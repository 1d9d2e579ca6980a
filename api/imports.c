/* POST /v1/imports
 * GET /v1/imports, /v1/imports/{id}
 * DELETE /v1/imports/{id} */
#include "db/imports.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/import_load.h"
#include "api/import_report.h"
#include "api/package.h"
#include "base/err.h"
#include "base/sha256.h"
#include "db/releases.h"
#include "db/stmt.h"

/* What an import was kept as; `row` NULL: nothing is new in it. */
static void put_standing(struct jw *w, const struct import_row *row)
{
    JW_KEY(w, "id");
    if (row != NULL)
        jw_i64(w, row->id);
    else
        jw_null(w);
    JW_KEY(w, "state");
    jw_str(w, str_from(row != NULL ? import_state_name(row->state) : "unchanged"));
    JW_KEY(w, "base");
    if (row != NULL)
        jw_i64(w, row->base);
    else
        jw_null(w);
    JW_KEY(w, "release");
    if (row != NULL && row->release > 0)
        jw_i64(w, row->release);
    else
        jw_null(w);
}

static void put_origin(struct jw *w, struct str source, int64_t created_at, struct str key)
{
    JW_KEY(w, "source");
    jw_str(w, source);
    JW_KEY(w, "created_at");
    envelope_moment(w, created_at);
    JW_KEY(w, "key");
    jw_str(w, key);
}

/* `changes`: what it would change of the figures that are published. */
static void put_import(struct jw *w, const struct import_row *row, bool changes)
{
    struct str report, figures;

    import_report_read(row->report, &report, &figures);
    jw_object_begin(w);
    put_standing(w, row);
    put_origin(w, row->source, row->created_at, row->key);
    JW_KEY(w, "report");
    jw_raw(w, report);
    if (changes && row->state == IMPORT_DRAFT) {
        JW_KEY(w, "changes");
        jw_raw(w, figures);
    }
    jw_object_end(w);
}

/* What tells the state of an import from its others. */
static struct str state_of(const struct api_call *call, const struct import_row *row)
{
    return arena_printf(call->arena, "import %lld %s", (long long)row->id,
                        import_state_name(row->state));
}

/* Whether `row` was compared with what the caller may read: under embargo that asks for a scope. */
static int may_compare(const struct api_call *call, const struct import_row *row, bool *ret)
{
    struct release base;

    *ret = true;
    if ((call->scopes & SCOPE_READ_EMBARGOED) != 0 || row->base == 0)
        return 0;
    int r = release_get(call->db, row->base, &base);
    *ret = r == 0 || base.published_at <= call->now;
    return r < 0 ? r : 0;
}

/* Answers one import. */
static enum problem_id answer(struct api_call *call, const struct import_row *row)
{
    bool changes;
    struct jw w;

    int r = may_compare(call, row, &changes);
    if (r < 0)
        return api_fail(call, r);
    call->etag_of = state_of(call, row);
    envelope_begin(call, &w);
    put_import(&w, row, changes);
    return envelope_end(call, &w);
}

static enum problem_id answer_made(struct api_call *call, const struct import_row *row)
{
    call->status = 201;
    call->location = arena_printf(call->arena, "/v1/imports/%lld", (long long)row->id);
    return answer(call, row);
}

static enum problem_id no_import(struct api_call *call, int64_t id)
{
    return api_problem(call, PROBLEM_NOT_FOUND, "There is no import %lld.", (long long)id);
}

static enum problem_id answer_by_id(struct api_call *call, int64_t id, bool made)
{
    CLEANUP(stmt_reset_p) struct stmt *s = import_by_id(call->db, id);
    struct import_row row;
    int r = imports_next(s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return no_import(call, id);
    return made ? answer_made(call, &row) : answer(call, &row);
}

enum problem_id api_get_import(struct api_call *call, const struct get_import_args *args)
{
    return answer_by_id(call, args->id, false);
}

enum problem_id api_list_imports(struct api_call *call, const struct list_imports_args *args)
{
    bool any = (args->given & LIST_IMPORTS_GIVEN_STATE) == 0;
    int state = any ? -1 : (int)args->state;
    int64_t before = (args->given & LIST_IMPORTS_GIVEN_BEFORE) != 0 ? args->before : INT64_MAX;
    int64_t matched, n = 0, last = 0;
    struct import_row row;
    struct jw w;

    int r = imports_count(call->db, state, &matched);
    if (r < 0)
        return api_fail(call, r);
    CLEANUP(stmt_reset_p) struct stmt *s = imports_list(call->db, before, state);
    envelope_list_begin(call, &w);
    while ((r = imports_next(s, &row)) > 0 && n < args->limit) {
        put_import(&w, &row, false);
        last = row.id;
        n++;
    }
    if (r < 0)
        return api_fail(call, r);
    if (r > 0)
        call->next =
            api_link(call, STR("before"), arena_printf(call->arena, "%lld", (long long)last));
    return envelope_list_end(call, &w, matched);
}

enum problem_id api_discard_import(struct api_call *call, const struct discard_import_args *args)
{
    struct stmt *s = import_by_id(call->db, args->id);
    struct import_row row;
    enum problem_id problem = PROBLEM_NONE;

    int r = imports_next(s, &row);
    if (r > 0)
        problem = api_if_match(call, state_of(call, &row));
    bool is_draft = r > 0 && row.state == IMPORT_DRAFT;
    stmt_reset(s);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return no_import(call, args->id);
    if (problem != PROBLEM_NONE)
        return problem;
    if (!is_draft)
        return api_problem(call, PROBLEM_IMPORT_CLOSED, "Import %lld is no draft any more.",
                           (long long)args->id);
    r = draft_discard(call->db, args->id, call->now, call->actor);
    if (r < 0)
        return api_fail(call, r);
    return answer_by_id(call, args->id, false);
}

/* -- sending one */

/* What tells one request from another beside its source: the digest of its body, with what was
 * asked to be done with it. */
static struct str digest_of(struct api_call *call, const struct create_import_args *args)
{
    bool keep = args->conflicts == CREATE_IMPORT_CONFLICTS_KEEP;
    struct str body = str_from(call->upload.sha256);
    char digest[SHA256_TEXT_MAX];
    struct sha256 s;

    if (!args->complete && !args->synthetic && !keep && args->version.n == 0)
        return body;
    sha256_init(&s);
    sha256_update(&s, body);
    sha256_update(&s, arena_printf(call->arena, " %d %d %d %.*s", args->complete, args->synthetic,
                                   keep, (int)args->version.n, args->version.p));
    sha256_hex(&s, digest);
    return arena_copy(call->arena, str_from(digest));
}

/* What was sent before under the same name: PROBLEM_NONE with `*ret_found` true when it is
 * answered.
 */
static enum problem_id answer_again(struct api_call *call, struct str source, struct str digest,
                                    bool *ret_found)
{
    struct import_row row;

    *ret_found = false;
    if (call->idempotency_key.n == 0)
        return PROBLEM_NONE;
    CLEANUP(stmt_reset_p)
    struct stmt *s = import_by_request(call->db, import_key(call), call->idempotency_key);
    int r = imports_next(s, &row);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return PROBLEM_NONE;
    *ret_found = true;
    if (!str_eq(row.body_digest, digest) || !str_eq(row.source, source))
        return api_problem(call, PROBLEM_IDEMPOTENCY_KEY_REUSED,
                           "Import %lld was another body, source or wish, sent with this key.",
                           (long long)row.id);
    return answer_made(call, &row);
}

static void fault(struct api_call *call, struct str name, struct str value, enum problem_id problem,
                  struct str detail)
{
    api_violation(call, VIOLATION_QUERY, name, value, problem, detail, (struct str_list){0},
                  (struct str){0});
}

/* The parameters that say what a CSV file is. */
static void check_csv(struct api_call *call, const struct create_import_args *args)
{
    struct nearest nearest = {.word = args->table};

    if ((args->given & CREATE_IMPORT_GIVEN_TABLE) == 0) {
        fault(call, STR("table"), (struct str){0}, PROBLEM_MISSING_PARAMETER,
              STR("A body of text/csv is one table, which must be named."));
        return;
    }
    if (table_find(args->table) != NULL)
        return;
    for (size_t i = 0; i < tables_n; i++)
        nearest_offer(&nearest, call->arena, str_from(tables[i].name));
    api_violation(call, VIOLATION_QUERY, STR("table"), args->table, PROBLEM_UNKNOWN_CODE,
                  STR("There is no such table."), nearest_list(&nearest, call->arena),
                  STR("/v1/exports/datapackage.json"));
}

/* A package says itself what these parameters say of a CSV file. */
static void check_json(struct api_call *call, const struct create_import_args *args)
{
    const struct {
        uint32_t bit;
        struct str name, value;
    } only_csv[] = {
        {CREATE_IMPORT_GIVEN_TABLE, STR("table"), args->table},
        {CREATE_IMPORT_GIVEN_NAME, STR("name"), args->name},
        {CREATE_IMPORT_GIVEN_VERSION, STR("version"), args->version},
        {CREATE_IMPORT_GIVEN_SYNTHETIC, STR("synthetic"), STR("")},
    };

    for (size_t i = 0; i < COUNT_OF(only_csv); i++) {
        if ((args->given & only_csv[i].bit) != 0)
            fault(call, only_csv[i].name, only_csv[i].value, PROBLEM_INVALID_PARAMETER,
                  STR("Goes with a body of text/csv; a package says it itself."));
    }
}

static enum problem_id open_csv(struct api_call *call, const struct create_import_args *args,
                                struct package *ret)
{
    const struct table *table = table_find(args->table);
    enum charset_name charset;

    int r = charset_find(call->upload.charset, &charset);
    if (r < 0)
        return api_problem(call, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                           "The charset of text/csv is utf-8 or gb18030.");
    r = package_of_csv(call->arena, table, table->name, call->upload.fd, charset, ret);
    if (r < 0)
        return api_fail(call, r);
    if (args->name.n > 0)
        ret->name = args->name;
    ret->version = args->version;
    ret->made_up = args->synthetic ? DRAFT_MADE_UP : DRAFT_REAL;
    return PROBLEM_NONE;
}

/* What is wrong with a text that should be a package. */
static enum problem_id not_a_package(struct api_call *call, const struct package_fault_json *fault)
{
    switch (fault->fault) {
    case JV_FINE:
        break;
    case JV_MALFORMED:
        return api_problem(call, PROBLEM_MALFORMED_JSON, "%.*s", (int)fault->why.n, fault->why.p);
    case JV_TOO_DEEP:
        return api_problem(call, PROBLEM_TOO_DEEP, "%.*s", (int)fault->why.n, fault->why.p);
    case JV_OUT_OF_RANGE:
        return api_problem(call, PROBLEM_NUMBER_OUT_OF_RANGE, "%.*s", (int)fault->why.n,
                           fault->why.p);
    case JV_NO_MEMORY:
        return api_fail(call, -ERR_NOMEM);
    }
    return api_problem(call, PROBLEM_VALIDATION_FAILED, "No package for this store: %.*s.",
                       (int)fault->why.n, fault->why.p);
}

static enum problem_id open_package(struct api_call *call, const struct create_import_args *args,
                                    struct package *ret)
{
    struct package_fault_json why;
    bool is_json = str_eq(call->upload.media_type, STR("application/json"));

    if (is_json)
        check_json(call, args);
    else
        check_csv(call, args);
    if (call->violations.n > 0)
        return api_invalid(call);
    if (!is_json)
        return open_csv(call, args, ret);
    int r = package_of_json(call->arena, "body", call->upload.fd, ret, &why);
    if (r == -ERR_INPUT)
        return not_a_package(call, &why);
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

/* Nothing was kept, since nothing is new. */
static enum problem_id answer_unchanged(struct api_call *call, struct str source,
                                        struct str report_text)
{
    struct str report, changes;
    struct jw w;

    import_report_read(report_text, &report, &changes);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_standing(&w, NULL);
    put_origin(&w, source, call->now, import_key(call));
    JW_KEY(&w, "report");
    jw_raw(&w, report);
    jw_object_end(&w);
    return envelope_end(call, &w);
}

enum problem_id api_create_import(struct api_call *call, const struct create_import_args *args)
{
    struct package package = {0};
    struct import_outcome outcome = {0};
    bool found;

    enum problem_id problem = open_package(call, args, &package);
    if (problem != PROBLEM_NONE)
        return problem;
    struct str digest = digest_of(call, args);
    problem = answer_again(call, package.name, digest, &found);
    if (problem != PROBLEM_NONE || found)
        return problem;
    struct import_order order = {
        .package = &package,
        .digest = digest,
        .complete = args->complete,
        .keep_conflicts = args->conflicts == CREATE_IMPORT_CONFLICTS_KEEP,
    };
    problem = import_load(call, &order, &outcome);
    if (problem != PROBLEM_NONE)
        return problem;
    if (outcome.draft == 0)
        return answer_unchanged(call, package.name, outcome.report);
    return answer_by_id(call, outcome.draft, true);
}
