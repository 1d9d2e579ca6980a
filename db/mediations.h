#pragma once

/*
 * Mediations as the registers have them: each is the handling of a dispute by one body. What is
 * counted of them is in db/mediation_counts.h.
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
#include <stddef.h>
#include <stdint.h>

struct mediation_row {
    struct str dispute;
    int64_t position;
    struct str channel, region;
    struct names region_names;
    struct str ip_type, dispute_type; /* of the dispute */
    int32_t opened_on;
    struct day closed_on;
    struct str outcome; /* empty: none */
    struct str document;
};

/* Texts as filter_codes() makes them; empty ones select everything. */
struct mediation_filter {
    struct str channel, ip_type, dispute_type, document;
};

/* The condition on mediation `m` of dispute `d`, and its parameters. */
#define FILTER_CHANNEL FILTER_CODES("m.channel", "channel")
#define MEDIATION_FILTER                                                                           \
    " AND " FILTER_CHANNEL " AND " FILTER_IP_TYPE " AND " FILTER_DISPUTE_TYPE                      \
    " AND (:document = '' OR EXISTS (SELECT 1 FROM code n WHERE n.code_id = m.document"            \
    " AND " FILTER_REGISTER "))"
#define MEDIATION_FILTER_PARAMS "channel", "ip_type", "dispute_type", "document"
enum { MEDIATION_FILTER_PARAMS_N = 4 };
void mediation_filter_bind(struct stmt *stmt, const struct mediation_filter *filter);

/* Which mediations a list has. */
struct mediation_wish {
    struct mediation_filter filter;
    struct str outcome; /* as filter_codes() makes it */
    int64_t dispute;    /* its number; 0: any */
    struct str state;   /* "open", "closed"; empty: both */
    const struct id_list *regions;
    struct period_span opened, closed;
    bool by_closing; /* whether `closed` says something */
};

/* A place in the order of the list: by the day of opening, the dispute's id, the position. */
struct mediation_place {
    int32_t opened_on;
    struct str dispute;
    int64_t position;
};

struct mediation_rows {
    struct mediation_row *v; /* in order */
    size_t n;
};

/* The first `limit` after the place, in `arena`; of INT32_MIN and the empty text: from the first. 0
 * or negative. */
MUST_USE int mediations_list(struct db *db, struct arena *arena, int64_t release,
                             const struct mediation_wish *wish, const struct mediation_place *after,
                             size_t limit, struct mediation_rows *ret);

/* How many there are. */
MUST_USE int mediations_count(struct db *db, int64_t release, const struct mediation_wish *wish,
                              int64_t *ret);

/* Those of one dispute, by position. Pull with mediations_next(); reset with stmt_reset(). */
struct stmt *mediations_of(struct db *db, int64_t release, int64_t dispute);
MUST_USE int mediations_next(struct stmt *stmt, struct mediation_row *ret);

/* The regions that mediations name, ascending, in any release. 0 or negative. */
MUST_USE int mediations_regions(struct db *db, struct arena *arena, struct id_list *ret);
