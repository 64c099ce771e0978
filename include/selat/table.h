/* The table of the world economy: regions, sectors, flows at basic prices in million USD, primary inputs, stressors.

   Factored form: flows are trade_share x use. With i = origin, n = using region, s = product, k = using sector, f = demand:
     Z[(i,s),(n,k)] = trade_share[s][n][i] use_musd[n][s][k]        intermediate flow
     Y[(i,s),(n,f)] = trade_share[s][n][i] final_musd[n][s][f]      final flow
   Full form, for tables whose origin mix differs by user: Z itself, dense or sparse, and Y dense. In a full table
   trade_share, use_musd and final_musd are NULL; in a factored one the arrays of the full forms are. Code that reads
   flows through the functions below, and A through selat_table_apply, works for every form.
   All arrays are row-major, last index fastest. */
#ifndef SELAT_TABLE_H
#define SELAT_TABLE_H

#include "selat/labels.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What moves an emission when prices and output change (docs/models/trade.md, "Emissions"). */
typedef enum selat_stressor_driver {
    SELAT_DRIVER_FUEL,  /* combustion: follows the volume of fuel bought */
    SELAT_DRIVER_OUTPUT /* process, waste, agriculture: follows the volume of output */
} selat_stressor_driver;

/* How the flows are held; everything else is the same in every form. */
typedef enum selat_flow_form {
    SELAT_FLOWS_FACTORED = 0, /* trade_share x use */
    SELAT_FLOWS_DENSE,        /* flows_musd, final_flows_musd */
    SELAT_FLOWS_SPARSE        /* cells by row: row_start, cell_column, cell_musd; final_flows_musd dense */
} selat_flow_form;

typedef struct selat_table {
    char *name;       /* "oecd-2022" */
    char *provenance; /* where it comes from and what was done to it, plain text */
    int64_t year;     /* of flows and prices */
    selat_labels regions;       /* R */
    selat_labels sectors;       /* S; products and industries are the same list */
    selat_labels demands;       /* F final demand categories */
    selat_labels primary;       /* V rows that close a column: VALU, TXS_INT_FNL, IMP_OTHER */
    selat_labels memo;          /* W rows inside value added: LABR, OTXS, CFC, NOPS */
    selat_labels stressors;     /* Q, for example "CO2 combustion" */
    selat_flow_form form;
    double *flows_musd;         /* [R i][S s][R n][S k] Z; dense form only */
    double *final_flows_musd;   /* [R i][S s][R n][F] Y; full forms; may be negative (INVNT) */
    int64_t n_cells;            /* cells held; sparse form only, like the next three */
    int64_t *row_start;         /* [R S + 1] cells of origin row r stand at row_start[r] .. row_start[r+1]-1 */
    int32_t *cell_column;       /* [n_cells] user n S + k, ascending within a row */
    double *cell_musd;          /* [n_cells] */
    double *trade_share;        /* [S][R n][R i] origin shares; sum over i is 1, or 0 where n buys nothing of s */
    double *use_musd;           /* [R n][S s][S k] intermediate use by industry k, all origins, basic prices */
    double *final_musd;         /* [R n][S s][F] final demand, all origins, basic prices; may be negative (INVNT) */
    double *primary_musd;       /* [V][R][S] */
    double *memo_musd;          /* [W][R][S] */
    double *final_taxes_musd;   /* [R][F] taxes less subsidies on products paid by final demand */
    double *output_musd;        /* [R][S] */
    double *stressor;           /* [Q][R][S] by industry, in stressor_units */
    double *stressor_final;     /* [Q][R] by households directly */
    char **stressor_units;      /* [Q] "Mt CO2e (AR5 GWP-100)" */
    char **stressor_gases;      /* [Q] "CO2": rows of one gas add up */
    selat_stressor_driver *stressor_drivers; /* [Q] */
    double *fuel_weight;        /* [S] weight of product s in the fuel price index of combustion */
} selat_table;

/* Allocates every array (zero) for the given labels, which are copied. Errors: no memory. */
selat_status selat_table_create(selat_context *context, const char *name, int64_t year, const selat_labels *regions,
                                const selat_labels *sectors, const selat_labels *demands, const selat_labels *primary,
                                const selat_labels *memo, const selat_labels *stressors, selat_table **out);
/* The same in a full form. `n_cells` counts for SELAT_FLOWS_SPARSE only; the caller fills row_start, cell_column and
   cell_musd. Dense Z takes 8 (R S)^2 bytes. SELAT_FLOWS_FACTORED is an error here. */
selat_status selat_table_create_full(selat_context *context, const char *name, int64_t year, selat_flow_form form,
                                     int64_t n_cells, const selat_labels *regions, const selat_labels *sectors,
                                     const selat_labels *demands, const selat_labels *primary,
                                     const selat_labels *memo, const selat_labels *stressors, selat_table **out);
selat_status selat_table_copy(selat_context *context, const selat_table *from, selat_table **out);
void selat_table_destroy(selat_context *context, selat_table *table); /* takes NULL */

/* "factored", "dense", "sparse" */
const char *selat_flow_form_name(selat_flow_form form);
/* Bad input unless the table is factored, which `what` ("the trade model") needs; the message names the command
   that factors a table. */
selat_status selat_table_require_factored(selat_context *context, const selat_table *table, const char *what);

/* ---- flows, whatever the form ---- */

/* One column of Z: what industry `sector` of `region` buys, million USD. `out` [R i][S s]. */
void selat_table_column_musd(const selat_table *table, int64_t region, int64_t sector, double *out);
/* One row of Z: what industry `sector` of `region` sells to industries, million USD. `out` [R n][S k]. */
void selat_table_row_musd(const selat_table *table, int64_t region, int64_t sector, double *out);
/* One block of Z: products of `origin` used by industries of `user`, million USD. `out` [S s][S k]. */
void selat_table_block_musd(const selat_table *table, int64_t origin, int64_t user, double *out);
/* One column of Y: final demand `demand` of `region` by origin, million USD. `out` [R i][S s]. */
void selat_table_final_column_musd(const selat_table *table, int64_t region, int64_t demand, double *out);
/* One row of Y: what industry `sector` of `region` sells to final demand, million USD. `out` [R n][F]. */
void selat_table_final_row_musd(const selat_table *table, int64_t region, int64_t sector, double *out);
/* Intermediate use of region n, all origins together, million USD. `out` [S s][S k]. */
void selat_table_use_musd(const selat_table *table, int64_t region, double *out);
/* Final demand of every region, all origins together, million USD. `out` [R n][S s][F]. */
void selat_table_final_musd(const selat_table *table, double *out);
/* Flow of product s from i to n, intermediate and final, million USD. Adds up S + F cells. */
double selat_table_flow_musd(const selat_table *table, int64_t origin, int64_t importer, int64_t sector);
/* Gross exports of every industry, intermediate and final, million USD. `out` [R i][S s]. */
void selat_table_exports_musd(const selat_table *table, double *out);
/* Purchases of product s by region n, all origins: m[n][s] = sum_k use + sum_f final, million USD. `out` [R][S]. */
void selat_table_purchases_musd(const selat_table *table, double *out);
/* Gross bilateral flows of product s from i to n (domestic on the diagonal), million USD. `out` [S][R n][R i]. */
void selat_table_flows_musd(const selat_table *table, double *out);
/* GDP at market prices: sum of VALU and TXS over sectors, and taxes on final demand, million USD. `out` [R]. */
void selat_table_gdp_musd(const selat_table *table, double *out);

/* ---- the operator of intermediate flows, A[(i,s),(n,k)] = Z / output[(n,k)], on blocks of `columns` vectors ----
   Vectors are [R][S][columns], row-major. A zero-output industry has a zero column. */

/* y = A x. Cost per column: R S^2 + R^2 S multiplications in factored form, (R S)^2 in dense, n_cells in sparse. */
selat_status selat_table_apply(selat_context *context, const selat_table *table, int64_t columns, const double *x,
                               double *y);
/* y = A' x. Same cost. */
selat_status selat_table_apply_transposed(selat_context *context, const selat_table *table, int64_t columns,
                                          const double *x, double *y);
/* Final demand of region n by origin: y[i][s] = sum_f Y[(i,s),(n,f)]. `out` [R][S]. */
void selat_table_final_by_origin_musd(const selat_table *table, int64_t region, double *out);

/* ---- from form to form ---- */

/* The same table with its flows written out, `form` dense or sparse (cells that are not zero). */
selat_status selat_table_unfold(selat_context *context, const selat_table *table, selat_flow_form form,
                                selat_table **out);

/* How far a factored table is from the full one it was made of. */
typedef struct selat_factoring {
    double intermediate_relative; /* sum |Z' - Z| / sum |Z| */
    double final_relative;        /* sum |Y' - Y| / sum |Y| */
    double worst_musd;            /* largest |Z' - Z| or |Y' - Y|, million USD */
    int64_t worst_origin, worst_product, worst_importer;
    int64_t worst_user;           /* an industry, or a final demand when worst_is_final */
    bool worst_is_final;
    int64_t clipped;              /* bilateral flows below zero, whose share became 0 */
    double clipped_musd;          /* their sum */
} selat_factoring;
/* The factored table with the same bilateral flows by product and the same use of every region: users of a region share
   one origin mix within a product. A factored table is copied. `out` NULL: only the report. Cost 2 (R S)^2. */
selat_status selat_table_factor(selat_context *context, const selat_table *table, selat_factoring *report,
                                selat_table **out);

/* ---- checks ---- */
typedef struct selat_table_balance {
    double row_relative;      /* L1: sum |sum of flows - output| / sum output */
    double column_relative;   /* L1: sum |inputs + primary - output| / sum output */
    double worst_row_musd;    /* largest absolute row gap, million USD */
    int64_t worst_row_region, worst_row_sector;
    double worst_column_musd;
    int64_t worst_column_region, worst_column_sector;
    int64_t zero_output;      /* industries without output */
    int64_t negative_final;   /* negative final demand cells */
    int64_t negative_primary; /* negative VALU cells */
    double share_error;       /* largest |sum of origin shares - 1| over bought products; 0 in full form */
} selat_table_balance;
selat_status selat_table_check_balance(selat_context *context, const selat_table *table, selat_table_balance *out);
/* Every number finite, shares within [0, 1], labels of the right count. Error names the cell. */
selat_status selat_table_validate(selat_context *context, const selat_table *table);

/* ---- aggregation ----
   region_group[R] and sector_group[S] give the position in the new labels. Flows between merged regions become
   domestic. A factored table stays factored: within a product, users of a merged region share one origin mix. A dense
   or sparse one becomes dense, and its flows add up exactly. */
selat_status selat_table_aggregate(selat_context *context, const selat_table *table, const selat_labels *regions,
                                   const int64_t *region_group, const selat_labels *sectors,
                                   const int64_t *sector_group, selat_table **out);

/* ---- store (HDF5, layout in docs/table-format.md) and export ---- */
selat_status selat_table_save(selat_context *context, const selat_table *table, const char *path);
/* Errors: missing, damaged (its checksum does not match), not a table, labels or sizes that contradict each other. */
selat_status selat_table_load(selat_context *context, const char *path, selat_table **out);
/* The same for a file that another program wrote or changed, without the seal: only for files from people you trust,
   since HDF5 itself can crash on a forged one. */
selat_status selat_table_import(selat_context *context, const char *path, selat_table **out);
/* A folder of CSV files: flows, use, final demand, primary inputs, output, stressors, labels. */
selat_status selat_table_export_csv(selat_context *context, const selat_table *table, const char *folder);
/* The folder that pymrio.load_all reads: Z, Y, x, unit as tab-separated text, primary inputs and stressors as extensions. */
selat_status selat_table_export_pymrio(selat_context *context, const selat_table *table, const char *folder);
/* A workbook with flows, primary inputs and output in one sheet (WIOD's layout) and stressors in another, 16 digits.
   Error: more industries and final demands than a sheet has columns (16,384). */
selat_status selat_table_export_xlsx(selat_context *context, const selat_table *table, const char *path);

#ifdef __cplusplus
}
#endif
#endif
