/* Which inputs are critical, where no survey says so (docs/models/disruption.md, "Which inputs bind"). */
#include <string.h>

#include "selat/disruption.h"

static bool is_one_of(const char *code, const char *const *list) {
    for (; *list != NULL; list++) {
        if (strcmp(code, *list) == 0) return true;
    }
    return false;
}

static bool is_good(const char *code) { return code[0] >= 'A' && code[0] <= 'C'; }

/* The rating of product `code` for a buyer of sector `buyer`, `share` of its intermediate cost. */
static double rating(const char *code, const char *buyer, double share, double critical_share) {
    static const char *const important[] = {"E", "H49", "H50", "H51", "H52", "J61", "J62_63", NULL};
    if (strcmp(code, "D") == 0) return 1;
    if (buyer[0] > 'F') return strcmp(code, "J61") == 0 ? 1 : strcmp(code, "J62_63") == 0 ? 0.5 : 0;
    if (is_good(code)) return share >= critical_share ? 1 : 0.5;
    return is_one_of(code, important) ? 0.5 : 0;
}

void selat_disruption_rate(const selat_labels *sectors, int64_t n_regions, const double *use_musd,
                           double critical_share, double *out) {
    int64_t S = sectors->count, N = n_regions * S;
    for (int64_t n = 0; n < n_regions; n++) {
        for (int64_t k = 0; k < S; k++) {
            const double *use = &use_musd[n * S * S + k];
            double cost = 0;
            for (int64_t s = 0; s < S; s++) cost += use[s * S];
            for (int64_t s = 0; s < S; s++) {
                double share = cost > 0 ? use[s * S] / cost : 0;
                out[s * N + n * S + k] =
                    use[s * S] > 0 ? rating(sectors->codes[s], sectors->codes[k], share, critical_share) : 0;
            }
        }
    }
}
