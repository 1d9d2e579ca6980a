/* Keys: making, checking, expiry, revoking; and what a change leaves in the audit. */

#include "db/audit.h"
#include "db/keys.h"
#include "tests/db/fixture.h"

enum { DAY = 86400 };

static int create(struct db *db, const char *name, unsigned scopes, int64_t end, char *text)
{
    struct key_wish wish = {str_from(name), scopes, end, FIXTURE_NOW, FIXTURE_ACTOR};

    return key_create(db, &wish, text);
}

static int check(struct db *db, const char *text, int64_t now)
{
    struct key key;

    return key_check(db, str_from(text), now, &key);
}

static struct str id_of(const char *text)
{
    return (struct str){text + 5, KEY_ID_LEN};
}

static void test_wishes(struct db *db)
{
    char text[KEY_TEXT_LEN + 1], name[512] = "";

    tap_is_int(create(db, "", KEY_IMPORT, 0, text), -ERR_INPUT, "no name");
    tap_is_int(create(db, "a\nb", KEY_IMPORT, 0, text), -ERR_INPUT, "a name of two lines");
    tap_is_int(create(db, "office", 0, 0, text), -ERR_INPUT, "no scope");
    tap_is_int(create(db, "office", 32, 0, text), -ERR_INPUT, "an unknown scope");
    tap_is_int(create(db, "office", KEY_IMPORT, FIXTURE_NOW, text), -ERR_INPUT, "an end that is");
    for (size_t i = 0; i < KEY_NAME_CHARACTERS; i++)
        memcpy(name + 3 * i, "局", 4);
    tap_is_int(create(db, name, KEY_IMPORT, 0, text), 0, "the longest name");
    memcpy(name + 3 * KEY_NAME_CHARACTERS, "x", 2);
    tap_is_int(create(db, name, KEY_IMPORT, 0, text), -ERR_LIMIT, "a longer one");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM api_key"), 1, "one key of all these");
}

static void test_check(struct db *db)
{
    char text[KEY_TEXT_LEN + 1], other[KEY_TEXT_LEN + 2];
    struct key key = {0};

    tap_is_int(create(db, "office", KEY_IMPORT | KEY_PUBLISH, 0, text), 0, "a key");
    tap_ok(strlen(text) == KEY_TEXT_LEN && key_looks_like(str_from(text)) && text[13] == '_',
           "has its form");
    tap_is_int(key_check(db, str_from(text), FIXTURE_NOW, &key), 1, "is accepted");
    tap_is_str(str_from(key.id), id_of(text), "with its id");
    tap_is_int(key.scopes, KEY_IMPORT | KEY_PUBLISH, "and its scopes");
    for (size_t i = 0; i < KEY_TEXT_LEN; i++) {
        memcpy(other, text, sizeof text);
        other[i] = other[i] == 'a' ? 'b' : 'a';
        if (check(db, other, FIXTURE_NOW) != 0)
            tap_ok(false, "character %zu is another", i);
    }
    tap_ok(true, "each character counts");
    for (size_t n = 0; n < KEY_TEXT_LEN; n++) {
        if (key_check(db, (struct str){text, n}, FIXTURE_NOW, &key) != 0)
            tap_ok(false, "cut at %zu", n);
    }
    memcpy(other, text, KEY_TEXT_LEN);
    memcpy(other + KEY_TEXT_LEN, "a", 2);
    tap_is_int(check(db, other, FIXTURE_NOW), 0, "a character too much");
    tap_is_int(check(db, "", FIXTURE_NOW), 0, "nothing");
    tap_is_int(check(db, "iprs_--------_-------------------------------------------", FIXTURE_NOW),
               0, "what stands in for other forms");
}

static void test_end(struct db *db)
{
    char text[KEY_TEXT_LEN + 1], admin[KEY_TEXT_LEN + 1];
    struct key key = {0};

    tap_is_int(create(db, "office", KEY_IMPORT, FIXTURE_NOW + DAY, text), 0, "a key for a day");
    tap_is_int(check(db, text, FIXTURE_NOW + DAY - 1), 1, "is good to its last second");
    tap_is_int(check(db, text, FIXTURE_NOW + DAY), 0, "and not after it");
    tap_is_int(create(db, "admin", KEY_ADMIN, 0, admin), 0, "a key of the administrator");
    tap_is_int(key_check(db, str_from(admin), FIXTURE_NOW, &key), 1, "is accepted");
    tap_is_int(key.scopes, KEY_SCOPES_ALL, "for everything");
    tap_is_int(key_revoke(db, id_of(admin), FIXTURE_NOW + 5, FIXTURE_ACTOR), 0, "revoked");
    tap_is_int(check(db, admin, FIXTURE_NOW + 5), 0, "it is refused");
    tap_is_int(check(db, admin, FIXTURE_NOW), 0, "whatever the clock says");
    tap_is_int(key_revoke(db, id_of(admin), FIXTURE_NOW, FIXTURE_ACTOR), -ERR_INPUT, "only once");
    tap_is_int(key_revoke(db, STR("nobodyis"), FIXTURE_NOW, FIXTURE_ACTOR), -ERR_NOT_FOUND,
               "a key that is not there");
    tap_is_int(key_revoke(db, id_of(text), FIXTURE_NOW, STR("")), -ERR_INPUT, "by nobody");
    tap_is_int(check(db, text, FIXTURE_NOW), 1, "changes nothing");
}

static void test_uses(struct db *db)
{
    char text[KEY_TEXT_LEN + 1];
    struct key_use uses[2] = {{"", FIXTURE_NOW + 60}, {"nobodyis", FIXTURE_NOW}};
    int64_t last = -1;
    struct key_row row;

    tap_is_int(create(db, "used", KEY_READ_RESTRICTED, 0, text), 0, "a key");
    memcpy(uses[0].id, id_of(text).p, KEY_ID_LEN);
    tap_is_int(key_record_uses(db, uses, 2), 0, "is used");
    uses[0].at = FIXTURE_NOW;
    tap_is_int(key_record_uses(db, uses, 2), 0, "and was before");
    CLEANUP(stmt_reset_p) struct stmt *s = keys_list(db);
    while (keys_next(s, &row) > 0) {
        if (str_eq(row.id, id_of(text)))
            last = row.last_used_at;
    }
    tap_is_int(last, FIXTURE_NOW + 60, "the later moment stays");
}

static void test_names(void)
{
    char text[KEY_SCOPES_TEXT_MAX];

    key_scopes_text(KEY_SCOPES_ALL, text);
    tap_is_str(str_from(text), STR("read:restricted,read:embargoed,import,publish,admin"), "all");
    key_scopes_text(0, text);
    tap_is_str(str_from(text), STR(""), "none");
    for (unsigned bit = 1; bit <= KEY_SCOPES_ALL; bit *= 2)
        tap_is_int(key_scope_find(str_from(key_scope_name((enum key_scope)bit))), bit, "by name");
    tap_is_int(key_scope_find(STR("Import")), 0, "no such scope");
}

/* The audit is only added to, even by a statement of this program that is wrong. */
static void test_guard(struct db *db)
{
    static const char *const refused[] = {
        "UPDATE audit SET actor = 'x' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM api_key",
    };
    struct engine_stmt *stmt = NULL;

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        bool done = engine_prepare(db_engine(db), refused[i], &stmt) == 0 && engine_step(stmt) >= 0;
        engine_stmt_close(&stmt);
        tap_ok(!done, "refused: %s", refused[i]);
    }
}

static void count_fault(void *cls, const struct audit_fault *fault)
{
    int *n = cls;

    ++*n;
    tap_note("row %d, %.*s: %s", (int)fault->seq, (int)fault->subject.n, fault->subject.p,
             fault->what);
}

static void test_audit(struct db *db)
{
    struct audit_report report = {0};
    int faults = 0;

    tap_is_int(audit_verify(db, STR(""), count_fault, &faults, &report), 0, "verified");
    tap_is_int(faults, 0, "without a fault");
    tap_is_int(report.faults, 0, "and says so");
    /* begin, draft 1, release 1, five keys, one revoked */
    tap_is_int(report.rows, 9, "a row for each change");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM audit WHERE actor = 'cli:uid=0'"), 8,
               "of who made it");
    tap_is_int(audit_verify(db, str_from(report.head), NULL, NULL, &report), 0, "with its head");
    tap_is_int(report.known, 9, "that is the last row");
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_names();
    test_wishes(db);
    test_check(db);
    test_end(db);
    test_uses(db);
    test_guard(db);
    test_audit(db);
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
