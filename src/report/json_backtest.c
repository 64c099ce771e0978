/* The backtest as a tree; into every report's annex as the shipped summary. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/json.h"
#include "selat/dataset.h"

enum { DIGITS = 6, MAX_BYTES = 1 << 20 };
static const char summary_file[] = "panel/backtest.json";

static json_t *fit(const selat_backtest_fit *f) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "cells", (json_int_t)f->cells, "slope",
                     report_number(f->slope), "standard_error", report_number(f->standard_error), "r2",
                     report_number(f->r2), "explained", report_number(f->explained), "rank_correlation",
                     report_number(f->rank_correlation), "sign_agreement", report_number(f->sign_agreement), "coverage",
                     report_number(f->coverage));
}

static json_t *fits(const selat_backtest_window *w) {
    json_t *object = json_object();
    for (int s = 0; s < SELAT_BACKTEST_SAMPLES; s++) {
        json_object_set_new(object, selat_backtest_sample_name((selat_backtest_sample)s), fit(&w->fit[s]));
    }
    return object;
}

static json_t *bins(const selat_backtest_window *w) {
    json_t *array = json_array();
    for (int b = 0; b < SELAT_BACKTEST_BINS; b++) {
        json_array_append_new(array, json_pack("{s:o, s:o, s:I}", "predicted", report_number(w->bin_predicted[b]),
                                               "actual", report_number(w->bin_actual[b]), "cells",
                                               (json_int_t)w->bin_cells[b]));
    }
    return array;
}

static json_t *window(const selat_backtest_window *w) {
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:I, s:o, s:b, s:o, s:o}", "from",
                     (json_int_t)w->years.from, "to", (json_int_t)w->years.to, "cells", (json_int_t)w->cells, "treated",
                     (json_int_t)w->treated, "vanished", (json_int_t)w->vanished, "trade_share",
                     report_number(w->trade_share), "sd_predicted", report_number(w->sd_predicted), "sd_actual",
                     report_number(w->sd_actual), "band_width", report_number(w->band_width), "clipped_cells",
                     (json_int_t)w->clipped_cells, "clipped_share", report_number(w->clipped_share), "converged",
                     w->solver.converged, "fit", fits(w), "bins", bins(w));
}

static json_t *event(const selat_past_event *e, const selat_backtest_event *found) {
    return json_pack("{s:o, s:I, s:I, s:o, s:I, s:o, s:o, s:o, s:o, s:b}", "name", report_text(e->name), "from",
                     (json_int_t)e->window.from, "to", (json_int_t)e->window.to, "source", report_text(e->source),
                     "cells", (json_int_t)found->cells, "tariff_change", report_number(found->tariff_change),
                     "predicted", report_number(found->predicted), "actual", report_number(found->actual),
                     "standard_error", report_number(found->standard_error), "converged", found->solver.converged);
}

static json_t *tree(const selat_backtest *b) {
    const selat_backtest_inputs *in = &b->inputs;
    json_t *windows = json_array(), *events = json_array();
    for (int64_t k = 0; k < in->n_windows; k++) json_array_append_new(windows, window(&b->windows[k]));
    for (int64_t k = 0; in->events != NULL && k < in->events->count; k++) {
        json_array_append_new(events, event(&in->events->events[k], &b->events[k]));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:I, s:o, s:o}", "panel", report_text(in->panel->name),
                     "source", report_text(in->panel->source), "added_duties",
                     in->duties != NULL ? report_text(in->duties->name) : json_null(), "added_duties_source",
                     in->duties != NULL ? report_text(in->duties->source) : json_null(), "shares_of",
                     report_text(in->table->name), "elasticities", report_text(in->elasticities->name), "deficits",
                     selat_deficits_name(in->deficits), "least_musd", report_number(in->least_musd), "theta_sets",
                     (json_int_t)in->n_theta_sets, "windows", windows, "events", events);
}

static int add_chunk(const char *bytes, size_t length, void *data) {
    void **pair = data;
    return selat_text_add_bytes(pair[0], pair[1], bytes, length) == SELAT_OK ? 0 : -1;
}

static selat_status print_tree(selat_context *context, const selat_backtest *backtest, selat_text *text) {
    void *pair[2] = {context, text};
    json_t *root = tree(backtest);
    bool failed = root == NULL ||
                  json_dump_callback(root, add_chunk, pair, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS)) != 0;
    json_decref(root);
    if (!failed) return SELAT_OK;
    selat_text_clear(context, text);
    return selat_fail(context, SELAT_NO_MEMORY, "backtest: no memory");
}

selat_status selat_report_backtest_json(selat_context *context, const selat_backtest *backtest, char **out) {
    selat_text text = {0};
    selat_status status = print_tree(context, backtest, &text);
    *out = text.bytes;
    return status;
}

selat_status selat_report_backtest_write(selat_context *context, const selat_backtest *backtest, const char *path) {
    selat_text text = {0};
    TRY(print_tree(context, backtest, &text));
    selat_status status = selat_text_add(context, &text, "\n");
    if (status == SELAT_OK) status = selat_file_write(context, path, text.bytes, text.length);
    selat_text_clear(context, &text);
    return status;
}

/* The shipped summary, or null where the data folder has none. */
selat_status report_json_add_backtest(selat_context *context, json_t *root) {
    char *path = NULL, *bytes = NULL;
    size_t length;
    json_t *summary = NULL;
    if (selat_dataset_path(context, summary_file, &path) == SELAT_OK) {
        selat_status status = selat_file_read(context, path, MAX_BYTES, &bytes, &length);
        json_error_t error;
        if (status == SELAT_OK) summary = json_loadb(bytes, length, 0, &error);
        if (status == SELAT_OK && !json_is_object(summary)) {
            status = selat_fail(context, SELAT_BAD_INPUT, "%s: expected the JSON that 'selat backtest --write' makes", path);
        }
        selat_release(context, bytes);
        selat_dataset_free(context, path);
        if (status != SELAT_OK) {
            json_decref(summary);
            return status;
        }
    }
    if (json_object_set_new(root, "backtest", summary != NULL ? summary : json_null()) == 0) return SELAT_OK;
    return selat_fail(context, SELAT_NO_MEMORY, "results.json: no memory");
}
