/* Calendars of working days, and time limits with the days of their validity. */
#include "db/tables_impl.h"

const struct table_column calendar_year_columns[5] = {
    {"calendar", CELL_ITEM, KEY, .list = "calendar"},
    {"year", CELL_INTEGER, KEY},
    {"source", CELL_TEXT, REQUIRED},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column calendar_day_columns[5] = {
    {"calendar", CELL_ITEM, KEY, .list = "calendar"},
    {"day", CELL_DATE, KEY},
    {"kind", CELL_WORD, REQUIRED, .list = "holiday;workday"},
    {"name", CELL_ITEM, OPTIONAL, .list = "holiday"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column time_limit_columns[15] = {
    {"time_limit", CELL_OWN_CODE, KEY, .list = "time_limit"},
    {"route", CELL_ITEM, OPTIONAL, .list = "route"},
    {"ip_type", CELL_ITEM, OPTIONAL, .list = "ip_type"},
    {"dispute_type", CELL_ITEM, OPTIONAL, .list = "dispute_type"},
    {"step", CELL_ITEM, REQUIRED, .list = "time_limit_step"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"base", CELL_INTEGER, REQUIRED},
    {"unit", CELL_WORD, REQUIRED, .list = "month;day;working_day"},
    {"extension", CELL_INTEGER, OPTIONAL},
    {"extension_unit", CELL_WORD, OPTIONAL, .list = "month;day;working_day"},
    {"source_zh", CELL_TEXT, REQUIRED},
    {"source_en", CELL_TEXT, REQUIRED},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
