#include "api/credit_classes.h"

#include "api/envelope.h"
#include "base/err.h"
#include "base/rational.h"
#include "db/codelists.h"
#include "db/db.h"

static int read_grades(struct api_call *call, struct credit_classes *classes)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = codelists_items(call->db, call->release->id, STR("grade"));
    struct codelist_item_row item;
    int r;

    while ((r = codelists_next_item(s, &item)) > 0) {
        if (classes->n == CREDIT_CLASSES_MAX)
            return -ERR_LIMIT;
        classes->codes[classes->n] = arena_copy(call->arena, item.code);
        classes->names[classes->n++] = arena_copy(call->arena, envelope_lang(call, item.names));
    }
    return r;
}

int credit_classes_read(struct api_call *call, struct str scheme, struct credit_classes *ret)
{
    struct codelist_item_row item;
    int r;

    *ret = (struct credit_classes){.n = 0};
    r = read_grades(call, ret);
    if (r < 0)
        return r;
    CLEANUP(stmt_reset_p)
    struct stmt *s = codelists_items(call->db, call->release->id, STR("scheme"));
    while ((r = codelists_next_item(s, &item)) > 0)
        if (str_eq(item.code, scheme))
            ret->scheme_name = arena_copy(call->arena, envelope_lang(call, item.names));
    return r;
}

int credit_classes_note(struct api_call *call, const struct credit_grade_filter *filter,
                        struct credit_classes *classes)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_grades_documents(call->db, call->release->id, filter);
    struct str document;
    bool synthetic;
    int r;

    while ((r = credit_grades_next_document(s, &document, &synthetic)) > 0) {
        envelope_document(call, document);
        classes->synthetic = classes->synthetic || synthetic;
    }
    return r;
}

int credit_classes_place(const struct credit_classes *classes, struct str grade, size_t *ret)
{
    for (size_t i = 0; i < classes->n; i++) {
        if (str_eq(classes->codes[i], grade)) {
            *ret = i;
            return 0;
        }
    }
    return -ERR_CORRUPT;
}

static bool share_of(int64_t part, int64_t whole, struct dec *ret)
{
    struct rational share;

    return whole > 0 &&
           rational_div(rational_from_int(part * 100), rational_from_int(whole), &share) == 0 &&
           rational_round(share, 1, ROUND_NEAREST, ret) == 0;
}

void credit_share_json(struct jw *w, int64_t part, int64_t whole)
{
    struct dec share;

    JW_KEY(w, "share");
    if (share_of(part, whole, &share))
        jw_dec(w, share);
    else
        jw_null(w);
}

void credit_share_csv(struct csv_writer *w, int64_t part, int64_t whole)
{
    struct dec share;

    if (share_of(part, whole, &share))
        csv_dec(w, share);
    else
        csv_empty(w);
}

void credit_period_json(struct jw *w, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    jw_str(w, (struct str){text, period_format(period, text)});
}

void credit_period_csv(struct csv_writer *w, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    csv_text(w, (struct str){text, period_format(period, text)});
}

void credit_head_csv(struct csv_writer *w, const struct str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}
