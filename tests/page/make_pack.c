/* Writes the pack of an accord, or of a page that begins with nothing: make_pack ACCORD|- OUTPUT. For tests. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "report/pack.h"
#include "selat/run_load.h"

static selat_status make(selat_context *context, const char *accord, const char *output) {
    selat_run_data data = {0};
    selat_text pack = {0};
    bool blank = strcmp(accord, "-") == 0;
    selat_status status = blank ? selat_dataset_table(context, "oecd-2022", &data.table) : selat_run_load(context, accord, &data);
    if (status == SELAT_OK) {
        status = blank ? report_pack_blank(context, data.table, NULL, &pack) : report_pack(context, data.table, data.accord, &pack);
    }
    if (status == SELAT_OK) status = selat_file_write(context, output, pack.bytes, pack.length);
    selat_text_clear(context, &pack);
    selat_run_unload(context, &data);
    return status;
}

int main(int argc, char **argv) {
    selat_context *context;
    if (argc != 3 || selat_context_create(NULL, &context) != SELAT_OK) {
        fprintf(stderr, "usage: make_pack ACCORD|- OUTPUT\n");
        return 2;
    }
    selat_status status = make(context, argv[1], argv[2]);
    if (status != SELAT_OK) fprintf(stderr, "make_pack: %s\n", selat_message(context));
    selat_context_destroy(context);
    return status == SELAT_OK ? 0 : 1;
}
