/* A made-up table in the layout of an OECD ICIO file, as large as the real one. */
#ifndef SELAT_BENCH_SYNTHETIC_ICIO_H
#define SELAT_BENCH_SYNTHETIC_ICIO_H

#include "selat/table.h"

/* Writes `regions` x `sectors` industries and six final demands per region to `path`: 72 % of the cells are not zero,
   rows and columns balance to the digits written. The same arguments give the same bytes. False when it cannot write. */
bool bench_write_icio(const char *path, int64_t regions, int64_t sectors);

/* The same rule without a file: a dense table. */
selat_status bench_make_table(selat_context *context, int64_t regions, int64_t sectors, selat_table **out);

#endif
