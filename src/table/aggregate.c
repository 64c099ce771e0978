/* Merging regions and sectors: flows add up, and shares are taken anew from the added flows. */
#include "selat/table.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/arrays.h"

/* Where every old label goes, dimension by dimension of an array. */
typedef struct grouping {
    const int64_t *region, *sector; /* NULL: stays where it is */
} grouping;

static const int64_t *group_of(const grouping *g, const char *dimension) {
    static const char *const of_regions[] = {"region", "importer", "origin"};
    static const char *const of_sectors[] = {"sector", "product", "user"};
    for (int k = 0; k < 3; k++) {
        if (strcmp(dimension, of_regions[k]) == 0) return g->region;
        if (strcmp(dimension, of_sectors[k]) == 0) return g->sector;
    }
    return NULL;
}

/* to[groups of a, b, c, d] += from[a][b][c][d]. */
static void add_array(const grouping *g, const selat_table_array *from, const double *values,
                      const selat_table_array *to, double *sums) {
    const int64_t *group[SELAT_ARRAY_DIMENSIONS] = {NULL}, *size = from->size;
    for (int d = 0; d < from->n_dimensions; d++) group[d] = group_of(g, from->dimension[d]);
    for (int64_t row = 0; row < from->count; row += size[3]) {
        int64_t at[3] = {row / size[3] / size[2] / size[1], row / size[3] / size[2] % size[1], row / size[3] % size[2]};
        for (int d = 0; d < 3; d++) {
            if (group[d] != NULL) at[d] = group[d][at[d]];
        }
        double *target = sums + ((at[0] * to->size[1] + at[1]) * to->size[2] + at[2]) * to->size[3];
        for (int64_t d = 0; d < size[3]; d++) target[group[3] != NULL ? group[3][d] : d] += values[row + d];
    }
}

/* Sparse cells into the dense flows of the merged table. */
static void add_cells(const selat_table *from, const grouping *g, selat_table *to) {
    int64_t S = from->sectors.count, S2 = to->sectors.count, rows = from->regions.count * S;
    int64_t rows2 = to->regions.count * S2;
    for (int64_t row = 0; row < rows; row++) {
        double *target = to->flows_musd + (g->region[row / S] * S2 + g->sector[row % S]) * rows2;
        for (int64_t cell = from->row_start[row]; cell < from->row_start[row + 1]; cell++) {
            int64_t column = from->cell_column[cell];
            target[g->region[column / S] * S2 + g->sector[column % S]] += from->cell_musd[cell];
        }
    }
}

/* Flows in place of shares: each row of origins divided by its sum, 0 where nothing is bought. */
static void share_out(selat_table *t) {
    int64_t R = t->regions.count, S = t->sectors.count;
    for (int64_t row = 0; row < S * R; row++) {
        double *flow = t->trade_share + row * R, sum = 0;
        for (int64_t i = 0; i < R; i++) sum += flow[i];
        for (int64_t i = 0; i < R; i++) flow[i] = sum != 0 ? flow[i] / sum : 0;
    }
}

/* The weight of a merged product is the mean of its parts by purchases, the plain mean where nothing is bought. */
static selat_status merge_fuel_weights(selat_context *context, const selat_table *from, const int64_t *group,
                                       selat_table *to) {
    int64_t R = from->regions.count, S = from->sectors.count, S2 = to->sectors.count;
    double *bought = NULL, *sums = NULL; /* sums: [S2] purchases, [S2] parts, [S2] plain sum of weights */
    selat_status status;
    TRY_OR(done, status, selat_new(context, R * S, &bought));
    TRY_OR(done, status, selat_new(context, 3 * S2, &sums));
    selat_table_purchases_musd(from, bought);
    memset(to->fuel_weight, 0, (size_t)S2 * sizeof(double));
    for (int64_t s = 0; s < S; s++) {
        double total = 0;
        for (int64_t n = 0; n < R; n++) total += fabs(bought[n * S + s]);
        to->fuel_weight[group[s]] += total * from->fuel_weight[s];
        sums[group[s]] += total;
        sums[S2 + group[s]] += 1;
        sums[2 * S2 + group[s]] += from->fuel_weight[s];
    }
    for (int64_t s = 0; s < S2; s++) {
        to->fuel_weight[s] = sums[s] > 0 ? to->fuel_weight[s] / sums[s] : sums[2 * S2 + s] / sums[S2 + s];
    }
done:
    selat_release(context, bought);
    selat_release(context, sums);
    return status;
}

static selat_status add_shares(selat_context *context, const selat_table *from, const grouping *g,
                               const selat_table_array *source, const selat_table_array *target) {
    int64_t R = from->regions.count, S = from->sectors.count;
    double *flows;
    TRY(selat_new(context, S * R * R, &flows));
    selat_table_flows_musd(from, flows);
    add_array(g, source, flows, target, *target->values);
    selat_release(context, flows);
    return SELAT_OK;
}

static selat_status add_arrays(selat_context *context, const selat_table *from, const grouping *g, selat_table *to) {
    selat_table_array source[SELAT_TABLE_ARRAYS], target[SELAT_TABLE_ARRAYS];
    int n_arrays = selat_table_arrays((selat_table *)from, source); /* only read */
    selat_table_arrays(to, target);
    if (from->form == SELAT_FLOWS_FACTORED) {
        TRY(add_shares(context, from, g, &source[0], &target[0]));
        share_out(to);
    } else if (from->form == SELAT_FLOWS_SPARSE) {
        add_cells(from, g, to);
    } else {
        add_array(g, &source[0], *source[0].values, &target[0], *target[0].values);
    }
    for (int k = 1; k < n_arrays; k++) add_array(g, &source[k], *source[k].values, &target[k], *target[k].values);
    return merge_fuel_weights(context, from, g->sector, to);
}

static selat_status create_merged(selat_context *context, const selat_table *from, const selat_labels *regions,
                                  const selat_labels *sectors, selat_table **out) {
    if (from->form == SELAT_FLOWS_FACTORED) {
        return selat_table_create(context, from->name, from->year, regions, sectors, &from->demands, &from->primary,
                                  &from->memo, &from->stressors, out);
    }
    return selat_table_create_full(context, from->name, from->year, SELAT_FLOWS_DENSE, 0, regions, sectors,
                                   &from->demands, &from->primary, &from->memo, &from->stressors, out);
}

static selat_status describe(selat_context *context, const selat_table *from, selat_table *to) {
    selat_text note = {0};
    selat_status status =
        selat_text_add(context, &note, "%sAggregated from %s: %lld regions to %lld, %lld sectors to %lld.\n",
                       from->provenance, from->name, (long long)from->regions.count, (long long)to->regions.count,
                       (long long)from->sectors.count, (long long)to->sectors.count);
    if (status == SELAT_OK) status = selat_table_set_text(context, note.bytes, &to->provenance);
    selat_text_clear(context, &note);
    for (int64_t q = 0; q < from->stressors.count && status == SELAT_OK; q++) {
        status = selat_table_set_text(context, from->stressor_units[q], &to->stressor_units[q]);
        if (status == SELAT_OK) status = selat_table_set_text(context, from->stressor_gases[q], &to->stressor_gases[q]);
        to->stressor_drivers[q] = from->stressor_drivers[q];
    }
    return status;
}

/* Every group within range and none empty, since an empty one would be a region or sector that is not there. */
static selat_status check_groups(selat_context *context, const selat_labels *old, const selat_labels *merged,
                                 const int64_t *group) {
    bool *used;
    TRY(selat_new(context, merged->count, &used));
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < old->count && status == SELAT_OK; k++) {
        if (group[k] < 0 || group[k] >= merged->count) {
            status = selat_fail(context, SELAT_BAD_INPUT, "aggregation: %s goes to group %lld, expected 1 to %lld",
                                old->codes[k], (long long)group[k] + 1, (long long)merged->count);
        } else {
            used[group[k]] = true;
        }
    }
    for (int64_t k = 0; k < merged->count && status == SELAT_OK; k++) {
        if (!used[k])
            status = selat_fail(context, SELAT_BAD_INPUT, "aggregation: nothing goes to %s", merged->codes[k]);
    }
    selat_release(context, used);
    return status;
}

selat_status selat_table_aggregate(selat_context *context, const selat_table *table, const selat_labels *regions,
                                   const int64_t *region_group, const selat_labels *sectors,
                                   const int64_t *sector_group, selat_table **out) {
    grouping g = {.region = region_group, .sector = sector_group};
    *out = NULL;
    TRY(check_groups(context, &table->regions, regions, region_group));
    TRY(check_groups(context, &table->sectors, sectors, sector_group));
    TRY(create_merged(context, table, regions, sectors, out));
    selat_status status = add_arrays(context, table, &g, *out);
    if (status == SELAT_OK) status = describe(context, table, *out);
    if (status == SELAT_OK) return SELAT_OK;
    selat_table_destroy(context, *out);
    *out = NULL;
    return status;
}
