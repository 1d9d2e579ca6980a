#include "api/code_names.h"

#include "api/envelope.h"
#include "base/err.h"
#include "db/codelists.h"

/* Makes room for one more in both arrays. */
static int grow(struct api_call *call, struct code_names *names, size_t *room)
{
    size_t also = *room;
    struct str *codes = arena_grow(call->arena, names->codes, names->n, &also, sizeof *codes);
    struct str *texts = arena_grow(call->arena, names->names, names->n, room, sizeof *texts);

    if (codes == NULL || texts == NULL)
        return -ERR_NOMEM;
    names->codes = codes;
    names->names = texts;
    return 0;
}

int code_names_read(struct api_call *call, struct str list, struct code_names *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = codelists_items(call->db, call->release->id, list);
    struct code_names found = {0};
    struct codelist_item_row row;
    size_t room = 0;
    int r;

    while ((r = codelists_next_item(s, &row)) > 0) {
        r = grow(call, &found, &room);
        if (r < 0)
            return r;
        found.codes[found.n] = arena_copy(call->arena, row.code);
        found.names[found.n] = arena_copy(call->arena, envelope_lang(call, row.names));
        found.n++;
    }
    if (r == 0)
        *ret = found;
    return r;
}

struct str code_names_of(const struct code_names *names, struct str code)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_eq(names->codes[i], code))
            return names->names[i];
    return STR("");
}
