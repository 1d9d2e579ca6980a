#pragma once

/*
 * Which dispute cases are meant, as conditions that several statements share.
 *
 * A condition on a code takes any of a list. The list is bound as one text, so that it does not
 * change the statement.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/stmt.h"

#include <stdint.h>

/* Texts as filter_codes() makes them; empty ones select everything. Yes and no are written out. */
struct dispute_filter {
    struct str dispute_type, ip_type, route, patent_type, org_level, outcome, document;
    struct str e_commerce, foreign_related, exhibition, simplified;
};

/* The codes between commas, "" for none; in `arena`, without a pointer when there is no memory. */
struct str filter_codes(struct arena *arena, struct str_list codes);

/* Whether the text of column `c` is in the list that is bound to `p`. */
#define FILTER_CODES(c, p) "(:" p " = '' OR replace(:" p ", ',' || " c " || ',', '') <> :" p ")"

#define FILTER_DISPUTE_TYPE FILTER_CODES("d.dispute_type", "dispute_type")
#define FILTER_IP_TYPE FILTER_CODES("d.ip_type", "ip_type")
#define FILTER_ROUTE FILTER_CODES("d.route", "route")
#define FILTER_PATENT_TYPE FILTER_CODES("d.patent_type", "patent_type")
#define FILTER_ORG_LEVEL FILTER_CODES("d.org_level", "org_level")
#define FILTER_OUTCOME FILTER_CODES("d.outcome", "outcome")
#define FILTER_REGISTER FILTER_CODES("n.code", "document")

/* The condition on case `d`. */
#define DISPUTE_FILTER                                                                             \
    " AND " FILTER_DISPUTE_TYPE " AND " FILTER_IP_TYPE " AND " FILTER_ROUTE                        \
    " AND " FILTER_PATENT_TYPE " AND " FILTER_ORG_LEVEL " AND " FILTER_OUTCOME                     \
    " AND (:e_commerce = '' OR d.e_commerce = :e_commerce)"                                        \
    " AND (:foreign_related = '' OR d.foreign_related = :foreign_related)"                         \
    " AND (:exhibition = '' OR d.exhibition = :exhibition)"                                        \
    " AND (:simplified = '' OR d.simplified = :simplified)"                                        \
    " AND (:document = '' OR EXISTS (SELECT 1 FROM code n WHERE n.code_id = d.document"            \
    " AND " FILTER_REGISTER "))"

#define DISPUTE_FILTER_PARAMS                                                                      \
    "dispute_type", "ip_type", "route", "patent_type", "org_level", "outcome", "e_commerce",       \
        "foreign_related", "exhibition", "simplified", "document"
enum { DISPUTE_FILTER_PARAMS_N = 11 };

/* Binds them to the parameters from number `first` on. The texts must stay until the reset. */
void dispute_filter_bind(struct stmt *stmt, size_t first, const struct dispute_filter *filter);
