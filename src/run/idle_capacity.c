/* Purchases through Leontief: what they set in motion if capacity stands idle and prices do not move. */
#include "base/memory.h"
#include "base/status.h"
#include "run/run.h"

static double add_purchases(const selat_run_inputs *inputs, double *demand) {
    const selat_accord *accord = inputs->accord;
    int64_t S = inputs->table->sectors.count;
    double total = 0;
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        if (measure->kind != SELAT_MEASURE_PURCHASE) continue;
        double amount = selat_purchase_amount_musd(accord, measure, inputs->table->year);
        demand[measure->seller * S + measure->product] += (1 - measure->offset_share) * amount;
        demand[measure->buyer * S + measure->product] += measure->offset_share * amount;
        total += amount;
    }
    return total;
}

static void add_up(const selat_table *table, const double *output, selat_idle_capacity *out) {
    int64_t R = table->regions.count, S = table->sectors.count, valu = selat_labels_find(&table->primary, "VALU");
    for (int64_t n = 0; n < R; n++) {
        for (int64_t s = 0; s < S; s++) {
            int64_t at = n * S + s;
            out->output_musd += output[at];
            if (valu < 0 || table->output_musd[at] <= 0) continue;
            out->value_added_musd[n] += output[at] * table->primary_musd[valu * R * S + at] / table->output_musd[at];
        }
    }
}

selat_status run_idle_capacity(selat_context *context, const selat_run_inputs *inputs, selat_idle_capacity *out) {
    const selat_table *table = inputs->table;
    int64_t cells = table->regions.count * table->sectors.count;
    double *demand = NULL, *output = NULL;
    selat_leontief *solver = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(context, table->regions.count, &out->value_added_musd));
    TRY_OR(end, status, selat_new(context, cells, &demand));
    TRY_OR(end, status, selat_new(context, cells, &output));
    out->purchases_musd = add_purchases(inputs, demand);
    if (!(out->purchases_musd > 0)) goto end;
    TRY_OR(end, status, selat_leontief_create(context, table, &solver));
    TRY_OR(end, status, selat_leontief_solve(context, solver, false, 1, demand, 0, output, &out->solver));
    add_up(table, output, out);
end:
    selat_leontief_destroy(context, solver);
    selat_release(context, demand);
    selat_release(context, output);
    return status;
}
