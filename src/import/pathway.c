/* Pathways of demand, intensity and power from a CSV file. */
#include "selat/pathway_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/files.h"

enum { MAX_BYTES = 16 << 20, MAX_ROWS = 1 << 20, EARLIEST = 1990, LATEST = 2200, N_KINDS = 6 };

typedef struct reading {
    selat_context *context;
    selat_csv csv;
    const selat_table *table;
    const selat_groups *groups;
    int64_t kind, region, sector, gas, year, value; /* columns */
    int64_t room;
    selat_pathway *out;
} reading;

static selat_status read_kind(reading *r, selat_pathway_kind *out) {
    for (int k = 0; k < N_KINDS; k++) {
        if (strcmp(r->csv.fields[r->kind], selat_pathway_kind_name((selat_pathway_kind)k)) != 0) continue;
        *out = (selat_pathway_kind)k;
        return SELAT_OK;
    }
    return selat_csv_fail(r->context, &r->csv, r->kind,
                          "demand_rate, demand, intensity_rate, intensity, emissions or power");
}

static selat_status read_fuel(reading *r, selat_pathway_row *row) {
    int64_t count;
    const selat_power_fuel *fuels = selat_pathway_fuels(&count);
    row->sector = -1;
    for (row->fuel = 0; row->fuel < count; row->fuel++) {
        if (strcmp(fuels[row->fuel].name, r->csv.fields[r->sector]) == 0) return SELAT_OK;
    }
    return selat_csv_fail(r->context, &r->csv, r->sector,
                          "a fuel: coal, oil, gas, nuclear, hydro, wind, solar, biomass, geothermal or other");
}

static selat_status read_sector(reading *r, selat_pathway_row *row) {
    const char *word = r->csv.fields[r->sector];
    row->fuel = -1;
    row->sector = word[0] == '\0'                    ? -1
                  : strcmp(word, "households") == 0 ? SELAT_PATHWAY_HOUSEHOLDS
                                                     : selat_labels_find(&r->table->sectors, word);
    bool demand = row->kind == SELAT_PATHWAY_DEMAND || row->kind == SELAT_PATHWAY_DEMAND_RATE;
    if (demand && word[0] != '\0') return selat_csv_fail(r->context, &r->csv, r->sector, "nothing: demand is the region's");
    if (word[0] == '\0' || row->sector == SELAT_PATHWAY_HOUSEHOLDS || row->sector >= 0) return SELAT_OK;
    return selat_csv_fail(r->context, &r->csv, r->sector, "a sector of the table, households or nothing (all)");
}

static selat_status read_gas(reading *r, selat_pathway_row *row) {
    const char *word = r->csv.fields[r->gas];
    if (word[0] == '\0') return SELAT_OK;
    for (int64_t q = 0; q < r->table->stressors.count; q++) {
        if (strcmp(r->table->stressor_gases[q], word) != 0) continue;
        for (int64_t k = 0; row->gas == NULL && k <= q; k++) { /* the first row of that gas: equal names, equal place */
            if (strcmp(r->table->stressor_gases[k], word) == 0) row->gas = r->table->stressor_gases[k];
        }
        return SELAT_OK;
    }
    return selat_csv_fail(r->context, &r->csv, r->gas, "a gas of the table, such as CO2, or nothing (all)");
}

/* "2%" for rates and shares, a number of at least 0 for factors and tonnes. */
static selat_status read_value(reading *r, selat_pathway_row *row) {
    char *word = r->csv.fields[r->value];
    size_t length = strlen(word);
    bool percent = length > 1 && word[length - 1] == '%';
    bool rate = row->kind == SELAT_PATHWAY_DEMAND_RATE || row->kind == SELAT_PATHWAY_INTENSITY_RATE;
    bool share = row->kind == SELAT_PATHWAY_POWER;
    if (percent) word[length - 1] = '\0';
    bool number = percent == (rate || share) && selat_parse_double(word, &row->value);
    if (percent) word[length - 1] = '%';
    if (percent) row->value /= 100;
    bool fits = rate ? row->value > -1 && row->value <= 1 : row->value >= 0 && (!share || row->value <= 1) && row->value < 1e9;
    if (number && fits) return SELAT_OK;
    return selat_csv_fail(r->context, &r->csv, r->value,
                          rate    ? "a yearly rate with %, from -100% to 100%"
                          : share ? "a share with %, from 0% to 100%"
                                  : "a number of at least 0, without %");
}

static selat_status add_row(reading *r, const selat_pathway_row *row, int64_t region) {
    if (r->out->n_rows == r->room) {
        if (r->room >= MAX_ROWS) return selat_fail(r->context, SELAT_BAD_INPUT, "%s: too many rows", r->csv.path);
        selat_pathway_row *longer;
        int64_t room = r->room > 0 ? 2 * r->room : 256;
        TRY(selat_new(r->context, room, &longer));
        if (r->out->n_rows > 0) memcpy(longer, r->out->rows, (size_t)r->out->n_rows * sizeof *longer);
        selat_release(r->context, r->out->rows);
        r->out->rows = longer;
        r->room = room;
    }
    r->out->rows[r->out->n_rows] = *row;
    r->out->rows[r->out->n_rows++].region = region;
    return SELAT_OK;
}

static selat_status add_regions(reading *r, const selat_pathway_row *row) {
    const char *word = r->csv.fields[r->region];
    int64_t region = selat_labels_find(&r->table->regions, word);
    if (region >= 0) return add_row(r, row, region);
    if (strcmp(word, "all") == 0) {
        for (int64_t n = 0; n < r->table->regions.count; n++) TRY(add_row(r, row, n));
        return SELAT_OK;
    }
    const selat_group *group = r->groups != NULL ? selat_groups_find(r->groups, word, false) : NULL;
    if (group == NULL) return selat_csv_fail(r->context, &r->csv, r->region, "a region of the table, a group or all");
    for (int64_t k = 0; k < group->count; k++) {
        region = selat_labels_find(&r->table->regions, group->codes[k]);
        if (region >= 0) TRY(add_row(r, row, region));
    }
    return SELAT_OK;
}

static selat_status read_row(reading *r) {
    selat_pathway_row row = {.line = r->csv.line};
    TRY(read_kind(r, &row.kind));
    TRY(row.kind == SELAT_PATHWAY_POWER ? read_fuel(r, &row) : read_sector(r, &row));
    TRY(read_gas(r, &row));
    TRY(selat_csv_int(r->context, &r->csv, r->year, EARLIEST, LATEST, &row.year));
    TRY(read_value(r, &row));
    return add_regions(r, &row);
}

/* Kind, region, sector, gas, fuel, year, and of equals the later line last. */
static int compare(const void *left, const void *right) {
    const selat_pathway_row *a = left, *b = right;
    const int64_t keys[][2] = {{a->kind, b->kind},
                               {a->region, b->region},
                               {a->sector, b->sector},
                               {a->gas != NULL, b->gas != NULL}};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        if (keys[k][0] != keys[k][1]) return keys[k][0] < keys[k][1] ? -1 : 1;
    }
    int gas = a->gas != NULL ? strcmp(a->gas, b->gas) : 0;
    if (gas != 0) return gas;
    const int64_t rest[][2] = {{a->fuel, b->fuel}, {a->year, b->year}, {a->line, b->line}};
    for (size_t k = 0; k < sizeof rest / sizeof *rest; k++) {
        if (rest[k][0] != rest[k][1]) return rest[k][0] < rest[k][1] ? -1 : 1;
    }
    return 0;
}

/* Sorts, keeps the later of equals. */
static void arrange(selat_pathway *out) {
    int64_t kept = 0;
    if (out->n_rows > 1) qsort(out->rows, (size_t)out->n_rows, sizeof *out->rows, compare);
    for (int64_t k = 0; k < out->n_rows; k++) {
        selat_pathway_row a = out->rows[k];
        if (k + 1 < out->n_rows) {
            selat_pathway_row b = out->rows[k + 1];
            b.line = a.line;
            if (compare(&a, &b) == 0) continue;
        }
        out->rows[kept++] = a;
    }
    out->n_rows = kept;
}

static selat_status read_rows(reading *r) {
    TRY(selat_csv_column(r->context, &r->csv, "kind", &r->kind));
    TRY(selat_csv_column(r->context, &r->csv, "region", &r->region));
    TRY(selat_csv_column(r->context, &r->csv, "sector", &r->sector));
    TRY(selat_csv_column(r->context, &r->csv, "gas", &r->gas));
    TRY(selat_csv_column(r->context, &r->csv, "year", &r->year));
    TRY(selat_csv_column(r->context, &r->csv, "value", &r->value));
    for (bool has_row;;) {
        TRY(selat_csv_next(r->context, &r->csv, &has_row));
        if (!has_row) break;
        TRY(read_row(r));
    }
    arrange(r->out);
    return SELAT_OK;
}

selat_status selat_dataset_pathway(selat_context *context, const char *name_or_path, const selat_table *table,
                                   const selat_groups *groups, selat_pathway *out) {
    static const char *const suffixes[] = {".csv", ".csv.gz"};
    reading r = {.context = context, .table = table, .groups = groups, .out = out};
    selat_data_meta meta = {0};
    char *path = NULL;
    selat_status status;
    *out = (selat_pathway){.base_year = table->year};
    TRY_OR(done, status, selat_dataset_find(context, "pathway", "pathways", suffixes, 2, name_or_path, &path));
    TRY_OR(done, status, selat_dataset_name(context, path, suffixes, 2, &out->name));
    TRY_OR(done, status, selat_data_meta_read(context, path, &meta));
    TRY_OR(done, status, selat_copy_text(context, meta.source, &out->source));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &r.csv));
    status = read_rows(&r);
done:
    selat_csv_close(context, &r.csv);
    selat_data_meta_clear(context, &meta);
    selat_release(context, path);
    if (status != SELAT_OK) selat_pathway_clear(context, out);
    return status;
}
