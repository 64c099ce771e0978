/* If X stops, Y loses: which foreign suppliers the parties' industries lean on. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/stress.h"

enum { MOST_SUPPLIERS = 20 };

typedef struct candidate {
    int64_t region, product;
    double exposure_musd;
} candidate;

static bool is_party(const selat_accord *accord, int64_t region) {
    for (int64_t k = 0; k < accord->n_parties; k++) {
        if (accord->parties[k] == region) return true;
    }
    return false;
}

static int larger_first(const void *left, const void *right) {
    const candidate *a = left, *b = right;
    if (a->exposure_musd != b->exposure_musd) return a->exposure_musd < b->exposure_musd ? 1 : -1;
    if (a->product != b->product) return a->product < b->product ? -1 : 1;
    return a->region < b->region ? -1 : a->region > b->region;
}

/* Exposure of the parties to industry (i, s): sum over parties n and their users k of
   criticality x trade share of i x use of s by k. */
static void fill_exposure(const selat_accord *accord, const selat_table *table, const double *criticality, candidate *out) {
    int64_t R = table->regions.count, S = table->sectors.count, N = R * S;
    for (int64_t p = 0; p < accord->n_parties; p++) {
        int64_t n = accord->parties[p];
        for (int64_t s = 0; s < S; s++) {
            double bound = 0;
            for (int64_t k = 0; k < S; k++) {
                bound += criticality[s * N + n * S + k] * table->use_musd[(n * S + s) * S + k];
            }
            for (int64_t i = 0; i < R; i++) {
                if (!is_party(accord, i)) out[i * S + s].exposure_musd += table->trade_share[(s * R + n) * R + i] * bound;
            }
        }
    }
}

selat_status run_stress_find_suppliers(selat_context *context, const selat_accord *accord, const selat_table *table,
                                       selat_stress_results *results) {
    int64_t R = table->regions.count, S = table->sectors.count, N = R * S;
    candidate *all = NULL;
    double *criticality = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, N, &all));
    TRY_OR(done, status, selat_new(context, S * N, &criticality));
    selat_disruption_rate(&table->sectors, R, table->use_musd, results->critical_share, criticality);
    for (int64_t f = 0; f < N; f++) all[f] = (candidate){f / S, f % S, 0};
    fill_exposure(accord, table, criticality, all);
    qsort(all, (size_t)N, sizeof *all, larger_first);
    TRY_OR(done, status, selat_new(context, MOST_SUPPLIERS, &results->suppliers));
    for (int64_t k = 0; k < N && k < MOST_SUPPLIERS && all[k].exposure_musd > 0; k++) {
        selat_critical_supplier *supplier = &results->suppliers[results->n_suppliers++];
        supplier->region = all[k].region;
        supplier->product = all[k].product;
        supplier->exposure_musd = all[k].exposure_musd;
        TRY_OR(done, status, selat_new(context, accord->n_parties, &supplier->income_loss_musd));
    }
done:
    selat_release(context, all);
    selat_release(context, criticality);
    return status;
}

static double loss_of(const selat_accord *accord, const selat_critical_supplier *supplier) {
    double sum = 0;
    for (int64_t k = 0; k < accord->n_parties; k++) sum += supplier->income_loss_musd[k];
    return sum;
}

void run_stress_sort_suppliers(const selat_accord *accord, selat_stress_results *results) {
    for (int64_t k = 1; k < results->n_suppliers; k++) { /* few: by insertion, stable */
        selat_critical_supplier moved = results->suppliers[k];
        int64_t at = k;
        for (; at > 0 && loss_of(accord, &results->suppliers[at - 1]) < loss_of(accord, &moved); at--) {
            results->suppliers[at] = results->suppliers[at - 1];
        }
        results->suppliers[at] = moved;
    }
}
