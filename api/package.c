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

int package_file_read(void *cls, char *buf, size_t n, size_t *ret_n)
{
    const int *fd = cls;
    ssize_t got;

    do {
        got = read(*fd, buf, n);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return -ERR_IO;
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
    do {
        r = package_file_read(&fd, text + n, PACKAGE_JSON_MAX + 1 - n, &got);
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

static int read_resource(struct opening *o, const json_t *resource)
{
    struct str name = text_of(resource, "name"), path = text_of(resource, "path");
    struct str encoding = text_of(resource, "encoding");
    const struct table *table = table_find(name);

    if (table == NULL)
        return refuse(o, arena_printf(o->arena, "resource \"%.*s\" is no table of this store",
                                      (int)name.n, name.p));
    if (o->package->files[table - tables] != NULL)
        return refuse(o, arena_printf(o->arena, "resource \"%s\" stands there twice", table->name));
    if (!is_plain_path(path))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" has no plain file name as path",
                                      table->name));
    if (!stands_here(o, path))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" is not in a folder of the package",
                                      table->name));
    if (encoding.n > 0 && !str_eq(encoding, STR("utf-8")))
        return refuse(o, arena_printf(o->arena, "resource \"%s\" is not in utf-8", table->name));
    if (!is_plain_dialect(json_object_get(resource, "dialect")))
        return refuse(o,
                      arena_printf(o->arena,
                                   "resource \"%s\" has a dialect other than comma, double quote, "
                                   "header",
                                   table->name));
    o->package->files[table - tables] =
        arena_printf(o->arena, "%.*s/%.*s", (int)o->package->folder.n, o->package->folder.p,
                     (int)path.n, path.p)
            .p;
    return check_fields(o, table, resource);
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

static int parse_package(struct opening *o)
{
    struct str text = {0};
    json_error_t error;
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
    if (r < 0)
        return r;
    CLEANUP(decref_p) json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return refuse(
            o, arena_printf(o->arena, "datapackage.json, line %d: %s", error.line, error.text));
    return read_package(o, root);
}

int package_open(struct arena *arena, const char *folder, struct package *ret, struct str *ret_why)
{
    struct package package = {.folder = str_from(folder)};
    struct opening o = {.arena = arena, .package = &package, .why = STR("memory ran out")};

    while (package.folder.n > 1 && str_ends(package.folder, STR("/")))
        package.folder.n--;
    package.files = arena_alloc(arena, tables_n * sizeof *package.files);
    int r = package.files == NULL ? -ERR_NOMEM : parse_package(&o);
    if (r == 0 && arena->failed)
        r = -ERR_NOMEM;
    if (r < 0) {
        *ret_why = o.why;
        return r;
    }
    *ret = package;
    return 0;
}
