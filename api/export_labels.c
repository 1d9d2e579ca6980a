#include "api/export_labels.h"

#include "api/envelope.h"
#include "base/err.h"
#include "db/codelists.h"
#include "db/documents.h"

const struct str export_label_names[EXPORT_LABELS] = {
    [LABEL_UNIT] = STR("unit_name"),
    [LABEL_STATUS] = STR("status_name"),
    [LABEL_TITLE] = STR("document_title"),
    [LABEL_PUBLISHER] = STR("document_publisher"),
};

static struct names keep(struct arena *arena, struct names names)
{
    return (struct names){.zh = arena_copy(arena, names.zh), .en = arena_copy(arena, names.en)};
}

static int add(struct export_names *list, struct arena *arena, struct export_name name)
{
    struct export_name *v = arena_grow(arena, list->v, list->n, &list->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    list->v = v;
    v[list->n++] = (struct export_name){
        .code = arena_copy(arena, name.code),
        .names = keep(arena, name.names),
        .publisher = keep(arena, name.publisher),
    };
    return arena->failed ? -ERR_NOMEM : 0;
}

static const struct export_name *find(const struct export_names *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].code, code))
            return &list->v[i];
    return NULL;
}

/* All items of a code list. */
static int read_list(struct export_names *list, const struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = codelists_items(call->db, call->release->id, code);
    struct codelist_item_row row;
    int r;

    while ((r = codelists_next_item(stmt, &row)) > 0) {
        r = add(list, call->arena, (struct export_name){.code = row.code, .names = row.names});
        if (r < 0)
            return r;
    }
    return r;
}

static int read_document(struct export_names *list, const struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct document_ref_row row;
    int r = documents_get_ref(call->db, call->release->id, code, &stmt, &row);

    if (r <= 0)
        return r;
    return add(
        list, call->arena,
        (struct export_name){.code = row.code, .names = row.titles, .publisher = row.publisher});
}

static struct str label(const struct api_call *call, const struct export_name *name,
                        struct str code)
{
    return name != NULL ? envelope_lang(call, name->names) : code;
}

int export_labels_of(struct export_labels *labels, const struct api_call *call,
                     const struct figure *figure, struct str ret[EXPORT_LABELS])
{
    struct str unit = figure->observation.unit, status = figure->observation.status;
    struct str document = figure->document->code;
    const struct export_name *named;
    int r = 0;

    if (labels->units.n == 0)
        r = read_list(&labels->units, call, STR("unit"));
    if (r == 0 && labels->statuses.n == 0)
        r = read_list(&labels->statuses, call, STR("obs_status"));
    if (r == 0 && find(&labels->documents, document) == NULL)
        r = read_document(&labels->documents, call, document);
    if (r < 0)
        return r;
    named = find(&labels->documents, document);
    ret[LABEL_UNIT] = label(call, find(&labels->units, unit), unit);
    ret[LABEL_STATUS] = label(call, find(&labels->statuses, status), status);
    ret[LABEL_TITLE] = label(call, named, document);
    ret[LABEL_PUBLISHER] = named != NULL ? envelope_lang(call, named->publisher) : (struct str){0};
    return 0;
}
