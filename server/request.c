#include "server/request.h"

#include "api/as_of.h"
#include "api/codes.h"
#include "db/db.h"
#include "server/answer.h"
#include "server/args.h"
#include "server/params.h"
#include "server/request_body.h"
#include "server/request_cond.h"
#include "server/request_job.h"
#include "server/request_key.h"
#include "server/stream.h"
#include "server/worker_store.h"
#include "server/writer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* limit: 32 MiB for an answer that is complete before it is sent; a page of the largest entries is
 * under 2 MiB. */
enum { BODY_MAX = 32 * 1024 * 1024 };

/* limit: 5 s for the queries of one request. A worker answers nobody else meanwhile. */
enum { QUERY_MS = 5000 };

int64_t request_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Step 1: limits and form. Whoever breaks these may mean its next bytes as another request, so
 * nothing more is read from the connection. */
static enum problem_id check_head(struct request *rq)
{
    enum problem_id problem;

    rq->close = true;
    if (rq->exchange->target_n > URI_TARGET_MAX)
        return PROBLEM_URI_TOO_LONG;
    head_read(rq->connection, rq->call.arena, &rq->head);
    problem = head_check(&rq->head, rq->version);
    if (problem != PROBLEM_NONE)
        return problem;
    if (!route_is_token(rq->method_name))
        return PROBLEM_BAD_METHOD;
    /* What the method and path are worth is told first; then a body is one fault more. */
    rq->close = head_brings_body(&rq->head);
    return PROBLEM_NONE;
}

/* Step 2, after who asks was found out: the path, and the method on it. */
static enum problem_id find_operation(struct request *rq)
{
    struct str segments[URI_SEGMENTS_MAX];
    enum method method = route_method(rq->method_name);
    enum problem_id problem;
    size_t n;

    if (method == METHOD_COUNT && !route_is_refused(rq->method_name))
        return PROBLEM_METHOD_NOT_IMPLEMENTED;
    /* The target of CONNECT is no path, and the server is no proxy. */
    if (str_eq(rq->method_name, STR("CONNECT"))) {
        route_allow_any(rq->allow);
        return PROBLEM_METHOD_NOT_ALLOWED;
    }
    problem = uri_split(rq->target, &rq->uri);
    if (problem != PROBLEM_NONE)
        return problem;
    if (rq->uri.asterisk) {
        route_allow_any(rq->allow);
        rq->outcome = OUTCOME_METHODS;
        return method == METHOD_OPTIONS ? PROBLEM_NONE : PROBLEM_BAD_TARGET;
    }
    problem = uri_segments(rq->call.arena, rq->uri.path, segments, &n);
    if (problem != PROBLEM_NONE)
        return problem;
    if (!route_find(segments, n, &rq->route))
        return PROBLEM_NOT_FOUND;
    route_allow(rq->route.ops, rq->allow);
    if (method == METHOD_OPTIONS) {
        rq->outcome = OUTCOME_METHODS;
        return PROBLEM_NONE;
    }
    if (method == METHOD_COUNT || rq->route.ops[method] < 0)
        return PROBLEM_METHOD_NOT_ALLOWED;
    rq->call.op = &op_specs[rq->route.ops[method]];
    rq->exchange->op = (size_t)rq->call.op->id;
    return PROBLEM_NONE;
}

/* The path of the contract with this request's values, so that two spellings of one path give one
 * entity tag and the same links. ".json" is left out: it names what is there without it. */
static struct str canonical_path(struct request *rq)
{
    struct str rest = str_from(rq->call.op->path), piece;
    struct str path = {0};
    size_t value = 0;

    if (rest.n == 1)
        return rest;
    str_cut(&rest, '/', &piece);
    while (str_cut(&rest, '/', &piece)) {
        if (str_starts(piece, STR("{")))
            piece = api_escape(rq->call.arena, rq->route.values[value++], true);
        path =
            arena_printf(rq->call.arena, "%.*s/%.*s", (int)path.n, path.p, (int)piece.n, piece.p);
    }
    if (rq->route.has_format && rq->route.format != PARAM_FORMAT_JSON)
        path = arena_printf(rq->call.arena, "%.*s%s", (int)path.n, path.p,
                            negotiate_format_of(rq->route.format)->extension.p);
    return path;
}

/* Step 3: the arguments. Violations are left for step 6, which adds those of codes. */
static enum problem_id read_arguments(struct request *rq)
{
    struct uri_pairs pairs;

    if (!uri_query(rq->call.arena, rq->uri.query, &pairs))
        return PROBLEM_OUT_OF_MEMORY;
    rq->call.path = canonical_path(rq);
    return params_parse(&rq->call, rq->route.values, &pairs);
}

/* Step 4: the release, which everything after reads: the newest one, unless `asOf` names another.
 */
static enum problem_id choose_release(struct request *rq)
{
    struct api_call *call = &rq->call;
    struct str text = args_text(call->args, call->op, STR("asOf"));
    enum problem_id problem;
    struct as_of as_of;

    if (text.n == 0 || call->newest == NULL)
        return PROBLEM_NONE;
    problem = as_of_release(call, text, &as_of);
    if (problem != PROBLEM_NONE)
        return problem;
    call->release = as_of.release;
    rq->as_of = true;
    rq->fixed = as_of.fixed;
    rq->exchange->release = call->release->id;
    /* Only the dates of newest releases grow strictly (server/release.h). */
    rq->dated = rq->dated && call->release == call->newest;
    return PROBLEM_NONE;
}

static void note_not_acceptable(struct request *rq, enum violation_in in, struct str name,
                                struct str value, struct str detail)
{
    api_violation(&rq->call, in, name, value, PROBLEM_NOT_ACCEPTABLE, detail, rq->offered,
                  (struct str){0});
}

static void list_offered(struct request *rq)
{
    struct str *v = arena_alloc(rq->call.arena, NEGOTIATE_FORMATS * sizeof *v);

    if (v == NULL)
        return;
    rq->offered.v = v;
    for (size_t i = 0; i < NEGOTIATE_FORMATS; i++) {
        if ((rq->call.op->formats & (1U << negotiate_formats[i].format)) != 0)
            v[rq->offered.n++] = str_from(negotiate_formats[i].media_type);
    }
}

/* Step 5: format, language and coding of the answer. */
static enum problem_id negotiate(struct request *rq)
{
    struct api_call *call = &rq->call;
    const struct head *head = &rq->head;
    int lang = args_enum(call->args, call->op, STR("lang"));
    int format = args_enum(call->args, call->op, STR("format"));

    call->lang = lang >= 0 ? (enum param_lang)lang : negotiate_lang(head->accept_language);
    rq->coding = negotiate_coding(head->accept_encoding);
    /* What is packed as a whole can not be sent while it is made. */
    if (call->op->stream)
        rq->coding.gzip = false;
    list_offered(rq);
    if (rq->route.has_format) {
        call->format = rq->route.format;
    } else if (format >= 0 && (call->op->formats & (1U << format)) == 0) {
        note_not_acceptable(rq, VIOLATION_QUERY, STR("format"),
                            negotiate_format_of((enum param_format)format)->name,
                            STR("This operation does not offer the format."));
        return PROBLEM_NOT_ACCEPTABLE;
    } else if (format >= 0) {
        call->format = (enum param_format)format;
    } else if (!negotiate_format(head->accept, call->op->formats, &call->format)) {
        note_not_acceptable(rq, VIOLATION_HEADER, STR("Accept"), head->accept,
                            STR("None of the media types is offered here."));
        return PROBLEM_NOT_ACCEPTABLE;
    }
    if (!rq->coding.gzip && !rq->coding.identity) {
        rq->offered = (struct str_list){0};
        note_not_acceptable(rq, VIOLATION_HEADER, STR("Accept-Encoding"), head->accept_encoding,
                            call->op->stream ? STR("Only identity is offered here.")
                                             : STR("Only gzip and identity are offered."));
        return PROBLEM_NOT_ACCEPTABLE;
    }
    return PROBLEM_NONE;
}

/* Step 6: whether the arguments hold against the store, before the operation relies on them. */
static enum problem_id check_arguments(struct request *rq)
{
    struct api_call *call = &rq->call;
    enum problem_id problem = api_check_codes(call);

    if (call->violations.n > 0)
        return api_invalid(call);
    return problem;
}

/* Step 7: validators first, since a client that is up to date costs no query but that for the
 * release of `asOf`; then the operation.
 * A tag that matches was given out with an answer to these very arguments, so that their codes need
 * no check. "*" and a date prove nothing of the kind, and are looked at when the answer is there.
 */
static enum problem_id run(struct request *rq)
{
    struct api_call *call = &rq->call;
    enum problem_id problem;

    if (call->violations.n == 0) {
        if (call->op->cache == CACHE_RELEASE && call->release == NULL)
            return PROBLEM_NO_RELEASE;
        problem = negotiate(rq);
        if (problem != PROBLEM_NONE)
            return problem;
        call->self = api_link(call, (struct str){0}, (struct str){0});
        request_make_validators(rq);
        if (rq->hash[0] != '\0' &&
            cond_matches(rq->head.if_none_match, COND_WEAK, rq->hash, &rq->length)) {
            /* If-Match goes first: RFC 9110, 13.2.2. */
            if (request_is_other_wanted(rq))
                return PROBLEM_PRECONDITION_FAILED;
            rq->has_length = true;
            rq->outcome = OUTCOME_NOT_MODIFIED;
            return PROBLEM_NONE;
        }
    }
    problem = check_arguments(rq);
    if (problem != PROBLEM_NONE)
        return problem;
    if (call->op->writes) {
        rq->outcome = OUTCOME_JOB;
        return PROBLEM_NONE;
    }
    problem = call->op->stream
                  ? stream_run(rq->worker, rq->connection, rq->exchange, call, &rq->stream)
                  : call->op->run(call, call->args);
    request_make_tag(rq);
    /* A condition counts only where the answer would be a success: RFC 9110, 13.2.1. */
    if (problem == PROBLEM_NONE && request_is_other_wanted(rq))
        return PROBLEM_PRECONDITION_FAILED;
    if (problem == PROBLEM_NONE && request_is_unmodified(rq))
        rq->outcome = OUTCOME_NOT_MODIFIED;
    return problem;
}

enum problem_id request_find(struct request *rq)
{
    enum problem_id problem = check_head(rq);

    if (problem == PROBLEM_NONE)
        problem = request_identify(rq);
    if (problem == PROBLEM_NONE)
        problem = find_operation(rq);
    if (problem != PROBLEM_NONE || rq->outcome == OUTCOME_METHODS)
        return problem;
    problem = request_permit(rq);
    return problem == PROBLEM_NONE ? request_check_announced(rq) : problem;
}

enum problem_id request_decide(struct request *rq)
{
    enum problem_id problem = request_find(rq);

    if (problem != PROBLEM_NONE || rq->outcome == OUTCOME_METHODS)
        return problem;
    problem = read_arguments(rq);
    if (problem != PROBLEM_NONE)
        return problem;
    db_set_deadline(rq->call.db, request_now_us() / 1000 + QUERY_MS);
    problem = choose_release(rq);
    if (problem == PROBLEM_NONE)
        problem = request_read_body(rq);
    if (problem == PROBLEM_NONE)
        problem = run(rq);
    db_set_deadline(rq->call.db, 0);
    return problem;
}

void request_begin(struct request *rq, struct worker *worker, struct exchange *exchange,
                   struct arena *arena)
{
    const struct release *release;
    size_t n =
        rq->method_name.n < EXCHANGE_METHOD_SIZE - 1 ? rq->method_name.n : EXCHANGE_METHOD_SIZE - 1;

    rq->served = worker_store_release(worker);
    release = &rq->served->release;
    if (rq->job == NULL)
        arena_reset(arena);
    buf_init(&rq->out, BODY_MAX);
    memcpy(exchange->method, rq->method_name.p, n);
    exchange->method[n] = '\0';
    exchange->release = release->id;
    rq->dated = rq->served->dated;
    rq->worker = worker;
    rq->exchange = exchange;
    rq->call.arena = arena;
    /* The exchange may end before a job. */
    rq->target = exchange_target(exchange);
    if (rq->job != NULL)
        rq->target = arena_copy(arena, rq->target);
    rq->call.db = worker->db;
    rq->call.out = &rq->out;
    rq->call.upload.fd = -1;
    rq->call.now = (int64_t)time(NULL);
    rq->call.release = rq->call.newest = release->id > 0 ? release : NULL;
}

/* Step 8. */
enum MHD_Result request_answer(struct request *rq)
{
    CLEANUP(buf_finish_p) struct buf packed;
    struct reply reply = {.arena = rq->call.arena};
    struct exchange *exchange = rq->exchange;
    enum MHD_Result result;
    bool sent;

    buf_init(&packed, BODY_MAX + BODY_MAX / 64);
    if (rq->problem != PROBLEM_NONE)
        rq->outcome = OUTCOME_PROBLEM;
    answer(rq, &reply, &packed);
    /* What is answered instead has no use for it. */
    if (rq->stream != NULL && reply.stream == NULL)
        stream_end(rq->stream);
    exchange->status = reply.status;
    exchange->validator = request_validator(rq);
    exchange->problem = rq->problem;
    exchange->error = rq->call.error;
    if (exchange->error < 0)
        snprintf(exchange->reason, sizeof exchange->reason, "%s",
                 rq->job != NULL ? rq->job->reason : db_message(rq->worker->db));
    exchange->bytes = reply_length(&reply);
    if (reply.stream != NULL)
        stream_adopt(reply.stream, &rq->out);
    result = reply_send(&reply, rq->connection, rq->worker->fallback, &sent);
    if (!sent) {
        exchange->status = MHD_HTTP_SERVICE_UNAVAILABLE;
        exchange->problem = PROBLEM_OUT_OF_MEMORY;
        exchange->bytes = 0;
    }
    return result;
}

enum MHD_Result request_handle(struct worker *worker, struct MHD_Connection *connection,
                               struct exchange *exchange, struct str method, struct str version)
{
    int64_t started = request_now_us();
    struct request rq = {.connection = connection, .method_name = method, .version = version};
    enum MHD_Result result = MHD_YES;

    exchange->waits_since_us = started;
    request_begin(&rq, worker, exchange, &worker->arena);
    rq.problem = request_decide(&rq);
    if (rq.problem == PROBLEM_NONE && rq.outcome == OUTCOME_JOB)
        result = request_start_job(&rq, &rq.problem);
    if (rq.problem != PROBLEM_NONE || rq.outcome != OUTCOME_JOB)
        result = request_answer(&rq);
    buf_finish(&rq.out);
    exchange->duration_us = request_now_us() - started;
    return result;
}
