/* Stress tests in the terminal summary: one line each, and the suppliers that matter most. */
#include <math.h>

#include "base/status.h"
#include "report/headline.h"
#include "report/summary.h"
#include "selat/chain_run.h"

enum { NAME = 34, SUPPLIERS = 3 };

/* Without the accord and with it, for every shown party; what the parties together are spared, with its range. */
static selat_status add_test(selat_context *context, const selat_results *results, int64_t n_parties, int64_t stress,
                             selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    const selat_stress_outcome *outcome = &results->stress->stresses[stress];
    TRY(selat_text_add(context, out, "%-*.*s", NAME, NAME - 1, accord->stresses[stress].name));
    for (int64_t p = 0; p < n_parties; p++) {
        int64_t n = accord->parties[p];
        TRY(selat_text_add(context, out, "%11.1f%11.1f", outcome->before[SELAT_SETTING_HALF].regions[n].income_loss_musd,
                           outcome->after[SELAT_SETTING_HALF].regions[n].income_loss_musd));
    }
    double avoided[SELAT_STRESS_SETTINGS] = {0}, low = INFINITY, high = -INFINITY;
    for (int s = 0; s < results->stress->n_settings; s++) {
        for (int64_t p = 0; p < accord->n_parties; p++) {
            avoided[s] += selat_stress_avoided_musd(outcome, (selat_stress_setting)s, accord->parties[p]);
        }
        low = fmin(low, avoided[s]);
        high = fmax(high, avoided[s]);
    }
    if (results->stress->n_settings < 2) return selat_text_add(context, out, "%11.1f\n", fabs(avoided[0]) < 0.05 ? 0 : avoided[0]);
    return selat_text_add(context, out, "%11.1f  %.1f to %.1f\n", fabs(avoided[0]) < 0.05 ? 0 : avoided[0],
                          fabs(low) < 0.05 ? 0 : low, fabs(high) < 0.05 ? 0 : high);
}

static selat_status add_suppliers(selat_context *context, const selat_results *results, int64_t n_parties, selat_text *out) {
    const selat_stress_results *stress = results->stress;
    if (stress->quick) {
        return selat_text_add(context, out, "quick answer: --draws N adds ranges, each measure of resilience alone and suppliers that matter\n");
    }
    if (stress->n_suppliers == 0) return SELAT_OK;
    TRY(selat_text_add(context, out, "if it stops %lld days, MUSD:", (long long)stress->supplier_outage.days));
    for (int64_t k = 0; k < stress->n_suppliers && k < SUPPLIERS; k++) {
        const selat_critical_supplier *one = &stress->suppliers[k];
        TRY(selat_text_add(context, out, "%s %s %s (", k > 0 ? "," : "", results->inputs.table->regions.codes[one->region],
                           results->inputs.table->sectors.codes[one->product]));
        for (int64_t p = 0; p < n_parties; p++) {
            TRY(selat_text_add(context, out, "%s%s %.0f", p > 0 ? ", " : "",
                               results->inputs.table->regions.codes[results->inputs.accord->parties[p]],
                               one->income_loss_musd[p]));
        }
        TRY(selat_text_add(context, out, ")"));
    }
    return selat_text_add(context, out, "\n");
}

selat_status report_add_stress(selat_context *context, const selat_results *results, int64_t n_parties, const char *bold,
                               const char *plain, selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    if (results->stress == NULL) return SELAT_OK;
    TRY(selat_text_add(context, out, "\n%s%-*s", bold, NAME, "income lost under stress, MUSD"));
    for (int64_t p = 0; p < n_parties; p++) {
        const char *code = results->inputs.table->regions.codes[accord->parties[p]];
        TRY(selat_text_add(context, out, "%7.3s w/o%6.3s with", code, code));
    }
    TRY(selat_text_add(context, out, "%11s%s%s\n", "avoided", results->stress->n_settings < 2 ? "" : "  range", plain));
    for (int64_t k = 0; k < results->stress->n_stresses; k++) {
        if (selat_run_chains_carried(results->inputs.chains, k)) TRY(add_test(context, results, n_parties, k, out));
    }
    TRY(report_add_chains(context, results, out));
    return add_suppliers(context, results, n_parties, out);
}
