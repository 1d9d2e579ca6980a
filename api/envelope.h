/* The frame of every JSON answer: {"data": ..., "meta": {...}, "links": {...}}.
 *
 *     struct jw w;
 *     envelope_list_begin(call, &w);
 *     while ((r = things_next(s, &row)) > 0)
 *         put_thing(&w, call, &row);             -- one value each
 *     if (r < 0)
 *         return api_fail(call, r);
 *     envelope_next(call, cursor);               -- only when there is another page
 *     return envelope_list_end(call, &w, matched);
 *
 * `meta` and `links` follow the data, so that a handler can add hints and documents while it writes
 * rows. Beside the frame stand the small pieces that all resources write alike: names by language,
 * dates, moments, lists, breakdowns. No piece here chooses what is answered, and none reads the
 * store, except for the documents named in meta.
 */
#pragma once

#include "api/api.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Begins an answer on call->out, up to and with the key "data"; the next value written is the data.
 */
void envelope_begin(struct api_call *call, struct jw *w);

/* Writes meta and links and ends the answer. What a handler returns last. */
MUST_USE enum problem_id envelope_end(struct api_call *call, struct jw *w);

/* The same for a list: between the two, entries are written. `matched` counts the entries of all
 * pages. */
void envelope_list_begin(struct api_call *call, struct jw *w);
MUST_USE enum problem_id envelope_list_end(struct api_call *call, struct jw *w, int64_t matched);

/* There is a next page, and this cursor leads to it. Also for answers that are not JSON: it becomes
 * a Link header. */
void envelope_next(struct api_call *call, struct str cursor);

/* Notes that the answer rests on this document; meta.documents lists each once, by id, and
 * meta.synthetic says whether one of them is made up. The text is copied when it is new. */
void envelope_document(struct api_call *call, struct str document);

/* Writes what is told of a document beside the data; nothing when there is no such document. 0, or
 * a failure of the store. */
MUST_USE int envelope_document_ref(struct jw *w, struct api_call *call, struct str code);

/* Writes "notes": the hints there are so far. */
void envelope_notes(struct jw *w, const struct api_call *call);

/* Writes {id, published_at, label}. */
void envelope_release(struct jw *w, const struct release *release);

/* The text in the answer's language, or the other one where a note is in one language only. */
struct str envelope_lang(const struct api_call *call, struct names names);

/* Writes "name": in the answer's language, and "names": both. envelope_titles() writes "title" and
 * "titles". */
void envelope_names(struct jw *w, const struct api_call *call, struct names names);
void envelope_titles(struct jw *w, const struct api_call *call, struct names titles);

/* Values. An empty text stands for NULL in the rows of the store. */
void envelope_text(struct jw *w, struct str text);      /* the text, or null when it is empty */
void envelope_day(struct jw *w, struct day day);        /* "2024-12-31", or null */
void envelope_date(struct jw *w, int32_t day);          /* "2024-12-31" */
void envelope_moment(struct jw *w, int64_t seconds);    /* "2025-03-10T08:00:00Z" */
void envelope_items(struct jw *w, struct str items);    /* "a;b" as ["a","b"]; empty: [] */
void envelope_breakdown(struct jw *w, struct str text); /* "a=b;c=d" as {"a":"b","c":"d"} */
