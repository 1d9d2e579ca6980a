/* Measures, safeguards and tasks of plans, the departments and indicators of each, and reports. */
#include "db/tables_impl.h"

const struct table_column policy_measure_columns[9] = {
    {"policy_measure", CELL_OWN_CODE, KEY, .list = "policy_measure"},
    {"kind", CELL_WORD, REQUIRED, .list = "measure;safeguard;task"},
    {"number", CELL_INTEGER, REQUIRED},
    {"position", CELL_INTEGER, REQUIRED},
    {"domain", CELL_ITEM, OPTIONAL, .list = "measure_domain"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"locator", CELL_TEXT, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column policy_measure_department_columns[4] = {
    {"policy_measure", CELL_CODE, KEY, .list = "policy_measure"},
    {"department", CELL_CODE, KEY, .list = "department"},
    {"position", CELL_INTEGER, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column policy_measure_indicator_columns[4] = {
    {"policy_measure", CELL_CODE, KEY, .list = "policy_measure"},
    {"indicator", CELL_CODE, KEY, .list = "indicator"},
    {"basis", CELL_WORD, REQUIRED, .list = "stated;subject"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column policy_measure_report_columns[5] = {
    {"policy_measure", CELL_CODE, KEY, .list = "policy_measure"},
    {"period", CELL_PERIOD, KEY},
    {"status", CELL_ITEM, REQUIRED, .list = "measure_status"},
    {"evidence", CELL_CODE, OPTIONAL, .list = "document"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
