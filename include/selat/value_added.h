/* Value added in trade: where the value of gross exports comes from and where it ends. Equations: docs/indicators.md. */
#ifndef SELAT_VALUE_ADDED_H
#define SELAT_VALUE_ADDED_H

#include "selat/indicator.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gross exports also hold what is not value added: one term by further row of primary inputs (product taxes, imports
   nobody attributes), and what a table's columns leave unexplained. With these every decomposition sums to gross exports. */
int64_t selat_other_terms(const selat_indicator_world *world);
/* The code of the row of primary inputs; "discrepancy" for the last. */
const char *selat_other_term_name(const selat_indicator_world *world, int64_t term);

/* ---- Koopman, Wang and Wei (2014), equation 36: nine terms by exporter ---- */
enum { SELAT_KWW_TERMS = 9 };
const char *selat_kww_term_name(int64_t term); /* "DVA_FIN" ... "FDC" */
const char *selat_kww_term_help(int64_t term);
/* terms [R][9], others [R][selat_other_terms] (NULL: not wanted), million USD; NAN for regions not selected. Cost: the solves of
   va_content, K + 1 columns, and R K products of S x S blocks with vectors. */
selat_status selat_kww(selat_context *context, selat_indicator_world *world, double *terms, double *others);

/* ---- Wang, Wei and Zhu (2013, revised 2018), equation 37: sixteen terms by exporter, exporting sector and importer ---- */
enum { SELAT_WWZ_TERMS = 16 };
const char *selat_wwz_term_name(int64_t term); /* "DVA_FIN" ... "MDC" */
/* Which of the nine terms of Koopman, Wang and Wei a term of the sixteen adds to. */
int64_t selat_wwz_to_kww(int64_t term);
/* terms [S][R importer][16], others [S][R][selat_other_terms], exports [S][R][2] intermediate and final (NULL: not wanted),
   million USD, for one selected exporter; zero where importer = exporter. Cost: 2 R columns once, then by exporter S + R
   columns, or S where all regions are selected (their own blocks of the inverse are then made once, R S columns). */
selat_status selat_wwz(selat_context *context, selat_indicator_world *world, int64_t exporter, double *terms,
                       double *others, double *exports);

/* ---- Borin and Mancini (2019, 2023): terms by exporter, exporting sector and importer ---- */
typedef enum selat_bm_term {
    /* exporting-country perspective, source-based: value added counts where it first leaves its origin */
    SELAT_BM_EXPORTS,            /* gross exports */
    SELAT_BM_DVA,                /* domestic value added, once */
    SELAT_BM_VAX,                /* of it absorbed abroad */
    SELAT_BM_REF,                /* of it absorbed at home ("reflection") */
    SELAT_BM_DDC,                /* domestic content counted again */
    SELAT_BM_FVA,                /* foreign value added, once */
    SELAT_BM_FDC,                /* foreign content counted again */
    /* the same, sink-based: where it last leaves the exporter */
    SELAT_BM_DVA_SINK, SELAT_BM_VAX_SINK, SELAT_BM_REF_SINK, SELAT_BM_DDC_SINK, SELAT_BM_FVA_SINK, SELAT_BM_FDC_SINK,
    /* global value chains */
    SELAT_BM_DAVAX,              /* domestic value added that the importer absorbs directly: traditional trade */
    SELAT_BM_GVC_BACKWARD,       /* FVA + FDC + DDC */
    SELAT_BM_GVC_FORWARD,        /* DVA - DAVAX */
    /* perimeters: value added counts once within the flows of one pair, or of one pair and sector */
    SELAT_BM_DVA_BILATERAL, SELAT_BM_FVA_BILATERAL,
    SELAT_BM_DVA_SECTOR_BILATERAL, SELAT_BM_FVA_SECTOR_BILATERAL,
    SELAT_BM_TERMS
} selat_bm_term;
const char *selat_bm_term_name(int64_t term);
const char *selat_bm_term_help(int64_t term);
/* terms [S][R importer][SELAT_BM_TERMS], others [S][R][selat_other_terms] (NULL: not wanted), million USD, for one
   selected exporter. Cost by exporter: S columns and, with `perimeters`, R times 3 S^3 operations; else those four terms
   are NAN. */
selat_status selat_borin_mancini(selat_context *context, selat_indicator_world *world, int64_t exporter,
                                 bool perimeters, double *terms, double *others);

/* ---- Leontief (Hummels, Ishii and Yi 2001): v L by source industry ---- */
typedef enum selat_value_added_by { /* what the content is multiplied with */
    SELAT_BY_UNIT, SELAT_BY_OUTPUT, SELAT_BY_EXPORTS
} selat_value_added_by;
/* Value added of every industry in what the industries of one region make: out [n source][S using]. S columns. */
selat_status selat_value_added_origin(selat_context *context, selat_indicator_world *world, int64_t region,
                                      selat_value_added_by by, double *out);
/* Domestic value added by the industry it comes from, whichever industry exports it: v_k (L_ss E_sr)_k, out [S k][R importer]
   million USD (Wang, Wei and Zhu's forward-linkage exports). No solve. */
selat_status selat_forward_value_added(selat_context *context, selat_indicator_world *world, int64_t exporter,
                                       double *out);
/* Value added of every industry in the final demand of the selected regions: out [n source][K]. K columns. */
selat_status selat_value_added_in_demand(selat_context *context, selat_indicator_world *world, double *out);

#ifdef __cplusplus
}
#endif
#endif
