/* The cascade of one shock, and the cascades of many failing firms in parallel.

   Losses x = 1 - h are kept instead of h. One step, all firms at once (equations in docs/models/firms.md):
     c_i   = sigma_i x^d_i,  sigma_i = min(1, out_i / sum_{l in market of i} out_l (1 - x^d_l)), or 1
     x^d_j = min(1, max(1 - psi_j, max over j's groups of inputs of sum Lambda^d_ij c_i))
     x^u_i = min(1, max(1 - psi_i, sum_j Lambda^u_ij x^u_j))
   Losses only grow. A firm is looked at again only when a supplier's c (or a buyer's x^u) has changed; its row is then
   summed anew and in the same order, so that no error builds up and the choice of walk does not change a digit. */
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "model/firms/network.h"

enum { MOST_ITERATIONS = 100000, FIRMS_PER_PIECE = 16, SPARSE_PART = 8, RECOUNT = 1024 };

/* Firms that one side of the cascade has reached, and what is new this step. */
typedef struct side {
    double *loss;      /* [n] x */
    int32_t *reached;  /* [n_reached] firms with loss above 0, in the order of being reached */
    int64_t n_reached;
    int32_t *changed;  /* [n_changed] firms whose weight on others changed in the last step */
    int64_t n_changed;
    int32_t *dirty;    /* [n_dirty] firms to be summed anew */
    int64_t n_dirty;
    double *fresh;     /* [n_dirty] their new losses */
    int32_t *mark;     /* [n] the step in which a firm last became dirty */
} side;

typedef struct cascade {
    const selat_firm_network *net;
    bool replacement;
    side down, up;
    double *passed;        /* [n] c of the down side */
    double *market_left;   /* [n_markets] sales of the market's firms that are left */
    double *market_counted;/* [n_markets] the same when last added up from scratch */
    int32_t *market_mark;  /* [n_markets] step in which the market last changed */
    int32_t *market_list;  /* [n_markets] markets that changed in this step */
    int64_t n_market_list;
    int32_t *market_next;  /* [n] the next reached firm of the same market, -1 at the end */
    int32_t *market_first; /* [n_markets] -1: none */
    double *market_full;   /* [n_markets] sales of the market, untouched */
    int32_t step;          /* counts up over all cascades of this workspace, so that marks need no clearing */
} cascade;

static selat_status make_side(selat_context *context, int64_t n, side *s) {
    TRY(selat_new(context, n, &s->loss));
    TRY(selat_new(context, n, &s->reached));
    TRY(selat_new(context, n, &s->changed));
    TRY(selat_new(context, n, &s->dirty));
    TRY(selat_new(context, n, &s->fresh));
    return selat_new(context, n, &s->mark);
}

static void drop_side(selat_context *context, side *s) {
    selat_release(context, s->loss);
    selat_release(context, s->reached);
    selat_release(context, s->changed);
    selat_release(context, s->dirty);
    selat_release(context, s->fresh);
    selat_release(context, s->mark);
}

static void drop_cascade(selat_context *context, cascade *c) {
    drop_side(context, &c->down);
    drop_side(context, &c->up);
    selat_release(context, c->passed);
    selat_release(context, c->market_left);
    selat_release(context, c->market_counted);
    selat_release(context, c->market_mark);
    selat_release(context, c->market_list);
    selat_release(context, c->market_next);
    selat_release(context, c->market_first);
    selat_release(context, c->market_full);
}

static selat_status make_cascade(selat_context *context, const selat_firm_network *net, bool replacement, cascade *c) {
    int64_t n = net->n, M = net->n_markets;
    *c = (cascade){.net = net, .replacement = replacement};
    TRY(make_side(context, n, &c->down));
    TRY(make_side(context, n, &c->up));
    TRY(selat_new(context, n, &c->passed));
    TRY(selat_new(context, M, &c->market_left));
    TRY(selat_new(context, M, &c->market_counted));
    TRY(selat_new(context, M, &c->market_mark));
    TRY(selat_new(context, M, &c->market_list));
    TRY(selat_new(context, n, &c->market_next));
    TRY(selat_new(context, M, &c->market_first));
    TRY(selat_new(context, M, &c->market_full));
    for (int64_t i = 0; i < n; i++) c->market_full[net->market[i]] += net->sales[i];
    memcpy(c->market_left, c->market_full, (size_t)M * sizeof *c->market_left);
    memcpy(c->market_counted, c->market_full, (size_t)M * sizeof *c->market_left);
    memset(c->market_first, -1, (size_t)M * sizeof *c->market_first);
    return SELAT_OK;
}

static void forget_side(side *s) {
    for (int64_t k = 0; k < s->n_reached; k++) s->loss[s->reached[k]] = 0;
    s->n_reached = s->n_changed = s->n_dirty = 0;
}

/* Back to the untouched state; only what the last cascade reached is visited. */
static void forget(cascade *c) {
    for (int64_t k = 0; k < c->down.n_reached; k++) {
        int32_t i = c->down.reached[k];
        int32_t m = c->net->market[i];
        c->passed[i] = 0;
        c->market_left[m] = c->market_counted[m] = c->market_full[m];
        c->market_first[m] = -1;
    }
    forget_side(&c->down);
    forget_side(&c->up);
}

/* ---- which firms to look at ---- */

static void mark_dirty(side *s, int32_t step, int32_t firm) {
    if (s->mark[firm] == step || s->loss[firm] >= 1) return;
    s->mark[firm] = step;
    s->dirty[s->n_dirty++] = firm;
}

static void all_dirty(side *s, const int64_t *start, int64_t n) {
    for (int64_t k = 0; k < n; k++) {
        if (start[k + 1] > start[k] && s->loss[k] < 1) s->dirty[s->n_dirty++] = (int32_t)k;
    }
}

static bool is_sparse(const side *s, const int64_t *start, int64_t n_links) {
    int64_t links = 0;
    for (int64_t k = 0; k < s->n_changed && links <= n_links / SPARSE_PART; k++) {
        links += start[s->changed[k] + 1] - start[s->changed[k]];
    }
    return links <= n_links / SPARSE_PART;
}

/* Buyers of the suppliers that changed. */
static void find_dirty_buyers(cascade *c) {
    const selat_firm_network *net = c->net;
    side *s = &c->down;
    s->n_dirty = 0;
    if (s->n_changed == 0) return;
    if (!is_sparse(s, net->out_start, net->n_links)) {
        all_dirty(s, net->in_start, net->n);
        return;
    }
    for (int64_t k = 0; k < s->n_changed; k++) {
        int32_t i = s->changed[k];
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) mark_dirty(s, c->step, net->out_buyer[e]);
    }
}

/* Suppliers of the buyers that changed. */
static void find_dirty_suppliers(cascade *c) {
    const selat_firm_network *net = c->net;
    side *s = &c->up;
    s->n_dirty = 0;
    if (s->n_changed == 0) return;
    if (!is_sparse(s, net->in_start, net->n_links)) {
        all_dirty(s, net->out_start, net->n);
        return;
    }
    for (int64_t k = 0; k < s->n_changed; k++) {
        int32_t j = s->changed[k];
        for (int64_t e = net->in_start[j]; e < net->in_start[j + 1]; e++) {
            mark_dirty(s, c->step, (int32_t)(net->in_supplier[e] & SELAT_FIRM_BITS));
        }
    }
}

/* ---- new losses ---- */

/* max over the groups of sum_{i in group} Lambda_d c_i; groups follow each other in the row. */
SELAT_KERNEL
static void sum_inputs(const selat_firm_network *net, const double *passed, const side *s) {
    for (int64_t k = 0; k < s->n_dirty; k++) {
        int32_t j = s->dirty[k];
        double worst = 0, group = 0;
        for (int64_t e = net->in_start[j]; e < net->in_binding[j]; e++) {
            uint32_t entry = net->in_supplier[e];
            group += net->in_share[e] * passed[entry & SELAT_FIRM_BITS];
            bool end = (entry & SELAT_GROUP_END) != 0;
            worst = end && group > worst ? group : worst;
            group = end ? 0 : group;
        }
        s->fresh[k] = worst;
    }
}

SELAT_KERNEL
static void sum_orders(const selat_firm_network *net, const double *loss, const side *s) {
    for (int64_t k = 0; k < s->n_dirty; k++) {
        int32_t i = s->dirty[k];
        double sum = 0;
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) {
            sum += net->out_share[e] * loss[net->out_buyer[e]];
        }
        s->fresh[k] = sum;
    }
}

static void set_loss(side *s, int32_t firm, double loss) {
    if (s->loss[firm] == 0) s->reached[s->n_reached++] = firm;
    s->loss[firm] = loss;
}

/* A firm of the down side loses more: its market shrinks. */
static void lose_down(cascade *c, int32_t j, double loss) {
    int32_t m = c->net->market[j];
    if (c->down.loss[j] == 0) {
        c->market_next[j] = c->market_first[m];
        c->market_first[m] = j;
    }
    c->market_left[m] -= c->net->sales[j] * (loss - c->down.loss[j]);
    if (c->market_mark[m] != c->step) {
        c->market_mark[m] = c->step;
        c->market_list[c->n_market_list++] = m;
    }
    set_loss(&c->down, j, loss);
}

/* Largest growth of a loss. Without replacement the firms that changed are the ones that pass a change on. */
static double apply_down(cascade *c) {
    side *s = &c->down;
    double most = 0;
    s->n_changed = 0;
    c->n_market_list = 0;
    for (int64_t k = 0; k < s->n_dirty; k++) {
        int32_t j = s->dirty[k];
        double loss = s->fresh[k] < 1 ? s->fresh[k] : 1, growth = loss - s->loss[j];
        if (growth <= 0) continue; /* the first shock binds, or rounding */
        if (growth > most) most = growth;
        lose_down(c, j, loss);
        if (c->replacement) continue;
        c->passed[j] = loss;
        s->changed[s->n_changed++] = j;
    }
    return most;
}

static double apply_up(side *s) {
    double most = 0;
    s->n_changed = 0;
    for (int64_t k = 0; k < s->n_dirty; k++) {
        int32_t i = s->dirty[k];
        double loss = s->fresh[k] < 1 ? s->fresh[k] : 1, growth = loss - s->loss[i];
        if (growth <= 0) continue;
        if (growth > most) most = growth;
        set_loss(s, i, loss);
        s->changed[s->n_changed++] = i;
    }
    return most;
}

/* What is left of a market: kept up by differences, added up again before cancellation could show. */
static double market_left(cascade *c, int32_t m) {
    const selat_firm_network *net = c->net;
    if (c->market_left[m] * RECOUNT < c->market_counted[m]) {
        double left = 0;
        for (int64_t k = net->market_start[m]; k < net->market_start[m + 1]; k++) {
            int32_t i = net->market_firm[k];
            left += net->sales[i] * (1 - c->down.loss[i]);
        }
        c->market_left[m] = c->market_counted[m] = left;
    }
    return c->market_left[m];
}

/* c_i of all reached firms in the markets that changed. */
static void pass_on(cascade *c) {
    side *s = &c->down;
    for (int64_t k = 0; k < c->n_market_list; k++) {
        int32_t m = c->market_list[k];
        double left = market_left(c, m);
        for (int32_t i = c->market_first[m]; i >= 0; i = c->market_next[i]) {
            double sales = c->net->sales[i], sigma = sales < left ? sales / left : 1;
            double passed = sigma * s->loss[i];
            if (passed == c->passed[i]) continue;
            c->passed[i] = passed;
            s->changed[s->n_changed++] = i;
        }
    }
}

/* The first shock. */
static void shock(cascade *c, int32_t firm, double loss) {
    if (loss <= 0) return;
    lose_down(c, firm, loss);
    set_loss(&c->up, firm, loss);
    c->up.changed[c->up.n_changed++] = firm;
    if (c->replacement) return;
    c->passed[firm] = loss;
    c->down.changed[c->down.n_changed++] = firm;
}

static void begin(cascade *c) {
    forget(c);
    c->step++;
    c->n_market_list = 0;
}

static selat_status run(selat_context *context, cascade *c, const selat_firm_options *options, selat_firm_index *out) {
    double eps = options->eps > 0 ? options->eps : SELAT_FIRMS_EPS;
    int64_t most = options->max_iterations > 0 ? options->max_iterations : MOST_ITERATIONS;
    *out = (selat_firm_index){0};
    if (c->replacement) pass_on(c);
    while (!out->converged && out->iterations < most) {
        TRY(selat_check_cancel(context));
        c->step++;
        find_dirty_buyers(c);
        find_dirty_suppliers(c);
        sum_inputs(c->net, c->passed, &c->down);
        sum_orders(c->net, c->up.loss, &c->up);
        double down = apply_down(c), up = apply_up(&c->up);
        if (c->replacement) pass_on(c);
        out->iterations++;
        out->converged = down <= eps && up <= eps;
    }
    return SELAT_OK;
}

/* Shares of all sales lost. */
static void weigh(const cascade *c, selat_firm_index *out) {
    const selat_firm_network *net = c->net;
    for (int64_t k = 0; k < c->down.n_reached; k++) {
        int32_t i = c->down.reached[k];
        double down = c->down.loss[i], up = c->up.loss[i];
        out->esri += net->sales[i] * (down > up ? down : up);
        out->esri_down += net->sales[i] * down;
    }
    for (int64_t k = 0; k < c->up.n_reached; k++) {
        int32_t i = c->up.reached[k];
        if (c->down.loss[i] == 0) out->esri += net->sales[i] * c->up.loss[i];
        out->esri_up += net->sales[i] * c->up.loss[i];
    }
    if (net->all_sales == 0) return;
    out->esri /= net->all_sales;
    out->esri_down /= net->all_sales;
    out->esri_up /= net->all_sales;
}

/* ---- many failing firms ---- */

typedef struct crowd {
    const selat_firm_network *net;
    const selat_firm_options *options;
    int64_t count;
    const int64_t *failing;
    selat_firm_index *out;
} crowd;

static selat_status fail_some(selat_context *own, void *data, int64_t piece) {
    const crowd *all = data;
    int64_t first = piece * FIRMS_PER_PIECE, end = first + FIRMS_PER_PIECE;
    cascade c;
    selat_status status = make_cascade(own, all->net, !all->options->no_replacement, &c);
    for (int64_t k = first; status == SELAT_OK && k < end && k < all->count; k++) {
        begin(&c);
        shock(&c, (int32_t)all->failing[k], 1);
        status = run(own, &c, all->options, &all->out[k]);
        if (status == SELAT_OK) weigh(&c, &all->out[k]);
    }
    drop_cascade(own, &c);
    return status;
}

selat_status selat_firms_fail(selat_context *context, const selat_firm_network *network,
                              const selat_firm_options *options, int64_t count, const int64_t *failing,
                              selat_firm_index *out) {
    for (int64_t k = 0; k < count; k++) {
        if (failing[k] < 0 || failing[k] >= network->n) {
            return selat_fail(context, SELAT_BAD_INPUT, "failing firm %lld: expected 0 to %lld", (long long)failing[k],
                              (long long)network->n - 1);
        }
    }
    crowd all = {network, options, count, failing, out};
    return selat_parallel(context, (count + FIRMS_PER_PIECE - 1) / FIRMS_PER_PIECE, fail_some, &all);
}

/* ---- one shock of many firms ---- */

static void sum_sectors(const cascade *c, const double *psi, double *sector_loss, double *sales) {
    const selat_firm_network *net = c->net;
    memset(sector_loss, 0, (size_t)net->n_sectors * sizeof *sector_loss);
    for (int64_t i = 0; i < net->n; i++) {
        double worst = c->down.loss[i] > c->up.loss[i] ? c->down.loss[i] : c->up.loss[i];
        sector_loss[net->sector[i]] += net->sales[i] * (worst - (1 - psi[i]));
        sales[net->sector[i]] += net->sales[i];
    }
    for (int64_t k = 0; k < net->n_sectors; k++) sector_loss[k] = sales[k] > 0 ? sector_loss[k] / sales[k] : 0;
}

static selat_status shock_all(selat_context *context, cascade *c, const double *psi) {
    begin(c);
    for (int64_t i = 0; i < c->net->n; i++) {
        if (!(psi[i] >= 0 && psi[i] <= 1)) {
            return selat_fail(context, SELAT_BAD_INPUT, "psi of firm %lld: found %g, expected 0 to 1", (long long)i,
                              psi[i]);
        }
        shock(c, (int32_t)i, 1 - psi[i]);
    }
    return SELAT_OK;
}

selat_status selat_firms_shock(selat_context *context, const selat_firm_network *network,
                               const selat_firm_options *options, const double *psi, selat_firm_index *out,
                               double *down, double *up, double *sector_loss) {
    size_t bytes = (size_t)network->n * sizeof(double);
    double *sales = NULL;
    cascade c;
    selat_status status = make_cascade(context, network, !options->no_replacement, &c);
    if (status == SELAT_OK) status = selat_new(context, network->n_sectors, &sales);
    if (status == SELAT_OK) status = shock_all(context, &c, psi);
    if (status == SELAT_OK) status = run(context, &c, options, out);
    if (status == SELAT_OK) {
        weigh(&c, out);
        if (down != NULL) memcpy(down, c.down.loss, bytes);
        if (up != NULL) memcpy(up, c.up.loss, bytes);
        if (sector_loss != NULL) sum_sectors(&c, psi, sector_loss, sales);
    }
    selat_release(context, sales);
    drop_cascade(context, &c);
    return status;
}
