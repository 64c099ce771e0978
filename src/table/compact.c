/* Tables as bytes: texts, each "LENGTH:" before it, then the arrays in the order of table/arrays.h, little-endian. */
#include "table/compact.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

enum { N_LABELS = 6, MOST_LABELS = 4096, LONGEST_TEXT = 1 << 20, WIDE = sizeof(double) };
static const char heading[] = "selat table 1\n";
static const char *const driver_names[] = {[SELAT_DRIVER_FUEL] = "fuel", [SELAT_DRIVER_OUTPUT] = "output"};

/* ---- writing ---- */

static selat_status put_text(selat_context *context, selat_text *out, const char *text) {
    return selat_text_add(context, out, "%zu:%s\n", strlen(text), text);
}

static selat_status put_int(selat_context *context, selat_text *out, int64_t value) {
    char text[32];
    selat_format(text, sizeof text, "%lld", (long long)value);
    return put_text(context, out, text);
}

static selat_status put_labels(selat_context *context, selat_text *out, const selat_labels *labels) {
    TRY(put_int(context, out, labels->count));
    for (int64_t k = 0; k < labels->count; k++) {
        TRY(put_text(context, out, labels->codes[k]));
        TRY(put_text(context, out, labels->names[k]));
    }
    return SELAT_OK;
}

static selat_status put_array(selat_context *context, selat_text *out, const selat_table_array *array) {
    unsigned char *planes;
    TRY(selat_new(context, array->count * WIDE, &planes));
    for (int64_t k = 0; k < array->count; k++) {
        uint64_t bits;
        memcpy(&bits, &(*array->values)[k], WIDE);
        for (int64_t b = 0; b < WIDE; b++) planes[b * array->count + k] = (unsigned char)(bits >> (8 * b));
    }
    selat_status status = selat_text_add_bytes(context, out, (const char *)planes, (size_t)array->count * WIDE);
    selat_release(context, planes);
    return status;
}

selat_status selat_table_compact_write(selat_context *context, const selat_table *table, selat_text *out) {
    const selat_labels *const lists[N_LABELS] = {&table->regions, &table->sectors, &table->demands,
                                                 &table->primary, &table->memo,    &table->stressors};
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    selat_table view = *table;
    TRY(selat_table_require_factored(context, table, "a page"));
    TRY(selat_text_add_bytes(context, out, heading, sizeof heading - 1));
    TRY(put_text(context, out, table->name));
    TRY(put_int(context, out, table->year));
    TRY(put_text(context, out, table->provenance));
    for (int k = 0; k < N_LABELS; k++) TRY(put_labels(context, out, lists[k]));
    for (int64_t q = 0; q < table->stressors.count; q++) {
        TRY(put_text(context, out, table->stressor_units[q]));
        TRY(put_text(context, out, table->stressor_gases[q]));
        TRY(put_text(context, out, driver_names[table->stressor_drivers[q]]));
    }
    int n_arrays = selat_table_arrays(&view, arrays);
    for (int k = 0; k < n_arrays; k++) TRY(put_array(context, out, &arrays[k]));
    return SELAT_OK;
}

/* ---- reading ---- */

typedef struct source {
    selat_context *context;
    const char *at, *end;
} source;

static selat_status fail(const source *s, const char *expected) {
    return selat_fail_at(s->context, (selat_place){.file = "table"}, NULL, "damaged: expected %s", expected);
}

/* A copy of the next text. */
static selat_status get_text(source *s, char **out) {
    size_t length = 0;
    const char *start = s->at;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9' && length <= LONGEST_TEXT; s->at++) {
        length = 10 * length + (size_t)(*s->at - '0');
    }
    bool there = s->at > start && s->at < s->end && *s->at == ':' && length < (size_t)(s->end - s->at - 1) && length <= LONGEST_TEXT;
    if (!there || s->at[1 + length] != '\n') return fail(s, "a text with its length");
    start = s->at + 1;
    if (memchr(start, '\0', length) != NULL) return fail(s, "text without NUL bytes");
    s->at += length + 2;
    return selat_copy_text_n(s->context, start, length, out);
}

static selat_status get_int(source *s, int64_t low, int64_t high, int64_t *out) {
    char *text;
    TRY(get_text(s, &text));
    bool fits = selat_parse_int(text, out) && *out >= low && *out <= high;
    selat_release(s->context, text);
    return fits ? SELAT_OK : fail(s, "a whole number in its range");
}

static selat_status get_labels(source *s, selat_labels *out) {
    int64_t count;
    char **texts;
    TRY(get_int(s, 0, MOST_LABELS, &count));
    TRY(selat_new(s->context, 2 * count, &texts)); /* codes, then names */
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < 2 * count && status == SELAT_OK; k++) status = get_text(s, &texts[k / 2 + k % 2 * count]);
    if (status == SELAT_OK) {
        status = selat_labels_init(s->context, count, (const char *const *)texts, (const char *const *)texts + count, out);
    }
    for (int64_t k = 0; k < 2 * count; k++) selat_release(s->context, texts[k]);
    selat_release(s->context, texts);
    return status;
}

static selat_status replace_text(source *s, char **place) {
    char *text;
    TRY(get_text(s, &text));
    selat_release(s->context, *place);
    *place = text;
    return SELAT_OK;
}

static selat_status get_stressors(source *s, selat_table *table) {
    for (int64_t q = 0; q < table->stressors.count; q++) {
        char *driver;
        TRY(replace_text(s, &table->stressor_units[q]));
        TRY(replace_text(s, &table->stressor_gases[q]));
        TRY(get_text(s, &driver));
        bool fuel = strcmp(driver, driver_names[SELAT_DRIVER_FUEL]) == 0, known = fuel || strcmp(driver, driver_names[SELAT_DRIVER_OUTPUT]) == 0;
        selat_release(s->context, driver);
        if (!known) return fail(s, "'fuel' or 'output'");
        table->stressor_drivers[q] = fuel ? SELAT_DRIVER_FUEL : SELAT_DRIVER_OUTPUT;
    }
    return SELAT_OK;
}

static selat_status get_array(source *s, const selat_table_array *array) {
    size_t count = (size_t)array->count;
    if ((size_t)(s->end - s->at) / WIDE < count) return fail(s, "more numbers");
    const unsigned char *planes = (const unsigned char *)s->at;
    bool finite = true;
    for (size_t k = 0; k < count; k++) {
        uint64_t bits = 0;
        for (size_t b = 0; b < WIDE; b++) bits |= (uint64_t)planes[b * count + k] << (8 * b);
        memcpy(&(*array->values)[k], &bits, WIDE);
        finite = finite && isfinite((*array->values)[k]);
    }
    s->at += count * WIDE;
    return finite ? SELAT_OK : fail(s, "finite numbers");
}

/* Cells of all arrays together must be in the bytes that are left before room is made for them. */
static selat_status check_room(const source *s, const selat_labels labels[N_LABELS]) {
    double R = (double)labels[0].count, S = (double)labels[1].count;
    double least = S * R * R + R * S * S + R * S * (double)(labels[2].count + labels[3].count + labels[4].count + labels[5].count);
    return least * WIDE <= (double)(s->end - s->at) ? SELAT_OK : fail(s, "as many numbers as its labels say");
}

static selat_status get_table(source *s, selat_labels labels[N_LABELS], char **name, selat_table **out) {
    int64_t year;
    selat_table_array arrays[SELAT_TABLE_ARRAYS];
    char *provenance;
    if (s->end - s->at < (ptrdiff_t)sizeof heading - 1 || memcmp(s->at, heading, sizeof heading - 1) != 0) return fail(s, "a table");
    s->at += sizeof heading - 1;
    TRY(get_text(s, name));
    TRY(get_int(s, 0, 9999, &year));
    TRY(get_text(s, &provenance));
    selat_status status = SELAT_OK;
    for (int k = 0; k < N_LABELS && status == SELAT_OK; k++) status = get_labels(s, &labels[k]);
    if (status == SELAT_OK) status = check_room(s, labels);
    if (status == SELAT_OK) {
        status = selat_table_create(s->context, *name, year, &labels[0], &labels[1], &labels[2], &labels[3], &labels[4], &labels[5], out);
    }
    if (status == SELAT_OK) status = selat_table_set_text(s->context, provenance, &(*out)->provenance);
    selat_release(s->context, provenance);
    TRY(status);
    TRY(get_stressors(s, *out));
    int n_arrays = selat_table_arrays(*out, arrays);
    for (int k = 0; k < n_arrays; k++) TRY(get_array(s, &arrays[k]));
    return s->at == s->end ? SELAT_OK : fail(s, "nothing behind the numbers");
}

selat_status selat_table_compact_read(selat_context *context, const char *bytes, size_t length, selat_table **out) {
    *out = NULL;
    source s = {context, bytes, bytes + length};
    selat_labels labels[N_LABELS] = {0};
    char *name = NULL;
    selat_status status = get_table(&s, labels, &name, out);
    for (int k = 0; k < N_LABELS; k++) selat_labels_clear(context, &labels[k]);
    selat_release(context, name);
    if (status == SELAT_OK) return SELAT_OK;
    selat_table_destroy(context, *out);
    *out = NULL;
    return status;
}
