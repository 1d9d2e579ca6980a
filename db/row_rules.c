#include "db/row_rules.h"

#include "base/macros.h"
#include "db/cell_text.h"

#include <string.h>

/* limit: decimals of a number in millionths */
enum { DECIMALS_MAX = 6 };

/* limit: ranks of publishers, as the schema has them; nobody tells more apart */
enum { PUBLISHER_RANK_MAX = 99 };

/* limit: points of one event of a credit file, in millionths; a full score is 100, and the sum over
 * every event there can be still fits */
#define POINTS_MAX_E6 INT64_C(1000000000000)

/* A row with the names of its values. */
struct named_row {
    const struct sql_columns *columns;
    const struct row_values *values;
};

/* limit: a time limit as the schema has it; nobody is given a thousand months */
enum { LIMIT_MAX = 1000 };

/* What is wrong, and in which column of the file; no column: nothing. */
struct finding {
    const char *column, *reason;
};

static const struct finding nothing = {NULL, NULL};

const struct value *row_value(const struct sql_columns *columns, const struct row_values *row,
                              const char *name)
{
    static const struct value absent = {.kind = VALUE_NULL};

    for (size_t i = 0; i < columns->n; i++) {
        if (strcmp(columns->v[i], name) == 0)
            return &row->v[i];
    }
    return &absent;
}

static const struct value *value_of(const struct named_row *row, const char *name)
{
    return row_value(row->columns, row->values, name);
}

static bool is_null(const struct named_row *row, const char *name)
{
    return value_of(row, name)->kind == VALUE_NULL;
}

static struct str text_of(const struct named_row *row, const char *name)
{
    const struct value *value = value_of(row, name);
    return value->kind == VALUE_STR ? value->s : STR("");
}

/* True when the text is one of a list "a;b". */
static bool is_one_of(const struct named_row *row, const char *name, const char *list)
{
    return list_has(str_from(list), text_of(row, name));
}

/* Pairs of which the first is not above the second, where both are there. */
static const struct {
    const char *table, *low, *high;
    struct finding finding;
} ordered[] = {
    {"region", "valid_from", "valid_to", {"valid_to", "is before valid_from"}},
    {"region_group_member", "valid_from", "valid_to", {"valid_to", "is before valid_from"}},
    {"definition", "valid_from", "valid_to", {"valid_to", "is before valid_from"}},
    {"document", "signed_on", "published_on", {"published_on", "is before signed_on"}},
    {"document", "covers_from", "covers_to", {"covers_to", "is before covers_from"}},
    {"observation", "lower_e6", "value_e6", {"lower", "is above the value"}},
    {"observation", "value_e6", "upper_e6", {"upper", "is below the value"}},
    {"plan", "starts_on", "ends_on", {"ends_on", "is before starts_on"}},
    {"target", "starts_on", "ends_on", {"ends_on", "is before starts_on"}},
    {"time_limit", "valid_from", "valid_to", {"valid_to", "is before valid_from"}},
    {"assessment_item", "floor_e6", "ceiling_e6", {"ceiling", "is below the floor"}},
    {"preexam_request", "received_on", "accepted_on", {"accepted_on", "is before received_on"}},
    {"preexam_request", "received_on", "decided_on", {"decided_on", "is before received_on"}},
    {"preexam_request", "accepted_on", "decided_on", {"decided_on", "is before accepted_on"}},
    {"preexam_request", "decided_on", "filed_on", {"filed_on", "is before decided_on"}},
    {"preexam_request", "filed_on", "concluded_on", {"concluded_on", "is before filed_on"}},
    {"dispute", "filed_on", "closed_on", {"closed_on", "is before filed_on"}},
    {"dispute", "closed_on", "published_on", {"published_on", "is before closed_on"}},
    {"dispute_suspension", "starts_on", "ends_on", {"ends_on", "is before starts_on"}},
    {"mediation", "opened_on", "closed_on", {"closed_on", "is before opened_on"}},
    {"judicial_confirmation",
     "requested_on",
     "accepted_on",
     {"accepted_on", "is before requested_on"}},
    {"judicial_confirmation",
     "requested_on",
     "decided_on",
     {"decided_on", "is before requested_on"}},
    {"judicial_confirmation", "accepted_on", "decided_on", {"decided_on", "is before accepted_on"}},
    {"agency", "filed_on", "filing_expires_on", {"filing_expires_on", "is before filed_on"}},
    {"agency", "filed_on", "ended_on", {"ended_on", "is before filed_on"}},
    {"credit_scheme", "valid_from", "valid_to", {"valid_to", "is before valid_from"}},
    {"credit_threshold", "lower_e6", "upper_e6", {"upper", "is below lower"}},
    {"credit_rule", "points_e6", "points_max_e6", {"points_max", "is below points"}},
    {"credit_event", "occurred_on", "published_on", {"published_on", "is before occurred_on"}},
    {"credit_event", "occurred_on", "repaired_on", {"repaired_on", "is before occurred_on"}},
    {"credit_reminder", "sent_on", "corrected_on", {"corrected_on", "is before sent_on"}},
    {"credit_repair", "filed_on", "provincial_on", {"provincial_on", "is before filed_on"}},
    {"credit_repair", "provincial_on", "national_on", {"national_on", "is before provincial_on"}},
    {"credit_objection", "filed_on", "decided_on", {"decided_on", "is before filed_on"}},
};

static struct finding check_order(const struct table *table, const struct named_row *row)
{
    for (size_t i = 0; i < COUNT_OF(ordered); i++) {
        if (strcmp(ordered[i].table, table->name) != 0)
            continue;
        const struct value *low = value_of(row, ordered[i].low);
        const struct value *high = value_of(row, ordered[i].high);
        if (low->kind == VALUE_I64 && high->kind == VALUE_I64 && low->i > high->i)
            return ordered[i].finding;
    }
    return nothing;
}

static struct finding check_indicator(const struct named_row *row)
{
    if (!list_has(text_of(row, "units"), text_of(row, "unit")))
        return (struct finding){"units", "does not have the usual unit"};
    if (value_of(row, "decimals")->i > DECIMALS_MAX)
        return (struct finding){"decimals", "is above 6"};
    return nothing;
}

/* limit: days that a register covers; figures are counted for each quarter of them */
enum { COVERS_MAX = 60 * 366 };

static struct finding check_document(const struct named_row *row)
{
    static const char *const covers[] = {"covers_from", "covers_to"};
    int64_t rank = value_of(row, "publisher_rank")->i;

    if (rank < 1 || rank > PUBLISHER_RANK_MAX)
        return (struct finding){"publisher_rank", "is not between 1 and 99"};
    for (size_t i = 0; i < COUNT_OF(covers); i++) {
        if (is_null(row, covers[i]) != !is_one_of(row, "kind", "register"))
            return (struct finding){covers[i], is_null(row, covers[i])
                                                   ? "is empty, and a register needs it"
                                                   : "is nothing that such a document has"};
    }
    if (!is_null(row, "covers_to") &&
        value_of(row, "covers_to")->i - value_of(row, "covers_from")->i > COVERS_MAX)
        return (struct finding){"covers_to", "is more than 60 years after covers_from"};
    return nothing;
}

/* Growth is in per cent and a rank in ranks, whatever the indicator counts. */
static const struct {
    const char *measure, *units, *reason;
} fixed_units[] = {
    {"yoy;mom;growth_since_base", "percent", "is not percent, which the measure is in"},
    {"mean_annual_growth", "percent;percent_per_year",
     "is neither percent nor percent_per_year, which the measure is in"},
    {"rank", "rank", "is not rank, which the measure is in"},
};

static struct finding check_measure(const struct named_row *row)
{
    for (size_t i = 0; i < COUNT_OF(fixed_units); i++) {
        if (is_one_of(row, "measure", fixed_units[i].measure) &&
            !is_one_of(row, "unit", fixed_units[i].units))
            return (struct finding){"unit", fixed_units[i].reason};
    }
    if (is_one_of(row, "measure", "rank") && !is_null(row, "value_e6") &&
        value_of(row, "decimals")->i > 0)
        return (struct finding){"value", "is a rank with decimals"};
    return nothing;
}

/* A value that is missing has a status that says why, and no interval. */
static struct finding check_missing(const struct named_row *row)
{
    if (!is_one_of(row, "status", "L;M;O;Q"))
        return (struct finding){"value", "is empty, which needs a status of L, M, O or Q"};
    if (!is_null(row, "lower_e6"))
        return (struct finding){"lower", "is the end of an interval without a value"};
    if (!is_null(row, "upper_e6"))
        return (struct finding){"upper", "is the end of an interval without a value"};
    return nothing;
}

static struct finding check_present(const struct named_row *row)
{
    if (is_one_of(row, "status", "L;M;O;Q"))
        return (struct finding){"status", "says that there is no value, and there is one"};
    if (is_null(row, "lower_e6") && is_one_of(row, "bound", "eq;approx;ge;gt"))
        return (struct finding){"lower", "is empty, which the bound does not allow"};
    if (is_null(row, "upper_e6") && is_one_of(row, "bound", "eq;approx;le;lt"))
        return (struct finding){"upper", "is empty, which the bound does not allow"};
    return nothing;
}

static struct finding check_observation(const struct named_row *row)
{
    if (is_one_of(row, "accumulation", "ytd") && is_one_of(row, "freq", "A"))
        return (struct finding){"accumulation", "is a part of a year, and the period a whole one"};
    struct finding finding = is_null(row, "value_e6") ? check_missing(row) : check_present(row);
    return finding.column != NULL ? finding : check_measure(row);
}

static struct finding check_target(const struct named_row *row)
{
    if (is_one_of(row, "target_window", "point_at_end") &&
        value_of(row, "starts_on")->i != value_of(row, "ends_on")->i)
        return (struct finding){"starts_on", "is not ends_on, which a point in time needs"};
    return check_measure(row);
}

/* Each column of a term that only some kinds of term have, and those kinds. */
static const struct {
    const char *column, *name, *terms;
} term_columns[] = {
    {"indicator", "indicator", "observation"},
    {"region", "region", "observation;region_children"},
    {"breakdown", "breakdown", "observation"},
    {"period", "freq", "observation"},
    {"target", "target", "target"},
    {"document", "document", "document_signatories"},
    {"value", "value_e6", "constant"},
};

static struct finding check_term(const struct named_row *row)
{
    for (size_t i = 0; i < COUNT_OF(term_columns); i++) {
        bool wanted = is_one_of(row, "term", term_columns[i].terms);
        if (wanted == !is_null(row, term_columns[i].name))
            continue;
        return (struct finding){term_columns[i].column, wanted ? "is empty, and the term needs it"
                                                               : "is nothing that the term has"};
    }
    return nothing;
}

static struct finding check_time_limit(const struct named_row *row)
{
    int64_t base = value_of(row, "base")->i, extension = value_of(row, "extension")->i;

    if (base < 1 || base > LIMIT_MAX)
        return (struct finding){"base", "is not between 1 and 1000"};
    if (is_null(row, "extension") != is_null(row, "extension_unit"))
        return (struct finding){"extension_unit", "is there without the other"};
    if (!is_null(row, "extension") && (extension < 1 || extension > LIMIT_MAX))
        return (struct finding){"extension", "is not between 1 and 1000"};
    return nothing;
}

/* A stage has a day and a result, and comes after the one before it. */
static struct finding check_preexam_request(const struct named_row *row)
{
    if (is_null(row, "decided_on") != is_null(row, "decision"))
        return (struct finding){"decision", "and decided_on go together"};
    if (is_null(row, "concluded_on") != is_null(row, "outcome"))
        return (struct finding){"outcome", "and concluded_on go together"};
    if (!is_null(row, "filed_on") && !is_one_of(row, "decision", "qualified"))
        return (struct finding){"filed_on", "is there, and the request did not qualify"};
    if (!is_null(row, "concluded_on") && is_null(row, "filed_on"))
        return (struct finding){"concluded_on", "is there, and the request was not filed"};
    return nothing;
}

/* What comes with the end of a case, or of its mediation. */
static struct finding check_closed(const struct named_row *row)
{
    if (!is_null(row, "closed_on"))
        return nothing;
    if (!is_null(row, "outcome"))
        return (struct finding){"outcome", "is that of a case without a day of closing"};
    if (!is_null(row, "published_on"))
        return (struct finding){"published_on", "is that of a case without a day of closing"};
    return nothing;
}

static struct finding check_confirmation(const struct named_row *row)
{
    if (is_null(row, "decided_on") && !is_null(row, "result"))
        return (struct finding){"result", "is that of a request without a day of decision"};
    if (!is_null(row, "decided_on") && is_null(row, "result"))
        return (struct finding){"result", "is empty, and there is a day of decision"};
    return nothing;
}

static struct finding check_dispute(const struct named_row *row)
{
    if (!is_null(row, "patent_type") && !is_one_of(row, "ip_type", "patent"))
        return (struct finding){"patent_type", "is there, and the case is not one of patents"};
    return check_closed(row);
}

static struct finding check_mediation(const struct named_row *row)
{
    if (value_of(row, "position")->i < 1)
        return (struct finding){"position", "is not above 0"};
    return check_closed(row);
}

/* Whether points are taken off or put on is said by the rule, not by a sign. */
static struct finding check_points(const struct named_row *row)
{
    static const char *const names[] = {"points_e6", "points_max_e6"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct value *points = value_of(row, names[i]);
        if (points->kind == VALUE_I64 && points->i < 0)
            return (struct finding){i == 0 ? "points" : "points_max", "is below 0"};
        if (points->kind == VALUE_I64 && points->i > POINTS_MAX_E6)
            return (struct finding){i == 0 ? "points" : "points_max", "is above 1000000"};
    }
    return nothing;
}

/* What an item scores needs what its kind of scoring needs, and nothing that it does not. */
static struct finding check_assessment_item(const struct named_row *row)
{
    bool linear = is_one_of(row, "scoring", "linear");

    if (value_of(row, "weight_e6")->i < 0)
        return (struct finding){"weight", "is below 0"};
    if (value_of(row, "points_e6")->i <= 0)
        return (struct finding){"points", "is not above 0"};
    if (linear == is_null(row, "floor_e6"))
        return (struct finding){"floor", "goes with linear scoring"};
    if (linear == is_null(row, "ceiling_e6"))
        return (struct finding){"ceiling", "goes with linear scoring"};
    if (linear && value_of(row, "floor_e6")->i == value_of(row, "ceiling_e6")->i)
        return (struct finding){"ceiling", "is the floor"};
    return nothing;
}

static struct finding check_assessment_result(const struct named_row *row)
{
    bool missing = is_null(row, "raw_e6") && is_null(row, "points_e6");

    if (missing != is_one_of(row, "status", "L;M;O;Q"))
        return (struct finding){"status", missing
                                              ? "is not L, M, O or Q, and there is no value"
                                              : "says that there is no value, and there is one"};
    if (!is_null(row, "points_e6") && value_of(row, "points_e6")->i < 0)
        return (struct finding){"points", "is below 0"};
    return nothing;
}

static const struct {
    const char *table;
    struct finding (*check)(const struct named_row *row);
} checks[] = {
    {"indicator", check_indicator},
    {"document", check_document},
    {"observation", check_observation},
    {"target", check_target},
    {"relation_term", check_term},
    {"time_limit", check_time_limit},
    {"preexam_request", check_preexam_request},
    {"dispute", check_dispute},
    {"mediation", check_mediation},
    {"judicial_confirmation", check_confirmation},
    {"credit_rule", check_points},
    {"credit_event", check_points},
    {"assessment_step", check_points},
    {"assessment_item", check_assessment_item},
    {"assessment_result", check_assessment_result},
};

static size_t column_of_file(const struct table *table, const char *name)
{
    size_t i = 0;

    while (i < table->n_columns - 1 && strcmp(table->columns[i].name, name) != 0)
        i++;
    return i;
}

bool row_rules_fault(const struct table *table, const struct sql_columns *columns,
                     const struct row_values *row, struct cell_fault *ret)
{
    const struct named_row named = {columns, row};
    struct finding finding = check_order(table, &named);

    for (size_t i = 0; i < COUNT_OF(checks) && finding.column == NULL; i++) {
        if (strcmp(checks[i].table, table->name) == 0)
            finding = checks[i].check(&named);
    }
    if (finding.column == NULL)
        return false;
    *ret = (struct cell_fault){column_of_file(table, finding.column), finding.reason};
    return true;
}
