/* A stress of kind firm: the cascade that a firm's failure sets off in a network of one region, carried to the region's
   sectors: each sector of the network whose code is one of the table's loses the share of its firms' sales that fails. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "run/chains.h"
#include "selat/firm_file.h"
#include "selat/firms.h"

enum { NAME_ROOM = 4096 };

typedef struct network {
    selat_firm_data data;
    selat_firm_network *network;
    double *psi, *down, *up; /* [n_firms] */
} network;

/* "network/edges.csv": firms.csv and essential.csv stand beside it. */
static selat_status read_data(selat_context *context, const char *path, selat_firm_data *out) {
    size_t length = strlen(path);
    if (length > 3 && strcmp(path + length - 3, ".h5") == 0) return selat_firm_data_load(context, path, false, out);
    char firms[NAME_ROOM], essential[NAME_ROOM];
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    if (folder + sizeof "essential.csv" > NAME_ROOM) return selat_fail(context, SELAT_BAD_INPUT, "%s: too long a path", path);
    memcpy(firms, path, folder);
    memcpy(essential, path, folder);
    strcpy(firms + folder, "firms.csv");
    strcpy(essential + folder, "essential.csv");
    selat_firm_files files = {path, firms, essential};
    return selat_firm_data_read(context, &files, out);
}

static selat_status cascade(selat_context *context, const selat_stress *stress, network *n, selat_below_stress *out) {
    selat_firm_options options = {0};
    selat_firm_index index;
    int64_t firm = selat_firm_find(&n->data, stress->firm);
    if (firm < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "stress %s: found %s, expected a firm of %s", stress->name, stress->firm,
                          stress->firms);
    }
    TRY(selat_firm_network_create(context, &n->data, &n->network));
    TRY(selat_new(context, n->data.n_firms, &n->psi));
    TRY(selat_new(context, n->data.n_firms, &n->down));
    TRY(selat_new(context, n->data.n_firms, &n->up));
    for (int64_t i = 0; i < n->data.n_firms; i++) n->psi[i] = i == firm ? 1 - stress->loss : 1;
    TRY(selat_firms_shock(context, n->network, &options, n->psi, &index, n->down, n->up, NULL));
    out->steps = index.iterations;
    out->converged = index.converged;
    for (int side = 0; side < SELAT_SIDES; side++) out->end_loss[side] = out->end_loss_with_equal[side] = index.esri;
    return selat_copy_text(context, "sales of the network's firms", &out->end);
}

/* Sales lost and all sales by sector of the network, first shock included. */
static void sum_sector(const network *n, int64_t sector, double *lost, double *all) {
    *lost = *all = 0;
    for (int64_t i = 0; i < n->data.n_firms; i++) {
        if (n->data.sector[i] != sector) continue;
        double sales = selat_firm_network_sales(n->network, i), worst = n->down[i] > n->up[i] ? n->down[i] : n->up[i];
        *lost += sales * worst;
        *all += sales;
    }
}

static selat_status carry(selat_context *context, const selat_table *table, const selat_stress *stress, const network *n,
                          selat_below_stress *out) {
    int64_t S = table->sectors.count, cells = table->regions.count * S, matched = 0;
    for (int side = 0; side < SELAT_SIDES; side++) TRY(selat_new(context, cells, &out->industry_loss[side]));
    for (int64_t k = 0; k < n->data.sectors.count; k++) {
        int64_t product = selat_labels_find(&table->sectors, n->data.sectors.codes[k]);
        double lost, all;
        if (product < 0) continue;
        matched++;
        sum_sector(n, k, &lost, &all);
        for (int64_t r = 0; all > 0 && r < stress->n_regions; r++) {
            int64_t at = stress->regions[r] * S + product;
            for (int side = 0; side < SELAT_SIDES; side++) out->industry_loss[side][at] = lost / all;
            out->carried_musd += table->output_musd[at] * lost / all;
        }
    }
    if (matched > 0) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "stress %s: none of the %lld sectors of %s is a sector of table %s", stress->name,
                      (long long)n->data.sectors.count, stress->firms, table->name);
}

selat_status run_firm_stress(selat_context *context, const selat_accord *accord, const selat_table *table,
                             const selat_stress *stress, selat_below_stress *out) {
    network n = {0};
    char *path;
    TRY(run_below_path(context, accord, stress->firms, &path));
    selat_status status = read_data(context, path, &n.data);
    selat_release(context, path);
    if (status == SELAT_OK) status = cascade(context, stress, &n, out);
    if (status == SELAT_OK) status = carry(context, table, stress, &n, out);
    selat_release(context, n.psi);
    selat_release(context, n.down);
    selat_release(context, n.up);
    selat_firm_network_destroy(context, n.network);
    selat_firm_data_clear(context, &n.data);
    return status;
}
