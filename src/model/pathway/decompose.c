/* What moved a region's emissions: additive logarithmic mean Divisia index. */
#include <math.h>

#include "model/pathway/internal.h"

/* (a - b) / (ln a - ln b), a where they are equal. */
static double log_mean(double a, double b) {
    double ratio = log(a / b);
    return fabs(ratio) > 1e-9 ? (a - b) / ratio : (a + b) / 2;
}

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += values[k];
    return sum;
}

typedef struct side {
    double emitted, output, bought, total; /* of one cell; `total` of the region's purchases */
} side;

static void add_cell(side from, side to, selat_emission_effects *out) {
    bool produces = from.output > 0 && to.output > 0;
    if (from.emitted <= 0 || to.emitted <= 0 || !produces) {
        *(produces ? &out->technique : &out->trade) += to.emitted - from.emitted;
        return;
    }
    double weight = log_mean(to.emitted, from.emitted);
    out->technique += weight * log(to.emitted / to.output / (from.emitted / from.output));
    double scale = from.total > 0 && to.total > 0 ? log(to.total / from.total) : 0;
    out->scale += weight * scale;
    if (from.bought <= 0 || to.bought <= 0) { /* not bought at home: what does not grow with the region is trade */
        out->trade += weight * (log(to.output / from.output) - scale);
        return;
    }
    out->composition += weight * (log(to.bought / from.bought) - scale);
    out->trade += weight * log(to.output / to.bought / (from.output / from.bought));
}

static double net_of(const selat_emission_year *year, const bool *ghg, int64_t at) {
    double sum = 0;
    for (int64_t q = 0; q < year->n_rows; q++) {
        if (ghg == NULL || ghg[q]) sum += year->net_mt[q * year->n_regions * year->n_sectors + at];
    }
    return sum;
}

void selat_emission_decompose(const selat_emission_year *from, const selat_emission_year *to, int64_t region,
                              selat_emission_effects *out) {
    int64_t S = from->n_sectors, R = from->n_regions, first = region * S;
    double total_from = sum_of(from->purchases_musd + first, S), total_to = sum_of(to->purchases_musd + first, S);
    *out = (selat_emission_effects){0};
    for (int64_t at = first; at < first + S; at++) {
        side a = {net_of(from, from->ghg, at), from->output_musd[at], from->purchases_musd[at], total_from};
        side b = {net_of(to, from->ghg, at), to->output_musd[at], to->purchases_musd[at], total_to};
        add_cell(a, b, out);
    }
    double home_from = 0, home_to = 0;
    for (int64_t q = 0; q < from->n_rows; q++) {
        if (!from->ghg[q]) continue;
        home_from += from->household_mt[q * R + region];
        home_to += to->household_mt[q * R + region];
    }
    if (home_from <= 0 || home_to <= 0 || total_from <= 0 || total_to <= 0) {
        out->technique += home_to - home_from;
        return;
    }
    double weight = log_mean(home_to, home_from);
    out->scale += weight * log(total_to / total_from);
    out->technique += weight * log(home_to / total_to / (home_from / total_from));
}
