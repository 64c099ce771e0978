/* libFuzzer target: bytes as one of the files of a capture case beside five good ones (FILE=name in the environment chooses
   it; sources.csv otherwise). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[][2] = {
    {"settings.csv", "key,value\ncrf,0.1\nyears,30\n"},
    {"targets.csv", "year,target_mtpa\n2030,1\n2031,2\n"},
    {"types.csv", "type,intercept,slope\npipe,0.5,0.2\npipe,0.7,0.1\n"},
    {"sources.csv", "node,capacity_mtpa,capex_musd,fom_musd_per_year,vom_usd_per_t\nA,3,100,5,10\n"},
    {"stores.csv", "node,capacity_mt,site_capex_musd,site_fom_musd_per_year,well_rate_mtpa,well_capex_musd,well_fom_musd_per_year,vom_usd_per_t\nB,100,20,1,1,10,1,2\n"},
    {"routes.csv", "a,b,type,cost\nA,B,pipe,50\n"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *chosen = getenv("FILE") != NULL ? getenv("FILE") : "sources.csv";
    selat_context *context;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    char folder[64], path[160];
    snprintf(folder, sizeof folder, "/tmp/selat-fuzz-capture-%ld", (long)getpid());
    if (selat_folder_make(context, folder) != SELAT_OK) abort();
    for (size_t k = 0; k < sizeof good / sizeof *good; k++) {
        bool fuzzed = strcmp(good[k][0], chosen) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, good[k][0]);
        if (selat_file_write(context, path, fuzzed ? (const char *)data : good[k][1], fuzzed ? size : strlen(good[k][1])) != SELAT_OK) abort();
    }
    selat_capture_problem *problem;
    if (selat_capture_case_load(context, folder, &problem) == SELAT_OK) {
        char *text;
        bool small = problem->n_years * (problem->n_sources + problem->n_stores + problem->n_edges) < 2000;
        if (small && selat_capture_mps(context, problem, &text) == SELAT_OK) selat_dataset_free(context, text);
        selat_capture_problem_destroy(context, problem);
    }
    selat_context_destroy(context);
    return 0;
}
