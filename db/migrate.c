#include "db/migrate.h"

#include "base/err.h"
#include "db/db.h"

/* db/schema.sql and the steps after it, embedded by the build */
extern const char schema_sql[];
extern const char schema_2_sql[];
extern const char schema_3_sql[];
extern const char schema_4_sql[];
extern const char schema_5_sql[];
extern const char schema_6_sql[];
extern const char schema_7_sql[];
extern const char schema_8_sql[];
extern const char schema_9_sql[];
extern const char schema_10_sql[];
extern const char schema_11_sql[];
extern const char schema_12_sql[];
extern const char schema_13_sql[];

const struct migration migrations[] = {
    {1, schema_sql},     {2, schema_2_sql},   {3, schema_3_sql},   {4, schema_4_sql},
    {5, schema_5_sql},   {6, schema_6_sql},   {7, schema_7_sql},   {8, schema_8_sql},
    {9, schema_9_sql},   {10, schema_10_sql}, {11, schema_11_sql}, {12, schema_12_sql},
    {13, schema_13_sql},
};
const size_t migrations_n = COUNT_OF(migrations);

int64_t migrate_version(void)
{
    return migrations[migrations_n - 1].version;
}

int migrate_run(struct engine *engine, const struct migration *list, size_t n, int64_t from)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].version <= from)
            continue;
        int r = engine_begin(engine);
        if (r == 0)
            r = engine_exec(engine, list[i].sql);
        /* within the transaction: a file has a step wholly or not at all, and knows which */
        if (r == 0)
            r = engine_set_ids(engine, DB_APPLICATION_ID, list[i].version);
        if (r == 0)
            r = engine_commit(engine);
        if (r < 0) {
            engine_rollback(engine);
            return r;
        }
    }
    return 0;
}
