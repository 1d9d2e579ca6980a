/* Calls a handler as the server does, with arguments that a test fills in, and looks into what it
 * wrote. */
#pragma once

#include "api/api.h"
#include "api/cursor.h"
#include "db/db.h"
#include "tests/db/figures.h"
#include "tests/tap.h"

#include <jansson.h>

struct question {
    struct db *db;
    enum op_id op;
    enum param_lang lang;
    enum param_format format;
    const void *args;
    struct str_map query; /* what cursors are bound to */
    int64_t release;      /* 0: the newest */
    unsigned scopes;      /* of the key */
};

struct answer {
    enum problem_id problem;
    json_t *body; /* NULL: none, or no JSON; owned */
    char text[8192];
    char cursor[CURSOR_TEXT_MAX + 1];
};

static inline void answer_free(struct answer *answer)
{
    json_decref(answer->body);
}

/* Asks on memory of its own, so that nothing of one answer lives in the next. */
static inline void ask(const struct question *question, struct answer *ret)
{
    struct release release, newest;
    struct arena arena;
    struct buf out;

    *ret = (struct answer){.problem = PROBLEM_INTERNAL};
    if (db_current_release(question->db, &release) < 0)
        return;
    newest = release;
    if (question->release > 0)
        release.id = question->release;
    arena_init(&arena, 4096, 1 << 20);
    buf_init(&out, 1 << 20);
    struct api_call call = {
        .arena = &arena,
        .db = question->db,
        .out = &out,
        .release = &release,
        .newest = &newest,
        .op = &op_specs[question->op],
        .args = question->args,
        .scopes = question->scopes,
        .lang = question->lang,
        .format = question->format,
        .path = str_from(op_specs[question->op].path),
        .self = str_from(op_specs[question->op].path),
        .query = question->query,
    };
    ret->problem = call.op->run(&call, question->args);
    snprintf(ret->text, sizeof ret->text, "%.*s", (int)out.n, out.p);
    if (ret->problem == PROBLEM_NONE && question->format == PARAM_FORMAT_JSON)
        ret->body = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL);
    if (call.next.n > 0) {
        const char *cursor = memmem(call.next.p, call.next.n, "cursor=", 7);
        size_t n = cursor == NULL ? 0 : (size_t)(call.next.p + call.next.n - cursor) - 7;
        const char *end = n == 0 ? NULL : memchr(cursor + 7, '&', n);

        snprintf(ret->cursor, sizeof ret->cursor, "%.*s",
                 end == NULL ? (int)n : (int)(end - cursor - 7), cursor + 7);
    }
    buf_finish(&out);
    arena_finish(&arena);
}

/* "data.0.period" in the body; NULL when it is not there. */
static inline json_t *value_at(const struct answer *answer, const char *path)
{
    json_t *at = answer->body;
    struct str rest = str_from(path), step;

    while (at != NULL && str_cut(&rest, '.', &step)) {
        int64_t i;

        at = str_parse_i64(step, &i) == 0 ? json_array_get(at, (size_t)i)
                                          : json_object_getn(at, step.p, step.n);
    }
    return at;
}

/* What stands there, as compact JSON; "absent" when nothing does. */
static inline void is_json(const struct answer *answer, const char *path, const char *expected)
{
    json_t *at = value_at(answer, path);
    char text[2048];
    size_t n = at == NULL ? 0 : json_dumpb(at, text, sizeof text, JSON_COMPACT | JSON_ENCODE_ANY);
    struct str got = at == NULL ? STR("absent") : (struct str){text, n < sizeof text ? n : 0};

    tap_is_str(got, str_from(expected), "%s", path);
}

static inline bool has_note(const struct answer *answer, const char *type)
{
    json_t *note;
    size_t i;

    json_array_foreach(value_at(answer, "meta.notes"), i,
                       note) if (strcmp(json_string_value(json_object_get(note, "type")), type) ==
                                 0) return true;
    return false;
}
