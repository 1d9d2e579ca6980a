#include "api/target.h"

#include "api/envelope.h"
#include "db/db.h"

/* Whether the document leaves open by when, or how often, the target is to be met. */
static bool is_ambiguous(struct str window)
{
    return str_eq(window, STR("each_year_or_cumulative")) || str_eq(window, STR("not_stated"));
}

static void put_window(struct jw *w, struct api_call *call, const struct target_row *row)
{
    bool ambiguous = is_ambiguous(row->window);

    JW_KEY(w, "window");
    jw_object_begin(w);
    JW_KEY(w, "kind");
    jw_str(w, row->window);
    JW_KEY(w, "starts_on");
    envelope_date(w, row->starts_on);
    JW_KEY(w, "ends_on");
    envelope_date(w, row->ends_on);
    JW_KEY(w, "ambiguous");
    jw_bool(w, ambiguous);
    jw_object_end(w);
    if (ambiguous)
        hint_add(call, HINT_AMBIGUOUS_WINDOW);
}

static int put_responsible(struct jw *w, struct api_call *call, struct str target)
{
    CLEANUP(stmt_reset_p) struct stmt *s = targets_departments(call->db, call->release->id, target);
    struct target_department_row row;
    int r;

    JW_KEY(w, "responsible");
    jw_array_begin(w);
    while ((r = target_departments_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "department");
        jw_str(w, row.department);
        JW_KEY(w, "name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "position");
        jw_i64(w, row.position);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

/* What is demanded: of which figure, how much, and by when. */
static void put_demand(struct jw *w, struct api_call *call, const struct target_row *row)
{
    JW_KEY(w, "indicator");
    jw_str(w, row->indicator);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(call, row->indicator_names));
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, row->breakdown);
    JW_KEY(w, "measure");
    jw_str(w, row->measure);
    JW_KEY(w, "comparator");
    jw_str(w, row->comparator);
    JW_KEY(w, "value");
    jw_dec(w, row->value);
    JW_KEY(w, "unit");
    jw_str(w, row->unit);
    put_window(w, call, row);
}

static void put_place(struct jw *w, const struct target_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    JW_KEY(w, "plan");
    jw_str(w, row->plan);
    JW_KEY(w, "position");
    jw_i64(w, row->position);
}

static void put_source(struct jw *w, struct api_call *call, const struct target_row *row)
{
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "locator");
    jw_str(w, row->locator);
    envelope_document(call, row->document);
}

int target_json(struct jw *w, struct api_call *call, const struct target_row *row)
{
    int r;

    jw_object_begin(w);
    put_place(w, row);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    put_demand(w, call, row);
    JW_KEY(w, "baseline");
    if (row->has_baseline)
        jw_dec(w, row->baseline);
    else
        jw_null(w);
    JW_KEY(w, "strength");
    jw_str(w, row->strength);
    JW_KEY(w, "ambiguity");
    envelope_text(w, envelope_lang(call, row->ambiguity));
    r = put_responsible(w, call, row->code);
    JW_KEY(w, "extraction");
    jw_str(w, row->extraction);
    JW_KEY(w, "raw");
    envelope_text(w, row->raw);
    put_source(w, call, row);
    jw_object_end(w);
    return r;
}

int target_json_brief(struct jw *w, struct api_call *call, const struct target_row *row)
{
    int r;

    put_place(w, row);
    put_demand(w, call, row);
    JW_KEY(w, "strength");
    jw_str(w, row->strength);
    r = put_responsible(w, call, row->code);
    put_source(w, call, row);
    return r;
}
