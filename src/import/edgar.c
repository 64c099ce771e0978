/* Reading EDGAR's table of greenhouse gases by sector and country. */
#include "import/edgar.h"

#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { MAX_BYTES = 1 << 26 };

static const char *const gas_names[EDGAR_GASES] = {
    [EDGAR_CO2] = "CO2",
    [EDGAR_CH4] = "GWP_100_AR5_CH4",
    [EDGAR_N2O] = "GWP_100_AR5_N2O",
    [EDGAR_F_GASES] = "GWP_100_AR5_F-gases",
};
static const char *const sector_names[EDGAR_SECTORS] = {
    [EDGAR_AGRICULTURE] = "Agriculture",
    [EDGAR_BUILDINGS] = "Buildings",
    [EDGAR_FUEL_EXPLOITATION] = "Fuel Exploitation",
    [EDGAR_INDUSTRIAL_COMBUSTION] = "Industrial Combustion",
    [EDGAR_POWER] = "Power Industry",
    [EDGAR_PROCESSES] = "Processes",
    [EDGAR_TRANSPORT] = "Transport",
    [EDGAR_WASTE] = "Waste",
};

typedef struct columns {
    int64_t gas, sector, country, year;
} columns;

static int find_name(const char *const *names, int count, const char *name) {
    for (int k = 0; k < count; k++) {
        if (strcmp(names[k], name) == 0) return k;
    }
    return -1;
}

/* Totals of several countries would count twice. */
static bool is_total(const char *country) {
    return country[0] == '\0' || strcmp(country, "EU27") == 0 || strcmp(country, "GLOBAL TOTAL") == 0;
}

/* Guadeloupe, French Guiana, Martinique and Reunion are in France's table. */
static const char *table_code(const char *country) {
    static const char *const departments[] = {"GLP", "GUF", "MTQ", "REU"};
    return find_name(departments, 4, country) >= 0 ? "FRA" : country;
}

static selat_status read_row(selat_context *context, const selat_csv *csv, const columns *at,
                             const selat_labels *regions, selat_edgar *out) {
    const char *country = csv->fields[at->country];
    if (is_total(country)) return SELAT_OK;
    int gas = find_name(gas_names, EDGAR_GASES, csv->fields[at->gas]);
    if (gas < 0) return selat_csv_fail(context, csv, at->gas, "CO2 or GWP_100_AR5_ with CH4, N2O or F-gases");
    int sector = find_name(sector_names, EDGAR_SECTORS, csv->fields[at->sector]);
    if (sector < 0) return selat_csv_fail(context, csv, at->sector, "one of the eight sectors");
    double value = 0;
    if (csv->fields[at->year][0] != '\0') TRY(selat_csv_double(context, csv, at->year, &value)); /* blank: none */
    if (value < 0) return selat_csv_fail(context, csv, at->year, "an emission of 0 or more");
    if (strcmp(country, "AIR") == 0) {
        out->aviation[gas][sector] += value;
    } else if (strcmp(country, "SEA") == 0) {
        out->shipping[gas][sector] += value;
    } else {
        int64_t region = selat_labels_find(regions, table_code(country));
        if (region < 0) {
            region = selat_labels_find(regions, "ROW");
            out->n_rest++;
        }
        out->region[(gas * EDGAR_SECTORS + sector) * out->n_regions + region] += value;
    }
    return SELAT_OK;
}

static selat_status read_rows(selat_context *context, selat_csv *csv, int64_t year, const selat_labels *regions,
                              selat_edgar *out) {
    char year_name[24];
    selat_format(year_name, sizeof year_name, "%lld", (long long)year);
    columns at;
    TRY(selat_csv_column(context, csv, "Substance", &at.gas));
    TRY(selat_csv_column(context, csv, "Sector", &at.sector));
    TRY(selat_csv_column(context, csv, "EDGAR Country Code", &at.country));
    TRY(selat_csv_column(context, csv, year_name, &at.year));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        TRY(read_row(context, csv, &at, regions, out));
    }
}

selat_status selat_edgar_read(selat_context *context, const char *path, int64_t year, const selat_labels *regions,
                              selat_edgar *out) {
    *out = (selat_edgar){.n_regions = regions->count};
    if (selat_labels_find(regions, "ROW") < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "emissions: the regions have no ROW");
    }
    selat_csv csv = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, EDGAR_GASES * EDGAR_SECTORS * regions->count, &out->region));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_BYTES, &csv));
    status = read_rows(context, &csv, year, regions, out);
done:
    selat_csv_close(context, &csv);
    if (status != SELAT_OK) selat_edgar_clear(context, out);
    return status;
}

void selat_edgar_clear(selat_context *context, selat_edgar *edgar) {
    selat_release(context, edgar->region);
    *edgar = (selat_edgar){0};
}
