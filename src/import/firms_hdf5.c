/* A supply network in one HDF5 file: attributes schema and n_links; texts firm, sector_code, market_code; numbers sector,
   market [n_firms], essential [n_sectors][n_sectors], supplier, buyer, weight [n_links]. Positions count from 0. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text_index.h"
#include "selat/firm_file.h"
#include "table/hdf5_image.h"
#include "table/seal.h"

static const size_t largest_file = (size_t)1 << 34;
static const int64_t most_links = INT64_C(1) << 33;
static const char schema[] = "selat firms";
enum { LONGEST_CODE = 255, MOST_CODES = 10000 };

/* ---- writing ---- */

static selat_status put_positions(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                  const int32_t *values, const char *dimension) {
    double *numbers;
    TRY(selat_new(context, count, &numbers));
    for (int64_t k = 0; k < count; k++) numbers[k] = values[k];
    selat_status status = selat_hdf5_put_doubles(context, file, name, 1, &count, numbers, "position from 0", dimension);
    selat_release(context, numbers);
    return status;
}

static selat_status put_essential(selat_context *context, selat_hdf5 *file, const selat_firm_data *data) {
    int64_t S = data->sectors.count, size[2] = {S, S};
    double *numbers;
    TRY(selat_new(context, S * S, &numbers));
    for (int64_t k = 0; k < S * S; k++) numbers[k] = data->essential[k];
    selat_status status = selat_hdf5_put_doubles(context, file, "essential", 2, size, numbers,
                                                 "2 essential, 1 non-essential, 0 negligible", "supplying,buying");
    selat_release(context, numbers);
    return status;
}

static selat_status put_codes(selat_context *context, selat_hdf5 *file, const selat_firm_data *data) {
    const char **codes;
    TRY(selat_new(context, data->n_firms, &codes));
    for (int64_t i = 0; i < data->n_firms; i++) codes[i] = selat_firm_code(data, i);
    selat_status status = selat_hdf5_put_texts(context, file, "firm", data->n_firms, codes);
    selat_release(context, codes);
    return status;
}

static selat_status put_all(selat_context *context, selat_hdf5 *file, const selat_firm_data *data) {
    int64_t E = data->n_links;
    TRY(selat_hdf5_put_text(context, file, "schema", schema));
    TRY(selat_hdf5_put_int(context, file, "n_links", E));
    TRY(put_codes(context, file, data));
    TRY(selat_hdf5_put_texts(context, file, "sector_code", data->sectors.count,
                             (const char *const *)data->sectors.codes));
    TRY(selat_hdf5_put_texts(context, file, "market_code", data->markets.count,
                             (const char *const *)data->markets.codes));
    TRY(put_positions(context, file, "sector", data->n_firms, data->sector, "firm"));
    TRY(put_positions(context, file, "market", data->n_firms, data->market, "firm"));
    TRY(put_essential(context, file, data));
    TRY(put_positions(context, file, "supplier", E, data->supplier, "link"));
    TRY(put_positions(context, file, "buyer", E, data->buyer, "link"));
    return selat_hdf5_put_doubles(context, file, "weight", 1, &E, data->weight, "value per year, any unit", "link");
}

selat_status selat_firm_data_save(selat_context *context, const char *path, const selat_firm_data *data) {
    selat_hdf5 *file;
    char *bytes = NULL;
    size_t length = 0;
    TRY(selat_hdf5_create(context, SELAT_SEAL_ROOM, &file));
    selat_status status = put_all(context, file, data);
    if (status == SELAT_OK) status = selat_hdf5_take(context, file, &bytes, &length);
    selat_hdf5_close(context, file);
    if (status == SELAT_OK) selat_seal_write("network", bytes, length);
    if (status == SELAT_OK) status = selat_file_write(context, path, bytes, length);
    selat_release(context, bytes);
    return status;
}

/* ---- reading ---- */

static selat_status fail_at(selat_context *context, const char *path, const char *name, int64_t at, double found,
                            const char *expected) {
    return selat_fail(context, SELAT_BAD_INPUT, "%s: %s[%lld]: found %g, expected %s", path, name, (long long)at, found,
                      expected);
}

static selat_status get_positions(selat_context *context, selat_hdf5 *file, const char *path, const char *name,
                                  int64_t count, int64_t end, int32_t **out) {
    double *numbers;
    TRY(selat_new(context, count, &numbers));
    selat_status status = selat_hdf5_get_doubles(context, file, name, 1, &count, numbers);
    if (status == SELAT_OK) status = selat_new(context, count, out);
    for (int64_t k = 0; status == SELAT_OK && k < count; k++) {
        bool fits = numbers[k] >= 0 && numbers[k] < (double)end && numbers[k] == floor(numbers[k]);
        if (fits) (*out)[k] = (int32_t)numbers[k];
        if (!fits) status = fail_at(context, path, name, k, numbers[k], "a position from 0 within the list");
    }
    selat_release(context, numbers);
    return status;
}

static selat_status get_essential(selat_context *context, selat_hdf5 *file, const char *path, selat_firm_data *out) {
    int64_t S = out->sectors.count, size[2] = {S, S};
    double *numbers;
    TRY(selat_new(context, S * S, &numbers));
    selat_status status = selat_hdf5_get_doubles(context, file, "essential", 2, size, numbers);
    if (status == SELAT_OK) status = selat_new(context, S * S, &out->essential);
    for (int64_t k = 0; status == SELAT_OK && k < S * S; k++) {
        bool fits = numbers[k] == 0 || numbers[k] == 1 || numbers[k] == 2;
        if (fits) out->essential[k] = (unsigned char)numbers[k];
        if (!fits) status = fail_at(context, path, "essential", k, numbers[k], "0, 1 or 2");
    }
    selat_release(context, numbers);
    return status;
}

static selat_status get_labels(selat_context *context, selat_hdf5 *file, const char *name, selat_labels *out) {
    int64_t count = -1;
    char **texts;
    TRY(selat_hdf5_get_texts(context, file, name, MOST_CODES, LONGEST_CODE, &count, &texts));
    selat_status status = selat_labels_init(context, count, (const char *const *)texts, NULL, out);
    selat_hdf5_free_texts(context, count, texts);
    return status;
}

static selat_status get_firms(selat_context *context, selat_hdf5 *file, const char *path, selat_firm_data *out) {
    int64_t count = -1, at = 0;
    char **texts;
    TRY(selat_hdf5_get_texts(context, file, "firm", INT32_MAX - 2, LONGEST_CODE, &count, &texts));
    selat_status status = selat_text_index_create(context, &out->codes);
    for (int64_t i = 0; status == SELAT_OK && i < count; i++) {
        status = selat_text_index_add(context, out->codes, texts[i], &at);
        if (status == SELAT_OK && at != i) {
            status = selat_fail(context, SELAT_BAD_INPUT, "%s: firm[%lld]: found %s again, expected each firm once",
                                path, (long long)i, texts[i]);
        }
    }
    selat_hdf5_free_texts(context, count, texts);
    out->n_firms = count;
    return status;
}

static selat_status get_links(selat_context *context, selat_hdf5 *file, const char *path, selat_firm_data *out) {
    int64_t E = out->n_links, kept = 0;
    TRY(get_positions(context, file, path, "supplier", E, out->n_firms, &out->supplier));
    TRY(get_positions(context, file, path, "buyer", E, out->n_firms, &out->buyer));
    TRY(selat_new(context, E, &out->weight));
    TRY(selat_hdf5_get_doubles(context, file, "weight", 1, &E, out->weight));
    for (int64_t e = 0; e < E; e++) {
        double weight = out->weight[e];
        if (!(weight >= 0 && weight < 1e300)) return fail_at(context, path, "weight", e, weight, "a value of 0 or more");
        out->supplier[kept] = out->supplier[e];
        out->buyer[kept] = out->buyer[e];
        out->weight[kept] = weight;
        out->n_self_links += weight > 0 && out->supplier[e] == out->buyer[e];
        kept += weight > 0;
    }
    out->n_zero_links = E - kept;
    out->n_links = kept;
    return SELAT_OK;
}

static selat_status get_all(selat_context *context, selat_hdf5 *file, const char *path, selat_firm_data *out) {
    char *found;
    TRY(selat_hdf5_get_text(context, file, "schema", LONGEST_CODE, &found));
    bool known = strcmp(found, schema) == 0;
    selat_release(context, found);
    if (!known) return selat_fail(context, SELAT_BAD_INPUT, "%s: schema: expected '%s'", path, schema);
    TRY(selat_hdf5_get_int(context, file, "n_links", &out->n_links));
    if (out->n_links < 0 || out->n_links > most_links) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: n_links: found %lld, expected 0 to %lld", path,
                          (long long)out->n_links, (long long)most_links);
    }
    TRY(get_firms(context, file, path, out));
    TRY(get_labels(context, file, "sector_code", &out->sectors));
    TRY(get_labels(context, file, "market_code", &out->markets));
    TRY(get_positions(context, file, path, "sector", out->n_firms, out->sectors.count, &out->sector));
    TRY(get_positions(context, file, path, "market", out->n_firms, out->markets.count, &out->market));
    TRY(get_essential(context, file, path, out));
    return get_links(context, file, path, out);
}

selat_status selat_firm_data_load(selat_context *context, const char *path, bool any_seal, selat_firm_data *out) {
    char *bytes;
    size_t length;
    selat_hdf5 *file;
    *out = (selat_firm_data){0};
    TRY(selat_file_read(context, path, largest_file, &bytes, &length));
    selat_status status = SELAT_OK;
    if (!any_seal) {
        status = selat_seal_check(context, "network", " (--foreign takes a network that another program wrote)", path, bytes, length);
    }
    if (status == SELAT_OK) status = selat_hdf5_open(context, path, bytes, length, &file);
    if (status == SELAT_OK) {
        status = get_all(context, file, path, out);
        selat_hdf5_close(context, file);
    }
    selat_release(context, bytes);
    if (status != SELAT_OK) selat_firm_data_clear(context, out);
    return status;
}
