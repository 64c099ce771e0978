/* The emission pathway in the terminal summary. */
#include <math.h>

#include "report/headline.h"
#include "report/summary.h"

enum { PATH_YEARS = 11 };

static selat_status add_side(selat_context *context, const selat_results *results, int64_t p, int side, selat_text *out) {
    const selat_emission_results *e = results->emissions;
    int64_t n = e->n_years, shown = n < PATH_YEARS ? n : PATH_YEARS;
    const char *country = report_country(results, results->inputs.accord->parties[p]);
    selat_status status = selat_text_add(context, out, "%-8.8s %-5s", country, side == SELAT_WITH ? "with" : "w/o");
    for (int64_t c = 0; c < shown && status == SELAT_OK; c++) {
        const selat_party_emissions *party = &e->parties[(shown > 1 ? c * (n - 1) / (shown - 1) : 0) * e->n_parties + p];
        status = selat_text_add(context, out, "%8.1f", party->production_mt[side]);
    }
    return status == SELAT_OK ? selat_text_add(context, out, "\n") : status;
}

static const char *region_code(const selat_results *results, int64_t region) {
    return results->inputs.table->regions.codes[region];
}

/* One measure in the parties: what it cuts, what that costs, who pays. */
static selat_status add_cost(selat_context *context, const selat_results *results, int64_t measure, bool first,
                             bool *added, selat_text *out) {
    const selat_emission_results *e = results->emissions;
    const selat_measure *m = &results->inputs.accord->measures[measure];
    char payers[64] = "";
    double cut = 0, cost = NAN;
    size_t used = 0;
    for (int64_t k = 0; k < e->n_abatement; k++) {
        const selat_abatement *a = &e->abatement[k];
        bool party = false;
        for (int64_t p = 0; p < e->n_parties; p++) party = party || results->inputs.accord->parties[p] == a->region;
        if (a->measure != measure || !party || !isfinite(a->cost_usd_per_t) || !(a->cut_mt > 0)) continue;
        cut += a->cut_mt;
        cost = a->cost_usd_per_t;
        used += (size_t)selat_format(payers + used, sizeof payers - used, used > 0 ? ", %s" : "%s",
                                     region_code(results, m->kind == SELAT_MEASURE_HYDROGEN ? m->buyer : a->region));
        if (used + 8 > sizeof payers) break;
    }
    *added = cut > 0;
    if (!*added) return SELAT_OK;
    return selat_text_add(context, out, "%s%s %.2f at %.0f (%s)", first ? "cuts, Mt at USD/t (who pays): " : "; ",
                          selat_measure_kind_name(m->kind), cut, cost, payers);
}

static selat_status add_costs(selat_context *context, const selat_results *results, selat_text *out) {
    enum { LISTED = 3 };
    int64_t listed = 0;
    for (int64_t m = 0; m < results->inputs.accord->n_measures && listed < LISTED; m++) {
        bool added;
        selat_status status = add_cost(context, results, m, listed == 0, &added, out);
        if (status != SELAT_OK) return status;
        listed += added;
    }
    return listed > 0 ? selat_text_add(context, out, "\n") : SELAT_OK;
}

selat_status report_add_emissions(selat_context *context, const selat_results *results, int64_t n_parties,
                                  const char *bold, const char *plain, selat_text *out) {
    if (results->emissions == NULL || results->n_years < 2) return SELAT_OK;
    selat_status status = selat_text_add(context, out, "%sMt CO2e a year, without and with the accord%s\n", bold, plain);
    for (int64_t p = 0; p < n_parties && status == SELAT_OK; p++) {
        status = add_side(context, results, p, SELAT_WITHOUT, out);
        if (status == SELAT_OK) status = add_side(context, results, p, SELAT_WITH, out);
    }
    return status == SELAT_OK ? add_costs(context, results, out) : status;
}
