/* A staged value chain: shares, concentration, new suppliers. */
#include "selat/chain.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

int64_t selat_chain_share_stage(const selat_chain *chain, int64_t stage) {
    return chain->shares_of[stage] >= 0 ? chain->shares_of[stage] : stage;
}

double selat_chain_share(const selat_chain *chain, int64_t stage, int64_t country) {
    return chain->share[selat_chain_share_stage(chain, stage) * chain->countries.count + country];
}

static bool is_named(const selat_chain *chain, int64_t country) {
    return strcmp(chain->countries.codes[country], SELAT_CHAIN_OTHER) != 0;
}

double selat_chain_hhi(const selat_chain *chain, int64_t stage) {
    double sum = 0;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        double percent = 100 * selat_chain_share(chain, stage, c);
        if (is_named(chain, c)) sum += percent * percent;
    }
    return sum;
}

int64_t selat_chain_largest(const selat_chain *chain, int64_t stage, int64_t except) {
    int64_t best = -1;
    double most = 0;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        double share = selat_chain_share(chain, stage, c);
        if (c == except || !is_named(chain, c) || share <= most) continue;
        best = c;
        most = share;
    }
    return best;
}

selat_status selat_chain_order(selat_context *context, const selat_chain *chain, int64_t *order) {
    int64_t S = chain->stages.count, *waiting, done = 0;
    TRY(selat_new(context, S, &waiting));
    for (int64_t l = 0; l < chain->n_links; l++) waiting[chain->into[l]]++;
    for (int64_t s = 0; s < S; s++) {
        if (waiting[s] == 0) order[done++] = s;
    }
    for (int64_t k = 0; k < done; k++) {
        for (int64_t l = 0; l < chain->n_links; l++) {
            if (chain->input[l] == order[k] && --waiting[chain->into[l]] == 0) order[done++] = chain->into[l];
        }
    }
    selat_status status = SELAT_OK;
    for (int64_t s = 0; done < S && status == SELAT_OK && s < S; s++) {
        if (waiting[s] == 0) continue;
        status = selat_fail(context, SELAT_BAD_INPUT, "chain %s: the links go round in a circle through stage %s",
                            chain->name, chain->stages.codes[s]);
    }
    selat_release(context, waiting);
    return status;
}

selat_status selat_chain_reach(selat_context *context, const selat_chain *chain, int64_t stage, int64_t *out) {
    bool *reached;
    int64_t *queue = NULL, n = 0;
    TRY(selat_new(context, chain->stages.count, &reached));
    selat_status status = selat_new(context, chain->stages.count + 1, &queue);
    if (status == SELAT_OK) queue[n++] = stage;
    for (int64_t k = 0; status == SELAT_OK && k < n; k++) {
        for (int64_t l = 0; l < chain->n_links; l++) {
            int64_t next = chain->into[l];
            bool uses = chain->input[l] == queue[k] || chain->shares_of[chain->input[l]] == queue[k];
            if (!uses || reached[next]) continue;
            reached[next] = true;
            queue[n++] = next;
        }
    }
    *out = n - 1;
    selat_release(context, queue);
    selat_release(context, reached);
    return status;
}

/* ---- new suppliers ---- */

/* One country more, with no share anywhere. */
static selat_status widen(selat_context *context, selat_chain *chain, const char *country) {
    int64_t S = chain->stages.count, C = chain->countries.count;
    const char **codes;
    selat_labels wider = {0};
    double *share = NULL;
    TRY(selat_new(context, C + 1, &codes));
    for (int64_t c = 0; c < C; c++) codes[c] = chain->countries.codes[c];
    codes[C] = country;
    selat_status status = selat_labels_init(context, C + 1, codes, NULL, &wider);
    if (status == SELAT_OK) status = selat_new(context, S * (C + 1), &share);
    selat_release(context, codes);
    if (status != SELAT_OK) {
        selat_labels_clear(context, &wider);
        return status;
    }
    for (int64_t s = 0; s < S; s++) memcpy(share + s * (C + 1), chain->share + s * C, (size_t)C * sizeof *share);
    selat_release(context, chain->share);
    selat_labels_clear(context, &chain->countries);
    chain->share = share;
    chain->countries = wider;
    return SELAT_OK;
}

selat_status selat_chain_add(selat_context *context, selat_chain *chain, const char *country, const char *stage,
                             double share) {
    int64_t s = selat_labels_find(&chain->stages, stage);
    if (s < 0) {
        const char *near = selat_labels_nearest(&chain->stages, stage);
        return selat_fail(context, SELAT_BAD_INPUT, "found %s, expected a stage of chain %s%s%s%s", stage, chain->name,
                          near != NULL ? " (did you mean " : "", near != NULL ? near : "", near != NULL ? "?)" : "");
    }
    if (!(share > 0 && share < 1)) {
        return selat_fail(context, SELAT_BAD_INPUT, "found a share of %g %%, expected more than 0 and less than 100 %%",
                          100 * share);
    }
    s = selat_chain_share_stage(chain, s);
    if (chain->basis[s] == SELAT_CHAIN_NO_SHARES || chain->basis[s] == SELAT_CHAIN_FROM_TYPES) {
        return selat_fail(context, SELAT_BAD_INPUT, "stage %s has no shares of its own in chain %s: name %s", stage,
                          chain->name, chain->basis[s] == SELAT_CHAIN_FROM_TYPES ? "one of its types" : "another");
    }
    int64_t c = selat_labels_find(&chain->countries, country);
    if (c < 0) TRY(widen(context, chain, country));
    int64_t C = chain->countries.count;
    if (c < 0) c = C - 1;
    for (int64_t k = 0; k < C; k++) chain->share[s * C + k] *= 1 - share;
    chain->share[s * C + c] += share;
    return SELAT_OK;
}
