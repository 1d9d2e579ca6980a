#pragma once

/*
 * What stands in the credit file of an agency beside its grades: events with the rules behind them,
 * requests for repair, reminders, objections.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/credit_schemes.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* The schemes under which the file of an agency has anything, in order. Pull with
 * credit_files_next_scheme(); reset with stmt_reset(). */
struct stmt *credit_files_schemes(struct db *db, int64_t release, struct str agency);
MUST_USE int credit_files_next_scheme(struct stmt *stmt, struct str *ret, struct names *ret_names);

/* One event. Text is valid until the next step or reset of the statement it came from. */
struct credit_event_row {
    struct str code, rule;
    struct names rule_names; /* empty: the scheme has no such rule */
    struct str kind;         /* "deduct" or "bonus"; empty: the scheme has no such rule */
    int64_t points_e6;
    int32_t occurred_on;
    struct day published_on, repaired_on;
    struct day repair_months; /* of the scheme: a count, not a day; unknown where none is stated */
    struct str document;
};

/* Events of an agency under a scheme by day and code. Pull with credit_files_next_event(). */
struct stmt *credit_files_events(struct db *db, int64_t release, struct str agency,
                                 struct str scheme);
MUST_USE int credit_files_next_event(struct stmt *stmt, struct credit_event_row *ret);

struct credit_repair_row {
    int32_t filed_on;
    struct day provincial_on, national_on;
    struct str result; /* empty: not decided */
    struct str document;
};

/* Requests to repair an event, by day. Pull with credit_files_next_repair(). */
struct stmt *credit_files_repairs(struct db *db, int64_t release, struct str event);
MUST_USE int credit_files_next_repair(struct stmt *stmt, struct credit_repair_row *ret);

struct credit_reminder_row {
    struct str code;
    int32_t sent_on;
    struct str reason;
    struct day corrected_on;
    struct str document;
};

/* Reminders of an agency under a scheme by day and code. Pull with credit_files_next_reminder(). */
struct stmt *credit_files_reminders(struct db *db, int64_t release, struct str agency,
                                    struct str scheme);
MUST_USE int credit_files_next_reminder(struct stmt *stmt, struct credit_reminder_row *ret);

struct credit_objection_row {
    struct period period;
    int32_t filed_on;
    struct day decided_on;
    struct str result; /* empty: not decided */
    struct str document;
};

/* Objections of an agency to grades of a scheme by day. Pull with credit_files_next_objection(). */
struct stmt *credit_files_objections(struct db *db, int64_t release, struct str agency,
                                     struct str scheme);
MUST_USE int credit_files_next_objection(struct stmt *stmt, struct credit_objection_row *ret);
