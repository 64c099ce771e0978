/* Greenhouse gases by country and EDGAR sector (European Commission JRC, EDGAR 2024). */
#ifndef SELAT_IMPORT_EDGAR_H
#define SELAT_IMPORT_EDGAR_H

#include "selat/labels.h"

enum { EDGAR_CO2, EDGAR_CH4, EDGAR_N2O, EDGAR_F_GASES, EDGAR_GASES };
enum {
    EDGAR_AGRICULTURE, EDGAR_BUILDINGS, EDGAR_FUEL_EXPLOITATION, EDGAR_INDUSTRIAL_COMBUSTION, EDGAR_POWER,
    EDGAR_PROCESSES, EDGAR_TRANSPORT, EDGAR_WASTE,
    EDGAR_SECTORS
};

/* Mt CO2e (AR5 GWP-100) of one year. Codes that are not a region of the list count to ROW, French overseas departments
   to FRA; the EU27, world total and blank rows are left out. */
typedef struct selat_edgar {
    int64_t n_regions;
    double *region;  /* [4 gases][8 sectors][R] without international aviation and shipping */
    double aviation[EDGAR_GASES][EDGAR_SECTORS]; /* AIR */
    double shipping[EDGAR_GASES][EDGAR_SECTORS]; /* SEA */
    int64_t n_rest;  /* rows that went to ROW */
} selat_edgar;

/* `regions` must hold ROW. Errors: file, column of the year, a gas or sector that is not known, a cell. */
selat_status selat_edgar_read(selat_context *context, const char *path, int64_t year, const selat_labels *regions,
                              selat_edgar *out);
void selat_edgar_clear(selat_context *context, selat_edgar *edgar); /* takes a zeroed one */

#endif
