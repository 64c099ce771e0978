/* The answer in a sentence. */
#include "report/headline.h"
#include "report/draws.h"

#include <math.h>

#include "base/status.h"

enum { MOST_NAMED = 3 };

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

double report_sum_over_years_musd(const selat_results *results, int64_t region) {
    double sum = 0;
    for (int64_t k = 0; k < results->n_years; k++) sum += results->years[k].regions[region].ev_musd;
    return sum;
}

bool report_year_converged(const selat_year_outcome *year) {
    return year->solver.converged && year->footprint_solver.converged && (!year->has_overlay || year->overlay_solver.converged);
}

bool report_has_answer(const selat_results *results) { return report_year_converged(report_last_year(results)); }

/* The parties the sentence names: all, or the most affected when there are many. */
static int64_t named_parties(const selat_results *results, int64_t out[MOST_NAMED]) {
    const selat_region_outcome *regions = report_last_year(results)->regions;
    const selat_accord *accord = results->inputs.accord;
    int64_t count = 0;
    for (int64_t p = 0; p < accord->n_parties; p++) {
        int64_t region = accord->parties[p], at = count < MOST_NAMED ? count++ : MOST_NAMED;
        if (at == MOST_NAMED && fabs(regions[out[at - 1]].ev_musd) >= fabs(regions[region].ev_musd)) continue;
        if (at == MOST_NAMED) at--;
        if (accord->n_parties > MOST_NAMED) {
            for (; at > 0 && fabs(regions[out[at - 1]].ev_musd) < fabs(regions[region].ev_musd); at--) out[at] = out[at - 1];
        }
        out[at] = region;
    }
    return count;
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

static selat_status add_parties(selat_context *context, const selat_results *results, selat_text *out) {
    int64_t named[MOST_NAMED], count = named_parties(results, named), n_parties = results->inputs.accord->n_parties;
    for (int64_t p = 0; p < count; p++) {
        const selat_region_outcome *party = &report_last_year(results)->regions[named[p]];
        char money[48], percent[48];
        report_money(party->ev_musd, money, sizeof money);
        report_percent(party->ev_percent, percent, sizeof percent);
        const char *join = p == 0 ? "" : p + 1 < count || count < n_parties ? ", " : " and ";
        char band[64] = "";
        report_band_text(report_band(results, named[p], SELAT_DRAWN_EV_MUSD), "; 90 % band ", band, sizeof band);
        TRY(selat_text_add(context, out, "%s%s a year to %s (%s of national spending%s)", join, money,
                           report_country(results, named[p]), percent, band));
    }
    if (count == n_parties) return selat_text_add(context, out, ".");
    return selat_text_add(context, out, ", to name the %lld most affected of %lld parties.", (long long)count,
                          (long long)n_parties);
}

/* Purchases and phase-in make years differ: their sum beside the last one. */
static selat_status add_sum(selat_context *context, const selat_results *results, selat_text *out) {
    int64_t named[MOST_NAMED], count = named_parties(results, named);
    if (results->n_years < 2) return SELAT_OK;
    TRY(selat_text_add(context, out, " Added up over %lld to %lld:", (long long)results->years[0].year,
                       (long long)report_last_year(results)->year));
    for (int64_t p = 0; p < count; p++) {
        char money[48];
        report_money(report_sum_over_years_musd(results, named[p]), money, sizeof money);
        TRY(selat_text_add(context, out, "%s %s %s", p > 0 ? "," : "", report_country(results, named[p]), money));
    }
    return selat_text_add(context, out, ".");
}

selat_status report_add_sentence(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_year_outcome *last = report_last_year(results);
    if (!report_has_answer(results)) {
        return selat_text_add(context, out,
                              "No answer: the model did not converge for %lld (%s, relative residual %.1e). Smaller measures or "
                              "another deficit closure may converge.",
                              (long long)last->year, selat_reason_name(last->solver.reason), last->solver.residual);
    }
    TRY(selat_text_add(context, out, "In %lld, against a world without it, the accord is worth ", (long long)last->year));
    TRY(add_parties(context, results, out));
    TRY(add_sum(context, results, out));
    return add_others(context, results, out);
}
