/* Gates from a CSV file: passages of the network and lines across it. */
#include <math.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/lanes_data.h"

enum { MAX_BYTES = 1 << 20, MAX_PARTS = 64, GATE = 0, NAME, ALIASES, PASSAGE, LON_A, LAT_A, LON_B, LAT_B, SHUT, NOTE, N_COLUMNS };

static selat_status add_gate(selat_context *context, const selat_csv *csv, const int64_t *at, selat_gates *out,
                             selat_gate **gate) {
    const char *code = csv->fields[at[GATE]];
    if (*code == '\0') return selat_csv_fail(context, csv, at[GATE], "a code");
    if (out->count > 0 && strcmp(out->gates[out->count - 1].code, code) == 0) {
        *gate = &out->gates[out->count - 1];
        if ((*gate)->n_parts == MAX_PARTS) return selat_csv_fail(context, csv, at[GATE], "at most 64 parts of one gate");
        return SELAT_OK;
    }
    if (selat_gates_find(out, code) >= 0) return selat_csv_fail(context, csv, at[GATE], "each gate once, its parts one after another");
    if (out->count == SELAT_MOST_GATES) return selat_csv_fail(context, csv, at[GATE], "at most 64 gates");
    *gate = &out->gates[out->count];
    TRY(selat_copy_text(context, code, &(*gate)->code));
    out->count++; /* from here on selat_gates_clear releases it */
    TRY(selat_copy_text(context, csv->fields[at[NAME]], &(*gate)->name));
    TRY(selat_copy_text(context, csv->fields[at[ALIASES]], &(*gate)->aliases));
    TRY(selat_copy_text(context, csv->fields[at[NOTE]], &(*gate)->note));
    (*gate)->shut = strcmp(csv->fields[at[SHUT]], "1") == 0;
    return selat_new(context, MAX_PARTS, &(*gate)->parts);
}

static selat_status read_line(selat_context *context, const selat_csv *csv, const int64_t *at, selat_gate_part *part) {
    double *const values[] = {&part->lon_a, &part->lat_a, &part->lon_b, &part->lat_b};
    for (int k = 0; k < 4; k++) {
        double limit = k % 2 == 0 ? 180 : 90;
        TRY(selat_csv_double(context, csv, at[LON_A + k], values[k]));
        if (fabs(*values[k]) > limit) return selat_csv_fail(context, csv, at[LON_A + k], "degrees");
    }
    return SELAT_OK;
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const int64_t *at, selat_gates *out) {
    selat_gate *gate = NULL;
    selat_gate_part part = {0};
    const char *shut = csv->fields[at[SHUT]];
    if (*shut != '\0' && strcmp(shut, "0") != 0 && strcmp(shut, "1") != 0) {
        return selat_csv_fail(context, csv, at[SHUT], "1, 0 or nothing");
    }
    TRY(add_gate(context, csv, at, out, &gate));
    if (csv->fields[at[PASSAGE]][0] == '\0') {
        TRY(read_line(context, csv, at, &part));
    } else {
        TRY(selat_copy_text(context, csv->fields[at[PASSAGE]], &part.passage));
    }
    gate->parts[gate->n_parts++] = part;
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, selat_gates *out) {
    static const char *const names[N_COLUMNS] = {"gate",  "name",  "aliases", "passage", "lon_a",
                                                 "lat_a", "lon_b", "lat_b",   "shut",    "note"};
    int64_t at[N_COLUMNS];
    for (int k = 0; k < N_COLUMNS; k++) TRY(selat_csv_column(context, csv, names[k], &at[k]));
    TRY(selat_new(context, SELAT_MOST_GATES, &out->gates));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_row(context, csv, at, out));
    }
}

selat_status selat_gates_read(selat_context *context, const char *path, const selat_sea_network *network,
                              selat_gates *out) {
    *out = (selat_gates){0};
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    if (status == SELAT_OK) status = read_rows(context, &csv, out);
    selat_csv_close(context, &csv);
    if (status == SELAT_OK) status = selat_gates_bind(context, network, out);
    if (status != SELAT_OK) selat_gates_clear(context, out);
    return status;
}
