/* Delimited text in a moving window. */
#include "base/fields.h"

#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"

enum { WINDOW = 1 << 20, MOST_FIELD = 1 << 16, SHOWN = 40 };

/* ---- the window ---- */

/* At least one longest field, or all that is left, stands in the window, with a zero byte after it. */
static selat_status fill(selat_context *context, selat_fields *c) {
    if (c->stream_ended || c->end - c->at > MOST_FIELD) return SELAT_OK;
    TRY(selat_check_cancel(context));
    memmove(c->window, c->window + c->at, c->end - c->at);
    c->end -= c->at;
    c->at = 0;
    while (c->end < WINDOW && !c->stream_ended) {
        size_t got;
        TRY(selat_stream_read(context, &c->stream, c->window + c->end, WINDOW - c->end, &got));
        c->end += got;
        c->stream_ended = got == 0;
    }
    c->window[c->end] = '\0';
    return SELAT_OK;
}

static char most_frequent_separator(const selat_fields *c) {
    static const char known[] = "\t,;";
    int64_t counts[3] = {0};
    bool quoted = false;
    for (size_t k = c->at; k < c->end && (quoted || c->window[k] != '\n'); k++) {
        if (c->window[k] == '"') quoted = !quoted;
        for (int s = 0; s < 3 && !quoted; s++)
            counts[s] += c->window[k] == known[s];
    }
    int best = 0;
    for (int s = 1; s < 3; s++)
        best = counts[s] > counts[best] ? s : best;
    return known[best];
}

selat_status selat_fields_open(selat_context *context, selat_stream *stream, char separator, selat_fields *out) {
    *out = (selat_fields){.stream = *stream, .separator = separator};
    *stream = (selat_stream){0};
    selat_status status;
    TRY_OR(fail, status, selat_new(context, WINDOW + 1, &out->window));
    TRY_OR(fail, status, fill(context, out));
    if (out->end >= 3 && memcmp(out->window, "\xEF\xBB\xBF", 3) == 0) out->at = 3;
    if (out->end >= 2 && (memcmp(out->window, "\xFF\xFE", 2) == 0 || memcmp(out->window, "\xFE\xFF", 2) == 0)) {
        status = selat_fail_at(context, (selat_place){out->stream.name, 1, 0, NULL}, "UTF-16", "text in UTF-8");
        goto fail;
    }
    if (separator == 0) out->separator = most_frequent_separator(out);
    return SELAT_OK;
fail:
    selat_fields_close(context, out);
    return status;
}

void selat_fields_close(selat_context *context, selat_fields *fields) {
    selat_stream_close(context, &fields->stream);
    selat_release(context, fields->window);
    *fields = (selat_fields){0};
}

/* ---- rows and fields ---- */

selat_status selat_fields_fail(selat_context *context, const selat_fields *fields, const char *expected_format, ...) {
    char key[48], found[SHOWN + 4], expected[200];
    va_list arguments;
    va_start(arguments, expected_format);
    selat_vformat(expected, sizeof expected, expected_format, arguments);
    va_end(arguments);
    selat_format(key, sizeof key, "column %lld", (long long)fields->column);
    bool cut = fields->length > SHOWN;
    selat_format(found, sizeof found, "%.*s%s", (int)(cut ? SHOWN : fields->length),
                 fields->field != NULL ? fields->field : "", cut ? "..." : "");
    return selat_fail_at(context, (selat_place){fields->stream.name, fields->line, 0, key},
                         fields->length > 0 ? found : "an empty cell", "%s", expected);
}

static selat_status fail_short(selat_context *context, const selat_fields *c, int64_t wanted) {
    return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                         "found %lld columns, expected %lld", (long long)c->column, (long long)wanted);
}

selat_status selat_fields_row(selat_context *context, selat_fields *c, bool *has_row) {
    while (c->row_open) {
        bool more;
        TRY(selat_fields_next(context, c, &more));
    }
    for (;;) {
        TRY(fill(context, c));
        if (c->at == c->end) {
            *has_row = false;
            return SELAT_OK;
        }
        c->line++;
        char first = c->window[c->at];
        if (first == '\r' && c->at + 1 < c->end && c->window[c->at + 1] == '\n') {
            c->at += 2;
        } else if (first == '\n') {
            c->at++;
        } else {
            break;
        }
    }
    c->column = 0;
    c->row_open = *has_row = true;
    return SELAT_OK;
}

static void trim(selat_fields *c) {
    while (c->length > 0 && (*c->field == ' ' || *c->field == '\t'))
        c->field++, c->length--;
    while (c->length > 0 && strchr(" \t\r", c->field[c->length - 1]) != NULL)
        c->length--;
    c->field[c->length] = '\0';
}

/* A field that starts with a quote: unquoted in place; doubled quotes stand for one. */
static selat_status cut_quoted(selat_context *context, selat_fields *c) {
    char *read = c->window + c->at + 1, *write = read, *end = c->window + c->end;
    int64_t line = c->line;
    c->field = write;
    for (;; read++) {
        if (read >= end || read - c->field > MOST_FIELD) {
            return selat_fail_at(context, (selat_place){c->stream.name, line, 0, NULL}, NULL, "a quote is not closed");
        }
        if (*read == '"') {
            if (read[1] != '"') break;
            read++;
        }
        c->line += *read == '\n';
        *write++ = *read;
    }
    for (read++; read < end && *read != c->separator && *read != '\n'; read++)
        *write++ = *read;
    c->length = (size_t)(write - c->field);
    c->at = (size_t)(read - c->window);
    return SELAT_OK;
}

static selat_status cut_plain(selat_context *context, selat_fields *c) {
    char *read = c->window + c->at, *end = c->window + c->end;
    c->field = read;
    while (read < end && *read != c->separator && *read != '\n' && *read != '\0')
        read++;
    c->length = (size_t)(read - c->field);
    c->at = (size_t)(read - c->window);
    if (c->length > MOST_FIELD || (read < end && *read == '\0')) {
        return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL},
                             c->length > MOST_FIELD ? "a cell over 64 KiB" : "NUL bytes", "delimited text");
    }
    return SELAT_OK;
}

selat_status selat_fields_next(selat_context *context, selat_fields *c, bool *has_field) {
    *has_field = c->row_open;
    if (!c->row_open) return SELAT_OK;
    TRY(fill(context, c));
    c->column++;
    if (c->at < c->end && c->window[c->at] == '"') {
        TRY(cut_quoted(context, c));
    } else {
        TRY(cut_plain(context, c));
    }
    c->row_open = c->at < c->end && c->window[c->at] != '\n';
    if (c->at < c->end) c->at++;
    trim(c);
    return SELAT_OK;
}

selat_status selat_fields_text(selat_context *context, selat_fields *fields, const char *expected) {
    bool has_field;
    TRY(selat_fields_next(context, fields, &has_field));
    if (has_field) return SELAT_OK;
    return selat_fail_at(context, (selat_place){fields->stream.name, fields->line, 0, NULL}, NULL,
                         "found %lld columns, expected %s after them", (long long)fields->column, expected);
}

selat_status selat_fields_skip(selat_context *context, selat_fields *fields, int64_t count) {
    int64_t wanted = fields->column + count;
    while (fields->column < wanted) {
        bool has_field;
        TRY(selat_fields_next(context, fields, &has_field));
        if (!has_field) return fail_short(context, fields, wanted);
    }
    return SELAT_OK;
}

/* A number with its separator after it, without cutting the field. */
static bool read_plainly(selat_fields *c, double *out) {
    const char *start = c->window + c->at, *stop = selat_scan_double(start, c->window + c->end, out);
    if (stop == NULL || stop >= c->window + c->end) return false;
    if (*stop == c->separator) {
        c->at = (size_t)(stop + 1 - c->window);
    } else if (*stop == '\n') {
        c->at = (size_t)(stop + 1 - c->window);
        c->row_open = false;
    } else {
        return false;
    }
    c->column++;
    return true;
}

selat_status selat_fields_numbers(selat_context *context, selat_fields *c, int64_t count, double *out) {
    int64_t wanted = c->column + count;
    for (int64_t k = 0; k < count; k++) {
        bool has_field;
        TRY(fill(context, c));
        if (c->row_open && read_plainly(c, &out[k])) continue;
        TRY(selat_fields_next(context, c, &has_field));
        if (!has_field) return fail_short(context, c, wanted);
        if (c->length == 0) {
            c->empty++;
            out[k] = 0;
        } else if (selat_scan_double(c->field, c->field + c->length, &out[k]) != c->field + c->length) {
            return selat_fields_fail(context, c, "a finite number");
        }
    }
    return SELAT_OK;
}

selat_status selat_fields_end_row(selat_context *context, selat_fields *fields, int64_t expected) {
    bool more;
    TRY(selat_fields_next(context, fields, &more));
    if (!more) return SELAT_OK;
    if (fields->length == 0 && !fields->row_open) return SELAT_OK;
    while (fields->row_open)
        TRY(selat_fields_next(context, fields, &more));
    return fail_short(context, fields, expected);
}
