/* Flows of a table whatever its form, and plain sums over them: purchases, bilateral flows, GDP, final demand. */
#include <string.h>

#include "selat/table.h"
#include "table/cells.h"

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

/* ---- rows, columns and blocks ---- */

void selat_table_column_musd(const selat_table *t, int64_t region, int64_t sector, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, column = region * S + sector;
    for (int64_t row = 0; row < R * S; row++) {
        int64_t i = row / S, s = row % S;
        if (t->form == SELAT_FLOWS_FACTORED) {
            out[row] = t->trade_share[(s * R + region) * R + i] * t->use_musd[(region * S + s) * S + sector];
        } else {
            selat_cells cells = selat_cells_of_row(t, row);
            out[row] = selat_cells_sum(&cells, column, 1);
        }
    }
}

void selat_table_row_musd(const selat_table *t, int64_t region, int64_t sector, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    if (t->form != SELAT_FLOWS_FACTORED) {
        selat_cells cells = selat_cells_of_row(t, region * S + sector);
        memset(out, 0, (size_t)(R * S) * sizeof *out);
        selat_cells_add(&cells, 0, R * S, out);
        return;
    }
    for (int64_t n = 0; n < R; n++) {
        double share = t->trade_share[(sector * R + n) * R + region];
        for (int64_t k = 0; k < S; k++) out[n * S + k] = share * t->use_musd[(n * S + sector) * S + k];
    }
}

void selat_table_block_musd(const selat_table *t, int64_t origin, int64_t user, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    memset(out, 0, (size_t)(S * S) * sizeof *out);
    for (int64_t s = 0; s < S; s++) {
        if (t->form == SELAT_FLOWS_FACTORED) {
            double share = t->trade_share[(s * R + user) * R + origin];
            for (int64_t k = 0; k < S; k++) out[s * S + k] = share * t->use_musd[(user * S + s) * S + k];
        } else {
            selat_cells cells = selat_cells_of_row(t, origin * S + s);
            selat_cells_add(&cells, user * S, S, out + s * S);
        }
    }
}

void selat_table_final_column_musd(const selat_table *t, int64_t region, int64_t demand, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    for (int64_t row = 0; row < R * S; row++) {
        int64_t i = row / S, s = row % S;
        out[row] = t->form == SELAT_FLOWS_FACTORED
                       ? t->trade_share[(s * R + region) * R + i] * t->final_musd[(region * S + s) * F + demand]
                       : t->final_flows_musd[(row * R + region) * F + demand];
    }
}

void selat_table_final_row_musd(const selat_table *t, int64_t region, int64_t sector, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    if (t->form != SELAT_FLOWS_FACTORED) {
        memcpy(out, t->final_flows_musd + (region * S + sector) * R * F, (size_t)(R * F) * sizeof *out);
        return;
    }
    for (int64_t n = 0; n < R; n++) {
        double share = t->trade_share[(sector * R + n) * R + region];
        for (int64_t f = 0; f < F; f++) out[n * F + f] = share * t->final_musd[(n * S + sector) * F + f];
    }
}

/* ---- sums over origins or users ---- */

void selat_table_use_musd(const selat_table *t, int64_t region, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    if (t->form == SELAT_FLOWS_FACTORED) {
        memcpy(out, t->use_musd + region * S * S, (size_t)(S * S) * sizeof *out);
        return;
    }
    memset(out, 0, (size_t)(S * S) * sizeof *out);
    for (int64_t row = 0; row < R * S; row++) {
        selat_cells cells = selat_cells_of_row(t, row);
        selat_cells_add(&cells, region * S, S, out + row % S * S);
    }
}

void selat_table_final_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    if (t->form == SELAT_FLOWS_FACTORED) {
        memcpy(out, t->final_musd, (size_t)(R * S * F) * sizeof *out);
        return;
    }
    memset(out, 0, (size_t)(R * S * F) * sizeof *out);
    for (int64_t row = 0; row < R * S; row++) {
        for (int64_t n = 0; n < R; n++) {
            const double *from = t->final_flows_musd + (row * R + n) * F;
            for (int64_t f = 0; f < F; f++) out[(n * S + row % S) * F + f] += from[f];
        }
    }
}

/* What origin row `row` of a full table sells to region n, intermediate and final. */
static double sold_to(const selat_table *t, const selat_cells *cells, int64_t row, int64_t n) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    return selat_cells_sum(cells, n * S, S) + sum_of(t->final_flows_musd + (row * R + n) * F, F);
}

/* What region n buys of product s in factored form, all origins. */
static double bought_by(const selat_table *t, int64_t n, int64_t s) {
    int64_t S = t->sectors.count, F = t->demands.count;
    return sum_of(t->use_musd + (n * S + s) * S, S) + sum_of(t->final_musd + (n * S + s) * F, F);
}

double selat_table_flow_musd(const selat_table *t, int64_t origin, int64_t importer, int64_t sector) {
    int64_t R = t->regions.count, S = t->sectors.count, row = origin * S + sector;
    if (t->form == SELAT_FLOWS_FACTORED) {
        return t->trade_share[(sector * R + importer) * R + origin] * bought_by(t, importer, sector);
    }
    selat_cells cells = selat_cells_of_row(t, row);
    return sold_to(t, &cells, row, importer);
}

void selat_table_purchases_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    if (t->form == SELAT_FLOWS_FACTORED) {
        for (int64_t at = 0; at < R * S; at++) out[at] = bought_by(t, at / S, at % S);
        return;
    }
    memset(out, 0, (size_t)(R * S) * sizeof *out);
    for (int64_t row = 0; row < R * S; row++) {
        selat_cells cells = selat_cells_of_row(t, row);
        for (int64_t n = 0; n < R; n++) out[n * S + row % S] += sold_to(t, &cells, row, n);
    }
}

void selat_table_flows_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    if (t->form != SELAT_FLOWS_FACTORED) {
        for (int64_t row = 0; row < R * S; row++) {
            selat_cells cells = selat_cells_of_row(t, row);
            for (int64_t n = 0; n < R; n++) out[(row % S * R + n) * R + row / S] = sold_to(t, &cells, row, n);
        }
        return;
    }
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            double bought = bought_by(t, n, s);
            const double *share = t->trade_share + (s * R + n) * R;
            double *flow = out + (s * R + n) * R;
            for (int64_t i = 0; i < R; i++) flow[i] = share[i] * bought;
        }
    }
}

void selat_table_exports_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    memset(out, 0, (size_t)(R * S) * sizeof *out);
    if (t->form != SELAT_FLOWS_FACTORED) {
        for (int64_t row = 0; row < R * S; row++) {
            selat_cells cells = selat_cells_of_row(t, row);
            for (int64_t n = 0; n < R; n++) {
                if (n != row / S) out[row] += sold_to(t, &cells, row, n);
            }
        }
        return;
    }
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            double bought = bought_by(t, n, s);
            const double *share = t->trade_share + (s * R + n) * R;
            for (int64_t i = 0; i < R; i++) {
                if (i != n) out[i * S + s] += share[i] * bought;
            }
        }
    }
}

void selat_table_gdp_musd(const selat_table *t, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU"), txs = selat_labels_find(&t->primary, "TXS_INT_FNL");
    for (int64_t n = 0; n < R; n++) {
        double sum = 0;
        for (int64_t s = 0; s < S; s++) {
            if (valu >= 0) sum += t->primary_musd[(valu * R + n) * S + s];
            if (txs >= 0) sum += t->primary_musd[(txs * R + n) * S + s];
        }
        for (int64_t f = 0; f < F; f++) sum += t->final_taxes_musd[n * F + f];
        out[n] = sum;
    }
}

void selat_table_final_by_origin_musd(const selat_table *t, int64_t region, double *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    if (t->form != SELAT_FLOWS_FACTORED) {
        for (int64_t row = 0; row < R * S; row++) out[row] = sum_of(t->final_flows_musd + (row * R + region) * F, F);
        return;
    }
    for (int64_t s = 0; s < S; s++) {
        double bought = sum_of(t->final_musd + (region * S + s) * F, F);
        const double *share = t->trade_share + (s * R + region) * R;
        for (int64_t i = 0; i < R; i++) out[i * S + s] = share[i] * bought;
    }
}
