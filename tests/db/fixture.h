/* A store in a temporary folder, and rows for it: what every test of db/ begins with. Rows are
 * written as "table|cell|cell|..."; cells that are missing at the end are empty. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "db/draft.h"
#include "db/releases.h"
#include "tests/tap.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A moment for everything that is recorded. */
enum { FIXTURE_NOW = 1700000000 };
#define FIXTURE_ACTOR STR("cli:uid=0")

struct fixture {
    char folder[64];
    char path[96]; /* of the store, which is not there yet */
};

static inline void fixture_begin(struct fixture *f)
{
    snprintf(f->folder, sizeof f->folder, "/tmp/iprstat-test-XXXXXX");
    if (mkdtemp(f->folder) == NULL) {
        puts("Bail out! no temporary folder");
        exit(1);
    }
    snprintf(f->path, sizeof f->path, "%s/store.db", f->folder);
}

static inline void fixture_end(struct fixture *f)
{
    DIR *dir = opendir(f->folder);
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", f->folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(f->folder);
}

/* Code lists, two regions, an indicator with its definition, a document: enough for observations.
 */
static const char *const fixture_catalogue[] = {
    "codelist|region_level|级别|Levels",
    "codelist|topic|主题|Topics",
    "codelist|unit|单位|Units",
    "codelist|indicator_kind|类|Kinds",
    "codelist|region_rule|则|Rules",
    "codelist|time_rule|则|Rules",
    "codelist|direction|向|Directions",
    "codelist|access|访|Access",
    "codelist|dimension|维|Dimensions",
    "codelist|patent_type|型|Patent types",
    "codelist|holder_type|主|Holder types",
    "codelist|measure|量|Measures",
    "codelist|bound|界|Bounds",
    "codelist|accumulation|累|Accumulation",
    "codelist|obs_status|态|Status",
    "codelist|extraction|取|Extraction",
    "codelist_item|region_level|province|1|省|province",
    "codelist_item|region_level|county|2|县|county",
    "codelist_item|topic|patents|1|专利|patents",
    "codelist_item|unit|piece|1|件|piece",
    "codelist_item|unit|case|2|案|case",
    "codelist_item|unit|percent|3|百分比|per cent",
    "codelist_item|indicator_kind|flow|1|流|flow",
    "codelist_item|region_rule|sum|1|和|sum",
    "codelist_item|time_rule|sum|1|和|sum",
    "codelist_item|direction|higher|1|高|higher",
    "codelist_item|access|public|1|公|public",
    "codelist_item|access|restricted|2|限|restricted",
    "codelist_item|dimension|patent_type|1|型|patent type",
    "codelist_item|dimension|holder_type|2|主|holder type",
    "codelist_item|patent_type|invention|1|发明|invention",
    "codelist_item|patent_type|design|2|外观|design",
    "codelist_item|holder_type|enterprise|1|企业|enterprise",
    "codelist_item|measure|level|1|值|level",
    "codelist_item|measure|yoy|2|同比|year on year",
    "codelist_item|bound|eq|1|等|equal",
    "codelist_item|accumulation|period|1|期|period",
    "codelist_item|obs_status|A|1|常|normal",
    "codelist_item|obs_status|M|2|缺|missing",
    "codelist_item|extraction|verbatim|1|原|verbatim",
    "region|120000|天津市|Tianjin|province",
    "region|120116|滨海新区|Binhai|county|120000",
    ("indicator|patents_granted|授权|patents granted|patents|piece|piece|flow|sum|sum|higher|0|"
     "patent_type;holder_type||||public"),
    "definition|patents_granted|default|默认|default",
    "document|report-2024|报告|Report|局|Office|120116|report||||2025-03-10|primary|10",
};

/* The cells of one row of the file form. */
static inline const struct table *fixture_cells(const char *line, struct str *cells)
{
    struct str rest = str_from(line), head = STR("");

    if (!str_cut(&rest, '|', &head) || table_find(head) == NULL) {
        printf("Bail out! no table: %s\n", line);
        exit(1);
    }
    const struct table *table = table_find(head);
    for (size_t i = 0; i < table->n_columns; i++) {
        cells[i] = STR("");
        (void)str_cut(&rest, '|', &cells[i]);
    }
    return table;
}

/* Hands the rows to a draft of one package. Line numbers count from 2, as after a header. */
static inline int fixture_rows(struct draft *draft, const char *const *lines, size_t n)
{
    size_t package;
    int r = draft_package(draft, STR("test"), STR("1.0.0"), false, &package);

    for (size_t i = 0; i < n && r == 0; i++) {
        struct str cells[TABLE_COLUMNS_MAX];
        const struct table *table = fixture_cells(lines[i], cells);
        r = draft_row(draft, package, table, (int64_t)i + 2, cells);
    }
    return r;
}

/* Loads the rows and keeps the draft. Gives its number, 0 when it was thrown away, or a negative
 * code; the counts go out. */
static inline int64_t fixture_load(struct db *db, const char *const *lines, size_t n,
                                   struct draft_counts *ret_counts)
{
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report;

    int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
    if (r == 0)
        r = fixture_rows(draft, lines, n);
    if (r == 0)
        r = draft_finish(draft, true, &report);
    if (r < 0)
        return r;
    if (ret_counts != NULL)
        *ret_counts = report.total;
    for (size_t i = 0; i < report.n_errors && ret_counts == NULL; i++)
        tap_note("line %d, %s: %s", (int)report.errors[i].line, report.errors[i].column.p,
                 report.errors[i].reason.p);
    return report.draft;
}

/* Publishes one draft. Gives the release, or a negative code. */
static inline int64_t fixture_publish(struct db *db, int64_t draft)
{
    struct release_wish wish = {
        .drafts = &draft, .n_drafts = 1, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    int64_t discarded, wrong;

    int r = release_publish(db, &wish, &release, &discarded, &wrong);
    return r < 0 ? r : release.id;
}

/* Loads the rows and publishes them. Gives the release, or what stopped it. */
static inline int64_t fixture_release(struct db *db, const char *const *lines, size_t n)
{
    int64_t draft = fixture_load(db, lines, n, NULL);
    return draft > 0 ? fixture_publish(db, draft) : draft;
}

/* A writer on a store with the catalogue as release 1. Ends the program when that fails. */
static inline struct db *fixture_store(struct fixture *f)
{
    struct db *db = NULL;

    fixture_begin(f);
    if (db_open_writer(f->path, true, &db) < 0 ||
        fixture_release(db, fixture_catalogue, COUNT_OF(fixture_catalogue)) != 1) {
        puts("Bail out! the store with the catalogue can not be made");
        exit(1);
    }
    return db;
}

/* The number that a constant query gives, or INT64_MIN. */
static inline int64_t fixture_number(struct db *db, const char *sql)
{
    struct engine_stmt *stmt = NULL;
    int64_t n = INT64_MIN;

    if (engine_prepare(db_engine(db), sql, &stmt) == 0 && engine_step(stmt) == 1)
        n = engine_get_i64(stmt, 0);
    engine_stmt_close(&stmt);
    return n;
}
