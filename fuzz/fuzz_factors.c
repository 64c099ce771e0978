/* libFuzzer target: bytes as a file of characterisation factors and as one of governance weights, for a small table. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two regions, two sectors, two stressors; the numbers do not matter. */
static selat_table *make_table(selat_context *context) {
    static const char *const regions[] = {"KOR", "MYS"}, *const sectors[] = {"A01", "C26"}, *const one[] = {"F"};
    static const char *const stressors[] = {"CO2", "CH4"};
    selat_labels r, s, f, q, none = {0};
    selat_table *table;
    if (selat_labels_init(context, 2, regions, NULL, &r) != SELAT_OK || selat_labels_init(context, 2, sectors, NULL, &s) != SELAT_OK ||
        selat_labels_init(context, 1, one, NULL, &f) != SELAT_OK || selat_labels_init(context, 2, stressors, NULL, &q) != SELAT_OK ||
        selat_table_create(context, "small", 2022, &r, &s, &f, &f, &none, &q, &table) != SELAT_OK) {
        abort();
    }
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    selat_labels_clear(context, &f);
    selat_labels_clear(context, &q);
    return table;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static selat_context *context;
    static selat_table *table;
    static char path[64];
    if (context == NULL) {
        if (selat_context_create(NULL, &context) != SELAT_OK) abort();
        table = make_table(context);
        snprintf(path, sizeof path, "/tmp/selat-fuzz-%ld.csv", (long)getpid());
    }
    if (selat_file_write(context, path, (const char *)data, size) != SELAT_OK) abort();
    selat_characterisation accounts;
    double governance[2], trade[2];
    if (selat_dataset_characterisation(context, path, table, &accounts) == SELAT_OK) {
        selat_characterisation_clear(context, &accounts);
    }
    (void)selat_dataset_governance(context, path, table, governance, trade);
    return 0;
}
