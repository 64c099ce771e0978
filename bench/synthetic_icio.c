/* Flows follow a gravity rule with a heavy domestic block, times a lognormal draw; every number comes from a hash of its
   place. Industries sell about half of their output to industries. */
#include "synthetic_icio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N_DEMANDS = 6 };
static const char *const demands[N_DEMANDS] = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"};
static const double filled = 0.72, domestic = 0.33, foreign = 0.17, median_size = 40000;

typedef struct maker {
    int64_t R, S, N;
    double *size;          /* [N] */
    double *region_size;   /* [R] */
    double world;
    double *inputs, *row;  /* [N] sums of columns; [N + R N_DEMANDS] one row */
    double *output;        /* [N] */
} maker;

static uint64_t hash(uint64_t a, uint64_t b) {
    uint64_t z = a * 0x9E3779B97F4A7C15u + b * 0xD1B54A32D192ED03u + 0x632BE59BD9B4E019u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double uniform(uint64_t a, uint64_t b) { return ((double)(hash(a, b) >> 11) + 0.5) * 0x1p-53; }

/* About lognormal with mean 1: the exponential of a sum of uniforms. */
static double noise(uint64_t a, uint64_t b) {
    double sum = uniform(a, b) + uniform(a, b + ((uint64_t)1 << 40)) - 1;
    return exp(2 * sum) * 0.76;
}

static void label(FILE *file, int64_t region, const char *code) {
    fprintf(file, ",%c%c%c_%s", 'A' + (int)(region / 26 % 26), 'A' + (int)(region % 26), 'A' + (int)(region * 7 % 26), code);
}

static void write_header(FILE *file, const maker *m) {
    char code[32];
    fputs("V1", file);
    for (int64_t j = 0; j < m->N; j++) {
        snprintf(code, sizeof code, "S%02lld", (long long)(j % m->S) + 1);
        label(file, j / m->S, code);
    }
    for (int64_t c = 0; c < m->R * N_DEMANDS; c++) label(file, c / N_DEMANDS, demands[c % N_DEMANDS]);
    fputs(",OUT\n", file);
}

/* What is written is what counts: the number rounded to nine decimals. */
static double put(FILE *file, double value) {
    char text[32];
    if (value == 0) {
        fputs(",0", file);
        return 0;
    }
    snprintf(text, sizeof text, "%.9f", value);
    fputc(',', file);
    fputs(text, file);
    return strtod(text, NULL);
}

static void make_row(maker *m, int64_t i) {
    int64_t width = m->R * N_DEMANDS;
    for (int64_t j = 0; j < m->N + width; j++) {
        bool final = j >= m->N;
        int64_t n = final ? (j - m->N) / N_DEMANDS : j / m->S;
        double of = final ? m->region_size[n] / N_DEMANDS : m->size[j];
        double share = n == i / m->S ? domestic / m->region_size[n] : foreign / m->world;
        bool zero = uniform((uint64_t)i, (uint64_t)j + ((uint64_t)1 << 41)) > filled;
        m->row[j] = zero ? 0 : m->size[i] * of * share / filled * noise((uint64_t)i, (uint64_t)j);
    }
}

static void write_rows(FILE *file, maker *m) {
    for (int64_t i = 0; i < m->N; i++) {
        char code[32];
        double sum = 0;
        make_row(m, i);
        snprintf(code, sizeof code, "S%02lld", (long long)(i % m->S) + 1);
        fprintf(file, "%c%c%c_%s", 'A' + (int)(i / m->S / 26 % 26), 'A' + (int)(i / m->S % 26),
                'A' + (int)(i / m->S * 7 % 26), code);
        for (int64_t j = 0; j < m->N + m->R * N_DEMANDS; j++) {
            double written = put(file, m->row[j]);
            sum += written;
            if (j < m->N) m->inputs[j] += written;
        }
        m->output[i] = put(file, sum);
        fputc('\n', file);
    }
}

static void write_rest(FILE *file, const maker *m) {
    static const char *const names[] = {"TLS", "VA", "OUT"};
    for (int k = 0; k < 3; k++) {
        fputs(names[k], file);
        for (int64_t j = 0; j < m->N; j++) {
            double tax = 0.02 * m->output[j], rest = m->output[j] - m->inputs[j] - tax;
            put(file, k == 0 ? tax : k == 1 ? rest : m->output[j]);
        }
        for (int64_t c = 0; c < m->R * N_DEMANDS; c++) put(file, k == 0 ? 3.5 : 0);
        fputs(",0\n", file);
    }
}

static double *make_sizes(maker *m) {
    double *room = calloc((size_t)(4 * m->N + m->R + m->R * N_DEMANDS), sizeof *room);
    if (room == NULL) return NULL;
    m->size = room;
    m->inputs = m->size + m->N;
    m->output = m->inputs + m->N;
    m->row = m->output + m->N;
    m->region_size = m->row + m->N + m->R * N_DEMANDS;
    for (int64_t j = 0; j < m->N; j++) {
        double industry = uniform((uint64_t)j, 1) - 0.5, region = uniform((uint64_t)(j / m->S), 2) - 0.5;
        m->size[j] = median_size * exp(5 * industry + 4 * region);
        m->region_size[j / m->S] += m->size[j];
        m->world += m->size[j];
    }
    return room;
}

bool bench_write_icio(const char *path, int64_t regions, int64_t sectors) {
    maker m = {.R = regions, .S = sectors, .N = regions * sectors};
    double *room = make_sizes(&m);
    FILE *file = room != NULL ? fopen(path, "wb") : NULL;
    if (file != NULL) {
        write_header(file, &m);
        write_rows(file, &m);
        write_rest(file, &m);
    }
    bool written = file != NULL && ferror(file) == 0;
    if (file != NULL && fclose(file) != 0) written = false;
    free(room);
    return written;
}

static selat_status make_labels(selat_context *context, char letter, int64_t count, selat_labels *out) {
    char(*codes)[32] = calloc((size_t)count, sizeof *codes);
    const char **list = calloc((size_t)count, sizeof *list);
    selat_status status = codes != NULL && list != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    for (int64_t k = 0; k < count && status == SELAT_OK; k++) {
        snprintf(codes[k], sizeof codes[k], "%c%03lld", letter, (long long)k + 1);
        list[k] = codes[k];
    }
    if (status == SELAT_OK) status = selat_labels_init(context, count, list, NULL, out);
    free(codes);
    free(list);
    return status;
}

static void fill_table(maker *m, selat_table *t) {
    int64_t N = m->N, width = m->R * N_DEMANDS;
    for (int64_t i = 0; i < N; i++) {
        make_row(m, i);
        for (int64_t j = 0; j < N; j++) m->inputs[j] += t->flows_musd[i * N + j] = m->row[j];
        for (int64_t c = 0; c < width; c++) t->final_flows_musd[i * width + c] = m->row[N + c];
        for (int64_t j = 0; j < N + width; j++) t->output_musd[i] += m->row[j];
    }
    for (int64_t j = 0; j < N; j++) t->primary_musd[j] = t->output_musd[j] - m->inputs[j];
}

selat_status bench_make_table(selat_context *context, int64_t regions, int64_t sectors, selat_table **out) {
    static const char *const primary[] = {"VALU"};
    maker m = {.R = regions, .S = sectors, .N = regions * sectors};
    selat_labels labels[5] = {0};
    double *room = make_sizes(&m);
    selat_status status = room != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    if (status == SELAT_OK) status = make_labels(context, 'R', regions, &labels[0]);
    if (status == SELAT_OK) status = make_labels(context, 'S', sectors, &labels[1]);
    if (status == SELAT_OK) status = selat_labels_init(context, N_DEMANDS, demands, NULL, &labels[2]);
    if (status == SELAT_OK) status = selat_labels_init(context, 1, primary, NULL, &labels[3]);
    if (status == SELAT_OK) {
        status = selat_table_create_full(context, "synthetic", 2018, SELAT_FLOWS_DENSE, 0, &labels[0], &labels[1],
                                         &labels[2], &labels[3], &labels[4], &labels[4], out);
    }
    if (status == SELAT_OK) fill_table(&m, *out);
    for (int k = 0; k < 4; k++) selat_labels_clear(context, &labels[k]);
    free(room);
    return status;
}
