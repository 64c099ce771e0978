#include "import/case_file.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { MAX_FILE_BYTES = 1 << 29 };

void selat_case_close(selat_context *context, case_file *file) {
    selat_csv_close(context, &file->csv);
    selat_release(context, file->line_of);
    *file = (case_file){0};
}

selat_status selat_case_open(selat_context *context, const char *folder, const char *name, const char *columns,
                             int64_t cells, case_file *out) {
    *out = (case_file){0};
    char *path = NULL, *word = NULL;
    selat_status status;
    TRY_OR(done, status, selat_path_join(context, folder, name, &path));
    TRY_OR(done, status, selat_csv_open(context, path, MAX_FILE_BYTES, &out->csv));
    for (int64_t k = 0; *columns != '\0'; k++) {
        size_t length = strcspn(columns, " ");
        TRY_OR(done, status, selat_copy_text_n(context, columns, length, &word));
        TRY_OR(done, status, selat_csv_column(context, &out->csv, word, &out->column[k]));
        selat_release(context, word);
        word = NULL;
        columns += length + (columns[length] == ' ');
    }
    status = selat_new(context, cells, &out->line_of);
done:
    selat_release(context, path);
    selat_release(context, word);
    if (status != SELAT_OK) selat_case_close(context, out);
    return status;
}

selat_status selat_case_index(selat_context *context, case_file *file, int64_t column, int64_t count, int64_t *out) {
    TRY(selat_csv_int(context, &file->csv, file->column[column], 1, count, out));
    *out -= 1;
    return SELAT_OK;
}

selat_status selat_case_number(selat_context *context, case_file *file, int64_t column, double low, double *out) {
    TRY(selat_csv_double(context, &file->csv, file->column[column], out));
    if (*out >= low) return SELAT_OK;
    char expected[64];
    selat_format(expected, sizeof expected, "a number of at least %g", low);
    return selat_csv_fail(context, &file->csv, file->column[column], expected);
}

selat_status selat_case_claim(selat_context *context, case_file *file, int64_t cell) {
    int64_t *line = &file->line_of[cell];
    if (*line == 0) {
        *line = file->csv.line;
        return SELAT_OK;
    }
    const char *header = file->csv.header[file->column[0]];
    return selat_fail_at(context, (selat_place){file->csv.path, file->csv.line, 0, header}, NULL,
                         "this cell was given already on line %lld", (long long)*line);
}

selat_status selat_case_all_claimed(selat_context *context, const case_file *file, int64_t cells, int64_t inner,
                                    const char *outer_name, const char *inner_name) {
    for (int64_t k = 0; k < cells; k++) {
        if (file->line_of[k] != 0) continue;
        return selat_fail_at(context, (selat_place){file->csv.path, 0, 0, NULL}, NULL,
                             "expected a row with %s = %lld, %s = %lld", outer_name, (long long)(k / inner + 1),
                             inner_name, (long long)(k % inner + 1));
    }
    return SELAT_OK;
}
