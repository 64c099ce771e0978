/* libFuzzer target: bytes as one of the files of a supply network beside good ones. FILE=name in the environment chooses it
   (edges.csv, firms.csv, essential.csv, shock.csv, network.h5); edges.csv otherwise. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[][2] = {
    {"edges.csv", "supplier,buyer,weight\n1,2,1.5\n2,3,2\n3,1,1\n"},
    {"firms.csv", "firm,sector\n1,a\n2,b\n3,b\n"},
    {"essential.csv", ",a,b\na,2,1\nb,0,2\n"},
    {"shock.csv", "firm,scenario,shock\n1,1,0.5\n"},
    {"network.h5", ""},
};
enum { N_FILES = sizeof good / sizeof *good };

static void cascade(selat_context *context, const selat_firm_data *data, const char *shocks) {
    selat_firm_network *network;
    selat_firm_options options = {.max_iterations = 50};
    int64_t n_scenarios, failing = 0;
    double *psi;
    selat_firm_index index;
    if (selat_firm_network_create(context, data, &network) != SELAT_OK) return;
    if (selat_firms_fail(context, network, &options, 1, &failing, &index) != SELAT_OK) abort();
    if (!(index.esri >= 0 && index.esri <= 1 + 1e-9)) abort();
    if (selat_firm_shocks_read(context, shocks, data, &n_scenarios, &psi) == SELAT_OK) selat_firm_shocks_free(context, psi);
    selat_firm_network_destroy(context, network);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char folder[64], path[N_FILES][160];
    const char *chosen = getenv("FILE") != NULL ? getenv("FILE") : "edges.csv";
    selat_context *context;
    selat_firm_data network;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(folder, sizeof folder, "/tmp/selat-fuzz-firms-%ld", (long)getpid());
    if (selat_folder_make(context, folder) != SELAT_OK) abort();
    for (int k = 0; k < N_FILES; k++) {
        bool fuzzed = strcmp(good[k][0], chosen) == 0;
        snprintf(path[k], sizeof path[k], "%s/%s", folder, good[k][0]);
        const char *bytes = fuzzed ? (const char *)data : good[k][1];
        if (selat_file_write(context, path[k], bytes, fuzzed ? size : strlen(good[k][1])) != SELAT_OK) abort();
    }
    selat_firm_files files = {path[0], path[1], path[2]};
    bool hdf5 = strcmp(chosen, "network.h5") == 0;
    selat_status status = hdf5 ? selat_firm_data_load(context, path[4], getenv("SELAT_FUZZ_HDF5") != NULL, &network) : selat_firm_data_read(context, &files, &network);
    if (status == SELAT_OK) cascade(context, &network, path[3]);
    if (status != SELAT_OK && selat_message(context)[0] == '\0') abort();
    selat_firm_data_clear(context, &network);
    selat_context_destroy(context);
    return 0;
}
