#include "base/err.h"
#include "db/publish_impl.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/table_sql.h"
#include "db/draft.h"

enum { DRAFT_PUBLISHED, DRAFT_OUTDATED, DRAFT_DISCARDED, DRAFT_STATE };

static const struct stmt_spec specs[] = {
    [DRAFT_PUBLISHED] =
        {
            .name = "draft_published",
            .sql = "UPDATE draft SET state = 'published', release = :release WHERE draft = :draft",
            .params = (const char *const[]){"release", "draft", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_OUTDATED] =
        {
            .name = "draft_outdated",
            .sql = "SELECT draft FROM draft WHERE state = 'open' AND base <> :base"
                   " ORDER BY draft LIMIT 1",
            .params = (const char *const[]){"base", NULL},
            .columns = (const char *const[]){"draft", NULL},
        },
    [DRAFT_DISCARDED] =
        {
            .name = "draft_discarded",
            .sql = "UPDATE draft SET state = 'discarded' WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_STATE] =
        {
            .name = "draft_state",
            .sql = "SELECT state FROM draft WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"state", NULL},
        },
};
const struct stmt_group publish_drafts_statements = {"publish_drafts", specs, COUNT_OF(specs)};

static const enum table_stmt draft_works[] = {TABLE_CLOSE, TABLE_TRIM, TABLE_MOVE, TABLE_DROP};
_Static_assert(COUNT_OF(draft_works) == WORK_COUNT, "one generated statement for each work");

void publish_begin(struct publish *p, struct db *db, const struct release_wish *wish)
{
    *p = (struct publish){.db = db, .wish = wish};
    arena_init(&p->arena, PUBLISH_ARENA_BLOCK, PUBLISH_ARENA_CAP);
    sha256_init(&p->digest);
}

void publish_end(struct publish *p)
{
    for (size_t w = 0; w < WORK_COUNT; w++) {
        for (size_t i = 0; p->works[w] != NULL && i < tables_n; i++)
            stmt_close(&p->works[w][i]);
    }
    arena_finish(&p->arena);
}

static int open_work(struct publish *p, enum draft_work work)
{
    int r = 0;

    p->works[work] = arena_alloc(&p->arena, tables_n * sizeof(struct stmt *));
    if (p->works[work] == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < tables_n && r == 0; i++)
        r = table_stmt_open(db_engine(p->db), &p->arena, &tables[i], draft_works[work],
                            &p->works[work][i]);
    return r;
}

int publish_work(struct publish *p, enum draft_work work, int64_t since)
{
    int r = p->works[work] == NULL ? open_work(p, work) : 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        struct stmt *s = p->works[work][i];
        size_t n = 0;
        if (work == WORK_CLOSE || work == WORK_MOVE)
            stmt_i64(s, n++, p->release.id);
        stmt_i64(s, n++, since);
        if (work == WORK_CLOSE)
            stmt_i64(s, n, DB_UNTIL_OPEN);
        if (work == WORK_TRIM)
            stmt_i64(s, n, DRAFT_WITHDRAWN);
        r = stmt_run(s);
    }
    return r;
}

int publish_draft(struct publish *p)
{
    int r = publish_work(p, WORK_CLOSE, DB_DRAFT_BASE + p->draft);

    if (r == 0)
        r = publish_work(p, WORK_MOVE, DB_DRAFT_BASE + p->draft);
    if (r < 0)
        return r;
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_PUBLISHED]);
    stmt_i64(s, 0, p->release.id);
    stmt_i64(s, 1, p->draft);
    return stmt_run(s);
}

int publish_note(struct publish *p, enum audit_action action, int64_t number)
{
    struct audit_event event = {
        .action = action,
        .at = p->wish->now,
        .actor = p->wish->actor,
        .number = number,
    };

    return p->wish->trial ? 0 : audit_add(p->db, &event);
}

int publish_refuse(const struct release_wish *wish, enum release_refusal why,
                   const struct release *other)
{
    if (wish->refused != NULL)
        wish->refused(wish->cls, why, other);
    return -ERR_INPUT;
}

int publish_discard(struct publish *p, int64_t draft)
{
    int r = publish_work(p, WORK_DROP, DB_DRAFT_BASE + draft);

    if (r < 0)
        return r;
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_DISCARDED]);
    stmt_i64(s, 0, draft);
    r = stmt_run(s);
    return r < 0 ? r : publish_note(p, AUDIT_DISCARD, draft);
}

int publish_discard_outdated(struct publish *p, int64_t base)
{
    for (;;) {
        struct stmt *s = db_stmt(p->db, &specs[DRAFT_OUTDATED]);
        stmt_i64(s, 0, base);
        int r = stmt_step(s);
        int64_t draft = r > 0 ? stmt_get_i64(s, 0) : 0;
        stmt_reset(s);
        if (r <= 0)
            return r;
        r = publish_discard(p, draft);
        if (r < 0)
            return r;
        p->discarded++;
    }
}

static int discard_waiting(struct publish *p, int64_t draft)
{
    struct stmt *s = db_stmt(p->db, &specs[DRAFT_STATE]);
    stmt_i64(s, 0, draft);
    int r = stmt_step(s);
    if (r == 0 || (r > 0 && !str_eq(stmt_get_str(s, 0), STR("open"))))
        r = -ERR_NOT_FOUND;
    stmt_reset(s);
    return r < 0 ? r : publish_discard(p, draft);
}

int draft_discard(struct db *db, int64_t draft, int64_t now, struct str actor)
{
    const struct release_wish wish = {.now = now, .actor = actor};
    struct publish p;

    publish_begin(&p, db, &wish);
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = discard_waiting(&p, draft);
    publish_end(&p);
    if (r == 0)
        r = engine_commit(db_engine(db));
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}
