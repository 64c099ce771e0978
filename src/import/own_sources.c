/* A user's national tables and bilateral flows. */
#include "import/own_sources.h"

#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/import.h"
#include "table/arrays.h"

enum { PATH_ROOM = 4096, MOST_CODES = 4096 };
static const size_t MOST_BYTES = (size_t)1 << 30;

/* ---- labels ---- */

static selat_status open_csv(selat_context *context, const char *folder, const char *name, selat_csv *csv) {
    char *path;
    TRY(selat_path_join(context, folder, name, &path));
    selat_status status = selat_csv_open(context, path, MOST_BYTES, csv);
    selat_release(context, path);
    return status;
}

static selat_status read_label_rows(selat_context *context, selat_csv *csv, char **codes, char **names,
                                    int64_t *count) {
    int64_t code, name;
    bool has_row;
    TRY(selat_csv_column(context, csv, "code", &code));
    TRY(selat_csv_column(context, csv, "name", &name));
    for (;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (csv->fields[code][0] == '\0' || *count == MOST_CODES) {
            return selat_csv_fail(context, csv, code, "a code, and at most 4096 of them");
        }
        for (int64_t k = 0; k < *count; k++) {
            if (strcmp(codes[k], csv->fields[code]) == 0) return selat_csv_fail(context, csv, code, "every code once");
        }
        TRY(selat_copy_text(context, csv->fields[code], &codes[*count]));
        TRY(selat_copy_text(context, csv->fields[name], &names[(*count)++]));
    }
}

static selat_status read_labels(selat_context *context, const char *folder, const char *file, selat_labels *out) {
    selat_csv csv = {0};
    char **codes = NULL, **names = NULL;
    int64_t count = 0;
    selat_status status;
    TRY_OR(done, status, open_csv(context, folder, file, &csv));
    TRY_OR(done, status, selat_new(context, MOST_CODES, &codes));
    TRY_OR(done, status, selat_new(context, MOST_CODES, &names));
    TRY_OR(done, status, read_label_rows(context, &csv, codes, names, &count));
    if (count == 0) {
        status = selat_fail_at(context, (selat_place){csv.path, csv.line, 0, NULL}, "no label", "at least one");
        goto done;
    }
    status = selat_labels_init(context, count, (const char *const *)codes, (const char *const *)names, out);
done:
    for (int64_t k = 0; codes != NULL && k < MOST_CODES; k++)
        selat_release(context, codes[k]);
    for (int64_t k = 0; names != NULL && k < MOST_CODES; k++)
        selat_release(context, names[k]);
    selat_release(context, codes);
    selat_release(context, names);
    selat_csv_close(context, &csv);
    return status;
}

/* ---- national tables ---- */

typedef struct national {
    selat_csv csv;
    int64_t code, exports, imports, output; /* columns; output -1: none */
    int64_t *sector, *demand;               /* [S], [F] columns */
} national;

static int64_t optional_column(const selat_csv *csv, const char *name) {
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], name) == 0) return k;
    }
    return -1;
}

static selat_status find_columns(selat_context *context, const selat_table *t, national *n) {
    TRY(selat_csv_column(context, &n->csv, "code", &n->code));
    TRY(selat_csv_column(context, &n->csv, "EXPO", &n->exports));
    TRY(selat_csv_column(context, &n->csv, "IMPO", &n->imports));
    n->output = optional_column(&n->csv, "OUTPUT");
    TRY(selat_new(context, t->sectors.count, &n->sector));
    TRY(selat_new(context, t->demands.count, &n->demand));
    for (int64_t k = 0; k < t->sectors.count; k++) {
        TRY(selat_csv_column(context, &n->csv, t->sectors.codes[k], &n->sector[k]));
    }
    for (int64_t f = 0; f < t->demands.count; f++) {
        TRY(selat_csv_column(context, &n->csv, t->demands.codes[f], &n->demand[f]));
    }
    return SELAT_OK;
}

/* A number, or nothing for 0. */
static selat_status read_number(selat_context *context, const selat_csv *csv, int64_t column, double *out) {
    *out = 0;
    return csv->fields[column][0] == '\0' ? SELAT_OK : selat_csv_double(context, csv, column, out);
}

static selat_status read_product(selat_context *context, selat_own *own, const national *n, int64_t r, int64_t s) {
    selat_table *t = own->table;
    int64_t S = t->sectors.count, F = t->demands.count, at = r * S + s;
    double sum = 0;
    for (int64_t k = 0; k < S; k++) {
        TRY(read_number(context, &n->csv, n->sector[k], &t->use_musd[at * S + k]));
        sum += t->use_musd[at * S + k];
    }
    for (int64_t f = 0; f < F; f++) {
        TRY(read_number(context, &n->csv, n->demand[f], &t->final_musd[at * F + f]));
        sum += t->final_musd[at * F + f];
    }
    TRY(read_number(context, &n->csv, n->exports, &own->exports[at]));
    TRY(read_number(context, &n->csv, n->imports, &own->imports[at]));
    if (own->exports[at] < 0) return selat_csv_fail(context, &n->csv, n->exports, "exports of 0 or more");
    if (own->imports[at] < 0)
        return selat_csv_fail(context, &n->csv, n->imports, "imports of 0 or more (without a minus)");
    t->output_musd[at] = sum + own->exports[at] - own->imports[at];
    if (n->output >= 0) TRY(read_number(context, &n->csv, n->output, &t->output_musd[at]));
    if (t->output_musd[at] < 0) {
        return selat_csv_fail(context, &n->csv, n->output >= 0 ? n->output : n->code, "an output of 0 or more");
    }
    return SELAT_OK;
}

static selat_status read_primary(selat_context *context, selat_own *own, const national *n, int64_t r, int64_t v) {
    selat_table *t = own->table;
    int64_t S = t->sectors.count, F = t->demands.count, N = t->regions.count * S;
    bool taxes = strcmp(t->primary.codes[v], "TXS_INT_FNL") == 0;
    for (int64_t k = 0; k < S; k++) {
        TRY(read_number(context, &n->csv, n->sector[k], &t->primary_musd[v * N + r * S + k]));
    }
    for (int64_t f = 0; taxes && f < F; f++) {
        TRY(read_number(context, &n->csv, n->demand[f], &t->final_taxes_musd[r * F + f]));
    }
    own->has_value_added |= strcmp(t->primary.codes[v], "VALU") == 0;
    return SELAT_OK;
}

static selat_status read_national_rows(selat_context *context, selat_own *own, national *n, int64_t r, char *seen) {
    const selat_table *t = own->table;
    int64_t S = t->sectors.count;
    bool has_row;
    for (;;) {
        TRY(selat_csv_next(context, &n->csv, &has_row));
        if (!has_row) break;
        const char *code = n->csv.fields[n->code];
        int64_t s = selat_labels_find(&t->sectors, code), v = s < 0 ? selat_labels_find(&t->primary, code) : -1;
        if (s < 0 && v < 0)
            return selat_csv_fail(context, &n->csv, n->code, "a sector, VALU, TXS_INT_FNL or IMP_OTHER");
        if (seen[s >= 0 ? s : S + v]++ != 0) return selat_csv_fail(context, &n->csv, n->code, "every row once");
        if (s >= 0) {
            TRY(read_product(context, own, n, r, s));
        } else {
            TRY(read_primary(context, own, n, r, v));
        }
    }
    for (int64_t s = 0; s < S; s++) {
        if (!seen[s]) {
            return selat_fail_at(context, (selat_place){n->csv.path, n->csv.line, 0, NULL}, NULL,
                                 "found no row of sector %s", t->sectors.codes[s]);
        }
    }
    return SELAT_OK;
}

static selat_status read_national(selat_context *context, selat_own *own, const char *folder, int64_t r) {
    national n = {0};
    char name[PATH_ROOM], *seen = NULL;
    selat_format(name, sizeof name, "national/%.200s.csv", own->table->regions.codes[r]);
    selat_status status;
    TRY_OR(done, status, open_csv(context, folder, name, &n.csv));
    TRY_OR(done, status, find_columns(context, own->table, &n));
    TRY_OR(done, status, selat_new(context, own->table->sectors.count + own->table->primary.count, &seen));
    status = read_national_rows(context, own, &n, r, seen);
done:
    selat_csv_close(context, &n.csv);
    selat_release(context, n.sector);
    selat_release(context, n.demand);
    selat_release(context, seen);
    return status;
}

/* ---- flows ---- */

static selat_status find_code(selat_context *context, const selat_csv *csv, int64_t column, const selat_labels *labels,
                              int64_t *out) {
    *out = selat_labels_find(labels, csv->fields[column]);
    return *out >= 0 ? SELAT_OK : selat_csv_fail(context, csv, column, "a code of the labels");
}

static selat_status read_flow_rows(selat_context *context, selat_own *own, selat_csv *csv, char *seen) {
    const selat_table *t = own->table;
    int64_t R = t->regions.count, column[4];
    static const char *const names[4] = {"sector", "importer", "origin", "flow_musd"};
    bool has_row;
    for (int k = 0; k < 4; k++)
        TRY(selat_csv_column(context, csv, names[k], &column[k]));
    for (;;) {
        int64_t s, n, i;
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(find_code(context, csv, column[0], &t->sectors, &s));
        TRY(find_code(context, csv, column[1], &t->regions, &n));
        TRY(find_code(context, csv, column[2], &t->regions, &i));
        int64_t at = (s * R + n) * R + i;
        if (n == i)
            return selat_csv_fail(context, csv, column[2], "another region than the importer (domestic sales follow)");
        if (seen[at]++ != 0) return selat_csv_fail(context, csv, column[0], "every sector, importer and origin once");
        TRY(selat_csv_double(context, csv, column[3], &own->flows[at]));
        if (own->flows[at] < 0) return selat_csv_fail(context, csv, column[3], "a flow of 0 or more");
    }
}

static selat_status read_flows(selat_context *context, selat_own *own, const char *folder) {
    const selat_table *t = own->table;
    selat_csv csv = {0};
    char *seen = NULL;
    selat_status status;
    TRY_OR(done, status, open_csv(context, folder, "flows.csv", &csv));
    TRY_OR(done, status, selat_new(context, t->sectors.count * t->regions.count * t->regions.count, &seen));
    status = read_flow_rows(context, own, &csv, seen);
done:
    selat_csv_close(context, &csv);
    selat_release(context, seen);
    return status;
}

/* ---- the table ---- */

static selat_status create(selat_context *context, selat_own *own, const char *folder, const char *name, int64_t year) {
    static const char *const primary_codes[] = {"VALU", "TXS_INT_FNL", "IMP_OTHER"};
    static const char *const primary_names[] = {"Value added at basic prices", "Taxes less subsidies on products",
                                                "Other imports"};
    selat_labels regions = {0}, sectors = {0}, demands = {0}, primary = {0}, none = {0};
    selat_status status;
    TRY_OR(done, status, read_labels(context, folder, "regions.csv", &regions));
    TRY_OR(done, status, read_labels(context, folder, "sectors.csv", &sectors));
    TRY_OR(done, status, read_labels(context, folder, "demands.csv", &demands));
    TRY_OR(done, status, selat_labels_init(context, 3, primary_codes, primary_names, &primary));
    status = selat_table_create(context, name, year, &regions, &sectors, &demands, &primary, &none, &none, &own->table);
done:
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    selat_labels_clear(context, &demands);
    selat_labels_clear(context, &primary);
    return status;
}

static selat_status build(selat_context *context, selat_own *own, const char *folder, const char *name, int64_t year) {
    TRY(create(context, own, folder, name, year));
    int64_t R = own->table->regions.count, S = own->table->sectors.count;
    TRY(selat_new(context, R * S, &own->exports));
    TRY(selat_new(context, R * S, &own->imports));
    TRY(selat_new(context, S * R * R, &own->flows));
    for (int64_t r = 0; r < R; r++)
        TRY(read_national(context, own, folder, r));
    TRY(read_flows(context, own, folder));
    TRY(selat_own_balance(context, own));
    TRY(selat_table_validate(context, own->table));
    return selat_table_set_text(context, own->notes.bytes, &own->table->provenance);
}

selat_status selat_table_build_own(selat_context *context, const char *folder, const char *name, int64_t year,
                                   selat_table **out) {
    selat_own own = {0};
    *out = NULL;
    selat_status status = build(context, &own, folder, name != NULL ? name : "own", year);
    selat_release(context, own.exports);
    selat_release(context, own.imports);
    selat_release(context, own.flows);
    selat_text_clear(context, &own.notes);
    if (status == SELAT_OK) {
        *out = own.table;
    } else {
        selat_table_destroy(context, own.table);
    }
    return status;
}
