/* libFuzzer target: bytes as a CSV file, and as one of a case folder's files beside five good ones (FILE=name in the
   environment chooses it; sectors.csv otherwise). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_BYTES = 1 << 20 };

static const char *const good[][2] = {
    {"sectors.csv", "j,sector,tradable,theta\n1,Goods,1,4\n"},
    {"country.csv", "n,country,va,surplus,income\n1,A,1,0,1\n2,B,1,0,1\n"},
    {"sector_country.csv", "j,n,alpha,va_share,expenditure\n1,1,1,1,1\n1,2,1,1,1\n"},
    {"bilateral.csv", "j,importer_n,exporter_i,pi,flow_fob\n1,1,1,.9,.9\n1,1,2,.1,.1\n1,2,1,.1,.1\n1,2,2,.9,.9\n"},
    {"io.csv", "n,input_k,user_j,share_of_intermediates\n1,1,1,1\n2,1,1,1\n"},
    {"tariffs.csv", "j,importer_n,exporter_i,base_pct,new_pct\n1,1,2,0,10\n"},
};

static void read_csv(selat_context *context, const char *path) {
    selat_csv csv;
    if (selat_csv_open(context, path, MAX_BYTES, &csv) != SELAT_OK) return;
    bool has_row = true;
    while (has_row && selat_csv_next(context, &csv, &has_row) == SELAT_OK) {
        double value;
        for (int64_t k = 0; has_row && k < csv.n_columns; k++) (void)selat_csv_double(context, &csv, k, &value);
    }
    selat_csv_close(context, &csv);
}

static void read_case(selat_context *context, const char *folder) {
    selat_economy *economy;
    selat_trade_shock shock;
    if (selat_trade_case_load(context, folder, &economy, &shock) != SELAT_OK) return;
    selat_trade_options options = {.max_iterations = 50};
    selat_trade_result *result;
    if (selat_trade_solve(context, economy, &shock, &options, &result) == SELAT_OK) selat_trade_result_destroy(context, result);
    selat_trade_shock_clear(context, &shock);
    selat_economy_destroy(context, economy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char folder[64];
    const char *chosen = getenv("FILE") != NULL ? getenv("FILE") : "sectors.csv";
    selat_context *context;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(folder, sizeof folder, "/tmp/selat-fuzz-%ld", (long)getpid());
    if (selat_folder_make(context, folder) != SELAT_OK) abort();
    char path[160], target[160] = "";
    for (size_t k = 0; k < sizeof good / sizeof *good; k++) {
        bool fuzzed = strcmp(good[k][0], chosen) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, good[k][0]);
        const char *bytes = fuzzed ? (const char *)data : good[k][1];
        if (selat_file_write(context, path, bytes, fuzzed ? size : strlen(good[k][1])) != SELAT_OK) abort();
        if (fuzzed) memcpy(target, path, sizeof target);
    }
    if (target[0] != '\0') read_csv(context, target);
    read_case(context, folder);
    selat_context_destroy(context);
    return 0;
}
