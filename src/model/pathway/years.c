/* Quantities and emissions of the years of one table. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/pathway/internal.h"

typedef struct work {
    selat_context *context;
    const selat_table *table;
    int64_t R, S, Q, n_consumers;
    const int64_t *consumers;
    double tolerance;
    double *final;  /* [R n][R i][S] final demand by consuming region and origin, at the table's level */
} work;

static bool is_ghg(const selat_table *t, int64_t row) { return strstr(t->stressor_units[row], "CO2") != NULL; }

static selat_status check_change(const work *w, const selat_emission_change *change) {
    selat_change_array arrays[SELAT_CHANGE_ARRAYS];
    selat_emission_change_arrays(w->table, (selat_emission_change *)change, arrays); /* only read */
    for (int k = 0; k < SELAT_CHANGE_ARRAYS; k++) {
        const double *values = *arrays[k].values;
        for (int64_t at = 0; values != NULL && at < arrays[k].count; at++) {
            if (isfinite(values[at]) && !(arrays[k].bounded && values[at] < arrays[k].low)) continue;
            return selat_fail(w->context, SELAT_BAD_INPUT,
                              "emissions of a year, %s, entry %lld: found %g, expected a finite number%s", arrays[k].name,
                              (long long)at + 1, values[at], arrays[k].bounded ? " of at least 0" : "");
        }
    }
    return SELAT_OK;
}

/* ---- quantities ---- */

/* Columns of a block [R*S][columns]: final demand of each consumer at the table's level, then that of all regions by each
   change's demand factors. */
static void fill_demand(const work *w, int64_t n_changes, const selat_emission_change *const *changes, double *block) {
    int64_t cells = w->R * w->S, columns = w->n_consumers + n_changes;
    memset(block, 0, (size_t)(cells * columns) * sizeof *block);
    for (int64_t c = 0; c < w->n_consumers; c++) {
        const double *bought = w->final + w->consumers[c] * cells;
        for (int64_t at = 0; at < cells; at++) block[at * columns + c] = bought[at];
    }
    for (int64_t n = 0; n < w->R; n++) {
        const double *bought = w->final + n * cells;
        for (int64_t at = 0; at < cells; at++) {
            double *row = block + at * columns + w->n_consumers;
            for (int64_t k = 0; k < n_changes; k++) row[k] += selat_factor(changes[k]->demand_factor, n) * bought[at];
        }
    }
}

/* The table with the inputs of every industry scaled. */
static selat_status scale_inputs(const work *w, const double *input_factor, selat_table **out) {
    TRY(selat_table_copy(w->context, w->table, out));
    for (int64_t row = 0; row < w->R * w->S; row++) {
        const double *factor = input_factor + row / w->S * w->S;
        for (int64_t k = 0; k < w->S; k++) (*out)->use_musd[row * w->S + k] *= factor[k];
    }
    return SELAT_OK;
}

static selat_status solve_block(const work *w, selat_leontief *solver, int64_t n_changes,
                                const selat_emission_change *const *changes, double **out,
                                selat_leontief_report *report) {
    int64_t columns = w->n_consumers + n_changes, size;
    double *demand = NULL;
    selat_status status;
    *out = NULL;
    TRY(selat_count(w->context, w->R, w->S, columns, 1, &size));
    TRY_OR(end, status, selat_new(w->context, size, &demand));
    TRY_OR(end, status, selat_new(w->context, size, out));
    fill_demand(w, n_changes, changes, demand);
    status = selat_leontief_solve(w->context, solver, false, columns, demand, w->tolerance, *out, report);
end:
    selat_release(w->context, demand);
    return status;
}

/* ---- one year ---- */

static selat_status make_room(const work *w, selat_emission_year *out) {
    int64_t RS = w->R * w->S;
    *out = (selat_emission_year){.n_regions = w->R, .n_sectors = w->S, .n_rows = w->Q, .n_consumers = w->n_consumers};
    double **const cells[] = {&out->gross_mt, &out->captured_mt, &out->net_mt};
    for (int k = 0; k < 3; k++) TRY(selat_new(w->context, w->Q * RS, cells[k]));
    double **const regions[] = {&out->production_mt, &out->co2_production_mt, &out->captured_total_mt};
    for (int k = 0; k < 3; k++) TRY(selat_new(w->context, w->R, regions[k]));
    TRY(selat_new(w->context, w->Q, &out->ghg));
    for (int64_t q = 0; q < w->Q; q++) out->ghg[q] = is_ghg(w->table, q);
    TRY(selat_new(w->context, RS, &out->output_musd));
    TRY(selat_new(w->context, RS, &out->purchases_musd));
    TRY(selat_new(w->context, w->Q * w->R, &out->household_mt));
    TRY(selat_new(w->context, w->n_consumers, &out->consumers));
    memcpy(out->consumers, w->consumers, (size_t)w->n_consumers * sizeof *w->consumers);
    return selat_new(w->context, w->n_consumers, &out->consumption_mt);
}

/* m[n][s] = sum_k use[n][s][k] phi[n][k] x[n][k] / output[n][k] + G_n sum_f final. */
static void fill_purchases(const work *w, const selat_emission_change *change, selat_emission_year *out) {
    const selat_table *t = w->table;
    int64_t F = t->demands.count;
    for (int64_t n = 0; n < w->R; n++) {
        double growth = selat_factor(change->demand_factor, n);
        for (int64_t s = 0; s < w->S; s++) {
            double sum = 0;
            for (int64_t f = 0; f < F; f++) sum += t->final_musd[(n * w->S + s) * F + f];
            sum *= growth;
            for (int64_t k = 0; k < w->S; k++) {
                int64_t at = n * w->S + k;
                if (t->output_musd[at] == 0) continue;
                sum += t->use_musd[(n * w->S + s) * w->S + k] * selat_factor(change->input_factor, at) *
                       out->output_musd[at] / t->output_musd[at];
            }
            out->purchases_musd[n * w->S + s] = sum;
        }
    }
}

typedef struct emitted {
    double gross, wanted, captured, net;
} emitted;

static emitted emitted_by(const selat_table *t, const double *output, const selat_emission_change *change, int64_t cell,
                          int64_t at) {
    double more = t->output_musd[at] != 0 ? output[at] / t->output_musd[at] : 1;
    emitted e = {.gross = t->stressor[cell] * selat_factor(change->intensity_factor, cell) * more};
    e.wanted = selat_amount(change->captured_share, cell) * e.gross + selat_amount(change->captured_mt, cell);
    e.captured = e.wanted <= e.gross ? e.wanted : e.gross;
    e.net = e.gross - e.captured + selat_amount(change->added_mt, cell);
    return e;
}

static double household_mt(const selat_table *t, const selat_emission_change *change, int64_t q, int64_t n) {
    int64_t at = q * t->regions.count + n;
    return t->stressor_final[at] * selat_factor(change->household_factor, at) * selat_factor(change->demand_factor, n);
}

void selat_emission_production(const selat_table *table, const double *output_musd, const selat_emission_change *change,
                               double *production_mt) {
    int64_t R = table->regions.count, S = table->sectors.count;
    for (int64_t n = 0; n < R; n++) {
        production_mt[n] = selat_amount(change->credit_mt, n);
        for (int64_t q = 0; q < table->stressors.count; q++) {
            if (!is_ghg(table, q)) continue;
            production_mt[n] += household_mt(table, change, q, n);
            for (int64_t at = n * S; at < n * S + S; at++) {
                production_mt[n] += emitted_by(table, output_musd, change, q * R * S + at, at).net;
            }
        }
    }
}

static void fill_emissions(const work *w, const selat_emission_change *change, selat_emission_year *out) {
    const selat_table *t = w->table;
    int64_t RS = w->R * w->S;
    for (int64_t q = 0; q < w->Q; q++) {
        bool ghg = out->ghg[q], co2 = ghg && strcmp(t->stressor_gases[q], "CO2") == 0;
        for (int64_t at = 0; at < RS; at++) {
            int64_t n = at / w->S, cell = q * RS + at;
            emitted e = emitted_by(t, out->output_musd, change, cell, at);
            out->gross_mt[cell] = e.gross;
            out->captured_mt[cell] = e.captured;
            out->net_mt[cell] = e.net;
            if (!ghg) continue;
            out->clipped_mt += e.wanted - e.captured;
            out->captured_total_mt[n] += e.captured;
            out->production_mt[n] += out->net_mt[cell];
            if (co2) out->co2_production_mt[n] += out->net_mt[cell];
        }
        for (int64_t n = 0; n < w->R; n++) {
            double home = household_mt(t, change, q, n);
            out->household_mt[q * w->R + n] = home;
            if (ghg) out->production_mt[n] += home;
            if (co2) out->co2_production_mt[n] += home;
        }
    }
    for (int64_t n = 0; n < w->R; n++) {
        out->production_mt[n] += selat_amount(change->credit_mt, n);
        out->co2_production_mt[n] += selat_amount(change->credit_mt, n);
    }
}

/* Consumption of n: sum over industries of net / x times what n's demand makes them produce; emissions of an industry
   without output stay with their own region. */
static void fill_consumption(const work *w, const selat_emission_change *change, const double *block, int64_t columns,
                             selat_emission_year *out) {
    int64_t RS = w->R * w->S;
    for (int64_t c = 0; c < w->n_consumers; c++) {
        int64_t n = w->consumers[c];
        double growth = selat_factor(change->demand_factor, n), sum = 0;
        for (int64_t q = 0; q < w->Q; q++) {
            if (!out->ghg[q]) continue;
            const double *net = out->net_mt + q * RS;
            sum += out->household_mt[q * w->R + n];
            for (int64_t at = 0; at < RS; at++) {
                if (out->output_musd[at] != 0)
                    sum += net[at] / out->output_musd[at] * growth * block[at * columns + c];
                else if (at / w->S == n)
                    sum += net[at];
            }
        }
        out->consumption_mt[c] = sum;
    }
}

static selat_status fill_year(const work *w, const selat_emission_change *change, const double *block, int64_t columns,
                              int64_t column, const selat_leontief_report *report, selat_emission_year *out) {
    TRY(make_room(w, out));
    for (int64_t at = 0; at < w->R * w->S; at++) out->output_musd[at] = block[at * columns + column];
    out->solver = *report;
    fill_purchases(w, change, out);
    fill_emissions(w, change, out);
    fill_consumption(w, change, block, columns, out);
    return SELAT_OK;
}

static selat_status solve_alone(const work *w, const selat_emission_change *change, selat_emission_year *out) {
    selat_table *scaled = NULL;
    selat_leontief *solver = NULL;
    double *block = NULL;
    selat_leontief_report report;
    selat_status status;
    TRY_OR(end, status, scale_inputs(w, change->input_factor, &scaled));
    TRY_OR(end, status, selat_leontief_create(w->context, scaled, &solver));
    TRY_OR(end, status, solve_block(w, solver, 1, &change, &block, &report));
    status = fill_year(w, change, block, w->n_consumers + 1, w->n_consumers, &report, out);
end:
    selat_release(w->context, block);
    selat_leontief_destroy(w->context, solver);
    selat_table_destroy(w->context, scaled);
    return status;
}

static selat_status solve_together(const work *w, selat_leontief *solver, int64_t n_years,
                                   const selat_emission_change *changes, selat_emission_year *out) {
    const selat_emission_change **plain = NULL;
    double *block = NULL;
    selat_leontief_report report;
    int64_t count = 0;
    selat_status status;
    TRY_OR(end, status, selat_new(w->context, n_years, &plain));
    for (int64_t k = 0; k < n_years; k++) {
        if (changes[k].input_factor == NULL) plain[count++] = &changes[k];
    }
    if (count == 0) goto end;
    TRY_OR(end, status, solve_block(w, solver, count, plain, &block, &report));
    for (int64_t k = 0; k < count; k++) {
        TRY_OR(end, status, fill_year(w, plain[k], block, w->n_consumers + count, w->n_consumers + k, &report,
                                      &out[plain[k] - changes]));
    }
end:
    selat_release(w->context, block);
    selat_release(w->context, plain);
    return status;
}

static selat_status solve_years(work *w, selat_leontief *solver, int64_t n_years, const selat_emission_change *changes,
                                selat_emission_year *out) {
    TRY(selat_new(w->context, w->R * w->R * w->S, &w->final));
    for (int64_t n = 0; n < w->R; n++) selat_table_final_by_origin_musd(w->table, n, w->final + n * w->R * w->S);
    for (int64_t k = 0; k < n_years; k++) TRY(check_change(w, &changes[k]));
    TRY(solve_together(w, solver, n_years, changes, out));
    for (int64_t k = 0; k < n_years; k++) {
        if (changes[k].input_factor == NULL) continue;
        TRY(selat_check_cancel(w->context));
        TRY(solve_alone(w, &changes[k], &out[k]));
    }
    return SELAT_OK;
}

selat_status selat_emission_years(selat_context *context, const selat_table *table, selat_leontief *solver,
                                  int64_t n_years, const selat_emission_change *changes, int64_t n_consumers,
                                  const int64_t *consumers, double tolerance, selat_emission_year *out) {
    work w = {.context = context,
              .table = table,
              .R = table->regions.count,
              .S = table->sectors.count,
              .Q = table->stressors.count,
              .n_consumers = consumers != NULL ? n_consumers : table->regions.count,
              .consumers = consumers,
              .tolerance = tolerance};
    int64_t *all = NULL;
    selat_leontief *own = NULL;
    selat_status status;
    for (int64_t k = 0; k < n_years; k++) out[k] = (selat_emission_year){0};
    if (consumers == NULL) {
        TRY_OR(end, status, selat_new(context, w.R, &all));
        for (int64_t n = 0; n < w.R; n++) all[n] = n;
        w.consumers = all;
    }
    if (solver == NULL) TRY_OR(end, status, selat_leontief_create(context, table, &own));
    status = solve_years(&w, solver != NULL ? solver : own, n_years, changes, out);
end:
    for (int64_t k = 0; status != SELAT_OK && k < n_years; k++) selat_emission_year_clear(context, &out[k]);
    selat_release(context, w.final);
    selat_release(context, all);
    selat_leontief_destroy(context, own);
    return status;
}
