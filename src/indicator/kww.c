/* Gross exports of a region in nine terms, Koopman, Wang and Wei (2014), equation 36. With u_s = V_s B_s., the value added of
   exporter s in a unit of every product, and m = the rest of value added:
     DVA_FIN = u_s . Y_sr      DVA_INT = sum_r u_s(r) . Y_rr      DVA_INTrex = sum_r u_s(r) . sum_t Y_rt
     RDV_FIN = sum_r u_s(r) . Y_rs
     RDV_INT = sum_r V_s B_sr A_rs L_ss Y_ss     DDC = the same with E_s
     FVA_FIN = m(s) . Y_sr     FVA_INT = m(s) . A_sr L_rr Y_rr    FDC = m(s) . A_sr L_rr E_r
   with r, t other than s, and L_ss = (I - A_ss)^-1. V_s B_ss (I - A_ss) = V_s + sum_r V_s B_sr A_rs turns the sum in RDV_INT
   and DDC into V_s B_ss - V_s L_ss. */
#include <math.h>

#include "base/dense.h"
#include "base/memory.h"
#include "base/status.h"
#include "indicator/value_added_parts.h"
#include "selat/value_added.h"

enum { DVA_FIN, DVA_INT, DVA_INTREX, RDV_FIN, RDV_INT, DDC, FVA_FIN, FVA_INT, FDC };

static const char *const names[SELAT_KWW_TERMS] = {"DVA_FIN", "DVA_INT", "DVA_INTrex", "RDV_FIN", "RDV_INT",
                                                   "DDC",     "FVA_FIN", "FVA_INT",    "FDC"};
static const char *const helps[SELAT_KWW_TERMS] = {
    "Domestic value added in exports of final goods",
    "Domestic value added in exports of inputs that the importer itself absorbs",
    "Domestic value added in exports of inputs that the importer exports on to third regions",
    "Domestic value added that comes home in imports of final goods",
    "Domestic value added that comes home in imports of inputs",
    "Domestic content counted twice",
    "Foreign value added in exports of final goods",
    "Foreign value added in exports of inputs that the importer absorbs",
    "Foreign content counted twice"};

const char *selat_kww_term_name(int64_t term) { return names[term]; }
const char *selat_kww_term_help(int64_t term) { return helps[term]; }

int64_t selat_other_terms(const selat_indicator_world *w) { return w->n_other; }

const char *selat_other_term_name(const selat_indicator_world *w, int64_t term) {
    if (term >= w->n_other - 1) return "discrepancy";
    return w->table->primary.codes[term + (term >= w->value_added)];
}

/* v_s L_ss of one region, [S]. */
void value_added_local(const selat_indicator_world *w, int64_t region, double *out) {
    int64_t S = w->S;
    const double *inverse = w->local_inverse + region * S * S, *v = w->va_share + region * S;
    for (int64_t k = 0; k < S; k++) out[k] = 0;
    for (int64_t s = 0; s < S; s++) {
        for (int64_t k = 0; k < S; k++) out[k] += v[s] * inverse[s * S + k];
    }
}

/* L_rr Y_rr and L_rr E_r of every region: *absorbed and *exported [n]. */
selat_status value_added_split_output(selat_context *context, selat_indicator_world *w, double **absorbed,
                                      double **exported) {
    int64_t S = w->S;
    TRY(world_local_inverse(context, w));
    TRY(world_final(context, w));
    TRY(selat_new(context, w->n, absorbed));
    TRY(selat_new(context, w->n, exported));
    for (int64_t j = 0; j < w->n; j++) {
        int64_t r = j / S;
        const double *row = w->local_inverse + j * S;
        for (int64_t k = 0; k < S; k++) {
            (*absorbed)[j] += row[k] * w->final[(r * S + k) * w->R + r];
            (*exported)[j] += row[k] * w->exports[r * S + k];
        }
    }
    return SELAT_OK;
}

/* sum over r != s of A_sr z_r, [S] each, for two vectors z. */
static void sell_inputs(const selat_indicator_world *w, int64_t s, const double *z0, const double *z1, double *block,
                        double *out0, double *out1) {
    int64_t S = w->S;
    for (int64_t k = 0; k < S; k++) out0[k] = out1[k] = 0;
    for (int64_t r = 0; r < w->R; r++) {
        if (r == s) continue;
        world_block(w, s, r, block);
        for (int64_t i = 0; i < S; i++) {
            for (int64_t k = 0; k < S; k++) {
                out0[i] += block[i * S + k] * z0[r * S + k];
                out1[i] += block[i * S + k] * z1[r * S + k];
            }
        }
    }
}

typedef struct pieces {
    double *absorbed, *exported; /* [n] L_rr Y_rr, L_rr E_r */
    double *block;               /* [S][S] */
    double *local;               /* [S] v_s L_ss */
    double *to_absorbed, *to_exported; /* [S] what s sells for them */
} pieces;

/* The terms that run over the products of other regions. */
static void add_abroad(const selat_indicator_world *w, int64_t s, const double *u, int64_t columns, double *term) {
    for (int64_t j = 0; j < w->n; j++) {
        int64_t r = j / w->S;
        if (r == s) continue;
        const double *final = w->final + j * w->R;
        double elsewhere = 0;
        for (int64_t t = 0; t < w->R; t++) elsewhere += t != s && t != r ? final[t] : 0;
        term[DVA_INT] += u[j * columns] * final[r];
        term[DVA_INTREX] += u[j * columns] * elsewhere;
        term[RDV_FIN] += u[j * columns] * final[s];
    }
}

static void add_terms(const selat_indicator_world *w, const pieces *p, int64_t place, double *term) {
    int64_t s = w->selected[place], columns = w->K + 1;
    const double *u = w->va_content + place;
    for (int k = 0; k < SELAT_KWW_TERMS; k++) term[k] = 0;
    add_abroad(w, s, u, columns, term);
    for (int64_t k = 0; k < w->S; k++) {
        int64_t j = s * w->S + k;
        double own = u[j * columns], foreign = w->va_content[j * columns + w->K] - own, sold = 0;
        for (int64_t r = 0; r < w->R; r++) sold += r != s ? w->final[j * w->R + r] : 0;
        term[DVA_FIN] += own * sold;
        term[RDV_INT] += (own - p->local[k]) * w->final[j * w->R + s];
        term[DDC] += (own - p->local[k]) * w->exports[j];
        term[FVA_FIN] += foreign * sold;
        term[FVA_INT] += foreign * p->to_absorbed[k];
        term[FDC] += foreign * p->to_exported[k];
    }
}

static void add_others(const selat_indicator_world *w, int64_t s, double *out) {
    for (int64_t o = 0; o < w->n_other; o++) {
        out[o] = 0;
        for (int64_t j = s * w->S; j < (s + 1) * w->S; j++) out[o] += w->other_content[j * w->n_other + o] * w->exports[j];
    }
}

selat_status selat_kww(selat_context *context, selat_indicator_world *w, double *terms, double *others) {
    pieces p = {0};
    selat_status status;
    TRY_OR(end, status, world_va_content(context, w));
    if (others != NULL) TRY_OR(end, status, world_other_content(context, w));
    TRY_OR(end, status, value_added_split_output(context, w, &p.absorbed, &p.exported));
    TRY_OR(end, status, selat_new(context, w->S * w->S, &p.block));
    TRY_OR(end, status, selat_new(context, w->S, &p.local));
    TRY_OR(end, status, selat_new(context, w->S, &p.to_absorbed));
    TRY_OR(end, status, selat_new(context, w->S, &p.to_exported));
    for (int64_t r = 0; r < w->R; r++) {
        double *term = terms + r * SELAT_KWW_TERMS;
        if (w->place[r] < 0) {
            for (int k = 0; k < SELAT_KWW_TERMS; k++) term[k] = NAN;
            for (int64_t o = 0; others != NULL && o < w->n_other; o++) others[r * w->n_other + o] = NAN;
            continue;
        }
        value_added_local(w, r, p.local);
        sell_inputs(w, r, p.absorbed, p.exported, p.block, p.to_absorbed, p.to_exported);
        add_terms(w, &p, w->place[r], term);
        if (others != NULL) add_others(w, r, others + r * w->n_other);
    }
end:
    selat_release(context, p.absorbed);
    selat_release(context, p.exported);
    selat_release(context, p.block);
    selat_release(context, p.local);
    selat_release(context, p.to_absorbed);
    selat_release(context, p.to_exported);
    return status;
}
