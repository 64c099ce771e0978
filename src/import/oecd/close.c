/* Closing the table: the flows are taken as they are, everything else is fitted to them. */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include <math.h>

#include "import/oecd/data.h"

static const double LARGE_MUSD = 10; /* below it, rounding of the published figures moves a factor by 1e-4 and more */

static double bought_by_flow(const selat_oecd_data *data, int64_t n, int64_t s) {
    int64_t R = data->regions.count;
    double sum = 0;
    for (int64_t i = 0; i < R; i++) sum += data->flow[(s * R + n) * R + i];
    return sum;
}

static double bought_by_use(const selat_oecd_data *data, int64_t n, int64_t s) {
    int64_t row = n * OECD_SECTORS + s;
    double sum = 0;
    for (int64_t k = 0; k < OECD_SECTORS; k++) sum += data->use[row * OECD_SECTORS + k];
    for (int64_t f = 0; f < OECD_DEMANDS; f++) sum += data->final[row * OECD_DEMANDS + f];
    return sum;
}

static double used_by(const selat_oecd_data *data, int64_t n, int64_t k) {
    double sum = 0;
    for (int64_t s = 0; s < OECD_SECTORS; s++) sum += data->use[(n * OECD_SECTORS + s) * OECD_SECTORS + k];
    return sum;
}

static double primary(const selat_oecd_data *data, int row, int64_t n, int64_t k) {
    return data->primary[(row * data->regions.count + n) * OECD_SECTORS + k];
}

/* Deliveries of i: flows as they are, and as the factored table has them (origin shares times what users recorded). */
static void deliveries(const selat_oecd_data *data, int64_t i, int64_t s, double *by_flow, double *by_use) {
    int64_t R = data->regions.count;
    *by_flow = *by_use = 0;
    for (int64_t n = 0; n < R; n++) {
        double flow = data->flow[(s * R + n) * R + i];
        if (flow == 0) continue;
        *by_flow += flow;
        *by_use += flow / bought_by_flow(data, n, s) * bought_by_use(data, n, s);
    }
}

void selat_oecd_check_balance(const selat_oecd_data *data, int64_t n_regions, selat_oecd_balance *out) {
    double flows = 0, rows = 0, columns = 0, total = 0;
    for (int64_t n = 0; n < n_regions; n++) {
        for (int64_t s = 0; s < OECD_SECTORS; s++) {
            double output = data->output[n * OECD_SECTORS + s], by_flow, by_use, inputs = used_by(data, n, s);
            deliveries(data, n, s, &by_flow, &by_use);
            for (int row = 0; row < OECD_PRIMARY; row++) inputs += primary(data, row, n, s);
            flows += fabs(by_flow - output);
            rows += fabs(by_use - output);
            columns += fabs(inputs - output);
            total += output;
        }
    }
    *out = (selat_oecd_balance){flows / total, rows / total, columns / total};
}

void selat_oecd_set_output(selat_oecd_data *data) {
    int64_t R = data->regions.count;
    for (int64_t i = 0; i < R; i++) {
        for (int64_t s = 0; s < OECD_SECTORS; s++) {
            double sum = 0;
            for (int64_t n = 0; n < R; n++) sum += data->flow[(s * R + n) * R + i];
            data->output[i * OECD_SECTORS + s] = sum;
        }
    }
}

static void note_factor(double factor, double bought, selat_oecd_checks *checks) {
    checks->closing_low = fmin(checks->closing_low, factor);
    checks->closing_high = fmax(checks->closing_high, factor);
    if (bought < LARGE_MUSD) return;
    checks->closing_low_large = fmin(checks->closing_low_large, factor);
    checks->closing_high_large = fmax(checks->closing_high_large, factor);
}

/* Row (n, s) of use and final demand times purchases by flow / purchases as recorded. */
static void close_rows(selat_oecd_data *data, selat_oecd_checks *checks) {
    checks->closing_low = checks->closing_high = checks->closing_low_large = checks->closing_high_large = 1;
    for (int64_t n = 0; n < data->regions.count; n++) {
        for (int64_t s = 0; s < OECD_SECTORS; s++) {
            double flow = bought_by_flow(data, n, s), recorded = bought_by_use(data, n, s);
            if (recorded == 0) continue;
            double factor = flow / recorded;
            note_factor(factor, flow, checks);
            int64_t row = n * OECD_SECTORS + s;
            for (int64_t k = 0; k < OECD_SECTORS; k++) data->use[row * OECD_SECTORS + k] *= factor;
            for (int64_t f = 0; f < OECD_DEMANDS; f++) data->final[row * OECD_DEMANDS + f] *= factor;
        }
    }
}

/* VALU = output - inputs - TXS - IMP_OTHER; how far that moves the 80's. */
static void close_columns(selat_oecd_data *data, double *national_value_added, selat_oecd_checks *checks) {
    int64_t R = data->regions.count;
    double moved = 0, total = 0;
    for (int64_t n = 0; n < R; n++) {
        for (int64_t k = 0; k < OECD_SECTORS; k++) {
            double *value_added = &data->primary[(OECD_VALU * R + n) * OECD_SECTORS + k];
            double closed = data->output[n * OECD_SECTORS + k] - used_by(data, n, k) - primary(data, OECD_TXS, n, k) -
                            primary(data, OECD_IMP_OTHER, n, k);
            if (n < R - 1) {
                moved += fabs(closed - *value_added);
                total += *value_added;
                national_value_added[k] += *value_added;
            }
            *value_added = closed;
        }
    }
    checks->value_added_move = moved / total;
}

/* Labour income and the other parts of ROW's value added: the 80's ratio to value added, by sector. */
static void set_rest_memo(selat_oecd_data *data, const double *national_value_added) {
    int64_t R = data->regions.count, W = R - 1;
    for (int row = 0; row < OECD_MEMO; row++) {
        double *memo = data->memo + row * R * OECD_SECTORS;
        for (int64_t k = 0; k < OECD_SECTORS; k++) {
            double sum = 0;
            for (int64_t n = 0; n < W; n++) sum += memo[n * OECD_SECTORS + k];
            memo[W * OECD_SECTORS + k] =
                national_value_added[k] != 0 ? sum / national_value_added[k] * primary(data, OECD_VALU, W, k) : 0;
        }
    }
}

void selat_oecd_close(selat_oecd_data *data, selat_oecd_checks *checks) {
    double national_value_added[OECD_SECTORS] = {0}; /* as published */
    close_rows(data, checks);
    close_columns(data, national_value_added, checks);
    set_rest_memo(data, national_value_added);
}
