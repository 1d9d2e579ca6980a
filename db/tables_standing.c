/* What stands for a time or is carried through: markets, institutions, typical cases, publications,
 * geographical indications, designations, programmes with their projects and tasks. */
#include "db/tables_impl.h"

const struct table_column market_columns[] = {
    {"market", CELL_OWN_CODE, KEY, .list = "market"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"level", CELL_ITEM, REQUIRED, .list = "level"},
    {"state", CELL_ITEM, REQUIRED, .list = "lifecycle"},
    {"cultivated_on", CELL_DATE, OPTIONAL},
    {"recognised_on", CELL_DATE, OPTIONAL},
    {"promoted_on", CELL_DATE, OPTIONAL},
    {"renewal_due_on", CELL_DATE, OPTIONAL},
    {"renewed_on", CELL_DATE, OPTIONAL},
    {"revoked_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column institution_columns[] = {
    {"institution", CELL_OWN_CODE, KEY, .list = "institution"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"kind", CELL_ITEM, REQUIRED, .list = "institution_kind"},
    {"state", CELL_ITEM, REQUIRED, .list = "institution_state"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"zone", CELL_CODE, OPTIONAL, .list = "region"},
    {"host_zh", CELL_TEXT, OPTIONAL},
    {"host_en", CELL_TEXT, OPTIONAL},
    {"belongs_to", CELL_CODE, OPTIONAL, .list = "institution"},
    {"level", CELL_ITEM, OPTIONAL, .list = "level"},
    {"batch", CELL_TEXT, OPTIONAL},
    {"entities", CELL_INTEGER, REQUIRED},
    {"opened_on", CELL_DATE, OPTIONAL},
    {"closed_on", CELL_DATE, OPTIONAL},
    {"services", CELL_ITEMS, OPTIONAL, .list = "institution_service"},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column typical_case_columns[] = {
    {"typical_case", CELL_OWN_CODE, KEY, .list = "typical_case"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"series", CELL_ITEM, REQUIRED, .list = "series"},
    {"year", CELL_INTEGER, REQUIRED},
    {"ip_type", CELL_ITEM, OPTIONAL, .list = "ip_type"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"stage", CELL_ITEM, REQUIRED, .list = "case_stage"},
    {"submitted_on", CELL_DATE, OPTIONAL},
    {"published_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column publication_columns[] = {
    {"publication", CELL_OWN_CODE, KEY, .list = "publication"},
    {"kind", CELL_ITEM, REQUIRED, .list = "publication_kind"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"series", CELL_ITEM, OPTIONAL, .list = "series"},
    {"period", CELL_PERIOD, OPTIONAL},
    {"planned_on", CELL_DATE, OPTIONAL},
    {"published_on", CELL_DATE, OPTIONAL},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column geographical_indication_columns[] = {
    {"geographical_indication", CELL_OWN_CODE, KEY, .list = "geographical_indication"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"kind", CELL_ITEM, OPTIONAL, .list = "gi_kind"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"registered_on", CELL_DATE, OPTIONAL},
    {"users", CELL_INTEGER, OPTIONAL},
    {"output_value", CELL_PUBLISHED, OPTIONAL, .decimals = "output_value_decimals"},
    {"demo_zone", CELL_ITEM, OPTIONAL, .list = "gi_status"},
    {"lists", CELL_ITEMS, OPTIONAL, .list = "gi_list"},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column designation_columns[] = {
    {"designation", CELL_OWN_CODE, KEY, .list = "designation"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"kind", CELL_ITEM, REQUIRED, .list = "designation_kind"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"level", CELL_ITEM, REQUIRED, .list = "level"},
    {"batch", CELL_TEXT, OPTIONAL},
    {"entities", CELL_INTEGER, REQUIRED},
    {"state", CELL_ITEM, REQUIRED, .list = "designation_state"},
    {"granted_on", CELL_DATE, OPTIONAL},
    {"term_starts_on", CELL_DATE, OPTIONAL},
    {"term_ends_on", CELL_DATE, OPTIONAL},
    {"accepted_on", CELL_DATE, OPTIONAL},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column work_programme_columns[] = {
    {"work_programme", CELL_OWN_CODE, KEY, .list = "work_programme"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"starts_on", CELL_DATE, OPTIONAL},
    {"ends_on", CELL_DATE, OPTIONAL},
    {"projects_stated", CELL_INTEGER, OPTIONAL},
    {"tasks_stated", CELL_INTEGER, OPTIONAL},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column programme_project_columns[] = {
    {"programme_project", CELL_OWN_CODE, KEY, .list = "programme_project"},
    {"work_programme", CELL_CODE, REQUIRED, .list = "work_programme"},
    {"position", CELL_INTEGER, REQUIRED},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column programme_task_columns[] = {
    {"programme_task", CELL_OWN_CODE, KEY, .list = "programme_task"},
    {"work_programme", CELL_CODE, REQUIRED, .list = "work_programme"},
    {"project", CELL_CODE, OPTIONAL, .list = "programme_project"},
    {"position", CELL_INTEGER, REQUIRED},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"due_on", CELL_DATE, OPTIONAL},
    {"done_on", CELL_DATE, OPTIONAL},
    {"department", CELL_CODE, OPTIONAL, .list = "department"},
    {"evidence", CELL_CODE, OPTIONAL, .list = "document"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
