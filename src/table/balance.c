/* Does every row and every column of the table add up to output? */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/operator.h"

static void count_cells(const selat_table *t, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count, F = t->demands.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU");
    for (int64_t at = 0; at < R * S; at++) {
        if (t->output_musd[at] == 0) out->zero_output++;
        if (valu >= 0 && t->primary_musd[valu * R * S + at] < 0) out->negative_primary++;
    }
    for (int64_t at = 0; at < R * S * F; at++) {
        if (t->final_musd[at] < 0) out->negative_final++;
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

static void check_columns(const selat_table *t, double total, selat_table_balance *out) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double sum = 0;
    for (int64_t at = 0; at < R * S; at++) {
        double spent = 0;
        for (int64_t s = 0; s < S; s++) spent += t->use_musd[(at / S * S + s) * S + at % S];
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
    double *bought = NULL, *sold = NULL, total = 0;
    selat_status status;
    *out = (selat_table_balance){0};
    TRY_OR(done, status, selat_new(context, R * S, &bought));
    TRY_OR(done, status, selat_new(context, R * S, &sold));
    selat_table_purchases_musd(table, bought);
    TRY_OR(done, status, selat_table_ship(context, table, false, 0, R, 1, bought, sold));
    for (int64_t at = 0; at < R * S; at++) total += fabs(table->output_musd[at]);
    count_cells(table, out);
    check_shares(table, bought, out);
    check_rows(table, sold, total, out);
    check_columns(table, total, out);
done:
    selat_release(context, bought);
    selat_release(context, sold);
    return status;
}
