/* Centres of pre-examination, their fields, and requests. */
#include "db/tables_impl.h"

const struct table_column preexam_center_columns[6] = {
    {"center", CELL_ITEM, KEY, .list = "center"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"opened_on", CELL_DATE, OPTIONAL},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column preexam_field_columns[4] = {
    {"center", CELL_ITEM, KEY, .list = "center"},
    {"field", CELL_ITEM, KEY, .list = "industry_field"},
    {"approved_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column preexam_request_columns[15] = {
    {"preexam_request", CELL_OWN_CODE, KEY, .list = "preexam_request"},
    {"center", CELL_ITEM, REQUIRED, .list = "center"},
    {"field", CELL_ITEM, REQUIRED, .list = "industry_field"},
    {"patent_type", CELL_ITEM, REQUIRED, .list = "patent_type"},
    {"applicant_type", CELL_ITEM, RESTRICTED, .list = "applicant_type"},
    {"agency", CELL_CODE, OPTIONAL, .list = "agency"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"received_on", CELL_DATE, REQUIRED},
    {"accepted_on", CELL_DATE, OPTIONAL},
    {"decided_on", CELL_DATE, OPTIONAL},
    {"decision", CELL_ITEM, OPTIONAL, .list = "preexam_decision"},
    {"filed_on", CELL_DATE, OPTIONAL},
    {"concluded_on", CELL_DATE, OPTIONAL},
    {"outcome", CELL_ITEM, OPTIONAL, .list = "preexam_outcome"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
