#include "server/answer.h"

#include "api/problem.h"
#include "server/request_key.h"

/* limit: an answer below 1 KiB fits one packet with its head either way. */
enum { PACK_MIN = 1024 };

/* Seconds after which an answer 503 is worth another try. */
enum { RETRY_AFTER_S = 5 };

/* What the contract allows clients to send with a request from another origin. */
#define PREFLIGHT_HEADERS                                                                          \
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, "            \
    "If-Modified-Since, If-None-Match"

static const char *cache_control(const struct request *rq)
{
    if (rq->keyed)
        return "private, no-store";
    if (!request_is_kept(rq))
        return "no-store";
    switch ((enum op_cache)rq->call.op->cache) {
    case CACHE_RELEASE:
        /* A day: what is closed to readers later can not be called back from their caches. */
        if (rq->fixed)
            return "public, max-age=86400, immutable";
        return "public, max-age=60, stale-while-revalidate=600";
    case CACHE_STATIC:
        return "public, max-age=3600";
    case CACHE_NONE:
        return "no-store";
    }
    return "no-store";
}

static bool takes(const struct op_spec *op, struct str name)
{
    for (size_t i = 0; i < op->n_params; i++) {
        if (str_eq(str_from(op->params[i].name), name))
            return true;
    }
    return false;
}

static bool was_given(const struct api_call *call, struct str name)
{
    for (size_t i = 0; i < call->query.n; i++) {
        if (str_eq(call->query.v[i].key, name))
            return true;
    }
    return false;
}

/* RFC 7089, 2.1.1: of which moment the answer is. */
static void add_memento(const struct request *rq, struct reply *reply)
{
    char date[COND_DATE_SIZE];

    if (!rq->as_of)
        return;
    cond_date(rq->call.release->published_at, date);
    reply_add(reply, "Memento-Datetime", str_from(date));
}

/* Fields that an answer and the 304 in its place have in common. */
static void add_caching(struct request *rq, struct reply *reply, size_t length)
{
    char etag[COND_ETAG_SIZE] = "";
    const struct api_call *call = &rq->call;
    bool by_accept = !rq->route.has_format && !was_given(call, STR("format"));
    /* Who has a key may be shown more, or a release that others can not see yet. */
    bool by_key = rq->keyed || call->op->scopes != 0 || call->op->cache == CACHE_RELEASE;
    bool by_lang = takes(call->op, STR("lang")) && !was_given(call, STR("lang"));

    reply_add(reply, MHD_HTTP_HEADER_CACHE_CONTROL, str_from(cache_control(rq)));
    if (rq->hash[0] != '\0')
        cond_etag(rq->hash, length, etag);
    reply_add(reply, MHD_HTTP_HEADER_ETAG, rq->tag.n > 0 ? rq->tag : str_from(etag));
    reply_add(reply, MHD_HTTP_HEADER_LAST_MODIFIED, str_from(rq->last_modified));
    add_memento(rq, reply);
    reply_add(reply, MHD_HTTP_HEADER_VARY,
              arena_printf(reply->arena, "%s%s%sAccept-Encoding", by_accept ? "Accept, " : "",
                           by_lang ? "Accept-Language, " : "", by_key ? "Authorization, " : ""));
}

/* The same answer in another format, or an empty reference. */
static struct str other_format(const struct request *rq, const struct negotiate_format_spec *spec)
{
    struct api_call other = rq->call;

    /* The extension of JSON is never in the canonical path. */
    if (rq->route.has_format && rq->call.format != PARAM_FORMAT_JSON)
        other.path.n -= negotiate_format_of(rq->call.format)->extension.n;
    if (spec->format != PARAM_FORMAT_JSON)
        other.path =
            arena_printf(other.arena, "%.*s%s", (int)other.path.n, other.path.p, spec->extension.p);
    return api_link(&other, STR("format"), (struct str){0});
}

static void add_links(const struct request *rq, struct reply *reply)
{
    const struct api_call *call = &rq->call;
    struct str links = STR("</openapi.json>; rel=\"describedby\"; type=\"application/json\"");

    for (size_t i = 0; i < NEGOTIATE_FORMATS; i++) {
        const struct negotiate_format_spec *spec = &negotiate_formats[i];
        struct str other;

        if (spec->format == call->format || (call->op->formats & (1U << spec->format)) == 0)
            continue;
        other = other_format(rq, spec);
        links = arena_printf(reply->arena, "%.*s, <%.*s>; rel=\"alternate\"; type=\"%s\"",
                             (int)links.n, links.p, (int)other.n, other.p, spec->media_type);
    }
    if (rq->as_of) {
        struct str original = api_link(call, STR("asOf"), (struct str){0});

        links = arena_printf(reply->arena, "%.*s, <%.*s>; rel=\"original\"", (int)links.n, links.p,
                             (int)original.n, original.p);
    }
    if (call->license.n > 0)
        links = arena_printf(reply->arena, "%.*s, <%.*s>; rel=\"license\"", (int)links.n, links.p,
                             (int)call->license.n, call->license.p);
    if (call->next.n > 0)
        links = arena_printf(reply->arena, "<%.*s>; rel=\"next\", %.*s", (int)call->next.n,
                             call->next.p, (int)links.n, links.p);
    reply_add(reply, "Link", links);
}

static void add_type(const struct api_call *call, struct reply *reply)
{
    bool csv = call->format == PARAM_FORMAT_CSV && call->media_type == NULL;
    const char *type = negotiate_media_type(call->format);

    if (call->media_type != NULL)
        type = call->media_type;
    else if (csv)
        type = "text/csv; charset=utf-8; header=present";
    reply_add(reply, MHD_HTTP_HEADER_CONTENT_TYPE, str_from(type));
    reply_add(reply, MHD_HTTP_HEADER_CONTENT_LANGUAGE,
              takes(call->op, STR("lang")) && call->lang == PARAM_LANG_ZH ? STR("zh") : STR("en"));
    if (call->format != PARAM_FORMAT_JSON && call->file_name.n > 0)
        reply_add(reply, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
                  arena_printf(reply->arena, "attachment; filename=\"%.*s\"",
                               (int)call->file_name.n, call->file_name.p));
}

/* Puts the body into the reply, packed where that was agreed and pays. False when it had to be
 * packed and could not be. */
static bool add_body(struct request *rq, struct reply *reply, struct buf *packed)
{
    struct str body;

    reply->constant = rq->call.constant;
    reply->body = &rq->out;
    body = reply->constant.n > 0 ? reply->constant : (struct str){rq->out.p, rq->out.n};
    /* One tag for one representation. */
    if (!rq->coding.gzip || rq->tag.n > 0 || (body.n < PACK_MIN && rq->coding.identity))
        return true;
    if (!gzip_pack(&rq->worker->gzip, body, packed))
        return rq->coding.identity;
    reply->constant = (struct str){0};
    reply->body = packed;
    reply_add(reply, MHD_HTTP_HEADER_CONTENT_ENCODING, STR("gzip"));
    return true;
}

static bool answer_body(struct request *rq, struct reply *reply, struct buf *packed)
{
    bool added = rq->stream != NULL || add_body(rq, reply, packed);

    reply->no_length = rq->stream != NULL && str_eq(rq->method_name, STR("HEAD"));
    reply->stream = reply->no_length ? NULL : rq->stream;
    reply->status = rq->call.status != 0 ? rq->call.status : MHD_HTTP_OK;
    reply_add(reply, MHD_HTTP_HEADER_LOCATION, rq->call.location);
    if (reply->status != MHD_HTTP_NO_CONTENT)
        add_type(&rq->call, reply);
    add_caching(rq, reply, reply_length(reply));
    add_links(rq, reply);
    return added;
}

/* The body was made where the client's tag did not say how long it is. */
static bool answer_not_modified(struct request *rq, struct reply *reply, struct buf *packed)
{
    struct reply full = {.arena = reply->arena};
    bool stream = rq->call.op->stream;
    bool added = stream || rq->has_length || add_body(rq, &full, packed);

    reply->status = MHD_HTTP_NOT_MODIFIED;
    reply->no_length = stream;
    reply->length = rq->has_length ? rq->length : reply_length(&full);
    add_caching(rq, reply, reply->length);
    return added;
}

/* RateLimit fields (draft-ietf-httpapi-ratelimit-headers-10), where the answer is for one client
 * alone. */
static void add_limit(const struct request *rq, struct reply *reply)
{
    const struct limit_verdict *limit = &rq->exchange->visitor.limit;
    const char *name = limit_kind_name(limit->kind);

    if (limit->kind == LIMIT_NONE || (!rq->keyed && !limit->refused))
        return;
    reply_add(reply, "RateLimit-Policy",
              arena_printf(reply->arena, "\"%s\";q=%u;w=1", name, (unsigned)limit->rate));
    reply_add(reply, "RateLimit",
              arena_printf(reply->arena, "\"%s\";r=%u;t=%u", name, (unsigned)limit->left,
                           (unsigned)limit->wait_s));
}

static void answer_methods(const struct request *rq, struct reply *reply)
{
    struct str allow = str_from(rq->allow);

    reply->status = MHD_HTTP_NO_CONTENT;
    reply_add(reply, MHD_HTTP_HEADER_ALLOW, allow);
    reply_add(reply, "Access-Control-Allow-Methods", allow);
    reply_add(reply, "Access-Control-Allow-Headers", STR(PREFLIGHT_HEADERS));
    /* A day: what may be asked changes with the program only. */
    reply_add(reply, "Access-Control-Max-Age", STR("86400"));
}

static struct str_list allowed(struct request *rq)
{
    struct str rest = str_from(rq->allow), method;
    struct str *v = arena_alloc(rq->call.arena, METHOD_COUNT * sizeof *v);
    size_t n = 0;

    if (rq->problem == PROBLEM_NOT_ACCEPTABLE)
        return rq->offered;
    if (rq->problem != PROBLEM_METHOD_NOT_ALLOWED || v == NULL)
        return (struct str_list){0};
    while (n < METHOD_COUNT && str_cut(&rest, ',', &method)) {
        if (str_starts(method, STR(" ")))
            method = (struct str){method.p + 1, method.n - 1};
        v[n++] = method;
    }
    return (struct str_list){v, n};
}

/* The media types of a body that the operation reads. */
static struct str accepted(const struct op_spec *op)
{
    switch (op->upload) {
    case UPLOAD_CSV | UPLOAD_JSON:
        return STR("text/csv, application/json");
    case UPLOAD_CSV:
        return STR("text/csv");
    default:
        return STR("application/json");
    }
}

static void answer_problem(struct request *rq, struct reply *reply)
{
    unsigned status = (unsigned)problem_status(rq->problem);
    uint32_t wait_s = request_wait_s(rq);
    struct str restart = {0};

    if (rq->problem == PROBLEM_STALE_CURSOR)
        restart = api_link(&rq->call, STR("cursor"), (struct str){0});
    buf_reset(&rq->out);
    problem_write(&rq->out, &(struct problem){
                                .id = rq->problem,
                                .detail = rq->call.detail,
                                .instance = str_from(rq->exchange->id),
                                .violations = &rq->call.violations,
                                .allowed = allowed(rq),
                                .restart = restart,
                            });
    reply->status = status;
    reply->body = &rq->out;
    reply_add(reply, MHD_HTTP_HEADER_CONTENT_TYPE, STR("application/problem+json"));
    reply_add(reply, MHD_HTTP_HEADER_CONTENT_LANGUAGE, STR("en"));
    reply_add(reply, MHD_HTTP_HEADER_CACHE_CONTROL,
              rq->keyed ? STR("private, no-store") : STR("no-store"));
    if (status == MHD_HTTP_UNAUTHORIZED)
        reply_add(reply, MHD_HTTP_HEADER_WWW_AUTHENTICATE, STR("Bearer realm=\"iprstat\""));
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        reply_add(reply, MHD_HTTP_HEADER_ALLOW, str_from(rq->allow));
    if (rq->problem == PROBLEM_UNSUPPORTED_MEDIA_TYPE)
        reply_add(reply, MHD_HTTP_HEADER_ACCEPT, accepted(rq->call.op));
    if (rq->problem == PROBLEM_UNSUPPORTED_CONTENT_ENCODING)
        reply_add(reply, MHD_HTTP_HEADER_ACCEPT_ENCODING, STR("identity"));
    if (restart.n > 0)
        reply_add(reply, "Link",
                  arena_printf(reply->arena, "<%.*s>; rel=\"first\"", (int)restart.n, restart.p));
    /* The same answer is as large the next time. */
    if (status == MHD_HTTP_SERVICE_UNAVAILABLE && rq->problem != PROBLEM_RESPONSE_TOO_LARGE)
        wait_s = wait_s > 0 ? wait_s : RETRY_AFTER_S;
    if (wait_s > 0)
        reply_add(reply, MHD_HTTP_HEADER_RETRY_AFTER,
                  arena_printf(reply->arena, "%u", (unsigned)wait_s));
}

static void begin_reply(struct request *rq, struct reply *reply)
{
    reply_add_common(reply, str_from(rq->exchange->id));
    if (rq->close || rq->worker->draining)
        reply_add(reply, MHD_HTTP_HEADER_CONNECTION, STR("close"));
    add_limit(rq, reply);
}

/* What the request took is of no more use, so there is room for the problem that says so. */
static void answer_out_of_memory(struct request *rq, struct reply *reply)
{
    arena_reset(reply->arena);
    *reply = (struct reply){.arena = reply->arena};
    rq->outcome = OUTCOME_PROBLEM;
    rq->problem = PROBLEM_OUT_OF_MEMORY;
    rq->call.detail = (struct str){0};
    rq->call.violations = (struct violation_list){0};
    rq->call.retry_after_s = 0;
    begin_reply(rq, reply);
    answer_problem(rq, reply);
}

void answer(struct request *rq, struct reply *reply, struct buf *packed)
{
    begin_reply(rq, reply);
    switch (rq->outcome) {
    case OUTCOME_BODY:
        if (!answer_body(rq, reply, packed))
            rq->call.arena->failed = true;
        break;
    case OUTCOME_NOT_MODIFIED:
        if (!answer_not_modified(rq, reply, packed))
            rq->call.arena->failed = true;
        break;
    case OUTCOME_METHODS:
        answer_methods(rq, reply);
        break;
    case OUTCOME_JOB: /* is another one by now */
    case OUTCOME_PROBLEM:
        answer_problem(rq, reply);
        break;
    }
    if (rq->call.arena->failed)
        answer_out_of_memory(rq, reply);
}
