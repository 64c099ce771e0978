/* Rows of numbers without labels. */
#include "import/block.h"

#include "base/memory.h"
#include "base/status.h"

selat_status selat_block_open(selat_context *context, selat_import_job *job, int64_t entry, char separator,
                              selat_fields *out) {
    selat_stream stream;
    *out = (selat_fields){0};
    TRY(selat_archive_stream(context, job->archive, entry, &stream));
    return selat_fields_open(context, &stream, separator, out);
}

static selat_status read_rows(selat_context *context, selat_fields *c, int64_t rows, int64_t columns,
                              selat_block_wants wants, selat_block_fn each, void *user, double *values) {
    bool has_row;
    for (int64_t row = 0;; row++) {
        TRY(selat_fields_row(context, c, &has_row));
        if (!has_row || row == rows) {
            if (!has_row && row == rows) return SELAT_OK;
            return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                                 "found %s rows than the %lld that the labels say", has_row ? "more" : "fewer",
                                 (long long)rows);
        }
        if (wants != NULL && !wants(user, row)) continue;
        TRY(selat_fields_numbers(context, c, columns, values));
        TRY(selat_fields_end_row(context, c, columns));
        TRY(each(context, user, row, values));
        if (row % 256 == 0) selat_progress(context, c->stream.name, (double)row / (double)rows);
    }
}

selat_status selat_block_read(selat_context *context, selat_import_job *job, int64_t entry, char separator,
                              int64_t rows, int64_t columns, selat_block_wants wants, selat_block_fn each, void *user) {
    selat_fields c;
    double *values;
    TRY(selat_new(context, columns, &values));
    selat_status status = selat_block_open(context, job, entry, separator, &c);
    if (status == SELAT_OK) status = read_rows(context, &c, rows, columns, wants, each, user, values);
    if (status == SELAT_OK) selat_progress(context, c.stream.name, 1);
    job->a.empty += c.empty;
    selat_fields_close(context, &c);
    selat_release(context, values);
    return status;
}
