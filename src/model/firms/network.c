/* Building the network: counting sorts only, so that the time is proportional to the links. */
#include "model/firms/network.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

static selat_status check(selat_context *context, const selat_firm_data *data) {
    int64_t n = data->n_firms, S = data->sectors.count, M = data->markets.count;
    if (n < 1 || n > INT32_MAX - 1 || S < 1 || M < 1) {
        return selat_fail(context, SELAT_BAD_INPUT, "firms: found %lld firms in %lld sectors, expected at least one",
                          (long long)n, (long long)S);
    }
    for (int64_t i = 0; i < n; i++) {
        if (data->sector[i] < 0 || data->sector[i] >= S || data->market[i] < 0 || data->market[i] >= M) {
            return selat_fail(context, SELAT_BAD_INPUT, "firm %lld: sector or market out of range", (long long)i);
        }
    }
    for (int64_t e = 0; e < data->n_links; e++) {
        bool inside = data->supplier[e] >= 0 && data->supplier[e] < n && data->buyer[e] >= 0 && data->buyer[e] < n;
        if (!inside || !(data->weight[e] > 0 && data->weight[e] < 1e300)) {
            return selat_fail(context, SELAT_BAD_INPUT, "link %lld: expected two firms and a weight above 0",
                              (long long)e);
        }
    }
    return SELAT_OK;
}

/* start[k + 1] = how many keys are <= k. */
static void count_rows(int64_t n, int64_t count, const int32_t *key, int64_t *start) {
    for (int64_t e = 0; e < count; e++) start[key[e] + 1]++;
    for (int64_t k = 0; k < n; k++) start[k + 1] += start[k];
}

/* Rows by supplier, buyers rising within a row; `weight` is kept in out_share. */
static selat_status sort_links(selat_context *context, const selat_firm_data *data, selat_firm_network *net) {
    int64_t n = net->n, E = data->n_links, *at, *by_buyer;
    TRY(selat_new(context, n + 1, &at));
    selat_status status = selat_new(context, E, &by_buyer);
    if (status == SELAT_OK) {
        count_rows(n, E, data->buyer, at);
        for (int64_t e = 0; e < E; e++) by_buyer[at[data->buyer[e]]++] = e;
        memset(at, 0, (size_t)(n + 1) * sizeof *at);
        count_rows(n, E, data->supplier, at);
        memcpy(net->out_start, at, (size_t)(n + 1) * sizeof *at);
        for (int64_t k = 0; k < E; k++) {
            int64_t e = by_buyer[k], to = at[data->supplier[e]]++;
            net->out_buyer[to] = data->buyer[e];
            net->out_share[to] = data->weight[e];
        }
    }
    selat_release(context, by_buyer);
    selat_release(context, at);
    return status;
}

/* Links between the same two firms become one. */
static void add_up_duplicates(selat_firm_network *net) {
    int64_t to = 0, from = 0;
    for (int64_t i = 0; i < net->n; i++) {
        int64_t end = net->out_start[i + 1], first = to;
        for (; from < end; from++) {
            bool again = to > first && net->out_buyer[to - 1] == net->out_buyer[from];
            if (again) {
                net->out_share[to - 1] += net->out_share[from];
                continue;
            }
            net->out_buyer[to] = net->out_buyer[from];
            net->out_share[to++] = net->out_share[from];
        }
        net->out_start[i] = first;
    }
    net->out_start[net->n] = net->n_links = to;
}

static void sort_markets(const selat_firm_data *data, selat_firm_network *net) {
    for (int64_t i = 0; i < net->n; i++) net->market_start[data->market[i] + 1]++;
    for (int64_t m = 0; m < net->n_markets; m++) net->market_start[m + 1] += net->market_start[m];
    for (int64_t i = 0; i < net->n; i++) net->market_firm[net->market_start[data->market[i]]++] = (int32_t)i;
    memmove(net->market_start + 1, net->market_start, (size_t)net->n_markets * sizeof *net->market_start);
    net->market_start[0] = 0;
}

/* Suppliers ordered by sector; walking them in that order puts each buyer's inputs in order of sector. */
static selat_status order_by_sector(selat_context *context, const selat_firm_network *net, int32_t **out) {
    int64_t *at;
    TRY(selat_new(context, net->n_sectors + 1, &at));
    selat_status status = selat_new(context, net->n, out);
    if (status == SELAT_OK) {
        count_rows(net->n_sectors, net->n, net->sector, at);
        for (int64_t i = 0; i < net->n; i++) (*out)[at[net->sector[i]]++] = (int32_t)i;
    }
    selat_release(context, at);
    return status;
}

static int kind_of(const selat_firm_data *data, const selat_firm_network *net, int64_t supplier, int64_t buyer) {
    return data->essential[net->sector[supplier] * net->n_sectors + net->sector[buyer]];
}

/* Rows by buyer; out_share still holds weights. at [n][3]: next place of the three parts. */
static void fill_inputs(const selat_firm_data *data, const int32_t *order, selat_firm_network *net, int64_t *at) {
    int64_t n = net->n;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) {
            at[3 * (int64_t)net->out_buyer[e] + 2 - kind_of(data, net, i, net->out_buyer[e])]++;
        }
    }
    /* at[.][0] counts essential, [1] non-essential, [2] negligible: turn into starts, non-essential first */
    int64_t next = 0;
    for (int64_t j = 0; j < n; j++) {
        int64_t essential = at[3 * j], other = at[3 * j + 1], negligible = at[3 * j + 2];
        net->in_start[j] = next;
        at[3 * j + 1] = next;
        at[3 * j] = next + other;
        at[3 * j + 2] = net->in_binding[j] = next + other + essential;
        next += other + essential + negligible;
    }
    net->in_start[n] = next;
    for (int64_t k = 0; k < n; k++) {
        int64_t i = order[k];
        for (int64_t e = net->out_start[i]; e < net->out_start[i + 1]; e++) {
            int64_t j = net->out_buyer[e], to = at[3 * j + 2 - kind_of(data, net, i, j)]++;
            net->in_supplier[to] = (uint32_t)i;
            net->in_share[to] = net->out_share[e];
        }
    }
}

/* Weights of a buyer's row become shares, ends of groups are marked. */
static void share_inputs(const selat_firm_data *data, selat_firm_network *net, int64_t j) {
    int64_t first = net->in_start[j], end = net->in_start[j + 1];
    double all = 0, group = 0;
    for (int64_t e = first; e < end; e++) all += net->in_share[e];
    int64_t from = first;
    for (int64_t e = first; e < net->in_binding[j]; e++) {
        int64_t i = net->in_supplier[e], sector = net->sector[i];
        bool essential = kind_of(data, net, i, j) == SELAT_INPUT_ESSENTIAL, last = e + 1 == net->in_binding[j];
        int64_t next = last ? 0 : net->in_supplier[e + 1];
        bool next_essential = !last && kind_of(data, net, next, j) == SELAT_INPUT_ESSENTIAL;
        group += net->in_share[e];
        if (!last && essential == next_essential && (!essential || net->sector[next] == sector)) continue;
        for (int64_t k = from; k <= e; k++) net->in_share[k] /= essential ? group : all;
        net->in_supplier[e] |= SELAT_GROUP_END;
        group = 0;
        from = e + 1;
    }
}

static void share_sales(selat_firm_network *net) {
    for (int64_t i = 0; i < net->n; i++) {
        int64_t first = net->out_start[i], end = net->out_start[i + 1];
        for (int64_t e = first; e < end; e++) net->sales[i] += net->out_share[e];
        for (int64_t e = first; e < end; e++) net->out_share[e] /= net->sales[i];
        net->all_sales += net->sales[i];
    }
}

static selat_status make_room(selat_context *context, const selat_firm_data *data, selat_firm_network *net) {
    int64_t n = data->n_firms, E = data->n_links;
    net->n = n;
    net->n_sectors = data->sectors.count;
    net->n_markets = data->markets.count;
    TRY(selat_new(context, n + 1, &net->in_start));
    TRY(selat_new(context, n, &net->in_binding));
    TRY(selat_new(context, n + 1, &net->out_start));
    TRY(selat_new(context, E, &net->out_buyer));
    TRY(selat_new(context, E, &net->out_share));
    TRY(selat_new(context, n, &net->sales));
    TRY(selat_new(context, n, &net->sector));
    TRY(selat_new(context, n, &net->market));
    TRY(selat_new(context, net->n_markets + 2, &net->market_start));
    TRY(selat_new(context, n, &net->market_firm));
    memcpy(net->sector, data->sector, (size_t)n * sizeof *net->sector);
    memcpy(net->market, data->market, (size_t)n * sizeof *net->market);
    return SELAT_OK;
}

static selat_status build(selat_context *context, const selat_firm_data *data, selat_firm_network *net) {
    int32_t *order;
    int64_t *at;
    TRY(make_room(context, data, net));
    TRY(sort_links(context, data, net));
    add_up_duplicates(net);
    sort_markets(data, net);
    TRY(selat_new(context, net->n_links, &net->in_supplier));
    TRY(selat_new(context, net->n_links, &net->in_share));
    TRY(order_by_sector(context, net, &order));
    selat_status status = selat_new(context, 3 * net->n, &at);
    if (status == SELAT_OK) {
        fill_inputs(data, order, net, at);
        for (int64_t j = 0; j < net->n; j++) share_inputs(data, net, j);
        share_sales(net);
    }
    selat_release(context, at);
    selat_release(context, order);
    return status;
}

selat_status selat_firm_network_create(selat_context *context, const selat_firm_data *data, selat_firm_network **out) {
    *out = NULL;
    TRY(check(context, data));
    selat_firm_network *net;
    TRY(selat_new(context, 1, &net));
    selat_status status = build(context, data, net);
    if (status == SELAT_OK) {
        *out = net;
    } else {
        selat_firm_network_destroy(context, net);
    }
    return status;
}

void selat_firm_network_destroy(selat_context *context, selat_firm_network *net) {
    if (net == NULL) return;
    selat_release(context, net->in_start);
    selat_release(context, net->in_binding);
    selat_release(context, net->in_supplier);
    selat_release(context, net->in_share);
    selat_release(context, net->out_start);
    selat_release(context, net->out_buyer);
    selat_release(context, net->out_share);
    selat_release(context, net->sales);
    selat_release(context, net->sector);
    selat_release(context, net->market);
    selat_release(context, net->market_start);
    selat_release(context, net->market_firm);
    selat_release(context, net);
}

int64_t selat_firm_network_firms(const selat_firm_network *net) { return net->n; }
int64_t selat_firm_network_sectors(const selat_firm_network *net) { return net->n_sectors; }
int64_t selat_firm_network_links(const selat_firm_network *net) { return net->n_links; }
double selat_firm_network_sales(const selat_firm_network *net, int64_t firm) { return net->sales[firm]; }
