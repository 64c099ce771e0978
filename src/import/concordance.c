/* The shipped HS-ISIC concordance, for a table's sectors. */
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/dataset.h"
#include "selat/schedule.h"

enum { MAX_BYTES = 1 << 24, MAX_PREFIXES = 512, PREFIX_ROOM = 8 };

typedef struct prefixes { /* which sector an ISIC code that starts so belongs to */
    int64_t count;
    char text[MAX_PREFIXES][PREFIX_ROOM];
    int64_t sector[MAX_PREFIXES]; /* -1: the table lacks it */
} prefixes;

static bool is_number(const char *text, size_t least, size_t most) {
    size_t length = strlen(text);
    return length >= least && length <= most && strspn(text, "0123456789") == length;
}

static selat_status open_shipped(selat_context *context, const char *file, selat_csv *out) {
    char *path;
    TRY(selat_dataset_path(context, file, &path));
    selat_status status = selat_csv_open(context, path, MAX_BYTES, out);
    selat_dataset_free(context, path);
    return status;
}

static selat_status read_prefixes(selat_context *context, selat_csv *csv, const selat_table *table, prefixes *out) {
    int64_t sector, isic;
    TRY(selat_csv_column(context, csv, "sector", &sector));
    TRY(selat_csv_column(context, csv, "isic", &isic));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) return SELAT_OK;
        if (!is_number(csv->fields[isic], 2, 4)) return selat_csv_fail(context, csv, isic, "two to four digits");
        if (out->count == MAX_PREFIXES) return selat_csv_fail(context, csv, isic, "at most 512 rows");
        memcpy(out->text[out->count], csv->fields[isic], strlen(csv->fields[isic]) + 1);
        out->sector[out->count++] = selat_labels_find(&table->sectors, csv->fields[sector]);
    }
}

/* The longest prefix decides: 2431 before 24. */
static int64_t sector_of(const prefixes *known, const char *isic) {
    size_t longest = 0;
    int64_t sector = -1;
    for (int64_t k = 0; k < known->count; k++) {
        size_t length = strlen(known->text[k]);
        if (length <= longest || strncmp(known->text[k], isic, length) != 0) continue;
        longest = length;
        sector = known->sector[k];
    }
    return sector;
}

static int64_t count_rows(const selat_csv *csv) {
    int64_t rows = 1;
    for (size_t k = csv->position; k < csv->length; k++) rows += csv->bytes[k] == '\n';
    return rows;
}

static selat_status read_pairs(selat_context *context, selat_csv *csv, const prefixes *known, selat_concordance *out) {
    int64_t hs6, isic, rows = count_rows(csv), parts = 0;
    TRY(selat_csv_column(context, csv, "hs6", &hs6));
    TRY(selat_csv_column(context, csv, "isic", &isic));
    TRY(selat_new(context, rows, &out->hs6));
    TRY(selat_new(context, rows + 1, &out->first));
    TRY(selat_new(context, rows, &out->sector));
    for (bool has_row;;) {
        TRY(selat_csv_next(context, csv, &has_row));
        if (!has_row) break;
        int64_t code;
        if (!is_number(csv->fields[hs6], 6, 6) || !selat_parse_int(csv->fields[hs6], &code)) {
            return selat_csv_fail(context, csv, hs6, "six digits");
        }
        int64_t last = out->n_lines > 0 ? out->hs6[out->n_lines - 1] : -1;
        if (code < last) return selat_csv_fail(context, csv, hs6, "lines in ascending order");
        if (code != last) {
            out->first[out->n_lines] = parts;
            out->hs6[out->n_lines++] = code;
        }
        out->sector[parts++] = sector_of(known, csv->fields[isic]);
    }
    out->first[out->n_lines] = parts;
    return selat_new(context, parts, &out->share);
}

static void fill_shares(selat_concordance *out) {
    for (int64_t k = 0; k < out->n_lines; k++) {
        for (int64_t part = out->first[k]; part < out->first[k + 1]; part++) {
            out->share[part] = 1 / (double)(out->first[k + 1] - out->first[k]);
            if (out->sector[part] >= 0) out->sector_lines[out->sector[part]] += out->share[part];
        }
    }
}

selat_status selat_dataset_concordance(selat_context *context, const selat_table *table, selat_concordance *out) {
    *out = (selat_concordance){.n_sectors = table->sectors.count};
    prefixes *known = NULL;
    selat_csv sectors = {0}, lines = {0};
    selat_status status;
    TRY_OR(done, status, selat_new(context, 1, &known));
    TRY_OR(done, status, selat_new(context, table->sectors.count, &out->sector_lines));
    TRY_OR(done, status, open_shipped(context, "concordance/isic-sectors.csv", &sectors));
    TRY_OR(done, status, read_prefixes(context, &sectors, table, known));
    TRY_OR(done, status, open_shipped(context, "concordance/hs-isic.csv.gz", &lines));
    TRY_OR(done, status, read_pairs(context, &lines, known, out));
    fill_shares(out);
done:
    selat_csv_close(context, &sectors);
    selat_csv_close(context, &lines);
    selat_release(context, known);
    if (status != SELAT_OK) selat_concordance_clear(context, out);
    return status;
}
