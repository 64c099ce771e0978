/* The terminal's lines on stress tests of chains and firms: what is lost where they end. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "report/headline.h"
#include "report/summary.h"
#include "selat/chain_run.h"

enum { NAME = 33 };

static selat_status add_one(selat_context *context, const selat_results *results, const selat_below_stress *below, selat_text *out) {
    const char *name = results->inputs.accord->stresses[below->stress].name;
    TRY(selat_text_add(context, out, "%-*.*s %7.1f %6.1f  %s", NAME, NAME, name, 100 * below->end_loss[SELAT_WITHOUT],
                       100 * below->end_loss[SELAT_WITH], below->end));
    if (below->industry_loss[SELAT_WITHOUT] == NULL) TRY(selat_text_add(context, out, " (not carried into incomes: no values known)"));
    if (!below->converged) TRY(selat_text_add(context, out, " NOT CONVERGED"));
    return selat_text_add(context, out, "\n");
}

selat_status report_add_chains(selat_context *context, const selat_results *results, const char *bold, const char *plain,
                               selat_text *out) {
    const selat_run_chains *chains = results->inputs.chains;
    if (chains == NULL || chains->n_stresses == 0) return SELAT_OK;
    TRY(selat_text_add(context, out, "%s%-*s %7s %6s%s\n", bold, NAME, "lost while it lasts, %", "w/o", "with", plain));
    for (int64_t k = 0; k < chains->n_stresses; k++) TRY(add_one(context, results, &chains->stresses[k], out));
    for (int64_t k = 0; k < chains->n_stresses; k++) {
        const selat_below_stress *below = &chains->stresses[k];
        const char *notice = below->chain >= 0 ? chains->chains[below->chain].side[SELAT_WITHOUT].notice : "";
        if (notice[0] != '\0') return selat_text_add(context, out, "%s\n", notice);
    }
    return SELAT_OK;
}
