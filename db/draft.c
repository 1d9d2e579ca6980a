#include "db/draft_impl.h"

#include "base/err.h"
#include "db/audit.h"
#include "db/row.h"
#include "db/statements.h"

/* limit: packages of one load; the project ships seven */
enum { PACKAGES_MAX = 64 };

/* limit: bytes kept of a refused cell, enough to find it */
enum { VALUE_SHOWN_MAX = 80 };

/* limit: statements, errors and references to later rows; 100,000 of the latter */
enum { ARENA_BLOCK = 64 * 1024, ARENA_CAP = 32 * 1024 * 1024 };

/* limit: copies of the cells of one row, which the reader holds below 64 KiB, and reasons */
enum { ROW_ARENA_BLOCK = 16 * 1024, ROW_ARENA_CAP = 1024 * 1024 };

enum { DRAFT_LAST, DRAFT_ADD, DRAFT_DELETED, DRAFT_PACKAGE_ADD };

static const struct stmt_spec specs[] = {
    [DRAFT_LAST] =
        {
            .name = "draft_last",
            .sql = "SELECT max(draft) AS last FROM draft",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"last", NULL},
        },
    [DRAFT_ADD] =
        {
            .name = "draft_add",
            .sql = "INSERT INTO draft (draft, state, base, created_at)"
                   " VALUES (:draft, 'open', :base, :created_at)",
            .params = (const char *const[]){"draft", "base", "created_at", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_DELETED] =
        {
            .name = "draft_deleted",
            .sql = "UPDATE draft SET deleted = :deleted, withdrawn = :withdrawn"
                   " WHERE draft = :draft",
            .params = (const char *const[]){"deleted", "withdrawn", "draft", NULL},
            .columns = (const char *const[]){NULL},
        },
    [DRAFT_PACKAGE_ADD] =
        {
            .name = "draft_package_add",
            .sql = "INSERT INTO draft_package (draft, position, package, version, synthetic,"
                   " inserted, revised, unchanged, digest)"
                   " VALUES (:draft, :position, :package, :version, :synthetic,"
                   " :inserted, :revised, :unchanged, :digest)",
            .params = (const char *const[]){"draft", "position", "package", "version", "synthetic",
                                            "inserted", "revised", "unchanged", "digest", NULL},
            .columns = (const char *const[]){NULL},
        },
};
const struct stmt_group draft_statements = {"draft", specs, COUNT_OF(specs)};

static int add_draft(struct draft *draft)
{
    struct release release;

    int r = db_newest_release(draft->db, &release);
    if (r < 0)
        return r;
    struct stmt *last = db_stmt(draft->db, &specs[DRAFT_LAST]);
    r = stmt_step(last);
    draft->id = r > 0 ? stmt_get_i64(last, 0) + 1 : 1;
    draft->since = DB_DRAFT_BASE + draft->id;
    stmt_reset(last);
    if (r < 0)
        return r;
    struct stmt *add = db_stmt(draft->db, &specs[DRAFT_ADD]);
    stmt_i64(add, 0, draft->id);
    stmt_i64(add, 1, release.id);
    stmt_i64(add, 2, draft->now);
    return stmt_run(add);
}

static int open_tables(struct draft *draft)
{
    struct engine *engine = db_engine(draft->db);
    struct arena *arena = &draft->arena;

    draft->tables = arena_alloc(arena, tables_n * sizeof *draft->tables);
    draft->counts = arena_alloc(arena, tables_n * sizeof *draft->counts);
    draft->packages = arena_alloc(arena, PACKAGES_MAX * sizeof *draft->packages);
    draft->errors = arena_alloc(arena, DRAFT_ERRORS_MAX * sizeof *draft->errors);
    if (arena->failed)
        return -ERR_NOMEM;
    for (size_t i = 0; i < tables_n; i++) {
        struct draft_table *table = &draft->tables[i];
        int r = sql_columns_of(&tables[i], arena, &table->columns);
        if (r == 0)
            r = table_stmt_open(engine, arena, &tables[i], TABLE_FIND, &table->find);
        if (r == 0)
            r = table_stmt_open(engine, arena, &tables[i], TABLE_INSERT, &table->insert);
        if (r < 0)
            return r;
    }
    return lookup_open(draft->db, arena, draft->since, &draft->lookup);
}

int draft_open(struct db *db, int64_t now, struct str actor, struct draft **ret)
{
    struct arena arena;

    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    struct draft *draft = arena_alloc(&arena, sizeof *draft);
    if (draft == NULL)
        return -ERR_NOMEM;
    draft->arena = arena; /* from here on only this copy is used */
    arena_init(&draft->row_arena, ROW_ARENA_BLOCK, ROW_ARENA_CAP);
    arena_init(&draft->view_arena, ROW_ARENA_BLOCK, ROW_ARENA_CAP);
    draft->db = db;
    draft->now = now;
    draft->actor = actor;
    int r = engine_begin(db_engine(db));
    if (r == 0)
        r = add_draft(draft);
    if (r == 0)
        r = open_tables(draft);
    if (r < 0) {
        draft_close(&draft);
        return r;
    }
    *ret = draft;
    return 0;
}

void draft_close(struct draft **ret_draft)
{
    struct draft *draft = *ret_draft;
    struct arena arena;

    if (draft == NULL)
        return;
    lookup_close(draft->lookup);
    for (size_t i = 0; draft->tables != NULL && i < tables_n; i++) {
        stmt_close(&draft->tables[i].find);
        stmt_close(&draft->tables[i].insert);
    }
    engine_rollback(db_engine(draft->db));
    arena_finish(&draft->row_arena);
    arena_finish(&draft->view_arena);
    arena = draft->arena; /* the struct lies in what is released */
    arena_finish(&arena);
    *ret_draft = NULL;
}

int draft_package(struct draft *draft, struct str name, struct str version,
                  enum draft_made_up made_up, size_t *ret_package)
{
    if (draft->n_packages == PACKAGES_MAX)
        return -ERR_LIMIT;
    struct draft_package *package = &draft->packages[draft->n_packages];
    package->name = arena_copy(&draft->arena, name);
    package->version = arena_copy(&draft->arena, version);
    package->made_up = made_up;
    sha256_init(&package->digest);
    if (draft->arena.failed)
        return -ERR_NOMEM;
    *ret_package = draft->n_packages++;
    return 0;
}

/* Cuts at the start of a character, not within. */
static struct str shortened(struct str s)
{
    if (s.n <= VALUE_SHOWN_MAX)
        return s;
    s.n = VALUE_SHOWN_MAX;
    while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
        s.n--;
    return s;
}

void draft_add_error(struct draft *draft, size_t package, const struct table *table, int64_t line,
                     struct str column, struct str value, struct str reason)
{
    if (draft->n_errors == DRAFT_ERRORS_MAX) {
        draft->more_errors++;
        return;
    }
    draft->errors[draft->n_errors++] = (struct draft_error){
        .package = draft->packages[package].name,
        .table = str_from(table->name),
        .line = line,
        .column = arena_copy(&draft->arena, column),
        .value = arena_copy(&draft->arena, shortened(value)),
        .reason = arena_copy(&draft->arena, reason),
    };
}

void draft_reject(struct draft *draft, size_t package, const struct table *table, int64_t line,
                  struct str column, struct str value, struct str reason)
{
    draft->counts[table - tables].rejected++;
    draft_add_error(draft, package, table, line, column, value, reason);
}

/* Looks again for the rows that had not come yet. */
static int settle_later(struct draft *draft)
{
    for (const struct draft_later *later = draft->later; later != NULL; later = later->next) {
        int64_t id;
        int r = lookup_code(draft->lookup, str_from(later->column->list), later->code, &id);
        if (r < 0)
            return r;
        if (r > 0)
            continue;
        --*later->counted;
        draft_reject(draft, later->package, later->table, later->line,
                     str_from(later->column->name), later->code,
                     STR("names a row that neither the newest release nor this load has"));
    }
    return 0;
}

static int add_packages(struct draft *draft)
{
    char digest[SHA256_TEXT_MAX];

    for (size_t i = 0; i < draft->n_packages; i++) {
        struct draft_package *package = &draft->packages[i];
        struct stmt *s = db_stmt(draft->db, &specs[DRAFT_PACKAGE_ADD]);
        sha256_hex(&package->digest, digest);
        stmt_i64(s, 0, draft->id);
        stmt_i64(s, 1, (int64_t)i);
        stmt_str(s, 2, package->name);
        if (package->version.n > 0)
            stmt_str(s, 3, package->version);
        else
            stmt_null(s, 3);
        stmt_i64(s, 4, package->made_up != DRAFT_REAL);
        stmt_i64(s, 5, package->counts.inserted);
        stmt_i64(s, 6, package->counts.revised);
        stmt_i64(s, 7, package->counts.unchanged);
        stmt_str(s, 8, str_from(digest));
        int r = stmt_run(s);
        if (r < 0)
            return r;
    }
    return 0;
}

static int add_to_audit(struct draft *draft)
{
    struct audit_event event = {
        .action = AUDIT_IMPORT,
        .at = draft->now,
        .actor = draft->actor,
        .number = draft->id,
    };

    return audit_add(draft->db, &event);
}

void draft_complete(struct draft *draft)
{
    draft->complete = true;
}

void draft_ask(struct draft *draft, draft_ask_fn ask, void *cls)
{
    draft->ask = ask;
    draft->ask_cls = cls;
}

/* Marks what the load does not have any more. The rows that change nothing must still be there. */
static int withdraw(struct draft *draft)
{
    struct stmt *s = NULL;

    int r = table_stmt_open(db_engine(draft->db), &draft->arena, table_find(STR("observation")),
                            TABLE_WITHDRAW, &s);
    if (r < 0)
        return r;
    stmt_i64(s, 0, draft->since);
    stmt_i64(s, 1, DRAFT_WITHDRAWN);
    r = stmt_run(s);
    stmt_close(&s);
    return r;
}

/* Counts what is marked as withdrawn: figures, and records. */
static int count_withdrawn(struct draft *draft, struct draft_counts *ret)
{
    struct stmt *s = NULL;
    int r = 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        if (!table_is_records(&tables[i]) && !str_eq(str_from(tables[i].name), STR("observation")))
            continue;
        r = table_stmt_open(db_engine(draft->db), &draft->arena, &tables[i], TABLE_MARKED, &s);
        if (r < 0)
            return r;
        stmt_i64(s, 0, draft->since);
        stmt_i64(s, 1, DRAFT_WITHDRAWN);
        r = row_count(s, &draft->counts[i].deleted);
        stmt_close(&s);
        ret->deleted += draft->counts[i].deleted;
    }
    if (r == 0)
        r = draft_access_withdrawn(draft, &draft->restricted.deleted);
    if (r < 0 || ret->deleted == 0)
        return r;
    s = db_stmt(draft->db, &specs[DRAFT_DELETED]);
    stmt_i64(s, 0, ret->deleted - draft->restricted.deleted);
    stmt_i64(s, 1, ret->deleted);
    stmt_i64(s, 2, draft->id);
    return stmt_run(s);
}

/* Removes the rows that change nothing. */
static int trim(struct draft *draft)
{
    for (size_t i = 0; i < tables_n; i++) {
        struct stmt *s = NULL;
        if (draft->counts[i].unchanged == 0)
            continue;
        int r = table_stmt_open(db_engine(draft->db), &draft->arena, &tables[i], TABLE_TRIM, &s);
        if (r < 0)
            return r;
        stmt_i64(s, 0, draft->since);
        stmt_i64(s, 1, DRAFT_UNCHANGED);
        r = stmt_run(s);
        stmt_close(&s);
        if (r < 0)
            return r;
    }
    return 0;
}

static bool has_rejected(const struct draft *draft)
{
    for (size_t i = 0; i < tables_n; i++) {
        if (draft->counts[i].rejected > 0)
            return true;
    }
    return false;
}

int draft_finish(struct draft *draft, bool keep, struct draft_report *ret)
{
    struct draft_report report = {.tables = draft->counts};

    int r = settle_later(draft);
    /* a row left out would make others look wrong */
    if (r == 0 && !has_rejected(draft))
        r = draft_rules_finish(draft);
    if (r == 0 && !has_rejected(draft))
        r = draft_records_finish(draft);
    if (r < 0)
        return r;
    for (size_t i = 0; i < tables_n; i++) {
        report.total.inserted += draft->counts[i].inserted;
        report.total.revised += draft->counts[i].revised;
        report.total.unchanged += draft->counts[i].unchanged;
        report.total.rejected += draft->counts[i].rejected;
    }
    if (draft->complete && report.total.rejected == 0)
        r = withdraw(draft);
    if (r == 0 && report.total.rejected == 0)
        r = count_withdrawn(draft, &report.total);
    if (r == 0)
        r = draft_access_finish(draft);
    if (r < 0)
        return r;
    report.restricted = draft->restricted;
    report.errors = draft->errors;
    report.n_errors = draft->n_errors;
    report.more_errors = draft->more_errors;
    bool changes =
        report.total.inserted > 0 || report.total.revised > 0 || report.total.deleted > 0;
    if (keep && changes && report.total.rejected == 0) {
        report.draft = draft->id;
        r = trim(draft);
        if (r == 0)
            r = add_packages(draft);
        if (r == 0 && draft->ask != NULL)
            r = draft->ask(draft->ask_cls, &report);
        if (r == 0)
            r = add_to_audit(draft);
        if (r == 0)
            r = engine_commit(db_engine(draft->db));
        if (r < 0)
            return r;
        if (r > 0)
            report.draft = 0;
    }
    engine_rollback(db_engine(draft->db));
    *ret = report;
    return 0;
}
