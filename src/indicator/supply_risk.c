/* Supply risk of a raw material, European Commission (2017), Methodology for establishing the EU list of critical raw materials. */
#include "selat/exposure.h"

double selat_weighted_concentration(int64_t n, const double *share, const double *governance, const double *trade) {
    double sum = 0;
    for (int64_t c = 0; c < n; c++) sum += share[c] * share[c] * governance[c] * trade[c];
    return sum;
}

double selat_supply_risk_value(const selat_supply_risk *of) {
    double world = selat_weighted_concentration(of->n_regions, of->global_share, of->governance, of->trade);
    double local = selat_weighted_concentration(of->n_regions, of->local_share, of->governance, of->trade);
    double half = of->import_reliance / 2;
    return (world * half + local * (1 - half)) * (1 - of->recycling) * of->substitution;
}
