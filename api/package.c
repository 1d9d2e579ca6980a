#include "api/package.h"

#include "api/package_impl.h"
#include "base/err.h"

#include <jansson.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void package_file_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void decref_p(json_t **json)
{
    json_decref(*json);
}

int package_file_open(const char *path, int *ret_fd)
{
    /* a pipe must not hold the load up, and a link may lead out of the package */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;

    if (fd < 0) {
        if (errno == ELOOP || errno == ENXIO)
            return -ERR_FOREIGN;
        return errno == ENOENT || errno == ENOTDIR ? -ERR_NOT_FOUND : -ERR_IO;
    }
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return -ERR_FOREIGN;
    }
    *ret_fd = fd;
    return 0;
}

int package_stream_read(void *cls, char *buf, size_t n, size_t *ret_n)
{
    struct package_stream *stream = cls;
    ssize_t got;

    do {
        got = pread(stream->fd, buf, n, stream->at);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return -ERR_IO;
    stream->at += got;
    *ret_n = (size_t)got;
    return 0;
}

/* The whole file in the arena. */
static int read_file(struct arena *arena, const char *path, struct str *ret)
{
    CLEANUP(package_file_close) int fd = -1;
    size_t n = 0, got = 0;

    int r = package_file_open(path, &fd);
    if (r < 0)
        return r;
    char *text = arena_alloc(arena, PACKAGE_JSON_MAX + 1);
    if (text == NULL)
        return -ERR_NOMEM;
    struct package_stream stream = {fd, 0};
    do {
        r = package_stream_read(&stream, text + n, PACKAGE_JSON_MAX + 1 - n, &got);
        if (r < 0)
            return r;
        n += got;
    } while (got > 0 && n <= PACKAGE_JSON_MAX);
    if (n > PACKAGE_JSON_MAX)
        return -ERR_LIMIT;
    *ret = (struct str){text, n};
    return 0;
}

/* A member that is text; empty when there is none. */
static struct str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_string(value))
        return (struct str){"", 0};
    return (struct str){json_string_value(value), json_string_length(value)};
}

static bool is_plain_name(struct str path)
{
    if (path.n == 0 || path.p[0] == '.')
        return false;
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '.' || c == '_' || c == '-';
        if (!good)
            return false;
    }
    return true;
}

/* A package may only name files beside its datapackage.json, or in a folder that stands there. */
static bool is_plain_path(struct str path)
{
    struct str rest = path, first;

    str_cut(&rest, '/', &first);
    return is_plain_name(first) && (rest.p == NULL || is_plain_name(rest));
}

/* What is being read, for the sentences about it. */
struct opening {
    struct arena *arena;
    struct package *package;
    const char *path; /* of a text that has the rows too */
    int fd;
    bool is_inline;
    struct str why;
};

static int refuse(struct opening *o, struct str why)
{
    o->why = why;
    return -ERR_INPUT;
}

int package_columns_of(const struct table *table, size_t n, bool *ret_restricted)
{
    size_t open = 0;

    for (size_t i = 0; i < table->n_columns; i++)
        open += !table->columns[i].restricted;
    if (n != table->n_columns && n != open)
        return -ERR_INPUT;
    *ret_restricted = n == table->n_columns;
    return 0;
}

/* The fields of the schema are the columns of the table, in their order. */
static int check_fields(struct opening *o, const struct table *table, const json_t *resource)
{
    const json_t *fields = json_object_get(json_object_get(resource, "schema"), "fields");
    bool restricted;
    size_t at = 0;

    if (package_columns_of(table, json_array_size(fields), &restricted) < 0)
        return refuse(o, arena_printf(o->arena, "resource \"%s\" has %zu fields, not %zu",
                                      table->name, json_array_size(fields), table->n_columns));
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].restricted && !restricted)
            continue;
        struct str name = text_of(json_array_get(fields, at++), "name");
        if (!str_eq(name, str_from(table->columns[i].name)))
            return refuse(
                o, arena_printf(o->arena, "field %zu of resource \"%s\" is \"%.*s\", not \"%s\"",
                                i + 1, table->name, (int)name.n, name.p, table->columns[i].name));
    }
    return 0;
}

/* The cells are read in one way only; a package that asks for another would be misread. */
static bool is_plain_dialect(json_t *dialect)
{
    const char *key;
    json_t *value;

    if (dialect == NULL)
        return true;
    if (!json_is_object(dialect))
        return false;
    json_object_foreach(dialect, key, value)
    {
        struct str name = str_from(key), text = text_of(dialect, key);
        bool plain;
        if (str_eq(name, STR("delimiter")))
            plain = str_eq(text, STR(","));
        else if (str_eq(name, STR("quoteChar")))
            plain = str_eq(text, STR("\""));
        else if (str_eq(name, STR("lineTerminator")))
            plain = str_eq(text, STR("\r\n")) || str_eq(text, STR("\n"));
        else
            plain = (str_eq(name, STR("header")) || str_eq(name, STR("doubleQuote"))) &&
                    json_is_true(value);
        if (!plain)
            return false;
    }
    return true;
}

/* The folder of a path, if it has one, is no link: that may lead out of the package. */
static bool stands_here(const struct opening *o, struct str path)
{
    struct str rest = path, folder;
    struct stat st;

    str_cut(&rest, '/', &folder);
    if (rest.p == NULL)
        return true;
    const char *name = arena_printf(o->arena, "%.*s/%.*s", (int)o->package->folder.n,
                                    o->package->folder.p, (int)folder.n, folder.p)
                           .p;
    return name != NULL && lstat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where the file of a resource is, which the package may name. */
static int read_path(struct opening *o, const struct table *table, const json_t *resource,
                     struct package_part *part)
{
    struct str path = text_of(resource, "path"), encoding = text_of(resource, "encoding");

    if (!is_plain_path(path))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" has no plain file name as path",
                                      table->name));
    if (!stands_here(o, path))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" is not in a folder of the package",
                                      table->name));
    if (encoding.n > 0 && !str_eq(encoding, STR("utf-8")))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" is not in utf-8", table->name));
    part->path = arena_printf(o->arena, "%.*s/%.*s", (int)o->package->folder.n,
                              o->package->folder.p, (int)path.n, path.p)
                     .p;
    part->fd = -1;
    part->at = -1;
    return check_fields(o, table, resource);
}

/* Where the rows of a resource are within the text: package_of_json() has put that in their place.
 */
static int read_data(struct opening *o, const struct table *table, const json_t *resource,
                     struct package_part *part)
{
    const json_t *data = json_object_get(resource, "data");

    if (!json_is_integer(data))
        return refuse(
            o, arena_printf(o->arena, "resource \"%s\" has no rows in \"data\"", table->name));
    part->path = o->path;
    part->fd = o->fd;
    part->at = json_integer_value(data);
    return json_object_get(resource, "schema") == NULL ? 0 : check_fields(o, table, resource);
}

static int read_resource(struct opening *o, const json_t *resource)
{
    struct str name = text_of(resource, "name");
    const struct table *table = table_find(name);

    if (table == NULL)
        return refuse(o, arena_printf(o->arena, "resource \"%.*s\" is no table of this store",
                                      (int)name.n, name.p));
    struct package_part *part = &o->package->parts[table - tables];
    if (part->path != NULL)
        return refuse(o, arena_printf(o->arena, "resource \"%s\" stands there twice", table->name));
    if (!is_plain_dialect(json_object_get(resource, "dialect")))
        return refuse(o,
                      arena_printf(o->arena,
                                   "resource \"%s\" has a dialect other than comma, double quote, "
                                   "header",
                                   table->name));
    return o->is_inline ? read_data(o, table, resource, part) : read_path(o, table, resource, part);
}

static int read_package(struct opening *o, const json_t *root)
{
    const json_t *resources = json_object_get(root, "resources");
    struct str name = text_of(root, "name");

    if (name.n == 0)
        return refuse(o, STR("the package has no name"));
    if (name.p[0] == '(') /* what the program counts itself is reported under such a name */
        return refuse(o, STR("the name of the package begins with a bracket"));
    if (json_array_size(resources) == 0)
        return refuse(o, STR("the package has no resources"));
    o->package->name = arena_copy(o->arena, name);
    o->package->version = arena_copy(o->arena, text_of(root, "version"));
    /* a copy of a store tells of which release it is, and its documents what is made up */
    if (json_is_true(json_object_get(root, "iprstat:synthetic")))
        o->package->made_up =
            json_object_get(root, "iprstat:release") != NULL ? DRAFT_MIXED : DRAFT_MADE_UP;
    for (size_t i = 0; i < json_array_size(resources); i++) {
        int r = read_resource(o, json_array_get(resources, i));
        if (r < 0)
            return r;
    }
    return 0;
}

static int parse_package(struct opening *o, struct str text)
{
    json_error_t error;
    CLEANUP(decref_p) json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL && o->is_inline) /* its lines are not those of the text that came */
        return refuse(o, STR("the description of the package has a name twice in one object"));
    if (root == NULL)
        return refuse(
            o, arena_printf(o->arena, "datapackage.json, line %d: %s", error.line, error.text));
    return read_package(o, root);
}

static int read_folder(struct opening *o)
{
    struct str text = {0};
    const char *path = arena_printf(o->arena, "%.*s/datapackage.json", (int)o->package->folder.n,
                                    o->package->folder.p)
                           .p;

    if (path == NULL)
        return -ERR_NOMEM;
    int r = read_file(o->arena, path, &text);
    if (r == -ERR_NOT_FOUND)
        o->why = STR("there is no datapackage.json");
    else if (r == -ERR_LIMIT)
        o->why = STR("datapackage.json is larger than 1 MiB");
    else if (r == -ERR_FOREIGN)
        o->why = STR("datapackage.json is no regular file");
    else if (r < 0)
        o->why = STR("datapackage.json can not be read");
    return r < 0 ? r : parse_package(o, text);
}

/* Reads the folder of the package, or the text. */
static int open_package(struct opening *o, struct str text, struct package *ret,
                        struct str *ret_why)
{
    o->why = STR("memory ran out");
    o->package->parts = arena_alloc(o->arena, tables_n * sizeof *o->package->parts);
    int r = -ERR_NOMEM;
    if (o->package->parts != NULL)
        r = o->is_inline ? parse_package(o, text) : read_folder(o);
    if (r == 0 && o->arena->failed)
        r = -ERR_NOMEM;
    if (r < 0)
        *ret_why = o->why;
    else
        *ret = *o->package;
    return r;
}

int package_open(struct arena *arena, const char *folder, struct package *ret, struct str *ret_why)
{
    struct package package = {.folder = str_from(folder)};
    struct opening o = {.arena = arena, .package = &package};

    while (package.folder.n > 1 && str_ends(package.folder, STR("/")))
        package.folder.n--;
    return open_package(&o, (struct str){0}, ret, ret_why);
}

int package_describe(struct arena *arena, struct str text, const char *path, int fd,
                     struct package *ret, struct str *ret_why)
{
    struct package package = {0};
    struct opening o = {
        .arena = arena, .package = &package, .path = path, .fd = fd, .is_inline = true};

    return open_package(&o, text, ret, ret_why);
}

int package_of_csv(struct arena *arena, const struct table *table, const char *path, int fd,
                   enum charset_name charset, struct package *ret)
{
    struct package package = {.name = str_from(table->name)};

    package.parts = arena_alloc(arena, tables_n * sizeof *package.parts);
    if (package.parts == NULL)
        return -ERR_NOMEM;
    package.parts[table - tables] =
        (struct package_part){.path = path, .fd = fd, .at = -1, .charset = charset};
    *ret = package;
    return 0;
}
