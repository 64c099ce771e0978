/* selat-bench: how long the models take, one thread, with compiler and flags. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "selat_build.h"

int main(int argc, char **argv) {
    const char *root = argc > 1 ? argv[1] : getenv("SELAT_SOURCE") != NULL ? getenv("SELAT_SOURCE") : SELAT_SOURCE_FOLDER;
    printf("%s\n%s\none thread\n\n", SELAT_COMPILER, SELAT_FLAGS);
    selat_context *context;
    if (selat_context_create(NULL, &context) != SELAT_OK) return 1;
    selat_status status = bench_trade(context, root);
    if (status != SELAT_OK) fprintf(stderr, "selat-bench: %s\n", selat_message(context));
    selat_context_destroy(context);
    return status == SELAT_OK ? 0 : 1;
}
