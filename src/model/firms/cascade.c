/* Eight cascades at a time, and batches of them in parallel.

   Losses x = 1 - h are kept instead of h. One step, all firms at once (equations in docs/models/firms.md):
     c_i   = sigma_i x^d_i,  sigma_i = min(1, out_i / sum_{l in market of i} out_l (1 - x^d_l)), or 1
     x^d_j = min(1, max(1 - psi_j, max over j's groups of inputs of sum Lambda^d_ij c_i))
     x^u_i = min(1, max(1 - psi_i, sum_j Lambda^u_ij x^u_j))
   Losses only grow. A firm is looked at again only when a supplier's c (or a buyer's x^u) has changed in one of the eight
   cascades; its row is then summed anew and in the same order, so that no error builds up, and neither the choice of walk
   nor the company of other cascades changes a digit. A cascade that has converged is left as it is. */
#include <string.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "model/firms/lanes.h"
#include "model/firms/network.h"

enum { MOST_ITERATIONS = 100000, SPARSE_PART = 8, LANES = SELAT_LANES };
static const int64_t most_workspace = INT64_C(600) << 20; /* bytes of all threads together; at least one runs */

/* Firms that one side of the cascades has reached, and what is new this step. */
typedef struct side {
    double *loss;      /* [n][LANES] x */
    bool *is_reached;  /* [n] */
    int32_t *reached;  /* [n_reached] firms with a loss above 0 in some lane */
    int64_t n_reached;
    int32_t *changed;  /* [n_changed] firms whose weight on others changed in the last step */
    int64_t n_changed;
    int32_t *mark;     /* [n] the step in which a firm last became dirty */
} side;

typedef struct cascade {
    const selat_firm_network *net;
    bool replacement;
    side down, up;
    int32_t *dirty;        /* [n_dirty] firms to be summed anew */
    int64_t n_dirty;
    double *fresh;         /* [n_dirty][LANES] their sums */
    double *passed;        /* [n][LANES] c of the down side */
    int32_t *market_mark;  /* [n_markets] step in which the market last changed */
    int32_t *market_list;  /* [n_market_list] markets that changed in this step */
    int64_t n_market_list;
    int32_t step;          /* counts up over all batches of this workspace, so that marks need no clearing */
    int64_t active[LANES]; /* all ones: the lane still runs */
} cascade;

static selat_status make_side(selat_context *context, int64_t n, side *s) {
    TRY(selat_new(context, n * LANES, &s->loss));
    TRY(selat_new(context, n, &s->is_reached));
    TRY(selat_new(context, n, &s->reached));
    TRY(selat_new(context, n, &s->changed));
    return selat_new(context, n, &s->mark);
}

static void drop_side(selat_context *context, side *s) {
    selat_release(context, s->loss);
    selat_release(context, s->is_reached);
    selat_release(context, s->reached);
    selat_release(context, s->changed);
    selat_release(context, s->mark);
}

static void drop_cascade(selat_context *context, cascade *c) {
    drop_side(context, &c->down);
    drop_side(context, &c->up);
    selat_release(context, c->dirty);
    selat_release(context, c->fresh);
    selat_release(context, c->passed);
    selat_release(context, c->market_mark);
    selat_release(context, c->market_list);
}

/* Bytes of a workspace for n firms. */
static int64_t workspace_bytes(int64_t n) { return n * (4 * LANES * (int64_t)sizeof(double) + 7 * (int64_t)sizeof(int32_t) + 2); }

static selat_status make_cascade(selat_context *context, const selat_firm_network *net, bool replacement, cascade *c) {
    int64_t n = net->n, M = net->n_markets;
    *c = (cascade){.net = net, .replacement = replacement};
    TRY(make_side(context, n, &c->down));
    TRY(make_side(context, n, &c->up));
    TRY(selat_new(context, n, &c->dirty));
    TRY(selat_new(context, n * LANES, &c->fresh));
    TRY(selat_new(context, n * LANES, &c->passed));
    TRY(selat_new(context, M, &c->market_mark));
    return selat_new(context, M, &c->market_list);
}

static void forget_side(side *s) {
    for (int64_t k = 0; k < s->n_reached; k++) {
        memset(s->loss + (int64_t)s->reached[k] * LANES, 0, LANES * sizeof *s->loss);
        s->is_reached[s->reached[k]] = false;
    }
    s->n_reached = s->n_changed = 0;
}

/* Back to the untouched state; only what the last batch reached is visited. */
static void begin(cascade *c) {
    for (int64_t k = 0; k < c->down.n_reached; k++) {
        memset(c->passed + (int64_t)c->down.reached[k] * LANES, 0, LANES * sizeof *c->passed);
    }
    forget_side(&c->down);
    forget_side(&c->up);
    memset(c->active, 0, sizeof c->active);
    c->step++;
    c->n_market_list = 0;
}

/* ---- which firms to look at ---- */

static void mark_dirty(cascade *c, side *s, int32_t firm) {
    if (s->mark[firm] == c->step) return;
    s->mark[firm] = c->step;
    c->dirty[c->n_dirty++] = firm;
}

static void all_dirty(cascade *c, const int64_t *start) {
    for (int64_t k = 0; k < c->net->n; k++) {
        if (start[k + 1] > start[k]) c->dirty[c->n_dirty++] = (int32_t)k;
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
    c->n_dirty = 0;
    if (s->n_changed == 0) return;
    if (!is_sparse(s, net->out_start, net->n_links)) {
        all_dirty(c, net->in_start);
        return;
    }
    for (int64_t k = 0; k < s->n_changed; k++) {
        int32_t i = s->changed[k];
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) mark_dirty(c, s, net->out_buyer[e]);
    }
}

/* Suppliers of the buyers that changed. */
static void find_dirty_suppliers(cascade *c) {
    const selat_firm_network *net = c->net;
    side *s = &c->up;
    c->n_dirty = 0;
    if (s->n_changed == 0) return;
    if (!is_sparse(s, net->in_start, net->n_links)) {
        all_dirty(c, net->out_start);
        return;
    }
    for (int64_t k = 0; k < s->n_changed; k++) {
        int32_t j = s->changed[k];
        for (int64_t e = net->in_start[j]; e < net->in_start[j + 1]; e++) {
            mark_dirty(c, s, (int32_t)(net->in_supplier[e] & SELAT_FIRM_BITS));
        }
    }
}

/* ---- new losses ---- */

/* max over the groups of sum_{i in group} Lambda_d c_i; groups follow each other in the row. */
SELAT_KERNEL
static void sum_inputs(const selat_firm_network *net, const double *passed, int64_t n_dirty, const int32_t *dirty,
                       double *fresh) {
    for (int64_t k = 0; k < n_dirty; k++) {
        int32_t j = dirty[k];
        selat_half low = {0}, high = {0}, worst_low = {0}, worst_high = {0};
        for (int64_t e = net->in_start[j]; e < net->in_binding[j]; e++) {
            uint32_t entry = net->in_supplier[e];
            const selat_half *c = (const selat_half *)(passed + (int64_t)(entry & SELAT_FIRM_BITS) * LANES);
            low += net->in_share[e] * c[0];
            high += net->in_share[e] * c[1];
            if ((entry & SELAT_GROUP_END) == 0) continue;
            selat_half_max(&worst_low, &low);
            selat_half_max(&worst_high, &high);
            low = high = (selat_half){0};
        }
        selat_half *out = (selat_half *)(fresh + k * LANES);
        out[0] = worst_low;
        out[1] = worst_high;
    }
}

SELAT_KERNEL
static void sum_orders(const selat_firm_network *net, const double *loss, int64_t n_dirty, const int32_t *dirty,
                       double *fresh) {
    for (int64_t k = 0; k < n_dirty; k++) {
        int32_t i = dirty[k];
        selat_half low = {0}, high = {0};
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) {
            const selat_half *x = (const selat_half *)(loss + (int64_t)net->out_buyer[e] * LANES);
            low += net->out_share[e] * x[0];
            high += net->out_share[e] * x[1];
        }
        selat_half *out = (selat_half *)(fresh + k * LANES);
        out[0] = low;
        out[1] = high;
    }
}

/* Loss of one half of the lanes: min(1, sum) where that is more than before and the lane runs. True: something grew. */
SELAT_KERNEL_PART bool grow(const selat_half *sum, const selat_half_mask *active, selat_half *loss, selat_half *most) {
    const selat_half one = {1, 1, 1, 1}, zero = {0};
    selat_half next, growth;
    selat_half_mask below = (selat_half_mask)(*sum < one);
    selat_half_choose(&below, sum, &one, &next);
    selat_half_mask more = (selat_half_mask)(next > *loss) & *active;
    if (!selat_half_any(&more)) return false;
    growth = next - *loss;
    selat_half_choose(&more, &growth, &zero, &growth);
    selat_half_max(most, &growth);
    selat_half_choose(&more, &next, loss, loss);
    return true;
}

/* Puts the sums of the dirty firms into the losses; those that grew to the front of `dirty`. Returns how many.
   most [LANES]: the largest growth of each lane. */
SELAT_KERNEL
static int64_t apply(int64_t n_dirty, int32_t *dirty, const double *fresh, const int64_t *active, double *loss, double *most) {
    int64_t grown = 0;
    selat_half top[2] = {{0}, {0}};
    selat_half_mask on[2];
    memcpy(on, active, sizeof on);
    for (int64_t k = 0; k < n_dirty; k++) {
        int32_t firm = dirty[k];
        const selat_half *sum = (const selat_half *)(fresh + k * LANES);
        selat_half *x = (selat_half *)(loss + (int64_t)firm * LANES);
        bool low = grow(&sum[0], &on[0], &x[0], &top[0]), high = grow(&sum[1], &on[1], &x[1], &top[1]);
        if (low || high) dirty[grown++] = firm;
    }
    memcpy(most, top, sizeof top);
    return grown;
}

static void reach(side *s, int32_t firm) {
    if (s->is_reached[firm]) return;
    s->is_reached[firm] = true;
    s->reached[s->n_reached++] = firm;
}

static void touch_market(cascade *c, int32_t firm) {
    int32_t m = c->net->market[firm];
    if (c->market_mark[m] == c->step) return;
    c->market_mark[m] = c->step;
    c->market_list[c->n_market_list++] = m;
}

/* Without replacement the firms that grew are the ones that pass a change on, c = x. */
static void step_down(cascade *c, double *most) {
    side *s = &c->down;
    find_dirty_buyers(c);
    sum_inputs(c->net, c->passed, c->n_dirty, c->dirty, c->fresh);
    int64_t grown = apply(c->n_dirty, c->dirty, c->fresh, c->active, s->loss, most);
    s->n_changed = 0;
    c->n_market_list = 0;
    for (int64_t k = 0; k < grown; k++) {
        int32_t firm = c->dirty[k];
        reach(s, firm);
        if (c->replacement) {
            touch_market(c, firm);
            continue;
        }
        memcpy(c->passed + (int64_t)firm * LANES, s->loss + (int64_t)firm * LANES, LANES * sizeof *c->passed);
        s->changed[s->n_changed++] = firm;
    }
}

static void step_up(cascade *c, double *most) {
    side *s = &c->up;
    find_dirty_suppliers(c);
    sum_orders(c->net, s->loss, c->n_dirty, c->dirty, c->fresh);
    int64_t grown = apply(c->n_dirty, c->dirty, c->fresh, c->active, s->loss, most);
    s->n_changed = 0;
    for (int64_t k = 0; k < grown; k++) {
        reach(s, c->dirty[k]);
        s->changed[s->n_changed++] = c->dirty[k];
    }
}

/* c_i of the members of a market from what is left of it; those that changed are appended to `changed`. */
SELAT_KERNEL
static int64_t pass_market(const selat_firm_network *net, int64_t m, const bool *is_reached, const double *loss, double *passed,
                           int32_t *changed) {
    const selat_half one = {1, 1, 1, 1};
    selat_half left[2] = {{0}, {0}};
    int64_t n = 0;
    for (int64_t k = net->market_start[m]; k < net->market_start[m + 1]; k++) {
        int32_t i = net->market_firm[k];
        const selat_half *x = (const selat_half *)(loss + (int64_t)i * LANES);
        left[0] += net->sales[i] * (one - x[0]);
        left[1] += net->sales[i] * (one - x[1]);
    }
    for (int64_t k = net->market_start[m]; k < net->market_start[m + 1]; k++) {
        int32_t i = net->market_firm[k];
        if (!is_reached[i]) continue;
        bool any = false;
        for (int h = 0; h < 2; h++) {
            selat_half *c = (selat_half *)(passed + (int64_t)i * LANES + h * SELAT_HALF);
            const selat_half *x = (const selat_half *)(loss + (int64_t)i * LANES + h * SELAT_HALF);
            selat_half sales = net->sales[i] * one, sigma = sales / left[h];
            selat_half_mask smaller = (selat_half_mask)(sales < left[h]);
            selat_half_choose(&smaller, &sigma, &one, &sigma);
            selat_half next = sigma * *x;
            selat_half_mask moved = (selat_half_mask)(next != *c);
            any |= selat_half_any(&moved);
            *c = next;
        }
        if (any) changed[n++] = i;
    }
    return n;
}

static void pass_on(cascade *c) {
    side *s = &c->down;
    for (int64_t k = 0; k < c->n_market_list; k++) {
        s->n_changed += pass_market(c->net, c->market_list[k], s->is_reached, s->loss, c->passed, s->changed + s->n_changed);
    }
}

/* The first shock of a lane. */
static void shock(cascade *c, int lane, int64_t firm, double loss) {
    if (loss <= 0) return;
    int32_t i = (int32_t)firm;
    c->down.loss[firm * LANES + lane] = c->up.loss[firm * LANES + lane] = loss;
    if (!c->up.is_reached[i]) c->up.changed[c->up.n_changed++] = i;
    reach(&c->up, i);
    if (c->replacement) {
        touch_market(c, i);
    } else {
        c->passed[firm * LANES + lane] = loss;
        if (!c->down.is_reached[i]) c->down.changed[c->down.n_changed++] = i;
    }
    reach(&c->down, i);
}

/* Steps of all lanes that are on. out [LANES]. */
static selat_status run(selat_context *context, cascade *c, const selat_firm_options *options, selat_firm_index *out) {
    double eps = options->eps > 0 ? options->eps : SELAT_FIRMS_EPS, down[LANES], up[LANES];
    int64_t most = options->max_iterations > 0 ? options->max_iterations : MOST_ITERATIONS;
    if (c->replacement) pass_on(c);
    for (bool any = true; any;) {
        TRY(selat_check_cancel(context));
        c->step++;
        step_down(c, down);
        step_up(c, up);
        if (c->replacement) pass_on(c);
        any = false;
        for (int lane = 0; lane < LANES; lane++) {
            if (c->active[lane] == 0) continue;
            out[lane].iterations++;
            out[lane].converged = down[lane] <= eps && up[lane] <= eps;
            if (out[lane].converged || out[lane].iterations >= most) c->active[lane] = 0;
            any |= c->active[lane] != 0;
        }
    }
    return SELAT_OK;
}

/* Shares of all sales lost, summed in the order of the firms. */
static void weigh(const cascade *c, selat_firm_index *out) {
    const selat_firm_network *net = c->net;
    for (int64_t i = 0; i < net->n; i++) {
        if (!c->down.is_reached[i] && !c->up.is_reached[i]) continue;
        const double *down = c->down.loss + i * LANES, *up = c->up.loss + i * LANES;
        for (int lane = 0; lane < LANES; lane++) {
            out[lane].esri += net->sales[i] * (down[lane] > up[lane] ? down[lane] : up[lane]);
            out[lane].esri_down += net->sales[i] * down[lane];
            out[lane].esri_up += net->sales[i] * up[lane];
        }
    }
    for (int lane = 0; net->all_sales > 0 && lane < LANES; lane++) {
        out[lane].esri /= net->all_sales;
        out[lane].esri_down /= net->all_sales;
        out[lane].esri_up /= net->all_sales;
    }
}

/* ---- many failing firms ---- */

typedef struct crowd {
    const selat_firm_network *net;
    const selat_firm_options *options;
    int64_t count, n_batches, n_pieces;
    const int64_t *failing;
    selat_firm_index *out;
} crowd;

static selat_status fail_batch(selat_context *context, cascade *c, const crowd *all, int64_t first) {
    selat_firm_index index[LANES] = {0};
    begin(c);
    for (int lane = 0; lane < LANES && first + lane < all->count; lane++) {
        c->active[lane] = -1;
        shock(c, lane, all->failing[first + lane], 1);
    }
    TRY(run(context, c, all->options, index));
    weigh(c, index);
    for (int lane = 0; lane < LANES && first + lane < all->count; lane++) all->out[first + lane] = index[lane];
    return SELAT_OK;
}

/* A piece takes every n_pieces-th batch with one workspace. */
static selat_status fail_some(selat_context *own, void *data, int64_t piece) {
    const crowd *all = data;
    cascade c;
    selat_status status = make_cascade(own, all->net, !all->options->no_replacement, &c);
    for (int64_t b = piece; status == SELAT_OK && b < all->n_batches; b += all->n_pieces) {
        status = fail_batch(own, &c, all, b * LANES);
    }
    drop_cascade(own, &c);
    return status;
}

/* Threads whose workspaces fit together. */
static int threads_that_fit(selat_context *context, int64_t n) {
    int64_t fit = most_workspace / (workspace_bytes(n) + 1), threads = selat_threads(context);
    return (int)(fit < 1 ? 1 : fit < threads ? fit : threads);
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
    int threads = selat_threads(context), fit = threads_that_fit(context, network->n);
    int64_t batches = (count + LANES - 1) / LANES, pieces = batches < fit ? batches : fit;
    crowd all = {network, options, count, batches, pieces, failing, out};
    TRY(selat_set_threads(context, fit));
    selat_status status = selat_parallel(context, pieces, fail_some, &all), restored = selat_set_threads(context, threads);
    return status != SELAT_OK ? status : restored;
}

/* ---- one shock of many firms ---- */

/* Of the first lane. */
static void take_losses(const cascade *c, double *down, double *up) {
    for (int64_t i = 0; i < c->net->n; i++) {
        if (down != NULL) down[i] = c->down.loss[i * LANES];
        if (up != NULL) up[i] = c->up.loss[i * LANES];
    }
}

static void sum_sectors(const cascade *c, const double *psi, double *sector_loss, double *sales) {
    const selat_firm_network *net = c->net;
    memset(sector_loss, 0, (size_t)net->n_sectors * sizeof *sector_loss);
    for (int64_t i = 0; i < net->n; i++) {
        double down = c->down.loss[i * LANES], up = c->up.loss[i * LANES], worst = down > up ? down : up;
        sector_loss[net->sector[i]] += net->sales[i] * (worst - (1 - psi[i]));
        sales[net->sector[i]] += net->sales[i];
    }
    for (int64_t k = 0; k < net->n_sectors; k++) sector_loss[k] = sales[k] > 0 ? sector_loss[k] / sales[k] : 0;
}

static selat_status shock_all(selat_context *context, cascade *c, const double *psi) {
    begin(c);
    c->active[0] = -1;
    for (int64_t i = 0; i < c->net->n; i++) {
        if (!(psi[i] >= 0 && psi[i] <= 1)) {
            return selat_fail(context, SELAT_BAD_INPUT, "psi of firm %lld: found %g, expected 0 to 1", (long long)i,
                              psi[i]);
        }
        shock(c, 0, i, 1 - psi[i]);
    }
    return SELAT_OK;
}

selat_status selat_firms_shock(selat_context *context, const selat_firm_network *network,
                               const selat_firm_options *options, const double *psi, selat_firm_index *out,
                               double *down, double *up, double *sector_loss) {
    double *sales = NULL;
    selat_firm_index index[LANES] = {0};
    cascade c;
    selat_status status = make_cascade(context, network, !options->no_replacement, &c);
    if (status == SELAT_OK) status = selat_new(context, network->n_sectors, &sales);
    if (status == SELAT_OK) status = shock_all(context, &c, psi);
    if (status == SELAT_OK) status = run(context, &c, options, index);
    if (status == SELAT_OK) {
        weigh(&c, index);
        *out = index[0];
        take_losses(&c, down, up);
        if (sector_loss != NULL) sum_sectors(&c, psi, sector_loss, sales);
    }
    selat_release(context, sales);
    drop_cascade(context, &c);
    return status;
}
