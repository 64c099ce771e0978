/* The economy that is disrupted: daily flows, stocks' base uses, who is critical to whom. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/disruption/internal.h"

static const double days_a_year = DISRUPTION_DAYS_A_YEAR;

static selat_status make_room(selat_context *context, selat_disruption_base *b) {
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries, cells, shares;
    TRY(selat_count(context, R, S, b->pad, 1, &cells));
    TRY(selat_count(context, S, R, b->row, 1, &shares));
    if (b->form == DISRUPTION_FACTORED) TRY(selat_new(context, shares, &b->share));
    else TRY(selat_new(context, N * R, &b->final_by_origin));
    TRY(selat_new(context, cells, &b->use));
    TRY(selat_new(context, cells, &b->critical));
    TRY(selat_new(context, S * R, &b->final));
    TRY(selat_new(context, N, &b->final_sold));
    TRY(selat_new(context, N, &b->output));
    return selat_new(context, N, &b->income_share);
}

static selat_status check_number(selat_context *context, double value, const char *what, int64_t position) {
    if (value >= 0 && isfinite(value)) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "disruption: %s at position %lld: found %g, expected a number from 0 on", what,
                      (long long)position, value);
}

static selat_status check_numbers(selat_context *context, const double *values, int64_t count, const char *what) {
    for (int64_t k = 0; k < count; k++) TRY(check_number(context, values[k], what, k));
    return SELAT_OK;
}

static selat_status fill_factored(selat_context *context, const selat_disruption_flows *flows,
                                  selat_disruption_base *b) {
    int64_t R = b->n_regions, S = b->n_sectors;
    TRY(check_numbers(context, flows->trade_share, S * R * R, "trade share"));
    TRY(check_numbers(context, flows->use_musd, R * S * S, "intermediate use"));
    TRY(check_numbers(context, flows->final_musd, R * S, "final demand"));
    for (int64_t row = 0; row < S * R; row++) {
        memcpy(&b->share[row * b->row], &flows->trade_share[row * R], (size_t)R * sizeof(double));
    }
    for (int64_t row = 0; row < R * S; row++) {
        for (int64_t k = 0; k < S; k++) b->use[row * b->pad + k] = flows->use_musd[row * S + k] / days_a_year;
        b->final[row % S * R + row / S] = flows->final_musd[row] / days_a_year;
    }
    for (int64_t s = 0; s < S; s++) {
        for (int64_t n = 0; n < R; n++) {
            const double *share = &b->share[(s * R + n) * b->row];
            for (int64_t i = 0; i < R; i++) b->final_sold[i * S + s] += share[i] * b->final[s * R + n];
        }
    }
    return SELAT_OK;
}

static void add_flow(selat_disruption_base *b, int64_t supplier, int64_t user, double musd) {
    int64_t S = b->n_sectors;
    b->use[(user / S * S + supplier % S) * b->pad + user % S] += musd / days_a_year;
}

static selat_status fill_full(selat_context *context, const selat_disruption_flows *flows, selat_disruption_base *b) {
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries;
    TRY(check_numbers(context, flows->final_by_origin_musd, N * R, "final demand"));
    for (int64_t i = 0; i < N; i++) {
        int64_t begin = b->form == DISRUPTION_SPARSE ? b->row_start[i] : i * N;
        int64_t end = b->form == DISRUPTION_SPARSE ? b->row_start[i + 1] : (i + 1) * N;
        const double *cell = b->form == DISRUPTION_SPARSE ? b->cell : b->flow;
        for (int64_t c = begin; c < end; c++) {
            TRY(check_number(context, cell[c], "flow", c));
            add_flow(b, i, b->form == DISRUPTION_SPARSE ? b->cell_column[c] : c - begin, cell[c]);
        }
        for (int64_t n = 0; n < R; n++) {
            double daily = flows->final_by_origin_musd[i * R + n] / days_a_year;
            b->final_by_origin[i * R + n] = daily;
            b->final[i % S * R + n] += daily;
            b->final_sold[i] += daily;
        }
    }
    return SELAT_OK;
}

/* Base output is what is bought of an industry, so that a day without a shock changes nothing to the last digit; how far
   the given output is from it is noted. */
static void set_output(const double *given_musd, selat_disruption_base *b) {
    int64_t R = b->n_regions, S = b->n_sectors, N = b->n_industries;
    double gap = 0, total = 0;
    for (int64_t f = 0; f < N; f++) b->output[f] = b->final_sold[f];
    for (int64_t row = 0; b->form == DISRUPTION_FACTORED && row < R * S; row++) {
        int64_t n = row / S, s = row % S;
        double bought = 0;
        for (int64_t k = 0; k < S; k++) bought += b->use[row * b->pad + k];
        for (int64_t i = 0; i < R; i++) b->output[i * S + s] += b->share[(s * R + n) * b->row + i] * bought;
    }
    for (int64_t i = 0; b->form != DISRUPTION_FACTORED && i < N; i++) {
        int64_t begin = b->form == DISRUPTION_SPARSE ? b->row_start[i] : i * N;
        int64_t end = b->form == DISRUPTION_SPARSE ? b->row_start[i + 1] : (i + 1) * N;
        const double *cell = b->form == DISRUPTION_SPARSE ? b->cell : b->flow;
        double sold = 0;
        for (int64_t c = begin; c < end; c++) sold += cell[c];
        b->output[i] += sold / days_a_year;
    }
    for (int64_t f = 0; f < N; f++) {
        gap += fabs(b->output[f] - given_musd[f] / days_a_year);
        total += b->output[f];
    }
    b->notes.output_gap = total > 0 ? gap / total : 0;
}

/* Ratings, the income share 1 - sum of inputs / output, and what there is to say. */
static void rate_and_note(const selat_disruption_flows *flows, selat_disruption_base *b) {
    int64_t S = b->n_sectors, N = b->n_industries;
    for (int64_t f = 0; f < N; f++) {
        int64_t n = f / S, k = f % S;
        double inputs = 0;
        for (int64_t s = 0; s < S; s++) {
            int64_t at = (n * S + s) * b->pad + k;
            inputs += b->use[at];
            if (!(b->use[at] > 0) || !(b->output[f] > 0)) continue;
            b->critical[at] = (float)flows->criticality[s * N + f];
            int64_t *counted = b->critical[at] >= 1     ? &b->notes.n_critical
                               : b->critical[at] >= 0.5f ? &b->notes.n_important
                                                         : &b->notes.n_other;
            (*counted)++;
        }
        b->income_share[f] = b->output[f] > 0 ? 1 - inputs / b->output[f] : 0;
        b->notes.n_zero_output += !(b->output[f] > 0);
    }
}

static selat_status fill(selat_context *context, const selat_disruption_flows *flows, selat_disruption_base *b) {
    int64_t N = b->n_industries;
    TRY(make_room(context, b));
    TRY(check_numbers(context, flows->output_musd, N, "output"));
    TRY(check_numbers(context, flows->criticality, b->n_sectors * N, "criticality"));
    TRY(b->form == DISRUPTION_FACTORED ? fill_factored(context, flows, b) : fill_full(context, flows, b));
    set_output(flows->output_musd, b);
    rate_and_note(flows, b);
    return SELAT_OK;
}

selat_status selat_disruption_base_create(selat_context *context, const selat_disruption_flows *flows,
                                          selat_disruption_base **out) {
    *out = NULL;
    int forms = (flows->trade_share != NULL) + (flows->flow_musd != NULL) + (flows->cell_musd != NULL);
    if (forms != 1 || flows->n_regions < 1 || flows->n_sectors < 1) {
        return selat_fail(context, SELAT_BAD_INPUT, "disruption: found %d forms of %lld regions and %lld sectors, expected one",
                          forms, (long long)flows->n_regions, (long long)flows->n_sectors);
    }
    selat_disruption_base *b;
    TRY(selat_new(context, 1, &b));
    b->n_regions = flows->n_regions;
    b->n_sectors = flows->n_sectors;
    b->n_industries = flows->n_regions * flows->n_sectors;
    b->pad = disruption_padded(b->n_sectors);
    b->row = disruption_padded(b->n_regions);
    b->form = flows->trade_share != NULL ? DISRUPTION_FACTORED
              : flows->flow_musd != NULL ? DISRUPTION_DENSE
                                         : DISRUPTION_SPARSE;
    b->flow = flows->flow_musd;
    b->row_start = flows->row_start;
    b->cell_column = flows->cell_column;
    b->cell = flows->cell_musd;
    selat_status status = fill(context, flows, b);
    if (status != SELAT_OK) {
        selat_disruption_base_destroy(context, b);
        return status;
    }
    *out = b;
    return SELAT_OK;
}

void selat_disruption_base_destroy(selat_context *context, selat_disruption_base *base) {
    if (base == NULL) return;
    void *const arrays[] = {base->share, base->final_by_origin, base->use,          base->critical,
                            base->final, base->final_sold,      base->output, base->income_share};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, base);
}

selat_disruption_notes selat_disruption_base_notes(const selat_disruption_base *base) { return base->notes; }

/* ---- from a table ---- */

typedef struct from_table {
    double *use, *final, *criticality;
    int64_t n_negative;
    double negative_musd;
} from_table;

/* Final demand of n for s over its categories; where it is negative it becomes zero, and the users of s are scaled so that
   n still buys as much of s as in the table. */
static void take_final(const selat_table *table, int64_t n, int64_t s, from_table *made) {
    int64_t S = table->sectors.count, F = table->demands.count, row = n * S + s;
    double final = 0, used = 0, *use = &made->use[row * S];
    for (int64_t f = 0; f < F; f++) final += table->final_musd[row * F + f];
    made->final[row] = final > 0 ? final : 0;
    if (!(final < 0)) return;
    made->n_negative++;
    made->negative_musd += final;
    for (int64_t k = 0; k < S; k++) used += use[k];
    double scale = used > 0 && used + final > 0 ? (used + final) / used : 0;
    for (int64_t k = 0; k < S; k++) use[k] *= scale;
}

static selat_status base_of_factored(selat_context *context, const selat_table *table, double critical_share,
                                     from_table *made, selat_disruption_base **out) {
    int64_t R = table->regions.count, S = table->sectors.count;
    TRY(selat_copy_doubles(context, table->use_musd, R * S * S, &made->use));
    TRY(selat_new(context, R * S, &made->final));
    TRY(selat_new(context, S * R * S, &made->criticality));
    for (int64_t row = 0; row < R * S; row++) take_final(table, row / S, row % S, made);
    selat_disruption_rate(&table->sectors, R, made->use, critical_share, made->criticality);
    selat_disruption_flows flows = {.n_regions = R, .n_sectors = S, .output_musd = table->output_musd,
                                    .trade_share = table->trade_share, .use_musd = made->use, .final_musd = made->final,
                                    .criticality = made->criticality};
    return selat_disruption_base_create(context, &flows, out);
}

/* Final demand of region n for row i over its categories; negative sums become zero and are counted. */
static void take_final_flows(const selat_table *table, from_table *made) {
    int64_t R = table->regions.count, N = R * table->sectors.count, F = table->demands.count;
    for (int64_t at = 0; at < N * R; at++) {
        double final = 0;
        for (int64_t f = 0; f < F; f++) final += table->final_flows_musd[at * F + f];
        made->final[at] = final > 0 ? final : 0;
        if (!(final < 0)) continue;
        made->n_negative++;
        made->negative_musd += final;
    }
}

static selat_status base_of_full(selat_context *context, const selat_table *table, double critical_share, from_table *made,
                                 selat_disruption_base **out) {
    int64_t R = table->regions.count, S = table->sectors.count;
    TRY(selat_new(context, R * S * S, &made->use));
    TRY(selat_new(context, R * S * R, &made->final));
    TRY(selat_new(context, S * R * S, &made->criticality));
    for (int64_t n = 0; n < R; n++) selat_table_use_musd(table, n, &made->use[n * S * S]);
    take_final_flows(table, made);
    selat_disruption_rate(&table->sectors, R, made->use, critical_share, made->criticality);
    selat_disruption_flows flows = {.n_regions = R, .n_sectors = S, .output_musd = table->output_musd,
                                    .final_by_origin_musd = made->final, .criticality = made->criticality};
    if (table->form == SELAT_FLOWS_DENSE) {
        flows.flow_musd = table->flows_musd;
    } else {
        flows.row_start = table->row_start;
        flows.cell_column = table->cell_column;
        flows.cell_musd = table->cell_musd;
    }
    return selat_disruption_base_create(context, &flows, out);
}

selat_status selat_disruption_base_of_table(selat_context *context, const selat_table *table, double critical_share,
                                            selat_disruption_base **out) {
    from_table made = {0};
    *out = NULL;
    selat_status status = table->form == SELAT_FLOWS_FACTORED ? base_of_factored(context, table, critical_share, &made, out)
                                                              : base_of_full(context, table, critical_share, &made, out);
    if (status == SELAT_OK) {
        (*out)->notes.n_negative = made.n_negative;
        (*out)->notes.negative_musd = made.negative_musd;
    }
    selat_release(context, made.use);
    selat_release(context, made.final);
    selat_release(context, made.criticality);
    return status;
}
