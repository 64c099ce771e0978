/* Does every row and every column of the table add up to output? */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/cells.h"
#include "table/operator.h"

static void count_cells(const selat_table *t, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU");
    for (int64_t at = 0; at < R * S; at++) {
        if (t->output_musd[at] == 0) out->zero_output++;
        if (valu >= 0 && t->primary_musd[valu * R * S + at] < 0) out->negative_primary++;
    }
    bool full = t->form != SELAT_FLOWS_FACTORED;
    const double *final = full ? t->final_flows_musd : t->final_musd;
    for (int64_t at = 0; at < R * S * F * (full ? R : 1); at++) {
        if (final[at] < 0) out->negative_final++;
    }
}

static void check_shares(const selat_table *t, const double *bought, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            if (bought[n * S + s] == 0) continue;
            const double *share = t->trade_share + (s * R + n) * R;
            double sum = 0;
            for (int64_t i = 0; i < R; i++) sum += share[i];
            if (fabs(sum - 1) > out->share_error) out->share_error = fabs(sum - 1);
        }
    }
}

static void check_rows(const selat_table *t, const double *sold, double total, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t at = 0; at < R * S; at++) {
        double gap = fabs(sold[at] - t->output_musd[at]);
        sum += gap;
        if (gap <= out->worst_row_musd) continue;
        out->worst_row_musd = gap;
        out->worst_row_region = at / S;
        out->worst_row_sector = at % S;
    }
    out->row_relative = total > 0 ? sum / total : sum;
}

/* spent[n][k]: inputs of every industry; sold[i][s]: what it sells. From the rows of a full table. */
static void add_rows(const selat_table *t, double *spent, double *sold) {
    int64_t R = t->regions.count, S = t->sectors.count, width = R * t->demands.count;
    for (int64_t row = 0; row < R * S; row++) {
        selat_cells cells = selat_cells_of_row(t, row);
        const double *final = t->final_flows_musd + row * width;
        double sum = selat_cells_sum(&cells, 0, R * S);
        for (int64_t at = 0; at < width; at++) sum += final[at];
        selat_cells_add(&cells, 0, R * S, spent);
        sold[row] = sum;
    }
}

/* The same sums in factored form, where `bought` are purchases. */
static selat_status add_factors(selat_context *context, const selat_table *t, const double *bought, double *spent,
                                double *sold) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t row = 0; row < R * S; row++) {
        for (int64_t k = 0; k < S; k++) spent[row / S * S + k] += t->use_musd[row * S + k];
    }
    return selat_table_ship(context, t, false, 0, R, 1, bought, sold);
}

static void check_columns(const selat_table *t, const double *inputs, double total, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t at = 0; at < R * S; at++) {
        double spent = inputs[at];
        for (int64_t v = 0; v < t->primary.count; v++) spent += t->primary_musd[v * R * S + at];
        double gap = fabs(spent - t->output_musd[at]);
        sum += gap;
        if (gap <= out->worst_column_musd) continue;
        out->worst_column_musd = gap;
        out->worst_column_region = at / S;
        out->worst_column_sector = at % S;
    }
    out->column_relative = total > 0 ? sum / total : sum;
}

selat_status selat_table_check_balance(selat_context *context, const selat_table *table, selat_table_balance *out) {
    int64_t R = table->regions.count, S = table->sectors.count;
    double *bought = NULL, *sold = NULL, *spent = NULL, total = 0;
    selat_status status;
    *out = (selat_table_balance){0};
    TRY_OR(done, status, selat_new(context, R * S, &bought));
    TRY_OR(done, status, selat_new(context, R * S, &sold));
    TRY_OR(done, status, selat_new(context, R * S, &spent));
    if (table->form == SELAT_FLOWS_FACTORED) {
        selat_table_purchases_musd(table, bought);
        check_shares(table, bought, out);
        TRY_OR(done, status, add_factors(context, table, bought, spent, sold));
    } else {
        add_rows(table, spent, sold);
    }
    for (int64_t at = 0; at < R * S; at++) total += fabs(table->output_musd[at]);
    count_cells(table, out);
    check_rows(table, sold, total, out);
    check_columns(table, spent, total, out);
done:
    selat_release(context, bought);
    selat_release(context, sold);
    selat_release(context, spent);
    return status;
}
