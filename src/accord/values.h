/* One map of the accord file, checked against its option table and turned into typed values. */
#ifndef SELAT_ACCORD_VALUES_H
#define SELAT_ACCORD_VALUES_H

#include "accord/options.h"
#include "accord/yaml_tree.h"

/* What checking needs to know; lives as long as one file is read. */
typedef struct selat_reader {
    selat_context *context;
    const char *file;
    const selat_table *table;
    const selat_groups *groups;    /* may be NULL */
    selat_accord *accord;          /* being filled; takes the notes */
    int64_t first_year, last_year; /* default years, and the range of those given */
    bool overlay;                  /* its years may precede the baseline's */
    /* Reads the file that `node` names, relative to the accord's; NULL where there are no files. */
    selat_status (*read_schedule)(struct selat_reader *reader, const selat_yaml *node, selat_schedule **out);
} selat_reader;

typedef struct selat_value {
    const selat_option *option;
    const selat_yaml *node; /* NULL: not given */
    const char *text;       /* the scalar as written, or the default; NULL: neither, or not a scalar */
    double number;
    int64_t years[2];   /* YEAR: both the same */
    int64_t choice;     /* CHOICE: position among the choices */
    int64_t position;   /* REGION, PRODUCT */
    int64_t count;      /* REGIONS, PRODUCTS */
    int64_t *positions; /* [count] each once, in the order written */
    bool *named;        /* [count] by its code; otherwise through a group only */
} selat_value;

typedef struct selat_section {
    const selat_option_table *table;
    const selat_yaml *node; /* NULL: the section is absent, every value a default */
    char title[96];         /* "tariff 2 (line 14)", for notes */
    selat_value values[SELAT_MAX_OPTIONS];
} selat_section;

/* Checks keys, shapes, units, ranges and names; fills defaults and notes each of them. Cleared on failure. */
selat_status selat_section_read(selat_reader *reader, const char *section, const selat_yaml *node, const char *title,
                                selat_section *out);
void selat_section_clear(selat_context *context, selat_section *section); /* takes a zeroed one */
/* The value of a key that the section's table has. */
selat_value *selat_section_value(selat_section *section, const char *key);
/* Given in the file. */
bool selat_section_has(selat_section *section, const char *key);

/* Appends to the accord's notes. */
selat_status selat_reader_note(selat_reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bad input at `node` (its value): "file:line:column: path: found ..., expected ...". */
selat_status selat_reader_fail(const selat_reader *reader, const selat_yaml *node, const char *expected_format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with another word for what was found. */
selat_status selat_reader_fail_found(const selat_reader *reader, const selat_yaml *node, const char *found,
                                     const char *expected_format, ...) __attribute__((format(printf, 4, 5)));
/* One number with the unit of `option` ("%" becomes a fraction; BUSD is taken for MUSD). */
selat_status selat_reader_number(const selat_reader *reader, const selat_yaml *node, const selat_option *option,
                                 double *out);
/* " (did you mean X?)" for the nearest of `count` words, or "". */
void selat_did_you_mean(const char *text, int64_t count, const char *const *words, char *buffer, size_t size);

#endif
