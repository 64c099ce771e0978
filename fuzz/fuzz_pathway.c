/* libFuzzer target: bytes as a pathway, a list of pledges and a recipe of sector splits on a tiny table. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static selat_table *make_table(selat_context *context) {
    static const char *const regions[] = {"KOR", "MYS"}, *const sectors[] = {"C20", "D"}, *const demand[] = {"HFCE"};
    static const char *const primary[] = {"VALU"}, *const memo[] = {"LABR"}, *const stressor[] = {"CO2"};
    static const char *const *const codes[6] = {regions, sectors, demand, primary, memo, stressor};
    selat_labels labels[6];
    selat_table *table;
    for (int k = 0; k < 6; k++) {
        if (selat_labels_init(context, k < 2 ? 2 : 1, codes[k], NULL, &labels[k]) != SELAT_OK) abort();
    }
    if (selat_table_create(context, "tiny", 2022, &labels[0], &labels[1], &labels[2], &labels[3], &labels[4], &labels[5],
                           &table) != SELAT_OK)
        abort();
    for (int k = 0; k < 6; k++) selat_labels_clear(context, &labels[k]);
    for (int k = 0; k < 8; k++) table->trade_share[k] = .5;
    for (int k = 0; k < 8; k++) table->use_musd[k] = 10;
    for (int k = 0; k < 4; k++) {
        table->final_musd[k] = 80;
        table->primary_musd[k] = 80;
        table->output_musd[k] = 100;
        table->stressor[k] = 1;
    }
    return table;
}

static void try_pathway(selat_context *context, const selat_table *table, const char *path) {
    selat_pathway pathway;
    selat_emission_change change;
    if (selat_dataset_pathway(context, path, table, NULL, &pathway) != SELAT_OK) return;
    if (selat_pathway_change(context, &pathway, table, 2030, &change) == SELAT_OK) selat_emission_change_clear(context, &change);
    selat_pathway_clear(context, &pathway);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    selat_context *context;
    char path[64];
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(path, sizeof path, "/tmp/selat-fuzz-%ld.csv", (long)getpid());
    if (selat_file_write(context, path, (const char *)data, size) != SELAT_OK) abort();
    selat_table *table = make_table(context), *parted;
    selat_pledges pledges;
    selat_split_report report;
    try_pathway(context, table, path);
    if (selat_dataset_pledges(context, path, &pledges) == SELAT_OK) selat_pledges_clear(context, &pledges);
    if (selat_dataset_apply_splits(context, path, table, NULL, &report, &parted) == SELAT_OK) selat_table_destroy(context, parted);
    selat_table_destroy(context, table);
    selat_context_destroy(context);
    return 0;
}
