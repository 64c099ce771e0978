/* Panels as sealed HDF5 files: labels/, flow/YEAR, tariff/YEAR (docs/data.md, "The panel"). */
#include "selat/dataset.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/files.h"
#include "table/hdf5_image.h"
#include "table/seal.h"

enum { LONGEST_NOTE = 1 << 16, LONGEST_CODE = 255, MOST_REGIONS = 512, MOST_SECTORS = 128, MOST_YEARS = 64 };
static const size_t largest_file = (size_t)1 << 28;
static const char schema[] = "selat panel 1";

/* To the nearest number with 16 bits of mantissa, ties away from zero. */
static float round_mantissa(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = (bits + 0x40u) & ~0x7fu;
    memcpy(&value, &bits, sizeof bits);
    return value;
}

static selat_status put_years(selat_context *context, selat_hdf5 *file, const selat_panel *p, const char *group,
                              const char *unit, const float *values, int64_t n_years) {
    const int64_t R = p->regions.count, S = p->sectors.count, size[3] = {S, R, R};
    TRY(selat_hdf5_put_group(context, file, group));
    for (int64_t y = 0; y < n_years; y++) {
        char name[64];
        selat_format(name, sizeof name, "%s/%lld", group, (long long)(p->first_year + y));
        TRY(selat_hdf5_put_floats(context, file, name, 3, size, values + y * S * R * R, unit,
                                  "sector,importer,exporter"));
    }
    return SELAT_OK;
}

static selat_status put_labels(selat_context *context, selat_hdf5 *file, const char *name, const selat_labels *labels) {
    char names[64];
    TRY(selat_hdf5_put_texts(context, file, name, labels->count, (const char *const *)labels->codes));
    selat_format(names, sizeof names, "%s_name", name);
    return selat_hdf5_put_texts(context, file, names, labels->count, (const char *const *)labels->names);
}

static selat_status put_missing(selat_context *context, selat_hdf5 *file, const selat_panel *p) {
    float *missing;
    TRY(selat_new(context, p->regions.count, &missing));
    for (int64_t n = 0; n < p->regions.count; n++) missing[n] = p->importer_missing[n];
    selat_status status =
        selat_hdf5_put_floats(context, file, "labels/no_schedule", 1, &p->regions.count, missing, "1", "importer");
    selat_release(context, missing);
    return status;
}

static selat_status put_panel(selat_context *context, selat_hdf5 *file, const selat_panel *p) {
    int64_t cells = p->n_years * p->sectors.count * p->regions.count * p->regions.count;
    float *rounded;
    TRY(selat_hdf5_put_text(context, file, "schema", schema));
    TRY(selat_hdf5_put_texts(context, file, "source", -1, (const char *const *)&p->source));
    TRY(selat_hdf5_put_int(context, file, "first_year", p->first_year));
    TRY(selat_hdf5_put_int(context, file, "years", p->n_years));
    TRY(selat_hdf5_put_int(context, file, "tariff_years", p->n_tariff_years));
    TRY(selat_hdf5_put_group(context, file, "labels"));
    TRY(put_labels(context, file, "labels/region", &p->regions));
    TRY(put_labels(context, file, "labels/sector", &p->sectors));
    TRY(put_missing(context, file, p));
    TRY(put_years(context, file, p, "tariff", "fraction", p->tariff, p->n_tariff_years));
    TRY(selat_new(context, cells, &rounded));
    for (int64_t k = 0; k < cells; k++) rounded[k] = round_mantissa(p->flow_musd[k]);
    selat_status status = put_years(context, file, p, "flow", "million USD, basic prices", rounded, p->n_years);
    selat_release(context, rounded);
    return status;
}

selat_status selat_panel_save(selat_context *context, const selat_panel *panel, const char *path) {
    selat_hdf5 *file;
    char *bytes = NULL;
    size_t length = 0;
    TRY(selat_hdf5_create(context, SELAT_SEAL_ROOM, &file));
    selat_status status = put_panel(context, file, panel);
    if (status == SELAT_OK) status = selat_hdf5_take(context, file, &bytes, &length);
    selat_hdf5_close(context, file);
    if (status == SELAT_OK) {
        selat_seal_write("panel", bytes, length);
        status = selat_file_write(context, path, bytes, length);
    }
    selat_release(context, bytes);
    return status;
}

static selat_status get_labels(selat_context *context, selat_hdf5 *file, const char *name, int64_t most,
                               selat_labels *out) {
    char names_of[64], **codes = NULL, **names = NULL;
    int64_t count = -1;
    selat_status status;
    selat_format(names_of, sizeof names_of, "%s_name", name);
    TRY(selat_hdf5_get_texts(context, file, name, most, LONGEST_CODE, &count, &codes));
    TRY_OR(done, status, selat_hdf5_get_texts(context, file, names_of, most, LONGEST_CODE, &count, &names));
    status = selat_labels_init(context, count, (const char *const *)codes, (const char *const *)names, out);
done:
    selat_hdf5_free_texts(context, count, codes);
    selat_hdf5_free_texts(context, count, names);
    return status;
}

static selat_status get_years(selat_context *context, selat_hdf5 *file, const char *path, const selat_panel *p,
                              const char *group, float *values, int64_t n_years) {
    const int64_t R = p->regions.count, S = p->sectors.count, size[3] = {S, R, R};
    for (int64_t y = 0; y < n_years; y++) {
        char name[64];
        selat_format(name, sizeof name, "%s/%lld", group, (long long)(p->first_year + y));
        TRY(selat_hdf5_get_floats(context, file, name, 3, size, values + y * S * R * R));
        for (int64_t k = 0; k < S * R * R; k++) {
            if (isfinite(values[y * S * R * R + k]) && values[y * S * R * R + k] >= 0) continue;
            return selat_fail_at(context, (selat_place){.file = path, .key = name}, NULL, "expected numbers of 0 or more");
        }
    }
    return SELAT_OK;
}

static selat_status get_missing(selat_context *context, selat_hdf5 *file, selat_panel *p) {
    float *missing;
    TRY(selat_new(context, p->regions.count, &missing));
    selat_status status =
        selat_hdf5_get_floats(context, file, "labels/no_schedule", 1, &p->regions.count, missing);
    for (int64_t n = 0; n < p->regions.count; n++) p->importer_missing[n] = missing[n] != 0;
    selat_release(context, missing);
    return status;
}

static selat_status get_contents(selat_context *context, selat_hdf5 *file, const char *path, selat_panel *p) {
    int64_t one = 1;
    char **source;
    TRY(selat_hdf5_get_texts(context, file, "source", 1, LONGEST_NOTE, &one, &source));
    selat_status status = selat_copy_text(context, source[0], &p->source);
    selat_hdf5_free_texts(context, one, source);
    TRY(status);
    TRY(get_missing(context, file, p));
    TRY(get_years(context, file, path, p, "flow", p->flow_musd, p->n_years));
    return get_years(context, file, path, p, "tariff", p->tariff, p->n_tariff_years);
}

static selat_status check_head(selat_context *context, selat_hdf5 *file, const char *path, int64_t years[3]) {
    char *found;
    TRY(selat_hdf5_get_text(context, file, "schema", LONGEST_CODE, &found));
    bool known = strcmp(found, schema) == 0;
    selat_release(context, found);
    if (!known) return selat_fail(context, SELAT_BAD_INPUT, "%s: expected schema '%s'", path, schema);
    static const char *const keys[3] = {"first_year", "years", "tariff_years"};
    for (int k = 0; k < 3; k++) TRY(selat_hdf5_get_int(context, file, keys[k], &years[k]));
    if (years[0] >= 1900 && years[0] <= 2200 && years[1] >= 1 && years[1] <= MOST_YEARS && years[2] >= 1 &&
        years[2] <= years[1]) {
        return SELAT_OK;
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s: years: expected 1 to %d years of flows and no more of tariffs",
                      path, MOST_YEARS);
}

static selat_status get_panel(selat_context *context, selat_hdf5 *file, const char *path, selat_panel **out) {
    selat_labels regions = {0}, sectors = {0};
    int64_t years[3];
    selat_status status;
    TRY(check_head(context, file, path, years));
    TRY_OR(done, status, get_labels(context, file, "labels/region", MOST_REGIONS, &regions));
    TRY_OR(done, status, get_labels(context, file, "labels/sector", MOST_SECTORS, &sectors));
    TRY_OR(done, status, selat_panel_create(context, &regions, &sectors, years[0], years[1], years[2], out));
    status = get_contents(context, file, path, *out);
done:
    selat_labels_clear(context, &regions);
    selat_labels_clear(context, &sectors);
    return status;
}

static selat_status load(selat_context *context, const char *path, selat_panel **out) {
    char *bytes;
    size_t length;
    selat_hdf5 *file = NULL;
    TRY(selat_file_read(context, path, largest_file, &bytes, &length));
    selat_status status = selat_seal_check(context, "panel", "", path, bytes, length);
    if (status == SELAT_OK) status = selat_hdf5_open(context, path, bytes, length, &file);
    if (status == SELAT_OK) {
        status = get_panel(context, file, path, out);
        selat_hdf5_close(context, file);
    }
    selat_release(context, bytes);
    return status;
}

selat_status selat_dataset_panel(selat_context *context, const char *name_or_path, selat_panel **out) {
    static const char *const suffixes[] = {".h5"};
    char *path;
    *out = NULL;
    TRY(selat_dataset_find(context, "panel", "panel", suffixes, 1, name_or_path, &path));
    selat_status status = load(context, path, out);
    if (status == SELAT_OK) status = selat_dataset_name(context, path, suffixes, 1, &(*out)->name);
    selat_release(context, path);
    if (status == SELAT_OK) return SELAT_OK;
    selat_panel_destroy(context, *out);
    *out = NULL;
    return status;
}
