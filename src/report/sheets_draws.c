/* One row per region and number; one per party and parameter. */
#include "report/sheets_draws.h"

#include <string.h>

const report_column report_band_columns[] = {
    {"region", "country (ISO code)"},
    {"number", "number"},
    {"low", "5 % of draws below"},
    {"median", "median"},
    {"high", "95 % of draws below"},
    {"low_error", "Monte-Carlo standard error of the 5 % point"},
    {"median_error", "of the median"},
    {"high_error", "of the 95 % point"},
    {"settled", "settled"},
};
const int64_t report_n_band_columns = sizeof report_band_columns / sizeof *report_band_columns;

const report_column report_tornado_columns[] = {
    {"region", "country (ISO code)"},
    {"parameter", "parameter"},
    {"about", "sectors or measure"},
    {"centre_ev_musd", "equivalent variation with every parameter at its median (million USD)"},
    {"low_musd", "with this one at its 5 % point, or the lowest source (million USD)"},
    {"high_musd", "with this one at its 95 % point, or the highest source (million USD)"},
    {"swing_musd", "distance between the two (million USD)"},
};
const int64_t report_n_tornado_columns = sizeof report_tornado_columns / sizeof *report_tornado_columns;

static void add_band(json_t *rows, json_t *region, const char *number, json_t *band) {
    json_t *row = json_copy(band);
    json_object_set(row, "region", json_object_get(region, "region"));
    json_object_set_new(row, "number", json_string(number));
    json_array_append_new(rows, row);
}

json_t *report_flat_bands(json_t *root) {
    static const struct {
        const char *key, *name;
    } numbers[] = {{"ev_musd", "equivalent variation (million USD)"},
                   {"ev_percent", "equivalent variation (% of national spending)"},
                   {"real_wage_percent", "real wage (% change)"},
                   {"customs_revenue_change_musd", "customs revenue, change (million USD)"}};
    json_t *rows = json_array(), *region;
    size_t k;
    json_array_foreach(json_object_get(json_object_get(root, "uncertainty"), "regions"), k, region) {
        for (size_t l = 0; l < sizeof numbers / sizeof *numbers; l++) {
            add_band(rows, region, numbers[l].name, json_object_get(region, numbers[l].key));
        }
    }
    return rows;
}

/* "A01 A02 A03", the measure, or nothing. */
static json_t *about(json_t *row) {
    char text[512] = "";
    json_t *code, *measure = json_object_get(row, "measure");
    size_t k, used = 0;
    if (json_is_string(measure)) return json_incref(measure);
    json_array_foreach(json_object_get(row, "sectors"), k, code) {
        size_t length = json_string_length(code);
        if (used + length + 2 > sizeof text) break;
        if (used > 0) text[used++] = ' ';
        memcpy(text + used, json_string_value(code), length + 1);
        used += length;
    }
    return json_string(text);
}

json_t *report_flat_tornado(json_t *root) {
    json_t *rows = json_array(), *party, *row;
    size_t k, l;
    json_array_foreach(json_object_get(json_object_get(root, "uncertainty"), "tornado"), k, party) {
        json_array_foreach(json_object_get(party, "rows"), l, row) {
            json_t *flat = json_copy(row);
            json_object_set(flat, "region", json_object_get(party, "region"));
            json_object_set(flat, "centre_ev_musd", json_object_get(party, "centre_ev_musd"));
            json_object_set_new(flat, "about", about(row));
            json_array_append_new(rows, flat);
        }
    }
    return rows;
}
