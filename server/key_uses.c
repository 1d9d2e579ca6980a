#include "server/key_uses.h"

#include <stdio.h>
#include <string.h>

void key_uses_init(struct key_uses *uses)
{
    *uses = (struct key_uses){0};
    pthread_mutex_init(&uses->mutex, NULL);
}

void key_uses_finish(struct key_uses *uses)
{
    pthread_mutex_destroy(&uses->mutex);
}

void key_uses_note(struct key_uses *uses, const char *id, int64_t at)
{
    size_t i = 0;

    pthread_mutex_lock(&uses->mutex);
    while (i < uses->n && strcmp(uses->v[i].id, id) != 0)
        i++;
    if (i < KEY_USES_MAX) {
        if (i == uses->n) {
            uses->n++;
            uses->v[i].at = at;
            snprintf(uses->v[i].id, sizeof uses->v[i].id, "%s", id);
        } else if (uses->v[i].at < at) {
            uses->v[i].at = at;
        }
    }
    pthread_mutex_unlock(&uses->mutex);
}

size_t key_uses_take(struct key_uses *uses, struct key_use *v)
{
    size_t n;

    pthread_mutex_lock(&uses->mutex);
    n = uses->n;
    memcpy(v, uses->v, n * sizeof *v);
    uses->n = 0;
    pthread_mutex_unlock(&uses->mutex);
    return n;
}
