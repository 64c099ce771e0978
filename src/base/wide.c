#include "base/wide.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(SELAT_TARGET_CLONES)

enum { ROWS = 8, HEIGHT = 96, DEPTH = 256, COLUMNS_BYTES = 1920 };
#define WIDE __attribute__((target("avx512f,fma")))

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

bool selat_wide_available(void) { return __builtin_cpu_supports("avx512f") != 0; }

#define WIDE_REAL double
#define WIDE_FUNCTION selat_wide_multiply
#define WIDE_NAME(x) double_##x
#include "base/wide_body.h"
#undef WIDE_REAL
#undef WIDE_FUNCTION
#undef WIDE_NAME

#define WIDE_REAL float
#define WIDE_FUNCTION selat_wide_multiply_single
#define WIDE_NAME(x) float_##x
#include "base/wide_body.h"

#else

bool selat_wide_available(void) { return false; }

void selat_wide_multiply(bool transpose_a, int64_t m, int64_t n, int64_t k, double alpha, const double *a, int64_t lda,
                         const double *b, int64_t ldb, double beta, double *c, int64_t ldc) {
    (void)transpose_a, (void)m, (void)n, (void)k, (void)alpha, (void)a, (void)lda, (void)b, (void)ldb, (void)beta;
    (void)c, (void)ldc;
}

void selat_wide_multiply_single(bool transpose_a, int64_t m, int64_t n, int64_t k, float alpha, const float *a, int64_t lda,
                                const float *b, int64_t ldb, float beta, float *c, int64_t ldc) {
    (void)transpose_a, (void)m, (void)n, (void)k, (void)alpha, (void)a, (void)lda, (void)b, (void)ldb, (void)beta;
    (void)c, (void)ldc;
}

#endif
