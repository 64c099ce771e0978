/* How the process treats memory and the threads of libraries. What a platform does not offer is left alone. */
#include <stdlib.h>

#include "cli.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* A run makes and drops arrays of megabytes by the hundred. By default each comes from the system and goes back to it, and
   its pages are handed out and cleared anew; kept by the process they are used again. */
void cli_keep_memory(void) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

/* OpenBLAS starts its threads when it is loaded, and they spin for a while in want of work, on the cores that selat's own
   threads use; it is asked not to before the libraries are initialised. Not under AddressSanitizer, which starts that early too. */
#if defined(__linux__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
static void calm_blas(int argc, char **argv, char **environment) {
    (void)argc, (void)argv, (void)environment;
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
}
static void (*const before_libraries)(int, char **, char **)
    __attribute__((section(".preinit_array"), used)) = calm_blas;
#endif
