/* Names that an export of figures adds on request: of unit, status, document and publisher.
 *
 * Looked up once for each piece of the export, in its memory.
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "db/row.h"

/* In the order of the columns. */
enum export_label { LABEL_UNIT, LABEL_STATUS, LABEL_TITLE, LABEL_PUBLISHER, EXPORT_LABELS };

/* "unit_name", ... */
extern const struct str export_label_names[EXPORT_LABELS];

/* A code with its names; a document has two. */
struct export_name {
    struct str code;
    struct names names, publisher;
};

struct export_names {
    struct export_name *v;
    size_t n, room;
};

/* Zero-initialised is empty. */
struct export_labels {
    struct export_names units, statuses, documents;
};

/* The labels of a figure in the answer's language, in call->arena. A code without a name labels
 * itself. 0, or a failure of the store; -ERR_NOMEM. */
MUST_USE int export_labels_of(struct export_labels *labels, const struct api_call *call,
                              const struct figure *figure, struct str ret[EXPORT_LABELS]);
