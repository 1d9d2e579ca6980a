/* Rules between a record and what it names: its scheme, its case, its item, the agency above it. */

#include "db/draft_impl.h"

#include "base/err.h"
#include "db/statements.h"

/* limit: agencies above one; a branch has a head office, and hardly ever one between */
enum { AGENCIES_ABOVE_MAX = 32 };

enum {
    UNKNOWN_RULE,
    FIXED_POINTS,
    POINTS_MAX,
    BEFORE_SCHEME,
    PERIOD_BEFORE_SCHEME,
    OFF_SCALE,
    OTHER_KIND,
    ITEM_POINTS,
    BEFORE_FILING,
    AFTER_CLOSING,
    OPENED_BEFORE_FILING,
    AGENCY_PARENT
};

#define VISIBLE(t)                                                                                 \
    t ".until = 9223372036854775807 AND (" t ".since < 1099511627776 OR " t ".since = :draft)"
/* The newest version of what a record names. */
#define NEWEST(t) VISIBLE(t) " ORDER BY " t ".since DESC LIMIT 1"

/* Names of what is joined below. */
#define RULE_NEWEST                                                                                \
    " FROM credit_rule r WHERE r.scheme = :scheme AND r.rule = :rule AND " NEWEST("r")
#define SCHEME_NEWEST " FROM credit_scheme s WHERE s.scheme = :scheme AND " NEWEST("s")
#define CASE_NEWEST " FROM dispute d WHERE d.dispute = :dispute AND " NEWEST("d")
#define A_RULE "SELECT 1 FROM credit_rule a WHERE a.scheme = :scheme AND " VISIBLE("a")
#define THE_RULE                                                                                   \
    "SELECT 1 FROM credit_rule r WHERE r.scheme = :scheme AND r.rule = :rule AND " VISIBLE("r")
#define A_GRADE "SELECT 1 FROM credit_threshold a WHERE a.scheme = :scheme AND " VISIBLE("a")
#define THE_GRADE                                                                                  \
    "SELECT 1 FROM credit_threshold g WHERE g.scheme = :scheme AND g.grade = :grade AND " VISIBLE( \
        "g")
#define AGENCY_VISIBLE VISIBLE("a")
#define SCHEME_VISIBLE VISIBLE("s")
#define AGENCY_NEWEST NEWEST("a")
#define ITEM_NEWEST NEWEST("i")

static const char *const fault_columns[] = {"fault", NULL};

/* Whether a row is at fault. The parameters are its columns, and the draft. A scheme of which no
 * rules are known takes any, and one without a scale any grade. */
static const struct stmt_spec specs[] =
    {
        [UNKNOWN_RULE] =
            {
                .name = "draft_unknown_rule",
                .sql = "SELECT EXISTS (" A_RULE ") AND NOT EXISTS (" THE_RULE ") AS fault",
                .params = (const char *const[]){"scheme", "draft", "rule", NULL},
                .columns = fault_columns,
            },
        [FIXED_POINTS] =
            {
                .name = "draft_fixed_points",
                .sql = "SELECT r.points_e6 IS NOT NULL AND r.points_e6 <> :points_e6"
                       " AS fault" RULE_NEWEST,
                .params = (const char *const[]){"points_e6", "scheme", "rule", "draft", NULL},
                .columns = fault_columns,
            },
        [POINTS_MAX] =
            {
                .name = "draft_points_max",
                .sql = "SELECT r.points_max_e6 IS NOT NULL AND r.points_max_e6 < :points_e6"
                       " AS fault" RULE_NEWEST,
                .params = (const char *const[]){"points_e6", "scheme", "rule", "draft", NULL},
                .columns = fault_columns,
            },
        [BEFORE_SCHEME] =
            {
                .name = "draft_before_scheme",
                .sql = "SELECT s.valid_from IS NOT NULL AND s.valid_from > :occurred_on"
                       " AS fault" SCHEME_NEWEST,
                .params = (const char *const[]){"occurred_on", "scheme", "draft", NULL},
                .columns = fault_columns,
            },
        [PERIOD_BEFORE_SCHEME] =
            {
                .name = "draft_period_before_scheme",
                .sql = "SELECT s.valid_from IS NOT NULL AND s.valid_from > :ends_on"
                       " AS fault" SCHEME_NEWEST,
                .params = (const char *const[]){"ends_on", "scheme", "draft", NULL},
                .columns = fault_columns,
            },
        [OFF_SCALE] =
            {
                .name = "draft_off_scale",
                .sql = "SELECT EXISTS (" A_GRADE ") AND NOT EXISTS (" THE_GRADE ") AS fault",
                .params = (const char *const[]){"scheme", "draft", "grade", NULL},
                .columns = fault_columns,
            },
        [OTHER_KIND] =
            {
                .name = "draft_other_kind",
                .sql = "SELECT (s.subject = 'patent_agency' AND a.kind = 'trademark')"
                       " OR (s.subject = 'trademark_agency' AND a.kind = 'patent') AS fault"
                       " FROM credit_scheme s JOIN agency a ON a.agency = :agency"
                       " AND " AGENCY_VISIBLE " WHERE s.scheme = :scheme AND " SCHEME_VISIBLE
                       " ORDER BY s.since DESC, a.since DESC LIMIT 1",
                .params = (const char *const[]){"agency", "draft", "scheme", NULL},
                .columns = fault_columns,
            },
        [ITEM_POINTS] =
            {
                .name = "draft_item_points",
                .sql = "SELECT :points_e6 IS NOT NULL AND i.points_e6 < :points_e6 AS fault"
                       " FROM assessment_item i WHERE i.scheme = :scheme AND i.item = :item"
                       " AND " ITEM_NEWEST,
                .params = (const char *const[]){"points_e6", "scheme", "item", "draft", NULL},
                .columns = fault_columns,
            },
        [BEFORE_FILING] =
            {
                .name = "draft_before_filing",
                .sql = "SELECT d.filed_on > :starts_on AS fault" CASE_NEWEST,
                .params = (const char *const[]){"starts_on", "dispute", "draft", NULL},
                .columns = fault_columns,
            },
        [AFTER_CLOSING] =
            {
                .name = "draft_after_closing",
                .sql = "SELECT d.closed_on IS NOT NULL AND d.closed_on < :starts_on"
                       " AS fault" CASE_NEWEST,
                .params = (const char *const[]){"starts_on", "dispute", "draft", NULL},
                .columns = fault_columns,
            },
        [OPENED_BEFORE_FILING] =
            {
                .name = "draft_opened_before_filing",
                .sql = "SELECT d.filed_on > :opened_on AS fault" CASE_NEWEST,
                .params = (const char *const[]){"opened_on", "dispute", "draft", NULL},
                .columns = fault_columns,
            },
        [AGENCY_PARENT] =
            {
                .name = "draft_agency_parent",
                .sql = "SELECT a.parent FROM agency a WHERE a.agency = :agency AND " AGENCY_NEWEST,
                .params = (const char *const[]){"agency", "draft", NULL},
                .columns = (const char *const[]){"parent", NULL},
            },
};
const struct stmt_group draft_record_rules_statements = {"draft_record_rules", specs,
                                                         COUNT_OF(specs)};

/* What is asked of the rows of a table, in order. Tables come after those that they name. */
static const struct {
    const char *table;
    size_t spec;
    const char *column, *reason;
} rules[] = {
    {"credit_event", UNKNOWN_RULE, "rule", "is no rule of the scheme"},
    {"credit_event", FIXED_POINTS, "points", "are not the points that the rule fixes"},
    {"credit_event", POINTS_MAX, "points", "are above what the rule has at most"},
    {"credit_event", BEFORE_SCHEME, "occurred_on", "is before the scheme is valid"},
    {"credit_event", OTHER_KIND, "scheme", "is not for agencies of this kind"},
    {"credit_grade", OFF_SCALE, "grade", "is not on the scale of the scheme"},
    {"credit_grade", PERIOD_BEFORE_SCHEME, "period", "is over before the scheme is valid"},
    {"credit_grade", OTHER_KIND, "scheme", "is not for agencies of this kind"},
    {"credit_reminder", OTHER_KIND, "scheme", "is not for agencies of this kind"},
    {"credit_objection", OTHER_KIND, "scheme", "is not for agencies of this kind"},
    {"assessment_step", ITEM_POINTS, "points", "are above the full points of the item"},
    {"assessment_result", ITEM_POINTS, "points", "are above the full points of the item"},
    {"dispute_suspension", BEFORE_FILING, "starts_on", "is before the case was filed"},
    {"dispute_suspension", AFTER_CLOSING, "starts_on", "is after the case was closed"},
    {"mediation", OPENED_BEFORE_FILING, "opened_on", "is before the case was filed"},
};

/* Binds the columns of the row that the statement names, and the draft. */
static void bind(struct stmt *s, const struct stmt_spec *spec, const struct draft *draft,
                 const struct sql_columns *columns, const struct row_values *row)
{
    for (size_t i = 0; spec->params[i] != NULL; i++) {
        const struct value *value = row_value(columns, row, spec->params[i]);

        if (str_eq(str_from(spec->params[i]), STR("draft")))
            stmt_i64(s, i, draft->since);
        else if (value->kind == VALUE_I64)
            stmt_i64(s, i, value->i);
        else if (value->kind == VALUE_STR)
            stmt_str(s, i, value->s);
        else
            stmt_null(s, i);
    }
}

int draft_record_rules_row(struct draft *draft, const struct table *table,
                           const struct row_values *row, const char **ret_column,
                           const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;

    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        if (!str_eq(str_from(table->name), str_from(rules[i].table)))
            continue;
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[rules[i].spec]);
        bind(s, &specs[rules[i].spec], draft, columns, row);
        int r = stmt_step(s);
        if (r < 0)
            return r;
        if (r > 0 && stmt_get_i64(s, 0) != 0) {
            *ret_column = rules[i].column;
            *ret_reason = rules[i].reason;
            return 1;
        }
    }
    return 0;
}

int draft_record_rules_agency(struct draft *draft, int64_t agency, const char **ret_reason)
{
    int64_t at = agency;

    for (int i = 0; i <= AGENCIES_ABOVE_MAX; i++) {
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[AGENCY_PARENT]);
        stmt_i64(s, 0, at);
        stmt_i64(s, 1, draft->since);
        int r = stmt_step(s);
        if (r <= 0 || stmt_is_null(s, 0))
            return r < 0 ? r : 0;
        at = stmt_get_i64(s, 0);
        if (at == agency) {
            *ret_reason = "makes the agency its own parent, or one above that";
            return 1;
        }
    }
    *ret_reason = "puts more than 32 agencies above the agency, or a circle";
    return 1;
}
