/* The answer in a sentence. */
#include "report/headline.h"
#include "report/draws.h"

#include <math.h>

#include "base/status.h"

const selat_year_outcome *report_last_year(const selat_results *results) {
    return &results->years[results->n_years - 1];
}

const char *report_country(const selat_results *results, int64_t region) {
    return results->inputs.countries[region].name;
}

bool report_is_party(const selat_results *results, int64_t region) {
    const selat_accord *accord = results->inputs.accord;
    for (int64_t p = 0; p < accord->n_parties; p++) {
        if (accord->parties[p] == region) return true;
    }
    return false;
}

/* Decimals that leave three significant digits, at least 0. */
static int decimals(double value) {
    if (!(fabs(value) > 0)) return 0;
    int places = 2 - (int)floor(log10(fabs(value)));
    return places < 0 ? 0 : places > 9 ? 9 : places;
}

void report_money(double musd, char *out, size_t size) {
    if (fabs(musd) >= 1000) {
        selat_format(out, size, "%+.*f billion USD", decimals(musd / 1000), musd / 1000);
    } else if (fabs(musd) >= 0.0995) {
        selat_format(out, size, "%+.*f million USD", decimals(musd), musd);
    } else if (fabs(musd) >= 0.0005) {
        selat_format(out, size, "%+.0f thousand USD", musd * 1000);
    } else {
        selat_format(out, size, "0 USD");
    }
}

void report_percent(double percent, char *out, size_t size) {
    if (fabs(percent) < 5e-8) {
        selat_format(out, size, "0 %%");
    } else {
        selat_format(out, size, "%+.*f %%", decimals(percent), percent);
    }
}

void report_band_text(const selat_band *band, const char *before, char *out, size_t size) {
    if (band == NULL) {
        selat_format(out, size, "%s", "");
        return;
    }
    double largest = fmax(fabs(band->low), fabs(band->high)); /* both ends with the digits of the larger */
    int places = largest >= 0.0005 ? decimals(largest) : 0;
    selat_format(out, size, "%s%+.*f to %+.*f", before, places, band->low, places, band->high);
}

void report_rank(const selat_results *results, int64_t *out) {
    const selat_region_outcome *regions = report_last_year(results)->regions;
    int64_t R = results->inputs.table->regions.count;
    for (int64_t k = 0; k < R; k++) { /* insertion: stable, R is small */
        int64_t at = k;
        for (; at > 0 && fabs(regions[out[at - 1]].ev_musd) < fabs(regions[k].ev_musd); at--) out[at] = out[at - 1];
        out[at] = k;
    }
}

static selat_status add_others(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_region_outcome *regions = report_last_year(results)->regions;
    int64_t gain = 0, lose = 0;
    double others = 0;
    for (int64_t n = 0; n < results->inputs.table->regions.count; n++) {
        if (report_is_party(results, n)) continue;
        others += regions[n].ev_musd;
        gain += regions[n].ev_musd > 1;
        lose += regions[n].ev_musd < -1;
    }
    char money[48];
    report_money(others, money, sizeof money);
    return selat_text_add(context, out,
                          " All others together: %s a year; %lld of them gain and %lld lose more than 1 million USD.", money,
                          (long long)gain, (long long)lose);
}

selat_status report_add_sentence(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    const selat_year_outcome *last = report_last_year(results);
    TRY(selat_text_add(context, out, "In %lld, against a world without it, the accord is worth ", (long long)last->year));
    for (int64_t p = 0; p < accord->n_parties; p++) {
        const selat_region_outcome *party = &last->regions[accord->parties[p]];
        char money[48], percent[48];
        report_money(party->ev_musd, money, sizeof money);
        report_percent(party->ev_percent, percent, sizeof percent);
        const char *join = p == 0 ? "" : p + 1 < accord->n_parties ? ", " : " and ";
        char band[64] = "";
        report_band_text(report_band(results, accord->parties[p], SELAT_DRAWN_EV_MUSD), "; 90 % band ", band, sizeof band);
        TRY(selat_text_add(context, out, "%s%s a year to %s (%s of national spending%s)", join, money,
                           report_country(results, accord->parties[p]), percent, band));
    }
    TRY(selat_text_add(context, out, "."));
    return add_others(context, results, out);
}
