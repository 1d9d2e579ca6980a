/* Dispute cases, their suspensions, mediations and judicial confirmations. Parties have no column.
 */
#include "db/tables_impl.h"

const struct table_column dispute_columns[] = {
    {"dispute", CELL_OWN_CODE, KEY, .list = "dispute"},
    {"case_no", CELL_TEXT, RESTRICTED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"org_level", CELL_ITEM, REQUIRED, .list = "org_level"},
    {"dispute_type", CELL_ITEM, REQUIRED, .list = "dispute_type"},
    {"ip_type", CELL_ITEM, REQUIRED, .list = "ip_type"},
    {"route", CELL_ITEM, REQUIRED, .list = "route"},
    {"patent_type", CELL_ITEM, OPTIONAL, .list = "patent_type"},
    {"e_commerce", CELL_ITEM, REQUIRED, .list = "e_commerce"},
    {"foreign_related", CELL_ITEM, REQUIRED, .list = "foreign_related"},
    {"exhibition", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"simplified", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"requester_type", CELL_ITEM, RESTRICTED, .list = "applicant_type"},
    {"filed_on", CELL_DATE, REQUIRED},
    {"extended", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"closed_on", CELL_DATE, OPTIONAL},
    {"outcome", CELL_ITEM, OPTIONAL, .list = "outcome"},
    {"published_on", CELL_DATE, OPTIONAL},
    {"litigation", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column dispute_suspension_columns[] = {
    {"dispute", CELL_CODE, KEY, .list = "dispute"},
    {"starts_on", CELL_DATE, KEY},
    {"ends_on", CELL_DATE, OPTIONAL},
    {"reason", CELL_ITEM, OPTIONAL, .list = "suspension_reason"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column mediation_columns[] = {
    {"dispute", CELL_CODE, KEY, .list = "dispute"},
    {"position", CELL_INTEGER, KEY},
    {"channel", CELL_ITEM, REQUIRED, .list = "channel"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"opened_on", CELL_DATE, REQUIRED},
    {"closed_on", CELL_DATE, OPTIONAL},
    {"outcome", CELL_ITEM, OPTIONAL, .list = "outcome"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column judicial_confirmation_columns[] = {
    {"dispute", CELL_CODE, KEY, .list = "dispute"},
    {"requested_on", CELL_DATE, KEY},
    {"accepted_on", CELL_DATE, OPTIONAL},
    {"decided_on", CELL_DATE, OPTIONAL},
    {"result", CELL_WORD, OPTIONAL, .list = "confirmed;refused;withdrawn"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

_Static_assert(COUNT_OF(dispute_columns) == 20 && COUNT_OF(dispute_suspension_columns) == 5 &&
                   COUNT_OF(mediation_columns) == 8 && COUNT_OF(judicial_confirmation_columns) == 6,
               "the sizes in tables_impl.h");
