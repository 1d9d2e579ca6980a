#include "db/preexam_cases.h"

#include "db/calendars.h"
#include "db/dispute_filter.h"
#include "db/statements.h"

enum { PREEXAM_REGIONS, PREEXAM_CASES };

#define FILTER_CENTER FILTER_CODES("p.center", "center")
#define FILTER_FIELD FILTER_CODES("p.field", "field")
#define FILTER_PATENT FILTER_CODES("p.patent_type", "patent_type")
#define FILTER_AGENCY FILTER_CODES("coalesce(a.code, '')", "agency")
#define FILTER_DOCUMENT FILTER_CODES("d.code", "document")

static const struct stmt_spec specs[] = {
    [PREEXAM_REGIONS] =
        {
            /* one step through the index for each region, not for each request */
            .name = "preexam_regions",
            .sql = "WITH RECURSIVE found(region) AS ("
                   "SELECT min(region) FROM preexam_request UNION ALL"
                   " SELECT (SELECT min(p.region) FROM preexam_request p"
                   " WHERE p.region > found.region) FROM found WHERE found.region IS NOT NULL)"
                   " SELECT " STMT_SCAN_MARK " region AS region FROM found"
                   " WHERE region IS NOT NULL",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"region", NULL},
        },
    [PREEXAM_CASES] =
        {
            .name = "preexam_cases",
            .sql = "SELECT p.received_on AS received_on, p.accepted_on AS accepted_on,"
                   " p.decided_on AS decided_on, p.filed_on AS filed_on,"
                   " p.concluded_on AS concluded_on, p.decision AS decision, p.outcome AS outcome,"
                   " p.center AS center, p.field AS field, p.patent_type AS patent_type,"
                   " a.code AS agency, p.applicant_type AS applicant_type"
                   " FROM preexam_request p JOIN code d ON d.code_id = p.document"
                   " LEFT JOIN code a ON a.code_id = p.agency"
                   " WHERE p.region = :region AND p.received_on <= :to AND " ROW_IN_FORCE(
                       "p") " AND " FILTER_CENTER " AND " FILTER_FIELD " AND " FILTER_PATENT
                            " AND " FILTER_AGENCY " AND " FILTER_DOCUMENT,
            .params = (const char *const[]){"release", "region", "to", "center", "field",
                                            "patent_type", "agency", "document", NULL},
            .columns =
                (const char *const[]){"received_on", "accepted_on", "decided_on", "filed_on",
                                      "concluded_on", "decision", "outcome", "center", "field",
                                      "patent_type", "agency", "applicant_type", NULL},
        },
};

const struct stmt_group preexam_cases_statements = {"preexam_cases", specs, COUNT_OF(specs)};

int preexam_cases_regions(struct db *db, struct arena *arena, struct id_list *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[PREEXAM_REGIONS]);
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        r = id_list_add(arena, ret, stmt_get_i64(stmt, 0));
        if (r < 0)
            return r;
    }
    return r;
}

struct stmt *preexam_cases(struct db *db, int64_t release, const struct preexam_filter *filter,
                           int64_t region, int32_t to)
{
    struct stmt *stmt = db_stmt(db, &specs[PREEXAM_CASES]);

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, region);
    stmt_i64(stmt, 2, to);
    stmt_str(stmt, 3, filter->center);
    stmt_str(stmt, 4, filter->field);
    stmt_str(stmt, 5, filter->patent_type);
    stmt_str(stmt, 6, filter->agency);
    stmt_str(stmt, 7, filter->document);
    return stmt;
}

int preexam_cases_next(struct stmt *stmt, struct preexam_case *ret)
{
    static const size_t columns[PREEXAM_KEYS] = {
        [PREEXAM_CENTER] = 7,  [PREEXAM_FIELD] = 8,           [PREEXAM_PATENT_TYPE] = 9,
        [PREEXAM_AGENCY] = 10, [PREEXAM_APPLICANT_TYPE] = 11,
    };
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct preexam_case){
        .received_on = row_date(stmt, 0),
        .accepted_on = row_day(stmt, 1),
        .decided_on = row_day(stmt, 2),
        .filed_on = row_day(stmt, 3),
        .concluded_on = row_day(stmt, 4),
        .decision = stmt_get_str(stmt, 5),
        .outcome = stmt_get_str(stmt, 6),
    };
    for (size_t key = 0; key < PREEXAM_KEYS; key++)
        ret->keys[key] = stmt_get_str(stmt, columns[key]);
    return 1;
}

int preexam_limits_open(struct db *db, struct arena *arena, int64_t release,
                        struct preexam_limits *ret)
{
    int r = time_limits_load(db, arena, release, &ret->rules);

    return r < 0 ? r : calendars_load(db, arena, release, CALENDAR_NATIONAL, &ret->calendar);
}

struct day preexam_limit(const struct preexam_limits *limits, const struct preexam_case *which)
{
    static const struct time_limit_case of = {.ip_type = STR("patent"),
                                              .step = STR("preexam_filing")};
    struct day none = {.known = false};
    const struct time_limit_row *rule;
    struct deadline deadline;

    if (!which->decided_on.known || !str_eq(which->decision, STR("qualified")))
        return none;
    rule = time_limits_find(&limits->rules, &of, which->decided_on.day);
    if (rule == NULL ||
        deadline_of(&rule->rule, &limits->calendar, which->decided_on.day, false, NULL, 0,
                    &deadline) < 0 ||
        deadline.state != DEADLINE_SET)
        return none;
    return (struct day){true, deadline.day};
}

bool preexam_lapsed(const struct preexam_case *which, struct day limit)
{
    return limit.known && !(which->filed_on.known && which->filed_on.day <= limit.day);
}
