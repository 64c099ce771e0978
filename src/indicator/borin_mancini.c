/* Exports by where value added is counted once, Borin and Mancini (2019, 2023).

   B the global inverse, L_ss the domestic one, C = B_.s the columns of exporter s. Where a perimeter is cut out of A (the inputs
   that s exports, to everyone, to one region, or of one sector to one region), the inverse of the rest follows from B
   without another solve:
     all exports of s:        B'_.s = C B_ss^-1 L_ss                        (so B'_ss = L_ss)
     exports to r:            B'_.s = C (I + A_sr B_rs)^-1
     product k to r:          B'_.sk = C_.k / (1 + (A_sr B_rs)_kk)
   Source-based, V_t B'_ts counts value added where it first passes the perimeter. Sink-based, it counts in the shipment after
   which it never passes again: (V_t B_ts) (Y_sr + A_sr x'_r), with x' the output of a world in which s exports nothing,
   x' = x - C g, B_ss g = L_ss E_s. */
#include <math.h>
#include <string.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "indicator/value_added_parts.h"
#include "selat/value_added.h"

static const struct {
    const char *name, *help;
} terms_of[SELAT_BM_TERMS] = {
    {"exports", "Gross exports"},
    {"DVA", "Domestic value added, counted once, source-based"},
    {"VAX", "Domestic value added that is absorbed abroad, source-based"},
    {"REF", "Domestic value added that is absorbed at home in the end, source-based"},
    {"DDC", "Domestic content counted again, source-based"},
    {"FVA", "Foreign value added, counted once, source-based"},
    {"FDC", "Foreign content counted again, source-based"},
    {"DVA_sink", "Domestic value added, counted once, sink-based"},
    {"VAX_sink", "Domestic value added that is absorbed abroad, sink-based"},
    {"REF_sink", "Domestic value added that is absorbed at home in the end, sink-based"},
    {"DDC_sink", "Domestic content counted again, sink-based"},
    {"FVA_sink", "Foreign value added, counted once, sink-based"},
    {"FDC_sink", "Foreign content counted again, sink-based"},
    {"DAVAX", "Domestic value added that the importer itself absorbs: traditional trade"},
    {"GVC_backward", "FVA + FDC + DDC: exports that stand on imported inputs or come back"},
    {"GVC_forward", "DVA - DAVAX: domestic value added that passes more borders"},
    {"DVA_bilateral", "Domestic value added, counted once among the exports to this partner"},
    {"FVA_bilateral", "Foreign value added, counted once among the exports to this partner"},
    {"DVA_sector_bilateral", "Domestic value added, counted once among the exports of this sector to this partner"},
    {"FVA_sector_bilateral", "Foreign value added, counted once among the exports of this sector to this partner"},
};

const char *selat_bm_term_name(int64_t term) { return terms_of[term].name; }
const char *selat_bm_term_help(int64_t term) { return terms_of[term].help; }

/* What an output of `r` asks of s: columns of z. */
enum { Z_OUTPUT, Z_SINK, Z_BACK, Z_BACK_SINK, Z_ABSORBED, N_Z };

typedef struct exporter {
    int64_t s;
    double *columns;  /* [n][S] C */
    double *lu;       /* [S][S] of B_ss */
    int32_t *pivots;
    double *local;    /* [S] V_s L_ss */
    double *own, *foreign;        /* [S] V_s B_ss; sum over t of V_t B_ts */
    double *foreign_once;         /* [S] sum over t of V_t B'_ts */
    double *sink, *sink_back;     /* [n] x'; output for the demand of s in the same world */
    double *absorbed, *exported;  /* [n] */
    double *block, *loop, *z, *sold, *pair; /* [S][S], [S][S], [S][N_Z], [S][N_Z], [2][S] */
    int32_t *loop_pivots;
} exporter;

static selat_status allocate(selat_context *context, const selat_indicator_world *w, exporter *e) {
    int64_t S = w->S;
    TRY(selat_new(context, w->n * S, &e->columns));
    TRY(selat_new(context, S * S, &e->lu));
    TRY(selat_new(context, S, &e->pivots));
    TRY(selat_new(context, S, &e->local));
    TRY(selat_new(context, S, &e->own));
    TRY(selat_new(context, S, &e->foreign));
    TRY(selat_new(context, S, &e->foreign_once));
    TRY(selat_new(context, w->n, &e->sink));
    TRY(selat_new(context, w->n, &e->sink_back));
    TRY(selat_new(context, S * S, &e->block));
    TRY(selat_new(context, S * S, &e->loop));
    TRY(selat_new(context, S * N_Z, &e->z));
    TRY(selat_new(context, S * N_Z, &e->sold));
    TRY(selat_new(context, 2 * S, &e->pair));
    return selat_new(context, S, &e->loop_pivots);
}

static void clear(selat_context *context, exporter *e) {
    double *const arrays[] = {e->columns,   e->lu,       e->local,    e->own,   e->foreign, e->foreign_once, e->sink,
                              e->sink_back, e->absorbed, e->exported, e->block, e->loop,    e->z,            e->sold,
                              e->pair};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, e->pivots);
    selat_release(context, e->loop_pivots);
}

/* to = from - C B_ss^-1 demand, demand [S]: output less what hangs on the exports of s. `demand` is overwritten. */
static selat_status cut_exports(selat_context *context, const selat_indicator_world *w, const exporter *e,
                                double *demand, const double *from, int64_t stride, double *to) {
    int64_t S = w->S;
    TRY(selat_dense_solve(context, false, S, e->lu, S, e->pivots, demand, 1, 1));
    for (int64_t j = 0; j < w->n; j++) {
        double sum = from[j * stride];
        for (int64_t k = 0; k < S; k++) sum -= e->columns[j * S + k] * demand[k];
        to[j] = sum;
    }
    return SELAT_OK;
}

/* x' of the world, and for the demand of s alone. */
static selat_status make_sink(selat_context *context, const selat_indicator_world *w, exporter *e) {
    int64_t S = w->S, s = e->s;
    const double *local = w->local_inverse + s * S * S, *reach = w->demand_reach + w->place[s];
    double *demand = e->pair;
    for (int64_t k = 0; k < S; k++) demand[k] = e->exported[s * S + k]; /* L_ss E_s */
    TRY(cut_exports(context, w, e, demand, w->table->output_musd, 1, e->sink));
    /* inputs that s exports for its own final demand: (I - A_ss) z_s - Y_ss; times L_ss: z_s - L_ss Y_ss */
    for (int64_t k = 0; k < S; k++) {
        demand[k] = reach[(s * S + k) * w->K];
        for (int64_t i = 0; i < S; i++) demand[k] -= local[k * S + i] * w->final[(s * S + i) * w->R + s];
    }
    return cut_exports(context, w, e, demand, reach, w->K, e->sink_back);
}

/* foreign_once = foreign' B_ss^-1 L_ss. */
static selat_status make_foreign(selat_context *context, const selat_indicator_world *w, exporter *e) {
    int64_t S = w->S, s = e->s;
    const double *local = w->local_inverse + s * S * S;
    double *row = e->pair;
    for (int64_t j = 0; j < w->n; j++) {
        double *to = j / S == s ? e->own : e->foreign;
        for (int64_t k = 0; k < S; k++) to[k] += w->va_share[j] * e->columns[j * S + k];
    }
    memcpy(row, e->foreign, (size_t)S * sizeof *row);
    TRY(selat_dense_solve(context, true, S, e->lu, S, e->pivots, row, 1, 1));
    for (int64_t i = 0; i < S; i++) {
        for (int64_t k = 0; k < S; k++) e->foreign_once[k] += row[i] * local[i * S + k];
    }
    return SELAT_OK;
}

static selat_status prepare(selat_context *context, selat_indicator_world *w, exporter *e) {
    int64_t S = w->S;
    TRY(world_demand_reach(context, w));
    TRY(value_added_split_output(context, w, &e->absorbed, &e->exported));
    TRY(allocate(context, w, e));
    TRY(world_inverse_columns(context, w, e->s, e->columns));
    memcpy(e->lu, e->columns + e->s * S * S, (size_t)(S * S) * sizeof *e->lu);
    TRY(selat_dense_factor(context, S, e->lu, S, e->pivots));
    value_added_local(w, e->s, e->local);
    TRY(make_foreign(context, w, e));
    return make_sink(context, w, e);
}

/* ---- one partner ---- */

static void fill_terms(const selat_indicator_world *w, const exporter *e, int64_t k, double final, double *term) {
    const double *sold = e->sold + k * N_Z;
    double local = e->local[k], own = e->own[k], foreign = e->foreign[k], exports = sold[Z_OUTPUT] + final;
    double last = sold[Z_SINK] + final; /* exports that s never ships again */
    (void)w;
    term[SELAT_BM_EXPORTS] = exports;
    term[SELAT_BM_DVA] = local * exports;
    term[SELAT_BM_REF] = local * sold[Z_BACK];
    term[SELAT_BM_VAX] = term[SELAT_BM_DVA] - term[SELAT_BM_REF];
    term[SELAT_BM_DDC] = (own - local) * exports;
    term[SELAT_BM_FVA] = e->foreign_once[k] * exports;
    term[SELAT_BM_FDC] = (foreign - e->foreign_once[k]) * exports;
    term[SELAT_BM_DVA_SINK] = own * last;
    term[SELAT_BM_REF_SINK] = own * sold[Z_BACK_SINK];
    term[SELAT_BM_VAX_SINK] = term[SELAT_BM_DVA_SINK] - term[SELAT_BM_REF_SINK];
    term[SELAT_BM_DDC_SINK] = own * (exports - last);
    term[SELAT_BM_FVA_SINK] = foreign * last;
    term[SELAT_BM_FDC_SINK] = foreign * (exports - last);
    term[SELAT_BM_DAVAX] = local * (sold[Z_ABSORBED] + final);
    term[SELAT_BM_GVC_BACKWARD] = foreign * exports + term[SELAT_BM_DDC];
    term[SELAT_BM_GVC_FORWARD] = term[SELAT_BM_DVA] - term[SELAT_BM_DAVAX];
    for (int p = SELAT_BM_DVA_BILATERAL; p < SELAT_BM_TERMS; p++) term[p] = NAN;
}

/* Content coefficients within the perimeters of one partner: loop = I + A_sr B_rs. */
static selat_status add_perimeters(selat_context *context, const selat_indicator_world *w, exporter *e, int64_t r,
                                   double *terms) {
    int64_t S = w->S, R = w->R;
    double *own = e->pair, *foreign = e->pair + S;
    TRY(selat_dense_multiply(context, false, S, S, S, e->block, S, e->columns + r * S * S, S, 0, e->loop, S));
    for (int64_t k = 0; k < S; k++) {
        double *term = terms + (k * R + r) * SELAT_BM_TERMS, once = 1 + e->loop[k * S + k];
        term[SELAT_BM_DVA_SECTOR_BILATERAL] = e->own[k] / once * term[SELAT_BM_EXPORTS];
        term[SELAT_BM_FVA_SECTOR_BILATERAL] = e->foreign[k] / once * term[SELAT_BM_EXPORTS];
        e->loop[k * S + k] += 1;
        own[k] = e->own[k];
        foreign[k] = e->foreign[k];
    }
    TRY(selat_dense_factor(context, S, e->loop, S, e->loop_pivots));
    TRY(selat_dense_solve(context, true, S, e->loop, S, e->loop_pivots, own, 1, 1));
    TRY(selat_dense_solve(context, true, S, e->loop, S, e->loop_pivots, foreign, 1, 1));
    for (int64_t k = 0; k < S; k++) {
        double *term = terms + (k * R + r) * SELAT_BM_TERMS;
        term[SELAT_BM_DVA_BILATERAL] = own[k] * term[SELAT_BM_EXPORTS];
        term[SELAT_BM_FVA_BILATERAL] = foreign[k] * term[SELAT_BM_EXPORTS];
    }
    return SELAT_OK;
}

static selat_status sell(selat_context *context, const selat_indicator_world *w, exporter *e, int64_t r,
                         bool perimeters, double *terms, double *others) {
    int64_t S = w->S, R = w->R;
    world_block(w, e->s, r, e->block);
    for (int64_t k = 0; k < S; k++) {
        int64_t j = r * S + k;
        double *z = e->z + k * N_Z;
        z[Z_OUTPUT] = w->table->output_musd[j];
        z[Z_SINK] = e->sink[j];
        z[Z_BACK] = w->demand_reach[j * w->K + w->place[e->s]];
        z[Z_BACK_SINK] = e->sink_back[j];
        z[Z_ABSORBED] = e->absorbed[j];
    }
    TRY(selat_dense_multiply(context, false, S, N_Z, S, e->block, S, e->z, N_Z, 0, e->sold, N_Z));
    for (int64_t k = 0; k < S; k++) {
        int64_t j = e->s * S + k;
        double *term = terms + (k * R + r) * SELAT_BM_TERMS;
        fill_terms(w, e, k, w->final[j * R + r], term);
        for (int64_t o = 0; others != NULL && o < w->n_other; o++) {
            others[(k * R + r) * w->n_other + o] = w->other_content[j * w->n_other + o] * term[SELAT_BM_EXPORTS];
        }
    }
    return perimeters ? add_perimeters(context, w, e, r, terms) : SELAT_OK;
}

selat_status selat_borin_mancini(selat_context *context, selat_indicator_world *w, int64_t s, bool perimeters,
                                 double *terms, double *others) {
    exporter e = {.s = s};
    selat_status status;
    if (s < 0 || s >= w->R || w->place[s] < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "the decomposition of exports: region %lld is not selected", (long long)s);
    }
    if (others != NULL) TRY(world_other_content(context, w));
    TRY_OR(end, status, prepare(context, w, &e));
    for (int64_t k = 0; k < w->S; k++) {
        memset(terms + (k * w->R + s) * SELAT_BM_TERMS, 0, SELAT_BM_TERMS * sizeof *terms);
        for (int64_t o = 0; others != NULL && o < w->n_other; o++) others[(k * w->R + s) * w->n_other + o] = 0;
    }
    for (int64_t r = 0; r < w->R; r++) {
        TRY_OR(end, status, selat_check_cancel(context));
        if (r != s) TRY_OR(end, status, sell(context, w, &e, r, perimeters, terms, others));
    }
end:
    clear(context, &e);
    return status;
}
