/* Regional value content, and who claims a preference by it. */
#include "selat/origin.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* Primary inputs per output of every industry, without IMP_OTHER; 0 where there is no output. */
static void originating_share(const selat_table *t, double *share) {
    int64_t cells = t->regions.count * t->sectors.count;
    for (int64_t v = 0; v < t->primary.count; v++) {
        if (strcmp(t->primary.codes[v], "IMP_OTHER") == 0) continue;
        for (int64_t at = 0; at < cells; at++) {
            if (t->output_musd[at] > 0) share[at] += t->primary_musd[v * cells + at] / t->output_musd[at];
        }
    }
}

selat_status selat_origin_content(selat_context *context, const selat_table *table, selat_leontief *solver,
                                  int64_t n_zones, const bool *member, double *content, selat_leontief_report *report) {
    int64_t R = table->regions.count, S = table->sectors.count;
    double *share = NULL, *right = NULL, *left = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, R * S, &share));
    TRY_OR(done, status, selat_new(context, R * S * n_zones, &right));
    TRY_OR(done, status, selat_new(context, R * S * n_zones, &left));
    originating_share(table, share);
    for (int64_t at = 0; at < R * S; at++) {
        for (int64_t z = 0; z < n_zones; z++) right[at * n_zones + z] = member[z * R + at / S] ? share[at] : 0;
    }
    TRY_OR(done, status, selat_leontief_solve(context, solver, true, n_zones, right, 0, left, report));
    for (int64_t at = 0; at < R * S; at++) {
        bool made = table->output_musd[at] > 0;
        for (int64_t z = 0; z < n_zones; z++) content[z * R * S + at] = made ? left[at * n_zones + z] : 0;
    }
done:
    selat_release(context, share);
    selat_release(context, right);
    selat_release(context, left);
    return status;
}

double selat_origin_utilisation(double content, double threshold, double spread) {
    double foreign = 1 - content;
    if (!(foreign > 0)) return 1;
    if (content <= 0) return 0;
    double z = (log(1 - threshold) - log(foreign)) / spread + spread / 2;
    return 0.5 * erfc(-z / sqrt(2));
}
