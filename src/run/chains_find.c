/* Which stresses the chains and firm networks carry. */
#include "selat/chain_run.h"

const selat_below_stress *selat_run_chains_find(const selat_run_chains *chains, int64_t stress) {
    for (int64_t k = 0; chains != NULL && k < chains->n_stresses; k++) {
        if (chains->stresses[k].stress == stress) return &chains->stresses[k];
    }
    return NULL;
}

bool selat_run_chains_carried(const selat_run_chains *chains, int64_t stress) {
    const selat_below_stress *below = selat_run_chains_find(chains, stress);
    return below == NULL || below->industry_loss[SELAT_WITHOUT] != NULL;
}
