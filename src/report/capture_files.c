/* A capture network into files: JSON, CSV, MPS. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "report/json_capture.h"

static const report_column year_columns[] = {
    {"year", "year"},
    {"target_mt", "target (Mt CO2)"},
    {"captured_mt", "captured (Mt CO2)"},
    {"capture_musd", "capture (million USD)"},
    {"transport_musd", "transport (million USD)"},
    {"storage_musd", "storage (million USD)"},
    {"cost_musd", "all (million USD)"},
    {"cost_usd_per_t", "cost (USD per t CO2)"},
};
static const report_column source_columns[] = {
    {"year", "year"},
    {"source", "source"},
    {"region", "country (ISO code)"},
    {"sector", "sector (code)"},
    {"gross_mt", "emissions before capture (Mt CO2)"},
    {"captured_mt", "captured (Mt CO2)"},
    {"capture_usd_per_t", "capture (USD per t CO2)"},
    {"transport_usd_per_t", "transport (USD per t CO2)"},
    {"storage_usd_per_t", "storage (USD per t CO2)"},
    {"cost_usd_per_t", "all (USD per t CO2)"},
};
static const report_column store_columns[] = {
    {"year", "year"},
    {"store", "store"},
    {"region", "country (ISO code)"},
    {"stored_mt", "stored (Mt CO2)"},
    {"wells", "wells"},
    {"capacity_mt", "capacity (Mt CO2)"},
    {"cost_musd", "cost (million USD)"},
    {"cost_usd_per_t", "cost (USD per t CO2)"},
};
static const report_column route_columns[] = {
    {"year", "year"},
    {"from", "from"},
    {"to", "to"},
    {"type", "type"},
    {"line", "line of its type"},
    {"km", "length (km)"},
    {"flow_mt", "carried (Mt CO2)"},
    {"cost_musd", "cost (million USD)"},
};

#define SHEET(list, columns, text)                                                                                     \
    (report_sheet) {                                                                                                   \
        "capture_" list, text, json_incref(json_object_get(capture, list)), columns, sizeof(columns) / sizeof *(columns) \
    }

void report_capture_sheets(json_t *capture, report_sheet sheets[REPORT_CAPTURE_SHEETS]) {
    sheets[0] = SHEET("years", year_columns, "Captured and stored CO2 and what it costs, by year");
    sheets[1] = SHEET("sources", source_columns, "Captured CO2 and cost per tonne, by source and year");
    sheets[2] = SHEET("stores", store_columns, "Stored CO2, by store and year");
    sheets[3] = SHEET("routes", route_columns, "Pipelines and ship routes in place, by year");
}

static const report_column account_columns[] = {
    {"measure", "measure"},
    {"year", "year"},
    {"captured_mt", "captured (Mt CO2)"},
    {"penalty_mt", "CO2 of the fuel that capture takes (Mt)"},
    {"avoided_mt", "emissions avoided (Mt CO2)"},
    {"paid_musd", "paid by the capturing industries (million USD)"},
    {"paid_usd_per_t_avoided", "paid (USD per t avoided)"},
    {"fee_musd", "of which storage fee to the host (million USD)"},
    {"storage_cost_musd", "what storage costs the host (million USD)"},
    {"built_musd", "capital goods bought (million USD)"},
};
static const report_column payer_columns[] = {
    {"measure", "measure"},
    {"year", "year"},
    {"region", "country (ISO code)"},
    {"sector", "sector that captures and pays (code)"},
    {"captured_mt", "captured (Mt CO2)"},
    {"penalty_mt", "CO2 of the fuel that capture takes (Mt)"},
    {"paid_musd", "paid (million USD)"},
    {"unit_cost_percent", "rise of unit cost (%)"},
};
static const report_column supplier_columns[] = {
    {"measure", "measure"},
    {"year", "year"},
    {"spending", "for"},
    {"buyer", "buyer (ISO code)"},
    {"seller", "seller (ISO code)"},
    {"sector", "product (sector code)"},
    {"amount_musd", "bought (million USD)"},
};

void report_capture_plan_sheets(json_t *capture, report_sheet sheets[REPORT_CAPTURE_PLAN_SHEETS]) {
    sheets[0] = SHEET("accounts", account_columns, "Capture measures: tonnes, payments and building, by year");
    sheets[1] = SHEET("payers", payer_columns, "Which industries capture and pay, by year");
    sheets[2] = SHEET("suppliers", supplier_columns, "From whom networks are built, run and shipped for, by year");
}

selat_status selat_report_capture_json(selat_context *context, const selat_capture_problem *problem,
                                       const selat_capture_solution *solution, char **out) {
    *out = NULL;
    json_t *root = report_json_capture(problem, solution);
    if (root == NULL) return selat_fail(context, SELAT_NO_MEMORY, "capture: no memory for the result");
    selat_status status = report_json_text(context, root, out);
    json_decref(root);
    return status;
}

static selat_status write_json(selat_context *context, const json_t *root, const char *folder) {
    char *text = NULL, *path = NULL;
    selat_status status = report_json_text(context, root, &text);
    if (status == SELAT_OK) status = selat_path_join(context, folder, "capture.json", &path);
    if (status == SELAT_OK) status = selat_file_write(context, path, text, strlen(text));
    selat_release(context, text);
    selat_release(context, path);
    return status;
}

selat_status selat_report_capture_write(selat_context *context, const selat_capture_problem *problem,
                                        const selat_capture_solution *solution, const char *folder) {
    json_t *root = report_json_capture(problem, solution);
    if (root == NULL) return selat_fail(context, SELAT_NO_MEMORY, "capture: no memory for the result");
    report_sheet sheets[REPORT_CAPTURE_SHEETS];
    report_capture_sheets(root, sheets);
    selat_status status = selat_folder_make(context, folder);
    for (int k = 0; k < REPORT_CAPTURE_SHEETS; k++) {
        if (status == SELAT_OK) status = report_write_csv(context, &sheets[k], folder);
        json_decref(sheets[k].rows);
    }
    if (status == SELAT_OK) status = write_json(context, root, folder);
    json_decref(root);
    return status;
}

selat_status selat_report_capture_mps(selat_context *context, const selat_capture_problem *problem, const char *path) {
    char *text;
    TRY(selat_capture_mps(context, problem, &text));
    selat_status status = selat_file_write(context, path, text, strlen(text));
    selat_release(context, text);
    return status;
}
