/* The numbers of a session by kind, and their names. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "live/slow.h"

#define REGION_COLUMNS                                                                                                       \
    "wage_hat\nconsumer_price_hat\nreal_wage_hat\nincome_hat\nreal_income_hat\nspending_musd\nev_musd\nev_percent\n"           \
    "ev_per_head_usd\nterms_of_trade_percent\nvolume_of_trade_percent\ntariff_revenue_base_musd\ntariff_revenue_new_musd\n"    \
    "gdp_musd\nduty_percent_of_gdp\nlabour_income_base_musd\nlabour_income_new_musd\nreal_labour_income_percent\n"             \
    "exports_base_musd\nexports_new_musd\nimports_base_musd\nimports_new_musd\nghg_production_base_mt\n"                      \
    "ghg_production_new_mt\nghg_consumption_base_mt\nghg_consumption_new_mt\nco2_production_base_mt\nco2_production_new_mt"
enum { N_REGION_COLUMNS = sizeof(selat_region_outcome) / sizeof(double), N_TARGET_COLUMNS = 7 };
_Static_assert(N_REGION_COLUMNS == 28, "REGION_COLUMNS names every field of selat_region_outcome in its order");

typedef struct kind {
    const char *name, *columns;
} kind;

static const kind kinds[SELAT_LIVE_KINDS] = {
    [SELAT_LIVE_REGIONS] = {"regions", REGION_COLUMNS},
    [SELAT_LIVE_OUTPUT_BASE] = {"output_base", ""},
    [SELAT_LIVE_OUTPUT_NEW] = {"output_new", ""},
    [SELAT_LIVE_VOLUME_HAT] = {"volume_hat", ""},
    [SELAT_LIVE_FLOW_BASE] = {"flow_base", ""},
    [SELAT_LIVE_FLOW_NEW] = {"flow_new", ""},
    [SELAT_LIVE_TARIFF_BASE] = {"tariff_base", ""},
    [SELAT_LIVE_TARIFF_NEW] = {"tariff_new", ""},
    [SELAT_LIVE_DUTY_BASE] = {"duty_base", ""},
    [SELAT_LIVE_DUTY_NEW] = {"duty_new", ""},
    [SELAT_LIVE_TRADE_BASE] = {"trade_base", ""},
    [SELAT_LIVE_TRADE_NEW] = {"trade_new", ""},
    [SELAT_LIVE_TARGETS] = {"targets", "measure\namount_musd\nreference_musd\nreached_musd\nproductivity\nsolves\nconverged"},
    [SELAT_LIVE_PATH_YEARS] = {"path_years", "year\nsame_as\nconverged\niterations\nresidual"},
    [SELAT_LIVE_PATH_REGIONS] = {"path_regions", REGION_COLUMNS},
    [SELAT_LIVE_EMISSIONS] = {"emissions",
                              "production_without_mt\nproduction_with_mt\nconsumption_without_mt\nconsumption_with_mt\nco2_without_mt\n"
                              "co2_with_mt\ncaptured_without_mt\ncaptured_with_mt\ndemand_factor\nscale_without_mt\ncomposition_without_mt\n"
                              "technique_without_mt\ntrade_without_mt\nscale_with_mt\ncomposition_with_mt\ntechnique_with_mt\ntrade_with_mt\n"
                              "scale_by_accord_mt\ncomposition_by_accord_mt\ntechnique_by_accord_mt\ntrade_by_accord_mt"},
    [SELAT_LIVE_ABATEMENT] = {"abatement", "measure\nregion\ncut_mt\ncost_usd_per_t"},
    [SELAT_LIVE_PLEDGES] = {"pledges", "party\npledge\ncomparable\ntarget_without_mt\ntarget_with_mt\nheld_against_year\n"
                                       "emissions_without_mt\nemissions_with_mt\ndistance_without_mt\ndistance_with_mt"},
    [SELAT_LIVE_WITHOUT_MEASURE] = {"without_measure", ""},
    [SELAT_LIVE_WITHOUT_PRODUCT] = {"without_product", "product\nwithout_ev_musd\nwithout_ev_percent"},
    [SELAT_LIVE_CAPPED] = {"capped", "cap_percent\nrate_percent\nev_musd\nev_percent"},
    [SELAT_LIVE_VALUE_ADDED_BASE] = {"value_added_base", ""},
    [SELAT_LIVE_VALUE_ADDED_NEW] = {"value_added_new", ""},
    [SELAT_LIVE_STOPS_BASE] = {"stops_base", ""},
    [SELAT_LIVE_STOPS_NEW] = {"stops_new", ""},
    [SELAT_LIVE_INDICATOR_ROWS] = {"indicators", "indicator\nregion\nsector\nbefore\nafter"},
    [SELAT_LIVE_WELFARE_ROWS] = {"welfare", "ev_musd\nterms_of_trade_musd\nvolume_of_trade_musd\ntechnical_musd\ntechnology_musd\nscale_musd\n"
                                            "labour_musd\nrents_musd\ndeficit_musd\npurchases_musd\nbase_gap_musd\nremainder_musd"},
    [SELAT_LIVE_WELFARE_CELLS] = {"welfare_cells", "terms_of_trade_musd\nvolume_of_trade_musd\ntechnical_musd\nrents_musd"},
    [SELAT_LIVE_STRESS_ROWS] = {"stress", "stress\nregion\nincome_loss_without_musd\nincome_loss_with_musd\noutput_loss_without_musd\n"
                                          "output_loss_with_musd\nlowest_share_without\nlowest_share_with"},
    [SELAT_LIVE_DIVERSION_ROWS] = {"diversion", "partners_musd\nhome_musd\nothers_musd\ncreation_musd\ndiversion_musd\nexpansion_musd"},
};

const char *selat_live_kind_name(selat_live_kind of) { return of < SELAT_LIVE_KINDS ? kinds[of].name : ""; }
const char *selat_live_columns(selat_live_kind of) { return of < SELAT_LIVE_KINDS ? kinds[of].columns : ""; }

static const double *target_rows(selat_live *live, int64_t *rows, int64_t *columns) {
    selat_release(live->context, live->target_rows);
    live->target_rows = NULL;
    if (selat_new(live->context, live->n_targets * N_TARGET_COLUMNS, &live->target_rows) != SELAT_OK) return NULL;
    for (int64_t k = 0; k < live->n_targets; k++) {
        const selat_output_target *t = &live->targets[k];
        const double row[N_TARGET_COLUMNS] = {(double)t->measure, t->amount_musd,    t->reference_musd, t->reached_musd,
                                              t->productivity,    (double)t->solves, t->converged};
        memcpy(live->target_rows + k * N_TARGET_COLUMNS, row, sizeof row);
    }
    *rows = live->n_targets;
    *columns = N_TARGET_COLUMNS;
    return live->target_rows;
}

/* Those that every solve gives: [rows][columns], NULL for the others. */
static const double *fast_numbers(selat_live *live, selat_live_kind of, int64_t *rows, int64_t *columns) {
    int64_t R = live->table->regions.count, S = live->table->sectors.count;
    const live_baseline *b = live->now;
    const double *tariff = b->of.economy->tariff;
    const struct {
        selat_live_kind kind;
        const double *values;
        int64_t rows, columns;
    } all[] = {{SELAT_LIVE_REGIONS, (const double *)(const void *)live->regions, R, N_REGION_COLUMNS},
               {SELAT_LIVE_OUTPUT_BASE, b->before.output_musd, R, S},
               {SELAT_LIVE_OUTPUT_NEW, live->after.output_musd, R, S},
               {SELAT_LIVE_VOLUME_HAT, live->volume_hat, R, S},
               {SELAT_LIVE_FLOW_BASE, b->before.flow_musd, S * R, R},
               {SELAT_LIVE_FLOW_NEW, live->after.flow_musd, S * R, R},
               {SELAT_LIVE_TARIFF_BASE, tariff, S * R, R},
               {SELAT_LIVE_TARIFF_NEW, live->shock.tariff != NULL ? live->shock.tariff : tariff, S * R, R},
               {SELAT_LIVE_DUTY_BASE, b->before.duty_musd, R, R},
               {SELAT_LIVE_DUTY_NEW, live->after.duty_musd, R, R},
               {SELAT_LIVE_TRADE_BASE, b->before.trade_musd, R, R},
               {SELAT_LIVE_TRADE_NEW, live->after.trade_musd, R, R}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        if (all[k].kind != of) continue;
        *rows = all[k].rows;
        *columns = all[k].columns;
        return all[k].values;
    }
    return NULL;
}

const double *selat_live_numbers(selat_live *live, selat_live_kind of, int64_t *rows, int64_t *columns) {
    *rows = *columns = 0;
    if (!live->solved) return NULL;
    if (of == SELAT_LIVE_TARGETS) return target_rows(live, rows, columns);
    const double *values = fast_numbers(live, of, rows, columns);
    return values != NULL ? values : live_slow_numbers(live, of, rows, columns);
}

/* ---- words ---- */

/* One field: no tab or line end inside. */
static selat_status add_field(selat_context *context, selat_text *text, const char *field, const char *end) {
    for (const char *at = field != NULL ? field : ""; *at != '\0'; at++) {
        bool breaks = *at == '\t' || *at == '\n' || *at == '\r';
        TRY(selat_text_add_bytes(context, text, breaks ? " " : at, 1));
    }
    return selat_text_add(context, text, "%s", end);
}

static selat_status add_measures(const selat_live *live, selat_text *text) {
    for (int64_t m = 0; m < live->accord->n_measures; m++) {
        const selat_measure *measure = &live->accord->measures[m];
        const char *const fields[] = {selat_measure_kind_name(measure->kind), measure->text, measure->label, measure->source, measure->assumed};
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) TRY(add_field(live->context, text, fields[k], "\t"));
        TRY(selat_text_add(live->context, text, "%lld\t%lld\n", (long long)measure->from, (long long)measure->until));
    }
    return SELAT_OK;
}

static selat_status add_notes(const selat_live *live, selat_text *text) {
    for (int64_t k = 0; k < live->accord->n_notes; k++) TRY(add_field(live->context, text, live->accord->notes[k], "\n"));
    return SELAT_OK;
}

selat_status selat_live_words(const selat_live *live, selat_live_text which, char **out) {
    selat_text text = {0};
    *out = NULL;
    if (live->accord == NULL) return selat_fail(live->context, SELAT_BAD_INPUT, "no accord has been set");
    selat_status status = selat_text_add_bytes(live->context, &text, "", 0);
    if (status == SELAT_OK) status = which == SELAT_LIVE_MEASURES ? add_measures(live, &text) : add_notes(live, &text);
    if (status != SELAT_OK) selat_text_clear(live->context, &text);
    *out = text.bytes;
    return status;
}
