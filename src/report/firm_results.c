/* Results of failing firms: PATH.partial grows by whole lines, PATH appears at the end. */
#include "selat/firm_results.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/hdf5_image.h"

enum { FIRST_BATCH = 16, USER_BLOCK = 512, LINE_ROOM = 256 };
static const double batch_seconds = 2; /* how often results are kept */
static const size_t largest_partial = (size_t)1 << 34;

typedef struct keeper {
    const selat_firm_run *run;
    selat_firm_index *out;
    char *path;         /* of the partial file; NULL: none */
    char head[LINE_ROOM];
    bool *done;         /* [n_firms] */
    int64_t *place;     /* [n_firms] within `failing`, -1: not asked for */
    int64_t n_continued;
    FILE *file;
} keeper;

/* ---- what a partial file belongs to ---- */

static uint32_t mix(uint32_t sum, const void *bytes, size_t length) {
    return (sum << 5 | sum >> 27) ^ selat_checksum(bytes, length);
}

static void make_head(keeper *k) {
    const selat_firm_data *d = k->run->data;
    const selat_firm_options *options = &k->run->options;
    size_t links = (size_t)d->n_links, firms = (size_t)d->n_firms, sectors = (size_t)d->sectors.count;
    uint32_t sum = mix(1, d->supplier, links * sizeof *d->supplier);
    sum = mix(sum, d->buyer, links * sizeof *d->buyer);
    sum = mix(sum, d->weight, links * sizeof *d->weight);
    sum = mix(sum, d->sector, firms * sizeof *d->sector);
    sum = mix(sum, d->market, firms * sizeof *d->market);
    sum = mix(sum, d->essential, sectors * sectors);
    snprintf(k->head, sizeof k->head, "selat firms %s, network %08" PRIx32 ", eps %.17g, replacement %s, at most %lld steps\n",
             selat_version(), sum, options->eps > 0 ? options->eps : SELAT_FIRMS_EPS,
             options->no_replacement ? "off" : "on", (long long)options->max_iterations);
}

/* ---- taking over ---- */

static selat_status read_line(selat_context *context, keeper *k, const char *line, int64_t number) {
    long long firm, steps;
    int converged, used = 0;
    selat_firm_index index;
    int read = sscanf(line, "%lld,%lf,%lf,%lf,%lld,%d%n", &firm, &index.esri, &index.esri_down, &index.esri_up, &steps,
                      &converged, &used);
    if (read != 6 || line[used] != '\0' || firm < 0 || firm >= k->run->data->n_firms) {
        return selat_fail_at(context, (selat_place){k->path, number, 0, NULL}, NULL,
                             "damaged; remove the file to start anew");
    }
    index.iterations = steps;
    index.converged = converged != 0;
    if (k->place[firm] < 0 || k->done[firm]) return SELAT_OK;
    k->out[k->place[firm]] = index;
    k->done[firm] = true;
    k->n_continued++;
    return SELAT_OK;
}

/* A last line without its end was being written when the run broke: it does not count. */
static selat_status read_partial(selat_context *context, keeper *k, char *bytes, size_t *whole) {
    size_t head = strlen(k->head);
    if (strncmp(bytes, k->head, head) != 0) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: belongs to another network or other options; remove it, or give another -o", k->path);
    }
    *whole = head;
    int64_t number = 2;
    for (char *end; (end = strchr(bytes + *whole, '\n')) != NULL; number++) {
        *end = '\0';
        TRY(read_line(context, k, bytes + *whole, number));
        *whole = (size_t)(end - bytes) + 1;
    }
    return SELAT_OK;
}

static selat_status fail_io(selat_context *context, const keeper *k) {
    return selat_fail(context, SELAT_IO_ERROR, "%s: cannot write: %s", k->path, strerror(errno));
}

static selat_status take_over(selat_context *context, keeper *k) {
    char *bytes;
    size_t length, whole = 0;
    TRY(selat_file_read(context, k->path, largest_partial, &bytes, &length));
    selat_status status = read_partial(context, k, bytes, &whole);
    selat_release(context, bytes);
    if (status == SELAT_OK && truncate(k->path, (off_t)whole) != 0) status = fail_io(context, k);
    return status;
}

static selat_status open_partial(selat_context *context, keeper *k) {
    if (k->run->path == NULL) return SELAT_OK;
    size_t room = strlen(k->run->path) + sizeof ".partial";
    TRY(selat_new(context, room, &k->path));
    selat_format(k->path, room, "%s.partial", k->run->path);
    make_head(k);
    bool there = selat_file_exists(k->path);
    if (there) TRY(take_over(context, k));
    k->file = fopen(k->path, "a");
    if (k->file == NULL) return fail_io(context, k);
    if (!there && (fputs(k->head, k->file) < 0 || fflush(k->file) != 0)) return fail_io(context, k);
    return SELAT_OK;
}

/* ---- running ---- */

static selat_status keep(selat_context *context, keeper *k, int64_t count, const int64_t *firms,
                         const selat_firm_index *index) {
    for (int64_t at = 0; at < count; at++) {
        k->out[k->place[firms[at]]] = index[at];
        if (k->file == NULL) continue;
        fprintf(k->file, "%lld,%.17g,%.17g,%.17g,%lld,%d\n", (long long)firms[at], index[at].esri, index[at].esri_down,
                index[at].esri_up, (long long)index[at].iterations, index[at].converged);
    }
    if (k->file != NULL && fflush(k->file) != 0) return fail_io(context, k);
    return SELAT_OK;
}

static selat_status run_batches(selat_context *context, keeper *k, int64_t count, const int64_t *firms,
                                selat_firm_index *index) {
    int64_t batch = (int64_t)FIRST_BATCH * selat_threads(context), at = 0;
    while (at < count) {
        int64_t some = count - at < batch ? count - at : batch;
        double begun = selat_clock_seconds();
        TRY(selat_firms_fail(context, k->run->network, &k->run->options, some, firms + at, index));
        TRY(keep(context, k, some, firms + at, index));
        at += some;
        if (selat_clock_seconds() - begun < batch_seconds) batch *= 2;
        selat_progress(context, "cascades of failing firms", (double)at / (double)count);
    }
    return SELAT_OK;
}

static selat_status run_left(selat_context *context, keeper *k) {
    const selat_firm_run *run = k->run;
    int64_t *firms, left = 0;
    selat_firm_index *index = NULL;
    TRY(selat_new(context, run->count, &firms));
    for (int64_t at = 0; at < run->count; at++) {
        if (!k->done[run->failing[at]]) firms[left++] = run->failing[at];
    }
    selat_status status = selat_new(context, left, &index);
    if (status == SELAT_OK) status = run_batches(context, k, left, firms, index);
    selat_release(context, index);
    selat_release(context, firms);
    return status;
}

/* ---- the final file ---- */

static selat_status add_row(selat_context *context, const selat_firm_run *run, int64_t at, const selat_firm_index *index,
                            selat_text *text) {
    const selat_firm_data *d = run->data;
    int64_t i = run->failing[at];
    const char *words[2] = {selat_firm_code(d, i), d->sectors.codes[d->sector[i]]};
    for (int w = 0; w < 2; w++) {
        bool quote = strpbrk(words[w], ",\"\n") != NULL;
        if (quote) TRY(selat_text_add(context, text, "\""));
        for (const char *c = words[w]; *c != '\0'; c++) TRY(selat_text_add(context, text, *c == '"' ? "\"\"" : "%c", *c));
        TRY(selat_text_add(context, text, quote ? "\"," : ","));
    }
    return selat_text_add(context, text, "%.12g,%.15g,%.15g,%.15g,%lld,%s\n", selat_firm_network_sales(run->network, i),
                          index->esri, index->esri_down, index->esri_up, (long long)index->iterations,
                          index->converged ? "yes" : "no");
}

static selat_status write_csv(selat_context *context, const selat_firm_run *run, const selat_firm_index *out) {
    selat_text text = {0};
    selat_status status = selat_text_add(context, &text, "firm,sector,sales,esri,esri_down,esri_up,steps,converged\n");
    for (int64_t at = 0; status == SELAT_OK && at < run->count; at++) {
        status = add_row(context, run, at, &out[at], &text);
    }
    if (status == SELAT_OK) status = selat_file_write(context, run->path, text.bytes, text.length);
    selat_text_clear(context, &text);
    return status;
}

static double column_of(const selat_firm_run *run, const selat_firm_index *out, int column, int64_t at) {
    switch (column) {
    case 0: return selat_firm_network_sales(run->network, run->failing[at]);
    case 1: return out[at].esri;
    case 2: return out[at].esri_down;
    case 3: return out[at].esri_up;
    case 4: return (double)out[at].iterations;
    default: return out[at].converged;
    }
}

static selat_status put_columns(selat_context *context, selat_hdf5 *file, const selat_firm_run *run,
                                const selat_firm_index *out) {
    static const char *const names[][2] = {{"sales", "unit of the weights"}, {"esri", "share of all sales"},
                                           {"esri_down", "share of all sales"}, {"esri_up", "share of all sales"},
                                           {"steps", "1"}, {"converged", "1 yes, 0 no"}};
    double *values;
    TRY(selat_new(context, run->count, &values));
    selat_status status = SELAT_OK;
    for (int c = 0; status == SELAT_OK && c < 6; c++) {
        for (int64_t at = 0; at < run->count; at++) values[at] = column_of(run, out, c, at);
        status = selat_hdf5_put_doubles(context, file, names[c][0], 1, &run->count, values, names[c][1], "firm");
    }
    selat_release(context, values);
    return status;
}

static selat_status put_firms(selat_context *context, selat_hdf5 *file, const selat_firm_run *run) {
    const char **codes;
    TRY(selat_new(context, run->count, &codes));
    for (int64_t at = 0; at < run->count; at++) codes[at] = selat_firm_code(run->data, run->failing[at]);
    selat_status status = selat_hdf5_put_texts(context, file, "firm", run->count, codes);
    selat_release(context, codes);
    return status;
}

static selat_status write_hdf5(selat_context *context, const selat_firm_run *run, const selat_firm_index *out) {
    selat_hdf5 *file;
    char *bytes = NULL;
    size_t length = 0;
    TRY(selat_hdf5_create(context, USER_BLOCK, &file));
    selat_status status = selat_hdf5_put_text(context, file, "schema", "selat firm results");
    if (status == SELAT_OK) status = put_firms(context, file, run);
    if (status == SELAT_OK) status = put_columns(context, file, run, out);
    if (status == SELAT_OK) status = selat_hdf5_take(context, file, &bytes, &length);
    selat_hdf5_close(context, file);
    if (status == SELAT_OK) status = selat_file_write(context, run->path, bytes, length);
    selat_release(context, bytes);
    return status;
}

static selat_status write_result(selat_context *context, const keeper *k) {
    const char *path = k->run->path;
    if (path == NULL) return SELAT_OK;
    size_t length = strlen(path);
    bool hdf5 = length > 3 && strcmp(path + length - 3, ".h5") == 0;
    TRY(hdf5 ? write_hdf5(context, k->run, k->out) : write_csv(context, k->run, k->out));
    (void)unlink(k->path);
    return SELAT_OK;
}

static selat_status run_and_write(selat_context *context, keeper *k) {
    TRY(selat_new(context, k->run->data->n_firms, &k->done));
    TRY(selat_new(context, k->run->data->n_firms, &k->place));
    for (int64_t i = 0; i < k->run->data->n_firms; i++) k->place[i] = -1;
    for (int64_t at = 0; at < k->run->count; at++) k->place[k->run->failing[at]] = at;
    TRY(open_partial(context, k));
    TRY(run_left(context, k));
    return write_result(context, k);
}

selat_status selat_firm_run_all(selat_context *context, const selat_firm_run *run, selat_firm_index *out,
                                int64_t *n_continued) {
    keeper k = {.run = run, .out = out};
    selat_status status = run_and_write(context, &k);
    if (k.file != NULL && fclose(k.file) != 0 && status == SELAT_OK) status = fail_io(context, &k);
    if (status == SELAT_CANCELLED && k.path != NULL) {
        status = selat_fail(context, SELAT_CANCELLED, "cancelled; finished firms are in %s, the same command continues",
                            k.path);
    }
    *n_continued = k.n_continued;
    selat_release(context, k.path);
    selat_release(context, k.done);
    selat_release(context, k.place);
    return status;
}
