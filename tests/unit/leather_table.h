/* The leather example: 3 countries x 3 sectors with their own origin mix for every user, from
   tests/published/value_added_leather. */
#ifndef SELAT_TESTS_LEATHER_TABLE_H
#define SELAT_TESTS_LEATHER_TABLE_H

#include "selat/table.h"

enum { LEATHER_R = 3, LEATHER_S = 3, LEATHER_N = 9 };

/* Full form, one final demand FD; VALU is the value added of the file, which with inputs makes output. No stressors. */
selat_status leather_table_make(selat_context *context, selat_flow_form form, selat_table **out);

/* The numbers of a CSV file below tests/published/value_added_leather, row by row, without its first column. */
selat_status leather_read(selat_context *context, const char *file, int64_t rows, int64_t columns, double *out);

#endif
