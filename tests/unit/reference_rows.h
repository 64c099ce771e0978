/* Walking the rows of a reference file below tests/published. */
#ifndef SELAT_TESTS_REFERENCE_ROWS_H
#define SELAT_TESTS_REFERENCE_ROWS_H

#include "base/csv.h"
#include "leather_table.h"
#include "unit.h"

typedef struct reference_rows {
    selat_context *context;
    selat_csv csv;
} reference_rows;

static inline void reference_open(selat_context *context, const char *file, reference_rows *rows) {
    char path[256];
    rows->context = context;
    snprintf(path, sizeof path, "tests/published/%s", file);
    assert_ok(context, selat_csv_open(context, source_path(path), 1 << 22, &rows->csv));
}

static inline bool reference_next(reference_rows *rows) {
    bool has_row;
    assert_ok(rows->context, selat_csv_next(rows->context, &rows->csv, &has_row));
    if (!has_row) selat_csv_close(rows->context, &rows->csv);
    return has_row;
}

static inline double reference_number(reference_rows *rows, const char *column) {
    int64_t at;
    double value;
    assert_ok(rows->context, selat_csv_column(rows->context, &rows->csv, column, &at));
    assert_ok(rows->context, selat_csv_double(rows->context, &rows->csv, at, &value));
    return value;
}

static inline const char *reference_text(reference_rows *rows, const char *column) {
    int64_t at;
    assert_ok(rows->context, selat_csv_column(rows->context, &rows->csv, column, &at));
    return rows->csv.fields[at];
}

/* Positions in the leather table of a country, an industry, or "Country.Industry". */
static inline int64_t reference_region(const selat_table *t, reference_rows *rows, const char *column) {
    int64_t at = selat_labels_find(&t->regions, reference_text(rows, column));
    assert_true(at >= 0);
    return at;
}

static inline int64_t reference_sector(const selat_table *t, reference_rows *rows, const char *column) {
    int64_t at = selat_labels_find(&t->sectors, reference_text(rows, column));
    assert_true(at >= 0);
    return at;
}

static inline int64_t leather_node(const selat_table *t, const char *name) {
    for (int64_t j = 0; j < LEATHER_N; j++) {
        char built[128];
        snprintf(built, sizeof built, "%s.%s", t->regions.codes[j / LEATHER_S], t->sectors.codes[j % LEATHER_S]);
        if (strcmp(built, name) == 0) return j;
    }
    fail_msg("there is no industry '%s'", name);
    return -1;
}

#endif
