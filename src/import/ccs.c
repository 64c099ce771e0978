/* data/ccs: kinds, power_plants, sites, terminals, stores and parameters.csv. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "selat/ccs_data.h"
#include "selat/dataset.h"

enum { MAX_BYTES = 1 << 24, MAX_ROWS = 1 << 16 };

typedef struct reader {
    selat_context *context;
    const char *folder;
    selat_ccs *ccs;
    selat_csv csv;
    uint64_t given; /* parameters that were read */
} reader;

#define PARAMETER(name, low, high) {#name, offsetof(selat_ccs_parameters, name), low, high}
static const struct {
    const char *key;
    size_t at;
    double low, high;
} parameters[] = {
    PARAMETER(crf, 0.001, 1),
    PARAMETER(discount, 0, 1),
    PARAMETER(life_years, 1, 1000),
    PARAMETER(capture_rate, 0.01, 1),
    PARAMETER(train_mtpa, 0.001, 1000),
    PARAMETER(capital_share, 0, 1),
    PARAMETER(fixed_share, 0, 1),
    PARAMETER(pipe_musd_per_km, 0, 1e6),
    PARAMETER(pipe_offshore_factor, 0.1, 100),
    PARAMETER(pipe_detour, 1, 10),
    PARAMETER(pipe_running_share, 0, 1),
    PARAMETER(ship_usd_per_t, 0, 1e4),
    PARAMETER(ship_usd_per_t_1000km, 0, 1e4),
    PARAMETER(store_site_musd, 0, 1e6),
    PARAMETER(store_site_fixed_share, 0, 1),
    PARAMETER(well_mtpa, 0.001, 1000),
    PARAMETER(well_musd, 0, 1e6),
    PARAMETER(well_fixed_share, 0, 1),
    PARAMETER(store_usd_per_t, 0, 1e4),
};
enum { N_PARAMETERS = sizeof parameters / sizeof *parameters };

static selat_status text(reader *r, const char *name, char **out) {
    int64_t column;
    TRY(selat_csv_column(r->context, &r->csv, name, &column));
    return selat_copy_text(r->context, r->csv.fields[column], out);
}

static selat_status number(reader *r, const char *name, double low, double high, bool may_lack, double *out) {
    int64_t column;
    TRY(selat_csv_column(r->context, &r->csv, name, &column));
    *out = NAN;
    if (may_lack && r->csv.fields[column][0] == '\0') return SELAT_OK;
    TRY(selat_csv_double(r->context, &r->csv, column, out));
    return *out >= low && *out <= high ? SELAT_OK : selat_csv_fail(r->context, &r->csv, column, "a number in the range data/ccs explains");
}

static selat_status place(reader *r, selat_ccs_place *out) {
    TRY(text(r, "name", &out->name));
    TRY(text(r, "country", &out->country));
    TRY(number(r, "longitude", -180, 180, false, &out->longitude));
    return number(r, "latitude", -90, 90, false, &out->latitude);
}

static selat_status kind(reader *r, const char *name, int64_t *out) {
    int64_t column;
    TRY(selat_csv_column(r->context, &r->csv, name, &column));
    for (*out = 0; *out < r->ccs->n_kinds; ++*out) {
        if (strcmp(r->ccs->kinds[*out].name, r->csv.fields[column]) == 0) return SELAT_OK;
    }
    return selat_csv_fail(r->context, &r->csv, column, "a kind of kinds.csv");
}

static selat_status grow(reader *r, int64_t count, size_t size, void **array) {
    if (count >= MAX_ROWS) return selat_csv_fail(r->context, &r->csv, 0, "no more than 65,536 rows");
    if (count > 0 && (count & (count - 1)) != 0) return SELAT_OK;
    void *larger;
    TRY(selat_allocate(r->context, count == 0 ? 1 : 2 * count, size, &larger));
    if (count > 0) memcpy(larger, *array, (size_t)count * size);
    selat_release(r->context, *array);
    *array = larger;
    return SELAT_OK;
}
#define GROW(r, count, array) TRY(grow((r), (count), sizeof *(array), (void **)&(array)))

static selat_status kind_row(reader *r) {
    GROW(r, r->ccs->n_kinds, r->ccs->kinds);
    selat_ccs_kind *k = &r->ccs->kinds[r->ccs->n_kinds++];
    TRY(text(r, "kind", &k->name));
    TRY(text(r, "sector", &k->sector));
    TRY(text(r, "source", &k->source));
    TRY(number(r, "t_per_mwh", 0, 10, true, &k->t_per_mwh));
    TRY(number(r, "load_factor", 0, 1, true, &k->load_factor));
    TRY(number(r, "capture_usd_per_t", 0, 1e4, false, &k->capture_usd_per_t));
    return number(r, "energy_penalty", 0, 1, false, &k->energy_penalty);
}

static selat_status plant_row(reader *r) {
    GROW(r, r->ccs->n_plants, r->ccs->plants);
    selat_ccs_plant *p = &r->ccs->plants[r->ccs->n_plants++];
    TRY(place(r, &p->place));
    TRY(kind(r, "fuel", &p->kind));
    return number(r, "capacity_mw", 0, 1e6, false, &p->capacity_mw);
}

static selat_status site_row(reader *r) {
    GROW(r, r->ccs->n_sites, r->ccs->sites);
    selat_ccs_site *s = &r->ccs->sites[r->ccs->n_sites++];
    TRY(place(r, &s->place));
    TRY(kind(r, "kind", &s->kind));
    TRY(text(r, "note", &s->note));
    return number(r, "share", 0, 1, false, &s->share);
}

static selat_status terminal_row(reader *r) {
    GROW(r, r->ccs->n_terminals, r->ccs->terminals);
    return place(r, &r->ccs->terminals[r->ccs->n_terminals++]);
}

static selat_status store_row(reader *r) {
    GROW(r, r->ccs->n_stores, r->ccs->stores);
    selat_ccs_store *s = &r->ccs->stores[r->ccs->n_stores++];
    int64_t column;
    TRY(place(r, &s->place));
    TRY(text(r, "note", &s->note));
    TRY(number(r, "capacity_mt", 1e-6, 1e9, false, &s->capacity_mt));
    TRY(selat_csv_column(r->context, &r->csv, "start", &column));
    return selat_csv_int(r->context, &r->csv, column, 1900, 2500, &s->start);
}

static selat_status parameter_row(reader *r) {
    int64_t key;
    TRY(selat_csv_column(r->context, &r->csv, "key", &key));
    for (int k = 0; k < N_PARAMETERS; k++) {
        if (strcmp(parameters[k].key, r->csv.fields[key]) != 0) continue;
        r->given |= (uint64_t)1 << k;
        return number(r, "value", parameters[k].low, parameters[k].high, false, (double *)((char *)&r->ccs->parameters + parameters[k].at));
    }
    return selat_csv_fail(r->context, &r->csv, key, "a parameter that selat knows");
}

static selat_status read_file(reader *r, const char *name, selat_status (*row)(reader *)) {
    char *path;
    bool has_row = true;
    TRY(selat_path_join(r->context, r->folder, name, &path));
    selat_status status = selat_csv_open(r->context, path, MAX_BYTES, &r->csv);
    while (status == SELAT_OK) {
        status = selat_csv_next(r->context, &r->csv, &has_row);
        if (status != SELAT_OK || !has_row) break;
        status = row(r);
    }
    selat_csv_close(r->context, &r->csv);
    r->csv = (selat_csv){0};
    selat_release(r->context, path);
    return status;
}

static selat_status read_all(reader *r) {
    TRY(read_file(r, "kinds.csv", kind_row));
    TRY(read_file(r, "power_plants.csv", plant_row));
    TRY(read_file(r, "sites.csv", site_row));
    TRY(read_file(r, "terminals.csv", terminal_row));
    TRY(read_file(r, "stores.csv", store_row));
    TRY(read_file(r, "parameters.csv", parameter_row));
    for (int k = 0; k < N_PARAMETERS; k++) {
        if (r->given >> k & 1) continue;
        return selat_fail(r->context, SELAT_BAD_INPUT, "%s/parameters.csv: expected a row with the key %s", r->folder, parameters[k].key);
    }
    return SELAT_OK;
}

selat_status selat_ccs_read(selat_context *context, const char *folder, selat_ccs **out) {
    reader r = {.context = context, .folder = folder};
    *out = NULL;
    TRY(selat_new(context, 1, &r.ccs));
    selat_status status = read_all(&r);
    if (status == SELAT_OK) {
        *out = r.ccs;
    } else {
        selat_ccs_destroy(context, r.ccs);
    }
    return status;
}

selat_status selat_dataset_ccs(selat_context *context, selat_ccs **out) {
    char *folder;
    *out = NULL;
    TRY(selat_dataset_path(context, "ccs", &folder));
    selat_status status = selat_ccs_read(context, folder, out);
    selat_release(context, folder);
    return status;
}
