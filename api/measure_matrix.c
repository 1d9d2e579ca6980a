#include "api/measure_matrix.h"

#include "base/err.h"
#include "base/order.h"
#include "db/db.h"

#include <stdlib.h>

/* One matrix in the making; departments are found by their number while links are read. */
struct reading {
    struct api_call *call;
    const struct str_list *departments;
    struct measure_matrix *matrix;
};

static bool takes(const struct str_list *list, struct str department)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], department))
            return true;
    return list->n == 0;
}

static struct names keep_names(struct arena *arena, struct names names)
{
    return (struct names){arena_copy(arena, names.zh), arena_copy(arena, names.en)};
}

/* The number of a department, which is added when it is new. */
static int department_of(struct reading *reading, const struct measure_department_row *row,
                         size_t *ret)
{
    struct measure_matrix *matrix = reading->matrix;
    struct arena *arena = reading->call->arena;
    struct matrix_department **v, *department;

    for (*ret = 0; *ret < matrix->n_departments; ++*ret)
        if (str_eq(matrix->departments[*ret]->row.department, row->department))
            return 0;
    v = arena_grow(arena, matrix->departments, matrix->n_departments, &matrix->departments_room,
                   sizeof(struct matrix_department *));
    department = arena_alloc(arena, sizeof *department);
    if (v == NULL || department == NULL)
        return -ERR_NOMEM;
    *department = (struct matrix_department){
        .row = {.department = arena_copy(arena, row->department),
                .names = keep_names(arena, row->names),
                .org_type = arena_copy(arena, row->org_type),
                .region = arena_copy(arena, row->region)},
    };
    matrix->departments = v;
    v[matrix->n_departments++] = department;
    return 0;
}

static int add_link(struct reading *reading, struct matrix_measure *measure,
                    const struct measure_department_row *row)
{
    struct measure_matrix *matrix = reading->matrix;
    struct matrix_link *links = arena_grow(reading->call->arena, matrix->links, matrix->n_links,
                                           &matrix->links_room, sizeof *links);
    size_t department;
    int r = links == NULL ? -ERR_NOMEM : department_of(reading, row, &department);

    if (r < 0)
        return r;
    matrix->links = links;
    links[matrix->n_links++] = (struct matrix_link){
        .measure = matrix->n_measures,
        .department = matrix->departments[department],
        .position = row->position,
        .signatory = row->signatory,
    };
    matrix->departments[department]->measures++;
    matrix->departments[department]->named_first += row->position == 1;
    if (str_eq(row->org_type, STR("group")))
        measure->groups++;
    else
        measure->departments++;
    return 0;
}

static struct measure_row keep_measure(struct arena *arena, const struct measure_row *row)
{
    return (struct measure_row){
        .code = arena_copy(arena, row->code),
        .document = arena_copy(arena, row->document),
        .synthetic = row->synthetic,
        .kind = arena_copy(arena, row->kind),
        .number = row->number,
        .position = row->position,
        .domain = arena_copy(arena, row->domain),
        .titles = keep_names(arena, row->titles),
    };
}

/* A measure that none of the departments has is not shown. */
static int add_measure(struct reading *reading, const struct measure_row *row)
{
    struct measure_matrix *matrix = reading->matrix;
    struct api_call *call = reading->call;
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_departments(call->db, call->release->id, row->code);
    struct matrix_measure *measures = arena_grow(call->arena, matrix->measures, matrix->n_measures,
                                                 &matrix->measures_room, sizeof *measures);
    struct matrix_measure *measure;
    struct measure_department_row department;
    int r;

    if (measures == NULL)
        return -ERR_NOMEM;
    matrix->measures = measures;
    measure = &measures[matrix->n_measures];
    *measure = (struct matrix_measure){0};
    while ((r = measure_departments_next(s, &department)) > 0) {
        if (!takes(reading->departments, department.department))
            continue;
        r = add_link(reading, measure, &department);
        if (r < 0)
            return r;
    }
    if (r == 0 && (measure->departments + measure->groups > 0 || reading->departments->n == 0)) {
        measure->row = keep_measure(call->arena, row);
        matrix->n_measures++;
    }
    return r;
}

static int by_load(const void *a, const void *b)
{
    const struct matrix_department *x = *(struct matrix_department *const *)a;
    const struct matrix_department *y = *(struct matrix_department *const *)b;
    int order = order_i64((int64_t)y->measures, (int64_t)x->measures);

    return order != 0 ? order : str_cmp(x->row.department, y->row.department);
}

int measure_matrix_read(struct api_call *call, const struct measure_filter *filter,
                        const struct str_list *departments, struct measure_matrix *ret)
{
    const struct measure_place first = {.position = INT64_MIN};
    struct reading reading = {.call = call, .departments = departments, .matrix = ret};
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_list(call->db, call->release->id, filter, &first, INT64_MAX);
    struct measure_row row;
    int r;

    *ret = (struct measure_matrix){0};
    while ((r = measures_next(s, &row)) > 0) {
        r = add_measure(&reading, &row);
        if (r < 0)
            return r;
    }
    if (r == 0 && ret->n_departments > 0)
        qsort(ret->departments, ret->n_departments, sizeof(struct matrix_department *), by_load);
    return r;
}
