/* A session: the accord as it is now, solved for a year. */
#include "live/session.h"

#include <string.h>

#include "accord/read_accord.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"
#include "selat/dataset.h"
#include "selat/pathway_load.h"

/* ---- data ---- */

selat_status selat_live_create(selat_context *context, const selat_table *table, selat_live **out) {
    selat_live *live;
    *out = NULL;
    TRY(selat_table_require_factored(context, table, "the trade model"));
    TRY(selat_new(context, 1, &live));
    live->context = context;
    live->table = table;
    live->meter = (run_origin_meter){.table = table, .groups = &live->groups};
    selat_status status;
    TRY_OR(fail, status, selat_dataset_groups(context, &live->groups));
    TRY_OR(fail, status, selat_dataset_countries(context, table, &live->countries));
    TRY_OR(fail, status, selat_dataset_pledges(context, "pledges", &live->pledges));
    TRY_OR(fail, status, selat_dataset_visitors(context, table, &live->visitors));
    TRY_OR(fail, status, selat_trade_quantities_create(context, table, true, &live->after));
    TRY_OR(fail, status, selat_new(context, table->regions.count, &live->regions));
    TRY_OR(fail, status, selat_new(context, table->regions.count * table->sectors.count, &live->volume_hat));
    TRY_OR(fail, status, live_slow_create(live, &live->slow));
    *out = live;
    return SELAT_OK;
fail:
    selat_live_destroy(live);
    return status;
}

static void free_datasets(selat_live *live, live_dataset *first) {
    for (live_dataset *next; first != NULL; first = next) {
        next = first->next;
        selat_tariffs_clear(live->context, &first->tariffs);
        selat_elasticities_clear(live->context, &first->elasticities);
        selat_pathway_clear(live->context, &first->pathway);
        selat_release(live->context, first->name);
        selat_release(live->context, first);
    }
}

void selat_live_destroy(selat_live *live) {
    if (live == NULL) return;
    selat_context *context = live->context;
    live_unsolve(live);
    live_slow_destroy(live, live->slow);
    live_forget(live);
    selat_accord_destroy(context, live->accord);
    selat_capture_plans_destroy(context, live->plans);
    run_meter_clear(context, &live->meter);
    free_datasets(live, live->tariffs);
    free_datasets(live, live->elasticities);
    free_datasets(live, live->pathways);
    selat_visitors_clear(context, &live->visitors);
    selat_pledges_clear(context, &live->pledges);
    if (live->countries != NULL) selat_countries_free(context, live->table->regions.count, live->countries);
    selat_groups_clear(context, &live->groups);
    selat_trade_quantities_clear(context, &live->after);
    void *const rest[] = {live->table_name, live->base_key, live->overlay_key, live->regions, live->volume_hat, live->target_rows};
    for (size_t k = 0; k < sizeof rest / sizeof *rest; k++) selat_release(context, rest[k]);
    selat_release(context, live);
}

selat_status selat_live_use_plans(selat_live *live, const char *text) {
    selat_capture_plans *plans;
    TRY(selat_capture_plans_read(live->context, "capture", text, live->table, &plans));
    selat_capture_plans_destroy(live->context, live->plans);
    live->plans = plans;
    return SELAT_OK;
}

/* ---- the accord ---- */

/* The dataset of that name in the list, with *made telling that it still has to be loaded. */
static selat_status find_dataset(selat_live *live, live_dataset **list, const char *name, live_dataset **out, bool *made) {
    *made = false;
    for (*out = *list; *out != NULL; *out = (*out)->next) {
        if (strcmp((*out)->name, name) == 0) return SELAT_OK;
    }
    TRY(selat_new(live->context, 1, out));
    selat_status status = selat_copy_text(live->context, name, &(*out)->name);
    (*out)->next = *list;
    *list = *out;
    *made = true;
    return status;
}

static void drop_first(selat_live *live, live_dataset **list) {
    live_dataset *first = *list;
    *list = first->next;
    first->next = NULL;
    free_datasets(live, first);
}

static selat_status use_tariffs(selat_live *live, const selat_accord *accord, selat_run_inputs *inputs) {
    live_dataset *data;
    bool made;
    TRY(find_dataset(live, &live->tariffs, accord->tariffs, &data, &made));
    selat_status status = made ? selat_dataset_tariffs(live->context, accord->tariffs, live->table, &data->tariffs) : SELAT_OK;
    if (status != SELAT_OK) drop_first(live, &live->tariffs);
    else inputs->tariffs = &data->tariffs;
    return status;
}

static selat_status use_elasticities(selat_live *live, const selat_accord *accord, selat_run_inputs *inputs) {
    live_dataset *data;
    bool made;
    TRY(find_dataset(live, &live->elasticities, accord->elasticities, &data, &made));
    selat_status status =
        made ? selat_dataset_elasticities(live->context, accord->elasticities, live->table, &data->elasticities) : SELAT_OK;
    if (status != SELAT_OK) drop_first(live, &live->elasticities);
    else inputs->elasticities = &data->elasticities;
    return status;
}

static selat_status use_pathway(selat_live *live, const selat_accord *accord, selat_run_inputs *inputs) {
    live_dataset *data;
    bool made;
    if (strcmp(accord->pathway, "none") == 0) return SELAT_OK;
    TRY(find_dataset(live, &live->pathways, accord->pathway, &data, &made));
    selat_status status =
        made ? selat_dataset_pathway(live->context, accord->pathway, live->table, &live->groups, &data->pathway) : SELAT_OK;
    if (status != SELAT_OK) drop_first(live, &live->pathways);
    else inputs->pathway = &data->pathway;
    return status;
}

static selat_status check_table(selat_live *live, const selat_accord *accord) {
    if (live->table_name == NULL) return selat_copy_text(live->context, accord->table, &live->table_name);
    if (strcmp(live->table_name, accord->table) == 0) return SELAT_OK;
    return selat_fail_at(live->context, (selat_place){accord->path, 0, 0, "baseline.table"}, accord->table, "%s, the table of this session",
                         live->table_name);
}

/* The steps of selat_run_load. */
static selat_status ready(selat_live *live, selat_accord *accord, selat_run_inputs *inputs) {
    selat_context *context = live->context;
    TRY(check_table(live, accord));
    TRY(selat_accord_use_plans(context, accord, live->table, live->plans));
    TRY(use_tariffs(live, accord, inputs));
    TRY(selat_accord_check_tariffs(context, accord, inputs->tariffs, &live->table->regions));
    TRY(run_meter_accord(context, &live->meter, accord));
    TRY(use_elasticities(live, accord, inputs));
    TRY(use_pathway(live, accord, inputs));
    return selat_accord_use_visitors(context, accord, live->table, &live->visitors);
}

selat_status selat_live_set_accord(selat_live *live, const char *file, const struct selat_yaml *root) {
    double begun = selat_clock_seconds();
    selat_accord *accord;
    char *base = NULL, *overlays = NULL;
    selat_run_inputs inputs = {.table = live->table, .countries = live->countries, .pledges = &live->pledges};
    TRY(selat_accord_from_tree(live->context, file, root, live->table, &live->groups, &accord));
    inputs.accord = accord;
    selat_status status = ready(live, accord, &inputs);
    if (status == SELAT_OK) status = live_keys(live, accord, &inputs, &base, &overlays);
    if (status != SELAT_OK) {
        selat_accord_destroy(live->context, accord);
        return status;
    }
    live_unsolve(live);
    selat_accord_destroy(live->context, live->accord);
    live->accord = accord;
    live->inputs = inputs;
    live_rekey(live, base, overlays);
    live->report.read_s = selat_clock_seconds() - begun;
    return SELAT_OK;
}

const selat_accord *selat_live_accord(const selat_live *live) { return live->accord; }

/* ---- solving ---- */

void live_unsolve(selat_live *live) {
    double read = live->report.read_s;
    live_slow_reset(live, live->slow);
    selat_trade_result_destroy(live->context, live->result);
    selat_trade_shock_clear(live->context, &live->shock);
    selat_release(live->context, live->targets);
    live->result = NULL;
    live->targets = NULL;
    live->n_targets = 0;
    live->now = NULL;
    live->solved = false;
    live->report = (selat_live_report){.read_s = read};
}

/* The solver stays with the year's baseline, so that each solve starts from the one before. */
static selat_status ready_solver(selat_live *live, live_baseline *b) {
    if (live->solver_of == b) return SELAT_OK;
    selat_trade_solver_destroy(live->context, live->solver);
    live->solver = NULL;
    live->solver_of = NULL;
    TRY(selat_trade_solver_create(live->context, b->of.economy, &live->solver));
    live->solver_of = b;
    return SELAT_OK;
}

static selat_status fill_numbers(selat_live *live) {
    const live_baseline *b = live->now;
    TRY(selat_trade_quantities_after(live->context, b->of.table, b->of.economy, &live->shock, live->result, live->solver, &live->after));
    TRY(run_region_numbers(live->context, &live->inputs, &b->of, &b->before, &live->after, live->result, live->regions));
    run_volume_hats(b->of.economy, &live->shock, live->result, b->before.output_musd, live->after.output_musd, live->volume_hat);
    return SELAT_OK;
}

static selat_status solve(selat_live *live, int64_t year) {
    double begun = selat_clock_seconds();
    selat_live_report *report = &live->report;
    TRY(live_baseline_at(live, year, &live->now));
    TRY(ready_solver(live, live->now));
    double ready = selat_clock_seconds();
    TRY(run_solve_accord_by(live->context, &live->inputs, live->accord, live->now->of.economy, year, live->solver, NULL, &live->shock,
                            &live->result, &live->n_targets, &live->targets));
    double solved = selat_clock_seconds();
    TRY(fill_numbers(live));
    report->year = year;
    report->converged = live->result->report.converged;
    report->solver = live->result->report;
    report->has_overlay = live->now->of.has_overlay;
    report->overlay_solver = live->now->of.solver;
    if (report->has_overlay && !report->overlay_solver.converged) report->converged = false;
    report->baseline_s = ready - begun;
    report->solve_s = solved - ready;
    report->numbers_s = selat_clock_seconds() - solved;
    live->solved = true;
    return SELAT_OK;
}

selat_status selat_live_solve(selat_live *live, int64_t year) {
    if (live->accord == NULL) return selat_fail(live->context, SELAT_BAD_INPUT, "no accord has been set");
    if (year < live->accord->first_year || year > live->accord->last_year) {
        return selat_fail(live->context, SELAT_BAD_INPUT, "year: found %lld, expected a year from %lld to %lld", (long long)year,
                          (long long)live->accord->first_year, (long long)live->accord->last_year);
    }
    live_unsolve(live);
    selat_status status = solve(live, year);
    if (status != SELAT_OK) live_unsolve(live);
    return status;
}

const selat_live_report *selat_live_last(const selat_live *live) { return &live->report; }
