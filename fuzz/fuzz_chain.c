/* libFuzzer target: bytes as one of the files of a value chain beside good ones. FILE=name in the environment chooses it
   (stages.csv, suppliers.csv, links.csv, chain.csv, minerals.csv); suppliers.csv otherwise. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[][2] = {
    {"stages.csv", "stage,kind,shares_of,size_musd\na,material,,1\nb,process,a,\nc,output,,\n"},
    {"suppliers.csv", "stage,country,share\na,AAA,0.5\na,BBB,\nc,OTHER,1\n"},
    {"links.csv", "input,into,relation\na,b,input\nb,c,type\n"},
    {"chain.csv", "key,value\nname,x\nyear,2020\n"},
};
enum { N_FILES = sizeof good / sizeof *good };

static void stop_all(selat_context *context, const selat_chain *chain) {
    double *left = calloc((size_t)chain->countries.count, sizeof *left);
    selat_chain_shock shock = {.left = left, .stage = -1, .days = 30};
    selat_chain_result result;
    if (left == NULL) abort();
    if (selat_chain_stop(context, chain, &shock, &result) == SELAT_OK) {
        for (int64_t s = 0; s < chain->stages.count; s++) {
            if (!(result.loss[s] >= 0 && result.loss[s] <= 1 + 1e-9)) abort();
        }
        selat_chain_result_clear(context, &result);
    }
    free(left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char folder[64], path[160];
    const char *chosen = getenv("FILE") != NULL ? getenv("FILE") : "suppliers.csv";
    bool minerals = strcmp(chosen, "minerals.csv") == 0;
    selat_context *context;
    selat_chain chain;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(folder, sizeof folder, "/tmp/selat-fuzz-chain-%ld", (long)getpid());
    if (selat_folder_make(context, folder) != SELAT_OK) abort();
    for (int k = 0; k < N_FILES; k++) {
        bool fuzzed = strcmp(good[k][0], chosen) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, good[k][0]);
        const char *bytes = fuzzed ? (const char *)data : good[k][1];
        if (selat_file_write(context, path, bytes, fuzzed ? size : strlen(good[k][1])) != SELAT_OK) abort();
    }
    snprintf(path, sizeof path, "%s/minerals.csv", folder);
    if (minerals && selat_file_write(context, path, (const char *)data, size) != SELAT_OK) abort();
    if (selat_chain_load(context, folder, minerals ? "Cobalt" : NULL, 0, &chain) == SELAT_OK) {
        stop_all(context, &chain);
        selat_chain_clear(context, &chain);
    } else if (selat_message(context)[0] == '\0') {
        abort();
    }
    selat_context_destroy(context);
    return 0;
}
