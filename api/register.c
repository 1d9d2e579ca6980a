#include "api/register.h"

#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/progress.h"
#include "api/register_query.h"
#include "api/restricted.h"
#include "base/err.h"
#include "db/db.h"

/* One request on its way. */
struct listing {
    struct api_call *call;
    const struct register_spec *spec;
    const struct table *table;
    struct register_args args;
    struct register_context context;
    struct page page;
    struct jw json;
    struct csv_writer csv;
    int64_t matched;
};

static bool is_chosen(const struct str_list *fields, struct str name)
{
    for (size_t i = 0; fields != NULL && i < fields->n; i++)
        if (str_eq(fields->v[i], name))
            return true;
    return fields == NULL || fields->n == 0;
}

/* One member of a record as it goes out: its name and, with `row`, its value. */
typedef void (*put_fn)(void *cls, struct str name, const struct register_value *value);

struct walk {
    const struct register_context *context;
    const struct register_spec *spec;
    const struct register_members *members;
    const struct register_row *row; /* NULL: the names alone */
    const struct str_list *fields;  /* NULL: all */
    bool both_languages;
};

static void walk_extras(const struct walk *walk, put_fn put, void *cls)
{
    for (size_t i = 0; i < walk->spec->n_extras; i++) {
        const struct register_extra *extra = &walk->spec->extras[i];
        struct register_value value = {.kind = REGISTER_NULL};

        if (!is_chosen(walk->fields, str_from(extra->name)))
            continue;
        if (walk->row != NULL)
            value = extra->value(walk->context, walk->row);
        put(cls, str_from(extra->name), &value);
    }
}

/* Members in the order of the schema: those of the file, then the computed ones before the
 * document. What is restricted stays where it is, unless it was asked for by name and the call may
 * read it, which check_fields() has seen. */
static void walk_members(const struct walk *walk, put_fn put, void *cls)
{
    for (size_t i = 0; i < walk->members->n; i++) {
        const struct register_member *member = &walk->members->v[i];
        struct register_value value = {.kind = REGISTER_NULL};

        if (str_eq(member->name, STR("document")))
            walk_extras(walk, put, cls);
        if (member->column != NULL && member->column->restricted &&
            (walk->fields == NULL || walk->fields->n == 0))
            continue;
        if (member->kind == REGISTER_NAMES && !walk->both_languages)
            continue;
        if (!is_chosen(walk->fields, member->name))
            continue;
        if (walk->row != NULL)
            value = register_row_value(walk->row, member);
        put(cls, member->name, &value);
    }
}

struct json_put {
    struct jw *w;
    const struct api_call *call;
};

static void put_json_member(void *cls, struct str name, const struct register_value *value)
{
    const struct json_put *put = cls;

    jw_key(put->w, name);
    register_json_value(put->w, put->call, value);
}

static void put_members(struct jw *w, const struct register_context *context,
                        const struct register_spec *spec, const struct register_row *row,
                        const struct str_list *fields)
{
    struct json_put put = {w, context->call};
    struct register_value document = register_row_get(row, "document");
    struct walk walk = {context, spec, register_row_members(row), row, fields, true};

    walk_members(&walk, put_json_member, &put);
    envelope_document(context->call, document.text);
}

void register_json_members(struct jw *w, const struct register_context *context,
                           const struct register_spec *spec, const struct register_row *row)
{
    put_members(w, context, spec, row, NULL);
}

static void put_json(struct jw *w, const struct register_context *context,
                     const struct register_spec *spec, const struct register_row *row,
                     const struct str_list *fields)
{
    jw_object_begin(w);
    put_members(w, context, spec, row, fields);
    jw_object_end(w);
}

struct csv_put {
    struct csv_writer *w;
    const struct api_call *call;
};

static void put_csv_name(void *cls, struct str name, const struct register_value *value UNUSED)
{
    const struct csv_put *put = cls;

    csv_text(put->w, name);
}

static void put_csv_cell(void *cls, struct str name UNUSED, const struct register_value *value)
{
    const struct csv_put *put = cls;

    register_csv_value(put->w, put->call, value);
}

/* Every row tells whether it is made up, whichever fields were asked for. */
static void put_csv(struct listing *listing, const struct register_members *members,
                    const struct register_row *row)
{
    struct csv_put put = {&listing->csv, listing->call};
    struct walk walk = {&listing->context,     listing->spec, members, row,
                        &listing->args.fields, false};
    bool told = is_chosen(&listing->args.fields, STR("synthetic"));
    struct register_value synthetic = {.kind = REGISTER_NULL};

    walk_members(&walk, row != NULL ? put_csv_cell : put_csv_name, &put);
    if (!told && row != NULL)
        synthetic = register_row_get(row, "synthetic");
    if (!told)
        (row != NULL ? put_csv_cell : put_csv_name)(&put, STR("synthetic"), &synthetic);
    csv_end_row(&listing->csv);
}

int register_day(struct api_call *call, const struct register_spec *spec, struct str given,
                 int32_t *ret)
{
    int r = 0;

    if (given.n == 0)
        r = registers_day(call->db, call->arena, call->release->id,
                          table_find(str_from(spec->table)), ret);
    return r != 0 ? (r < 0 ? r : 0) : progress_day(call, given, ret);
}

/* What is about persons or parties is refused when it is asked for by name, and otherwise left out.
 */
static enum problem_id check_fields(struct api_call *call, const struct table *table,
                                    const struct str_list *fields)
{
    struct register_members members;
    int r = registers_members(call->arena, table, &members);

    if (r < 0)
        return api_fail(call, r);
    for (size_t i = 0; i < members.n && !restricted_is_open(call); i++) {
        const struct register_member *member = &members.v[i];

        /* by its member: the name of a code tells what the code does */
        if (member->column != NULL && member->column->restricted && fields->n > 0 &&
            is_chosen(fields, member->name))
            return restricted_refuse(call, member->name);
    }
    return PROBLEM_NONE;
}

static enum problem_id begin(struct listing *listing, struct api_call *call,
                             const struct register_spec *spec)
{
    int r;

    listing->call = call;
    listing->spec = spec;
    listing->table = table_find(str_from(spec->table));
    listing->context.call = call;
    r = listing->table == NULL ? -ERR_INTERNAL
                               : register_args_read(call, spec, listing->table, &listing->args);
    if (r == 0)
        r = register_args_within(spec, listing->args.period, &listing->args);
    if (r == 0 && spec->judged)
        r = register_day(call, spec, listing->args.on, &listing->context.on);
    if (r < 0)
        return api_fail(call, r);
    register_args_judge(&listing->args, listing->context.on);
    return check_fields(call, listing->table, &listing->args.fields);
}

static struct register_query query_of(const struct listing *listing)
{
    return (struct register_query){
        .table = listing->table,
        .tests = listing->args.tests,
        .n_tests = listing->args.n_tests,
        .english = listing->call->lang == PARAM_LANG_EN,
        .limit = 1,
    };
}

/* Writes the records of one page; what reading them returned last. */
static int put_page(struct listing *listing, struct register_query *query)
{
    struct api_call *call = listing->call;
    bool is_csv = call->format == PARAM_FORMAT_CSV;
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    struct register_members members;
    struct register_row row;
    int r = registers_members(call->arena, listing->table, &members);

    query->limit = listing->page.fetch;
    if (r == 0)
        r = registers_open(call->db, call->arena, call->release->id, query, &reading);
    if (r < 0)
        return r;
    if (is_csv)
        put_csv(listing, &members, NULL);
    while ((r = registers_next(reading, &row)) > 0) {
        struct str keys[REGISTER_KEYS_MAX];

        register_row_key(&row, call->arena, keys);
        if (!page_take(&listing->page, keys))
            break;
        if (is_csv)
            put_csv(listing, register_row_members(&row), &row);
        else
            put_json(&listing->json, &listing->context, listing->spec, &row, &listing->args.fields);
    }
    return r;
}

/* "/v1/x/y" as "y.csv". */
static struct str file_name(const struct api_call *call)
{
    struct str rest = str_from(call->op->path), name = {0};

    while (str_cut(&rest, '/', &name))
        ;
    return arena_printf(call->arena, "%.*s.csv", (int)name.n, name.p);
}

static enum problem_id finish(struct listing *listing, int r)
{
    struct api_call *call = listing->call;

    if (call->format != PARAM_FORMAT_CSV)
        return page_end(&listing->page, &listing->json, r, listing->matched);
    if (r < 0)
        return api_fail(call, r);
    if (listing->page.more) {
        enum problem_id problem = cursor_write(call, listing->page.last, listing->page.n_keys);

        if (problem != PROBLEM_NONE)
            return problem;
    }
    call->file_name = file_name(call);
    return api_done_text(call);
}

enum problem_id register_list(struct api_call *call, const struct register_spec *spec)
{
    struct listing listing = {.call = call};
    enum problem_id problem = begin(&listing, call, spec);
    struct register_query query;
    int r;

    if (problem == PROBLEM_NONE)
        problem = page_begin(&listing.page, call, listing.args.cursor, listing.args.limit,
                             registers_key_length(listing.table));
    if (problem != PROBLEM_NONE)
        return problem;
    query = query_of(&listing);
    if (listing.args.cursor.n > 0) {
        query.after = listing.page.keys;
        query.n_after = listing.page.n_keys;
    }
    r = registers_count(call->db, call->arena, call->release->id, &query, &listing.matched);
    if (r < 0)
        return api_fail(call, r);
    if (call->format == PARAM_FORMAT_CSV)
        csv_writer_init(&listing.csv, call->out, listing.args.bom);
    else
        envelope_list_begin(call, &listing.json);
    r = put_page(&listing, &query);
    return r == -ERR_INPUT ? cursor_bad(call) : finish(&listing, r);
}

enum problem_id register_get_more(struct api_call *call, const struct register_spec *spec,
                                  register_more_fn more)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    struct listing listing = {.call = call};
    enum problem_id problem = begin(&listing, call, spec);
    struct register_query query;
    struct register_row row;
    struct jw w;
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    query = query_of(&listing);
    r = registers_open(call->db, call->arena, call->release->id, &query, &reading);
    if (r == 0)
        r = registers_next(reading, &row);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "%s", spec->missing);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    register_json_members(&w, &listing.context, spec, &row);
    if (more != NULL)
        r = more(&w, &listing.context, &row);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}

enum problem_id register_get(struct api_call *call, const struct register_spec *spec)
{
    return register_get_more(call, spec, NULL);
}
