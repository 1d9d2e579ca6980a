/* Schemes of assessment with items, steps and grades; results, and totals as published. */
#include "db/tables_impl.h"

const struct table_column assessment_scheme_columns[8] = {
    {"assessment_scheme", CELL_OWN_CODE, KEY, .list = "assessment_scheme"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"year", CELL_INTEGER, REQUIRED},
    {"version", CELL_TEXT, REQUIRED},
    {"predecessor", CELL_CODE, OPTIONAL, .list = "assessment_scheme"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column assessment_item_columns[14] = {
    {"scheme", CELL_CODE, KEY, .list = "assessment_scheme"},
    {"item", CELL_ID, KEY},
    {"position", CELL_INTEGER, REQUIRED},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"weight", CELL_DECIMAL, REQUIRED},
    {"points", CELL_DECIMAL, REQUIRED},
    {"scoring", CELL_WORD, REQUIRED, .list = "linear;threshold;rank;manual"},
    {"direction", CELL_WORD, REQUIRED, .list = "higher;lower"},
    {"indicator", CELL_CODE, OPTIONAL, .list = "indicator"},
    {"floor", CELL_DECIMAL, OPTIONAL},
    {"ceiling", CELL_DECIMAL, OPTIONAL},
    {"unchanged_from", CELL_ID, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column assessment_step_columns[5] = {
    {"scheme", CELL_CODE, KEY, .list = "assessment_scheme"},
    {"item", CELL_ID, KEY},
    {"at", CELL_DECIMAL, KEY},
    {"points", CELL_DECIMAL, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column assessment_grade_columns[4] = {
    {"scheme", CELL_CODE, KEY, .list = "assessment_scheme"},
    {"grade", CELL_ITEM, KEY, .list = "assessment_grade"},
    {"lower", CELL_DECIMAL, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column assessment_result_columns[8] = {
    {"scheme", CELL_CODE, KEY, .list = "assessment_scheme"},
    {"region", CELL_CODE, KEY, .list = "region"},
    {"item", CELL_ID, KEY},
    {"raw", CELL_PUBLISHED, OPTIONAL, .decimals = "decimals"},
    {"status", CELL_ITEM, REQUIRED, .list = "obs_status"},
    {"points", CELL_DECIMAL, OPTIONAL},
    {"evidence", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column assessment_total_columns[6] = {
    {"scheme", CELL_CODE, KEY, .list = "assessment_scheme"},
    {"region", CELL_CODE, KEY, .list = "region"},
    {"score", CELL_PUBLISHED, REQUIRED, .decimals = "decimals"},
    {"rank", CELL_INTEGER, OPTIONAL},
    {"grade", CELL_ITEM, OPTIONAL, .list = "assessment_grade"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
