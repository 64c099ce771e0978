/* What is left of each stage when countries stop. In order of the links, for stage s:
     own_s  = max(0, 1 - (1 - sum_c share_sc (1 - left_c)) (1 + spare))
     pass_p = loss_p . min(1, days / (365 life)) for tools . max(0, days - stock) / days   (1 and 1 where days = 0)
     loss_s = max(own_s, max over inputs p of pass_p, mean (or max) over types of s of their loss). */
#include "base/memory.h"
#include "base/status.h"
#include "selat/chain.h"

static const double days_per_year = 365;

static selat_status check(selat_context *context, const selat_chain *chain, const selat_chain_shock *shock) {
    for (int64_t c = 0; c < chain->countries.count; c++) {
        if (shock->left[c] >= 0 && shock->left[c] <= 1) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "chain %s: what is left of %s is %g, expected 0 to 1", chain->name,
                          chain->countries.codes[c], shock->left[c]);
    }
    bool fits = shock->days >= 0 && shock->stock_days >= 0 && shock->spare >= 0 && shock->tool_years >= 0;
    if (fits) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "chain %s: days, stocks, spare capacity and life of tools: expected 0 or more",
                      chain->name);
}

static double own_loss(const selat_chain *chain, const selat_chain_shock *shock, int64_t stage) {
    int64_t source = selat_chain_share_stage(chain, stage);
    bool struck = shock->stage < 0 || shock->stage == stage || shock->stage == source;
    if (!struck || chain->basis[source] == SELAT_CHAIN_FROM_TYPES) return 0; /* its types carry it */
    if (shock->only_known && chain->basis[source] == SELAT_CHAIN_EQUAL) return 0;
    double lost = 0;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        lost += selat_chain_share(chain, stage, c) * (1 - shock->left[c]);
    }
    double loss = 1 - (1 - lost) * (1 + shock->spare);
    return loss > 0 ? loss : 0;
}

double selat_chain_passed(const selat_chain *chain, const selat_chain_shock *shock, int64_t input, double loss) {
    if (shock->days <= 0) return loss;
    double life = shock->tool_years > 0 ? shock->tool_years : SELAT_CHAIN_TOOL_YEARS;
    double worn = shock->days / (days_per_year * life);
    if (chain->kind[input] == SELAT_CHAIN_TOOL && worn < 1) loss *= worn;
    double bare = (shock->days - shock->stock_days) / shock->days;
    return bare > 0 ? loss * bare : 0;
}

/* Loss of `stage` through its types, weighted by market size where every type has one. */
static double type_loss(const selat_chain *chain, const selat_chain_shock *shock, int64_t stage, const double *loss) {
    double sized = 0, all_sizes = 0, plain = 0, worst = 0;
    int64_t count = 0, n_sized = 0;
    for (int64_t l = 0; l < chain->n_links; l++) {
        if (chain->into[l] != stage || !chain->is_type[l]) continue;
        int64_t type = chain->input[l];
        count++;
        n_sized += chain->size_musd[type] > 0;
        all_sizes += chain->size_musd[type];
        sized += chain->size_musd[type] * loss[type];
        plain += loss[type];
        if (loss[type] > worst) worst = loss[type];
    }
    if (count == 0) return 0;
    if (shock->types_essential) return worst;
    return n_sized == count ? sized / all_sizes : plain / (double)count;
}

static double total_loss(const selat_chain *chain, const selat_chain_shock *shock, int64_t stage, double own,
                         const double *loss) {
    double worst = own, types = type_loss(chain, shock, stage, loss);
    if (types > worst) worst = types;
    for (int64_t l = 0; l < chain->n_links; l++) {
        if (chain->into[l] != stage || chain->is_type[l]) continue;
        double input = selat_chain_passed(chain, shock, chain->input[l], loss[chain->input[l]]);
        if (input > worst) worst = input;
    }
    return worst;
}

bool selat_chain_is_end(const selat_chain *chain, int64_t stage) {
    if (chain->kind[stage] == SELAT_CHAIN_RESERVES) return false;
    bool fed = false, holds = false;
    for (int64_t l = 0; l < chain->n_links; l++) {
        if (chain->input[l] == stage) return false;
        fed |= chain->into[l] == stage;
    }
    for (int64_t s = 0; s < chain->stages.count; s++) holds |= chain->shares_of[s] == stage;
    return fed || !holds;
}

selat_status selat_chain_stop(selat_context *context, const selat_chain *chain, const selat_chain_shock *shock,
                              selat_chain_result *out) {
    int64_t S = chain->stages.count, *order = NULL;
    *out = (selat_chain_result){.end = -1};
    TRY(check(context, chain, shock));
    selat_status status;
    TRY_OR(done, status, selat_new(context, S, &order));
    TRY_OR(done, status, selat_new(context, S, &out->own_loss));
    TRY_OR(done, status, selat_new(context, S, &out->loss));
    TRY_OR(done, status, selat_chain_order(context, chain, order));
    for (int64_t k = 0; k < S; k++) {
        int64_t s = order[k];
        if (chain->kind[s] == SELAT_CHAIN_RESERVES) continue;
        out->own_loss[s] = own_loss(chain, shock, s);
        out->loss[s] = total_loss(chain, shock, s, out->own_loss[s], out->loss);
        if (!selat_chain_is_end(chain, s) || (out->end >= 0 && out->loss[s] <= out->end_loss)) continue;
        out->end = s;
        out->end_loss = out->loss[s];
    }
done:
    selat_release(context, order);
    if (status != SELAT_OK) selat_chain_result_clear(context, out);
    return status;
}

void selat_chain_result_clear(selat_context *context, selat_chain_result *result) {
    selat_release(context, result->own_loss);
    selat_release(context, result->loss);
    *result = (selat_chain_result){0};
}
