#pragma once

/*
 * Calendars of working days: the years that were announced, and the days on which they depart from
 * the week. A calendar is an item of the code list "calendar".
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "base/workdays.h"
#include "db/db.h"

#include <stdint.h>

/* The calendar by which limits of this country run. */
#define CALENDAR_NATIONAL STR("cn")

/* Text is valid until the next step or reset of the statement it came from. */
struct calendar_year_row {
    int32_t year;
    struct str source, confidence, document;
};

struct calendar_day_row {
    int32_t day;
    struct str kind, name, document;
};

/* The years of a calendar from `first` to `last`, ascending. Pull with calendars_next_year(). */
struct stmt *calendars_years(struct db *db, int64_t release, struct str calendar, int32_t first,
                             int32_t last);
MUST_USE int calendars_next_year(struct stmt *stmt, struct calendar_year_row *ret);

/* The days that it names from `first` to `last`, in their order. Pull with calendars_next_day(). */
struct stmt *calendars_days(struct db *db, int64_t release, struct str calendar, int32_t first,
                            int32_t last);
MUST_USE int calendars_next_day(struct stmt *stmt, struct calendar_day_row *ret);

/* The whole calendar into the arena, to count with; without years when there is none of this name.
 * 0 or negative. */
MUST_USE int calendars_load(struct db *db, struct arena *arena, int64_t release,
                            struct str calendar, struct workdays *ret);
