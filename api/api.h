/* The contract between the server and the handlers of the API.
 *
 * A handler answers one operation of openapi.yaml:
 *
 *     enum problem_id api_<operation>(struct api_call *call, const struct <operation>_args *args);
 *
 * It gets arguments that are parsed, bounded and complete with defaults, and codes (x-codes) that
 * exist at call->release. It reads the store through call->db at call->release->id, writes the
 * whole body into call->out with a writer of base (jw, csv_writer), and returns PROBLEM_NONE; or it
 * returns a problem, and then whatever it wrote is thrown away. It does not send, log, parse, free,
 * read a clock for a deadline, or keep anything beyond its return. The one exception is an export,
 * which sets call->stream instead of writing.
 *
 *     struct jw w;
 *     jw_init(&w, call->out);
 *     ...
 *     while ((r = db_rows_next(rows, &row)) > 0)
 *         put_row(&w, &row);
 *     ...
 *     return r < 0 ? api_fail(call, r) : api_done(call, &w);
 *
 * Failures, by kind:
 *   - a database function returned a negative code:   return api_fail(call, r);
 *   - the thing named in the path is not there:       return api_problem(call, PROBLEM_NOT_FOUND,
 * "...", ...);
 *   - arguments that contradict each other:           api_violation(call, ...) for each, then
 * return api_invalid(call);
 *   - the same of the body:                           body_violation(call, ...) (api/body.h);
 *   - anything else with a problem of its own:        return api_problem(call, PROBLEM_..., "...",
 * ...);
 *
 * Lifetimes: everything reachable from `call` and `args` lives until the handler returns. Bytes
 * that a handler makes (call->detail, call->next, ...) come from call->arena. Text of a database
 * row lives until the next step of its statement. The arena is bounded: arena_alloc and
 * arena_printf may give nothing; api_done and api_problem notice.
 */
#pragma once

#include "api/hints.h"
#include "api/violation.h"
#include "api_spec.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/jv.h"
#include "base/jw.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdint.h>

struct db;
struct release;
struct api_call;

/* limit: a piece of a streamed answer ends with the first row after 64 KiB: a few packets' worth,
 * and what it takes from the worker's other clients is under a millisecond or two. */
enum { API_PIECE = 64 * 1024 };

/* An answer that is sent while it is made, for what has no bound: exports. Only operations that are
 * `x-stream` may have one. Nothing of the store is held between two pieces; each goes on by key at
 * call->release, so that the whole is of one release. */
struct api_stream {
    /* Writes the next piece of the body, of about API_PIECE bytes or what was found with reasonable
     * effort (which may be nothing), into call->out, and says in `*ret_more` whether that was the
     * last one. `call` is a copy of the handler's with an empty call->arena, which is taken back
     * after the piece. A problem of the first piece is the answer; one of a later piece breaks the
     * connection off, so that the client sees that the body is not whole. */
    enum problem_id (*next)(struct api_call *call, void *state, bool *ret_more);
    /* In the arena of the handler's call, which lives as long as the answer. */
    void *state;
};

/* A body that is kept in a file, for operations that are `x-upload`. */
struct upload {
    /* At its beginning, for reading; the server's, which closes it. -1: there is none. */
    int fd;
    /* "text/csv" or "application/json", in lower case without its parameters. */
    struct str media_type;
    /* "utf-8" or "gb18030"; empty when the client did not say. */
    struct str charset;
    int64_t size;
    /* SHA-256 of the bytes as they came, in hexadecimal digits, with a NUL. */
    char sha256[65];
};

/* One request on its way through the API. The server fills the first part; a handler may set the
 * second. */
struct api_call {
    /* Memory of this request. */
    struct arena *arena;
    /* This worker's reading connection; in an operation that writes (op->writes) a writer, which no
     * other thread or process is beside. Such a handler opens its transactions itself, and what it
     * answers is sent after it has returned: a change that it reports is committed. */
    struct db *db;
    /* The body; empty when the handler starts. */
    struct buf *out;
    /* What is read throughout; NULL only for operations that are not `x-cache: release`. The newest
     * one, or that of `asOf`. */
    const struct release *release;
    /* The newest one there is; NULL with `release`. */
    const struct release *newest;
    /* The operation, and its argument struct: the same pointer that the handler gets. */
    const struct op_spec *op;
    const void *args;
    /* What the client sent, as its schema wants it; NULL for operations that take no body. */
    const struct jv *body;
    /* Bits of enum key_scope (db/keys.h), those of the key; none without one. A key of `admin` has
     * them all. */
    unsigned scopes;
    /* Who asks, as the audit names it: "key:<id>", empty without a key. */
    struct str actor;
    /* The body as a file. */
    struct upload upload;
    /* What the client sent in these fields, if the contract lists them: 1 to 64 visible ASCII
     * characters, without the quotes of a structured field; the raw value for api_if_match(). */
    struct str idempotency_key, if_match;
    /* When the request came, in seconds since 1970-01-01. */
    int64_t now;
    /* Negotiated: lang=, then Accept-Language, then zh. */
    enum param_lang lang;
    /* Negotiated: path extension, then format=, then Accept, then json. */
    enum param_format format;
    /* Path as asked for, percent-encoded: "/v1/regions/120116", "/v1/observations.csv". */
    struct str path;
    /* Canonical query: sorted by name, defaults left out, values decoded. */
    struct str_map query;
    /* Canonical path?query of this answer; goes into links.self. */
    struct str self;

    /* Faults of the arguments. */
    struct violation_list violations;
    /* Code that api_fail translated, for the log; 0 when it was not called. */
    int error;
    /* Sentence for the problem returned; set by api_problem. */
    struct str detail;
    /* Reference of the next page, becomes a Link header too; empty when there is none. */
    struct str next;
    /* What the reader should know; filled by hint_add(). */
    struct hint_list hints;
    /* Ids of the documents used; filled by envelope_document(). */
    struct {
        struct str *v;
        size_t n, cap;
    } documents;
    /* The answer rests on what is made up; so it does on a document above that is. */
    bool synthetic;
    /* For what is not JSON: name to save as, ASCII, e.g. "observations.csv". */
    struct str file_name;
    /* Address of the licence of the data, for a Link header; empty: none is stated. */
    struct str license;
    /* Set instead of a body; `next` NULL: none. */
    struct api_stream stream;
    /* Status of a success; 0: 200. 204 has no body. */
    unsigned status;
    /* Path of what was made, for the field Location; empty: none. */
    struct str location;
    /* What tells this state of the thing from any other, for the ETag of an operation that is
     * `x-volatile`; empty: it gets none. */
    struct str etag_of;
    /* Body that lives as long as the process, sent instead of `out` when not empty. */
    struct str constant;
    /* Static; overrides the type that follows from `format` when not NULL. */
    const char *media_type;
    /* Seconds for Retry-After when a 409, 429 or 503 is returned; 0: the server's default. */
    uint32_t retry_after_s;
};

/* Turns a negative code of base or db into a problem. The only place that does. A reader's timeout
 * becomes query-timeout, storage faults and business storage-unavailable, -ERR_NOMEM out-of-memory,
 * the rest internal-error. */
MUST_USE enum problem_id api_fail(struct api_call *call, int r);

/* Sets the detail (one English sentence for a person, no internals) and returns `problem`. */
MUST_USE enum problem_id api_problem(struct api_call *call, enum problem_id problem,
                                     const char *format, ...) PRINTF_LIKE(3, 4);

/* Ends a body: PROBLEM_NONE when `w` is balanced and neither it, the buffer nor the arena failed;
 * otherwise the problem that says so. The last statement of a handler that writes JSON. */
MUST_USE enum problem_id api_done(struct api_call *call, const struct jw *w);

/* The same for a handler that wrote something else (CSV). */
MUST_USE enum problem_id api_done_text(struct api_call *call);

/* Notes one fault of an argument. `name` and `value` as in the request, `detail` one English
 * sentence, `suggestions` and `listed_at` may be empty. All text in call->arena or static. */
void api_violation(struct api_call *call, enum violation_in in, struct str name, struct str value,
                   enum problem_id problem, struct str detail, struct str_list suggestions,
                   struct str listed_at);

/* The problem to return after violations were noted: that of the first one. Must not be called
 * without any. */
MUST_USE enum problem_id api_invalid(const struct api_call *call);

/* Whether the thing whose state is `etag_of` is the one that the client has seen: PROBLEM_NONE also
 * without If-Match, which the server asks for itself where the contract says that it is required;
 * else precondition-failed. To be asked in the transaction that changes the thing. */
MUST_USE enum problem_id api_if_match(struct api_call *call, struct str etag_of);

/* The entity tag of a state, with its quotes; empty when there is no memory. Tags of one state in
 * other languages and formats begin with the same 32 digits, and api_if_match() looks at these. */
struct str api_etag(const struct api_call *call, struct str etag_of);

/* Reference of this call with one query parameter replaced or added (value empty: removed),
 * percent-encoded, canonical order, in the arena: api_link(call, STR("cursor"), text) for the next
 * page, api_link(call, STR("cursor"), (struct str){0}) for the first one. Empty when there is no
 * memory. */
struct str api_link(const struct api_call *call, struct str name, struct str value);

/* `text` percent-encoded for a query value or, with `segment`, a path segment; in `arena`.
 * Unreserved characters stay, and in a query value "!*,:@/;" too: they need no escape there, and
 * people read them. */
struct str api_escape(struct arena *arena, struct str text, bool segment);
