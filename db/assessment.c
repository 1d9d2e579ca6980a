#include "db/assessment.h"

#include "base/err.h"
#include "base/period.h"
#include "db/statements.h"

enum { ITEMS, STEPS, GRADES, REGIONS, RESULTS, TOTALS, WITHOUT };

#define HAS_ROWS(table)                                                                            \
    "EXISTS (SELECT 1 FROM " table " x WHERE x.scheme = s.assessment_scheme"                       \
    " AND x.region = g.region AND " ROW_IN_FORCE("x") ")"
#define OF_SCHEME(table)                                                                           \
    "FROM code c JOIN " table                                                                      \
    " t ON t.scheme = c.code_id AND " ROW_IN_FORCE("t") " JOIN code d ON d.code_id = t.document"
#define SCHEME_IS " WHERE c.list = 'assessment_scheme' AND c.code = :code"

#define REGIONS_OF(table)                                                                          \
    "SELECT r.code AS region, g.name_zh AS name_zh, g.name_en AS name_en " OF_SCHEME(              \
        table) " JOIN code r ON r.code_id = t.region JOIN region g ON g.region = t.region"         \
               " AND " ROW_IN_FORCE("g") SCHEME_IS

static const char *const code_params[] = {"release", "code", NULL};

static const struct stmt_spec specs[] = {
    [ITEMS] =
        {
            .name = "assessment_items",
            .sql = "SELECT t.item AS item, t.position AS position, t.name_zh AS name_zh,"
                   " t.name_en AS name_en, t.weight_e6 AS weight_e6, t.points_e6 AS points_e6,"
                   " t.scoring AS scoring, t.direction AS direction, n.code AS indicator,"
                   " t.floor_e6 AS floor_e6, t.ceiling_e6 AS ceiling_e6,"
                   " t.unchanged_from AS unchanged_from, d.code AS document,"
                   " CASE WHEN i.indicator IS NULL OR " ROW_PUBLIC(
                       "i") " THEN 0 ELSE 1 END"
                            " AS closed " OF_SCHEME(
                                "assessment_item") " LEFT JOIN code n ON n.code_id = t.indicator"
                                                   " LEFT JOIN indicator i ON i.indicator = "
                                                   "t.indicator AND " ROW_IN_FORCE("i") SCHEME_IS
            " ORDER BY t.position, t.item",
            .params = code_params,
            .columns =
                (const char *const[]){"item", "position", "name_zh", "name_en", "weight_e6",
                                      "points_e6", "scoring", "direction", "indicator", "floor_e6",
                                      "ceiling_e6", "unchanged_from", "document", "closed", NULL},
        },
    [STEPS] =
        {
            .name = "assessment_steps",
            .sql = "SELECT t.item AS item, t.at_e6 AS at_e6,"
                   " t.points_e6 AS points_e6 " OF_SCHEME("assessment_step") SCHEME_IS
            " ORDER BY t.item, t.at_e6",
            .params = code_params,
            .columns = (const char *const[]){"item", "at_e6", "points_e6", NULL},
        },
    [GRADES] =
        {
            .name = "assessment_grades",
            .sql = "SELECT t.grade AS grade, t.lower_e6 AS lower_e6,"
                   " d.code AS document " OF_SCHEME("assessment_grade") SCHEME_IS
            " ORDER BY t.lower_e6 DESC, t.grade",
            .params = code_params,
            .columns = (const char *const[]){"grade", "lower_e6", "document", NULL},
        },
    [REGIONS] =
        {
            .name = "assessment_regions",
            .sql =
                REGIONS_OF("assessment_result") " UNION " REGIONS_OF(
                    "assessment_total") " ORDER BY 1",
            .params = code_params,
            .columns = (const char *const[]){"region", "name_zh", "name_en", NULL},
        },
    [RESULTS] =
        {
            .name = "assessment_results",
            .sql = "SELECT r.code AS region, t.item AS item, t.raw_e6 AS raw_e6,"
                   " t.decimals AS decimals, t.status AS status, t.points_e6 AS points_e6,"
                   " t.evidence AS evidence, d.code AS document " OF_SCHEME(
                       "assessment_result") " JOIN code r ON r.code_id = t.region" SCHEME_IS
                                            " ORDER BY r.code, t.item",
            .params = code_params,
            .columns = (const char *const[]){"region", "item", "raw_e6", "decimals", "status",
                                             "points_e6", "evidence", "document", NULL},
        },
    [TOTALS] =
        {
            .name = "assessment_totals",
            .sql = "SELECT r.code AS region, t.score_e6 AS score_e6, t.decimals AS decimals,"
                   " t.rank AS rank, t.grade AS grade, d.code AS document " OF_SCHEME(
                       "assessment_total") " JOIN code r ON r.code_id = t.region" SCHEME_IS
                                           " ORDER BY r.code",
            .params = code_params,
            .columns = (const char *const[]){"region", "score_e6", "decimals", "rank",
                                             "grade", "document", NULL},
        },
    [WITHOUT] =
        {
            .name = "assessment_without",
            .sql = "SELECT r.code AS region FROM code c JOIN assessment_scheme s"
                   " ON s.assessment_scheme = c.code_id AND " ROW_IN_FORCE(
                       "s") " JOIN region g ON "
                            "g.parent = s.region "
                            "AND " ROW_IN_FORCE(
                                "g") " AND "
                                     "coalesce("
                                     "g.valid_"
                                     "from, "
                                     ":day) <= "
                                     ":day"
                                     " AND :day "
                                     "<= "
                                     "coalesce("
                                     "g.valid_"
                                     "to, :day)"
                                     " JOIN "
                                     "code r ON "
                                     "r.code_id "
                                     "= "
                                     "g."
                                     "regio"
                                     "n" SCHEME_IS " AND "
                                     "NOT"
                                     " " HAS_ROWS(
                                         "assess"
                                         "ment_"
                                         "resul"
                                         "t") " "
                                              "A"
                                              "N"
                                              "D"
                                              " "
                                              "N"
                                              "O"
                                              "T"
                                              " " HAS_ROWS("assessment_total") " ORDER BY r.code",
            .params = (const char *const[]){"release", "code", "day", NULL},
            .columns = (const char *const[]){"region", NULL},
        },
};

const struct stmt_group assessment_statements = {"assessment", specs, COUNT_OF(specs)};

/* What is being read. */
struct reading {
    struct db *db;
    struct arena *arena;
    int64_t release;
    struct str code;
    struct assessment *to;
};

static struct str copy(const struct reading *reading, struct str text)
{
    return text.n > 0 ? arena_copy(reading->arena, text) : (struct str){0};
}

static struct names copy_names(const struct reading *reading, struct names names)
{
    return (struct names){copy(reading, names.zh), copy(reading, names.en)};
}

static struct stmt *begin(const struct reading *reading, size_t spec)
{
    return row_by_code(reading->db, &specs[spec], reading->release, reading->code);
}

static struct dec dec_of(struct stmt *stmt, size_t column)
{
    return dec_from_e6(stmt_get_i64(stmt, column), 0);
}

static int read_scheme(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct assessment_row *row = &reading->to->scheme;
    int r = assessments_get(reading->db, reading->release, reading->code, &stmt, row);

    if (r <= 0)
        return r;
    row->code = copy(reading, row->code);
    row->names = copy_names(reading, row->names);
    row->region = copy(reading, row->region);
    row->version = copy(reading, row->version);
    row->predecessor = copy(reading, row->predecessor);
    row->document = copy(reading, row->document);
    return 1;
}

static enum assessment_scoring scoring_of(struct str text)
{
    if (str_eq(text, STR("linear")))
        return SCORING_LINEAR;
    if (str_eq(text, STR("threshold")))
        return SCORING_THRESHOLD;
    return str_eq(text, STR("rank")) ? SCORING_RANK : SCORING_MANUAL;
}

static int read_items(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, ITEMS);
    struct assessment *to = reading->to;
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        struct assessment_item *v =
            arena_grow(reading->arena, to->items, to->n_items, &to->items_room, sizeof *to->items);
        if (v == NULL)
            return -ERR_NOMEM;
        to->items = v;
        to->items[to->n_items++] = (struct assessment_item){
            .id = copy(reading, stmt_get_str(stmt, 0)),
            .position = stmt_get_i64(stmt, 1),
            .names = copy_names(reading, row_names(stmt, 2)),
            .weight = rational_from_e6(stmt_get_i64(stmt, 4)),
            .points = dec_of(stmt, 5),
            .scoring = scoring_of(stmt_get_str(stmt, 6)),
            .lower_is_better = str_eq(stmt_get_str(stmt, 7), STR("lower")),
            .indicator =
                stmt_get_i64(stmt, 13) != 0 ? STR("") : copy(reading, stmt_get_str(stmt, 8)),
            .closed = stmt_get_i64(stmt, 13) != 0,
            .floor = dec_of(stmt, 9),
            .ceiling = dec_of(stmt, 10),
            .unchanged_from = copy(reading, stmt_get_str(stmt, 11)),
            .document = copy(reading, stmt_get_str(stmt, 12)),
        };
    }
    return r;
}

/* Steps come item by item; one of an item that is not there has nothing to score. */
static int read_steps(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, STEPS);
    struct assessment_item *item = NULL;
    size_t room = 0;
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        int at = assessment_item_at(reading->to, stmt_get_str(stmt, 0));
        struct assessment_step *v;

        if (at < 0)
            continue;
        if (item != &reading->to->items[at])
            room = 0;
        item = &reading->to->items[at];
        v = arena_grow(reading->arena, item->steps, item->n_steps, &room, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        item->steps = v;
        v[item->n_steps++] = (struct assessment_step){dec_of(stmt, 1), dec_of(stmt, 2)};
    }
    return r;
}

static int read_grades(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, GRADES);
    struct assessment *to = reading->to;
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        struct assessment_grade *v =
            arena_grow(reading->arena, to->grades, to->n_grades, &to->grades_room, sizeof *v);

        if (v == NULL)
            return -ERR_NOMEM;
        to->grades = v;
        v[to->n_grades++] = (struct assessment_grade){
            copy(reading, stmt_get_str(stmt, 0)),
            dec_of(stmt, 1),
            copy(reading, stmt_get_str(stmt, 2)),
        };
    }
    return r;
}

static int read_regions(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, REGIONS);
    struct assessment *to = reading->to;
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        struct assessment_region *v =
            arena_grow(reading->arena, to->regions, to->n_regions, &to->regions_room, sizeof *v);
        struct assessment_cell *cells =
            arena_alloc(reading->arena, to->n_items * sizeof(struct assessment_cell));

        if (v == NULL || cells == NULL)
            return -ERR_NOMEM;
        to->regions = v;
        v[to->n_regions++] = (struct assessment_region){
            .code = copy(reading, stmt_get_str(stmt, 0)),
            .names = copy_names(reading, row_names(stmt, 1)),
            .cells = cells,
        };
    }
    return r;
}

static int read_results(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, RESULTS);
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        int region = assessment_region_at(reading->to, stmt_get_str(stmt, 0));
        int item = assessment_item_at(reading->to, stmt_get_str(stmt, 1));

        if (region < 0 || item < 0 || reading->to->items[item].closed)
            continue;
        reading->to->regions[region].cells[item] = (struct assessment_cell){
            .reported = true,
            .has_raw = !stmt_is_null(stmt, 2),
            .raw = row_dec(stmt, 2),
            .status = copy(reading, stmt_get_str(stmt, 4)),
            .has_points = !stmt_is_null(stmt, 5),
            .points = dec_of(stmt, 5),
            .evidence = copy(reading, stmt_get_str(stmt, 6)),
            .document = copy(reading, stmt_get_str(stmt, 7)),
        };
    }
    return r;
}

static int read_totals(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, TOTALS);
    int r;

    while ((r = stmt_step(stmt)) > 0) {
        int at = assessment_region_at(reading->to, stmt_get_str(stmt, 0));
        struct assessment_region *region = &reading->to->regions[at < 0 ? 0 : at];

        if (at < 0)
            continue;
        region->has_published = true;
        region->published_score = row_dec(stmt, 1);
        region->published_rank = stmt_get_i64(stmt, 3);
        region->published_grade = copy(reading, stmt_get_str(stmt, 4));
        region->document = copy(reading, stmt_get_str(stmt, 5));
    }
    return r;
}

/* Regions within the scheme's, as they were at the end of the year, of which nothing is told. */
static int read_without(struct reading *reading)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = begin(reading, WITHOUT);
    struct str *v = NULL;
    size_t n = 0, room = 0;
    int r;

    stmt_i64(stmt, 2, date_from_civil((int)reading->to->scheme.year, 12, 31));
    while ((r = stmt_step(stmt)) > 0) {
        struct str *more = arena_grow(reading->arena, v, n, &room, sizeof *v);

        if (more == NULL)
            return -ERR_NOMEM;
        v = more;
        v[n++] = copy(reading, stmt_get_str(stmt, 0));
    }
    reading->to->without = (struct str_list){v, n};
    return r;
}

int assessment_read(struct db *db, struct arena *arena, int64_t release, struct str code,
                    struct assessment *ret)
{
    int (*const parts[])(struct reading *) = {read_items,   read_steps,  read_grades, read_regions,
                                              read_results, read_totals, read_without};
    struct assessment assessment = {0};
    struct reading reading = {db, arena, release, code, &assessment};
    int r = read_scheme(&reading);

    if (r <= 0)
        return r;
    r = 0;
    for (size_t i = 0; i < COUNT_OF(parts) && r == 0; i++)
        r = parts[i](&reading);
    if (r == 0 && arena->failed)
        r = -ERR_NOMEM;
    if (r < 0)
        return r;
    *ret = assessment;
    return 1;
}
