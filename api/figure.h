/* A figure in an answer: an observation with the names that its numbers stand for, as JSON and CSV.
 *
 * One table says which members there are and in which order; `fields=`, the CSV header and the
 * summaries all follow it. Values go out as exact decimals, a missing one as null or an empty cell,
 * never as zero.
 */
#pragma once

#include "api/api.h"
#include "base/csv.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stdint.h>

/* Members in the order of the schema. */
enum figure_field {
    FIGURE_INDICATOR,
    FIGURE_INDICATOR_NAME,
    FIGURE_DEFINITION,
    FIGURE_REGION,
    FIGURE_REGION_NAME,
    FIGURE_PERIOD,
    FIGURE_BREAKDOWN,
    FIGURE_MEASURE,
    FIGURE_VALUE,
    FIGURE_UNIT,
    FIGURE_BOUND,
    FIGURE_LOWER,
    FIGURE_UPPER,
    FIGURE_ACCUMULATION,
    FIGURE_STATUS,
    FIGURE_EXTRACTION,
    FIGURE_RAW,
    FIGURE_DOCUMENT,
    FIGURE_LOCATOR,
    FIGURE_ORIGIN,
    FIGURE_SYNTHETIC,
    FIGURE_NOTE,
    FIGURE_RELEASE,
    /* Only where they are asked for. */
    FIGURE_SINCE_RELEASE,
    FIGURE_UNTIL_RELEASE,
    FIGURE_FIELDS,
    FIGURE_USUAL_FIELDS = FIGURE_SINCE_RELEASE
};

/* A choice of members, each once, in an order of its own; none stands for all of them. */
struct figure_fields {
    enum figure_field v[FIGURE_FIELDS];
    size_t n;
};

/* What `fields=` names; a name that is given twice counts once. Without names all usual members,
 * with `history` also those that tell vintages apart. -ERR_INTERNAL: a name that the contract does
 * not have. */
MUST_USE int figure_fields_parse(struct str_list names, bool history, struct figure_fields *ret);

struct figure {
    struct observation observation;
    const struct observation_indicator *indicator;
    const struct memo_region *region;
    const struct memo_document *document;
    struct str breakdown;
    /* Not in force any more at the release that is read, which only history gives. */
    bool superseded;
};

/* Whether its figures were "published", or counted from "records". */
struct str figure_origin(const struct memo_document *document);

/* Fills the rest of `figure` for its observation, one of `indicators`. 0, or a failure of the
 * store. */
MUST_USE int figure_name(struct observation_memo *memo, const struct indicator_list *indicators,
                         struct figure *figure);

/* Notes what an answer that shows this figure must say beside it: its document, and hints when it
 * is inexact or second-hand. */
void figure_note(struct api_call *call, const struct figure *figure);

/* One object with these members; their order is that of the schema. The second writes the members
 * only, where an object has more of them. */
void figure_json(struct jw *w, const struct api_call *call, const struct figure *figure,
                 const struct figure_fields *fields);
void figure_json_members(struct jw *w, const struct api_call *call, const struct figure *figure,
                         const struct figure_fields *fields);

/* The object of a summary: everything but region, breakdown, note and release, which a summary says
 * once or not at all. `null` for no figure. */
void figure_json_brief(struct jw *w, const struct api_call *call, const struct figure *figure);

/* The header row, and one row; then the cells of each alone, where a row has more of them. */
void figure_csv_header(struct csv_writer *w, const struct figure_fields *fields);
void figure_csv(struct csv_writer *w, const struct api_call *call, const struct figure *figure,
                const struct figure_fields *fields);
void figure_csv_names(struct csv_writer *w, const struct figure_fields *fields);
void figure_csv_cells(struct csv_writer *w, const struct api_call *call,
                      const struct figure *figure, const struct figure_fields *fields);

/* Writes a number, or null. */
void figure_json_number(struct jw *w, bool known, struct dec value);

/* Writes the code of a period. */
void figure_json_period(struct jw *w, struct period period);
