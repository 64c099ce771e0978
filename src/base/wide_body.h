/* wide.h for one type of number: WIDE_REAL, WIDE_FUNCTION, and WIDE_NAME(x), a name of its own for each part. Included by
   wide.c only, once for each type, and therefore without a guard.

   A tile of 8 rows by 3 vectors of C stays in registers while k runs (Goto and van de Geijn 2008). B is packed by tiles of
   columns, zeros beyond the last; A is read where it lies, or packed by 8 rows when transposed. */
typedef WIDE_REAL WIDE_NAME(vector) __attribute__((vector_size(64)));
typedef WIDE_REAL WIDE_NAME(loose) __attribute__((vector_size(64), aligned(sizeof(WIDE_REAL)), may_alias));
enum {
    WIDE_NAME(LANES) = 64 / sizeof(WIDE_REAL),
    WIDE_NAME(TILE) = 3 * WIDE_NAME(LANES),
    WIDE_NAME(STRIP) = COLUMNS_BYTES / sizeof(WIDE_REAL) / WIDE_NAME(TILE) * WIDE_NAME(TILE)
};

/* out[rows][TILE] = A B over k terms, rows at most 8; a constant in every use. */
WIDE static inline __attribute__((always_inline)) void WIDE_NAME(tile)(int rows, int64_t k, const WIDE_REAL *a,
                                                                       int64_t row_step, int64_t step,
                                                                       const WIDE_NAME(vector) * b, WIDE_REAL alpha,
                                                                       WIDE_REAL beta, WIDE_REAL *c, int64_t ldc) {
    WIDE_NAME(vector) sum[ROWS][3];
#pragma GCC unroll 8
    for (int i = 0; i < rows; i++) sum[i][0] = sum[i][1] = sum[i][2] = (WIDE_NAME(vector)){0};
    for (int64_t l = 0; l < k; l++, b += 3) {
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++) {
            WIDE_REAL factor = a[i * row_step + l * step];
            sum[i][0] += factor * b[0];
            sum[i][1] += factor * b[1];
            sum[i][2] += factor * b[2];
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < rows; i++) {
        WIDE_NAME(loose) *out = (WIDE_NAME(loose) *)(c + i * ldc);
#pragma GCC unroll 3
        for (int v = 0; v < 3; v++) {
            WIDE_NAME(vector) scaled = alpha * sum[i][v];
            out[v] = beta == 0 ? scaled : scaled + beta * out[v];
        }
    }
}

WIDE static void WIDE_NAME(rows)(int64_t rows, int64_t k, const WIDE_REAL *a, int64_t row_step, int64_t step,
                                 const WIDE_NAME(vector) * b, WIDE_REAL alpha, WIDE_REAL beta, WIDE_REAL *c,
                                 int64_t ldc) {
    switch (rows) {
#define CASE(N) case N: WIDE_NAME(tile)(N, k, a, row_step, step, b, alpha, beta, c, ldc); break
        CASE(1);
        CASE(2);
        CASE(3);
        CASE(4);
        CASE(5);
        CASE(6);
        CASE(7);
        CASE(8);
#undef CASE
    default: break;
    }
}

/* One tile of C, by way of `edge` where it is narrower. */
WIDE static void WIDE_NAME(place)(int64_t rows, int64_t columns, int64_t k, const WIDE_REAL *a, int64_t row_step,
                                  int64_t step, const WIDE_NAME(vector) * b, WIDE_REAL alpha, WIDE_REAL beta,
                                  WIDE_REAL *c, int64_t ldc) {
    _Alignas(64) WIDE_REAL edge[ROWS * WIDE_NAME(TILE)];
    if (columns == WIDE_NAME(TILE)) {
        WIDE_NAME(rows)(rows, k, a, row_step, step, b, alpha, beta, c, ldc);
        return;
    }
    WIDE_NAME(rows)(rows, k, a, row_step, step, b, alpha, 0, edge, WIDE_NAME(TILE));
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j++) {
            c[i * ldc + j] = edge[i * WIDE_NAME(TILE) + j] + (beta == 0 ? 0 : beta * c[i * ldc + j]);
        }
    }
}

WIDE static void WIDE_NAME(pack_b)(int64_t k, int64_t n, const WIDE_REAL *b, int64_t ldb, WIDE_REAL *out) {
    for (int64_t first = 0; first < n; first += WIDE_NAME(TILE)) {
        int64_t columns = smaller(WIDE_NAME(TILE), n - first);
        for (int64_t l = 0; l < k; l++, out += WIDE_NAME(TILE)) {
            const WIDE_REAL *from = b + l * ldb + first;
            if (columns == WIDE_NAME(TILE)) {
                for (int64_t j = 0; j < WIDE_NAME(TILE); j++) out[j] = from[j];
            } else {
                for (int64_t j = 0; j < WIDE_NAME(TILE); j++) out[j] = j < columns ? from[j] : 0;
            }
        }
    }
}

/* A'[m][k] by groups of 8 rows, [k][8] each. */
WIDE static void WIDE_NAME(pack_a)(int64_t m, int64_t k, const WIDE_REAL *a, int64_t lda, WIDE_REAL *out) {
    int64_t whole = m / ROWS * ROWS;
    for (int64_t l = 0; l < k; l++, a += lda) {
        WIDE_REAL *to = out + l * ROWS;
        for (int64_t i = 0; i < whole; i += ROWS, to += k * ROWS) memcpy(to, a + i, ROWS * sizeof *a);
        for (int64_t i = whole; i < m; i++) to[i - whole] = a[i];
    }
}

WIDE void WIDE_FUNCTION(bool transpose_a, int64_t m, int64_t n, int64_t k, WIDE_REAL alpha, const WIDE_REAL *a,
                        int64_t lda, const WIDE_REAL *b, int64_t ldb, WIDE_REAL beta, WIDE_REAL *c, int64_t ldc) {
    _Alignas(64) WIDE_REAL packed[DEPTH * WIDE_NAME(STRIP)], turned[DEPTH * HEIGHT];
    for (int64_t l = 0; l < k || l == 0; l += DEPTH) {
        int64_t depth = smaller(DEPTH, k - l);
        WIDE_REAL kept = l == 0 ? beta : 1;
        for (int64_t j = 0; j < n; j += WIDE_NAME(STRIP)) {
            int64_t width = smaller(WIDE_NAME(STRIP), n - j);
            WIDE_NAME(pack_b)(depth, width, b + l * ldb + j, ldb, packed);
            for (int64_t i = 0; i < m; i += HEIGHT) {
                int64_t height = smaller(HEIGHT, m - i);
                if (transpose_a) WIDE_NAME(pack_a)(height, depth, a + l * lda + i, lda, turned);
                for (int64_t q = 0; q < width; q += WIDE_NAME(TILE)) {
                    const WIDE_NAME(vector) *strip = (const WIDE_NAME(vector) *)(packed + q * depth);
                    for (int64_t p = 0; p < height; p += ROWS) {
                        const WIDE_REAL *from = transpose_a ? turned + p * depth : a + (i + p) * lda + l;
                        WIDE_NAME(place)(smaller(ROWS, height - p), smaller(WIDE_NAME(TILE), width - q), depth, from,
                                         transpose_a ? 1 : lda, transpose_a ? ROWS : 1, strip, alpha, kept,
                                         c + (i + p) * ldc + j + q, ldc);
                    }
                }
            }
        }
    }
}
