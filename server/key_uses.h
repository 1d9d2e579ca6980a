/* When keys were used last: noted in memory at each request, taken by the writer now and then.
 * Shared by all threads. */
#pragma once

#include "base/macros.h"
#include "db/keys.h"

#include <pthread.h>
#include <stdint.h>

/* limit: 256 keys between two recordings; an office has a handful. The use of one more is noted
 * with its next request after the recording. */
enum { KEY_USES_MAX = 256 };

struct key_uses {
    pthread_mutex_t mutex;
    struct key_use v[KEY_USES_MAX];
    size_t n;
};

void key_uses_init(struct key_uses *uses);
void key_uses_finish(struct key_uses *uses);

/* `id` is that of a key that was accepted. */
void key_uses_note(struct key_uses *uses, const char *id, int64_t at);

/* Moves all of them into `v`, which has room for KEY_USES_MAX, and says how many. */
size_t key_uses_take(struct key_uses *uses, struct key_use *v);
