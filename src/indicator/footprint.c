/* Production and consumption accounts of stressors, trade balances, domestic value added in exports. */
#include "selat/footprint.h"

#include "base/memory.h"
#include "base/status.h"

/* Arrays of one computation. */
typedef struct accounts {
    const selat_table *table;
    int64_t n;          /* accounts */
    double *intensity;  /* [R][S][n] stressor per million USD of output; 0 where there is no output */
    double *stranded;   /* [n][R] stressor of industries without output: nobody buys from them */
    double *household;  /* [n][R] */
} accounts;

static void weigh_rows(accounts *a, const double *weights, double *production) {
    const selat_table *t = a->table;
    int64_t R = t->regions.count, S = t->sectors.count, Q = t->stressors.count;
    for (int64_t account = 0; account < a->n; account++) {
        for (int64_t n = 0; n < R; n++) {
            double *home = &a->household[account * R + n], total = 0;
            for (int64_t q = 0; q < Q; q++) *home += weights[account * Q + q] * t->stressor_final[q * R + n];
            for (int64_t s = 0; s < S; s++) {
                double output = t->output_musd[n * S + s], sum = 0;
                for (int64_t q = 0; q < Q; q++) sum += weights[account * Q + q] * t->stressor[(q * R + n) * S + s];
                if (output != 0) {
                    a->intensity[(n * S + s) * a->n + account] = sum / output;
                } else {
                    a->stranded[account * R + n] += sum;
                }
                total += sum;
            }
            production[account * R + n] = total + *home;
        }
    }
}

/* consumption[a][n] = sum_is m[i][s][a] Y[(i,s),n] and what falls on households directly; m = (I - A')^-1 intensity. */
static selat_status account_consumption(selat_context *context, const accounts *a, selat_leontief *solver,
                                        selat_footprint *out) {
    int64_t R = a->table->regions.count, S = a->table->sectors.count;
    double *multiplier = NULL, *bought = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, R * S * a->n, &multiplier));
    TRY_OR(done, status, selat_new(context, R * S, &bought));
    TRY_OR(done, status, selat_leontief_solve(context, solver, true, a->n, a->intensity, 0, multiplier, &out->solver));
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(a->table, n, bought);
        for (int64_t account = 0; account < a->n; account++) {
            double sum = a->household[account * R + n] + a->stranded[account * R + n];
            for (int64_t at = 0; at < R * S; at++) sum += multiplier[at * a->n + account] * bought[at];
            out->consumption[account * R + n] = sum;
        }
    }
done:
    selat_release(context, multiplier);
    selat_release(context, bought);
    return status;
}

/* bilateral[a][i][n] = sum_s intensity[i][s] ((I - A)^-1 Y_n)[i][s]. */
static selat_status account_pairs(selat_context *context, const accounts *a, selat_leontief *solver,
                                  selat_footprint *out) {
    int64_t R = a->table->regions.count, S = a->table->sectors.count;
    double *final = NULL, *output = NULL, *bought = NULL;
    selat_leontief_report report;
    selat_status status;
    TRY_OR(done, status, selat_new(context, R * S * R, &final));
    TRY_OR(done, status, selat_new(context, R * S * R, &output));
    TRY_OR(done, status, selat_new(context, R * S, &bought));
    for (int64_t n = 0; n < R; n++) {
        selat_table_final_by_origin_musd(a->table, n, bought);
        for (int64_t at = 0; at < R * S; at++) final[at * R + n] = bought[at];
    }
    TRY_OR(done, status, selat_leontief_solve(context, solver, false, R, final, 0, output, &report));
    for (int64_t account = 0; account < a->n; account++) {
        for (int64_t i = 0; i < R; i++) {
            double *row = out->bilateral + (account * R + i) * R;
            for (int64_t s = 0; s < S; s++) {
                double intensity = a->intensity[(i * S + s) * a->n + account];
                for (int64_t n = 0; n < R; n++) row[n] += intensity * output[(i * S + s) * R + n];
            }
            row[i] += a->household[account * R + i] + a->stranded[account * R + i];
        }
    }
    if (report.residual > out->solver.residual || !report.converged) out->solver = report;
done:
    selat_release(context, final);
    selat_release(context, output);
    selat_release(context, bought);
    return status;
}

static selat_status compute(selat_context *context, accounts *a, selat_leontief *solver, const double *weights,
                            bool with_bilateral, selat_footprint *out) {
    int64_t R = a->table->regions.count, S = a->table->sectors.count, count;
    TRY(selat_count(context, R, R > S ? R : S, a->n, 1, &count));
    TRY(selat_new(context, R * S * a->n, &a->intensity));
    TRY(selat_new(context, a->n * R, &a->stranded));
    TRY(selat_new(context, a->n * R, &a->household));
    TRY(selat_new(context, a->n * R, &out->production));
    TRY(selat_new(context, a->n * R, &out->consumption));
    weigh_rows(a, weights, out->production);
    TRY(account_consumption(context, a, solver, out));
    if (!with_bilateral) return SELAT_OK;
    TRY(selat_new(context, a->n * R * R, &out->bilateral));
    return account_pairs(context, a, solver, out);
}

selat_status selat_footprint_compute(selat_context *context, const selat_table *table, selat_leontief *solver,
                                     int64_t n_accounts, const double *weights, bool with_bilateral,
                                     selat_footprint *out) {
    *out = (selat_footprint){.n_accounts = n_accounts, .n_regions = table->regions.count};
    accounts a = {.table = table, .n = n_accounts};
    selat_status status = compute(context, &a, solver, weights, with_bilateral, out);
    selat_release(context, a.intensity);
    selat_release(context, a.stranded);
    selat_release(context, a.household);
    if (status != SELAT_OK) selat_footprint_clear(context, out);
    return status;
}

void selat_footprint_clear(selat_context *context, selat_footprint *footprint) {
    selat_release(context, footprint->production);
    selat_release(context, footprint->consumption);
    selat_release(context, footprint->bilateral);
    *footprint = (selat_footprint){0};
}

void selat_trade_balance_musd(const selat_table *t, double *balance) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t i = 0; i < R; i++) {
        for (int64_t n = 0; n < R; n++) {
            double exports = 0, imports = 0;
            for (int64_t s = 0; s < S && i < n; s++) {
                exports += selat_table_flow_musd(t, i, n, s);
                imports += selat_table_flow_musd(t, n, i, s);
            }
            if (i > n) continue;
            balance[i * R + n] = exports - imports;
            balance[n * R + i] = imports - exports;
        }
    }
}

selat_status selat_domestic_value_added_share(selat_context *context, const selat_table *table, selat_leontief *solver,
                                              double *out) {
    int64_t R = table->regions.count, S = table->sectors.count, size;
    int64_t valu = selat_labels_find(&table->primary, "VALU");
    double *exports = NULL, *output = NULL, *sold = NULL;
    selat_leontief_report report;
    selat_status status;
    if (valu < 0) return selat_fail(context, SELAT_BAD_INPUT, "table %s: there is no primary input VALU", table->name);
    TRY(selat_count(context, R, S, R, 1, &size));
    TRY_OR(done, status, selat_new(context, size, &exports));
    TRY_OR(done, status, selat_new(context, size, &output));
    TRY_OR(done, status, selat_new(context, R * S, &sold));
    selat_table_exports_musd(table, sold);
    for (int64_t at = 0; at < R * S; at++) exports[at * R + at / S] = sold[at];
    TRY_OR(done, status, selat_leontief_solve(context, solver, false, R, exports, 0, output, &report));
    if (!report.converged) {
        status = selat_fail(context, SELAT_FAILED, "table %s: the Leontief solve of exports did not converge (%s)",
                            table->name, selat_reason_name(report.reason));
        goto done;
    }
    for (int64_t n = 0; n < R; n++) {
        double added = 0, gross = 0;
        for (int64_t s = 0; s < S; s++) {
            int64_t at = n * S + s;
            double x = table->output_musd[at];
            gross += exports[at * R + n];
            if (x != 0) added += table->primary_musd[valu * R * S + at] / x * output[at * R + n];
        }
        out[n] = gross != 0 ? added / gross : 0;
    }
done:
    selat_release(context, sold);
    selat_release(context, exports);
    selat_release(context, output);
    return status;
}
