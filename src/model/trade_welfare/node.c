#include "model/trade_welfare/node.h"

#include <math.h>

#include "base/kernel.h"
#include "base/memory.h"
#include "base/status.h"

int64_t selat_node_length(int64_t n_regions, int64_t n_sectors) { return n_regions * (4 * n_sectors + 2); }

selat_node_fields selat_node_view(double *values, int64_t n_regions, int64_t n_sectors) {
    int64_t full = n_regions * n_sectors;
    double *thin = values + 4 * full;
    return (selat_node_fields){values, values + full, values + 2 * full, values + 3 * full, thin, thin + n_regions};
}

void selat_node_fill(const selat_path *path, double t, const selat_trade_result *result, double *values) {
    int64_t r = path->n_regions, s = path->n_sectors;
    selat_node_fields fields = selat_node_view(values, r, s);
    for (int64_t at = 0; at < r * s; at++) {
        double technology = path->technology != NULL ? t * path->technology[at] : 0;
        if (result->scale_hat != NULL) technology += log(result->scale_hat[at]);
        fields.productivity[at] = technology / path->economy->theta[at % s];
        fields.producer_price[at] = log(result->cost_hat[at]) - fields.productivity[at];
        fields.price[at] = log(result->price_hat[at]);
        fields.expenditure[at] = result->expenditure[at] > 0 ? log(result->expenditure[at]) : 0;
    }
    for (int64_t n = 0; n < r; n++) {
        fields.deficit[n] = result->deficit[n];
        fields.consumer_price[n] = log(result->consumer_price_hat[n]);
    }
}

/* Flows of product j into n, and what moves them. Rows [R i]. */
typedef struct flow_row {
    int64_t r;
    double theta, spending, spending_rate, price_rate;
    const double *share, *producer_price_rate;
    const double *tariff, *import_rent, *export_rent;                         /* levels: rate, price factors */
    const double *tariff_rate, *iceberg_rate, *import_rent_rate, *export_rent_rate;
} flow_row;

typedef struct flow_terms { /* [R i] */
    double *paid, *volume, *technical, *rents_in, *rents_out;
} flow_terms;

/* S = X pi' spent, B = S/(1+tau) at the border, V = B/m paid to the exporter's country, M = V/x received by producers.
   The volume M/p = V/(x p) moves by q = dlnX - theta (dln kappa + dln p - dln P) - dln(1+tau) - dln m - dln x - dln p. */
SELAT_KERNEL
static void fill_terms(const flow_row *row, const flow_terms *out) {
    double *paid = out->paid, *volume = out->volume, *technical = out->technical;
    double *rents_in = out->rents_in, *rents_out = out->rents_out;
    double theta = row->theta, common = row->spending_rate + theta * row->price_rate;
#pragma omp simd
    for (int64_t i = 0; i < row->r; i++) {
        double wedges = row->tariff_rate[i] + row->import_rent_rate[i] + row->export_rent_rate[i];
        double spent = row->spending * row->share[i], border = spent / (1 + row->tariff[i]);
        double v = border / row->import_rent[i], received = v / row->export_rent[i];
        double q = common - (1 + theta) * (wedges + row->producer_price_rate[i]) - theta * row->iceberg_rate[i];
        double handed_over = v * row->export_rent_rate[i];
        paid[i] = v;
        volume[i] = (spent - border) * q;
        technical[i] = -spent * row->iceberg_rate[i];
        rents_in[i] = (border - v) * q - handed_over;
        rents_out[i] = (v - received) * q + handed_over;
    }
}

typedef struct node { /* room and what all products share */
    const selat_path *path;
    selat_trade_shock shock;
    int64_t r, s;
    const selat_trade_result *result;
    selat_node_fields rate;
    const int64_t *detail_of;
    const selat_node_sums *sums;
    double *shares;                                    /* [S][R][R] */
    double *weight;                                    /* [R] weight of the point over the consumer price */
    double *zeros, *ones, *import_rent, *export_rent;  /* [R] */
    double *producer_price_rate;                       /* [R] of one product */
    flow_terms terms;
} node;

static const double *row_or(const double *array, int64_t at, const double *otherwise) {
    return array != NULL ? array + at : otherwise;
}

/* Rents counted from the first base on. */
static const double *rent_row(const node *a, const double *base, const double *hat, int64_t at, double *room) {
    if (base == NULL || hat == NULL) return row_or(base != NULL ? base : hat, at, a->ones);
    for (int64_t i = 0; i < a->r; i++) room[i] = base[at + i] * hat[at + i];
    return room;
}

static flow_row row_at(const node *a, int64_t j, int64_t n) {
    const selat_path *path = a->path;
    const selat_economy *economy = path->economy;
    int64_t at = (j * a->r + n) * a->r, bought = n * a->s + j;
    const double *tariff = a->shock.tariff != NULL ? a->shock.tariff : economy->tariff;
    return (flow_row){
        .r = a->r,
        .theta = economy->theta[j],
        .spending = a->result->expenditure[bought],
        .spending_rate = a->rate.expenditure[bought],
        .price_rate = a->rate.price[bought],
        .share = a->shares + at,
        .producer_price_rate = a->producer_price_rate,
        .tariff = tariff + at,
        .import_rent = rent_row(a, economy->import_rent, a->shock.import_rent_hat, at, a->import_rent),
        .export_rent = rent_row(a, economy->export_rent, a->shock.export_rent_hat, at, a->export_rent),
        .tariff_rate = row_or(path->tariff, at, a->zeros),
        .iceberg_rate = row_or(path->iceberg, at, a->zeros),
        .import_rent_rate = row_or(path->import_rent, at, a->zeros),
        .export_rent_rate = row_or(path->export_rent, at, a->zeros),
    };
}

/* The flow from i to n for both sides; a domestic flow's terms of trade cancel. */
static void add_row(const node *a, int64_t n) {
    const flow_terms *t = &a->terms;
    selat_welfare_parts *region = a->sums->region;
    double terms = 0, volume = 0, technical = 0, rents = 0;
    for (int64_t i = 0; i < a->r; i++) {
        double price_gain = t->paid[i] * a->producer_price_rate[i];
        terms -= price_gain;
        volume += t->volume[i];
        technical += t->technical[i];
        rents += t->rents_in[i];
        region[i].terms_of_trade += a->weight[i] * price_gain;
        region[i].rents += a->weight[i] * t->rents_out[i];
    }
    region[n].terms_of_trade += a->weight[n] * terms;
    region[n].volume_of_trade += a->weight[n] * volume;
    region[n].technical += a->weight[n] * technical;
    region[n].rents += a->weight[n] * rents;
}

static selat_welfare_cell *cell_of(const node *a, int64_t region, int64_t j, int64_t partner) {
    return &a->sums->cell[(a->detail_of[region] * a->s + j) * a->r + partner];
}

static void add_cells(const node *a, int64_t j, int64_t n) {
    const flow_terms *t = &a->terms;
    for (int64_t i = 0; i < a->r; i++) {
        double price_gain = i == n ? 0 : t->paid[i] * a->producer_price_rate[i];
        if (a->detail_of[n] >= 0) {
            selat_welfare_cell *cell = cell_of(a, n, j, i);
            cell->terms_of_trade -= a->weight[n] * price_gain;
            cell->volume_of_trade += a->weight[n] * t->volume[i];
            cell->technical += a->weight[n] * t->technical[i];
            cell->rents += a->weight[n] * t->rents_in[i];
        }
        if (a->detail_of[i] >= 0) {
            selat_welfare_cell *cell = cell_of(a, i, j, n);
            cell->terms_of_trade += a->weight[i] * price_gain;
            cell->rents += a->weight[i] * t->rents_out[i];
        }
    }
}

static void add_flows(node *a) {
    for (int64_t j = 0; j < a->s; j++) {
        for (int64_t i = 0; i < a->r; i++) a->producer_price_rate[i] = a->rate.producer_price[i * a->s + j];
        for (int64_t n = 0; n < a->r; n++) {
            flow_row row = row_at(a, j, n);
            if (!(row.spending > 0)) continue;
            fill_terms(&row, &a->terms);
            add_row(a, n);
            add_cells(a, j, n);
        }
    }
}

/* A purchase of G, A = (1-offset) G of it abroad: the seller gains and the buyer loses A dln p; the deflator counts G at
   the consumer price P, so that A (dln p_seller - dln P) + offset G (dln p_own - dln P) comes on top. */
static void add_purchase(const node *a, const selat_purchase *purchase) {
    int64_t seller = purchase->seller, buyer = purchase->buyer, j = purchase->sector;
    double abroad = purchase->amount * (1 - purchase->offset_share), home = purchase->amount - abroad;
    double price = a->rate.producer_price[seller * a->s + j], own = a->rate.producer_price[buyer * a->s + j];
    double deflator = a->rate.consumer_price[buyer], gain = seller == buyer ? 0 : abroad * price;
    a->sums->region[seller].terms_of_trade += a->weight[seller] * gain;
    a->sums->region[buyer].terms_of_trade -= a->weight[buyer] * gain;
    a->sums->region[buyer].purchases += a->weight[buyer] * (abroad * (price - deflator) + home * (own - deflator));
    if (a->detail_of[seller] >= 0) cell_of(a, seller, j, buyer)->terms_of_trade += a->weight[seller] * gain;
    if (a->detail_of[buyer] >= 0) cell_of(a, buyer, j, seller)->terms_of_trade -= a->weight[buyer] * gain;
}

/* Y dln T / theta, with scale economies apart; w L dln L; dD. */
static void add_region(const node *a, int64_t n) {
    const selat_path *path = a->path;
    selat_welfare_parts *region = &a->sums->region[n];
    double labour_rate = path->labour != NULL ? path->labour[n] : 0;
    for (int64_t j = 0; j < a->s; j++) {
        int64_t at = n * a->s + j;
        double output = a->weight[n] * a->result->output[at];
        double own = path->technology != NULL ? path->technology[at] / path->economy->theta[j] : 0;
        region->technology += output * own;
        region->scale += output * (a->rate.productivity[at] - own);
        region->labour += output * path->economy->value_share[at] * labour_rate;
        if (a->detail_of[n] >= 0) a->sums->technology[a->detail_of[n] * a->s + j] += output * a->rate.productivity[at];
    }
    region->deficit += a->weight[n] * a->rate.deficit[n];
}

static selat_status init_node(selat_context *context, node *a, double *store[1]) {
    int64_t r = a->r, cells = a->s * r * r;
    TRY(selat_new(context, cells + 11 * r, store));
    double **const thin[] = {&a->weight,      &a->zeros,           &a->ones,       &a->import_rent,
                             &a->export_rent, &a->producer_price_rate, &a->terms.paid, &a->terms.volume,
                             &a->terms.technical, &a->terms.rents_in, &a->terms.rents_out};
    a->shares = *store;
    for (int64_t k = 0; k < 11; k++) *thin[k] = *store + cells + k * r;
    for (int64_t i = 0; i < r; i++) a->ones[i] = 1;
    return SELAT_OK;
}

selat_status selat_node_add(selat_context *context, const selat_path *path, double t, double weight,
                            const selat_trade_result *result, double *rate, const int64_t *detail_of,
                            const selat_node_sums *sums) {
    const selat_economy *economy = path->economy;
    node a = {.path = path, .r = path->n_regions, .s = path->n_sectors, .result = result,
              .rate = selat_node_view(rate, path->n_regions, path->n_sectors), .detail_of = detail_of, .sums = sums};
    double *store = NULL;
    selat_status status;
    TRY_OR(done, status, init_node(context, &a, &store));
    TRY_OR(done, status, selat_path_shock(context, path, t, &a.shock));
    TRY_OR(done, status, selat_trade_new_shares(context, economy, &a.shock, result, a.shares));
    for (int64_t n = 0; n < a.r; n++) a.weight[n] = weight / result->consumer_price_hat[n];
    add_flows(&a);
    for (int64_t n = 0; n < a.r; n++) add_region(&a, n);
    for (int64_t k = 0; k < economy->n_purchases; k++) add_purchase(&a, &economy->purchases[k]);
    for (int64_t k = 0; k < a.shock.n_purchases; k++) add_purchase(&a, &a.shock.purchases[k]);
done:
    selat_trade_shock_clear(context, &a.shock);
    selat_release(context, store);
    return status;
}
