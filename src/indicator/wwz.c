/* Bilateral gross exports in sixteen terms, Wang, Wei and Zhu (2013, revised 2018), equation 37. For exporter s, importer r,
   # by exporting sector, t and u other regions, B the global and L_ss the domestic inverse:
     DVA_FIN, MVA_FIN, OVA_FIN = (V_s B_ss, V_r B_rs, V_t B_ts) # Y_sr;  all others have the form weight # (A_sr z_r),
   with weights V_s L_ss, V_s B_ss - V_s L_ss, V_r B_rs, V_t B_ts (fill_terms). The vectors z_r are
     B_rr Y_rr, sum_t B_rt Y_tt, B_rr sum_t Y_rt, sum_t B_rt sum_u Y_tu, B_rr Y_rs, sum_t B_rt Y_ts, B_rs Y_ss, B_rs sum_t Y_st,
     x_r, L_rr Y_rr, L_rr E_r.
   Sums over t that leave out r and s are taken from solves over all t, so that only B_rr Y_rs needs more than R columns. */
#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "indicator/value_added_parts.h"
#include "selat/value_added.h"

enum { DVA_FIN, DVA_INT, DVA_INTREX_I1, DVA_INTREX_F, DVA_INTREX_I2, RDV_INT, RDV_FIN, RDV_FIN2,
       OVA_FIN, MVA_FIN, OVA_INT, MVA_INT, DDC_FIN, DDC_INT, ODC, MDC };
/* Columns of z. */
enum { Z_OWN, Z_THIRD, Z_OWN_ON, Z_THIRD_ON, Z_BACK, Z_THIRD_BACK, Z_HOME, Z_HOME_ON, Z_OUTPUT, Z_ABSORBED, Z_EXPORTED,
       N_Z };

static const char *const names[SELAT_WWZ_TERMS] = {
    "DVA_FIN", "DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2", "RDV_INT", "RDV_FIN", "RDV_FIN2",
    "OVA_FIN", "MVA_FIN", "OVA_INT",      "MVA_INT",     "DDC_FIN",      "DDC_INT", "ODC",     "MDC"};
/* Positions in selat_kww_term_name. */
static const int64_t kww_of[SELAT_WWZ_TERMS] = {0, 1, 1, 2, 2, 4, 3, 3, 6, 6, 7, 7, 5, 5, 8, 8};

const char *selat_wwz_term_name(int64_t term) { return names[term]; }
int64_t selat_wwz_to_kww(int64_t term) { return kww_of[term]; }

typedef struct exporter {
    int64_t s;
    double *back;     /* [n] B_rr Y_rs of every r */
    double *origin;   /* [R][S] V_t B_ts */
    double *local;    /* [S] V_s L_ss */
    double *absorbed, *exported; /* [n] */
    double *block, *z, *sold;    /* [S][S], [S][N_Z], [S][N_Z] */
} exporter;

/* B_rr Y_rs for every r: from the own blocks where all regions have one, else by R columns. */
static selat_status make_back(selat_context *context, selat_indicator_world *w, exporter *e) {
    int64_t R = w->R, S = w->S;
    double *y = NULL, *x = NULL;
    selat_status status = SELAT_OK;
    if (w->K == R) {
        TRY(world_own_block(context, w));
        for (int64_t j = 0; j < w->n; j++) {
            int64_t r = j / S;
            const double *row = w->own_block + (w->place[r] * S + j % S) * S;
            for (int64_t k = 0; k < S; k++) e->back[j] += row[k] * w->final[(r * S + k) * R + e->s];
        }
        return SELAT_OK;
    }
    TRY_OR(end, status, selat_new(context, w->n * R, &y));
    TRY_OR(end, status, selat_new(context, w->n * R, &x));
    for (int64_t j = 0; j < w->n; j++) y[j * R + j / S] = w->final[j * R + e->s];
    TRY_OR(end, status, world_solve(context, w, false, R, y, x));
    for (int64_t j = 0; j < w->n; j++) e->back[j] = x[j * R + j / S];
end:
    selat_release(context, y);
    selat_release(context, x);
    return status;
}

/* V_t B_ts by origin t: read off va_content where it has all regions, else from the columns of s. */
static selat_status make_origin(selat_context *context, selat_indicator_world *w, exporter *e) {
    int64_t S = w->S;
    double *columns = NULL;
    selat_status status;
    if (w->K == w->R) {
        TRY(world_va_content(context, w));
        for (int64_t t = 0; t < w->R; t++) {
            for (int64_t k = 0; k < S; k++) {
                e->origin[t * S + k] = w->va_content[(e->s * S + k) * (w->K + 1) + w->place[t]];
            }
        }
        return SELAT_OK;
    }
    TRY_OR(end, status, selat_new(context, w->n * S, &columns));
    TRY_OR(end, status, world_inverse_columns(context, w, e->s, columns));
    for (int64_t j = 0; j < w->n; j++) {
        for (int64_t k = 0; k < S; k++) e->origin[j / S * S + k] += w->va_share[j] * columns[j * S + k];
    }
end:
    selat_release(context, columns);
    return status;
}

static selat_status prepare(selat_context *context, selat_indicator_world *w, exporter *e) {
    int64_t S = w->S;
    TRY(world_home_reach(context, w));
    TRY(world_sale_reach(context, w));
    TRY(world_demand_reach(context, w));
    TRY(value_added_split_output(context, w, &e->absorbed, &e->exported));
    TRY(selat_new(context, w->n, &e->back));
    TRY(selat_new(context, w->R * S, &e->origin));
    TRY(selat_new(context, S, &e->local));
    TRY(selat_new(context, S * S, &e->block));
    TRY(selat_new(context, S * N_Z, &e->z));
    TRY(selat_new(context, S * N_Z, &e->sold));
    value_added_local(w, e->s, e->local);
    TRY(make_back(context, w, e));
    return make_origin(context, w, e);
}

static double sum_row(const double *row, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++) sum += row[k];
    return sum;
}

/* The vectors z_r for importer r, [S][N_Z]. */
static void fill_z(const selat_indicator_world *w, const exporter *e, int64_t r) {
    int64_t R = w->R, S = w->S, s = e->s;
    for (int64_t k = 0; k < S; k++) {
        int64_t j = r * S + k;
        double *z = e->z + k * N_Z;
        const double *home = w->home_reach + j * R, *sale = w->sale_reach + j * R;
        double demand_home = w->demand_reach[j * w->K + w->place[s]] - home[s]; /* sum over t != s of B_rt Y_ts */
        z[Z_OWN] = home[r];
        z[Z_THIRD] = sum_row(home, R) - home[r] - home[s];
        z[Z_OWN_ON] = sale[r] - e->back[j];
        z[Z_BACK] = e->back[j];
        z[Z_THIRD_BACK] = demand_home - e->back[j];
        z[Z_THIRD_ON] = sum_row(sale, R) - sale[r] - sale[s] - z[Z_THIRD_BACK];
        z[Z_HOME] = home[s];
        z[Z_HOME_ON] = sale[s];
        z[Z_OUTPUT] = w->table->output_musd[j];
        z[Z_ABSORBED] = e->absorbed[j];
        z[Z_EXPORTED] = e->exported[j];
    }
}

/* The terms of one exporting sector and importer. */
static void fill_terms(const selat_indicator_world *w, const exporter *e, int64_t r, int64_t k, const double *sold,
                       double final, double *term) {
    int64_t S = w->S;
    double local = e->local[k], own = e->origin[e->s * S + k], partner = e->origin[r * S + k], other = -own - partner;
    for (int64_t t = 0; t < w->R; t++) other += e->origin[t * S + k];
    term[DVA_FIN] = own * final;
    term[DVA_INT] = local * sold[Z_OWN];
    term[DVA_INTREX_I1] = local * sold[Z_THIRD];
    term[DVA_INTREX_F] = local * sold[Z_OWN_ON];
    term[DVA_INTREX_I2] = local * sold[Z_THIRD_ON];
    term[RDV_INT] = local * sold[Z_HOME];
    term[RDV_FIN] = local * sold[Z_BACK];
    term[RDV_FIN2] = local * sold[Z_THIRD_BACK];
    term[OVA_FIN] = other * final;
    term[MVA_FIN] = partner * final;
    term[OVA_INT] = other * sold[Z_ABSORBED];
    term[MVA_INT] = partner * sold[Z_ABSORBED];
    term[DDC_FIN] = local * sold[Z_HOME_ON];
    term[DDC_INT] = (own - local) * sold[Z_OUTPUT];
    term[ODC] = other * sold[Z_EXPORTED];
    term[MDC] = partner * sold[Z_EXPORTED];
}

static selat_status sell(selat_context *context, const selat_indicator_world *w, const exporter *e, int64_t r,
                         double *terms, double *others, double *exports) {
    int64_t R = w->R, S = w->S;
    world_block(w, e->s, r, e->block);
    fill_z(w, e, r);
    TRY(selat_dense_multiply(context, false, S, N_Z, S, e->block, S, e->z, N_Z, 0, e->sold, N_Z));
    for (int64_t k = 0; k < S; k++) {
        int64_t j = e->s * S + k;
        const double *sold = e->sold + k * N_Z;
        double final = w->final[j * R + r];
        fill_terms(w, e, r, k, sold, final, terms + (k * R + r) * SELAT_WWZ_TERMS);
        if (exports != NULL) {
            exports[(k * R + r) * 2] = sold[Z_OUTPUT];
            exports[(k * R + r) * 2 + 1] = final;
        }
        for (int64_t o = 0; others != NULL && o < w->n_other; o++) {
            others[(k * R + r) * w->n_other + o] = w->other_content[j * w->n_other + o] * (sold[Z_OUTPUT] + final);
        }
    }
    return SELAT_OK;
}

static void clear(selat_context *context, exporter *e) {
    double *const arrays[] = {e->back, e->origin, e->local, e->absorbed, e->exported, e->block, e->z, e->sold};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
}

selat_status selat_wwz(selat_context *context, selat_indicator_world *w, int64_t s, double *terms, double *others,
                       double *exports) {
    exporter e = {.s = s};
    selat_status status;
    if (s < 0 || s >= w->R || w->place[s] < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "the decomposition of exports: region %lld is not selected", (long long)s);
    }
    if (others != NULL) TRY(world_other_content(context, w));
    TRY_OR(end, status, prepare(context, w, &e));
    for (int64_t k = 0; k < w->S; k++) {
        for (int term = 0; term < SELAT_WWZ_TERMS; term++) terms[(k * w->R + s) * SELAT_WWZ_TERMS + term] = 0;
        for (int64_t o = 0; others != NULL && o < w->n_other; o++) others[(k * w->R + s) * w->n_other + o] = 0;
        if (exports != NULL) exports[(k * w->R + s) * 2] = exports[(k * w->R + s) * 2 + 1] = 0;
    }
    for (int64_t r = 0; r < w->R; r++) {
        TRY_OR(end, status, selat_check_cancel(context));
        if (r != s) TRY_OR(end, status, sell(context, w, &e, r, terms, others, exports));
    }
end:
    clear(context, &e);
    return status;
}
