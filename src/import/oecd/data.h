/* What is read from the OECD files and worked on until it is a table. Million USD; ROW is the last region and has no
   national table. i = origin, n = using region, s = product, k = using sector. */
#ifndef SELAT_IMPORT_OECD_DATA_H
#define SELAT_IMPORT_OECD_DATA_H

#include "import/edgar.h"
#include "import/oecd/sectors.h"
#include "selat/table.h"

enum { OECD_HFCE, OECD_NPISH, OECD_GGFC, OECD_GFCF, OECD_INVNT, OECD_DPABR, OECD_DEMANDS };
enum { OECD_VALU, OECD_TXS, OECD_IMP_OTHER, OECD_PRIMARY };
enum { OECD_LABR, OECD_OTXS, OECD_CFC, OECD_NOPS, OECD_MEMO };
extern const char *const selat_oecd_demands[OECD_DEMANDS];
extern const char *const selat_oecd_primary[OECD_PRIMARY];
extern const char *const selat_oecd_memo[OECD_MEMO];

typedef struct selat_oecd_data {
    selat_labels regions, sectors;
    double *use;         /* [R n][50 s][50 k] */
    double *final;       /* [R n][50 s][6] */
    double *exports;     /* [R][50] EXPO and CONS_NONRES */
    double *imports;     /* [R][50] -IMPO */
    double *output;      /* [R][50] */
    double *primary;     /* [3][R][50] */
    double *memo;        /* [4][R][50] */
    double *final_taxes; /* [R][6] */
    double *flow;        /* [50 s][R n][R i]; the domestic flow on the diagonal */
    double *services;    /* [R n][R i] the bilateral aggregate of D to T */
} selat_oecd_data;

/* L1 distances to output, relative to the sum of output. */
typedef struct selat_oecd_balance {
    double flows;   /* sums of flows by origin */
    double rows;    /* what users recorded, by the flows' origin shares: the rows of the factored table */
    double columns; /* inputs and primary inputs */
} selat_oecd_balance;

/* What the build measured on its way, for the table's provenance. */
typedef struct selat_oecd_checks {
    int64_t sweeps;             /* of the services split */
    double last_factor_move;    /* largest |factor - 1| of the last sweep */
    double services_exporters;  /* L1 relative distance to exporters' sector totals */
    double services_importers;
    double services_pairs;
    int64_t floored_domestic;   /* domestic services sales that would be negative */
    double row_scale[OECD_SECTORS]; /* ROW's intermediate use of a product, held at 98 % of its supply; 1 elsewhere */
    selat_oecd_balance before;  /* the 80 against their published OUTPUT */
    selat_oecd_balance after;   /* all regions against the closed output */
    double closing_low, closing_high; /* factors on rows of use and final demand */
    double closing_low_large, closing_high_large; /* the same where purchases are 10 million USD or more */
    double value_added_move;    /* L1 relative */
    int64_t fallbacks;          /* emissions whose targets had no output or no purchases */
    int64_t households_only;    /* of these, those that went to households */
} selat_oecd_checks;

selat_status selat_oecd_data_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                    selat_oecd_data *out);
void selat_oecd_data_clear(selat_context *context, selat_oecd_data *data); /* takes a zeroed one */

/* ---- reading (native) ---- */
selat_status selat_oecd_read_labels(selat_context *context, const char *folder, selat_labels *regions,
                                    selat_labels *sectors);
selat_status selat_oecd_read_national(selat_context *context, const char *folder, int64_t year, selat_oecd_data *data);
selat_status selat_oecd_read_bilateral(selat_context *context, const char *folder, int64_t year, selat_oecd_data *data);

/* ---- computing (portable), in this order ---- */
/* Splits the services aggregate of every pair over the 23 sectors; fills the services part of `flow`. */
selat_status selat_oecd_split_services(selat_context *context, selat_oecd_data *data, selat_oecd_checks *checks);
/* ROW's output, use, final demand and taxes from the 80's structure. */
void selat_oecd_add_rest_of_world(selat_oecd_data *data, selat_oecd_checks *checks);
/* Rows and columns of the first `n_regions` against `output`. */
void selat_oecd_check_balance(const selat_oecd_data *data, int64_t n_regions, selat_oecd_balance *out);
/* Output by flows. From here on `output` is the closed table's. */
void selat_oecd_set_output(selat_oecd_data *data);
/* Greenhouse gases to industries and households: the keys are purchases before closing and output of the closed table.
   Fills the table's stressors (see emissions.h for their order). */
selat_status selat_oecd_allocate_emissions(selat_context *context, const selat_oecd_data *data,
                                           const selat_edgar *edgar, selat_table *table, selat_oecd_checks *checks);
/* Rows of use and final demand to the flows, value added as what is left, ROW's memo rows. */
void selat_oecd_close(selat_oecd_data *data, selat_oecd_checks *checks);

/* ---- describing ---- */
/* Sources, method and the measured checks, as the table's provenance. */
selat_status selat_oecd_describe(selat_context *context, const selat_oecd_checks *checks, const selat_edgar *edgar,
                                 selat_table *table);

#endif
