/* results.json: putting the sections together. */
#include "report/draws.h"
#include "report/stress.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/status.h"
#include "selat_build.h"

enum { DIGITS = 15 };

json_t *report_number(double value) { return isfinite(value) ? json_real(value) : json_null(); }

json_t *report_text(const char *text) {
    if (text == NULL) return json_null();
    json_t *string = json_string(text);
    return string != NULL ? string : json_string("(not UTF-8)");
}

const char *report_region(const selat_results *results, int64_t region) {
    return results->inputs.table->regions.codes[region];
}

const char *report_sector(const selat_results *results, int64_t sector) {
    return results->inputs.table->sectors.codes[sector];
}

static bool add_all(json_t *root, json_t *section) {
    bool added = section != NULL && json_object_update(root, section) == 0;
    json_decref(section);
    return added;
}

json_t *report_json_tree(const selat_results *results) {
    json_t *root = json_pack("{s:i, s:{s:s, s:s}}", "schema", 1, "selat", "version", selat_version(), "compiler",
                             SELAT_COMPILER);
    bool complete = root != NULL && add_all(root, report_json_accord(results)) &&
                    json_object_set_new(root, "headline", report_json_headline(results)) == 0 &&
                    json_object_set_new(root, "years", report_json_years(results)) == 0 &&
                    add_all(root, report_json_detail(results)) &&
                    add_all(root, report_json_dependence(results)) &&
                    json_object_set_new(root, "welfare_split", report_json_welfare(results)) == 0 &&
                    json_object_set_new(root, "lanes", report_json_lanes(results)) == 0 &&
                    json_object_set_new(root, "indicators", report_json_indicators(results)) == 0 &&
                    json_object_set_new(root, "uncertainty", report_json_uncertainty(results)) == 0 &&
                    json_object_set_new(root, "capture", report_json_capture_plans(results)) == 0 &&
                    json_object_set_new(root, "stress", report_json_stress(results)) == 0 &&
                    json_object_set_new(root, "emissions", report_json_emissions(results)) == 0 &&
                    json_object_set_new(root, "chains", report_json_chains(results)) == 0 &&
                    json_object_set_new(root, "assumptions", report_json_assumptions(results)) == 0 &&
                    json_object_set_new(root, "sources", report_json_sources(results)) == 0 &&
                    json_object_set_new(root, "diagnostics", report_json_diagnostics(results)) == 0;
    if (complete) return root;
    json_decref(root);
    return NULL;
}

static int add_chunk(const char *bytes, size_t length, void *data) {
    void **pair = data;
    return selat_text_add_bytes(pair[0], pair[1], bytes, length) == SELAT_OK ? 0 : -1;
}

static selat_status dump(selat_context *context, const json_t *root, size_t layout, char **out) {
    selat_text text = {0};
    void *pair[2] = {context, &text};
    int failed = json_dump_callback(root, add_chunk, pair, layout | JSON_REAL_PRECISION(DIGITS));
    *out = text.bytes;
    if (failed == 0) return SELAT_OK;
    selat_text_clear(context, &text);
    *out = NULL;
    return selat_fail(context, SELAT_NO_MEMORY, "results.json: no memory");
}

selat_status report_json_text(selat_context *context, const json_t *root, char **out) {
    return dump(context, root, JSON_INDENT(1), out);
}

selat_status report_json_compact(selat_context *context, const json_t *root, char **out) {
    return dump(context, root, JSON_COMPACT, out);
}

selat_status selat_report_json(selat_context *context, const selat_results *results, char **out) {
    *out = NULL;
    json_t *root = report_json_tree(results);
    if (root == NULL) return selat_fail(context, SELAT_NO_MEMORY, "results.json: no memory");
    selat_status status = report_json_add_backtest(context, root);
    if (status == SELAT_OK) status = report_json_text(context, root, out);
    json_decref(root);
    return status;
}
