#include "api/import_load.h"

#include "api/import_report.h"
#include "api/import_rules.h"
#include "base/err.h"
#include "db/db.h"
#include "db/draft.h"
#include "db/imports.h"

/* limit: rows of one table of an import; the largest register has five million. A file of so many
 * that are wrong would hold the writer for minutes. */
enum { ROWS_MAX = 10 * 1000 * 1000 };

/* An import under way. */
struct importing {
    struct api_call *call;
    const struct import_order *order;
    struct draft *draft;
    size_t number; /* of the package in the draft */
    struct package_reading watch;
    struct import_findings findings;
    struct buf report;
    struct draft_report counts;
};

struct str import_key(const struct api_call *call)
{
    struct str rest = call->actor, kind;

    str_cut(&rest, ':', &kind);
    return rest;
}

/* Room for as many errors as the loader keeps. */
static bool make_room(struct api_call *call)
{
    call->violations.v = arena_alloc(call->arena, DRAFT_ERRORS_MAX * sizeof *call->violations.v);
    call->violations.room = DRAFT_ERRORS_MAX;
    return call->violations.v != NULL;
}

static void add_violation(struct api_call *call, const struct violation *violation)
{
    violation_add(&call->violations, call->arena, *violation);
}

/* What kind of wrong the whole is. */
static enum problem_id kind_of(const struct importing *i)
{
    switch (i->watch.fault) {
    case PACKAGE_FINE:
        return PROBLEM_INCONSISTENT_DATA;
    case PACKAGE_FORM:
        return PROBLEM_INVALID_CSV;
    case PACKAGE_ENCODING:
        return PROBLEM_BAD_ENCODING;
    case PACKAGE_JSON:
        return PROBLEM_MALFORMED_JSON;
    }
    return PROBLEM_INCONSISTENT_DATA;
}

/* Rows that the loader refused. */
static enum problem_id refuse_rows(struct importing *i)
{
    struct api_call *call = i->call;
    enum problem_id problem = kind_of(i);

    if (!make_room(call))
        return api_fail(call, -ERR_NOMEM);
    for (size_t n = 0; n < i->counts.n_errors; n++) {
        const struct draft_error *e = &i->counts.errors[n];
        add_violation(call, &(struct violation){
                                .in = VIOLATION_BODY,
                                .problem = problem,
                                .value = arena_copy(call->arena, e->value),
                                .detail = arena_copy(call->arena, e->reason),
                                .file = arena_copy(call->arena, e->table),
                                .row = e->line,
                                .column = arena_copy(call->arena, e->column),
                            });
    }
    call->violations.more = i->counts.more_errors;
    return api_problem(call, problem, "Nothing was kept: %lld rows or cells are wrong.",
                       (long long)(i->counts.more_errors + (int64_t)i->counts.n_errors));
}

/* Figures that do not fit others. */
static enum problem_id refuse_figures(struct importing *i)
{
    struct api_call *call = i->call;

    if (!make_room(call))
        return api_fail(call, -ERR_NOMEM);
    for (size_t n = 0; n < i->findings.n; n++) {
        const struct import_finding *finding = &i->findings.v[n];
        if (!import_refuses(finding))
            continue;
        add_violation(call, &(struct violation){
                                .in = VIOLATION_BODY,
                                .problem = PROBLEM_INCONSISTENT_DATA,
                                .value = finding->value,
                                .detail = arena_printf(call->arena, "%.*s %.*s",
                                                       (int)finding->subject.n, finding->subject.p,
                                                       (int)finding->detail.n, finding->detail.p),
                                .file = finding->file,
                                .row = finding->row,
                                .column = finding->column,
                            });
    }
    call->violations.more = i->findings.more;
    return api_problem(call, PROBLEM_INCONSISTENT_DATA,
                       "Nothing was kept: figures do not fit others. Mend them, or send the body "
                       "again with conflicts=keep.");
}

/* Before the draft is kept: looks at what it would break, and writes down what it brought. */
static int ask(void *cls, const struct draft_report *counts)
{
    struct importing *i = cls;
    struct api_call *call = i->call;

    int r = import_foresee(call->arena, call->db, counts->draft, call->now, call->actor,
                           i->order->package, &i->findings);
    if (r < 0)
        return r;
    for (size_t n = 0; n < i->findings.n && !i->order->keep_conflicts; n++) {
        if (import_refuses(&i->findings.v[n]))
            return 1;
    }
    r = import_report_write(&i->report, call->db, counts->draft, counts, &i->findings);
    if (r < 0)
        return r;
    struct import_row row = {
        .id = counts->draft,
        .created_at = call->now,
        .key = import_key(call),
        .idempotency_key = call->idempotency_key,
        .body_digest = i->order->digest,
        .source = i->order->package->name,
        .report = {i->report.p, i->report.n},
    };
    return import_add(call->db, &row);
}

static int load_tables(struct importing *i)
{
    const struct package *p = i->order->package;
    int r = draft_package(i->draft, p->name, p->version, p->made_up, &i->number);

    if (r == 0 && i->order->complete)
        draft_complete(i->draft);
    for (size_t t = 0; t < tables_n && r == 0; t++)
        r = package_load(p, &tables[t], i->draft, i->number, &i->watch);
    return r;
}

static enum problem_id load(struct importing *i, struct import_outcome *ret)
{
    struct api_call *call = i->call;

    int r = draft_open(call->db, call->now, call->actor, &i->draft);
    if (r == 0)
        r = load_tables(i);
    if (r == 0) {
        draft_ask(i->draft, ask, i);
        r = draft_finish(i->draft, true, &i->counts);
    }
    if (r < 0)
        return api_fail(call, r);
    if (i->counts.total.rejected > 0)
        return refuse_rows(i);
    bool changes = i->counts.total.inserted + i->counts.total.revised + i->counts.total.deleted > 0;
    if (i->counts.draft == 0 && changes)
        return refuse_figures(i);
    if (!changes)
        r = import_report_write(&i->report, call->db, 0, &i->counts, NULL);
    if (r < 0)
        return api_fail(call, r);
    ret->draft = i->counts.draft;
    ret->report = arena_copy(call->arena, (struct str){i->report.p, i->report.n});
    return PROBLEM_NONE;
}

enum problem_id import_load(struct api_call *call, const struct import_order *order,
                            struct import_outcome *ret)
{
    struct importing i = {.call = call, .order = order, .watch = {.max_rows = ROWS_MAX}};

    buf_init(&i.report, IMPORT_REPORT_MAX);
    enum problem_id problem = load(&i, ret);
    draft_close(&i.draft);
    buf_finish(&i.report);
    return problem;
}
