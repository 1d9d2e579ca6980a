#include "api/package_write.h"

#include "api/envelope.h"
#include "api/license.h"
#include "base/err.h"
#include "base/jw.h"
#include "db/releases.h"

#include <stdio.h>

/* limit: the longest name of a table has 19 letters, and a release 13 digits */
enum { REFERENCE_MAX = 128 };

static void put_text(struct jw *w, const char *key, struct str text)
{
    jw_key(w, str_from(key));
    jw_str(w, text);
}

static const char *type_of(enum cell_type type)
{
    switch (type) {
    case CELL_INTEGER:
        return "integer";
    case CELL_DATE:
        return "date";
    case CELL_MONTH:
        return "yearmonth";
    case CELL_DECIMAL:
    case CELL_PUBLISHED:
        return "number";
    case CELL_TEXT:
    case CELL_ID:
    case CELL_WORD:
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_ITEM:
    case CELL_ITEMS:
    case CELL_DEFINITION:
    case CELL_UNIT:
    case CELL_PERIOD:
    case CELL_BREAKDOWN:
    case CELL_SOURCE:
        break;
    }
    return "string";
}

static void put_field(struct jw *w, const struct table_column *column)
{
    jw_object_begin(w);
    put_text(w, "name", str_from(column->name));
    put_text(w, "type", str_from(type_of(column->type)));
    if (column->required || column->type == CELL_WORD) {
        JW_KEY(w, "constraints");
        jw_object_begin(w);
        if (column->required) {
            JW_KEY(w, "required");
            jw_bool(w, true);
        }
        if (column->type == CELL_WORD) {
            JW_KEY(w, "enum");
            envelope_items(w, str_from(column->list));
        }
        jw_object_end(w);
    }
    jw_object_end(w);
}

/* The table whose rows a cell names, NULL: none. A code list's item is named by its list too, which
 * a foreign key of one column can not say. */
static const struct table *named_by(const struct table_column *column)
{
    if (column->type != CELL_CODE && column->type != CELL_SOURCE)
        return NULL;
    return table_of_list(str_from(column->list));
}

/* The column that holds the identity of a table's rows. */
static struct str identity_of(const struct table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].type == CELL_OWN_CODE)
            return str_from(table->columns[i].name);
    return str_from(table->columns[0].name);
}

static void put_foreign_keys(struct jw *w, const struct table *table)
{
    JW_KEY(w, "foreignKeys");
    jw_array_begin(w);
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table *other = named_by(&table->columns[i]);
        if (other == NULL || table->columns[i].restricted)
            continue;
        jw_object_begin(w);
        put_text(w, "fields", str_from(table->columns[i].name));
        JW_KEY(w, "reference");
        jw_object_begin(w);
        /* empty: the table itself */
        put_text(w, "resource", other == table ? STR("") : str_from(other->name));
        put_text(w, "fields", identity_of(other));
        jw_object_end(w);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_schema(struct jw *w, const struct table *table)
{
    JW_KEY(w, "schema");
    jw_object_begin(w);
    JW_KEY(w, "fields");
    jw_array_begin(w);
    for (size_t i = 0; i < table->n_columns; i++)
        if (!table->columns[i].restricted)
            put_field(w, &table->columns[i]);
    jw_array_end(w);
    JW_KEY(w, "primaryKey");
    jw_array_begin(w);
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].key)
            jw_str(w, str_from(table->columns[i].name));
    jw_array_end(w);
    put_foreign_keys(w, table);
    JW_KEY(w, "missingValues");
    jw_array_begin(w);
    jw_str(w, STR(""));
    jw_array_end(w);
    jw_object_end(w);
}

static void put_resource(struct jw *w, const struct package_info *info, const struct table *table)
{
    char text[REFERENCE_MAX];

    jw_object_begin(w);
    put_text(w, "name", str_from(table->name));
    snprintf(text, sizeof text, PACKAGE_TABLE_PATH, table->name);
    put_text(w, "path", str_from(text));
    put_text(w, "profile", STR("tabular-data-resource"));
    put_text(w, "format", STR("csv"));
    put_text(w, "mediatype", STR("text/csv"));
    put_text(w, "encoding", STR("utf-8"));
    if (info->addresses) {
        snprintf(text, sizeof text, "/v1/exports/" PACKAGE_TABLE_PATH "?asOf=%lld", table->name,
                 (long long)info->release->id);
        put_text(w, "iprstat:href", str_from(text));
    }
    put_schema(w, table);
    jw_object_end(w);
}

static void put_license(struct jw *w)
{
    JW_KEY(w, "licenses");
    jw_array_begin(w);
    jw_object_begin(w);
    put_text(w, "name", license_name);
    put_text(w, "path", license_address);
    jw_object_end(w);
    jw_array_end(w);
}

/* Each figure names its document, and the table of documents says the rest. */
static void put_sources(struct jw *w)
{
    JW_KEY(w, "sources");
    jw_array_begin(w);
    jw_object_begin(w);
    put_text(w, "title", STR("The published documents that each figure names"));
    put_text(w, "path", STR("tables/document.csv"));
    jw_object_end(w);
    jw_array_end(w);
}

int package_write(struct buf *out, const struct package_info *info)
{
    const struct release *release = info->release;
    char version[32];
    struct jw w;

    jw_init(&w, out);
    jw_object_begin(&w);
    put_text(&w, "profile", STR("tabular-data-package"));
    put_text(&w, "name", STR("iprstat"));
    put_text(&w, "title", STR("Statistics of intellectual-property protection"));
    snprintf(version, sizeof version, "%lld", (long long)release->id);
    put_text(&w, "version", str_from(version));
    JW_KEY(&w, "created");
    envelope_moment(&w, release->published_at);
    put_license(&w);
    put_sources(&w);
    JW_KEY(&w, "iprstat:release");
    envelope_release(&w, release);
    put_text(&w, "iprstat:digest", str_from(release->digest));
    JW_KEY(&w, "iprstat:synthetic");
    jw_bool(&w, info->synthetic);
    JW_KEY(&w, "resources");
    jw_array_begin(&w);
    for (size_t i = 0; i < tables_n; i++)
        put_resource(&w, info, &tables[i]);
    jw_array_end(&w);
    jw_object_end(&w);
    return jw_ok(&w) ? 0 : out->failed ? -ERR_LIMIT : -ERR_INTERNAL;
}

int package_is_synthetic(struct db *db, int64_t release, bool *ret)
{
    struct release_package_row row;
    int r = 0;

    *ret = false;
    for (int64_t id = 1; id <= release && r == 0 && !*ret; id++) {
        CLEANUP(stmt_reset_p) struct stmt *stmt = release_packages(db, id);
        while ((r = release_packages_next(stmt, &row)) > 0)
            *ret = *ret || row.synthetic;
    }
    return r < 0 ? r : 0;
}
