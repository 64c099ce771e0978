/* A stress of kind chain: what is lost at the end of the chain, and what that takes from the sector which makes it.

   The sector's output that belongs to the chain is the chain's world sales v, a third (or half, ...) of it at each of its K
   process stages, split over countries by the stage's shares:  made_kr = v/K share_kr. At stage k a country loses what it
   stops itself or what reaches it through inputs from other stages, whichever is more:  L_kr = max(stop_kr, input_k). Its
   industry's capacity falls by  min(1, sum_k made_kr L_kr / output_r). */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/chains.h"

typedef struct stop {
    const selat_chain *chain;
    selat_chain_shock shock;
    double *left; /* [n_countries] */
    selat_chain_result result;
} stop;

static selat_status fill_left(selat_context *context, const selat_table *table, const selat_stress *stress, stop *s) {
    const selat_chain *chain = s->chain;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        s->left[c] = stress->n_regions == 0 ? 1 - stress->loss : 1;
    }
    for (int64_t r = 0; r < stress->n_regions; r++) {
        const char *code = table->regions.codes[stress->regions[r]];
        int64_t c = selat_labels_find(&chain->countries, code);
        if (c >= 0) s->left[c] = 1 - stress->loss;
    }
    for (int64_t r = 0; r < stress->n_regions; r++) {
        if (selat_labels_find(&chain->countries, table->regions.codes[stress->regions[r]]) >= 0) return SELAT_OK;
    }
    if (stress->n_regions == 0) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "stress %s: found %s, expected a supplier of chain %s", stress->name,
                      table->regions.codes[stress->regions[0]], chain->name);
}

static selat_status find_stage(selat_context *context, const selat_stress *stress, const char *stage, stop *s) {
    s->shock.stage = -1;
    if (stage[0] == '\0') return SELAT_OK;
    s->shock.stage = selat_labels_find(&s->chain->stages, stage);
    for (int64_t k = 0; s->shock.stage < 0 && k < s->chain->stages.count; k++) {
        if (strcmp(s->chain->stages.names[k], stage) == 0) s->shock.stage = k;
    }
    if (s->shock.stage >= 0) return SELAT_OK;
    const char *near = selat_labels_nearest(&s->chain->stages, stage);
    return selat_fail(context, SELAT_BAD_INPUT, "stress %s: found stage %s, expected one of chain %s%s%s%s", stress->name, stage,
                      s->chain->name, near != NULL ? " (did you mean " : "", near != NULL ? near : "", near != NULL ? "?)" : "");
}

/* The largest loss that reaches the steps of stage k from outside of it. */
static double input_loss(const stop *s, int64_t k) {
    const selat_chain *chain = s->chain;
    double worst = 0;
    for (int64_t l = 0; l < chain->n_links; l++) {
        bool into = selat_chain_share_stage(chain, chain->into[l]) == k;
        if (!into || selat_chain_share_stage(chain, chain->input[l]) == k || chain->is_type[l]) continue;
        double loss = selat_chain_passed(chain, &s->shock, chain->input[l], s->result.loss[chain->input[l]]);
        if (loss > worst) worst = loss;
    }
    return worst;
}

static bool is_core(const selat_chain *chain, int64_t stage) {
    return chain->kind[stage] == SELAT_CHAIN_PROCESS && chain->basis[stage] == SELAT_CHAIN_GIVEN;
}

/* Million USD a year of the region's output behind the loss, and of output made at all. */
static double lost_output(const stop *s, int64_t country, int64_t n_core, double *made) {
    const selat_chain *chain = s->chain;
    double lost = 0;
    *made = 0;
    for (int64_t k = 0; k < chain->stages.count; k++) {
        if (!is_core(chain, k)) continue;
        bool struck = s->shock.stage < 0 || s->shock.stage == k;
        double own = struck ? 1 - s->left[country] : 0, input = input_loss(s, k);
        double output = chain->value_musd / (double)n_core * selat_chain_share(chain, k, country);
        lost += output * (own > input ? own : input);
        *made += output;
    }
    return lost;
}

static selat_status carry(selat_context *context, const selat_table *table, const stop *s, double **out, double *carried) {
    const selat_chain *chain = s->chain;
    int64_t S = table->sectors.count, sector = selat_labels_find(&table->sectors, chain->sector), n_core = 0;
    for (int64_t k = 0; k < chain->stages.count; k++) n_core += is_core(chain, k);
    *carried = 0;
    if (sector < 0 || chain->value_musd <= 0 || n_core == 0) return SELAT_OK;
    TRY(selat_new(context, table->regions.count * S, out));
    for (int64_t r = 0; r < table->regions.count; r++) {
        int64_t country = selat_labels_find(&chain->countries, table->regions.codes[r]);
        double output = table->output_musd[r * S + sector], made;
        if (country < 0 || output <= 0) continue;
        double lost = lost_output(s, country, n_core, &made);
        (*out)[r * S + sector] = lost < output ? lost / output : 1;
        *carried += lost < output ? lost : output;
    }
    return SELAT_OK;
}

static selat_status run_side(selat_context *context, const selat_table *table, const selat_stress *stress, const char *stage,
                             int side, stop *s, selat_below_stress *out) {
    double carried;
    TRY(fill_left(context, table, stress, s));
    TRY(find_stage(context, stress, stage, s));
    s->shock.left = s->left;
    s->shock.days = (double)stress->days;
    s->shock.only_known = true;
    TRY(selat_chain_stop(context, s->chain, &s->shock, &s->result));
    out->end_loss[side] = s->result.end_loss;
    if (side == SELAT_WITHOUT) TRY(selat_copy_text(context, s->chain->stages.names[s->result.end], &out->end));
    TRY(carry(context, table, s, &out->industry_loss[side], &carried));
    if (side == SELAT_WITHOUT) out->carried_musd = carried;
    selat_chain_result_clear(context, &s->result);
    s->shock.only_known = false;
    TRY(selat_chain_stop(context, s->chain, &s->shock, &s->result));
    out->end_loss_with_equal[side] = s->result.end_loss;
    return SELAT_OK;
}

selat_status run_chain_stress(selat_context *context, const selat_accord *accord, const selat_table *table,
                              const selat_stress *stress, const selat_run_chain *chain, const char *stage,
                              selat_below_stress *out) {
    (void)accord;
    selat_status status = SELAT_OK;
    out->converged = true;
    for (int side = 0; status == SELAT_OK && side < SELAT_SIDES; side++) {
        stop s = {.chain = &chain->side[side]};
        status = selat_new(context, s.chain->countries.count, &s.left);
        if (status == SELAT_OK) status = run_side(context, table, stress, stage, side, &s, out);
        selat_chain_result_clear(context, &s.result);
        selat_release(context, s.left);
    }
    return status;
}

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
