/* The terminal summary: the answer first, one screen. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "report/draws.h"
#include "report/headline.h"
#include "report/indicators.h"
#include "report/summary.h"
#include "selat/report.h"

enum { WIDTH = 110, LONGEST = 118, LISTED = 6, PATH_YEARS = 11, MOST_PARTIES = 4, BAND_WIDTH = 21 };
static const double smallest_listed_musd = 1e-6; /* below 1 USD only the solver's rounding is left */

typedef struct style {
    const char *bold, *dim, *up, *down, *plain;
} style;

static const style plain_style = {"", "", "", "", ""};
static const style colour_style = {"\033[1m", "\033[2m", "\033[34m", "\033[33m", "\033[0m"};

/* `text` broken at blanks into lines of at most WIDTH columns. */
static selat_status add_wrapped(selat_context *context, selat_text *out, const char *text) {
    while (*text != '\0') {
        size_t length = 0, last_blank = 0;
        while (text[length] != '\0' && length < WIDTH) {
            if (text[length] == ' ') last_blank = length;
            length++;
        }
        if (text[length] != '\0' && last_blank > 0) length = last_blank;
        TRY(selat_text_add(context, out, "%.*s\n", (int)length, text));
        text += length;
        while (*text == ' ') text++;
    }
    return SELAT_OK;
}

static selat_status add_head(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    selat_text sentence = {0};
    TRY(selat_text_add(context, out, "%s%s%s\n", s->bold, results->inputs.accord->name, s->plain));
    selat_status status = report_add_sentence(context, results, &sentence);
    if (status == SELAT_OK) status = add_wrapped(context, out, sentence.bytes);
    selat_text_clear(context, &sentence);
    return status;
}

enum { LINE_ROOM = 100 };

/* At most `room` bytes of a text, cut between characters. */
static int short_length(const char *text, int room) {
    int length = (int)strlen(text);
    if (length <= room) return length;
    for (length = room; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;) length--;
    return length;
}

/* The measure that moves the party's result most when it is left out; an accord of one measure has none to tell. */
static selat_status add_measure(selat_context *context, const selat_results *results, int64_t p, selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    double ev = report_last_year(results)->regions[accord->parties[p]].ev_musd, largest = 0;
    int64_t found = -1;
    for (int64_t m = 0; m < accord->n_measures && accord->n_measures > 1; m++) {
        double part = fabs(ev - results->without_measure_musd[m * accord->n_parties + p]);
        if (part <= largest) continue;
        largest = part;
        found = m;
    }
    if (found < 0) return SELAT_OK;
    double without = results->without_measure_musd[found * accord->n_parties + p];
    const selat_measure *measure = &accord->measures[found];
    const char *words = measure->label != NULL ? measure->label : measure->text;
    char share[48], rest[48], numbers[160];
    report_money(ev - without, share, sizeof share);
    report_money(without, rest, sizeof rest);
    int room = LINE_ROOM - selat_format(numbers, sizeof numbers, "    largest measure: %s, without it %s: ", share, rest);
    int length = short_length(words, room);
    return selat_text_add(context, out, "%s%.*s%s\n", numbers, length, words, words[length] != '\0' ? "..." : "");
}

static selat_status add_without(selat_context *context, const selat_results *results, int64_t p, selat_text *out) {
    const selat_without_product *without = &results->without[p];
    if (without->product < 0) return SELAT_OK;
    double ev = report_last_year(results)->regions[without->region].ev_musd;
    char share[48], rest[48];
    report_money(ev - without->without_ev_musd, share, sizeof share);
    report_money(without->without_ev_musd, rest, sizeof rest);
    return selat_text_add(context, out, "    largest product: %s (%s) %s; without it %s\n",
                          results->inputs.table->sectors.codes[without->product],
                          results->inputs.table->sectors.names[without->product], share, rest);
}

static selat_status add_capped(selat_context *context, const selat_results *results, int64_t p, selat_text *out) {
    const selat_capped *capped = &results->capped;
    if (capped->n_importers == 0) return SELAT_OK;
    char money[48];
    report_money(capped->ev_musd[p], money, sizeof money);
    return selat_text_add(context, out, "    with food, drink and tobacco tariffs capped at %.0f %% in the base: %s\n",
                          100 * capped->cap, money);
}

static int64_t shown_parties(const selat_results *results) {
    int64_t n = results->inputs.accord->n_parties;
    return n < MOST_PARTIES ? n : MOST_PARTIES;
}

/* To that many decimals, without a minus before a zero. */
static double rounded(double value, int places) {
    double unit = pow(10, -places);
    return fabs(value) < 0.5 * unit ? 0 : value;
}

static selat_status add_parties(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    int wide = results->draws != NULL ? BAND_WIDTH : 0;
    TRY(selat_text_add(context, out, "\n%s%-14s%13s%*s%12s%11s%13s%13s%13s%s\n", s->bold, "party", "real income", wide,
                       wide > 0 ? "5 to 95 % band" : "", "% spending", "real wage", "customs rev.", "exports", "imports",
                       s->plain));
    TRY(selat_text_add(context, out, "%s%-14s%13s%*s%12s%11s%13s%13s%13s%s\n", s->dim, "", "million USD", wide,
                       wide > 0 ? "million USD" : "", "%", "%", "million USD", "million USD", "million USD", s->plain));
    for (int64_t p = 0; p < shown_parties(results); p++) {
        const selat_region_outcome *r = &report_last_year(results)->regions[accord->parties[p]];
        char band[64];
        report_band_text(report_band(results, accord->parties[p], SELAT_DRAWN_EV_MUSD), "", band, sizeof band);
        TRY(selat_text_add(context, out, "%-14.14s%s%+13.2f%s%*s%+12.5f%+11.5f%+13.2f%+13.2f%+13.2f\n",
                           report_country(results, accord->parties[p]), r->ev_musd < 0 ? s->down : s->up,
                           rounded(r->ev_musd, 2), s->plain, wide, band, rounded(r->ev_percent, 5),
                           rounded(100 * (r->real_wage_hat - 1), 5),
                           rounded(r->tariff_revenue_new_musd - r->tariff_revenue_base_musd, 2),
                           rounded(r->exports_new_musd - r->exports_base_musd, 2),
                           rounded(r->imports_new_musd - r->imports_base_musd, 2)));
        TRY(add_measure(context, results, p, out));
        TRY(add_without(context, results, p, out));
        TRY(add_capped(context, results, p, out));
    }
    if (shown_parties(results) == accord->n_parties) return SELAT_OK;
    return selat_text_add(context, out, "... and %lld more parties in the report\n",
                          (long long)(accord->n_parties - shown_parties(results)));
}

static selat_status add_side(selat_context *context, const selat_results *results, const int64_t *order, double sign,
                             const char *title, const style *s, selat_text *out) {
    const selat_region_outcome *regions = report_last_year(results)->regions;
    TRY(selat_text_add(context, out, "%s%-23s%s", s->bold, title, s->plain));
    int listed = 0;
    for (int64_t k = 0; k < results->inputs.table->regions.count && listed < LISTED; k++) {
        double ev = regions[order[k]].ev_musd;
        if (!(sign * ev >= smallest_listed_musd)) continue;
        TRY(selat_text_add(context, out, "%s%s %+.3g", listed > 0 ? ", " : "",
                           results->inputs.table->regions.codes[order[k]], ev));
        listed++;
    }
    return selat_text_add(context, out, listed > 0 ? "\n" : "nobody\n");
}

/* Real income of the parties by year; at most PATH_YEARS columns, evenly spread, first and last included. */
static selat_status add_path(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    int64_t n = results->n_years, shown = n < PATH_YEARS ? n : PATH_YEARS;
    if (n < 2) return SELAT_OK;
    TRY(selat_text_add(context, out, "\n%s%-14s", s->bold, "million USD"));
    for (int64_t c = 0; c < shown; c++) {
        TRY(selat_text_add(context, out, "%8lld", (long long)results->years[c * (n - 1) / (shown - 1)].year));
    }
    TRY(selat_text_add(context, out, "%s\n", s->plain));
    for (int64_t p = 0; p < shown_parties(results); p++) {
        int64_t region = results->inputs.accord->parties[p];
        TRY(selat_text_add(context, out, "%-14.14s", report_country(results, region)));
        for (int64_t c = 0; c < shown; c++) {
            const selat_year_outcome *year = &results->years[c * (n - 1) / (shown - 1)];
            double ev = year->regions[region].ev_musd;
            if (!report_year_converged(year)) {
                TRY(selat_text_add(context, out, "%8s", "failed"));
            } else {
                TRY(selat_text_add(context, out, "%+8.*f", fabs(ev) < 100 ? 2 : 0, rounded(ev, 2)));
            }
        }
        TRY(selat_text_add(context, out, "\n"));
    }
    return SELAT_OK;
}

/* The headline indicators of the parties that moved most, in one line. */
static selat_status add_movers(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    const selat_indicator_change *movers[4];
    int64_t count = report_movers(results, 4, movers);
    if (count == 0) return SELAT_OK;
    TRY(selat_text_add(context, out, "%s%-23s%s", s->bold, "indicators moved most", s->plain));
    for (int64_t k = 0; k < count; k++) {
        TRY(selat_text_add(context, out, "%s%s %s %+.2g %%", k > 0 ? ", " : "",
                           results->inputs.table->regions.codes[movers[k]->region], movers[k]->indicator->name,
                           report_indicator_percent(movers[k])));
    }
    return selat_text_add(context, out, "\n");
}

static selat_status add_ranks(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    int64_t *order;
    TRY(selat_new(context, results->inputs.table->regions.count, &order));
    report_rank(results, order);
    selat_status status = selat_text_add(context, out, "\n");
    if (status == SELAT_OK) status = add_side(context, results, order, 1, "gain (million USD)", s, out);
    if (status == SELAT_OK) status = add_side(context, results, order, -1, "lose (million USD)", s, out);
    selat_release(context, order);
    return status;
}

static selat_status add_idle(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_idle_capacity *idle = &results->idle;
    if (!(idle->purchases_musd > 0)) return SELAT_OK;
    return selat_text_add(context, out,
                          "if capacity were idle (not in the above): purchases of %.0f set off %.0f million USD of output\n",
                          idle->purchases_musd, idle->output_musd);
}

/* How the draws went. */
static selat_status add_draws(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_draws *draws = results->draws;
    if (draws == NULL) return SELAT_OK;
    return selat_text_add(context, out,
                          "%lld draws of elasticities, sources, assumed barriers and utilisation: %lld failed, bands %s\n",
                          (long long)draws->n_draws, (long long)draws->n_failed,
                          draws->settled ? "have settled" : "have not settled");
}

/* Of all years and overlays; one that did not converge is worse than any that did. */
static const selat_trade_report *worst_solve(const selat_results *results) {
    const selat_trade_report *worst = &results->years[0].solver;
    for (int64_t k = 0; k < results->n_years; k++) {
        const selat_year_outcome *year = &results->years[k];
        const selat_trade_report *const both[] = {&year->solver, year->has_overlay ? &year->overlay_solver : worst};
        for (int b = 0; b < 2; b++) {
            bool worse = both[b]->converged != worst->converged ? worst->converged : both[b]->residual > worst->residual;
            if (worse) worst = both[b];
        }
    }
    return worst;
}

static selat_status add_foot(selat_context *context, const selat_results *results, const style *s, selat_text *out) {
    const selat_accord *accord = results->inputs.accord;
    const selat_trade_report *solver = worst_solve(results);
    int64_t modelled = accord->n_measures + accord->n_clauses + accord->n_stresses;
    TRY(selat_text_add(context, out, "%s%lld of %lld commitments are modelled%s, the rest is listed in the report as not yet modelled.\n",
                       s->bold, (long long)modelled, (long long)(modelled + accord->n_pending), s->plain));
    return selat_text_add(context, out, "%s%lld prices and flows; theta %s; deficits %s; solver %s (worst residual %.1e); %.2f s%s\n",
                          s->dim, (long long)results->inputs.table->year, results->inputs.elasticities->name,
                          selat_deficits_name(accord->deficits),
                          selat_results_converged(results) ? "converged" : selat_reason_name(solver->reason),
                          solver->residual, results->seconds, s->plain);
}

/* Lines beyond LONGEST columns broken at a blank, what follows set in; escape sequences count as if they were seen. */
static selat_status fold_long(selat_context *context, const selat_text *from, selat_text *out) {
    for (const char *line = from->bytes; *line != '\0';) {
        size_t length = strcspn(line, "\n"), room = LONGEST;
        while (length > room) {
            size_t at = room;
            while (at > room / 2 && line[at] != ' ') at--;
            TRY(selat_text_add(context, out, "%.*s\n    ", (int)at, line));
            line += at + (line[at] == ' ');
            length = strcspn(line, "\n");
            room = LONGEST - 4;
        }
        TRY(selat_text_add(context, out, "%.*s\n", (int)length, line));
        line += length + (line[length] == '\n');
    }
    return SELAT_OK;
}

selat_status selat_report_summary(selat_context *context, const selat_results *results, bool colour, char **out) {
    const style *s = colour ? &colour_style : &plain_style;
    selat_text text = {0};
    selat_status status = add_head(context, results, s, &text);
    bool answer = report_has_answer(results);
    if (status == SELAT_OK && answer) status = add_parties(context, results, s, &text);
    if (status == SELAT_OK) status = add_path(context, results, s, &text);
    if (status == SELAT_OK) {
        status = report_add_emissions(context, results, shown_parties(results), s->bold, s->plain, &text);
    }
    if (status == SELAT_OK) status = report_add_stress(context, results, shown_parties(results), s->bold, s->plain, &text);
    if (status == SELAT_OK && answer) status = add_ranks(context, results, s, &text);
    if (status == SELAT_OK && answer) status = add_movers(context, results, s, &text);
    if (status == SELAT_OK) status = add_idle(context, results, &text);
    if (status == SELAT_OK) status = add_draws(context, results, &text);
    if (status == SELAT_OK) status = add_foot(context, results, s, &text);
    selat_text folded = {0};
    if (status == SELAT_OK) status = fold_long(context, &text, &folded);
    selat_text_clear(context, &text);
    *out = folded.bytes;
    if (status == SELAT_OK) return SELAT_OK;
    selat_text_clear(context, &folded);
    *out = NULL;
    return status;
}
