/* Making, copying, checking and dropping a table. */
#include "selat/table.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/arrays.h"

/* Flows in the table's own form; returns how many arrays. */
static int flow_arrays(selat_table *t, selat_table_array *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    const selat_table_array factored[] = {
        {"trade_share", &t->trade_share, {S, R, R, 1}, 3, {"sector", "importer", "origin"}, "share", 0},
        {"use", &t->use_musd, {R, S, S, 1}, 3, {"region", "product", "user"}, "million USD", 0},
        {"final_demand", &t->final_musd, {R, S, F, 1}, 3, {"region", "product", "demand"}, "million USD", 0},
    };
    const selat_table_array final = {
        "final_flows", &t->final_flows_musd, {R, S, R, F}, 4, {"origin", "product", "importer", "demand"},
        "million USD", 0};
    if (t->form == SELAT_FLOWS_FACTORED) {
        memcpy(out, factored, sizeof factored);
        return 3;
    }
    out[0] = t->form == SELAT_FLOWS_DENSE
                 ? (selat_table_array){"flows", &t->flows_musd, {R, S, R, S}, 4,
                                       {"origin", "product", "importer", "user"}, "million USD", 0}
                 : (selat_table_array){"cells", &t->cell_musd, {t->n_cells, 1, 1, 1}, 1, {"cell"}, "million USD", 0};
    out[1] = final;
    return 2;
}

int selat_table_arrays(selat_table *t, selat_table_array out[SELAT_TABLE_ARRAYS]) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    const selat_table_array others[] = {
        {"primary", &t->primary_musd, {t->primary.count, R, S, 1}, 3, {"primary", "region", "sector"}, "million USD", 0},
        {"memo", &t->memo_musd, {t->memo.count, R, S, 1}, 3, {"memo", "region", "sector"}, "million USD", 0},
        {"final_taxes", &t->final_taxes_musd, {R, F, 1, 1}, 2, {"region", "demand"}, "million USD", 0},
        {"output", &t->output_musd, {R, S, 1, 1}, 2, {"region", "sector"}, "million USD", 0},
        {"stressor", &t->stressor, {t->stressors.count, R, S, 1}, 3, {"stressor", "region", "sector"},
         "stressor unit", 0},
        {"stressor_final", &t->stressor_final, {t->stressors.count, R, 1, 1}, 2, {"stressor", "region"},
         "stressor unit", 0},
        {"fuel_weight", &t->fuel_weight, {S, 1, 1, 1}, 1, {"sector"}, "weight", 0},
    };
    enum { N_OTHERS = sizeof others / sizeof *others };
    _Static_assert(N_OTHERS + 3 == SELAT_TABLE_ARRAYS, "room for the three flow arrays of the factored form");
    int count = flow_arrays(t, out);
    memcpy(out + count, others, sizeof others);
    count += N_OTHERS;
    for (int k = 0; k < count; k++) {
        out[k].count = out[k].size[0] * out[k].size[1] * out[k].size[2] * out[k].size[3];
    }
    return count;
}

static selat_status copy_labels(selat_context *context, selat_table *to, const selat_labels *const from[6]) {
    selat_labels *const parts[6] = {&to->regions, &to->sectors, &to->demands, &to->primary, &to->memo, &to->stressors};
    for (int k = 0; k < 6; k++) TRY(selat_labels_copy(context, from[k], parts[k]));
    return SELAT_OK;
}

static selat_status allocate_cells(selat_context *context, selat_table *table) {
    int64_t rows = table->regions.count * table->sectors.count;
    if (rows > INT32_MAX) {
        return selat_fail(context, SELAT_BAD_INPUT, "table %s: a sparse table has at most %d rows, found %lld",
                          table->name, INT32_MAX, (long long)rows);
    }
    TRY(selat_new(context, rows + 1, &table->row_start));
    return selat_new(context, table->n_cells, &table->cell_column);
}

static selat_status allocate_arrays(selat_context *context, selat_table *table) {
    int64_t count, R = table->regions.count, widest = table->sectors.count;
    if (table->demands.count > widest) widest = table->demands.count;
    TRY(selat_count(context, R, R, table->sectors.count, widest, &count)); /* bounds every product below */
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays(table, arrays);
    for (int k = 0; k < n_arrays; k++) TRY(selat_new(context, arrays[k].count, arrays[k].values));
    if (table->form == SELAT_FLOWS_SPARSE) TRY(allocate_cells(context, table));
    int64_t Q = table->stressors.count;
    TRY(selat_new(context, Q, &table->stressor_units));
    TRY(selat_new(context, Q, &table->stressor_gases));
    return selat_new(context, Q, &table->stressor_drivers);
}

static selat_status create(selat_context *context, const char *name, int64_t year, selat_flow_form form,
                           int64_t n_cells, const selat_labels *const labels[6], selat_table **out) {
    TRY(selat_new(context, 1, out));
    selat_table *table = *out;
    const selat_labels *stressors = labels[5];
    table->year = year;
    table->form = form;
    table->n_cells = form == SELAT_FLOWS_SPARSE ? n_cells : 0;
    selat_status status;
    TRY_OR(fail, status, selat_copy_text(context, name, &table->name));
    TRY_OR(fail, status, selat_copy_text(context, "", &table->provenance));
    TRY_OR(fail, status, copy_labels(context, table, labels));
    TRY_OR(fail, status, allocate_arrays(context, table));
    for (int64_t q = 0; q < stressors->count; q++) {
        TRY_OR(fail, status, selat_copy_text(context, "", &table->stressor_units[q]));
        TRY_OR(fail, status, selat_copy_text(context, stressors->codes[q], &table->stressor_gases[q]));
        table->stressor_drivers[q] = SELAT_DRIVER_OUTPUT;
    }
    return SELAT_OK;
fail:
    selat_table_destroy(context, table);
    *out = NULL;
    return status;
}

selat_status selat_table_create(selat_context *context, const char *name, int64_t year, const selat_labels *regions,
                                const selat_labels *sectors, const selat_labels *demands, const selat_labels *primary,
                                const selat_labels *memo, const selat_labels *stressors, selat_table **out) {
    const selat_labels *const labels[6] = {regions, sectors, demands, primary, memo, stressors};
    return create(context, name, year, SELAT_FLOWS_FACTORED, 0, labels, out);
}

selat_status selat_table_create_full(selat_context *context, const char *name, int64_t year, selat_flow_form form,
                                     int64_t n_cells, const selat_labels *regions, const selat_labels *sectors,
                                     const selat_labels *demands, const selat_labels *primary,
                                     const selat_labels *memo, const selat_labels *stressors, selat_table **out) {
    const selat_labels *const labels[6] = {regions, sectors, demands, primary, memo, stressors};
    *out = NULL;
    if (form != SELAT_FLOWS_DENSE && form != SELAT_FLOWS_SPARSE) {
        return selat_fail(context, SELAT_BAD_INPUT, "table %s: a full table is dense or sparse", name);
    }
    if (n_cells < 0) return selat_fail(context, SELAT_BAD_INPUT, "table %s: a count of cells below zero", name);
    return create(context, name, year, form, n_cells, labels, out);
}

selat_status selat_table_set_text(selat_context *context, const char *text, char **place) {
    char *copy;
    TRY(selat_copy_text(context, text, &copy));
    selat_release(context, *place);
    *place = copy;
    return SELAT_OK;
}

static void copy_arrays(const selat_table *from, selat_table *to, int from_first, int to_first) {
    selat_table_array source[SELAT_TABLE_ARRAYS], target[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays((selat_table *)from, source); /* only read */
    selat_table_arrays(to, target);
    for (int k = 0; from_first + k < n_arrays; k++) {
        memcpy(*target[to_first + k].values, *source[from_first + k].values,
               (size_t)source[from_first + k].count * sizeof(double));
    }
}

static selat_status copy_texts(selat_context *context, const selat_table *from, selat_table *to) {
    TRY(selat_table_set_text(context, from->provenance, &to->provenance));
    for (int64_t q = 0; q < from->stressors.count; q++) {
        TRY(selat_table_set_text(context, from->stressor_units[q], &to->stressor_units[q]));
        TRY(selat_table_set_text(context, from->stressor_gases[q], &to->stressor_gases[q]));
        to->stressor_drivers[q] = from->stressor_drivers[q];
    }
    return SELAT_OK;
}

selat_status selat_table_copy_companions(selat_context *context, const selat_table *from, selat_table *to) {
    selat_table_array flows[SELAT_TABLE_ARRAYS];
    copy_arrays(from, to, flow_arrays((selat_table *)from, flows), flow_arrays(to, flows));
    return copy_texts(context, from, to);
}

static selat_status copy_contents(selat_context *context, const selat_table *from, selat_table *to) {
    copy_arrays(from, to, 0, 0);
    if (from->form == SELAT_FLOWS_SPARSE) {
        int64_t rows = from->regions.count * from->sectors.count;
        memcpy(to->row_start, from->row_start, (size_t)(rows + 1) * sizeof *to->row_start);
        memcpy(to->cell_column, from->cell_column, (size_t)from->n_cells * sizeof *to->cell_column);
    }
    return copy_texts(context, from, to);
}

selat_status selat_table_copy(selat_context *context, const selat_table *from, selat_table **out) {
    const selat_labels *const labels[6] = {&from->regions, &from->sectors, &from->demands,
                                           &from->primary, &from->memo,    &from->stressors};
    TRY(create(context, from->name, from->year, from->form, from->n_cells, labels, out));
    selat_status status = copy_contents(context, from, *out);
    if (status != SELAT_OK) {
        selat_table_destroy(context, *out);
        *out = NULL;
    }
    return status;
}

void selat_table_destroy(selat_context *context, selat_table *table) {
    if (table == NULL) return;
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays(table, arrays);
    for (int k = 0; k < n_arrays; k++) selat_release(context, *arrays[k].values);
    selat_release(context, table->row_start);
    selat_release(context, table->cell_column);
    for (int64_t q = 0; q < table->stressors.count; q++) {
        if (table->stressor_units != NULL) selat_release(context, table->stressor_units[q]);
        if (table->stressor_gases != NULL) selat_release(context, table->stressor_gases[q]);
    }
    selat_release(context, table->stressor_units);
    selat_release(context, table->stressor_gases);
    selat_release(context, table->stressor_drivers);
    selat_labels *const labels[] = {&table->regions, &table->sectors, &table->demands,
                                    &table->primary, &table->memo,    &table->stressors};
    for (int k = 0; k < 6; k++) selat_labels_clear(context, labels[k]);
    selat_release(context, table->name);
    selat_release(context, table->provenance);
    selat_release(context, table);
}

static selat_status fail_cell(selat_context *context, const selat_table *table, const selat_table_array *array,
                              int64_t cell, const char *expected) {
    int64_t at[SELAT_ARRAY_DIMENSIONS], rest = cell;
    char place[128] = "";
    for (int d = SELAT_ARRAY_DIMENSIONS - 1; d >= 0; rest /= array->size[d--]) at[d] = rest % array->size[d];
    for (int d = 0, length = 0; d < array->n_dimensions; d++) {
        length += selat_format(place + length, sizeof place - (size_t)length, "[%lld]", (long long)at[d] + 1);
    }
    return selat_fail(context, SELAT_BAD_INPUT, "table %s: %s%s (1-based): found %g, expected %s", table->name,
                      array->name, place, (*array->values)[cell], expected);
}

static selat_status validate_cells(selat_context *context, const selat_table *t) {
    int64_t rows = t->regions.count * t->sectors.count;
    bool good = t->row_start[0] == 0 && t->row_start[rows] == t->n_cells;
    for (int64_t row = 0; row < rows && good; row++) {
        good = t->row_start[row] <= t->row_start[row + 1] && t->row_start[row + 1] <= t->n_cells;
        for (int64_t at = t->row_start[row], last = -1; good && at < t->row_start[row + 1]; at++) {
            good = t->cell_column[at] > last && t->cell_column[at] < rows;
            last = t->cell_column[at];
        }
        if (!good) {
            return selat_fail(context, SELAT_BAD_INPUT,
                              "table %s: cells of row %lld (1-based): expected ascending columns from 0 to %lld",
                              t->name, (long long)row + 1, (long long)rows - 1);
        }
    }
    if (good) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "table %s: row_start: expected to run from 0 to %lld", t->name,
                      (long long)t->n_cells);
}

selat_status selat_table_validate(selat_context *context, const selat_table *table) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays((selat_table *)table, arrays); /* only read */
    for (int k = 0; k < n_arrays; k++) {
        for (int64_t cell = 0; cell < arrays[k].count; cell++) {
            if (!isfinite((*arrays[k].values)[cell])) {
                return fail_cell(context, table, &arrays[k], cell, "a finite number");
            }
        }
    }
    if (table->form == SELAT_FLOWS_SPARSE) return validate_cells(context, table);
    if (table->form == SELAT_FLOWS_DENSE) return SELAT_OK;
    for (int64_t cell = 0; cell < arrays[0].count; cell++) {
        double share = table->trade_share[cell];
        if (share < -1e-12 || share > 1 + 1e-12)
            return fail_cell(context, table, &arrays[0], cell, "a share from 0 to 1");
    }
    return SELAT_OK;
}

const char *selat_flow_form_name(selat_flow_form form) {
    static const char *const names[] = {"factored", "dense", "sparse"};
    return (size_t)form < sizeof names / sizeof *names ? names[form] : "unknown";
}

selat_status selat_table_require_factored(selat_context *context, const selat_table *table, const char *what) {
    if (table->form == SELAT_FLOWS_FACTORED) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "table %s is %s (its origin mix differs by user), %s needs a factored one: 'selat table factor "
                      "TABLE -o FILE' makes it",
                      table->name, selat_flow_form_name(table->form), what);
}
