#include "api/import_report.h"

#include "api/envelope.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/jw.h"
#include "db/draft_changes.h"
#include "db/tables.h"

static void put_counts(struct jw *w, const struct draft_counts *counts)
{
    jw_object_begin(w);
    JW_KEY(w, "inserted");
    jw_i64(w, counts->inserted);
    JW_KEY(w, "revised");
    jw_i64(w, counts->revised);
    JW_KEY(w, "unchanged");
    jw_i64(w, counts->unchanged);
    JW_KEY(w, "deleted");
    jw_i64(w, counts->deleted);
    jw_object_end(w);
}

static void put_tables(struct jw *w, const struct draft_report *report)
{
    jw_array_begin(w);
    for (size_t i = 0; i < tables_n; i++) {
        const struct draft_counts *counts = &report->tables[i];
        if (counts->inserted + counts->revised + counts->unchanged + counts->deleted == 0)
            continue;
        jw_object_begin(w);
        JW_KEY(w, "table");
        jw_str(w, str_from(tables[i].name));
        JW_KEY(w, "counts");
        put_counts(w, counts);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_rules(struct jw *w, const struct import_findings *findings)
{
    jw_array_begin(w);
    for (size_t i = 0; findings != NULL && i < findings->n; i++) {
        jw_object_begin(w);
        JW_KEY(w, "rule");
        jw_str(w, str_from(import_rule_name(findings->v[i].rule)));
        JW_KEY(w, "subject");
        jw_str(w, findings->v[i].subject);
        JW_KEY(w, "detail");
        jw_str(w, findings->v[i].detail);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_figure(struct jw *w, const struct draft_figure *figure)
{
    jw_object_begin(w);
    JW_KEY(w, "value");
    if (figure->known)
        jw_dec(w, dec_from_e6(figure->value_e6, figure->decimals));
    else
        jw_null(w);
    JW_KEY(w, "status");
    jw_str(w, figure->status);
    jw_object_end(w);
}

static int put_change(void *cls, const struct draft_change *change)
{
    struct jw *w = cls;
    char period[PERIOD_TEXT_MAX];
    const char *kind = change->withdrawn ? "withdrawn" : change->same ? "described" : "revised";

    jw_object_begin(w);
    JW_KEY(w, "kind");
    jw_str(w, str_from(kind));
    JW_KEY(w, "indicator");
    jw_str(w, change->indicator);
    JW_KEY(w, "region");
    jw_str(w, change->region);
    JW_KEY(w, "period");
    jw_str(w, (struct str){period, period_format(change->period, period)});
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, change->breakdown);
    JW_KEY(w, "measure");
    jw_str(w, change->measure);
    JW_KEY(w, "definition");
    jw_str(w, change->definition);
    JW_KEY(w, "document");
    jw_str(w, change->document);
    JW_KEY(w, "old");
    put_figure(w, &change->before);
    JW_KEY(w, "new");
    if (change->withdrawn)
        jw_null(w);
    else
        put_figure(w, &change->after);
    jw_object_end(w);
    return 0;
}

/* What is new has no figure before it, so that most drafts need not be looked through. */
static int put_changes(struct jw *w, struct db *db, int64_t draft,
                       const struct draft_report *report)
{
    const struct draft_counts *figures = &report->tables[table_find(STR("observation")) - tables];
    bool any = draft > 0 && figures->revised + figures->deleted > 0;
    int64_t n = 0;

    jw_object_begin(w);
    JW_KEY(w, "figures");
    jw_array_begin(w);
    int r = any ? draft_changes(db, draft, IMPORT_CHANGES_MAX, put_change, w) : 0;
    jw_array_end(w);
    if (r == 0 && any)
        r = draft_changes_count(db, draft, &n);
    JW_KEY(w, "more");
    jw_i64(w, n > IMPORT_CHANGES_MAX ? n - IMPORT_CHANGES_MAX : 0);
    jw_object_end(w);
    return r;
}

int import_report_write(struct buf *out, struct db *db, int64_t draft,
                        const struct draft_report *report, const struct import_findings *findings)
{
    struct jw w;

    jw_init(&w, out);
    jw_object_begin(&w);
    JW_KEY(&w, "counts");
    put_counts(&w, &report->total);
    JW_KEY(&w, "restricted");
    put_counts(&w, &report->restricted);
    JW_KEY(&w, "tables");
    put_tables(&w, report);
    JW_KEY(&w, "rules");
    put_rules(&w, findings);
    jw_object_end(&w);
    bool ok = jw_ok(&w);
    buf_putc(out, '\n');
    jw_init(&w, out);
    int r = put_changes(&w, db, draft, report);
    if (r == 0 && !(ok && jw_ok(&w)))
        r = -ERR_LIMIT;
    return r;
}

void import_report_read(struct str text, struct str *ret_report, struct str *ret_changes)
{
    *ret_report = STR("null");
    *ret_changes = text;
    str_cut(ret_changes, '\n', ret_report);
}
