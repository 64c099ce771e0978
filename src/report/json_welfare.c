/* results.json: the split of the last year's gain, trade creation and diversion. */
#include <math.h>
#include <stdlib.h>

#include "report/headline.h"
#include "report/json.h"

enum { MOST_FLOWS = 12 };              /* of each party */
static const double smallest_musd = 1e-6; /* 1 USD; below that only rounding is left */

typedef struct flow { /* one party's cell */
    int64_t partner, product;
    double size;
} flow;

static double total_of(const selat_welfare_cell *cell) {
    return cell->terms_of_trade + cell->volume_of_trade + cell->technical + cell->rents;
}

static void set(json_t *row, const char *key, double value) { json_object_set_new(row, key, report_number(value)); }

static void set_cell(json_t *row, const selat_welfare_cell *cell) {
    set(row, "terms_of_trade_musd", cell->terms_of_trade);
    set(row, "volume_of_trade_musd", cell->volume_of_trade);
    set(row, "technical_musd", cell->technical);
    set(row, "rents_musd", cell->rents);
}

static json_t *region_row(const selat_results *results, int64_t n) {
    const selat_welfare_split *split = results->welfare;
    const selat_welfare_parts *p = &split->region[n];
    const selat_region_outcome *outcome = &report_last_year(results)->regions[n];
    double spending = outcome->spending_musd;
    json_t *row = json_pack("{s:o}", "region", report_text(report_region(results, n)));
    set(row, "ev_musd", p->exact);
    set(row, "ev_percent", 100 * p->exact / split->income[n]);
    set(row, "terms_of_trade_musd", p->terms_of_trade);
    set(row, "volume_of_trade_musd", p->volume_of_trade);
    set(row, "technical_musd", p->technical);
    set(row, "technology_musd", p->technology);
    set(row, "scale_musd", p->scale);
    set(row, "labour_musd", p->labour);
    set(row, "rents_musd", p->rents);
    set(row, "deficit_musd", p->deficit);
    set(row, "purchases_musd", p->purchases);
    set(row, "base_gap_musd", p->base_gap);
    set(row, "remainder_musd", p->remainder);
    set(row, "first_order_terms_of_trade_musd", spending * outcome->terms_of_trade_percent / 100);
    set(row, "first_order_volume_of_trade_musd", spending * outcome->volume_of_trade_percent / 100);
    return row;
}

static json_t *regions(const selat_results *results) {
    json_t *list = json_array();
    for (int64_t n = 0; n < results->welfare->n_regions; n++) json_array_append_new(list, region_row(results, n));
    return list;
}

static void add_cell(selat_welfare_cell *to, const selat_welfare_cell *from) {
    to->terms_of_trade += from->terms_of_trade;
    to->volume_of_trade += from->volume_of_trade;
    to->technical += from->technical;
    to->rents += from->rents;
}

static const selat_welfare_cell *cell_at(const selat_welfare_split *split, int64_t party, int64_t product,
                                         int64_t partner) {
    return &split->cell[(party * split->n_sectors + product) * split->n_regions + partner];
}

/* Each party with each partner, its own home market among them where a barrier or tax works there. */
static json_t *pairs(const selat_results *results) {
    const selat_welfare_split *split = results->welfare;
    json_t *list = json_array();
    for (int64_t party = 0; party < split->n_detailed; party++) {
        for (int64_t i = 0; i < split->n_regions; i++) {
            selat_welfare_cell sum = {0};
            for (int64_t j = 0; j < split->n_sectors; j++) add_cell(&sum, cell_at(split, party, j, i));
            if (i == split->detailed[party] && total_of(&sum) == 0) continue;
            json_t *row = json_pack("{s:o, s:o}", "region", report_text(report_region(results, split->detailed[party])),
                                    "partner", report_text(report_region(results, i)));
            set_cell(row, &sum);
            json_array_append_new(list, row);
        }
    }
    return list;
}

static json_t *products(const selat_results *results) {
    const selat_welfare_split *split = results->welfare;
    json_t *list = json_array();
    for (int64_t party = 0; party < split->n_detailed; party++) {
        for (int64_t j = 0; j < split->n_sectors; j++) {
            selat_welfare_cell sum = {0};
            for (int64_t i = 0; i < split->n_regions; i++) add_cell(&sum, cell_at(split, party, j, i));
            json_t *row = json_pack("{s:o, s:o}", "region", report_text(report_region(results, split->detailed[party])),
                                    "sector", report_text(report_sector(results, j)));
            set_cell(row, &sum);
            set(row, "technology_musd", split->technology[party * split->n_sectors + j]);
            json_array_append_new(list, row);
        }
    }
    return list;
}

/* The larger first; equal ones by place, so that the order is always the same. */
static int larger_first(const void *left, const void *right) {
    const flow *a = left, *b = right;
    if (a->size != b->size) return a->size < b->size ? 1 : -1;
    if (a->product != b->product) return a->product < b->product ? -1 : 1;
    return a->partner < b->partner ? -1 : 1;
}

static void append_largest(const selat_results *results, int64_t party, flow *room, json_t *list) {
    const selat_welfare_split *split = results->welfare;
    int64_t count = 0;
    for (int64_t j = 0; j < split->n_sectors; j++) {
        for (int64_t i = 0; i < split->n_regions; i++) {
            room[count++] = (flow){i, j, fabs(total_of(cell_at(split, party, j, i)))};
        }
    }
    qsort(room, (size_t)count, sizeof *room, larger_first);
    for (int64_t k = 0; k < count && k < MOST_FLOWS && room[k].size >= smallest_musd; k++) {
        json_t *row = json_pack("{s:o, s:o, s:o}", "region",
                                report_text(report_region(results, split->detailed[party])), "partner",
                                report_text(report_region(results, room[k].partner)), "sector",
                                report_text(report_sector(results, room[k].product)));
        set_cell(row, cell_at(split, party, room[k].product, room[k].partner));
        json_array_append_new(list, row);
    }
}

static json_t *largest(const selat_results *results) {
    const selat_welfare_split *split = results->welfare;
    flow *room = malloc((size_t)(split->n_sectors * split->n_regions) * sizeof *room);
    if (room == NULL) return NULL;
    json_t *list = json_array();
    for (int64_t party = 0; party < split->n_detailed; party++) append_largest(results, party, room, list);
    free(room);
    return list;
}

static json_t *diversion(const selat_results *results) {
    const selat_welfare_split *split = results->welfare;
    json_t *list = json_array();
    for (int64_t party = 0; party < split->n_detailed; party++) {
        for (int64_t j = 0; j < split->n_sectors; j++) {
            const selat_diversion *one = &results->diversion[party * split->n_sectors + j];
            if (!(fabs(one->partners) >= smallest_musd)) continue;
            json_t *row = json_pack("{s:o, s:o}", "region", report_text(report_region(results, split->detailed[party])),
                                    "sector", report_text(report_sector(results, j)));
            set(row, "partners_musd", one->partners);
            set(row, "home_musd", one->home);
            set(row, "others_musd", one->others);
            set(row, "creation_musd", one->creation);
            set(row, "diversion_musd", one->diversion);
            set(row, "expansion_musd", one->expansion);
            json_array_append_new(list, row);
        }
    }
    return list;
}

json_t *report_json_welfare(const selat_results *results) {
    const selat_welfare_split *split = results->welfare;
    if (split == NULL) return json_null();
    return json_pack("{s:I, s:b, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "year", (json_int_t)report_last_year(results)->year,
                     "converged", split->converged, "nodes", (json_int_t)split->nodes, "largest_remainder",
                     report_number(split->largest_remainder), "regions", regions(results), "pairs", pairs(results),
                     "products", products(results), "largest", largest(results), "diversion", diversion(results));
}
