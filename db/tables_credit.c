/* Agencies; schemes of credit with thresholds and rules; events, grades, reminders, repairs and
 * objections. */
#include "db/tables_impl.h"

const struct table_column agency_columns[] = {
    {"agency", CELL_OWN_CODE, KEY, .list = "agency"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, OPTIONAL},
    {"kind", CELL_ITEM, REQUIRED, .list = "agency_kind"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"zone", CELL_CODE, OPTIONAL, .list = "region"},
    {"uscc", CELL_TEXT, OPTIONAL},
    {"filed_on", CELL_DATE, OPTIONAL},
    {"filing_expires_on", CELL_DATE, OPTIONAL},
    {"status", CELL_ITEM, REQUIRED, .list = "agency_status"},
    {"ended_on", CELL_DATE, OPTIONAL},
    {"parent", CELL_CODE, OPTIONAL, .list = "agency"},
    {"practitioners", CELL_INTEGER, RESTRICTED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_scheme_columns[] = {
    {"scheme", CELL_ITEM, KEY, .list = "scheme"},
    {"subject", CELL_ITEM, REQUIRED, .list = "credit_subject"},
    {"authority_zh", CELL_TEXT, REQUIRED},
    {"authority_en", CELL_TEXT, REQUIRED},
    {"standing", CELL_ITEM, REQUIRED, .list = "scheme_standing"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"full_score", CELL_DECIMAL, OPTIONAL},
    {"repair_months", CELL_INTEGER, OPTIONAL},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_threshold_columns[] = {
    {"scheme", CELL_ITEM, KEY, .list = "scheme"},
    {"grade", CELL_ITEM, KEY, .list = "grade"},
    {"lower", CELL_DECIMAL, OPTIONAL},
    {"lower_open", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"upper", CELL_DECIMAL, OPTIONAL},
    {"upper_open", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_rule_columns[] = {
    {"scheme", CELL_ITEM, KEY, .list = "scheme"},
    {"rule", CELL_ID, KEY},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"kind", CELL_WORD, REQUIRED, .list = "deduct;bonus"},
    {"points", CELL_DECIMAL, OPTIONAL},
    {"points_max", CELL_DECIMAL, OPTIONAL},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_event_columns[] = {
    {"event", CELL_OWN_CODE, KEY, .list = "credit_event"},
    {"agency", CELL_CODE, REQUIRED, .list = "agency"},
    {"scheme", CELL_ITEM, REQUIRED, .list = "scheme"},
    {"rule", CELL_ID, REQUIRED},
    {"points", CELL_DECIMAL, REQUIRED},
    {"occurred_on", CELL_DATE, REQUIRED},
    {"published_on", CELL_DATE, OPTIONAL},
    {"repaired_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_grade_columns[] = {
    {"agency", CELL_CODE, KEY, .list = "agency"},
    {"scheme", CELL_ITEM, KEY, .list = "scheme"},
    {"period", CELL_PERIOD, KEY},
    {"score", CELL_PUBLISHED, OPTIONAL, .decimals = "score_decimals"},
    {"grade", CELL_ITEM, REQUIRED, .list = "grade"},
    {"published_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_reminder_columns[] = {
    {"reminder", CELL_OWN_CODE, KEY, .list = "credit_reminder"},
    {"agency", CELL_CODE, REQUIRED, .list = "agency"},
    {"scheme", CELL_ITEM, REQUIRED, .list = "scheme"},
    {"sent_on", CELL_DATE, REQUIRED},
    {"reason", CELL_ITEM, REQUIRED, .list = "reminder_reason"},
    {"corrected_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_repair_columns[] = {
    {"event", CELL_CODE, KEY, .list = "credit_event"},
    {"filed_on", CELL_DATE, KEY},
    {"provincial_on", CELL_DATE, OPTIONAL},
    {"national_on", CELL_DATE, OPTIONAL},
    {"result", CELL_WORD, OPTIONAL, .list = "granted;refused"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_objection_columns[] = {
    {"agency", CELL_CODE, KEY, .list = "agency"},
    {"scheme", CELL_ITEM, KEY, .list = "scheme"},
    {"period", CELL_PERIOD, KEY},
    {"filed_on", CELL_DATE, KEY},
    {"decided_on", CELL_DATE, OPTIONAL},
    {"result", CELL_WORD, OPTIONAL, .list = "upheld;rejected"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
