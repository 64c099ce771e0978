/* Fills the page's shell with a results.json, as a run does but without data for the engine: fill_page SHELL RESULTS TITLE OUTPUT.
   For tests. */
#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "report/html.h"

enum { SHELL, RESULTS, N_FILES };

int main(int argc, char **argv) {
    selat_context *context;
    if (argc != 5 || selat_context_create(NULL, &context) != SELAT_OK) {
        fprintf(stderr, "usage: fill_page SHELL RESULTS TITLE OUTPUT\n");
        return 2;
    }
    char *bytes[N_FILES] = {NULL};
    size_t length[N_FILES];
    selat_text page = {0};
    selat_status status = SELAT_OK;
    for (int k = 0; k < N_FILES && status == SELAT_OK; k++) {
        status = selat_file_read(context, argv[1 + k], 64 << 20, &bytes[k], &length[k]);
    }
    if (status == SELAT_OK) {
        status = selat_html_fill(context, &(selat_page){.shell = bytes[SHELL], .shell_length = length[SHELL], .title = argv[3], .json = bytes[RESULTS]}, &page);
    }
    if (status == SELAT_OK) status = selat_file_write(context, argv[4], page.bytes, page.length);
    if (status != SELAT_OK) fprintf(stderr, "fill_page: %s\n", selat_message(context));
    for (int k = 0; k < N_FILES; k++) selat_release(context, bytes[k]);
    selat_text_clear(context, &page);
    selat_context_destroy(context);
    return status == SELAT_OK ? 0 : 1;
}
