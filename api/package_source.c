/* The rows of a table one by one: of a CSV file, of such a text within JSON, or of JSON. */
#include "api/package_impl.h"
#include "base/err.h"
#include "db/cells.h"

#include <string.h>

/* One row of JSON. */
struct package_room {
    char text[CSV_ROW_MAX + 1];
    struct str cells[CSV_CELLS_MAX];
    size_t n, used;
};

static int refuse(struct package_source *s, enum package_fault fault, const char *reason)
{
    s->fault = fault;
    s->reason = reason;
    return -ERR_INPUT;
}

/* After a failure of the JSON reader. */
static int failed(struct package_source *s, int r)
{
    return r == -ERR_INPUT ? refuse(s, PACKAGE_JSON, s->json.reason) : r;
}

static int open_json(struct package_source *s, const struct package_part *part)
{
    char first = '\0';

    s->stream.at = part->at;
    int r = jr_open(&s->json, package_stream_read, &s->stream);
    if (r == 0)
        r = jr_peek(&s->json, &first);
    if (r < 0)
        return r;
    s->is_json = first != '"';
    if (first == '"') {
        r = jr_text_begin(&s->json);
        return r < 0 ? r : csv_reader_open(&s->csv, jr_text_read, &s->json);
    }
    arena_init(&s->arena, sizeof *s->room + 16, sizeof *s->room + 16);
    s->room = arena_alloc(&s->arena, sizeof *s->room);
    if (s->room == NULL)
        return -ERR_NOMEM;
    if (first != '[')
        return 0; /* the first row says so */
    r = jr_next(&s->json);
    if (r > 0)
        r = jr_peek(&s->json, &first);
    s->is_list = true;
    s->objects = first == '{';
    return r < 0 ? r : 0;
}

int package_source_open(struct package_source *s, const struct package_part *part,
                        const struct table *table)
{
    *s = (struct package_source){.table = table, .fd = part->fd};
    if (s->fd < 0) {
        int r = package_file_open(part->path, &s->fd);
        if (r < 0)
            return r;
        s->is_own = true;
    }
    s->stream = (struct package_stream){s->fd, 0};
    if (part->at >= 0)
        return open_json(s, part);
    int r = charset_open(&s->charset, part->charset, package_stream_read, &s->stream);
    return r < 0 ? r : csv_reader_open(&s->csv, charset_read, &s->charset);
}

void package_source_close(struct package_source *s)
{
    csv_reader_close(&s->csv);
    jr_close(&s->json);
    charset_close(&s->charset);
    arena_finish(&s->arena);
    if (s->is_own)
        package_file_close(&s->fd);
    s->is_own = false;
}

int64_t package_source_bytes(const struct package_source *s)
{
    return s->stream.at;
}

static int next_of_csv(struct package_source *s, const struct str **ret_cells, size_t *ret_n)
{
    int r = csv_reader_next(&s->csv, ret_cells, ret_n);

    s->line = (int64_t)s->csv.line;
    if (r != -ERR_INPUT)
        return r;
    if (s->csv.reason == NULL) /* of the JSON around it */
        return failed(s, r);
    if (s->csv.column >= 1 && s->csv.column <= s->table->n_columns)
        s->column = str_from(s->table->columns[s->csv.column - 1].name);
    if (!s->csv.encoding)
        return refuse(s, PACKAGE_FORM, s->csv.reason);
    return refuse(s, PACKAGE_ENCODING,
                  s->charset.converter == NULL ? s->csv.reason : "bytes that are not GB18030");
}

/* A copy in the room of the row; empty when it does not fit. */
static struct str keep(struct package_room *room, struct str text)
{
    struct str copy = {room->text + room->used, text.n};

    if (text.n + 1 > CSV_ROW_MAX - room->used)
        return STR("");
    if (text.n > 0)
        memcpy(room->text + room->used, text.p, text.n);
    room->used += text.n;
    room->text[room->used++] = '\0';
    return copy;
}

/* The value that comes as text of a cell, in the room of the row. 1, or 0: it is none. */
static int read_cell(struct package_source *s, struct str *ret)
{
    struct package_room *room = s->room;
    struct str text = STR("");
    char first = '\0';

    int r = jr_peek(&s->json, &first);
    bool is_cell = r == 0 && first != '{' && first != '[' && first != 't' && first != 'f';
    if (r == 0)
        r = is_cell ? jr_next(&s->json) : jr_skip(&s->json);
    if (r < 0)
        return failed(s, r);
    if (!is_cell)
        return 0;
    if (s->json.token != JR_NULL)
        text = s->json.text;
    if (text.n + 1 > CSV_ROW_MAX - room->used)
        return refuse(s, PACKAGE_FORM, "the row is longer than 64 KiB");
    *ret = keep(room, text);
    return 1;
}

/* Where in the row the column of this name has its cell. */
static size_t column_of(const struct package_source *s, struct str name)
{
    size_t i = 0;

    while (i < s->table->n_columns && !str_eq(str_from(s->table->columns[i].name), name))
        i++;
    return i;
}

/* Notes what is wrong with the row, unless something is already; the rest is read all the same. */
static void fault(struct package_source *s, struct str column, const char *reason)
{
    if (s->reason != NULL)
        return;
    s->column = column;
    s->reason = reason;
}

static int read_object(struct package_source *s)
{
    struct package_room *room = s->room;
    int r;

    room->n = s->table->n_columns;
    for (size_t i = 0; i < room->n; i++)
        room->cells[i] =
            s->table->columns[i].restricted ? (struct str){cell_absent, 0} : (struct str){NULL, 0};
    while ((r = jr_next(&s->json)) > 0 && s->json.token == JR_NAME) {
        struct str cell, name = STR("");
        size_t at = column_of(s, s->json.text);
        if (at == room->n) {
            fault(s, STR(""), "has a member that is no column of the table");
            s->value = keep(room, s->json.text);
        } else {
            name = str_from(s->table->columns[at].name);
            if (room->cells[at].p != NULL && room->cells[at].p != cell_absent)
                fault(s, name, "stands twice in the row");
        }
        r = read_cell(s, &cell);
        if (r < 0)
            return r;
        if (r == 0)
            fault(s, name, "is neither text nor a number nor null");
        else if (at < room->n)
            room->cells[at] = cell;
    }
    for (size_t i = 0; i < room->n; i++) {
        if (room->cells[i].p == NULL)
            room->cells[i] = STR("");
    }
    return r < 0 ? failed(s, r) : 0;
}

static int read_list(struct package_source *s)
{
    struct package_room *room = s->room;
    char first = '\0';

    for (room->n = 0; jr_peek(&s->json, &first) == 0 && first != ']'; room->n++) {
        if (room->n == CSV_CELLS_MAX)
            return refuse(s, PACKAGE_FORM, "more than 256 cells");
        int r = read_cell(s, &room->cells[room->n]);
        if (r < 0)
            return r;
        if (r == 0) {
            fault(s, STR(""), "has a cell that is neither text nor a number nor null");
            room->cells[room->n] = STR("");
        }
    }
    int r = jr_next(&s->json);
    return r < 0 ? failed(s, r) : 0;
}

static int next_of_json(struct package_source *s, const struct str **ret_cells, size_t *ret_n)
{
    char first = '\0';

    if (!s->is_list)
        return refuse(s, PACKAGE_FORM, "the rows are neither a list nor the text of a CSV file");
    int r = jr_peek(&s->json, &first);
    if (r < 0)
        return failed(s, r);
    if (first == ']')
        return 0;
    s->line++;
    if (first != (s->objects ? '{' : '['))
        return refuse(s, PACKAGE_FORM,
                      s->objects ? "is no object, as the rows before it are"
                                 : "is no list, as the rows before it are");
    r = jr_next(&s->json);
    s->room->used = 0;
    if (r > 0)
        r = s->objects ? read_object(s) : read_list(s);
    else
        r = failed(s, r);
    if (r < 0)
        return r;
    if (s->reason != NULL)
        return -ERR_INPUT;
    *ret_cells = s->room->cells;
    *ret_n = s->room->n;
    return 1;
}

int package_source_next(struct package_source *s, const struct str **ret_cells, size_t *ret_n)
{
    s->column = s->value = STR("");
    s->reason = NULL;
    s->fault = PACKAGE_FINE;
    return s->is_json ? next_of_json(s, ret_cells, ret_n) : next_of_csv(s, ret_cells, ret_n);
}
