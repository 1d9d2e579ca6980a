#include "server/request_cond.h"

#include <time.h>

void request_make_validators(struct request *rq)
{
    const struct api_call *call = &rq->call;
    const struct release *release = call->op->cache == CACHE_RELEASE ? call->release : NULL;

    if (!request_is_kept(rq))
        return;
    cond_hash(
        &(struct cond_inputs){
            .build = rq->worker->build,
            .release = release != NULL ? release->id : 0,
            .release_digest = release != NULL ? str_from(release->digest) : (struct str){0},
            .access_digest =
                release != NULL ? str_from(rq->served->access.digest) : (struct str){0},
            .operation = str_from(call->op->operation_id),
            .target = call->self,
            .lang = call->lang == PARAM_LANG_EN ? STR("en") : STR("zh"),
            .format = str_from(negotiate_media_type(call->format)),
            .coding = rq->coding.gzip ? STR("gzip") : STR("identity"),
        },
        rq->hash);
    /* RFC 9110, 8.8.2.1: never later than the answer, which it would be after a clock is set back.
     */
    if (release != NULL && rq->dated && release->published_at <= (int64_t)time(NULL))
        cond_date(release->published_at, rq->last_modified);
}

void request_make_tag(struct request *rq)
{
    if (rq->call.op->changing && rq->call.etag_of.n > 0)
        rq->tag = api_etag(&rq->call, rq->call.etag_of);
}

/* Is the tag one of the list? A weak one that was made of it counts (RFC 9110, 13.1.2). */
static bool is_listed(struct str tag, struct str list)
{
    struct str rest = list, piece;

    while (str_cut(&rest, ',', &piece)) {
        while (piece.n > 0 && (piece.p[0] == ' ' || piece.p[0] == '\t'))
            piece = (struct str){piece.p + 1, piece.n - 1};
        while (piece.n > 0 && (piece.p[piece.n - 1] == ' ' || piece.p[piece.n - 1] == '\t'))
            piece.n--;
        if (str_starts(piece, STR("W/")))
            piece = (struct str){piece.p + 2, piece.n - 2};
        if (str_eq(piece, tag))
            return true;
    }
    return false;
}

bool request_is_unmodified(const struct request *rq)
{
    const struct head *head = &rq->head;
    int64_t since;

    if (rq->tag.n > 0 && rq->call.op->method == METHOD_GET && head->if_none_match.p != NULL)
        return cond_is_any(head->if_none_match) || is_listed(rq->tag, head->if_none_match);
    if (!request_is_kept(rq))
        return false;
    if (head->if_none_match.p != NULL)
        return cond_is_any(head->if_none_match);
    return rq->last_modified[0] != '\0' && cond_date_parse(head->if_modified_since, &since) &&
           since == rq->call.release->published_at;
}

bool request_is_other_wanted(const struct request *rq)
{
    struct str wanted = rq->head.if_match;
    size_t length;

    return wanted.p != NULL && rq->hash[0] != '\0' && !cond_is_any(wanted) &&
           !cond_matches(wanted, COND_STRONG, rq->hash, &length);
}

enum metrics_validator request_validator(const struct request *rq)
{
    if (rq->outcome == OUTCOME_NOT_MODIFIED)
        return rq->has_length ? METRICS_VALIDATOR_EARLY : METRICS_VALIDATOR_LATE;
    return rq->outcome == OUTCOME_BODY &&
                   (rq->head.if_none_match.n > 0 || rq->head.if_modified_since.n > 0)
               ? METRICS_VALIDATOR_OTHER
               : METRICS_VALIDATOR_NONE;
}
