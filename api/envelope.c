#include "api/envelope.h"

#include "base/moment.h"
#include "base/period.h"
#include "db/db.h"
#include "db/documents.h"

#include <string.h>

void envelope_begin(struct api_call *call, struct jw *w)
{
    jw_init(w, call->out);
    jw_object_begin(w);
    JW_KEY(w, "data");
}

void envelope_list_begin(struct api_call *call, struct jw *w)
{
    envelope_begin(call, w);
    jw_array_begin(w);
}

static void put_document(struct jw *w, const struct api_call *call,
                         const struct document_ref_row *row)
{
    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    JW_KEY(w, "title");
    jw_str(w, envelope_lang(call, row->titles));
    JW_KEY(w, "publisher");
    jw_str(w, envelope_lang(call, row->publisher));
    JW_KEY(w, "published_on");
    envelope_day(w, row->published_on);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic);
    JW_KEY(w, "href");
    jw_str(w, arena_printf(call->arena, "/v1/documents/%.*s", (int)row->code.n, row->code.p));
    jw_object_end(w);
}

/* As envelope_document_ref(), and `*ret_synthetic` becomes true for one that is made up. */
static int put_ref(struct jw *w, struct api_call *call, struct str code, bool *ret_synthetic)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct document_ref_row row;
    int r = documents_get_ref(call->db, call->release->id, code, &stmt, &row);

    if (r > 0) {
        put_document(w, call, &row);
        *ret_synthetic = *ret_synthetic || row.synthetic;
    }
    return r < 0 ? r : 0;
}

int envelope_document_ref(struct jw *w, struct api_call *call, struct str code)
{
    bool synthetic = false;

    return put_ref(w, call, code, &synthetic);
}

static int put_documents(struct jw *w, struct api_call *call, bool *ret_synthetic)
{
    JW_KEY(w, "documents");
    jw_array_begin(w);
    for (size_t i = 0; i < call->documents.n; i++) {
        int r = put_ref(w, call, call->documents.v[i], ret_synthetic);

        if (r < 0)
            return r;
    }
    jw_array_end(w);
    return 0;
}

void envelope_notes(struct jw *w, const struct api_call *call)
{
    JW_KEY(w, "notes");
    jw_array_begin(w);
    for (size_t i = 0; i < call->hints.n; i++) {
        jw_object_begin(w);
        JW_KEY(w, "type");
        jw_str(w, hint_type(call->hints.v[i].hint));
        JW_KEY(w, "detail");
        jw_str(w, hint_text(call, i));
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_links(struct jw *w, const struct api_call *call)
{
    JW_KEY(w, "links");
    jw_object_begin(w);
    JW_KEY(w, "self");
    jw_str(w, call->self);
    if (call->next.n > 0) {
        JW_KEY(w, "next");
        jw_str(w, call->next);
    }
    JW_KEY(w, "describedby");
    jw_str(w, STR("/openapi.json"));
    if ((call->op->formats & FORMAT_BIT_CSV) != 0) {
        struct str link = api_link(call, STR("format"), (struct str){0});
        int path = (int)call->path.n;

        JW_KEY(w, "alternate");
        jw_str(w, arena_printf(call->arena, "%.*s.csv%.*s", path, link.p, (int)link.n - path,
                               link.p + path));
    }
    jw_object_end(w);
}

/* `matched`: negative for what is not a list. */
static enum problem_id end(struct api_call *call, struct jw *w, int64_t matched)
{
    bool synthetic = call->synthetic;

    JW_KEY(w, "meta");
    jw_object_begin(w);
    if (call->op->cache == CACHE_RELEASE) {
        JW_KEY(w, "release");
        envelope_release(w, call->release);
    }
    JW_KEY(w, "lang");
    jw_str(w, call->lang == PARAM_LANG_ZH ? STR("zh") : STR("en"));
    if (matched >= 0) {
        JW_KEY(w, "matched");
        jw_i64(w, matched);
    }
    if (call->documents.n > 0) {
        int r = put_documents(w, call, &synthetic);
        if (r < 0)
            return api_fail(call, r);
    }
    if (call->op->cache == CACHE_RELEASE) {
        JW_KEY(w, "synthetic");
        jw_bool(w, synthetic);
    }
    envelope_notes(w, call);
    jw_object_end(w);
    put_links(w, call);
    jw_object_end(w);
    return api_done(call, w);
}

enum problem_id envelope_end(struct api_call *call, struct jw *w)
{
    return end(call, w, -1);
}

enum problem_id envelope_list_end(struct api_call *call, struct jw *w, int64_t matched)
{
    jw_array_end(w);
    return end(call, w, matched);
}

void envelope_next(struct api_call *call, struct str cursor)
{
    call->next = api_link(call, STR("cursor"), cursor);
}

/* Where `document` is in the sorted list, or belongs. */
static size_t place_of(const struct api_call *call, struct str document, bool *ret_found)
{
    size_t low = 0, high = call->documents.n;

    *ret_found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(call->documents.v[middle], document);

        if (order == 0) {
            *ret_found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void envelope_document(struct api_call *call, struct str document)
{
    bool found;
    size_t i = place_of(call, document, &found);
    struct str *v;

    if (found)
        return;
    v = arena_grow(call->arena, call->documents.v, call->documents.n, &call->documents.cap,
                   sizeof *v);
    if (v == NULL)
        return;
    call->documents.v = v;
    memmove(call->documents.v + i + 1, call->documents.v + i,
            (call->documents.n - i) * sizeof *call->documents.v);
    call->documents.v[i] = arena_copy(call->arena, document);
    call->documents.n++;
}

void envelope_release(struct jw *w, const struct release *release)
{
    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_i64(w, release->id);
    JW_KEY(w, "published_at");
    envelope_moment(w, release->published_at);
    JW_KEY(w, "label");
    jw_str(w, str_from(release->label));
    jw_object_end(w);
}

struct str envelope_lang(const struct api_call *call, struct names names)
{
    switch (call->lang) {
    case PARAM_LANG_ZH:
        return names.zh.n > 0 ? names.zh : names.en;
    case PARAM_LANG_EN:
        return names.en.n > 0 ? names.en : names.zh;
    }
    return names.zh;
}

static void put_both(struct jw *w, struct names names)
{
    jw_object_begin(w);
    JW_KEY(w, "zh");
    jw_str(w, names.zh);
    JW_KEY(w, "en");
    jw_str(w, names.en);
    jw_object_end(w);
}

void envelope_names(struct jw *w, const struct api_call *call, struct names names)
{
    JW_KEY(w, "name");
    jw_str(w, envelope_lang(call, names));
    JW_KEY(w, "names");
    put_both(w, names);
}

void envelope_titles(struct jw *w, const struct api_call *call, struct names titles)
{
    JW_KEY(w, "title");
    jw_str(w, envelope_lang(call, titles));
    JW_KEY(w, "titles");
    put_both(w, titles);
}

void envelope_text(struct jw *w, struct str text)
{
    if (text.n > 0)
        jw_str(w, text);
    else
        jw_null(w);
}

void envelope_day(struct jw *w, struct day day)
{
    if (day.known)
        envelope_date(w, day.day);
    else
        jw_null(w);
}

void envelope_date(struct jw *w, int32_t day)
{
    char text[DATE_TEXT_MAX];
    size_t n = date_format(day, text);

    jw_str(w, (struct str){text, n});
}

void envelope_moment(struct jw *w, int64_t seconds)
{
    char text[MOMENT_TEXT_MAX];
    size_t n = moment_format(seconds, text);

    jw_str(w, (struct str){text, n});
}

void envelope_items(struct jw *w, struct str items)
{
    struct str item;

    jw_array_begin(w);
    while (str_cut(&items, ';', &item))
        if (item.n > 0)
            jw_str(w, item);
    jw_array_end(w);
}

void envelope_breakdown(struct jw *w, struct str text)
{
    struct str item;

    jw_object_begin(w);
    while (str_cut(&text, ';', &item)) {
        struct str dimension;

        if (!str_cut(&item, '=', &dimension) || dimension.n == 0)
            continue;
        jw_key(w, dimension);
        jw_str(w, item);
    }
    jw_object_end(w);
}
