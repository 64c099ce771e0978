/* Blocked elimination: a panel of rows is factored, then strips of the rows below it are updated side by side; the strip
   that holds the next panel goes first and factors it at once, so that no thread waits for a panel. */
#include "base/lu_single.h"

#include "base/dense.h"
#include "base/status.h"
#include "base/threads.h"

enum { PANEL = 256, STRIP = 512 };

typedef struct elimination {
    int64_t n;
    float *a;
    int32_t *swaps;
    int64_t done;  /* rows of L and U that are final */
    int64_t width; /* of the panel that follows them */
} elimination;

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Factors the panel that starts at row `first`; its swaps count from there until they are applied. */
static selat_status factor_panel(selat_context *context, elimination *e, int64_t first) {
    int64_t width = least(PANEL, e->n - first);
    return selat_single_panel(context, width, e->n - first, e->a + first * e->n + first, e->n, e->swaps + first);
}

/* Columns of rows from .. to-1 as the panel's swaps ask, which are few. */
static void swap_columns(const elimination *e, int64_t from, int64_t to) {
    int64_t moved[PANEL], count = 0;
    for (int64_t k = 0; k < e->width; k++) {
        if (e->swaps[e->done + k] != k) moved[count++] = k;
    }
    for (int64_t row = from; row < to && count > 0; row++) {
        float *at = e->a + row * e->n + e->done;
        for (int64_t m = 0; m < count; m++) {
            int64_t k = moved[m], other = e->swaps[e->done + k];
            float kept = at[k];
            at[k] = at[other];
            at[other] = kept;
        }
    }
}

/* Piece 0 are the rows of the next panel, the others strips below them; the last pieces are rows above, which only swap. */
static selat_status update_strip(selat_context *own, void *data, int64_t piece) {
    elimination *e = data;
    int64_t below = e->done + e->width, next = least(PANEL, e->n - below);
    int64_t strips = 1 + (e->n - below - next + STRIP - 1) / STRIP;
    if (piece >= strips) {
        int64_t from = (piece - strips) * STRIP;
        swap_columns(e, from, least(from + STRIP, e->done));
        return SELAT_OK;
    }
    int64_t from = piece == 0 ? below : below + next + (piece - 1) * STRIP;
    int64_t to = piece == 0 ? below + next : least(from + STRIP, e->n);
    TRY(selat_check_cancel(own));
    swap_columns(e, from, to);
    TRY(selat_single_update(own, e->width, e->n - e->done, e->a + e->done * e->n + e->done, to - from,
                            e->a + from * e->n + e->done, e->n));
    return piece == 0 ? factor_panel(own, e, below) : SELAT_OK;
}

selat_status selat_single_factor(selat_context *context, int64_t n, float *a, int32_t *swaps) {
    elimination e = {.n = n, .a = a, .swaps = swaps};
    if (n == 0) return SELAT_OK;
    TRY(factor_panel(context, &e, 0));
    for (;; e.done += e.width) {
        e.width = least(PANEL, n - e.done);
        int64_t below = e.done + e.width, next = least(PANEL, n - below);
        int64_t strips = below < n ? 1 + (n - below - next + STRIP - 1) / STRIP : 0;
        int64_t above = (e.done + STRIP - 1) / STRIP;
        if (below < n) {
            TRY(selat_parallel(context, strips + above, update_strip, &e));
        } else {
            for (int64_t row = 0; row < e.done; row++) swap_columns(&e, row, row + 1);
        }
        for (int64_t k = 0; k < e.width; k++) swaps[e.done + k] += (int32_t)e.done;
        if (below == n) return SELAT_OK;
        selat_progress(context, "LU factors", (double)below / (double)n);
    }
}
