/* Least cost: formulate, start warm, branch and cut, decode. */
#include <math.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/capture/formulate.h"

static const double DEFAULT_GAP = 1e-6;

const char *selat_capture_reason_name(selat_capture_reason reason) {
    static const char *const names[] = {[SELAT_CAPTURE_OPTIMAL] = "optimal",
                                        [SELAT_CAPTURE_TIME_LIMIT] = "time limit",
                                        [SELAT_CAPTURE_GAVE_UP] = "numerical difficulties"};
    return names[reason];
}

static selat_status finish(selat_context *context, const selat_capture_problem *problem, const capture_layout *layout,
                           const selat_mip *mip, const selat_mip_result *found, selat_capture_solution *out) {
    TRY(capture_decode(context, problem, layout, found->x, out));
    out->reason = found->reason == SELAT_MIP_OPTIMAL ? SELAT_CAPTURE_OPTIMAL
                  : found->reason == SELAT_MIP_TIME  ? SELAT_CAPTURE_TIME_LIMIT
                                                     : SELAT_CAPTURE_GAVE_UP;
    out->bound_musd = fmin(found->bound, out->cost_musd);
    out->gap = out->cost_musd > 0 ? (out->cost_musd - out->bound_musd) / out->cost_musd : 0;
    out->n_binaries = selat_mip_integers(mip);
    out->n_columns = mip->n_columns;
    out->n_rows = mip->n_rows;
    out->n_tree_nodes = found->nodes;
    out->seconds = found->seconds;
    return SELAT_OK;
}

static selat_status no_answer(selat_context *context, const selat_capture_problem *problem, const selat_mip_result *found) {
    if (found->reason != SELAT_MIP_TIME) return capture_explain(context, problem);
    return selat_fail(context, SELAT_FAILED, "%s: no network found within the time limit; no network costs less than %.6g MUSD",
                      problem->file != NULL ? problem->file : "capture", found->bound);
}

selat_status selat_capture_solve(selat_context *context, const selat_capture_problem *problem,
                                 const selat_capture_options *options, selat_capture_solution **out) {
    *out = NULL;
    TRY(selat_capture_check(context, problem));
    capture_layout layout;
    selat_mip mip;
    TRY(capture_formulate(context, problem, false, &layout, &mip));
    selat_mip_result found = {0};
    double *start = NULL;
    bool warm = false;
    selat_status status;
    TRY_OR(end, status, selat_new(context, mip.n_columns, &start));
    if (!options->cold) TRY_OR(end, status, capture_warm_start(context, problem, &layout, &mip, &warm, start));
    if (!options->cold && !warm) {
        status = capture_explain(context, problem);
        goto end;
    }
    selat_mip_options search = {.time_limit_s = options->time_limit_s,
                                .gap = options->gap > 0 ? options->gap : DEFAULT_GAP,
                                .as_it_is = options->quick,
                                .start = warm ? start : NULL};
    TRY_OR(end, status, selat_mip_solve(context, &mip, &search, &found));
    if (!found.has_solution) {
        status = no_answer(context, problem, &found);
        goto end;
    }
    TRY_OR(end, status, selat_new(context, 1, out));
    (*out)->start_cost_musd = warm ? selat_mip_objective(&mip, start) : NAN;
    status = finish(context, problem, &layout, &mip, &found, *out);
end:
    if (status != SELAT_OK) {
        selat_capture_solution_destroy(context, *out);
        *out = NULL;
    }
    selat_release(context, start);
    selat_mip_result_clear(context, &found);
    capture_layout_clear(context, &layout);
    selat_mip_clear(context, &mip);
    return status;
}

selat_status selat_capture_mps(selat_context *context, const selat_capture_problem *problem, char **out) {
    *out = NULL;
    TRY(selat_capture_check(context, problem));
    capture_layout layout;
    selat_mip mip;
    selat_text text = {0};
    TRY(capture_formulate(context, problem, false, &layout, &mip));
    selat_status status = selat_mip_mps(context, &mip, "capture", &text);
    capture_layout_clear(context, &layout);
    selat_mip_clear(context, &mip);
    if (status == SELAT_OK) {
        *out = text.bytes;
    } else {
        selat_text_clear(context, &text);
    }
    return status;
}
