#include "base/jr.h"

#include "base/err.h"
#include "base/jr_impl.h"

enum {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END,
    EXPECT_NAME,
    EXPECT_NAME_OR_END,
    EXPECT_MORE,
    EXPECT_NOTHING
};

int jr_open(struct jr *r, csv_read_fn read, void *cls)
{
    *r = (struct jr){.read = read, .cls = cls, .line = 1, .column = 1};
    /* The arena's alignment may round the size up. */
    arena_init(&r->arena, sizeof *r->store + 16, sizeof *r->store + 16);
    r->store = arena_alloc(&r->arena, sizeof *r->store);
    if (r->store == NULL)
        r->result = -ERR_NOMEM;
    return r->result;
}

void jr_close(struct jr *r)
{
    arena_finish(&r->arena);
    r->store = NULL;
    r->result = -ERR_INTERNAL;
}

static int begin(struct jr *r, bool object)
{
    if (r->depth == JV_DEPTH_MAX)
        return jr_refuse_as(r, JV_TOO_DEEP, "nested too deeply");
    jr_take(r);
    r->depth++;
    r->objects =
        object ? r->objects | UINT64_C(1) << r->depth : r->objects & ~(UINT64_C(1) << r->depth);
    r->token = object ? JR_OBJECT : JR_ARRAY;
    r->expect = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
    return 0;
}

static bool in_object(const struct jr *r)
{
    return (r->objects >> r->depth & 1) != 0;
}

static void value_ended(struct jr *r)
{
    r->expect = r->depth == 0 ? EXPECT_NOTHING : EXPECT_MORE;
}

static int end(struct jr *r)
{
    jr_take(r);
    r->token = in_object(r) ? JR_OBJECT_END : JR_ARRAY_END;
    r->depth--;
    value_ended(r);
    return 0;
}

static int read_value(struct jr *r, int c)
{
    int result;

    if (c == '{' || c == '[')
        return begin(r, c == '{');
    if (c == '"') {
        jr_take(r);
        result = jr_text(r, true);
        r->token = JR_STRING;
    } else if (c == 't') {
        result = jr_word(r, "true", JR_TRUE);
    } else if (c == 'f') {
        result = jr_word(r, "false", JR_FALSE);
    } else if (c == 'n') {
        result = jr_word(r, "null", JR_NULL);
    } else if (jr_begins_number(c)) {
        result = jr_number(r);
    } else {
        result = c < 0 ? c : jr_refuse(r, "no value where one must be");
    }
    value_ended(r);
    return result;
}

static int read_name(struct jr *r, int c)
{
    if (c != '"')
        return c < 0 ? c : jr_refuse(r, "no name where the member of an object must have one");
    jr_take(r);
    int result = jr_text(r, true);
    if (result < 0)
        return result;
    c = jr_after_blanks(r);
    if (c != ':')
        return c < 0 ? c : jr_refuse(r, "no colon behind a name");
    jr_take(r);
    r->token = JR_NAME;
    r->expect = EXPECT_VALUE;
    return 0;
}

/* Takes the comma behind a value, if one is due, and gives the first byte of what comes. */
static int look(struct jr *r)
{
    int c = jr_after_blanks(r);

    if (c < 0 || r->expect != EXPECT_MORE || c == (in_object(r) ? '}' : ']'))
        return c;
    if (c != ',')
        return jr_refuse(r, in_object(r) ? "neither a comma nor the end of the object"
                                         : "neither a comma nor the end of the array");
    jr_take(r);
    r->expect = in_object(r) ? EXPECT_NAME : EXPECT_VALUE;
    return jr_after_blanks(r);
}

int jr_next(struct jr *r)
{
    int result, c = r->result < 0 || r->expect == EXPECT_NOTHING ? r->result : look(r);

    if (c < 0 || r->expect == EXPECT_NOTHING)
        return c;
    r->at = r->before + r->in_at;
    bool may_end = r->expect == EXPECT_MORE || r->expect == EXPECT_VALUE_OR_END ||
                   r->expect == EXPECT_NAME_OR_END;
    if (may_end && c == (in_object(r) ? '}' : ']'))
        result = end(r);
    else if (r->expect == EXPECT_NAME || r->expect == EXPECT_NAME_OR_END)
        result = read_name(r, c);
    else
        result = read_value(r, c);
    return result < 0 ? result : 1;
}

/* Sees that a value comes, and stands before it. */
static int before_value(struct jr *r)
{
    int c = r->result < 0 ? r->result : look(r);

    r->at = r->before + r->in_at;
    if (c >= 0 && r->expect != EXPECT_VALUE && r->expect != EXPECT_VALUE_OR_END)
        return jr_refuse(r, "no value where one must be");
    return c;
}

int jr_peek(struct jr *r, char *ret)
{
    int c = r->result < 0 || r->expect == EXPECT_NOTHING ? r->result : look(r);

    if (c < 0)
        return c;
    *ret = c == JR_STREAM_END || r->expect == EXPECT_NOTHING ? '\0' : (char)c;
    return 0;
}

int jr_skip(struct jr *r)
{
    int depth = r->depth, c = before_value(r);
    uint64_t at = r->at;

    if (c == '"') {
        jr_take(r);
        c = jr_text(r, false);
        value_ended(r);
        return c;
    }
    while (c >= 0) {
        c = jr_next(r);
        if (c <= 0 || (r->depth == depth && r->token != JR_NAME))
            break;
    }
    r->at = at;
    return c < 0 ? c : 0;
}

int jr_text_begin(struct jr *r)
{
    int c = before_value(r);

    if (c < 0)
        return c;
    if (c != '"')
        return jr_refuse(r, "no text where one must be");
    jr_take(r);
    r->in_text = true;
    return 0;
}

int jr_text_read(void *cls, char *buf, size_t n, size_t *ret_n)
{
    struct jr *r = cls;
    size_t at = 0, got = 0;
    int result = 1;

    while (r->in_text && n - at >= JR_CHARACTER_MAX && result > 0) {
        result = jr_piece(r, buf + at, &got);
        if (result > 0)
            at += got;
        if (result == 0) {
            r->in_text = false;
            value_ended(r);
        }
    }
    if (result < 0)
        return result;
    *ret_n = at;
    return 0;
}

int jr_end(struct jr *r)
{
    int c = jr_after_blanks(r);

    if (c < 0 || c == JR_STREAM_END)
        return c < 0 ? c : 0;
    return jr_refuse(r, "something behind the end");
}
