/* concordance/: HS6 lines to ISIC Rev.4 classes, and ISIC prefixes to the table's sectors. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "import/oecd/companions.h"

static selat_status line_row(selat_context *context, const selat_csv *csv, void *data) {
    const char *hs6, *isic;
    TRY(selat_companion_field(context, csv, "HS_6d", &hs6));
    TRY(selat_companion_field(context, csv, "ISIC4_4d", &isic));
    return selat_text_add(context, data, "%s,%s\n", hs6, strcmp(isic, "NA") == 0 ? "" : isic);
}

/* "10, 11, 12", "302 to 309": one row per code. */
static selat_status add_codes(selat_context *context, const char *sector, const char *codes, selat_text *text) {
    long last = -1;
    bool range = false;
    for (const char *at = codes; *at != '\0';) {
        if (*at == 't') range = true;
        size_t length = strspn(at, "0123456789");
        if (length == 0) {
            at++;
            continue;
        }
        long code = strtol(at, NULL, 10);
        for (long k = range ? last + 1 : code; k <= code; k++) {
            TRY(selat_text_add(context, text, "%s,%s%ld\n", sector, length == 2 && k < 10 ? "0" : "", k));
        }
        range = false;
        last = code;
        at += length;
    }
    return SELAT_OK;
}

static selat_status sector_row(selat_context *context, const selat_csv *csv, void *data) {
    const char *code, *isic;
    TRY(selat_companion_field(context, csv, "code", &code));
    TRY(selat_companion_field(context, csv, "isic", &isic));
    return add_codes(context, code, isic, data);
}

selat_status selat_oecd_write_concordance(selat_context *context, const char *folder, const char *to) {
    selat_text lines = {0}, sectors = {0};
    selat_status status;
    TRY_OR(done, status, selat_text_add(context, &lines, "hs6,isic\n"));
    TRY_OR(done, status, selat_companion_rows(context, folder, "concordance/hs_isic4.csv", line_row, &lines));
    TRY_OR(done, status, selat_companion_write(context, to, "concordance/hs-isic.csv.gz", true, &lines));
    TRY_OR(done, status, selat_text_add(context, &sectors, "sector,isic\n"));
    TRY_OR(done, status, selat_companion_rows(context, folder, "sectors50.csv", sector_row, &sectors));
    status = selat_companion_write(context, to, "concordance/isic-sectors.csv", false, &sectors);
done:
    selat_text_clear(context, &lines);
    selat_text_clear(context, &sectors);
    return status;
}
