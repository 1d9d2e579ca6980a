#include "server/request_key.h"

#include "api/api.h"

#include "server/shared.h"

#include <stdio.h>
#include <time.h>

/* The contract numbers the scopes as the store does. */
_Static_assert((int)SCOPE_READ_RESTRICTED == (int)KEY_READ_RESTRICTED, "scopes");
_Static_assert((int)SCOPE_READ_EMBARGOED == (int)KEY_READ_EMBARGOED, "scopes");
_Static_assert((int)SCOPE_IMPORT == (int)KEY_IMPORT, "scopes");
_Static_assert((int)SCOPE_PUBLISH == (int)KEY_PUBLISH, "scopes");
_Static_assert((int)SCOPE_ADMIN == (int)KEY_ADMIN, "scopes");

/* limit: a key is good for 5 s without another look: the two times that a request with a body is
 * looked at, before and after it. */
enum { LOOK_UP_MS = 5000 };

/* limit: as the contract says of Idempotency-Key. */
enum { IDEMPOTENCY_KEY_MAX = 64 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What follows "Bearer " (RFC 6750, 2.1); of another scheme the empty text, which is no key. */
static struct str bearer(struct str field)
{
    struct str rest = field, scheme = {0};

    if (!str_cut(&rest, ' ', &scheme) || scheme.n != 6 ||
        str_distance(scheme, STR("bearer"), 0) != 0)
        return (struct str){0};
    while (rest.n > 0 && rest.p[0] == ' ')
        rest = (struct str){rest.p + 1, rest.n - 1};
    return rest;
}

/* Looks the key up. What is wrong with it is not told: RFC 9110, 11.4. */
static enum problem_id look_up(struct request *rq, struct visitor *visitor)
{
    struct key key;
    int r = key_check(rq->call.db, bearer(rq->head.authorization), rq->call.now, &key);

    visitor->key[0] = '\0';
    visitor->scopes = 0;
    if (r < 0)
        return api_fail(&rq->call, r);
    if (r == 0)
        return PROBLEM_UNAUTHORIZED;
    snprintf(visitor->key, sizeof visitor->key, "%s", key.id);
    visitor->scopes = key.scopes;
    visitor->looked_up_ms = now_ms();
    key_uses_note(&rq->worker->shared->uses, key.id, rq->call.now);
    return PROBLEM_NONE;
}

static void meet(struct request *rq, struct visitor *visitor)
{
    struct server_shared *shared = rq->worker->shared;
    struct address peer = exchange_peer(rq->connection);
    int64_t now = now_ms();

    visitor->known = true;
    visitor->address = client_address(&shared->proxies, &peer, rq->head.forwarded);
    if (rq->head.authorization.p == NULL) {
        visitor->limit = limiter_count_address(&shared->limiter, &visitor->address, now);
    } else {
        visitor->problem = look_up(rq, visitor);
        if (visitor->problem == PROBLEM_NONE)
            visitor->limit = limiter_count_key(&shared->limiter, visitor->key, now);
        else if (visitor->problem == PROBLEM_UNAUTHORIZED)
            visitor->limit = limiter_count_failure(&shared->limiter, &visitor->address, now);
    }
    if (visitor->limit.refused)
        visitor->problem = PROBLEM_RATE_LIMITED;
}

/* What is under embargo is read like any release by who has the scope for it. */
static void read_upcoming(struct request *rq)
{
    const struct release *upcoming = &rq->served->upcoming;

    if (upcoming->id == rq->served->release.id)
        return;
    rq->call.release = rq->call.newest = upcoming->id > 0 ? upcoming : NULL;
    rq->dated = false;
    rq->exchange->release = upcoming->id;
}

enum problem_id request_identify(struct request *rq)
{
    struct visitor *visitor = &rq->exchange->visitor;
    struct api_call *call = &rq->call;

    if (uri_without_key(rq->target).n < rq->target.n)
        return PROBLEM_KEY_IN_URL;
    if (!visitor->known)
        meet(rq, visitor);
    else if (visitor->key[0] != '\0' && now_ms() - visitor->looked_up_ms > LOOK_UP_MS)
        visitor->problem = look_up(rq, visitor);
    call->scopes = visitor->scopes;
    rq->keyed = rq->head.authorization.p != NULL;
    if (visitor->key[0] != '\0')
        call->actor = arena_printf(call->arena, "key:%s", visitor->key);
    if ((call->scopes & SCOPE_READ_EMBARGOED) != 0)
        read_upcoming(rq);
    return visitor->problem;
}

static enum problem_id refuse_scope(struct request *rq)
{
    unsigned wanted = rq->call.op->scopes;
    struct str names = {0};

    if (rq->exchange->visitor.key[0] == '\0')
        return PROBLEM_UNAUTHORIZED;
    for (unsigned bit = 1; bit <= wanted; bit <<= 1) {
        if ((wanted & bit) != 0)
            names = arena_printf(rq->call.arena, "%.*s%s%s", (int)names.n, names.p,
                                 names.n > 0 ? " or " : "", key_scope_name((enum key_scope)bit));
    }
    return api_problem(&rq->call, PROBLEM_FORBIDDEN, "The operation asks for a key with %.*s.",
                       (int)names.n, names.p);
}

/* The value of Idempotency-Key: a structured string, or the same without its quotes. */
static void read_idempotency_key(struct request *rq)
{
    struct str text = rq->head.idempotency_key;
    bool quoted = text.n > 1 && text.p[0] == '"' && text.p[text.n - 1] == '"';
    bool good;

    if (quoted)
        text = (struct str){text.p + 1, text.n - 2};
    good = text.n > 0 && text.n <= IDEMPOTENCY_KEY_MAX;
    for (size_t i = 0; i < text.n; i++)
        good = good && text.p[i] > ' ' && text.p[i] < 0x7F && text.p[i] != '"' && text.p[i] != '\\';
    if (good)
        rq->call.idempotency_key = arena_copy(rq->call.arena, text);
    else
        api_violation(&rq->call, VIOLATION_HEADER, STR("Idempotency-Key"), rq->head.idempotency_key,
                      PROBLEM_INVALID_PARAMETER,
                      STR("The key must be 1 to 64 visible ASCII characters other than \" and \\."),
                      (struct str_list){0}, (struct str){0});
}

enum problem_id request_permit(struct request *rq)
{
    const struct op_spec *op = rq->call.op;

    if (op->scopes != 0 && (op->scopes & rq->call.scopes) == 0)
        return refuse_scope(rq);
    if (op->writes && rq->worker->releases->immutable)
        return PROBLEM_READ_ONLY;
    if ((op->headers & HEADER_IF_MATCH) != 0 && rq->head.if_match.p != NULL)
        rq->call.if_match = arena_copy(rq->call.arena, rq->head.if_match);
    else if ((op->required_headers & HEADER_IF_MATCH) != 0)
        return PROBLEM_PRECONDITION_REQUIRED;
    if ((op->headers & HEADER_IDEMPOTENCY_KEY) != 0 && rq->head.idempotency_key.p != NULL)
        read_idempotency_key(rq);
    else if ((op->required_headers & HEADER_IDEMPOTENCY_KEY) != 0)
        api_violation(&rq->call, VIOLATION_HEADER, STR("Idempotency-Key"), (struct str){0},
                      PROBLEM_MISSING_PARAMETER, STR("The field is required."),
                      (struct str_list){0}, (struct str){0});
    return PROBLEM_NONE;
}

uint32_t request_wait_s(const struct request *rq)
{
    uint32_t wait_s = rq->exchange->visitor.limit.wait_s;

    return rq->problem == PROBLEM_RATE_LIMITED ? (wait_s > 0 ? wait_s : 1) : rq->call.retry_after_s;
}
