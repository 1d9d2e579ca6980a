#include "db/register_figure_specs.h"

#include "base/macros.h"

#define ONE_OF(name, values)                                                                       \
    {                                                                                              \
        .column = (name), .op = REGISTER_ANY_OF, .texts = {(values), COUNT_OF(values) }            \
    }
#define NO_DAY(name)                                                                               \
    {                                                                                              \
        .column = (name), .op = REGISTER_IS_NULL                                                   \
    }

static const struct str yes[] = {STR("yes")};
static const struct str patent[] = {STR("patent")};
static const struct str trademark[] = {STR("trademark")};
static const struct str patent_agency[] = {STR("patent_agency")};
static const struct str bad_faith[] = {STR("bad_faith_trademark")};
static const struct str national[] = {STR("national")};
static const struct str municipal[] = {STR("municipal")};
static const struct str running[] = {STR("running")};
static const struct str opened[] = {STR("open"), STR("closed")};
static const struct str closed[] = {STR("closed")};
static const struct str recognised[] = {STR("recognised"), STR("renewed"), STR("revoked")};
static const struct str revoked[] = {STR("revoked")};
static const struct str renewed[] = {STR("renewed")};
static const struct str protection_center[] = {STR("protection_center")};
static const struct str center_branch[] = {STR("protection_center_branch")};
static const struct str workstation[] = {STR("workstation")};
static const struct str assistance_center[] = {STR("assistance_center")};
static const struct str tisc[] = {STR("tisc")};
static const struct str university_center[] = {STR("university_info_center")};

/* The kinds of conduct that the form of cases puts under infringement of trademarks. */
static const struct str trademark_infringement[] = {
    STR("tm_identical"), STR("tm_similar"),      STR("tm_sale"),         STR("tm_label_forgery"),
    STR("tm_reverse"),   STR("tm_contributory"), STR("tm_other_damage"), STR("tm_well_known_claim"),
};

static const struct register_measure undated_institutions[] = {
    {.name = "no_opening", .tests = {ONE_OF("state", opened), NO_DAY("opened_on")}, .n_tests = 2},
    {.name = "no_closing", .tests = {ONE_OF("state", closed), NO_DAY("closed_on")}, .n_tests = 2},
};
static const struct register_measure undated_markets[] = {
    {.name = "no_recognition",
     .tests = {ONE_OF("state", recognised), NO_DAY("recognised_on")},
     .n_tests = 2},
    {.name = "no_revocation",
     .tests = {ONE_OF("state", revoked), NO_DAY("revoked_on")},
     .n_tests = 2},
    {.name = "no_renewal", .tests = {ONE_OF("state", renewed), NO_DAY("renewed_on")}, .n_tests = 2},
};
static const struct register_measure undated_centers[] = {
    {.name = "no_founding",
     .tests = {ONE_OF("state", running), NO_DAY("established_on")},
     .n_tests = 2},
};

#define ENFORCEMENT .table = "enforcement_case", .from = "decided_on"
#define PLEDGES .table = "pledge", .from = "registered_on"
#define MARKETS                                                                                    \
    .indicator = "ip_standardized_markets", .unit = "entity", .table = "market", .stock = true,    \
    .from = "recognised_on", .to = "revoked_on", .undated = undated_markets,                       \
    .n_undated = COUNT_OF(undated_markets)
#define INSTITUTIONS(kinds)                                                                        \
    .unit = "entity", .table = "institution", .stock = true, .from = "opened_on",                  \
    .to = "closed_on", .tests = {ONE_OF("kind", kinds)}, .n_tests = 1,                             \
    .measures = {{.name = "entities", .kind = REGISTER_SUM, .column = "entities"}},                \
    .n_measures = 1, .undated = undated_institutions, .n_undated = COUNT_OF(undated_institutions)

/* Of a day that is told: by the day of the stock, or after it. */
#define BY_THAT_DAY(name)                                                                          \
    {                                                                                              \
        .column = (name), .op = REGISTER_UNTIL, .number = FIGURE_STOCK_DAY                         \
    }
#define LATER(name)                                                                                \
    {.column = (name), .op = REGISTER_NOT_NULL},                                                   \
    {                                                                                              \
        .column = (name), .op = REGISTER_NOT_UNTIL, .number = FIGURE_STOCK_DAY                     \
    }

const struct register_figure register_figure_specs[] = {
    {ENFORCEMENT, .indicator = "trademark_infringement_cases", .unit = "case",
     .tests = {ONE_OF("conduct", trademark_infringement)}, .n_tests = 1,
     .parts = {{"e_commerce", "e_commerce"}, {"foreign_related", "foreign_related"}}, .n_parts = 2},
    {ENFORCEMENT, .indicator = "trademark_admin_cases", .unit = "case",
     .tests = {ONE_OF("ip_type", trademark)}, .n_tests = 1},
    {ENFORCEMENT, .indicator = "patent_admin_cases", .unit = "case",
     .tests = {ONE_OF("ip_type", patent)}, .n_tests = 1},
    {ENFORCEMENT, .indicator = "enforcement_penalty_amount", .unit = "cny_10k",
     .parts = {{"ip_type", "ip_type"}}, .n_parts = 1,
     .measures = {{.name = "fines", .kind = REGISTER_SUM_E6, .column = "fine"},
                  {.name = "confiscations", .kind = REGISTER_SUM_E6, .column = "confiscation"}},
     .n_measures = 2},
    {ENFORCEMENT, .indicator = "criminal_transfers", .unit = "case",
     .tests = {ONE_OF("transferred", yes)}, .n_tests = 1, .parts = {{"ip_type", "ip_type"}},
     .n_parts = 1},
    {.indicator = "bad_faith_trademark_leads",
     .unit = "item",
     .table = "enforcement_lead",
     .from = "received_on",
     .tests = {ONE_OF("lead_kind", bad_faith)},
     .n_tests = 1},
    {.indicator = "patent_agencies_inspected",
     .unit = "entity",
     .table = "inspection",
     .from = "inspected_on",
     .tests = {ONE_OF("inspected_kind", patent_agency)},
     .n_tests = 1,
     .parts = {{"campaign", "campaign"}},
     .n_parts = 1,
     .each = "agency"},
    {.indicator = "agency_regulatory_interviews",
     .unit = "entity_time",
     .table = "agency_interview",
     .from = "held_on",
     .tests = {ONE_OF("inspected_kind", patent_agency)},
     .n_tests = 1,
     .parts = {{"campaign", "campaign"}},
     .n_parts = 1},
    {PLEDGES, .indicator = "patent_pledge_financing_amount", .unit = "cny_10k",
     .tests = {ONE_OF("ip_type", patent)}, .n_tests = 1,
     .parts = {{"bank", "bank"}, {"enterprise_size", "enterprise_size"}}, .n_parts = 2,
     .measures = {{.name = "amount", .kind = REGISTER_SUM_E6, .column = "amount"}},
     .n_measures = 1},
    {PLEDGES, .indicator = "patents_pledged", .unit = "piece", .tests = {ONE_OF("ip_type", patent)},
     .n_tests = 1, .parts = {{"bank", "bank"}}, .n_parts = 1,
     .measures = {{.name = "items", .kind = REGISTER_SUM, .column = "items"}}, .n_measures = 1},
    {.indicator = "typical_cases_submitted",
     .unit = "case",
     .table = "typical_case",
     .from = "submitted_on",
     .parts = {{"series", "series"}},
     .n_parts = 1},
    {.indicator = "typical_cases_published",
     .unit = "case",
     .table = "typical_case",
     .from = "published_on",
     .parts = {{"series", "series"}},
     .n_parts = 1},
    {.indicator = "enterprise_visits",
     .unit = "entity_time",
     .table = "visit",
     .from = "visited_on"},
    {MARKETS},
    {MARKETS, .breakdown = "level=municipal",
     .measures = {{.name = "never_promoted",
                   .tests = {ONE_OF("level", municipal), NO_DAY("promoted_on")},
                   .n_tests = 2},
                  {.name = "promoted_later", .tests = {LATER("promoted_on")}, .n_tests = 2}},
     .n_measures = 2},
    {MARKETS, .breakdown = "level=national",
     .measures = {{.name = "at_once",
                   .tests = {ONE_OF("level", national), NO_DAY("promoted_on")},
                   .n_tests = 2},
                  {.name = "promoted", .tests = {BY_THAT_DAY("promoted_on")}, .n_tests = 1}},
     .n_measures = 2},
    {MARKETS, .breakdown = "lifecycle=recognised",
     .measures = {{.name = "not_renewed", .tests = {NO_DAY("renewed_on")}, .n_tests = 1},
                  {.name = "renewed_later", .tests = {LATER("renewed_on")}, .n_tests = 2}},
     .n_measures = 2},
    {MARKETS, .breakdown = "lifecycle=renewed",
     .measures = {{.name = "renewed", .tests = {BY_THAT_DAY("renewed_on")}, .n_tests = 1}},
     .n_measures = 1},
    {INSTITUTIONS(protection_center), .indicator = "ip_protection_centers",
     .parts = {{"level", "level"}}, .n_parts = 1},
    {INSTITUTIONS(center_branch), .indicator = "ip_protection_center_branches"},
    {INSTITUTIONS(workstation), .indicator = "ip_protection_workstations"},
    {INSTITUTIONS(assistance_center), .indicator = "rights_assistance_centers"},
    {INSTITUTIONS(tisc), .indicator = "tisc_count"},
    {INSTITUTIONS(university_center), .indicator = "university_ip_info_centers"},
    {.indicator = "ip_operation_centers",
     .unit = "entity",
     .table = "operation_center",
     .stock = true,
     .from = "established_on",
     .tests = {ONE_OF("state", running)},
     .n_tests = 1,
     .parts = {{"level", "recognised_level"}},
     .n_parts = 1,
     .undated = undated_centers,
     .n_undated = COUNT_OF(undated_centers)},
};
const size_t register_figure_n_specs = COUNT_OF(register_figure_specs);
