/* tariffs/teti-2021: rates as in the raw file; the cap is applied on reading. */
#include "base/status.h"
#include "import/oecd/companions.h"

static const char *const RAW_FILE = "tariffs/tariffs_2021_goods27.csv.gz";
static const char *const TARIFF_META =
    "key,value\n"
    "title,\"Applied tariffs including preferences, 2021\"\n"
    "source,\"F. Teti, Global Tariff Database (beta 2024-12), applied rates of 2021 including preferences then in "
    "force, simple averages over tariff lines by sector\"\n"
    "licence,\"Facts, cited as the author asks; see data/SOURCES.md\"\n"
    "cap,0.5\n"
    "missing_importers,HKG ROW\n"
    "note,\"Rates above the cap are averages that alcohol and tobacco lines dominate. Hong Kong and the rest of "
    "the world have no schedule as importers. RCEP (2022) is not in these rates.\"\n";

static selat_status tariff_row(selat_context *context, const selat_csv *csv, void *data) {
    const char *cells[4];
    TRY(selat_companion_field(context, csv, "importer", &cells[0]));
    TRY(selat_companion_field(context, csv, "exporter", &cells[1]));
    TRY(selat_companion_field(context, csv, "sector", &cells[2]));
    TRY(selat_companion_field(context, csv, "tariff", &cells[3]));
    double rate;
    if (!selat_parse_double(cells[3], &rate)) {
        int64_t at;
        TRY(selat_csv_column(context, csv, "tariff", &at));
        return selat_csv_fail(context, csv, at, "a finite number");
    }
    return selat_text_add(context, data, "%s,%s,%s,%s\n", cells[0], cells[1], cells[2], cells[3]);
}

selat_status selat_oecd_write_tariffs(selat_context *context, const char *folder, const char *to) {
    selat_text text = {0}, meta = {0};
    selat_status status;
    TRY_OR(done, status, selat_text_add(context, &text, "importer,exporter,sector,rate\n"));
    TRY_OR(done, status, selat_companion_rows(context, folder, RAW_FILE, tariff_row, &text));
    TRY_OR(done, status, selat_companion_write(context, to, "tariffs/teti-2021.csv.gz", true, &text));
    TRY_OR(done, status, selat_text_add(context, &meta, "%s", TARIFF_META));
    status = selat_companion_write(context, to, "tariffs/teti-2021.meta", false, &meta);
done:
    selat_text_clear(context, &text);
    selat_text_clear(context, &meta);
    return status;
}
