#pragma once

/*
 * Figures that are counted from records, on their way into the store.
 *
 * At the end of a load each register that changed is counted anew, from what will be in force once
 * the draft is published, and the figures become observations of the register's document: what a
 * document publishes and what its records say stand side by side at one place, and everything that
 * reads figures reads both. What no longer comes is withdrawn.
 */

#include "base/arena.h"
#include "base/dec.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A document that is a register. */
struct record_register {
    int64_t id;
    struct str code;
    struct str region;              /* whose register it is */
    int32_t covers_from, covers_to; /* days for which it is complete */
    bool synthetic;
};

enum record_extraction {
    RECORD_COUNTED, /* a number of records: exact */
    RECORD_DERIVED, /* a ratio or mean, rounded to the places of its value */
};

struct record_figure {
    struct str indicator, region;
    struct period period;
    struct str breakdown; /* "dimension=value;...", sorted by dimension; empty: the total */
    struct str unit;
    bool provisional;            /* more is to be known of the same records: the status is P */
    struct str note_zh, note_en; /* empty: none */
    struct dec value;
    enum record_extraction extraction;
};

struct record_figures;

/* Takes a figure; everything is copied. 0, -ERR_NOMEM. */
MUST_USE int record_figures_add(struct record_figures *figures, const struct record_figure *figure);

/* Counts a register at a release: adds the figures that the records of one system give, none where
 * the register has no record of it. A count within the days that the register covers may be 0. */
typedef int (*record_counter)(struct db *db, int64_t release, const struct record_register *of,
                              struct record_figures *out);

/* All of them, in the order in which they are asked; NULL ends the list. */
extern const record_counter record_counters[];

/* An empty collection in `arena`, which must have room for all. -ERR_NOMEM. */
MUST_USE int record_figures_open(struct arena *arena, struct record_figures **ret);

/* The figures in the order in which they were added; NULL when there are no more. `*at` is 0 for
 * the first. Valid as long as the arena. */
const struct record_figure *record_figures_next(const struct record_figures *figures, size_t *at);

/* The registers in force at a release. Pull with record_registers_next(); text is valid until the
 * next step. */
struct stmt *record_registers(struct db *db, int64_t release);
MUST_USE int record_registers_next(struct stmt *stmt, struct record_register *ret);
