/* Production, consumption, imports and exports of stressors by region and sector.

   With x_qn = L' s_qn, where s_qn is stressor q per output in region n and 0 elsewhere: what n emits for final demand of
   product k from i is x_qn[i,k] Y_n[i,k], hence domestic[q][n][k] = sum_i x_qn[i,k] Y_n[i,k], the multiplier of q is
   sum_n x_qn, and imports are consumption less domestic. */
#include "selat/accounts.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static const double tolerance = 1e-12;

typedef struct work {
    const selat_table *table;
    int64_t R, S, Q;
    double *demand;   /* [R][S][R n] final demand by origin */
    double *right;    /* [R][S][R n][Q] */
    double *solution; /* the same */
    double *domestic; /* [R n][S k][Q] */
    double *consumed; /* [R n][S k][Q] */
    double *sums;     /* [Q] multipliers of one row */
    double *one;      /* [R][S] */
} work;

static selat_status allocate(selat_context *context, work *w, selat_accounts *out) {
    int64_t cells = w->R * w->S, size;
    TRY(selat_count(context, cells, w->R, w->Q + 1, sizeof(double), &size));
    TRY(selat_new(context, cells * w->R, &w->demand));
    TRY(selat_new(context, cells * w->R * w->Q, &w->right));
    TRY(selat_new(context, cells * w->R * w->Q, &w->solution));
    TRY(selat_new(context, cells * w->Q, &w->domestic));
    TRY(selat_new(context, cells * w->Q, &w->consumed));
    TRY(selat_new(context, w->Q, &w->sums));
    TRY(selat_new(context, cells, &w->one));
    double **const results[] = {&out->intensity,   &out->multiplier, &out->production,
                                &out->consumption, &out->imports,    &out->exports};
    for (size_t k = 0; k < sizeof results / sizeof *results; k++) TRY(selat_new(context, w->Q * cells, results[k]));
    TRY(selat_new(context, w->Q * w->R * w->R, &out->bilateral));
    return selat_new(context, w->Q * w->R, &out->household);
}

static void release(selat_context *context, work *w) {
    double *const parts[] = {w->demand, w->right, w->solution, w->domestic, w->consumed, w->sums, w->one};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

/* Intensities, the right-hand sides made of them, final demand by origin. */
static void fill(work *w, const double *flows, selat_accounts *out) {
    int64_t cells = w->R * w->S;
    for (int64_t q = 0; q < w->Q; q++) {
        for (int64_t at = 0; at < cells; at++) {
            double output = w->table->output_musd[at], flow = flows[q * cells + at];
            double intensity = output != 0 ? flow / output : 0;
            out->intensity[q * cells + at] = intensity;
            out->production[q * cells + at] = flow;
            w->right[(at * w->R + at / w->S) * w->Q + q] = intensity;
        }
    }
    for (int64_t n = 0; n < w->R; n++) {
        selat_table_final_by_origin_musd(w->table, n, w->one);
        for (int64_t at = 0; at < cells; at++) w->demand[at * w->R + n] = w->one[at];
    }
}

/* Adds up one row (i, k) of the solution into consumption and its domestic part. */
static void add_row(work *w, int64_t at, double *multiplier) {
    const double *x = w->solution + at * w->R * w->Q, *demand = w->demand + at * w->R;
    int64_t Q = w->Q;
    memset(w->sums, 0, (size_t)Q * sizeof *w->sums);
    for (int64_t n = 0; n < w->R; n++) {
        for (int64_t q = 0; q < Q; q++) w->sums[q] += x[n * Q + q];
    }
    for (int64_t n = 0; n < w->R; n++) {
        double *domestic = w->domestic + (n * w->S + at % w->S) * Q, *consumed = w->consumed + (n * w->S + at % w->S) * Q;
        for (int64_t q = 0; q < Q; q++) {
            domestic[q] += x[n * Q + q] * demand[n];
            consumed[q] += w->sums[q] * demand[n];
        }
    }
    for (int64_t q = 0; q < Q; q++) multiplier[q * w->R * w->S + at] = w->sums[q];
}

static void account_consumption(work *w, const double *flows, selat_accounts *out) {
    int64_t cells = w->R * w->S;
    for (int64_t at = 0; at < cells; at++) add_row(w, at, out->multiplier);
    for (int64_t at = 0; at < cells; at++) {
        for (int64_t q = 0; q < w->Q; q++) {
            double consumed = w->consumed[at * w->Q + q];
            double stranded = w->table->output_musd[at] == 0 ? flows[q * cells + at] : 0;
            out->consumption[q * cells + at] = consumed + stranded;
            out->imports[q * cells + at] = consumed - w->domestic[at * w->Q + q];
        }
    }
}

/* exports[q][n][r] = s_q[n,r] sum over m != n of (L Y_m)[n,r]; bilateral[q][i][n] = sum_r s_q[i,r] (L Y_n)[i,r]. */
static void account_exports(work *w, const double *output, selat_accounts *out) {
    int64_t cells = w->R * w->S;
    for (int64_t at = 0; at < cells; at++) {
        double abroad = 0;
        for (int64_t m = 0; m < w->R; m++) abroad += m != at / w->S ? output[at * w->R + m] : 0;
        for (int64_t q = 0; q < w->Q; q++) {
            double intensity = out->intensity[q * cells + at], *row = out->bilateral + (q * w->R + at / w->S) * w->R;
            out->exports[q * cells + at] = intensity * abroad;
            for (int64_t n = 0; n < w->R; n++) row[n] += intensity * output[at * w->R + n];
        }
    }
}

static selat_status solve(selat_context *context, work *w, selat_leontief *solver, bool transpose, int64_t columns,
                          const double *right, double *answer, selat_leontief_report *worst) {
    selat_leontief_report report;
    TRY(selat_leontief_solve(context, solver, transpose, columns, right, tolerance, answer, &report));
    if (!report.converged) {
        return selat_fail(context, SELAT_FAILED, "table %s: the Leontief solve of the accounts did not converge (%s)",
                          w->table->name, selat_reason_name(report.reason));
    }
    if (worst->tolerance == 0 || report.residual > worst->residual) *worst = report;
    return SELAT_OK;
}

static selat_status compute(selat_context *context, work *w, selat_leontief *solver, const double *flows,
                            const double *household, selat_accounts *out) {
    TRY(allocate(context, w, out));
    fill(w, flows, out);
    if (household != NULL) memcpy(out->household, household, (size_t)(w->Q * w->R) * sizeof *household);
    TRY(solve(context, w, solver, true, w->R * w->Q, w->right, w->solution, &out->solver));
    account_consumption(w, flows, out);
    if (w->Q == 0) return SELAT_OK;
    TRY(solve(context, w, solver, false, w->R, w->demand, w->solution, &out->solver));
    account_exports(w, w->solution, out);
    return SELAT_OK;
}

selat_status selat_accounts_compute(selat_context *context, const selat_table *table, selat_leontief *solver,
                                    int64_t n_accounts, const double *flows, const double *household,
                                    selat_accounts *out) {
    *out = (selat_accounts){
        .n_accounts = n_accounts, .n_regions = table->regions.count, .n_sectors = table->sectors.count};
    work w = {.table = table, .R = out->n_regions, .S = out->n_sectors, .Q = n_accounts};
    selat_status status = compute(context, &w, solver, flows, household, out);
    release(context, &w);
    if (status != SELAT_OK) selat_accounts_clear(context, out);
    return status;
}

void selat_accounts_clear(selat_context *context, selat_accounts *a) {
    double *const parts[] = {a->intensity, a->multiplier, a->production, a->consumption,
                             a->imports,   a->exports,    a->bilateral,  a->household};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    *a = (selat_accounts){0};
}

int64_t selat_accounts_columns(const selat_table *table, int64_t n_accounts) {
    return table->regions.count * (n_accounts + 1);
}

int64_t selat_accounts_of_table(const selat_table *table) {
    return table->stressors.count + (selat_labels_find(&table->primary, "VALU") >= 0);
}

selat_status selat_accounts_flows(selat_context *context, const selat_table *t, double **flows, double **household) {
    int64_t R = t->regions.count, cells = R * t->sectors.count, Q = t->stressors.count;
    int64_t valu = selat_labels_find(&t->primary, "VALU"), first = valu >= 0;
    TRY(selat_new(context, (Q + first) * cells, flows));
    selat_status status = selat_new(context, (Q + first) * R, household);
    if (status != SELAT_OK) {
        selat_release(context, *flows);
        return status;
    }
    if (valu >= 0) memcpy(*flows, t->primary_musd + valu * cells, (size_t)cells * sizeof(double));
    memcpy(*flows + first * cells, t->stressor, (size_t)(Q * cells) * sizeof(double));
    memcpy(*household + first * R, t->stressor_final, (size_t)(Q * R) * sizeof(double));
    return SELAT_OK;
}

void selat_accounts_by_region(const selat_accounts *a, const double *population, double *out) {
    const double *const sides[SELAT_ACCOUNT_SIDES] = {a->production, a->consumption, a->imports, a->exports};
    int64_t R = a->n_regions, S = a->n_sectors;
    for (int side = 0; side < SELAT_ACCOUNT_SIDES; side++) {
        bool homes = side == SELAT_ACCOUNT_PRODUCTION || side == SELAT_ACCOUNT_CONSUMPTION;
        for (int64_t at = 0; at < a->n_accounts * R; at++) {
            double sum = homes ? a->household[at] : 0;
            for (int64_t s = 0; s < S; s++) sum += sides[side][at * S + s];
            if (population != NULL) sum = population[at % R] > 0 ? sum / population[at % R] : NAN;
            out[side * a->n_accounts * R + at] = sum;
        }
    }
}
