/* What the two files of base/jr.h share: jr_lex.c takes bytes, texts and numbers off the stream,
 * jr.c has how they may follow each other. No other file includes this one. */
#pragma once

#include "base/jr.h"

/* Bytes asked for at a time. */
enum { JR_INPUT_MAX = 16 * 1024 };

/* What jr_look() gives at the end of the stream; no byte. */
enum { JR_STREAM_END = 256 };

/* A character of UTF-8. */
enum { JR_CHARACTER_MAX = 4 };

struct jr_store {
    char in[JR_INPUT_MAX];
    char text[JR_TEXT_MAX + 1];
};

/* Notes what is wrong at the byte that is looked at, and gives -ERR_INPUT. */
int jr_refuse_as(struct jr *r, enum jv_fault fault, const char *reason);
int jr_refuse(struct jr *r, const char *reason);

/* The next byte, which stays, or JR_STREAM_END, or a negative code; the second passes over blanks
 * first. */
int jr_look(struct jr *r);
int jr_after_blanks(struct jr *r);

/* Takes the byte that jr_look() gave. */
void jr_take(struct jr *r);

/* The next byte of a text, or the character of an escape: 1, or 0 at the closing mark, which is
 * taken. */
MUST_USE int jr_piece(struct jr *r, char out[JR_CHARACTER_MAX], size_t *ret_n);

/* The text behind an opening mark. `keep`: into r->text, whole. */
MUST_USE int jr_text(struct jr *r, bool keep);

/* A number, or a word, that begins with the byte that is looked at. */
bool jr_begins_number(int c);
MUST_USE int jr_number(struct jr *r);
MUST_USE int jr_word(struct jr *r, const char *word, enum jr_token token);
