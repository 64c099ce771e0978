/* A table in the layout that pymrio saves and loads: tab-separated matrices with two header lines. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/table.h"
#include "table/export_folder.h"

/* ---- parts of a matrix ---- */

static void write_header(const selat_export *e, FILE *file, const selat_table *t, int n_index,
                         const selat_labels *inner, const char *index) {
    for (int line = 0; line < 2; line++) {
        fputs(line == 0 ? "region" : inner == &t->demands ? "category" : "sector", file);
        for (int k = 1; k < n_index; k++)
            fputc('\t', file);
        for (int64_t r = 0; r < t->regions.count; r++) {
            for (int64_t k = 0; k < inner->count; k++) {
                fputc('\t', file);
                selat_export_field(e, file, line == 0 ? t->regions.codes[r] : inner->codes[k]);
            }
        }
        fputc('\n', file);
    }
    fputs(index, file); /* the names of the index stand in a line of their own, as pandas writes them */
    for (int64_t k = 0; k < t->regions.count * inner->count; k++)
        fputc('\t', file);
    fputc('\n', file);
}

static void write_numbers(FILE *file, const double *values, int64_t count) {
    for (int64_t k = 0; k < count; k++) {
        fputc('\t', file);
        selat_export_number(file, values[k]);
    }
    fputc('\n', file);
}

static void write_node(const selat_export *e, FILE *file, const selat_table *t, int64_t at) {
    selat_export_field(e, file, t->regions.codes[at / t->sectors.count]);
    fputc('\t', file);
    selat_export_field(e, file, t->sectors.codes[at % t->sectors.count]);
}

/* ---- the system ---- */

static selat_status write_flows(selat_export *e, const selat_table *t, bool final, double *row) {
    int64_t N = t->regions.count * t->sectors.count;
    const selat_labels *inner = final ? &t->demands : &t->sectors;
    FILE *file;
    TRY(selat_export_begin(e, final ? "Y.txt" : "Z.txt", &file));
    write_header(e, file, t, 2, inner, "region\tsector");
    for (int64_t at = 0; at < N; at++) {
        int64_t r = at / t->sectors.count, s = at % t->sectors.count;
        write_node(e, file, t, at);
        if (final) {
            selat_table_final_row_musd(t, r, s, row);
        } else {
            selat_table_row_musd(t, r, s, row);
        }
        write_numbers(file, row, t->regions.count * inner->count);
    }
    return selat_export_end(e, file);
}

static selat_status write_output(selat_export *e, const selat_table *t) {
    FILE *file;
    TRY(selat_export_begin(e, "x.txt", &file));
    fputs("region\tsector\tindout\n", file);
    for (int64_t at = 0; at < t->regions.count * t->sectors.count; at++) {
        write_node(e, file, t, at);
        write_numbers(file, t->output_musd + at, 1);
    }
    return selat_export_end(e, file);
}

static selat_status write_unit(selat_export *e, const selat_table *t) {
    FILE *file;
    TRY(selat_export_begin(e, "unit.txt", &file));
    fputs("region\tsector\tunit\n", file);
    for (int64_t at = 0; at < t->regions.count * t->sectors.count; at++) {
        write_node(e, file, t, at);
        fputs("\tM.USD\n", file);
    }
    return selat_export_end(e, file);
}

static selat_status write_text(selat_export *e, const char *name, const char *text) {
    FILE *file;
    TRY(selat_export_begin(e, name, &file));
    fputs(text, file);
    return selat_export_end(e, file);
}

static void write_json_text(FILE *file, const char *text) {
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') fputc('\\', file);
        if ((unsigned char)*text < ' ') {
            fprintf(file, "\\u%04x", (unsigned char)*text);
        } else {
            fputc(*text, file);
        }
    }
    fputc('"', file);
}

static selat_status write_metadata(selat_export *e, const selat_table *t) {
    FILE *file;
    TRY(selat_export_begin(e, "metadata.json", &file));
    fputs("{\n    \"description\": ", file);
    write_json_text(file, t->provenance);
    fputs(",\n    \"name\": ", file);
    write_json_text(file, t->name);
    fprintf(file, ",\n    \"system\": null,\n    \"version\": \"%lld\",\n    \"history\": []\n}\n", (long long)t->year);
    return selat_export_end(e, file);
}

static selat_status write_system(selat_export *e, const selat_table *t, double *row) {
    TRY(write_text(e, "file_parameters.json",
                   "{\n    \"files\": {\n"
                   "        \"Z\": {\"name\": \"Z.txt\", \"nr_index_col\": \"2\", \"nr_header\": \"2\"},\n"
                   "        \"Y\": {\"name\": \"Y.txt\", \"nr_index_col\": \"2\", \"nr_header\": \"2\"},\n"
                   "        \"x\": {\"name\": \"x.txt\", \"nr_index_col\": \"2\", \"nr_header\": \"1\"},\n"
                   "        \"unit\": {\"name\": \"unit.txt\", \"nr_index_col\": \"2\", \"nr_header\": \"1\"}\n"
                   "    },\n    \"systemtype\": \"IOSystem\"\n}\n"));
    TRY(write_metadata(e, t));
    TRY(write_flows(e, t, false, row));
    TRY(write_flows(e, t, true, row));
    TRY(write_output(e, t));
    return write_unit(e, t);
}

/* ---- extensions ---- */

typedef struct extension {
    const char *folder, *title, *index;
    const selat_labels *rows;
    const double *values; /* [rows][R][S] */
    char *const *units;   /* [rows] or NULL: million USD */
    bool has_final;
} extension;

/* What final demand has of a row: taxes on products, or households' own emissions under the first category. */
static void final_of_row(const selat_table *t, const extension *x, int64_t q, double *row) {
    int64_t R = t->regions.count, F = t->demands.count, at = selat_labels_find(&t->demands, "HFCE");
    memset(row, 0, (size_t)(R * F) * sizeof *row);
    if (x->units == NULL) {
        if (strcmp(x->rows->codes[q], "TXS_INT_FNL") == 0)
            memcpy(row, t->final_taxes_musd, (size_t)(R * F) * sizeof *row);
        return;
    }
    for (int64_t n = 0; n < R; n++)
        row[n * F + (at >= 0 ? at : 0)] = t->stressor_final[q * R + n];
}

static selat_status write_extension_matrix(selat_export *e, const selat_table *t, const extension *x, bool final,
                                           double *row) {
    char name[128];
    int64_t N = t->regions.count * t->sectors.count;
    FILE *file;
    snprintf(name, sizeof name, "%s/%s", x->folder, final ? "F_Y.txt" : "F.txt");
    TRY(selat_export_begin(e, name, &file));
    write_header(e, file, t, 1, final ? &t->demands : &t->sectors, x->index);
    for (int64_t q = 0; q < x->rows->count; q++) {
        selat_export_field(e, file, x->rows->codes[q]);
        if (final) final_of_row(t, x, q, row);
        write_numbers(file, final ? row : x->values + q * N, final ? t->regions.count * t->demands.count : N);
    }
    return selat_export_end(e, file);
}

static selat_status write_extension_units(selat_export *e, const extension *x) {
    char name[128];
    FILE *file;
    snprintf(name, sizeof name, "%s/unit.txt", x->folder);
    TRY(selat_export_begin(e, name, &file));
    fprintf(file, "%s\tunit\n", x->index);
    for (int64_t q = 0; q < x->rows->count; q++) {
        selat_export_field(e, file, x->rows->codes[q]);
        fputc('\t', file);
        selat_export_field(e, file, x->units != NULL ? x->units[q] : "M.USD");
        fputc('\n', file);
    }
    return selat_export_end(e, file);
}

static selat_status write_extension_parameters(selat_export *e, const extension *x) {
    char name[128];
    FILE *file;
    snprintf(name, sizeof name, "%s/file_parameters.json", x->folder);
    TRY(selat_export_begin(e, name, &file));
    fputs("{\n    \"files\": {\n        \"F\": {\"name\": \"F.txt\", \"nr_index_col\": \"1\", \"nr_header\": \"2\"},\n",
          file);
    if (x->has_final)
        fputs("        \"F_Y\": {\"name\": \"F_Y.txt\", \"nr_index_col\": \"1\", \"nr_header\": \"2\"},\n", file);
    fprintf(file,
            "        \"unit\": {\"name\": \"unit.txt\", \"nr_index_col\": \"1\", \"nr_header\": \"1\"}\n    },\n"
            "    \"systemtype\": \"Extension\",\n    \"name\": \"%s\"\n}\n",
            x->title);
    return selat_export_end(e, file);
}

static selat_status write_extension(selat_export *e, const selat_table *t, const extension *x, double *row) {
    if (x->rows->count == 0) return SELAT_OK;
    TRY(selat_export_folder(e, x->folder));
    TRY(write_extension_matrix(e, t, x, false, row));
    if (x->has_final) TRY(write_extension_matrix(e, t, x, true, row));
    TRY(write_extension_units(e, x));
    return write_extension_parameters(e, x);
}

static selat_status write_all(selat_export *e, const selat_table *t, double *row) {
    const extension extensions[] = {
        {"factor_inputs", "factor inputs", "inputtype", &t->primary, t->primary_musd, NULL, true},
        {"value_added_parts", "parts of value added", "inputtype", &t->memo, t->memo_musd, NULL, false},
        {"satellite", "stressors", "stressor", &t->stressors, t->stressor, t->stressor_units, true}};
    TRY(write_system(e, t, row));
    for (int k = 0; k < 3; k++)
        TRY(write_extension(e, t, &extensions[k], row));
    return SELAT_OK;
}

selat_status selat_table_export_pymrio(selat_context *context, const selat_table *table, const char *folder) {
    int64_t inner = table->sectors.count > table->demands.count ? table->sectors.count : table->demands.count;
    selat_export e;
    double *row = NULL;
    TRY(selat_export_start(context, folder, '\t', &e));
    selat_status status = selat_new(context, table->regions.count * inner, &row);
    if (status == SELAT_OK) status = write_all(&e, table, row);
    status = selat_export_finish(&e, status);
    selat_release(context, row);
    return status;
}
