#pragma once

/*
 * Dispute cases as the registers have them, one by one, with what belongs to each: suspensions,
 * mediations, judicial confirmations. What is counted of them is in db/dispute_counts.h.
 *
 * Parties have no column. Who asked and the number of the file are restricted.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/dispute_filter.h"
#include "db/observation_scope.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One case. Text is valid until the next step or reset of the statement it came from. */
struct dispute_row {
    int64_t id;
    struct str code, region;
    struct names region_names;
    struct str org_level, dispute_type, ip_type, route;
    struct str patent_type; /* empty: none */
    bool e_commerce, foreign_related, exhibition, simplified;
    int32_t filed_on;
    bool extended;
    struct day closed_on;
    struct str outcome; /* empty: none */
    struct day published_on;
    bool litigation;
    struct str document;
    struct str case_no, requester_type; /* restricted; empty: none */
};

/* Which cases a list has. */
struct dispute_wish {
    struct dispute_filter filter;
    const struct id_list *regions; /* NULL: all */
    struct str state;              /* "open", "closed"; empty: both */
    struct period_span filed;
    struct period_span closed;
    bool by_closing; /* whether `closed` says something */
};

/* A place in the order of the list: by the day of filing, then by id. */
struct dispute_place {
    int64_t id;
    int32_t filed_on;
    struct str code;
};

struct dispute_places {
    struct dispute_place *v; /* in order */
    size_t n;
};

/* The first `limit` cases after the place (`day`, `code`), in `arena`; INT32_MIN and the empty
 * text: from the first. 0 or negative. */
MUST_USE int disputes_list(struct db *db, struct arena *arena, int64_t release,
                           const struct dispute_wish *wish, int32_t day, struct str code,
                           size_t limit, struct dispute_places *ret);

/* How many cases there are. */
MUST_USE int disputes_count(struct db *db, int64_t release, const struct dispute_wish *wish,
                            int64_t *ret);

/* One case by its number, or by its code: 1 found, 0 not. `*ret_stmt` holds the text of `ret`;
 * reset it with stmt_reset(). */
MUST_USE int disputes_read(struct db *db, int64_t release, int64_t id, struct stmt **ret_stmt,
                           struct dispute_row *ret);
MUST_USE int disputes_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                          struct dispute_row *ret);

struct suspension_row {
    int32_t starts_on;
    struct day ends_on;
    struct str reason; /* empty: none */
};

/* By their first day. Pull with suspensions_next(). */
struct stmt *disputes_suspensions(struct db *db, int64_t release, int64_t id);
MUST_USE int suspensions_next(struct stmt *stmt, struct suspension_row *ret);

struct confirmation_row {
    int32_t requested_on;
    struct day accepted_on, decided_on;
    struct str result; /* empty: none */
};

/* By the day of request. Pull with confirmations_next(). */
struct stmt *disputes_confirmations(struct db *db, int64_t release, int64_t id);
MUST_USE int confirmations_next(struct stmt *stmt, struct confirmation_row *ret);
