/* GET /v1/exports/observations: all figures of a selection, sent while they are read. */
#include "api/envelope.h"
#include "api/export_labels.h"
#include "api/figure.h"
#include "api/license.h"
#include "api/select.h"
#include "base/err.h"
#include "db/observations.h"

#include <string.h>

/* limit: rows that a piece may pass over, some 20 ms of reading; a piece that found nothing until
 * then is empty, and the worker's other clients have their turn. */
enum { PASSED_MAX = 20000 };

/* limit: documents that the end of a JSON export names; the figures themselves name all. */
enum { SOURCES_MAX = 256 };

/* limit: bytes of a code or a definition; the schema allows 100 characters, all of them ASCII. */
enum { WORD_MAX = 128 };

/* What lasts from piece to piece. */
struct export
{
    struct observation_filter filter;
    struct figure_fields fields;
    bool labels, bom;
    bool begun, any; /* the head is written; a figure is */
    bool synthetic;  /* a figure is made up */
    struct period latest;
    /* The place that was come to; its texts stand beside it. */
    struct observation_key after;
    char measure[WORD_MAX], definition[WORD_MAX];
    struct csv_writer csv;
    struct jw json;
    int64_t sources[SOURCES_MAX];
    size_t n_sources;
    bool more_sources;
};

/* One piece in the making. */
struct piece {
    struct api_call *call;
    struct export *export;
    struct observation_memo *memo;
    struct export_labels labels;
};

static int keep_word(struct str word, char *storage, struct str *ret)
{
    if (word.n > WORD_MAX)
        return -ERR_INTERNAL;
    memcpy(storage, word.p, word.n);
    *ret = (struct str){storage, word.n};
    return 0;
}

/* The next piece goes on after this figure. */
static int keep_place(struct export *export, const struct observation_key *key)
{
    int r;

    export->after = *key;
    r = keep_word(key->measure, export->measure, &export->after.measure);
    if (r == 0)
        r = keep_word(key->definition, export->definition, &export->after.definition);
    export->filter.after = &export->after;
    return r;
}

static void note_source(struct export *export, int64_t document)
{
    for (size_t i = 0; i < export->n_sources; i++)
        if (export->sources[i] == document)
            return;
    if (export->n_sources < SOURCES_MAX)
        export->sources[export->n_sources++] = document;
    else
        export->more_sources = true;
}

static void begin_csv(struct export *export, struct api_call *call)
{
    csv_writer_init(&export->csv, call->out, export->bom);
    figure_csv_names(&export->csv, &export->fields);
    for (size_t i = 0; export->labels && i < EXPORT_LABELS; i++)
        csv_text(&export->csv, export_label_names[i]);
    csv_end_row(&export->csv);
}

static void begin_json(struct export *export, struct api_call *call)
{
    struct jw *w = &export->json;

    jw_init(w, call->out);
    jw_object_begin(w);
    JW_KEY(w, "meta");
    jw_object_begin(w);
    JW_KEY(w, "release");
    envelope_release(w, call->release);
    JW_KEY(w, "lang");
    jw_str(w, call->lang == PARAM_LANG_ZH ? STR("zh") : STR("en"));
    license_json(w);
    envelope_notes(w, call);
    jw_object_end(w);
    JW_KEY(w, "data");
    jw_array_begin(w);
}

static void begin_body(struct piece *piece)
{
    struct export *export = piece->export;

    export->begun = true;
    switch (piece->call->format) {
    case PARAM_FORMAT_CSV:
        begin_csv(export, piece->call);
        break;
    case PARAM_FORMAT_JSON:
        begin_json(export, piece->call);
        break;
    case PARAM_FORMAT_NDJSON:
        break;
    }
}

static void put_object(struct jw *w, struct piece *piece, const struct figure *figure,
                       const struct str *labels)
{
    jw_object_begin(w);
    figure_json_members(w, piece->call, figure, &piece->export->fields);
    for (size_t i = 0; piece->export->labels && i < EXPORT_LABELS; i++) {
        jw_key(w, export_label_names[i]);
        jw_str(w, labels[i]);
    }
    jw_object_end(w);
}

static int put_line(struct piece *piece, const struct figure *figure, const struct str *labels)
{
    struct jw w;

    jw_init(&w, piece->call->out);
    put_object(&w, piece, figure, labels);
    buf_putc(piece->call->out, '\n');
    return w.failed ? -ERR_INTERNAL : 0;
}

static void put_row(struct piece *piece, const struct figure *figure, const struct str *labels)
{
    struct csv_writer *w = &piece->export->csv;

    figure_csv_cells(w, piece->call, figure, &piece->export->fields);
    for (size_t i = 0; piece->export->labels && i < EXPORT_LABELS; i++)
        csv_text(w, labels[i]);
    csv_end_row(w);
}

static int put_figure(struct piece *piece, struct figure *figure)
{
    struct export *export = piece->export;
    struct str labels[EXPORT_LABELS];
    int r = figure_name(piece->memo, &export->filter.indicators, figure);

    if (r == 0 && export->labels)
        r = export_labels_of(&piece->labels, piece->call, figure, labels);
    if (r < 0)
        return r;
    switch (piece->call->format) {
    case PARAM_FORMAT_CSV:
        put_row(piece, figure, labels);
        break;
    case PARAM_FORMAT_JSON:
        put_object(&export->json, piece, figure, labels);
        note_source(export, figure->observation.document);
        export->synthetic = export->synthetic || figure->document->synthetic;
        break;
    case PARAM_FORMAT_NDJSON:
        r = put_line(piece, figure, labels);
        break;
    }
    return r;
}

/* Writes figures until the piece is full: 1, or 0 when all are written. */
static int put_figures(struct piece *piece, struct observation_scan *scan)
{
    struct observation_key key;
    struct figure figure;
    int r;

    while ((r = observations_next(scan, &key)) > 0) {
        figure = (struct figure){0};
        r = observations_read(scan, &figure.observation);
        if (r == 0)
            r = put_figure(piece, &figure);
        if (r < 0)
            return r;
        if (piece->call->out->n >= API_PIECE) {
            r = keep_place(piece->export, &figure.observation.key);
            return r < 0 ? r : 1;
        }
    }
    if (r == 0 && observations_stopped(scan, &key)) {
        r = keep_place(piece->export, &key);
        return r < 0 ? r : 1;
    }
    return r;
}

static int end_json(struct piece *piece)
{
    struct export *export = piece->export;
    struct jw *w = &export->json;

    jw_array_end(w);
    JW_KEY(w, "sources");
    jw_array_begin(w);
    for (size_t i = 0; i < export->n_sources; i++) {
        const struct memo_document *document;
        int r = observation_memo_document(piece->memo, export->sources[i], &document);

        if (r == 0)
            r = envelope_document_ref(w, piece->call, document->code);
        if (r < 0)
            return r;
    }
    jw_array_end(w);
    JW_KEY(w, "sources_complete");
    jw_bool(w, !export->more_sources);
    JW_KEY(w, "synthetic");
    jw_bool(w, export->synthetic);
    jw_object_end(w);
    return jw_ok(w) ? 0 : -ERR_INTERNAL;
}

static int read_piece(struct piece *piece, bool *ret_more)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct api_call *call = piece->call;
    struct export *export = piece->export;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &piece->memo);

    if (r == 0)
        r = observations_open(call->db, call->arena, &export->filter, piece->memo, &scan);
    if (r < 0)
        return r;
    if (!export->filter.latest_known && observations_latest(scan, &export->latest))
        export->filter.latest_found = &export->latest;
    export->filter.latest_known = true;
    if (!export->begun)
        begin_body(piece);
    r = put_figures(piece, scan);
    if (r < 0)
        return r;
    *ret_more = r > 0;
    if (r == 0 && call->format == PARAM_FORMAT_JSON)
        return end_json(piece);
    return 0;
}

static enum problem_id next_piece(struct api_call *call, void *state, bool *ret_more)
{
    struct piece piece = {.call = call, .export = state};
    int r;

    piece.export->csv.buf = call->out;
    piece.export->json.buf = call->out;
    r = read_piece(&piece, ret_more);
    return r < 0 ? api_fail(call, r) : api_done_text(call);
}

enum problem_id api_export_observations(struct api_call *call,
                                        const struct export_observations_args *args)
{
    const struct selection selection = {
        SELECTORS_OF(args),
        .value = args->value,
        .first = args->first,
        .last = args->last,
    };
    struct export *export = arena_alloc(call->arena, sizeof *export);
    enum problem_id problem;

    if (export == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    problem = select_observations(call, &selection, &export->filter);
    if (problem != PROBLEM_NONE)
        return problem;
    export->filter.effort = PASSED_MAX;
    export->labels = args->labels;
    export->bom = args->bom;
    for (unsigned field = 0; field < FIGURE_USUAL_FIELDS; field++)
        if (args->labels || (field != FIGURE_INDICATOR_NAME && field != FIGURE_REGION_NAME))
            export->fields.v[export->fields.n++] = (enum figure_field)field;
    call->license = license_address;
    call->file_name =
        call->format == PARAM_FORMAT_CSV ? STR("observations.csv") : STR("observations.ndjson");
    call->stream = (struct api_stream){.next = next_piece, .state = export};
    return PROBLEM_NONE;
}
