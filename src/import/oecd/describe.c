/* The table's provenance: what it was made from, how, and how well the parts agree. */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/oecd/emissions.h"
#include "table/arrays.h"

static const char *const SOURCES =
    "Sources\n"
    "  OECD (2025), Inter-Country Input-Output Tables, https://oe.cd/icio: 80 national tables 2022 and bilateral flows "
    "2022; CC BY 4.0.\n"
    "  European Commission JRC, EDGAR 2024 greenhouse gas emissions of 2022 by sector and country; CC BY 4.0.\n"
    "  Changed: combined, closed and allocated as below; not endorsed by the sources.\n";

static const char *const METHOD =
    "Method (docs/data.md)\n"
    "  Use, final demand and primary inputs are the national tables'; flows are the bilateral flows, origin shares the "
    "same for every user of a product.\n"
    "  Services flows between pairs are split over 23 sectors by three-way iterative proportional fitting.\n"
    "  The rest of the world has the structure of the 80 summed, at most 98 % of a product as intermediate use.\n"
    "  Closing: use and final demand are scaled to the flows, output is the sum of flows, VALU what is left.\n"
    "  Emissions are allocated to industries and households by purchases and output; the weights are judgement. "
    "LULUCF is not included.\n"
    "  Memo rows are as published; those of the rest of the world follow the 80's ratio to value added.\n"
    "  Assumption: all users of a product in a region share one origin mix. Against Thailand's own domestic and import "
    "tables 6.7 % of import value sits on the wrong user.\n";

static selat_status add_services(selat_context *context, const selat_oecd_checks *c, selat_text *text) {
    TRY(selat_text_add(context, text, "  services split: %lld sweeps, last factor move %.3g\n", (long long)c->sweeps,
                       c->last_factor_move));
    TRY(selat_text_add(context, text, "  services by exporter %.3g, by importer %.3g, by pair %s\n",
                       c->services_exporters, c->services_importers,
                       c->services_pairs <= 1e-12 ? "within 1e-12" : "NOT MET"));
    return selat_text_add(context, text, "  domestic services sales held at 0: %lld\n", (long long)c->floored_domestic);
}

static selat_status add_row_scales(selat_context *context, const selat_table *table, const selat_oecd_checks *c,
                                   selat_text *text) {
    TRY(selat_text_add(context, text, "  rest of the world, intermediate use scaled down:"));
    const char *between = "";
    for (int64_t s = 0; s < OECD_SECTORS; s++) {
        if (!(c->row_scale[s] < 1)) continue;
        TRY(selat_text_add(context, text, "%s %s %.3f", between, table->sectors.codes[s], c->row_scale[s]));
        between = ",";
    }
    return selat_text_add(context, text, "%s\n", *between == '\0' ? " none" : "");
}

static selat_status add_closing(selat_context *context, const selat_oecd_checks *c, selat_text *text) {
    TRY(selat_text_add(context, text,
                       "  before closing: rows %.3g (limit 4e-6), columns %.3g (limit 1e-6), flows %.3g\n",
                       c->before.rows, c->before.columns, c->before.flows));
    bool closed = c->after.rows <= 1e-12 && c->after.columns <= 1e-12;
    TRY(selat_text_add(context, text, "  after closing: rows and columns %s\n", closed ? "within 1e-12" : "OPEN"));
    return selat_text_add(context, text,
                          "  closing factors %.4f to %.4f; %.4f to %.4f where purchases are 10 million USD or more; "
                          "value added moves by %.3g\n",
                          c->closing_low, c->closing_high, c->closing_low_large, c->closing_high_large,
                          c->value_added_move);
}

static selat_status add_cells(selat_context *context, const selat_table *table, const selat_oecd_checks *c,
                              selat_text *text) {
    int64_t cells = table->regions.count * OECD_SECTORS, zero = 0, value_added = 0, final = 0;
    for (int64_t at = 0; at < cells; at++) {
        zero += table->output_musd[at] == 0;
        value_added += table->primary_musd[OECD_VALU * cells + at] < 0;
        for (int64_t f = 0; f < OECD_DEMANDS; f++) final += table->final_musd[at * OECD_DEMANDS + f] < 0;
    }
    TRY(selat_text_add(context, text, "  industries without output %lld of %lld, negative value added %lld, "
                       "negative final demand cells %lld\n", (long long)zero, (long long)cells, (long long)value_added,
                       (long long)final));
    return selat_text_add(context, text, "  emissions without a target by their key: %lld (to households %lld)\n",
                          (long long)c->fallbacks, (long long)c->households_only);
}

/* All of a gas in the table, and all EDGAR rows of it. */
static void gas_totals(const selat_table *table, const selat_edgar *edgar, int gas, double *in_table,
                       double *in_source) {
    int64_t R = table->regions.count;
    *in_table = *in_source = 0;
    for (int64_t q = 0; q < OECD_STRESSORS; q++) {
        if (q != 2 * gas && q != 2 * gas + 1) continue; /* stressors stand by gas, see emissions.h */
        for (int64_t at = 0; at < R * OECD_SECTORS; at++) *in_table += table->stressor[q * R * OECD_SECTORS + at];
        for (int64_t n = 0; n < R; n++) *in_table += table->stressor_final[q * R + n];
    }
    for (int64_t at = 0; at < EDGAR_SECTORS * R; at++) *in_source += edgar->region[gas * EDGAR_SECTORS * R + at];
    for (int e = 0; e < EDGAR_SECTORS; e++) *in_source += edgar->aviation[gas][e] + edgar->shipping[gas][e];
}

static selat_status add_emissions(selat_context *context, const selat_table *table, const selat_edgar *edgar,
                                  selat_text *text) {
    static const char *const names[EDGAR_GASES] = {"CO2", "CH4", "N2O", "F-gases"};
    TRY(selat_text_add(context, text, "  emissions, Mt CO2e:"));
    bool conserved = true;
    for (int gas = 0; gas < EDGAR_GASES; gas++) {
        double in_table, in_source;
        gas_totals(table, edgar, gas, &in_table, &in_source);
        conserved = conserved && fabs(in_table - in_source) <= 1e-12 * in_source;
        TRY(selat_text_add(context, text, "%s %s %.1f", gas > 0 ? "," : "", names[gas], in_table));
    }
    return selat_text_add(context, text, "; world totals %s\n", conserved ? "conserved within 1e-12" : "NOT CONSERVED");
}

static selat_status add_gdp(selat_context *context, const selat_table *table, selat_text *text) {
    static const char *const shown[] = {"MYS", "JPN", "KOR", "SGP", "THA", "VNM", "IDN"};
    double *gdp;
    TRY(selat_new(context, table->regions.count, &gdp));
    selat_table_gdp_musd(table, gdp);
    selat_status status = selat_text_add(context, text, "  GDP, billion USD:");
    for (size_t k = 0; status == SELAT_OK && k < sizeof shown / sizeof *shown; k++) {
        int64_t n = selat_labels_find(&table->regions, shown[k]);
        if (n < 0) continue;
        status = selat_text_add(context, text, "%s %s %.1f", k > 0 ? "," : "", shown[k], gdp[n] / 1e3);
    }
    selat_release(context, gdp);
    TRY(status);
    return selat_text_add(context, text, "\n");
}

static selat_status write_all(selat_context *context, const selat_oecd_checks *checks, const selat_edgar *edgar,
                              const selat_table *table, selat_text *text) {
    TRY(selat_text_add(context, text, "%s: %lld regions, %d sectors, %lld, million USD at basic prices\n", table->name,
                       (long long)table->regions.count, (int)OECD_SECTORS, (long long)table->year));
    TRY(selat_text_add(context, text, "%s%sChecks (relative, L1)\n", SOURCES, METHOD));
    TRY(add_services(context, checks, text));
    TRY(add_row_scales(context, table, checks, text));
    TRY(add_closing(context, checks, text));
    TRY(add_cells(context, table, checks, text));
    TRY(add_emissions(context, table, edgar, text));
    return add_gdp(context, table, text);
}

selat_status selat_oecd_describe(selat_context *context, const selat_oecd_checks *checks, const selat_edgar *edgar,
                                 selat_table *table) {
    selat_text text = {0};
    selat_status status = write_all(context, checks, edgar, table, &text);
    if (status == SELAT_OK) status = selat_table_set_text(context, text.bytes, &table->provenance);
    selat_text_clear(context, &text);
    return status;
}
