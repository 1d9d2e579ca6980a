#include "db/audit_impl.h"

#include "base/err.h"
#include "db/keys.h"
#include "db/row.h"
#include "db/statements.h"

#include <string.h>

/* What the schema and the text of a moment allow. */
#define MOMENT_MAX INT64_C(253402300799)

enum { VERIFY_HEAD, VERIFY_COUNT, VERIFY_DRAFT, VERIFY_RELEASE, VERIFY_KEY, VERIFY_KEYS };

static const struct stmt_spec specs[] = {
    [VERIFY_HEAD] =
        {
            .name = "audit_verify_head",
            .sql = "SELECT seq, hash FROM audit_head WHERE head = 1",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"seq", "hash", NULL},
        },
    [VERIFY_COUNT] =
        {
            .name = "audit_verify_count",
            .sql = "SELECT count(*) AS n FROM audit WHERE subject = :subject AND action = :action",
            .params = (const char *const[]){"subject", "action", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [VERIFY_DRAFT] =
        {
            .name = "audit_verify_draft",
            .sql = "SELECT state FROM draft WHERE draft = :draft",
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"state", NULL},
        },
    [VERIFY_RELEASE] =
        {
            .name = "audit_verify_release",
            .sql = "SELECT cancelled, rolled_back_from FROM release WHERE release = :release",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"cancelled", "rolled_back_from", NULL},
        },
    [VERIFY_KEY] =
        {
            .name = "audit_verify_key",
            .sql = "SELECT coalesce(revoked_at, 0) AS revoked_at FROM api_key"
                   " WHERE api_key = :api_key",
            .params = (const char *const[]){"api_key", NULL},
            .columns = (const char *const[]){"revoked_at", NULL},
        },
    [VERIFY_KEYS] =
        {
            .name = "audit_verify_keys",
            .sql = "SELECT " STMT_SCAN_MARK " api_key FROM api_key ORDER BY api_key",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"api_key", NULL},
        },
};
const struct stmt_group audit_verify_statements = {"audit_verify", specs, COUNT_OF(specs)};

/* A verification under way. */
struct verify {
    struct db *db;
    struct arena arena; /* of one row or one subject */
    struct audit_report report;
    int64_t release, draft; /* the last ones that the first row covers */
    char last[AUDIT_HASH_LEN + 1];
    struct str known;
    void (*fault)(void *cls, const struct audit_fault *);
    void *cls;
};

static void tell(struct verify *v, int64_t seq, struct str subject, const char *what)
{
    struct audit_fault fault = {seq, subject, what};

    v->report.faults++;
    if (v->fault != NULL)
        v->fault(v->cls, &fault);
}

/* The event that a row tells of, as far as its subject has the form of its action. */
static bool read_event(const struct audit_row *row, struct audit_event *ret)
{
    static const char *const kinds[AUDIT_ACTION_COUNT] = {
        [AUDIT_IMPORT] = "draft",           [AUDIT_DISCARD] = "draft",  [AUDIT_PUBLISH] = "release",
        [AUDIT_ROLLBACK] = "release",       [AUDIT_KEY_CREATE] = "key", [AUDIT_KEY_REVOKE] = "key",
        [AUDIT_EMBARGO_CANCEL] = "release",
    };
    struct audit_event event = {.at = row->at, .actor = row->actor, .detail = row->detail};
    struct str rest = row->subject, kind;
    unsigned action = 0;

    while (action < AUDIT_ACTION_COUNT &&
           !str_eq(row->action, audit_action_text((enum audit_action)action)))
        action++;
    if (action == AUDIT_ACTION_COUNT)
        return false;
    event.action = (enum audit_action)action;
    bool named = str_cut(&rest, ':', &kind) && rest.p != NULL;
    if (kinds[action] == NULL) {
        *ret = event;
        return str_eq(row->subject, STR("store"));
    }
    if (!named || !str_eq(kind, str_from(kinds[action])))
        return false;
    if (strcmp(kinds[action], "key") == 0)
        event.key = rest;
    else if (str_parse_i64(rest, &event.number) < 0)
        return false;
    *ret = event;
    return true;
}

/* The numbers in the detail of the first row. */
static bool read_begin(struct verify *v, struct str detail)
{
    struct str rest = detail, word, name;
    int64_t *const numbers[] = {&v->release, &v->draft};
    static const struct str names[] = {{"releases", 8}, {"drafts", 6}};

    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        if (!str_cut(&rest, ' ', &word) || !str_cut(&word, '=', &name) || !str_eq(name, names[i]) ||
            str_parse_i64(word, numbers[i]) < 0)
            return false;
    }
    return true;
}

static struct stmt *about(struct verify *v, size_t spec, int64_t number, struct str key)
{
    struct stmt *s = db_stmt(v->db, &specs[spec]);

    if (spec == VERIFY_KEY)
        stmt_str(s, 0, key);
    else
        stmt_i64(s, 0, number);
    return s;
}

/* Holds the state of a subject against an event: 1 as it should be, 0 not. */
static int state_fits(struct verify *v, const struct audit_event *event)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    int r = 1;

    switch (event->action) {
    case AUDIT_DISCARD:
        s = about(v, VERIFY_DRAFT, event->number, event->key);
        r = stmt_step(s);
        return r <= 0 ? r : str_eq(stmt_get_str(s, 0), STR("discarded"));
    case AUDIT_PUBLISH:
    case AUDIT_ROLLBACK:
        s = about(v, VERIFY_RELEASE, event->number, event->key);
        r = stmt_step(s);
        return r <= 0 ? r : stmt_is_null(s, 1) == (event->action == AUDIT_PUBLISH);
    case AUDIT_EMBARGO_CANCEL:
        s = about(v, VERIFY_RELEASE, event->number, event->key);
        r = stmt_step(s);
        return r <= 0 ? r : stmt_get_i64(s, 0) == 1;
    case AUDIT_KEY_REVOKE:
        s = about(v, VERIFY_KEY, 0, event->key);
        r = stmt_step(s);
        return r <= 0 ? r : stmt_get_i64(s, 0) == event->at;
    case AUDIT_BEGIN:
    case AUDIT_IMPORT:
    case AUDIT_KEY_CREATE:
    case AUDIT_RESTORE:
    case AUDIT_ACTION_COUNT:
        break;
    }
    return r;
}

/* Holds what a row says against what the store has. */
static int verify_subject(struct verify *v, const struct audit_row *row)
{
    struct audit_event event;
    struct str detail;

    if (!read_event(row, &event)) {
        tell(v, row->seq, row->subject, "has an action or a subject that there is not");
        return 0;
    }
    if ((event.action == AUDIT_BEGIN) != (row->seq == 1)) {
        tell(v, row->seq, row->subject, "begins a chain elsewhere than at its first row");
        return 0;
    }
    if (event.action == AUDIT_BEGIN) {
        event.number = 0;
        if (!read_begin(v, row->detail)) {
            tell(v, row->seq, row->subject, "does not say what the chain begins with");
            return 0;
        }
        event.number = v->release;
    }
    int r = audit_detail(v->db, &v->arena, &event, v->draft, &detail);
    if (r > 0)
        r = state_fits(v, &event);
    if (r < 0)
        return r;
    if (r == 0)
        tell(v, row->seq, row->subject, "is not there, or not as the row says");
    else if (!str_eq(detail, row->detail))
        tell(v, row->seq, row->subject, "was changed since, without a row that says so");
    return 0;
}

static int verify_row(struct verify *v, const struct audit_row *row, bool no_detail)
{
    char hash[AUDIT_HASH_LEN + 1];

    if (row->seq != v->report.rows + 1)
        tell(v, row->seq, row->subject, "does not follow the row before: rows are missing");
    if (!str_eq(row->previous, str_from(v->last)))
        tell(v, row->seq, row->subject, "does not continue the row before");
    if (row->at < 0 || row->at > MOMENT_MAX || (row->detail.n == 0) != no_detail)
        tell(v, row->seq, row->subject, "has a value that is never written");
    audit_hash(row, hash);
    if (!str_eq(row->hash, str_from(hash)))
        tell(v, row->seq, row->subject, "was changed: its hash is another");
    /* the chain goes on with what is stored, so that one wrong row is one fault and not many */
    memset(v->last, 0, sizeof v->last);
    if (row->hash.n == AUDIT_HASH_LEN)
        memcpy(v->last, row->hash.p, row->hash.n);
    if (v->known.n > 0 && str_eq(row->hash, v->known))
        v->report.known = row->seq;
    v->report.rows = row->seq;
    return verify_subject(v, row);
}

static int verify_rows(struct verify *v)
{
    CLEANUP(stmt_reset_p) struct stmt *s = audit_list(v->db);
    struct audit_row row;
    int64_t n = 0;
    int r;

    memset(v->last, '0', AUDIT_HASH_LEN);
    while ((r = audit_next(s, &row)) > 0) {
        r = verify_row(v, &row, stmt_is_null(s, 5));
        if (r < 0)
            return r;
        arena_reset(&v->arena);
        n++;
    }
    if (r < 0)
        return r;
    v->report.rows = n;
    if (n == 0)
        tell(v, 0, STR("store"), "has no audit");
    return 0;
}

/* `head` is the row that was read first. */
static void verify_head(struct verify *v, struct stmt *head, bool there)
{
    if (!there || stmt_get_i64(head, 0) != v->report.rows ||
        !str_eq(stmt_get_str(head, 1), str_from(v->last)))
        tell(v, 0, STR("store"), "has another last row than its head says: rows are missing");
}

/* How many rows of an action a subject has. */
static int rows_of(struct verify *v, const struct audit_event *event, int64_t *ret)
{
    struct stmt *s = db_stmt(v->db, &specs[VERIFY_COUNT]);

    stmt_str(s, 0, audit_subject(&v->arena, event));
    stmt_str(s, 1, audit_action_text(event->action));
    return row_count(s, ret);
}

/* A subject has `made` rows of one of two actions that make it (or of one), and one of what ended
 * it just if it ended. */
struct life {
    enum audit_action made, or_made, ended;
    bool covered; /* by the first row, so that none tells how it was made */
    bool has_ended;
};

static int verify_life(struct verify *v, struct audit_event event, struct life life)
{
    int64_t made = 0, or_made = 0, ended = 0;

    event.action = life.made;
    int r = rows_of(v, &event, &made);
    event.action = life.or_made;
    if (r == 0 && life.or_made != life.made)
        r = rows_of(v, &event, &or_made);
    event.action = life.ended;
    if (r == 0)
        r = rows_of(v, &event, &ended);
    if (r < 0)
        return r;
    if (made + or_made != !life.covered)
        tell(v, 0, audit_subject(&v->arena, &event),
             "has no row, or more than one, of how it was made");
    if (ended != life.has_ended && !(life.covered && ended == 0))
        tell(v, 0, audit_subject(&v->arena, &event),
             "has no row, or more than one, of how it ended");
    arena_reset(&v->arena);
    return 0;
}

static int verify_number(struct verify *v, bool is_draft, int64_t number)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = about(v, is_draft ? VERIFY_DRAFT : VERIFY_RELEASE, number, STR(""));
    struct audit_event event = {.number = number};
    struct life life = {AUDIT_PUBLISH, AUDIT_ROLLBACK, AUDIT_EMBARGO_CANCEL, number <= v->release,
                        false};

    int r = stmt_step(s);
    if (r <= 0)
        return r;
    if (is_draft)
        life = (struct life){AUDIT_IMPORT, AUDIT_IMPORT, AUDIT_DISCARD, number <= v->draft,
                             str_eq(stmt_get_str(s, 0), STR("discarded"))};
    else
        life.has_ended = stmt_get_i64(s, 0) != 0;
    return verify_life(v, event, life);
}

static int verify_numbers(struct verify *v, bool drafts)
{
    int64_t number = INT64_MIN;
    int r;

    while ((r = (drafts ? audit_next_draft : audit_next_release)(v->db, number, &number)) > 0) {
        r = verify_number(v, drafts, number);
        if (r < 0)
            return r;
    }
    return r;
}

static int verify_keys(struct verify *v)
{
    CLEANUP(stmt_reset_p) struct stmt *keys = db_stmt(v->db, &specs[VERIFY_KEYS]);
    int r;

    while ((r = stmt_step(keys)) > 0) {
        struct audit_event event = {.key = stmt_get_str(keys, 0)};
        CLEANUP(stmt_reset_p) struct stmt *s = about(v, VERIFY_KEY, 0, event.key);
        r = stmt_step(s);
        if (r > 0)
            r = verify_life(v, event,
                            (struct life){AUDIT_KEY_CREATE, AUDIT_KEY_CREATE, AUDIT_KEY_REVOKE,
                                          false, stmt_get_i64(s, 0) != 0});
        if (r < 0)
            return r;
    }
    return r;
}

static int verify_all(struct verify *v)
{
    /* Read first, and not reset until the end: while it runs, all that is read is of one moment,
     * whatever is written meanwhile. */
    CLEANUP(stmt_reset_p) struct stmt *head = db_stmt(v->db, &specs[VERIFY_HEAD]);
    int there = stmt_step(head);

    int r = there < 0 ? there : verify_rows(v);
    if (r < 0)
        return r;
    verify_head(v, head, there > 0);
    r = verify_numbers(v, false);
    if (r == 0)
        r = verify_numbers(v, true);
    return r == 0 ? verify_keys(v) : r;
}

int audit_verify(struct db *db, struct str known,
                 void (*fault)(void *cls, const struct audit_fault *), void *cls,
                 struct audit_report *ret)
{
    struct verify v = {.db = db, .known = known, .fault = fault, .cls = cls};

    arena_init(&v.arena, AUDIT_ARENA_BLOCK, AUDIT_ARENA_CAP);
    int r = verify_all(&v);
    arena_finish(&v.arena);
    if (r < 0)
        return r;
    memcpy(v.report.head, v.last, sizeof v.report.head);
    *ret = v.report;
    return 0;
}
