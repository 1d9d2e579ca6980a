/* GET /v1/search */
#include "db/search.h"

#include "api/api.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "base/err.h"
#include "base/fold.h"
#include "db/db.h"
#include "db/documents.h"

#include <string.h>

/* How well a thing fits, best first: the order of the list. */
enum rank { RANK_EXACT, RANK_ALIAS, RANK_PREFIX, RANK_SUBSTRING, RANKS };

static const struct str rank_names[] = {STR("exact"), STR("alias"), STR("prefix"),
                                        STR("substring")};

/* As in the contract, and where a thing is answered: what its id is put behind. Departments have no
 * address of their own, so that the list is asked for the name. */
static const struct {
    struct str name, href;
} types[] = {
    [SEARCH_INDICATOR] = {STR("indicator"), STR("/v1/indicators/")},
    [SEARCH_REGION] = {STR("region"), STR("/v1/regions/")},
    [SEARCH_GROUP] = {STR("group"), STR("/v1/regions?group=")},
    [SEARCH_DOCUMENT] = {STR("document"), STR("/v1/documents/")},
    [SEARCH_DEPARTMENT] = {STR("department"), STR("/v1/departments?name=")},
    [SEARCH_PLAN] = {STR("plan"), STR("/v1/plans/")},
};

struct find {
    enum rank rank; /* RANKS: not found */
    struct str via, matched, matched_in;
};

struct hit {
    enum search_type type;
    struct find find;
    struct search_row row;
};

/* The finds that the page may show, kept apart by rank: a scan meets the things of one rank in the
 * order of the list, so that nothing is sorted, and no rank needs more than a page of them. */
struct hits {
    struct api_call *call;
    struct fold fold;
    /* Where the page begins; `rank` RANKS: at the first. */
    enum rank after_rank;
    enum search_type after_type;
    struct str after_code;
    size_t room;
    struct hit *v[RANKS];
    size_t n[RANKS];
    int64_t count[RANKS][SEARCH_TYPES];
};

static void try_text(const struct fold *fold, struct str text, struct str via, bool other,
                     struct find *best)
{
    static const enum rank ranks[] = {
        [FOLD_NONE] = RANKS,
        [FOLD_INSIDE] = RANK_SUBSTRING,
        [FOLD_PREFIX] = RANK_PREFIX,
        [FOLD_EXACT] = RANK_EXACT,
    };
    struct str found = {0};
    enum rank rank = ranks[fold_find(fold, text, &found)];

    if (other && rank == RANK_EXACT)
        rank = RANK_ALIAS;
    if (rank < best->rank)
        *best = (struct find){rank, via, found, text};
}

static void try_row(const struct fold *fold, const struct search_row *row, struct find *best)
{
    try_text(fold, row->code, STR("id"), false, best);
    try_text(fold, row->names.zh, STR("name"), false, best);
    try_text(fold, row->names.en, STR("name"), false, best);
    for (size_t i = 0; i < COUNT_OF(row->other); i++)
        try_text(fold, row->other[i], row->via, true, best);
}

/* Whether the page may show a thing of this rank: it comes after the page before, and finds as good
 * or better do not fill the page already. */
static bool wanted(const struct hits *hits, enum rank rank, enum search_type type, struct str code)
{
    size_t before = 0;

    if (hits->after_rank != RANKS) {
        if (rank != hits->after_rank   ? rank < hits->after_rank
            : type != hits->after_type ? type < hits->after_type
                                       : str_cmp(code, hits->after_code) <= 0)
            return false;
    }
    for (size_t i = 0; i <= rank; i++)
        before += hits->n[i];
    return before < hits->room;
}

/* Copies what the store takes back at the next row. */
static void keep(struct arena *arena, struct hit *hit)
{
    struct search_row *row = &hit->row;
    struct str *texts[] = {&row->code,         &row->names.zh, &row->names.en,
                           &row->level,        &row->parent,   &row->region,
                           &hit->find.matched, &hit->find.via, &hit->find.matched_in};

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_copy(arena, *texts[i]);
}

static void add(struct hits *hits, const struct hit *hit)
{
    enum rank rank = hit->find.rank;

    hits->count[rank][hit->type]++;
    if (wanted(hits, rank, hit->type, hit->row.code))
        hits->v[rank][hits->n[rank]++] = *hit;
}

/* Reads all things of one type; each may come in several rows. */
static int scan(struct hits *hits, enum search_type type)
{
    struct api_call *call = hits->call;
    CLEANUP(stmt_reset_p) struct stmt *s = search_scan(call->db, call->release->id, type);
    struct hit hit = {.type = type, .find.rank = RANKS};
    struct search_row row;
    int r;

    while ((r = search_next(s, &row)) > 0) {
        struct find best = {.rank = RANKS};

        if (hit.find.rank != RANKS && !str_eq(hit.row.code, row.code)) {
            add(hits, &hit);
            hit.find.rank = RANKS;
        }
        try_row(&hits->fold, &row, &best);
        if (best.rank >= hit.find.rank)
            continue;
        hit.find = best;
        hit.row = row;
        if (wanted(hits, best.rank, type, row.code))
            keep(call->arena, &hit);
        else
            hit.row.code = arena_copy(call->arena, row.code);
    }
    if (r == 0 && hit.find.rank != RANKS)
        add(hits, &hit);
    return r;
}

/* Where the page begins, from the keys of its cursor. */
static enum problem_id read_place(struct hits *hits, const struct page *page)
{
    int64_t rank, type;

    if (page->keys[0].n == 0)
        return PROBLEM_NONE;
    if (str_parse_i64(page->keys[0], &rank) < 0 || rank < 0 || rank >= RANKS ||
        str_parse_i64(page->keys[1], &type) < 0 || type < 0 || type >= SEARCH_TYPES)
        return cursor_bad(hits->call);
    hits->after_rank = (enum rank)rank;
    hits->after_type = (enum search_type)type;
    hits->after_code = page->keys[2];
    return PROBLEM_NONE;
}

static bool asked_for(const struct search_args *args, enum search_type type)
{
    if (args->type.n == 0)
        return true;
    for (size_t i = 0; i < args->type.n; i++)
        if (str_eq(args->type.v[i], types[type].name))
            return true;
    return false;
}

static int read_hits(struct hits *hits, const struct search_args *args)
{
    for (size_t rank = 0; rank < RANKS; rank++) {
        hits->v[rank] = arena_alloc(hits->call->arena, hits->room * sizeof **hits->v);
        if (hits->v[rank] == NULL)
            return -ERR_NOMEM;
    }
    for (int type = 0; type < SEARCH_TYPES; type++) {
        int r = 0;

        if (asked_for(args, (enum search_type)type))
            r = scan(hits, (enum search_type)type);
        if (r < 0)
            return r;
    }
    return hits->call->arena->failed ? -ERR_NOMEM : 0;
}

/* Asks back when the best finds are several of one type: things with one name, or regions whose
 * names begin alike, which people take for a whole name. */
static void hint_at_namesakes(const struct hits *hits)
{
    for (int rank = 0; rank < RANK_SUBSTRING; rank++) {
        bool found = false, several = false;

        for (int type = 0; type < SEARCH_TYPES; type++) {
            found |= hits->count[rank][type] > 0;
            several |=
                hits->count[rank][type] > 1 && (rank != RANK_PREFIX || type == SEARCH_REGION);
        }
        if (several)
            hint_add(hits->call, HINT_NAME_NOT_UNIQUE);
        if (found)
            return;
    }
}

static void put_href(struct jw *w, const struct api_call *call, const struct hit *hit)
{
    struct arena *arena = call->arena;
    struct str href = types[hit->type].href;
    struct str id = hit->type == SEARCH_DEPARTMENT ? hit->row.names.zh : hit->row.code;
    struct str escaped = api_escape(arena, id, str_ends(href, STR("/")));

    JW_KEY(w, "href");
    jw_str(w, arena_printf(arena, "%.*s%.*s", (int)href.n, href.p, (int)escaped.n, escaped.p));
}

/* A document that is made up is told of by the answer. */
static int mark_document(struct api_call *call, const struct hit *hit)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct document_ref_row row;

    if (hit->type != SEARCH_DOCUMENT)
        return 0;
    int r = documents_get_ref(call->db, call->release->id, hit->row.code, &stmt, &row);
    call->synthetic = call->synthetic || (r > 0 && row.synthetic);
    return r < 0 ? r : 0;
}

static void put_hit(struct jw *w, const struct api_call *call, const struct hit *hit)
{
    const struct search_row *row = &hit->row;

    jw_object_begin(w);
    JW_KEY(w, "type");
    jw_str(w, types[hit->type].name);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "match");
    jw_str(w, rank_names[hit->find.rank]);
    JW_KEY(w, "via");
    jw_str(w, hit->find.via);
    JW_KEY(w, "matched");
    jw_str(w, hit->find.matched);
    JW_KEY(w, "matched_in");
    jw_str(w, hit->find.matched_in);
    JW_KEY(w, "level");
    envelope_text(w, row->level);
    JW_KEY(w, "parent");
    envelope_text(w, row->parent);
    JW_KEY(w, "region");
    envelope_text(w, row->region);
    JW_KEY(w, "valid_to");
    envelope_day(w, row->valid_to);
    put_href(w, call, hit);
    jw_object_end(w);
}

static struct str number(struct arena *arena, int value)
{
    return arena_printf(arena, "%d", value);
}

static int put_page(struct jw *w, struct page *page, const struct hits *hits)
{
    struct arena *arena = hits->call->arena;
    int r;

    for (int rank = 0; rank < RANKS; rank++) {
        for (size_t i = 0; i < hits->n[rank]; i++) {
            const struct hit *hit = &hits->v[rank][i];
            struct str keys[] = {number(arena, rank), number(arena, (int)hit->type), hit->row.code};

            if (!page_take(page, keys))
                return 0;
            r = mark_document(hits->call, hit);
            if (r < 0)
                return r;
            put_hit(w, hits->call, hit);
        }
    }
    return 0;
}

enum problem_id api_search(struct api_call *call, const struct search_args *args)
{
    struct hits hits = {.call = call, .after_rank = RANKS};
    struct page page;
    struct jw w;
    int64_t matched = 0;

    if (fold_make(args->q, &hits.fold) < 0) {
        api_violation(call, VIOLATION_QUERY, STR("q"), args->q, PROBLEM_INVALID_PARAMETER,
                      STR("Must hold something other than spaces."), (struct str_list){0},
                      (struct str){0});
        return api_invalid(call);
    }
    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 3);
    if (problem == PROBLEM_NONE)
        problem = read_place(&hits, &page);
    if (problem != PROBLEM_NONE)
        return problem;
    hits.room = (size_t)page.fetch;
    int r = read_hits(&hits, args);
    if (r < 0)
        return api_fail(call, r);
    for (int rank = 0; rank < RANKS; rank++)
        for (int type = 0; type < SEARCH_TYPES; type++)
            matched += hits.count[rank][type];
    hint_at_namesakes(&hits);
    envelope_list_begin(call, &w);
    r = put_page(&w, &page, &hits);
    return page_end(&page, &w, r, matched);
}
