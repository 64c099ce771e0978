/* Comma-separated text: the file is read whole, rows are cut into fields in place. */
#include "base/csv.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"

enum { MAX_COLUMNS = 1 << 16 };

static selat_place place_of(const selat_csv *csv, int64_t column) {
    const char *key = column >= 0 && column < csv->n_columns && csv->header != NULL ? csv->header[column] : NULL;
    return (selat_place){csv->path, csv->line, 0, key};
}

selat_status selat_csv_fail(selat_context *context, const selat_csv *csv, int64_t column, const char *expected) {
    return selat_fail_at(context, place_of(csv, column), csv->fields[column], "%s", expected);
}

/* One field starting at *at: unquoted in place, terminated, *at moved past its separator. False: a quote is not closed. */
static bool cut_field(selat_csv *csv, char **at, char **field, bool *last, int64_t *line_breaks) {
    char *end = csv->bytes + csv->length, *read = *at, *write = *at;
    *field = write;
    bool quoted = read < end && *read == '"';
    if (quoted) {
        for (read++;; read++) {
            if (read >= end) return false;
            if (*read == '"') {
                if (read + 1 < end && read[1] == '"') {
                    read++;
                } else {
                    read++;
                    break;
                }
            }
            if (*read == '\n') (*line_breaks)++;
            *write++ = *read;
        }
    }
    while (read < end && *read != csv->separator && *read != '\n') *write++ = *read++;
    *last = read >= end || *read == '\n';
    *at = read < end ? read + 1 : end;
    if (*last && write > *field && write[-1] == '\r') write--;
    *write = '\0';
    return true;
}

/* Cuts one row; counts fields, keeps the first `room` of them. */
static selat_status cut_row(selat_context *context, selat_csv *csv, char **fields, int64_t room, int64_t *n_fields) {
    char *at = csv->bytes + csv->position;
    bool last = false;
    int64_t n = 0, line_breaks = 0;
    while (!last) {
        char *field;
        if (!cut_field(csv, &at, &field, &last, &line_breaks)) {
            return selat_fail_at(context, (selat_place){csv->path, csv->line, 0, NULL}, NULL, "a quote is not closed");
        }
        if (n < room) fields[n] = field;
        n++;
    }
    csv->position = (size_t)(at - csv->bytes);
    csv->line += line_breaks;
    *n_fields = n;
    return SELAT_OK;
}

static bool skip_blank_lines(selat_csv *csv) {
    while (csv->position < csv->length) {
        char c = csv->bytes[csv->position];
        if (c == '\n') {
            csv->line++;
        } else if (c != '\r') {
            return true;
        }
        csv->position++;
    }
    return false;
}

/* No fewer than the fields of the next row: quoted line breaks continue it, quoted separators are counted as well. */
static int64_t most_fields(const selat_csv *csv) {
    int64_t n = 1;
    bool quoted = false;
    for (size_t k = csv->position; k < csv->length && (quoted || csv->bytes[k] != '\n'); k++) {
        if (csv->bytes[k] == '"') quoted = !quoted;
        n += csv->bytes[k] == csv->separator;
    }
    return n;
}

static selat_status read_header(selat_context *context, selat_csv *csv) {
    if (csv->length >= 3 && memcmp(csv->bytes, "\xEF\xBB\xBF", 3) == 0) csv->position = 3;
    csv->line = 1;
    if (!skip_blank_lines(csv)) {
        return selat_fail_at(context, (selat_place){csv->path, 0, 0, NULL}, "an empty file", "a header line");
    }
    int64_t n = most_fields(csv);
    if (n > MAX_COLUMNS) {
        return selat_fail_at(context, (selat_place){csv->path, csv->line, 0, NULL}, NULL,
                             "expected at most %d columns", MAX_COLUMNS);
    }
    TRY(selat_new(context, n, &csv->header));
    TRY(cut_row(context, csv, csv->header, n, &csv->n_columns));
    if (csv->n_columns > n) { /* a quote inside a field ended the count too early */
        return selat_fail_at(context, (selat_place){csv->path, 1, 0, NULL}, NULL,
                             "expected quotes only around whole fields in the header");
    }
    return selat_new(context, csv->n_columns, &csv->fields);
}

selat_status selat_csv_open_separated(selat_context *context, const char *path, size_t max_bytes, char separator,
                                      selat_csv *out) {
    *out = (selat_csv){.separator = separator};
    selat_status status;
    TRY_OR(fail, status, selat_copy_text(context, path, &out->path));
    TRY_OR(fail, status, selat_file_read(context, path, max_bytes, &out->bytes, &out->length));
    if (memchr(out->bytes, '\0', out->length) != NULL) {
        status = selat_fail_at(context, (selat_place){path, 0, 0, NULL}, "NUL bytes", "comma-separated text");
        goto fail;
    }
    TRY_OR(fail, status, read_header(context, out));
    return SELAT_OK;
fail:
    selat_csv_close(context, out);
    return status;
}

selat_status selat_csv_open(selat_context *context, const char *path, size_t max_bytes, selat_csv *out) {
    return selat_csv_open_separated(context, path, max_bytes, ',', out);
}

void selat_csv_close(selat_context *context, selat_csv *csv) {
    selat_release(context, csv->path);
    selat_release(context, csv->bytes);
    selat_release(context, csv->header);
    selat_release(context, csv->fields);
    *csv = (selat_csv){0};
}

selat_status selat_csv_next(selat_context *context, selat_csv *csv, bool *has_row) {
    csv->line++;
    *has_row = skip_blank_lines(csv);
    if (!*has_row) return SELAT_OK;
    int64_t n, line = csv->line;
    TRY(cut_row(context, csv, csv->fields, csv->n_columns, &n));
    if (n == csv->n_columns) return SELAT_OK;
    return selat_fail_at(context, (selat_place){csv->path, line, 0, NULL}, NULL,
                         "found %lld fields, expected %lld as in the header", (long long)n, (long long)csv->n_columns);
}

selat_status selat_csv_column(selat_context *context, const selat_csv *csv, const char *name, int64_t *out) {
    for (int64_t k = 0; k < csv->n_columns; k++) {
        if (strcmp(csv->header[k], name) == 0) {
            *out = k;
            return SELAT_OK;
        }
    }
    return selat_fail_at(context, (selat_place){csv->path, 1, 0, NULL}, NULL, "expected a column '%s' in the header",
                         name);
}

selat_status selat_csv_double(selat_context *context, const selat_csv *csv, int64_t column, double *out) {
    const char *text = csv->fields[column], *end = text + strlen(text);
    if (selat_scan_double(text, end, out) == end || selat_parse_double(text, out)) return SELAT_OK;
    return selat_fail_at(context, place_of(csv, column), csv->fields[column], "a finite number");
}

selat_status selat_csv_int(selat_context *context, const selat_csv *csv, int64_t column, int64_t low, int64_t high,
                           int64_t *out) {
    if (selat_parse_int(csv->fields[column], out) && *out >= low && *out <= high) return SELAT_OK;
    return selat_fail_at(context, place_of(csv, column), csv->fields[column], "a whole number from %lld to %lld",
                         (long long)low, (long long)high);
}
