/* Reading supply networks between firms: comma-separated edge lists and HDF5. docs/models/firms.md has the formats. */
#ifndef SELAT_FIRM_FILE_H
#define SELAT_FIRM_FILE_H

#include "selat/firm_data.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_firm_files {
    const char *links;     /* columns supplier, buyer, weight */
    const char *firms;     /* columns firm, sector and, where wanted, market */
    const char *essential; /* rows supplying, columns buying sectors, 0, 1 or 2; or "leontief" (all 2), "linear" (all 1) */
} selat_firm_files;

/* Errors name file, line and column: a firm that the second file lacks, weights below 0, sectors that the matrix lacks.
   Memory: about 16 bytes a link and 40 a firm, and the text of one file. */
selat_status selat_firm_data_read(selat_context *context, const selat_firm_files *files, selat_firm_data *out);

/* One HDF5 file with all of it, sealed with a checksum; the same network gives the same bytes. any_seal: also a file that
   another program wrote, which the HDF5 library itself must then bear. */
selat_status selat_firm_data_load(selat_context *context, const char *path, bool any_seal, selat_firm_data *out);
selat_status selat_firm_data_save(selat_context *context, const char *path, const selat_firm_data *data);

/* Columns firm, scenario (1, 2, ...), shock (share of output lost, 0 to 1). psi [n_scenarios][n_firms] = 1 - shock;
   release with selat_firm_shocks_free. */
selat_status selat_firm_shocks_read(selat_context *context, const char *path, const selat_firm_data *data,
                                    int64_t *n_scenarios, double **psi);
void selat_firm_shocks_free(selat_context *context, double *psi);

#ifdef __cplusplus
}
#endif
#endif
