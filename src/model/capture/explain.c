/* Why no network meets the targets: the relaxed program says how much of each is out of reach. Every unit may be open at no
   cost there, so it falls short exactly where every network does. */
#include "base/memory.h"
#include "base/status.h"
#include "model/capture/formulate.h"

static const char *file_of(const selat_capture_problem *p) { return p->file != NULL ? p->file : "capture"; }

/* What all units of a kind, built as early as they may be, can do in year t. */
static double sources_in(const selat_capture_problem *p, int64_t t) {
    double sum = 0;
    for (int64_t i = 0; i < p->n_sources; i++) {
        for (int64_t block = 0; block <= capture_block(p, t); block++) {
            if (p->first_year + block * p->build_every < p->sources[i].start) continue;
            sum += p->sources[i].capacity_mtpa * capture_ramp(p, p->sources[i].ramp_years, block, t);
            break;
        }
    }
    return sum;
}

static selat_status explain_year(selat_context *context, const selat_capture_problem *p, int64_t t, double missing) {
    double target = p->target_mtpa[t], ready = sources_in(p, t), held = 0;
    long long year = (long long)(p->first_year + t);
    if (ready < target - 1e-9) {
        return selat_fail(context, SELAT_FAILED, "%s: target of %lld: %.6g Mt, but all sources that may run in %lld together capture at most %.6g Mt (capacity, start, ramp_years)",
                          file_of(p), year, target, year, ready);
    }
    for (int64_t k = 0; k < p->n_stores; k++) held += p->stores[k].capacity_mt;
    double needed = target * (double)(p->life_years > p->n_years ? p->life_years - p->n_years : 0);
    for (int64_t y = 0; y < p->n_years; y++) needed += p->target_mtpa[y];
    if (t == p->n_years - 1 && held < needed) {
        return selat_fail(context, SELAT_FAILED, "%s: target of %lld: %.6g Mt a year need %.6g Mt of storage over %lld years, all stores hold %.6g Mt (capacity_mt, years)",
                          file_of(p), year, target, needed, (long long)p->life_years, held);
    }
    return selat_fail(context, SELAT_FAILED, "%s: target of %lld: %.6g Mt, but sources, routes and stores that may work then together reach %.6g Mt (start of routes and stores, capacity_mt, ramp_years of wells)",
                      file_of(p), year, target, target - missing);
}

selat_status capture_explain(selat_context *context, const selat_capture_problem *problem) {
    capture_layout layout;
    selat_mip mip;
    selat_mip_result least;
    TRY(capture_formulate(context, problem, true, &layout, &mip));
    selat_status status = selat_mip_relax(context, &mip, NULL, &least);
    if (status == SELAT_OK) {
        status = selat_fail(context, SELAT_FAILED, "%s: the solver found no network, although one exists: numerical difficulties", file_of(problem));
        int64_t worst = -1;
        for (int64_t t = 0, column = 0; least.has_solution && t < problem->n_years; t++, column++) {
            if (least.x[column] > 1e-7 && worst < 0) worst = t;
        }
        if (worst >= 0) status = explain_year(context, problem, worst, least.x[worst]);
        selat_mip_result_clear(context, &least);
    }
    capture_layout_clear(context, &layout);
    selat_mip_clear(context, &mip);
    return status;
}
