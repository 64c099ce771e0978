/* One input through the whole accord room: YAML, checks, shocks. Shared by the fuzz target and a unit test. */
#ifndef SELAT_FUZZ_ACCORD_TARGET_H
#define SELAT_FUZZ_ACCORD_TARGET_H

#include <string.h>

#include "accord/read_accord.h"
#include "base/memory.h"
#include "base/status.h"

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
static char *accord_sectors[] = {"A01",  "A02", "A03", "B07",  "B08",      "C10T12", "C20",   "C21",
                                 "C24A", "C24B", "C26", "C29", "C301", "C302T309", "J61",    "J62_63"};
static double accord_theta[] = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
enum { ACCORD_R = 18, ACCORD_S = 16, ACCORD_GOODS = 14 };

static selat_group accord_groups[] = {
    {"RCEP", false, 15, accord_regions, "test"},
    {"ASEAN", false, 11, accord_asean, "test"},
    {"goods", true, ACCORD_GOODS, accord_sectors, "test"},
    {"services", true, ACCORD_S - ACCORD_GOODS, accord_sectors + ACCORD_GOODS, "test"},
};

static inline selat_status accord_world_create(selat_context *context, accord_world *world) {
    static const char *const one[] = {"X"};
    selat_labels regions = {0}, sectors = {0}, other = {0};
    *world = (accord_world){0};
    TRY(selat_labels_init(context, ACCORD_R, (const char *const *)accord_regions, NULL, &regions));
    TRY(selat_labels_init(context, ACCORD_S, (const char *const *)accord_sectors, NULL, &sectors));
    TRY(selat_labels_init(context, 1, one, NULL, &other));
    TRY(selat_table_create(context, "oecd-2022", 2022, &regions, &sectors, &other, &other, &other, &other,
                           &world->table));
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    selat_labels_clear(context, &other);
    world->groups = (selat_groups){4, accord_groups};
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
