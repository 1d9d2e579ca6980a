#include "api/dispute_row.h"

#include "api/envelope.h"
#include "api/restricted.h"

#include <stddef.h>

enum member_kind {
    MEMBER_TEXT,
    MEMBER_OPTIONAL_TEXT,
    MEMBER_REGION_NAME,
    MEMBER_CODE_NAME, /* `X_name`: of the code that member X has, in the list X */
    MEMBER_FLAG,
    MEMBER_DATE,
    MEMBER_DAY,
    MEMBER_RESTRICTED, /* a text that may be missing */
};

#define AT(field) offsetof(struct dispute_row, field)

/* In the order of the contract. */
static const struct {
    struct str name;
    enum member_kind kind;
    size_t at;
} members[] = {
    {STR("id"), MEMBER_TEXT, AT(code)},
    {STR("region"), MEMBER_TEXT, AT(region)},
    {STR("region_name"), MEMBER_REGION_NAME, AT(region_names)},
    {STR("org_level"), MEMBER_TEXT, AT(org_level)},
    {STR("org_level_name"), MEMBER_CODE_NAME, AT(org_level)},
    {STR("dispute_type"), MEMBER_TEXT, AT(dispute_type)},
    {STR("dispute_type_name"), MEMBER_CODE_NAME, AT(dispute_type)},
    {STR("ip_type"), MEMBER_TEXT, AT(ip_type)},
    {STR("ip_type_name"), MEMBER_CODE_NAME, AT(ip_type)},
    {STR("route"), MEMBER_TEXT, AT(route)},
    {STR("route_name"), MEMBER_CODE_NAME, AT(route)},
    {STR("patent_type"), MEMBER_OPTIONAL_TEXT, AT(patent_type)},
    {STR("patent_type_name"), MEMBER_CODE_NAME, AT(patent_type)},
    {STR("e_commerce"), MEMBER_FLAG, AT(e_commerce)},
    {STR("foreign_related"), MEMBER_FLAG, AT(foreign_related)},
    {STR("exhibition"), MEMBER_FLAG, AT(exhibition)},
    {STR("simplified"), MEMBER_FLAG, AT(simplified)},
    {STR("filed_on"), MEMBER_DATE, AT(filed_on)},
    {STR("extended"), MEMBER_FLAG, AT(extended)},
    {STR("closed_on"), MEMBER_DAY, AT(closed_on)},
    {STR("outcome"), MEMBER_OPTIONAL_TEXT, AT(outcome)},
    {STR("outcome_name"), MEMBER_CODE_NAME, AT(outcome)},
    {STR("published_on"), MEMBER_DAY, AT(published_on)},
    {STR("litigation"), MEMBER_FLAG, AT(litigation)},
    {STR("document"), MEMBER_TEXT, AT(document)},
    {STR("case_no"), MEMBER_RESTRICTED, AT(case_no)},
    {STR("requester_type"), MEMBER_RESTRICTED, AT(requester_type)},
};
_Static_assert(COUNT_OF(members) == DISPUTE_FIELDS_MAX, "one line for each member");

static void add(struct dispute_fields *fields, size_t member)
{
    for (size_t i = 0; i < fields->n; i++)
        if (fields->v[i] == member)
            return;
    fields->v[fields->n++] = member;
}

static struct str list_of(size_t member)
{
    return (struct str){members[member].name.p, members[member].name.n - STR("_name").n};
}

enum problem_id dispute_fields_parse(struct api_call *call, struct str_list names,
                                     struct dispute_fields *ret)
{
    struct dispute_fields fields = {.n = 0};

    for (size_t m = 0; m < COUNT_OF(members) && names.n == 0; m++)
        if (members[m].kind != MEMBER_RESTRICTED)
            add(&fields, m);
    for (size_t i = 0; i < names.n; i++) {
        for (size_t m = 0; m < COUNT_OF(members); m++) {
            if (!str_eq(members[m].name, names.v[i]))
                continue;
            if (members[m].kind == MEMBER_RESTRICTED && !restricted_is_open(call))
                return restricted_refuse(call, names.v[i]);
            add(&fields, m);
        }
    }
    for (size_t i = 0; i < fields.n; i++) {
        const size_t m = fields.v[i];
        int r = members[m].kind == MEMBER_CODE_NAME
                    ? code_names_read(call, list_of(m), &fields.names[m])
                    : 0;

        if (r < 0)
            return api_fail(call, r);
    }
    *ret = fields;
    return PROBLEM_NONE;
}

static const void *value_of(const struct dispute_row *row, size_t member)
{
    return (const unsigned char *)row + members[member].at;
}

static struct str name_of(const struct dispute_fields *fields, const struct dispute_row *row,
                          size_t member)
{
    return code_names_of(&fields->names[member], *(const struct str *)value_of(row, member));
}

static void put_member(struct jw *w, const struct api_call *call,
                       const struct dispute_fields *fields, const struct dispute_row *row,
                       size_t member)
{
    const void *value = value_of(row, member);

    jw_key(w, members[member].name);
    switch (members[member].kind) {
    case MEMBER_TEXT:
        jw_str(w, *(const struct str *)value);
        break;
    case MEMBER_OPTIONAL_TEXT:
    case MEMBER_RESTRICTED:
        envelope_text(w, *(const struct str *)value);
        break;
    case MEMBER_REGION_NAME:
        jw_str(w, envelope_lang(call, *(const struct names *)value));
        break;
    case MEMBER_CODE_NAME:
        envelope_text(w, name_of(fields, row, member));
        break;
    case MEMBER_FLAG:
        jw_bool(w, *(const bool *)value);
        break;
    case MEMBER_DATE:
        envelope_date(w, *(const int32_t *)value);
        break;
    case MEMBER_DAY:
        envelope_day(w, *(const struct day *)value);
        break;
    }
}

void dispute_json_members(struct jw *w, struct api_call *call, const struct dispute_fields *fields,
                          const struct dispute_row *row)
{
    envelope_document(call, row->document);
    for (size_t i = 0; i < fields->n; i++)
        put_member(w, call, fields, row, fields->v[i]);
}

void dispute_csv_header(struct csv_writer *w, const struct dispute_fields *fields)
{
    for (size_t i = 0; i < fields->n; i++)
        csv_text(w, members[fields->v[i]].name);
    csv_text(w, STR("synthetic"));
    csv_end_row(w);
}

void dispute_csv(struct csv_writer *w, const struct api_call *call,
                 const struct dispute_fields *fields, const struct dispute_row *row, bool synthetic)
{
    for (size_t i = 0; i < fields->n; i++) {
        const void *value = value_of(row, fields->v[i]);

        switch (members[fields->v[i]].kind) {
        case MEMBER_TEXT:
        case MEMBER_OPTIONAL_TEXT:
        case MEMBER_RESTRICTED:
            record_csv_text(w, *(const struct str *)value);
            break;
        case MEMBER_REGION_NAME:
            csv_text(w, envelope_lang(call, *(const struct names *)value));
            break;
        case MEMBER_CODE_NAME:
            record_csv_text(w, name_of(fields, row, fields->v[i]));
            break;
        case MEMBER_FLAG:
            csv_flag(w, *(const bool *)value);
            break;
        case MEMBER_DATE:
            record_csv_date(w, *(const int32_t *)value);
            break;
        case MEMBER_DAY:
            record_csv_day(w, *(const struct day *)value);
            break;
        }
    }
    csv_flag(w, synthetic);
    csv_end_row(w);
}

void mediation_json(struct jw *w, struct api_call *call, const struct mediation_row *row)
{
    envelope_document(call, row->document);
    jw_object_begin(w);
    JW_KEY(w, "dispute");
    jw_str(w, row->dispute);
    JW_KEY(w, "position");
    jw_i64(w, row->position);
    JW_KEY(w, "channel");
    jw_str(w, row->channel);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(call, row->region_names));
    JW_KEY(w, "ip_type");
    jw_str(w, row->ip_type);
    JW_KEY(w, "dispute_type");
    jw_str(w, row->dispute_type);
    JW_KEY(w, "opened_on");
    envelope_date(w, row->opened_on);
    JW_KEY(w, "closed_on");
    envelope_day(w, row->closed_on);
    JW_KEY(w, "outcome");
    envelope_text(w, row->outcome);
    JW_KEY(w, "days");
    if (row->closed_on.known)
        jw_i64(w, row->closed_on.day - row->opened_on);
    else
        jw_null(w);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    jw_object_end(w);
}
