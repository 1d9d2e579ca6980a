/* GET /v1/calendars/{calendar}: working days, year by year. */
#include "db/calendars.h"

#include "api/envelope.h"
#include "base/period.h"

/* One year, and what its days are named by. */
struct year {
    struct calendar_year_row row;
    int32_t first, last;
    int64_t working_days;
};

static int put_days(struct jw *w, struct api_call *call, struct str calendar,
                    const struct year *year)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = calendars_days(call->db, call->release->id, calendar, year->first, year->last);
    struct calendar_day_row row;
    int r;

    JW_KEY(w, "days");
    jw_array_begin(w);
    while ((r = calendars_next_day(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "day");
        envelope_date(w, row.day);
        JW_KEY(w, "kind");
        jw_str(w, row.kind);
        JW_KEY(w, "holiday");
        envelope_text(w, row.name);
        jw_object_end(w);
        envelope_document(call, row.document);
    }
    jw_array_end(w);
    return r;
}

static int put_year(struct jw *w, struct api_call *call, struct str calendar,
                    const struct year *year)
{
    int r;

    jw_object_begin(w);
    JW_KEY(w, "year");
    jw_i64(w, year->row.year);
    JW_KEY(w, "working_days");
    jw_i64(w, year->working_days);
    JW_KEY(w, "source");
    jw_str(w, year->row.source);
    JW_KEY(w, "confidence");
    jw_str(w, year->row.confidence);
    JW_KEY(w, "document");
    jw_str(w, year->row.document);
    r = put_days(w, call, calendar, year);
    jw_object_end(w);
    envelope_document(call, year->row.document);
    return r;
}

/* Counted one by one: of the day before the year, where counting begins, nothing may be known. */
static int64_t working_days(const struct workdays *calendar, int32_t first, int32_t last)
{
    int64_t n = 0;

    for (int32_t day = first; day <= last; day++)
        n += workdays_is(calendar, day);
    return n;
}

static int put_years(struct jw *w, struct api_call *call, struct str calendar, int32_t from,
                     int32_t to)
{
    struct workdays days;
    struct year year;
    bool any = false;
    int r = calendars_load(call->db, call->arena, call->release->id, calendar, &days);

    if (r < 0)
        return r;
    CLEANUP(stmt_reset_p)
    struct stmt *s = calendars_years(call->db, call->release->id, calendar, from, to);
    JW_KEY(w, "years");
    jw_array_begin(w);
    while ((r = calendars_next_year(s, &year.row)) > 0) {
        year.first = date_from_civil(year.row.year, 1, 1);
        year.last = date_from_civil(year.row.year, 12, 31);
        year.working_days = working_days(&days, year.first, year.last);
        r = put_year(w, call, calendar, &year);
        if (r < 0)
            break;
        any = true;
    }
    jw_array_end(w);
    if (!any)
        hint_add(call, HINT_NO_DATA);
    return r;
}

enum problem_id api_get_calendar(struct api_call *call, const struct get_calendar_args *args)
{
    bool one = (args->given & GET_CALENDAR_GIVEN_YEAR) != 0;
    struct jw w;
    int r;

    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "id");
    jw_str(&w, args->calendar);
    r = put_years(&w, call, args->calendar, one ? (int32_t)args->year : YEAR_MIN,
                  one ? (int32_t)args->year : YEAR_MAX);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
