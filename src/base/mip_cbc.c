/* The solver behind base/mip.h: CBC, and CLP for its linear programs (COIN-OR, EPL-2.0), through their C interfaces. */
#include <coin/Cbc_C_Interface.h>
#include <coin/Clp_C_Interface.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/mip.h"
#include "base/status.h"

static const double TOLERANCE = 1e-9; /* of rows in linear programs: CLP's own 1e-7 would show in mass balances */

const char *selat_mip_solver(void) { return "CBC"; }

/* The matrix by columns, as CBC takes it. */
typedef struct packed {
    CoinBigIndex *start;
    int *row;
    double *value, *lower, *upper, *row_lower, *row_upper;
} packed;

static void packed_clear(selat_context *context, packed *p) {
    void *const arrays[] = {p->start, p->row, p->value, p->lower, p->upper, p->row_lower, p->row_upper};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
}

static double bounded(double value) { return isinf(value) ? copysign(DBL_MAX, value) : value; }

static selat_status pack(selat_context *context, const selat_mip *mip, packed *p) {
    if (mip->n_columns >= INT_MAX || mip->n_rows >= INT_MAX || mip->n_entries >= INT_MAX) {
        return selat_fail(context, SELAT_BAD_INPUT, "mixed-integer program: more than %d columns, rows or entries", INT_MAX);
    }
    int64_t n = mip->n_columns;
    TRY(selat_new(context, n + 2, &p->start));
    TRY(selat_new(context, mip->n_entries, &p->row));
    TRY(selat_new(context, mip->n_entries, &p->value));
    TRY(selat_new(context, n, &p->lower));
    TRY(selat_new(context, n, &p->upper));
    TRY(selat_new(context, mip->n_rows, &p->row_lower));
    TRY(selat_new(context, mip->n_rows, &p->row_upper));
    for (int64_t e = 0; e < mip->n_entries; e++) p->start[mip->entry_column[e] + 2]++;
    for (int64_t k = 0; k < n; k++) p->start[k + 2] += p->start[k + 1];
    for (int64_t e = 0; e < mip->n_entries; e++) {
        CoinBigIndex at = p->start[mip->entry_column[e] + 1]++;
        p->row[at] = (int)mip->entry_row[e];
        p->value[at] = mip->entry_value[e];
    }
    for (int64_t k = 0; k < n; k++) p->lower[k] = bounded(mip->lower[k]), p->upper[k] = bounded(mip->upper[k]);
    for (int64_t r = 0; r < mip->n_rows; r++) {
        p->row_lower[r] = bounded(mip->row_lower[r]), p->row_upper[r] = bounded(mip->row_upper[r]);
    }
    return SELAT_OK;
}

static void relax_packed(const selat_mip *mip, const packed *p, selat_mip_result *out) {
    Clp_Simplex *model = Clp_newModel();
    Clp_setLogLevel(model, 0);
    Clp_loadProblem(model, (int)mip->n_columns, (int)mip->n_rows, p->start, p->row, p->value, p->lower, p->upper,
                    mip->cost, p->row_lower, p->row_upper);
    Clp_setPrimalTolerance(model, TOLERANCE);
    Clp_initialSolve(model);
    int status = Clp_status(model);
    out->reason = status == 0   ? SELAT_MIP_OPTIMAL
                  : status == 1 ? SELAT_MIP_INFEASIBLE
                  : status == 2 ? SELAT_MIP_UNBOUNDED
                                : SELAT_MIP_GAVE_UP;
    if (status == 0) {
        memcpy(out->x, Clp_primalColumnSolution(model), (size_t)mip->n_columns * sizeof(double));
        out->has_solution = true;
        out->objective = out->bound = selat_mip_objective(mip, out->x);
    }
    Clp_deleteModel(model);
}

selat_status selat_mip_relax(selat_context *context, const selat_mip *mip, const double *fixed, selat_mip_result *out) {
    *out = (selat_mip_result){0};
    double begun = selat_clock_seconds();
    packed p = {0};
    selat_status status = pack(context, mip, &p);
    if (status == SELAT_OK) status = selat_new(context, mip->n_columns, &out->x);
    for (int64_t k = 0; status == SELAT_OK && fixed != NULL && k < mip->n_columns; k++) {
        if (mip->integer[k] && !isnan(fixed[k])) p.lower[k] = p.upper[k] = fixed[k];
    }
    if (status == SELAT_OK) relax_packed(mip, &p, out);
    out->seconds = selat_clock_seconds() - begun;
    packed_clear(context, &p);
    if (status != SELAT_OK) selat_mip_result_clear(context, out);
    return status;
}

typedef struct watch { /* what the callback at every node sees */
    selat_context *context;
    double begun, limit;
    bool cancelled;
} watch;

/* CBC's C interface has no way to end a search from outside. A cut that nothing satisfies closes every open node. */
static void at_node(void *solver, void *cuts, void *data) {
    watch *w = data;
    if (!w->cancelled && selat_check_cancel(w->context) != SELAT_OK) w->cancelled = true;
    if (w->limit > 0) {
        selat_progress(w->context, "network design", fmin(0.99, (selat_clock_seconds() - w->begun) / w->limit));
    }
    if (!w->cancelled) return;
    const int column = 0;
    const double one = 1, *upper = Osi_getColUpper(solver);
    OsiCuts_addRowCut(cuts, 1, &column, &one, 'G', upper[0] + 1e6);
}

static selat_status give_start(selat_context *context, const selat_mip *mip, const double *start, Cbc_Model *model) {
    int *columns, count = 0;
    double *values;
    TRY(selat_new(context, mip->n_columns, &columns));
    selat_status status = selat_new(context, mip->n_columns, &values);
    for (int64_t k = 0; status == SELAT_OK && k < mip->n_columns; k++) {
        columns[count] = (int)k;
        values[count++] = start[k];
    }
    if (status == SELAT_OK) {
        Cbc_setMIPStartI(model, count, columns, values);
        selat_release(context, values);
    }
    selat_release(context, columns);
    return status;
}

static void set_up(const selat_mip *mip, const packed *p, const selat_mip_options *options, Cbc_Model *model) {
    char number[32];
    Cbc_loadProblem(model, (int)mip->n_columns, (int)mip->n_rows, p->start, p->row, p->value, p->lower, p->upper,
                    mip->cost, p->row_lower, p->row_upper);
    for (int64_t k = 0; k < mip->n_columns; k++) {
        if (mip->integer[k]) Cbc_setInteger(model, (int)k);
    }
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "log", "0");
    Cbc_setParameter(model, "timeMode", "elapsed");
    selat_format(number, sizeof number, "%.9g", options->gap);
    Cbc_setParameter(model, "ratioGap", number);
    if (options->as_it_is) {
        Cbc_setParameter(model, "preprocess", "off");
        Cbc_setParameter(model, "passCuts", "5");
    }
    if (options->time_limit_s > 0) {
        selat_format(number, sizeof number, "%.6f", options->time_limit_s);
        Cbc_setParameter(model, "sec", number);
    }
}

static void read_end(const selat_mip *mip, Cbc_Model *model, selat_mip_result *out) {
    const double *best = Cbc_bestSolution(model);
    out->nodes = Cbc_getNodeCount(model);
    out->bound = Cbc_getBestPossibleObjValue(model);
    out->has_solution = best != NULL && Cbc_getObjValue(model) < 1e49;
    if (out->has_solution) memcpy(out->x, best, (size_t)mip->n_columns * sizeof(double));
    if (Cbc_isProvenInfeasible(model)) {
        out->reason = SELAT_MIP_INFEASIBLE;
    } else if (Cbc_isContinuousUnbounded(model)) {
        out->reason = SELAT_MIP_UNBOUNDED;
    } else if (Cbc_isProvenOptimal(model)) {
        out->reason = SELAT_MIP_OPTIMAL;
    } else {
        out->reason = Cbc_isAbandoned(model) ? SELAT_MIP_GAVE_UP : SELAT_MIP_TIME;
    }
}

/* Integers to whole numbers, the rest solved again for them. CBC's own point stays where that has no solution, which
   only happens within its tolerance of 1e-6 on integers. */
static selat_status make_whole(selat_context *context, const selat_mip *mip, selat_mip_result *out) {
    selat_mip_result polished;
    for (int64_t k = 0; k < mip->n_columns; k++) {
        if (mip->integer[k]) out->x[k] = round(out->x[k]);
    }
    TRY(selat_mip_relax(context, mip, out->x, &polished));
    if (polished.has_solution) memcpy(out->x, polished.x, (size_t)mip->n_columns * sizeof(double));
    selat_mip_result_clear(context, &polished);
    out->objective = selat_mip_objective(mip, out->x);
    out->bound = fmin(out->bound, out->objective);
    out->gap = out->objective != 0 ? (out->objective - out->bound) / fabs(out->objective) : 0;
    return SELAT_OK;
}

selat_status selat_mip_solve(selat_context *context, const selat_mip *mip, const selat_mip_options *options,
                             selat_mip_result *out) {
    *out = (selat_mip_result){0};
    packed p = {0};
    watch w = {.context = context, .begun = selat_clock_seconds(), .limit = options->time_limit_s};
    Cbc_Model *model = NULL;
    selat_status status;
    TRY_OR(end, status, selat_check_cancel(context));
    TRY_OR(end, status, pack(context, mip, &p));
    TRY_OR(end, status, selat_new(context, mip->n_columns, &out->x));
    model = Cbc_newModel();
    set_up(mip, &p, options, model);
    if (options->start != NULL) TRY_OR(end, status, give_start(context, mip, options->start, model));
    Cbc_addCutCallback(model, at_node, "selat", &w);
    Cbc_solve(model);
    selat_progress(context, "network design", 1);
    bool interrupted = Cbc_status(model) == 5; /* CBC's own handler took the signal */
    if (interrupted || w.cancelled) {
        status = selat_fail(context, SELAT_CANCELLED, "cancelled");
        goto end;
    }
    read_end(mip, model, out);
    if (out->has_solution) TRY_OR(end, status, make_whole(context, mip, out));
    out->seconds = selat_clock_seconds() - w.begun;
end:
    if (model != NULL) Cbc_deleteModel(model);
    packed_clear(context, &p);
    if (status != SELAT_OK) selat_mip_result_clear(context, out);
    return status;
}

void selat_mip_result_clear(selat_context *context, selat_mip_result *result) {
    selat_release(context, result->x);
    *result = (selat_mip_result){0};
}
