/* How far a region is from what it pledged. */
#include <math.h>
#include <string.h>

#include "model/pathway/internal.h"

static const char land_use_caveat[] =
    "counts land use, land-use change and forestry, which the table's emissions leave out: not directly comparable";
static const char years_caveat[] = "the target year lies outside the years of the run: its last year is held against it";
static const char base_caveat[] = "the base-year emissions or the peak that it counts from are not known here";
static const char coverage_caveat[] = "does not cover the whole economy, as the table's emissions do";

typedef struct series {
    int64_t first_year, n_years;
    const double *mt, *gdp;
} series;

static double gdp_at(const series *s, int64_t k) { return s->gdp != NULL ? s->gdp[k] : 1; }

static double peak_of(const series *s) {
    double peak = s->mt[0];
    for (int64_t k = 1; k < s->n_years; k++) peak = fmax(peak, s->mt[k]);
    return peak;
}

/* What the pledge allows in year k of the series, Mt; NAN where it counts from something unknown. A cut of emissions per
   GDP by c allows base (1 - c) GDP / GDP of the base year, with base_mt stated per GDP of the table's year. */
static double target_of(const selat_pledge *p, const series *s, int64_t k) {
    if (p->type == SELAT_PLEDGE_NET_ZERO) return 0;
    if (p->type == SELAT_PLEDGE_PEAK) return peak_of(s) - (p->peak_low_mt + p->peak_high_mt) / 2;
    if (isfinite(p->target_mt)) return p->target_mt;
    double allowed = p->base_mt * (1 - p->cut_percent / 100);
    return p->type == SELAT_PLEDGE_INTENSITY ? allowed * gdp_at(s, k) : allowed;
}

void selat_pledge_distances(const selat_pledges *pledges, const char *region, int64_t first_year, int64_t n_years,
                            const double *series_mt, const double *gdp_factor, selat_pledge_distance *out,
                            int64_t *count) {
    series s = {first_year, n_years, series_mt, gdp_factor};
    *count = 0;
    for (int64_t k = 0; k < pledges->count; k++) {
        const selat_pledge *p = &pledges->pledges[k];
        if (strcmp(p->region, region) != 0 || n_years < 1) continue;
        int64_t at = p->year - first_year;
        bool outside = at < 0 || at >= n_years;
        if (outside) at = at < 0 ? 0 : n_years - 1;
        selat_pledge_distance *d = &out[(*count)++];
        *d = (selat_pledge_distance){.pledge = k, .year = first_year + at, .emissions_mt = series_mt[at]};
        d->target_mt = target_of(p, &s, at);
        d->distance_mt = d->emissions_mt - d->target_mt;
        d->comparable = isfinite(d->target_mt);
        d->caveat = !d->comparable   ? base_caveat
                    : p->land_use    ? land_use_caveat
                    : outside        ? years_caveat
                    : !p->economy_wide ? coverage_caveat
                                       : NULL;
    }
}
