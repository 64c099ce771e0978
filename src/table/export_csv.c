/* A table as a folder of CSV files. All are written beside their places first, then moved there together. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"
#include "table/export_folder.h"

static selat_status write_about(selat_export *f, const selat_table *t) {
    FILE *file;
    TRY(selat_export_begin(f, "table.csv", &file));
    fprintf(file, "key,value\nname,");
    selat_export_field(f, file, t->name);
    fprintf(file, "\nyear,%lld\nflows,\"million USD, basic prices\"\nprovenance,", (long long)t->year);
    selat_export_field(f, file, t->provenance);
    fputc('\n', file);
    return selat_export_end(f, file);
}

static selat_status write_labels(selat_export *f, const char *name, const selat_labels *labels) {
    FILE *file;
    TRY(selat_export_begin(f, name, &file));
    fputs("code,name\n", file);
    for (int64_t k = 0; k < labels->count; k++) {
        selat_export_field(f, file, labels->codes[k]);
        fputc(',', file);
        selat_export_field(f, file, labels->names[k]);
        fputc('\n', file);
    }
    return selat_export_end(f, file);
}

static selat_status write_stressor_labels(selat_export *f, const selat_table *t) {
    FILE *file;
    TRY(selat_export_begin(f, "stressors.csv", &file));
    fputs("code,name,gas,unit,driver\n", file);
    for (int64_t q = 0; q < t->stressors.count; q++) {
        const char *const fields[] = {t->stressors.codes[q], t->stressors.names[q], t->stressor_gases[q],
                                      t->stressor_units[q],
                                      t->stressor_drivers[q] == SELAT_DRIVER_FUEL ? "fuel" : "output"};
        for (int k = 0; k < 5; k++) {
            if (k > 0) fputc(',', file);
            selat_export_field(f, file, fields[k]);
        }
        fputc('\n', file);
    }
    return selat_export_end(f, file);
}

static const selat_labels *labels_of(const selat_table *t, const char *dimension) {
    static const struct {
        const char *dimension;
        size_t offset;
    } known[] = {
        {"region", offsetof(selat_table, regions)},    {"importer", offsetof(selat_table, regions)},
        {"origin", offsetof(selat_table, regions)},    {"sector", offsetof(selat_table, sectors)},
        {"product", offsetof(selat_table, sectors)},   {"user", offsetof(selat_table, sectors)},
        {"demand", offsetof(selat_table, demands)},    {"primary", offsetof(selat_table, primary)},
        {"memo", offsetof(selat_table, memo)},         {"stressor", offsetof(selat_table, stressors)},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (strcmp(known[k].dimension, dimension) == 0)
            return (const selat_labels *)((const char *)t + known[k].offset);
    }
    return NULL;
}

/* One line for every cell that is not zero: the labels of its dimensions, then the value under `heading`. */
static selat_status write_cells(selat_export *f, const char *name, const char *heading, const selat_table *t,
                                const selat_table_array *array, const double *values) {
    FILE *file;
    const selat_labels *labels[SELAT_ARRAY_DIMENSIONS] = {NULL};
    TRY(selat_export_begin(f, name, &file));
    for (int d = 0; d < array->n_dimensions; d++) {
        labels[d] = labels_of(t, array->dimension[d]);
        fprintf(file, "%s,", array->dimension[d]);
    }
    fprintf(file, "%s\n", heading);
    for (int64_t cell = 0; cell < array->count; cell++) {
        if (values[cell] == 0) continue;
        int64_t at[SELAT_ARRAY_DIMENSIONS], rest = cell;
        for (int d = SELAT_ARRAY_DIMENSIONS - 1; d >= 0; rest /= array->size[d--]) at[d] = rest % array->size[d];
        for (int d = 0; d < array->n_dimensions; d++) {
            selat_export_field(f, file, labels[d]->codes[at[d]]);
            fputc(',', file);
        }
        selat_export_number(file, values[cell]);
        fputc('\n', file);
    }
    return selat_export_end(f, file);
}

/* The cells of a sparse table, in the layout of a dense one's file. */
static selat_status write_sparse(selat_export *f, const selat_table *t) {
    int64_t S = t->sectors.count, rows = t->regions.count * S;
    FILE *file;
    TRY(selat_export_begin(f, "intermediate_flows.csv", &file));
    fputs("origin,product,importer,user,flow_musd\n", file);
    for (int64_t row = 0; row < rows; row++) {
        for (int64_t cell = t->row_start[row]; cell < t->row_start[row + 1]; cell++) {
            int64_t column = t->cell_column[cell];
            const char *const codes[] = {t->regions.codes[row / S], t->sectors.codes[row % S],
                                         t->regions.codes[column / S], t->sectors.codes[column % S]};
            if (t->cell_musd[cell] == 0) continue;
            for (int k = 0; k < 4; k++) {
                selat_export_field(f, file, codes[k]);
                fputc(',', file);
            }
            selat_export_number(file, t->cell_musd[cell]);
            fputc('\n', file);
        }
    }
    return selat_export_end(f, file);
}

static selat_status write_all(selat_export *f, const selat_table *t, const double *flows) {
    static const struct {
        const char *array, *file, *heading;
    } plan[] = {
        {"flows", "intermediate_flows.csv", "flow_musd"}, {"final_flows", "final_flows.csv", "final_musd"},
        {"trade_share", "flows.csv", "flow_musd"},       {"use", "use.csv", "use_musd"},
        {"final_demand", "final_demand.csv", "final_musd"}, {"primary", "primary.csv", "primary_musd"},
        {"memo", "memo.csv", "memo_musd"},               {"final_taxes", "final_taxes.csv", "taxes_musd"},
        {"output", "output.csv", "output_musd"},         {"stressor", "stressor_industry.csv", "value"},
        {"stressor_final", "stressor_household.csv", "value"}, {"fuel_weight", "fuel_weight.csv", "weight"},
    };
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays((selat_table *)t, arrays); /* only read */
    TRY(write_about(f, t));
    TRY(write_labels(f, "regions.csv", &t->regions));
    TRY(write_labels(f, "sectors.csv", &t->sectors));
    TRY(write_labels(f, "demands.csv", &t->demands));
    TRY(write_labels(f, "primary_inputs.csv", &t->primary));
    TRY(write_labels(f, "memo_items.csv", &t->memo));
    TRY(write_stressor_labels(f, t));
    if (t->form == SELAT_FLOWS_SPARSE) TRY(write_sparse(f, t));
    for (int k = 0; k < n_arrays; k++) {
        const double *values = strcmp(arrays[k].name, "trade_share") == 0 ? flows : *arrays[k].values;
        for (size_t p = 0; p < sizeof plan / sizeof *plan; p++) {
            if (strcmp(plan[p].array, arrays[k].name) != 0) continue;
            TRY(write_cells(f, plan[p].file, plan[p].heading, t, &arrays[k], values));
        }
    }
    return SELAT_OK;
}

selat_status selat_table_export_csv(selat_context *context, const selat_table *table, const char *path) {
    selat_export f;
    double *flows = NULL;
    TRY(selat_export_start(context, path, ',', &f));
    selat_status status =
        selat_new(context, table->sectors.count * table->regions.count * table->regions.count, &flows);
    if (status == SELAT_OK) {
        selat_table_flows_musd(table, flows);
        status = write_all(&f, table, flows);
    }
    status = selat_export_finish(&f, status);
    selat_release(context, flows);
    return status;
}
