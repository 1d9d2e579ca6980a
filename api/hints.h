/* Hints: what a reader should know about an answer that is right as it stands.
 *
 * A hint never replaces a problem: what cannot be answered is a problem, what is answered but
 * easily misread gets a hint. All kinds and their texts stand in one table (hints.c);
 * api/envelope.h writes those that were added into meta.notes.
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>

struct api_call;

/* limit: hints of one answer; one per kind and a few per kind with a parameter, more nobody reads */
enum { HINTS_MAX = 24 };

/* Kinds. The comment says what the parameter is, where there is one. */
enum hint {
    /* All arguments are known, and nothing is published for them. */
    HINT_NO_DATA,
    /* Nothing of what was selected came with a release later than this one; its number. */
    HINT_NOTHING_SINCE,
    /* No release that is read has changed anything of what was selected. */
    HINT_NO_CHANGES,
    /* An indicator that was selected is restricted and left out; its id. */
    HINT_RESTRICTED,
    /* Only the widest figures were selected, and there are finer ones too; their dimensions. */
    HINT_TOTALS_ONLY,
    /* No figure has just the dimensions that were named; the dimensions that there are. */
    HINT_OTHER_BREAKDOWNS,
    /* `period=latest` was resolved to this period. */
    HINT_LATEST_PERIOD,
    /* `period=latest`, and no period is common to all selected series. */
    HINT_NO_COMMON_PERIOD,
    /* `period=latest` beside other periods, and no period is common to all selected series. */
    HINT_LATEST_ADDS_NOTHING,
    /* Some figures are bounds or approximate, or were repaired: read lower and upper. */
    HINT_INEXACT,
    /* Some figures were taken second-hand or from a weak copy. */
    HINT_SECOND_HAND,
    /* A figure is divided by a population of another day than its own. */
    HINT_POPULATION_OF_ANOTHER_DAY,
    /* What a document says is held against what another one says, which was not asked for. */
    HINT_INPUT_OF_ANOTHER_DOCUMENT,
    /* A series has gaps, which stand as null. */
    HINT_GAPS,
    /* Some points of a series could not be computed; its reasons tell why. */
    HINT_NOT_COMPUTED,
    /* A code that was asked for is not one of the day of `codesAsOf`; what stands for it. */
    HINT_CODES_AS_OF,
    /* Ratios of one period are no pass rate. */
    HINT_NOT_A_PASS_RATE,
    /* The clearance ratio of one period is no share of its own cases. */
    HINT_PERIOD_RATIO,
    /* No distribution of grades was published. */
    HINT_NO_GRADE_DISTRIBUTION,
    /* The published parts do not add up to the published whole. */
    HINT_PARTS_DIFFER,
    /* Several figures were published for one place; the most reliable one is shown; its indicator.
     */
    HINT_SEVERAL_FIGURES,
    /* The plan's own parameters are listed apart from its targets; how many there are. */
    HINT_PARAMETERS_APART,
    /* Some targets leave their window open. */
    HINT_AMBIGUOUS_WINDOW,
    /* Two targets imply a figure that does not fit the published one, or what others imply. */
    HINT_TARGETS_CONTRADICT,
    /* The code is no longer in force; its successors. */
    HINT_CODE_NOT_IN_FORCE,
    /* A name matched several codes; names are not unique. */
    HINT_NAME_NOT_UNIQUE,
    /* At no selected place do documents say different things. */
    HINT_NO_CONFLICTS,
    /* Membership of the group was not verified. */
    HINT_UNVERIFIED_MEMBERS,
    /* Groups stand as one entry, their members are not published. */
    HINT_MEMBERS_NOT_LISTED,
    /* What has no report may have been done all the same. */
    HINT_NO_REPORT,
    /* Neither more nor less of the indicator is better. */
    HINT_ORDER_WITHOUT_JUDGEMENT,
    /* Whether these entries pass a comparison is not known, and they are left out; how many. */
    HINT_UNDETERMINED_LEFT_OUT,
    /* A day lies in a year of which the calendar of working days knows nothing. */
    HINT_CALENDAR_UNKNOWN,
    /* What the registers count is not what was published; the stages. */
    HINT_RECORDS_DIFFER,
    /* A published grade is not the one that the events and thresholds make. */
    HINT_GRADE_DIFFERS,
    /* A published number is not the one that was counted from the records. */
    HINT_COUNT_DIFFERS,
    /* The scale of the scheme was not published, so that no grade is computed; the scheme. */
    HINT_NO_SCALE,
    /* Days that were asked for lie outside of those for which the registers are complete; these. */
    HINT_PARTLY_COVERED,
    /* Of a region that was asked for the registers hold a part only; its code. */
    HINT_REGION_PARTLY_COVERED,
    /* Some small cells are not shown; the least count that is. */
    HINT_SMALL_CELLS,
    /* Tables of persons are those of the release that first had them. */
    HINT_FIRST_PUBLICATION,
    /* A period without any grade of the scheme: who came or went is not known; the period. */
    HINT_PERIOD_WITHOUT_GRADES,
    /* Weights add up to another full score than that for which the grades are meant. */
    HINT_OTHER_SCALE,
    HINT_COUNT
};

/* Hints of one answer; zero-initialised is empty. In struct api_call. */
struct hint_list {
    struct {
        enum hint hint;
        struct str parameter;
    } v[HINTS_MAX];
    size_t n;
};

/* Adds a hint to the answer of `call`; one that is there already, with the same parameter, is not
 * added again. */
void hint_add(struct api_call *call, enum hint hint);

/* The same with its parameter, which must live until the handler returns. */
void hint_add_about(struct api_call *call, enum hint hint, struct str parameter);

/* Tells what a region's code went into when it is no longer in force. 0, or a failure of the store.
 */
MUST_USE int hint_dead_region(struct api_call *call, struct str code);

/* The stable kind, for meta.notes[].type: "no-data". Static. */
struct str hint_type(enum hint hint);

/* Text of hint number `i` of `call` in the answer's language, in call->arena; empty when there is
 * no memory. */
struct str hint_text(const struct api_call *call, size_t i);
