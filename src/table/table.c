/* Making, copying, checking and dropping a table. */
#include "selat/table.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

int64_t selat_table_arrays(selat_table *t, selat_table_array out[SELAT_TABLE_ARRAYS]) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    const selat_table_array arrays[] = {
        {"trade_share", &t->trade_share, {S, R, R}, 3, {"sector", "importer", "origin"}, "share", 0},
        {"use", &t->use_musd, {R, S, S}, 3, {"region", "product", "user"}, "million USD", 0},
        {"final_demand", &t->final_musd, {R, S, F}, 3, {"region", "product", "demand"}, "million USD", 0},
        {"primary", &t->primary_musd, {t->primary.count, R, S}, 3, {"primary", "region", "sector"}, "million USD", 0},
        {"memo", &t->memo_musd, {t->memo.count, R, S}, 3, {"memo", "region", "sector"}, "million USD", 0},
        {"final_taxes", &t->final_taxes_musd, {R, F, 1}, 2, {"region", "demand", NULL}, "million USD", 0},
        {"output", &t->output_musd, {R, S, 1}, 2, {"region", "sector", NULL}, "million USD", 0},
        {"stressor", &t->stressor, {t->stressors.count, R, S}, 3, {"stressor", "region", "sector"}, "stressor unit", 0},
        {"stressor_final", &t->stressor_final, {t->stressors.count, R, 1}, 2, {"stressor", "region", NULL},
         "stressor unit", 0},
        {"fuel_weight", &t->fuel_weight, {S, 1, 1}, 1, {"sector", NULL, NULL}, "weight", 0},
    };
    _Static_assert(sizeof arrays / sizeof *arrays == SELAT_TABLE_ARRAYS, "one entry per array");
    memcpy(out, arrays, sizeof arrays);
    for (int k = 0; k < SELAT_TABLE_ARRAYS; k++) {
        out[k].count = out[k].size[0] * out[k].size[1] * out[k].size[2];
    }
    return SELAT_TABLE_ARRAYS;
}

static selat_status copy_labels(selat_context *context, selat_table *to, const selat_labels *const from[6]) {
    selat_labels *const parts[6] = {&to->regions, &to->sectors, &to->demands, &to->primary, &to->memo, &to->stressors};
    for (int k = 0; k < 6; k++) TRY(selat_labels_copy(context, from[k], parts[k]));
    return SELAT_OK;
}

static selat_status allocate_arrays(selat_context *context, selat_table *table) {
    int64_t count;
    TRY(selat_count(context, table->regions.count, table->regions.count, table->sectors.count, table->sectors.count,
                    &count)); /* an upper bound of every array, so no product below overflows */
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    selat_table_arrays(table, arrays);
    for (int k = 0; k < SELAT_TABLE_ARRAYS; k++) TRY(selat_new(context, arrays[k].count, arrays[k].values));
    int64_t Q = table->stressors.count;
    TRY(selat_new(context, Q, &table->stressor_units));
    TRY(selat_new(context, Q, &table->stressor_gases));
    return selat_new(context, Q, &table->stressor_drivers);
}

selat_status selat_table_create(selat_context *context, const char *name, int64_t year, const selat_labels *regions,
                                const selat_labels *sectors, const selat_labels *demands, const selat_labels *primary,
                                const selat_labels *memo, const selat_labels *stressors, selat_table **out) {
    const selat_labels *const labels[6] = {regions, sectors, demands, primary, memo, stressors};
    TRY(selat_new(context, 1, out));
    selat_table *table = *out;
    table->year = year;
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

selat_status selat_table_set_text(selat_context *context, const char *text, char **place) {
    char *copy;
    TRY(selat_copy_text(context, text, &copy));
    selat_release(context, *place);
    *place = copy;
    return SELAT_OK;
}

static selat_status copy_contents(selat_context *context, const selat_table *from, selat_table *to) {
    selat_table_array source[SELAT_TABLE_ARRAYS], target[SELAT_TABLE_ARRAYS];
    selat_table_arrays((selat_table *)from, source); /* only read */
    selat_table_arrays(to, target);
    for (int k = 0; k < SELAT_TABLE_ARRAYS; k++) {
        memcpy(*target[k].values, *source[k].values, (size_t)source[k].count * sizeof(double));
    }
    TRY(selat_table_set_text(context, from->provenance, &to->provenance));
    for (int64_t q = 0; q < from->stressors.count; q++) {
        TRY(selat_table_set_text(context, from->stressor_units[q], &to->stressor_units[q]));
        TRY(selat_table_set_text(context, from->stressor_gases[q], &to->stressor_gases[q]));
        to->stressor_drivers[q] = from->stressor_drivers[q];
    }
    return SELAT_OK;
}

selat_status selat_table_copy(selat_context *context, const selat_table *from, selat_table **out) {
    TRY(selat_table_create(context, from->name, from->year, &from->regions, &from->sectors, &from->demands,
                           &from->primary, &from->memo, &from->stressors, out));
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
    selat_table_arrays(table, arrays);
    for (int k = 0; k < SELAT_TABLE_ARRAYS; k++) selat_release(context, *arrays[k].values);
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
    int64_t c = cell % array->size[2], b = cell / array->size[2] % array->size[1],
            a = cell / array->size[2] / array->size[1];
    return selat_fail(context, SELAT_BAD_INPUT, "table %s: %s[%lld][%lld][%lld] (1-based): found %g, expected %s",
                      table->name, array->name, (long long)a + 1, (long long)b + 1, (long long)c + 1,
                      (*array->values)[cell], expected);
}

selat_status selat_table_validate(selat_context *context, const selat_table *table) {
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    selat_table_arrays((selat_table *)table, arrays); /* only read */
    for (int k = 0; k < SELAT_TABLE_ARRAYS; k++) {
        for (int64_t cell = 0; cell < arrays[k].count; cell++) {
            if (!isfinite((*arrays[k].values)[cell])) {
                return fail_cell(context, table, &arrays[k], cell, "a finite number");
            }
        }
    }
    for (int64_t cell = 0; cell < arrays[0].count; cell++) {
        double share = table->trade_share[cell];
        if (share < -1e-12 || share > 1 + 1e-12)
            return fail_cell(context, table, &arrays[0], cell, "a share from 0 to 1");
    }
    return SELAT_OK;
}
