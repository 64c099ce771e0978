/* A capture case: a folder of CSV files (docs/models/capture.md, "Case folder"). */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/capture_case.h"

enum { MAX_BYTES = 1 << 26, MAX_ROWS = 1 << 20, MAX_YEARS = 200 };

typedef struct reader {
    selat_context *context;
    const char *folder;
    selat_capture_problem *problem;
    bool nodes_listed; /* nodes.csv is there: other files may only name its nodes */
    int64_t node_room;
    selat_csv csv;     /* the file being read */
} reader;

static selat_status open_file(reader *r, const char *name, bool *there) {
    char *path;
    TRY(selat_path_join(r->context, r->folder, name, &path));
    selat_status status = SELAT_OK;
    bool present = selat_file_exists(path);
    if (there != NULL) *there = present;
    if (there == NULL || present) status = selat_csv_open(r->context, path, MAX_BYTES, &r->csv);
    selat_release(r->context, path);
    return status;
}
static void close_file(reader *r) {
    selat_csv_close(r->context, &r->csv);
    r->csv = (selat_csv){0};
}

/* Position of a column that may be missing, -1. */
static int64_t optional(const reader *r, const char *name) {
    for (int64_t k = 0; k < r->csv.n_columns; k++) {
        if (strcmp(r->csv.header[k], name) == 0) return k;
    }
    return -1;
}

/* A number of at least `low` in a column; `missing` where there is no such column or it is blank, NAN: it must be there. */
static selat_status number(reader *r, const char *name, double low, double missing, double *out) {
    int64_t column = optional(r, name);
    *out = missing;
    if (column < 0 && isnan(missing)) return selat_csv_column(r->context, &r->csv, name, &column);
    if (column < 0 || (!isnan(missing) && r->csv.fields[column][0] == '\0')) return SELAT_OK;
    TRY(selat_csv_double(r->context, &r->csv, column, out));
    if (*out >= low) return SELAT_OK;
    char expected[96];
    selat_format(expected, sizeof expected, low > 0 ? "a number above 0" : "a number of at least %g", low);
    return selat_csv_fail(r->context, &r->csv, column, expected);
}

static selat_status whole(reader *r, const char *name, int64_t low, int64_t high, int64_t missing, int64_t *out) {
    int64_t column = optional(r, name);
    *out = missing;
    if (column < 0 || r->csv.fields[column][0] == '\0') return SELAT_OK;
    return selat_csv_int(r->context, &r->csv, column, low, high, out);
}

static selat_status text(reader *r, const char *name, char **out) {
    int64_t column = optional(r, name);
    return selat_copy_text(r->context, column < 0 ? "" : r->csv.fields[column], out);
}

static selat_status grow(reader *r, int64_t count, size_t size, void **array) {
    if (count >= MAX_ROWS) return selat_csv_fail(r->context, &r->csv, 0, "no more than a million rows");
    if (count > 0 && (count & (count - 1)) != 0) return SELAT_OK; /* room is the next power of two */
    void *larger;
    TRY(selat_allocate(r->context, count == 0 ? 1 : 2 * count, size, &larger));
    if (count > 0) memcpy(larger, *array, (size_t)count * size);
    selat_release(r->context, *array);
    *array = larger;
    return SELAT_OK;
}

static selat_status add_node(reader *r, const char *name, int64_t *out) {
    selat_capture_problem *p = r->problem;
    TRY(grow(r, p->n_nodes, sizeof *p->nodes, (void **)&p->nodes));
    selat_capture_node *node = &p->nodes[p->n_nodes];
    *node = (selat_capture_node){.longitude = NAN, .latitude = NAN};
    *out = p->n_nodes++;
    TRY(selat_copy_text(r->context, name, &node->name));
    return selat_copy_text(r->context, "", &node->region);
}

static int64_t find_node(const selat_capture_problem *p, const char *name) {
    for (int64_t v = 0; v < p->n_nodes; v++) {
        if (strcmp(p->nodes[v].name, name) == 0) return v;
    }
    return -1;
}

static selat_status node(reader *r, const char *column_name, int64_t *out) {
    int64_t column;
    TRY(selat_csv_column(r->context, &r->csv, column_name, &column));
    const char *name = r->csv.fields[column];
    *out = find_node(r->problem, name);
    if (*out >= 0) return SELAT_OK;
    if (name[0] == '\0') return selat_csv_fail(r->context, &r->csv, column, "the name of a node");
    if (r->nodes_listed) return selat_csv_fail(r->context, &r->csv, column, "a node of nodes.csv");
    return add_node(r, name, out);
}

static selat_status degrees(reader *r, const char *name, double most, double *out) {
    int64_t column = optional(r, name);
    if (column < 0 || r->csv.fields[column][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(r->context, &r->csv, column, out));
    return fabs(*out) <= most ? SELAT_OK : selat_csv_fail(r->context, &r->csv, column, "degrees within -180 to 180, or -90 to 90");
}

static selat_status node_row(reader *r) {
    int64_t column, at;
    TRY(selat_csv_column(r->context, &r->csv, "node", &column));
    if (r->csv.fields[column][0] == '\0' || find_node(r->problem, r->csv.fields[column]) >= 0) {
        return selat_csv_fail(r->context, &r->csv, column, "a name that no other row has");
    }
    TRY(add_node(r, r->csv.fields[column], &at));
    selat_capture_node *added = &r->problem->nodes[at];
    selat_release(r->context, added->region);
    added->region = NULL;
    TRY(text(r, "region", &added->region));
    TRY(degrees(r, "longitude", 180, &added->longitude));
    return degrees(r, "latitude", 90, &added->latitude);
}

static selat_status source_row(reader *r) {
    selat_capture_problem *p = r->problem;
    TRY(grow(r, p->n_sources, sizeof *p->sources, (void **)&p->sources));
    selat_capture_source *s = &p->sources[p->n_sources++];
    *s = (selat_capture_source){0};
    TRY(node(r, "node", &s->node));
    TRY(text(r, "sector", &s->sector));
    TRY(number(r, "capacity_mtpa", 1e-300, NAN, &s->capacity_mtpa));
    TRY(number(r, "gross_mtpa", s->capacity_mtpa, INFINITY, &s->gross_mtpa));
    TRY(number(r, "capex_musd", 0, NAN, &s->capex_musd));
    TRY(number(r, "fom_musd_per_year", 0, NAN, &s->fom_musd_per_year));
    TRY(number(r, "vom_usd_per_t", 0, NAN, &s->vom_usd_per_t));
    TRY(number(r, "penalty_t_per_t", 0, 0, &s->penalty_t_per_t));
    TRY(whole(r, "start", p->first_year, p->first_year + p->n_years - 1, p->first_year, &s->start));
    return whole(r, "ramp_years", 1, 100, 1, &s->ramp_years);
}

static selat_status store_row(reader *r) {
    selat_capture_problem *p = r->problem;
    TRY(grow(r, p->n_stores, sizeof *p->stores, (void **)&p->stores));
    selat_capture_store *s = &p->stores[p->n_stores++];
    *s = (selat_capture_store){0};
    TRY(node(r, "node", &s->node));
    TRY(number(r, "capacity_mt", 1e-300, NAN, &s->capacity_mt));
    TRY(number(r, "site_capex_musd", 0, NAN, &s->site_capex_musd));
    TRY(number(r, "site_fom_musd_per_year", 0, NAN, &s->site_fom_musd_per_year));
    TRY(number(r, "well_rate_mtpa", 1e-300, NAN, &s->well_rate_mtpa));
    TRY(number(r, "well_capex_musd", 0, NAN, &s->well_capex_musd));
    TRY(number(r, "well_fom_musd_per_year", 0, NAN, &s->well_fom_musd_per_year));
    TRY(number(r, "vom_usd_per_t", 0, NAN, &s->vom_usd_per_t));
    TRY(whole(r, "start", p->first_year, p->first_year + p->n_years - 1, p->first_year, &s->start));
    return whole(r, "ramp_years", 1, 100, 1, &s->ramp_years);
}

static selat_status find_type(reader *r, int64_t *out) {
    selat_capture_problem *p = r->problem;
    int64_t column;
    TRY(selat_csv_column(r->context, &r->csv, "type", &column));
    for (*out = p->n_types - 1; *out >= 0; (*out)--) {
        if (strcmp(p->types[*out].name, r->csv.fields[column]) == 0) return SELAT_OK;
    }
    return SELAT_OK;
}

static selat_status type_row(reader *r) {
    selat_capture_problem *p = r->problem;
    int64_t k;
    TRY(find_type(r, &k));
    if (k < 0) {
        TRY(grow(r, p->n_types, sizeof *p->types, (void **)&p->types));
        k = p->n_types++;
        p->types[k] = (selat_capture_type){0};
        TRY(text(r, "type", &p->types[k].name));
    }
    selat_capture_type *type = &p->types[k];
    TRY(grow(r, type->n_trends, sizeof *type->trends, (void **)&type->trends));
    selat_capture_trend *line = &type->trends[type->n_trends++];
    TRY(number(r, "intercept", 0, NAN, &line->intercept));
    return number(r, "slope", 0, NAN, &line->slope);
}

static selat_status route_row(reader *r) {
    selat_capture_problem *p = r->problem;
    TRY(grow(r, p->n_edges, sizeof *p->edges, (void **)&p->edges));
    selat_capture_edge *edge = &p->edges[p->n_edges++];
    *edge = (selat_capture_edge){0};
    TRY(node(r, "a", &edge->a));
    TRY(node(r, "b", &edge->b));
    if (edge->a == edge->b) return selat_csv_fail(r->context, &r->csv, optional(r, "b"), "another node than a");
    TRY(find_type(r, &edge->type));
    if (edge->type < 0) return selat_csv_fail(r->context, &r->csv, optional(r, "type"), "a type of types.csv");
    TRY(number(r, "cost", 0, NAN, &edge->cost));
    TRY(number(r, "right_of_way_musd", 0, 0, &edge->right_of_way_musd));
    TRY(number(r, "km", 0, INFINITY, &edge->km));
    if (isinf(edge->km)) edge->km = NAN;
    int64_t one_way;
    TRY(whole(r, "one_way", 0, 1, 0, &one_way));
    edge->one_way = one_way == 1;
    return whole(r, "start", p->first_year, p->first_year + p->n_years - 1, p->first_year, &edge->start);
}

static selat_status target_row(reader *r) {
    selat_capture_problem *p = r->problem;
    int64_t column, year;
    TRY(selat_csv_column(r->context, &r->csv, "year", &column));
    int64_t low = p->n_years == 0 ? 1900 : p->first_year + p->n_years, high = p->n_years == 0 ? 2500 : low;
    if (p->n_years == MAX_YEARS) return selat_csv_fail(r->context, &r->csv, column, "no more than 200 years");
    TRY(selat_csv_int(r->context, &r->csv, column, low, high, &year));
    TRY(grow(r, p->n_years, sizeof *p->target_mtpa, (void **)&p->target_mtpa));
    if (p->n_years == 0) p->first_year = year;
    return number(r, "target_mtpa", 0, NAN, &p->target_mtpa[p->n_years++]);
}

static selat_status setting_row(reader *r) {
    selat_capture_problem *p = r->problem;
    int64_t key, value;
    TRY(selat_csv_column(r->context, &r->csv, "key", &key));
    TRY(selat_csv_column(r->context, &r->csv, "value", &value));
    const char *name = r->csv.fields[key];
    if (strcmp(name, "years") == 0) return selat_csv_int(r->context, &r->csv, value, 1, 1000, &p->life_years);
    if (strcmp(name, "build_every") == 0) return selat_csv_int(r->context, &r->csv, value, 1, 1000, &p->build_every);
    double *to = strcmp(name, "crf") == 0 ? &p->crf : strcmp(name, "discount") == 0 ? &p->discount : NULL;
    if (to == NULL) return selat_csv_fail(r->context, &r->csv, key, "crf, years, discount or build_every");
    TRY(selat_csv_double(r->context, &r->csv, value, to));
    return *to >= 0 && *to <= 1 ? SELAT_OK : selat_csv_fail(r->context, &r->csv, value, "a fraction of 0 to 1");
}

static selat_status read_rows(reader *r, const char *name, bool may_lack, selat_status (*row)(reader *)) {
    bool there = true, has_row = true;
    selat_status status = open_file(r, name, may_lack ? &there : NULL);
    while (status == SELAT_OK && there) {
        status = selat_csv_next(r->context, &r->csv, &has_row);
        if (status != SELAT_OK || !has_row) break;
        status = row(r);
    }
    close_file(r);
    return status;
}

static selat_status read_all(reader *r) {
    selat_capture_problem *p = r->problem;
    *p = (selat_capture_problem){.crf = -1, .life_years = 30, .build_every = 1};
    TRY(selat_copy_text(r->context, r->folder, &p->file));
    TRY(selat_copy_text(r->context, r->folder, &p->name));
    TRY(read_rows(r, "settings.csv", false, setting_row));
    if (p->crf < 0) return selat_fail(r->context, SELAT_BAD_INPUT, "%s/settings.csv: expected a row with the key crf", r->folder);
    TRY(read_rows(r, "targets.csv", false, target_row));
    if (p->n_years == 0) return selat_fail(r->context, SELAT_BAD_INPUT, "%s/targets.csv: expected at least one year", r->folder);
    TRY(read_rows(r, "nodes.csv", true, node_row));
    r->nodes_listed = p->n_nodes > 0;
    TRY(read_rows(r, "types.csv", false, type_row));
    TRY(read_rows(r, "sources.csv", false, source_row));
    TRY(read_rows(r, "stores.csv", false, store_row));
    TRY(read_rows(r, "routes.csv", false, route_row));
    return selat_capture_check(r->context, p);
}

selat_status selat_capture_case_load(selat_context *context, const char *folder, selat_capture_problem **out) {
    reader r = {.context = context, .folder = folder};
    *out = NULL;
    if (!selat_folder_exists(folder)) return selat_fail(context, SELAT_IO_ERROR, "%s: no such folder", folder);
    TRY(selat_new(context, 1, &r.problem));
    selat_status status = read_all(&r);
    if (status == SELAT_OK) {
        *out = r.problem;
    } else {
        selat_capture_problem_destroy(context, r.problem);
    }
    return status;
}
