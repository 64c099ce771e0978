/* The rest of the world has flows but no table of its own: its structure is that of the 80 summed. */
#pragma STDC FP_CONTRACT OFF /* the built table must not depend on the processor */

#include "import/oecd/data.h"

static const double LARGEST_INTERMEDIATE_SHARE = 0.98; /* of what the region buys of a product */

/* Sum over the 80 of array[n][cell], cells per region `size`. */
static double sum_national(const selat_oecd_data *data, const double *array, int64_t size, int64_t cell) {
    double sum = 0;
    for (int64_t n = 0; n < data->regions.count - 1; n++) sum += array[n * size + cell];
    return sum;
}

static double ratio(double above, double below) {
    return below != 0 ? above / below : 0;
}

static void set_output(selat_oecd_data *data, double *national_output) {
    int64_t R = data->regions.count, S = OECD_SECTORS, W = R - 1;
    for (int64_t s = 0; s < S; s++) {
        double sum = 0;
        for (int64_t n = 0; n < R; n++) sum += data->flow[(s * R + n) * R + W];
        data->output[W * S + s] = sum;
        national_output[s] = sum_national(data, data->output, S, s);
    }
}

/* use_jk = (sum use_jk / sum OUTPUT_k) output_k, row j at most 98 % of what ROW buys of j. */
static double set_use_row(selat_oecd_data *data, int64_t j, double bought, const double *national_output,
                          double *row_scale) {
    int64_t S = OECD_SECTORS, W = data->regions.count - 1;
    double *use = data->use + (W * S + j) * S, sum = 0;
    for (int64_t k = 0; k < S; k++) {
        double national_use = sum_national(data, data->use, S * S, j * S + k);
        use[k] = ratio(national_use, national_output[k]) * data->output[W * S + k];
        sum += use[k];
    }
    *row_scale = sum > LARGEST_INTERMEDIATE_SHARE * bought ? LARGEST_INTERMEDIATE_SHARE * bought / sum : 1;
    double scaled = 0;
    for (int64_t k = 0; k < S; k++) {
        use[k] *= *row_scale;
        scaled += use[k];
    }
    return scaled;
}

/* What is left over is final demand, by category as in the 80. */
static void set_final_row(selat_oecd_data *data, int64_t j, double left) {
    int64_t S = OECD_SECTORS, W = data->regions.count - 1;
    double category[OECD_DEMANDS], sum = 0;
    for (int64_t f = 0; f < OECD_DEMANDS; f++) {
        category[f] = sum_national(data, data->final, S * OECD_DEMANDS, j * OECD_DEMANDS + f);
        sum += category[f];
    }
    for (int64_t f = 0; f < OECD_DEMANDS; f++) {
        data->final[(W * S + j) * OECD_DEMANDS + f] = left * ratio(category[f], sum);
    }
}

void selat_oecd_add_rest_of_world(selat_oecd_data *data, selat_oecd_checks *checks) {
    int64_t R = data->regions.count, S = OECD_SECTORS, W = R - 1;
    double national_output[OECD_SECTORS];
    set_output(data, national_output);
    for (int64_t j = 0; j < S; j++) {
        double bought = 0;
        for (int64_t i = 0; i < R; i++) bought += data->flow[(j * R + W) * R + i];
        double used = set_use_row(data, j, bought, national_output, &checks->row_scale[j]);
        set_final_row(data, j, bought - used);
    }
    double *taxes = data->primary + OECD_TXS * R * S;
    for (int64_t k = 0; k < S; k++) {
        taxes[W * S + k] = ratio(sum_national(data, taxes, S, k), national_output[k]) * data->output[W * S + k];
    }
}
