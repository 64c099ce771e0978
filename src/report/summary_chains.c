/* The terminal's lines on stress tests of chains and firms: what is lost where they end. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "report/headline.h"
#include "report/summary.h"
#include "selat/chain_run.h"

static selat_status add_one(selat_context *context, const selat_results *results, const selat_below_stress *below, selat_text *out) {
    const char *name = results->inputs.accord->stresses[below->stress].name;
    return selat_text_add(context, out, "%.36s: %.1f %% of %.32s lost, %.1f %% with the accord%s\n", name,
                          100 * below->end_loss[SELAT_WITHOUT], below->end, 100 * below->end_loss[SELAT_WITH],
                          below->converged ? "" : " NOT CONVERGED");
}

selat_status report_add_chains(selat_context *context, const selat_results *results, selat_text *out) {
    const selat_run_chains *chains = results->inputs.chains;
    for (int64_t k = 0; chains != NULL && k < chains->n_stresses; k++) TRY(add_one(context, results, &chains->stresses[k], out));
    for (int64_t k = 0; chains != NULL && k < chains->n_stresses; k++) {
        const selat_below_stress *below = &chains->stresses[k];
        const char *notice = below->chain >= 0 ? chains->chains[below->chain].side[SELAT_WITHOUT].notice : "";
        if (notice[0] != '\0') return selat_text_add(context, out, "%s\n", notice);
    }
    return SELAT_OK;
}
