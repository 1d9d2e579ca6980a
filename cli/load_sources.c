#include "cli/load_sources.h"

#include "base/err.h"
#include "cli/safe_print.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What is being looked through. */
struct finding {
    const struct options *options;
    struct arena *arena;
    struct load_sources *to;
};

void load_complain(const char *path, struct str why)
{
    fputs("iprstat: ", stderr);
    safe_print(stderr, str_from(path));
    fputs(": ", stderr);
    safe_print(stderr, why);
    fputc('\n', stderr);
}

static enum exit_code code_of(int r)
{
    if (r == -ERR_NOMEM)
        return EXIT_SOFTWARE;
    return r == -ERR_NOT_FOUND ? EXIT_NO_INPUT : r == -ERR_IO ? EXIT_IO : EXIT_DATA;
}

static enum exit_code complain(const char *path, int r, struct str why)
{
    load_complain(path, why);
    return code_of(r);
}

static struct package *add(struct finding *f, const struct package *package)
{
    struct load_sources *to = f->to;
    struct package *v = arena_grow(f->arena, to->v, to->n, &to->room, sizeof *v);

    if (v == NULL)
        return NULL;
    to->v = v;
    v[to->n] = *package;
    return &v[to->n++];
}

static bool is_file(const char *path, const char *name)
{
    char joined[PATH_MAX];
    struct stat st;
    int n = snprintf(joined, sizeof joined, "%s/%s", path, name);

    return n > 0 && (size_t)n < sizeof joined && lstat(joined, &st) == 0;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum exit_code add_package(struct finding *f, const char *folder)
{
    struct package package;
    struct str why;
    int r = package_open(f->arena, folder, &package, &why);

    if (r < 0)
        return complain(folder, r, why);
    return add(f, &package) == NULL ? complain(folder, -ERR_NOMEM, STR("memory ran out")) : EXIT_OK;
}

/* The table that a file is named after: "observation.csv". */
static const struct table *table_of_file(const char *path)
{
    struct str rest = str_from(path), part, name = STR("");

    while (str_cut(&rest, '/', &part))
        name = part.n > 0 ? part : name;
    name.n -= sizeof ".csv" - 1;
    return table_find(name);
}

static enum charset_name charset_of(const struct options *options)
{
    return options->number[OPTION_CHARSET] == 0 ? CHARSET_UTF_8 : CHARSET_GB18030;
}

static enum exit_code add_csv(struct finding *f, const char *path)
{
    struct str asked = f->options->text[OPTION_TABLE];
    const struct table *table = asked.n > 0 ? table_find(asked) : table_of_file(path);
    struct package package;

    if (table == NULL && asked.n > 0)
        return complain(path, -ERR_INPUT, STR("--table names no table of this store"));
    if (table == NULL)
        return complain(path, -ERR_INPUT,
                        STR("is not named after a table of this store; name one with --table"));
    int r = package_of_csv(f->arena, table, path, -1, charset_of(f->options), &package);
    if (r < 0 || add(f, &package) == NULL)
        return complain(path, -ERR_NOMEM, STR("memory ran out"));
    return EXIT_OK;
}

/* One of several CSV files beside each other: a part of the package that they are together. */
static enum exit_code add_part(struct finding *f, const char *path, struct package *together)
{
    const struct table *table = table_of_file(path);
    struct package package;

    if (table == NULL)
        return complain(path, -ERR_INPUT, STR("is not named after a table of this store"));
    int r = package_of_csv(f->arena, table, path, -1, charset_of(f->options), &package);
    if (r < 0)
        return complain(path, r, STR("memory ran out"));
    if (together->parts == NULL)
        *together = package;
    else
        together->parts[table - tables] = package.parts[table - tables];
    return EXIT_OK;
}

static struct str name_of_folder(const char *path)
{
    struct str rest = str_from(path), part, name = STR("files");

    while (str_cut(&rest, '/', &part))
        name = part.n > 0 && !str_eq(part, STR(".")) ? part : name;
    return name;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

/* The names in a folder in their order, without hidden ones. 0, -ERR_IO or -ERR_NOMEM. */
static int list_folder(struct finding *f, const char *path, const char ***ret, size_t *ret_n)
{
    CLEANUP(close_folder) DIR *folder = opendir(path);
    const struct dirent *entry;
    size_t room = 0;

    *ret_n = 0;
    if (folder == NULL)
        return -ERR_IO;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        *ret = arena_grow(f->arena, *ret, *ret_n, &room, sizeof **ret);
        if (*ret == NULL)
            return -ERR_NOMEM;
        (*ret)[(*ret_n)++] = arena_copy(f->arena, str_from(entry->d_name)).p;
    }
    if (f->arena->failed)
        return -ERR_NOMEM;
    if (*ret_n > 0)
        qsort(*ret, *ret_n, sizeof **ret, by_name);
    return 0;
}

/* A folder without a description: packages within it, or files. */
static enum exit_code add_entries(struct finding *f, const char *folder, const char *const *entries,
                                  size_t n)
{
    struct package together = {0};
    size_t before = f->to->n;
    enum exit_code code = EXIT_OK;

    for (size_t i = 0; i < n && code == EXIT_OK; i++) {
        const char *path = arena_printf(f->arena, "%s/%s", folder, entries[i]).p;
        if (path == NULL)
            return complain(folder, -ERR_NOMEM, STR("memory ran out"));
        if (is_folder(path) && is_file(path, "datapackage.json"))
            code = add_package(f, path);
        else if (str_ends(str_from(path), STR(".csv")))
            code = add_part(f, path, &together);
    }
    if (code != EXIT_OK)
        return code;
    if (together.parts != NULL) {
        together.name = name_of_folder(folder);
        if (add(f, &together) == NULL)
            return complain(folder, -ERR_NOMEM, STR("memory ran out"));
    }
    if (f->to->n == before)
        return complain(folder, -ERR_NOT_FOUND, STR("there is no datapackage.json"));
    return EXIT_OK;
}

static enum exit_code add_folder(struct finding *f, const char *folder)
{
    const char **entries = NULL;
    size_t n = 0;

    int r = list_folder(f, folder, &entries, &n);
    if (r < 0)
        return complain(folder, r, STR("can not be read"));
    return add_entries(f, folder, entries, n);
}

enum exit_code load_sources_open(const struct options *options, struct arena *arena,
                                 struct load_sources *ret)
{
    struct finding f = {options, arena, ret};
    enum exit_code code = EXIT_OK;

    for (size_t i = 0; i < options->n_operands && code == EXIT_OK; i++) {
        const char *path = options->operands[i];
        if (!is_folder(path) && str_ends(str_from(path), STR(".csv")))
            code = add_csv(&f, path);
        else if (is_folder(path) && !is_file(path, "datapackage.json"))
            code = add_folder(&f, path);
        else
            code = add_package(&f, path);
    }
    return code;
}
