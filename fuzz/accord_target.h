/* One input through the whole accord room: YAML, checks, shocks. Shared by the fuzz target and a unit test. */
#ifndef SELAT_FUZZ_ACCORD_TARGET_H
#define SELAT_FUZZ_ACCORD_TARGET_H

#include <string.h>

#include "accord/read_accord.h"
#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

/* A world as large as the shipped accords name, without flows. */
typedef struct accord_world {
    selat_table *table;
    selat_groups groups;
    selat_tariffs tariffs;
    selat_economy economy;
} accord_world;

static char *accord_regions[] = {"AUS", "BRN", "CHN", "IDN", "JPN", "KHM", "KOR", "LAO", "MMR",
                                 "MYS", "NZL", "PHL", "SGP", "THA", "VNM", "NOR", "TWN", "ROW"};
static char *accord_asean[] = {"BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM", "TLS"};
static char *accord_azec[] = {"AUS", "BRN", "KHM", "IDN", "JPN", "LAO", "MYS", "PHL", "SGP", "THA", "VNM"};
static char *accord_sectors[] = {"A01", "A02", "A03", "B05", "B06", "B07", "B08", "B09", "C10T12", "C13T15", "C16",
                                 "C17_18", "C19", "C20", "C21", "C22", "C23", "C24A", "C24B", "C25", "C26", "C27",
                                 "C28", "C29", "C301", "C302T309", "C31T33", "D", "E", "F", "G", "H49", "H50",
                                 "H51", "H52", "H53", "I", "J58T60", "J61", "J62_63", "K", "L", "M", "N", "O", "P",
                                 "Q", "R", "S", "T"};
enum { ACCORD_R = 18, ACCORD_S = 50, ACCORD_GOODS = 27 };
static double accord_theta[ACCORD_S];
static double accord_value_share[ACCORD_R * ACCORD_S];

static selat_group accord_groups[] = {
    {"RCEP", false, 15, accord_regions, "test"},
    {"ASEAN", false, 11, accord_asean, "test"},
    {"AZEC", false, 11, accord_azec, "test"},
    {"goods", true, ACCORD_GOODS, accord_sectors, "test"},
    {"services", true, ACCORD_S - ACCORD_GOODS, accord_sectors + ACCORD_GOODS, "test"},
};

/* Flat flows: every sector makes 100 of 40 value added, 10 of labour and 3 of used-up capital, and emits a megatonne. */
static inline selat_status accord_fill(selat_context *context, selat_table *t) {
    int64_t cells = ACCORD_R * ACCORD_S;
    for (int64_t k = 0; k < ACCORD_S; k++) accord_theta[k] = 4;
    for (int64_t k = 0; k < cells; k++) {
        t->output_musd[k] = 100;
        t->primary_musd[k] = 40;
        t->memo_musd[k] = 10;
        t->memo_musd[cells + k] = 3;
        t->stressor[k] = 1;
        t->final_musd[2 * k] = 20;
        t->final_musd[2 * k + 1] = 5;
        accord_value_share[k] = .4;
    }
    for (int64_t k = 0; k < cells * ACCORD_R; k++) t->trade_share[k] = 1. / ACCORD_R;
    TRY(selat_table_set_text(context, "CO2", &t->stressor_gases[0]));
    return selat_table_set_text(context, "Mt CO2e", &t->stressor_units[0]);
}

static inline selat_status accord_world_create(selat_context *context, accord_world *world) {
    static const char *const demand[] = {"HFCE", "GFCF"}, *const primary[] = {"VALU"}, *const memo[] = {"LABR", "CFC"};
    static const char *const stressor[] = {"CO2 combustion"};
    const struct {
        const char *const *codes;
        int64_t count;
    } lists[6] = {{(const char *const *)accord_regions, ACCORD_R}, {(const char *const *)accord_sectors, ACCORD_S},
                  {demand, 2}, {primary, 1}, {memo, 2}, {stressor, 1}};
    selat_labels labels[6] = {0};
    *world = (accord_world){0};
    for (int k = 0; k < 6; k++) TRY(selat_labels_init(context, lists[k].count, lists[k].codes, NULL, &labels[k]));
    TRY(selat_table_create(context, "oecd-2022", 2022, &labels[0], &labels[1], &labels[2], &labels[3], &labels[4],
                           &labels[5], &world->table));
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &labels[k]);
    TRY(accord_fill(context, world->table));
    world->groups = (selat_groups){5, accord_groups};
    double *rate;
    TRY(selat_new(context, ACCORD_S * ACCORD_R * ACCORD_R, &rate));
    for (int64_t k = 0; k < (int64_t)ACCORD_GOODS * ACCORD_R * ACCORD_R; k++)
        rate[k] = 0.05;
    world->tariffs = (selat_tariffs){.name = "test", .n_regions = ACCORD_R, .n_sectors = ACCORD_S, .rate = rate};
    TRY(selat_new(context, ACCORD_R, &world->tariffs.importer_missing));
    world->tariffs.importer_missing[ACCORD_R - 1] = true;
    world->economy = (selat_economy){.n_regions = ACCORD_R,
                                     .n_sectors = ACCORD_S,
                                     .tariff = rate,
                                     .theta = accord_theta,
                                     .value_share = accord_value_share,
                                     .regions = world->table->regions,
                                     .sectors = world->table->sectors};
    return SELAT_OK;
}

static inline void accord_world_destroy(selat_context *context, accord_world *world) {
    selat_release(context, world->tariffs.rate);
    selat_release(context, world->tariffs.importer_missing);
    selat_table_destroy(context, world->table);
}

static inline selat_status accord_years(selat_context *context, const accord_world *world, selat_accord *accord) {
    TRY(selat_accord_check_tariffs(context, accord, &world->tariffs, &world->table->regions));
    const int64_t years[] = {accord->first_year, (accord->first_year + accord->last_year) / 2, accord->last_year};
    for (int k = 0; k < 3; k++) {
        selat_trade_shock shock;
        TRY(selat_accord_compile(context, accord, &world->economy, &world->tariffs, 2022, years[k], NULL, &shock));
        selat_trade_shock_clear(context, &shock);
        selat_emission_change change = {0};
        selat_status status = selat_accord_emissions(context, accord, world->table, years[k], -1, &change);
        selat_emission_change_clear(context, &change);
        TRY(status);
    }
    return SELAT_OK;
}

/* Whatever the bytes are: an accord that compiles, or a message. */
static inline selat_status accord_target(selat_context *context, const accord_world *world, const char *file,
                                         const char *bytes, size_t length) {
    selat_yaml *root;
    TRY(selat_yaml_parse(context, file, bytes, length, &root));
    selat_accord *accord;
    selat_status status = selat_accord_from_tree(context, file, root, world->table, &world->groups, &accord);
    selat_yaml_destroy(context, root);
    if (status != SELAT_OK) return status;
    status = accord_years(context, world, accord);
    selat_accord_destroy(context, accord);
    return status;
}

#endif
