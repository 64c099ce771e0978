/* Several accords side by side: a table for reading, JSON for programs. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/headline.h"
#include "report/json.h"
#include "selat/report.h"

enum { LABEL_WIDTH = 28, DIGITS = 17 };

struct selat_comparison {
    json_t *rows;    /* [{label, headline}] */
    selat_text text; /* the accords as JSON, commas between them */
};

selat_status selat_comparison_create(selat_context *context, selat_comparison **out) {
    TRY(selat_new(context, 1, out));
    (*out)->rows = json_array();
    if ((*out)->rows != NULL) return SELAT_OK;
    selat_release(context, *out);
    *out = NULL;
    return selat_fail(context, SELAT_NO_MEMORY, "comparison: no memory");
}

void selat_comparison_destroy(selat_context *context, selat_comparison *comparison) {
    if (comparison == NULL) return;
    json_decref(comparison->rows);
    selat_text_clear(context, &comparison->text);
    selat_release(context, comparison);
}

/* What a run of the economy alone does not know is no part of it. */
static json_t *headline_of(const selat_results *results) {
    static const char *const unknown[] = {"top_product", "capped", "bands"}, *const lists[] = {"gainers", "losers"};
    json_t *headline = report_json_headline(results), *one;
    size_t at;
    json_array_foreach(json_object_get(headline, "parties"), at, one) {
        for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++) json_object_del(one, unknown[k]);
    }
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        json_array_foreach(json_object_get(headline, lists[k]), at, one) json_object_del(one, "ev_band_musd");
    }
    return headline;
}

selat_status selat_comparison_add(selat_context *context, selat_comparison *comparison, const char *label,
                                  const selat_results *results) {
    const selat_accord *accord = results->inputs.accord;
    json_t *headline = headline_of(results);
    json_t *root = json_pack("{s:o, s:o, s:o, s:o, s:O?, s:o, s:o}", "accord", report_text(label), "file", report_text(accord->path), "name",
                             report_text(accord->name), "table", report_text(accord->table), "headline", headline, "years",
                             report_json_years(results), "diagnostics", report_json_diagnostics(results));
    bool added = root != NULL && headline != NULL &&
                 json_array_append_new(comparison->rows, json_pack("{s:o, s:o}", "label", report_text(label), "headline", headline)) == 0;
    char *text = added ? json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS)) : NULL;
    selat_status status = text != NULL ? SELAT_OK : selat_fail(context, SELAT_NO_MEMORY, "comparison: no memory");
    if (status == SELAT_OK && comparison->text.length > 0) status = selat_text_add(context, &comparison->text, ",\n");
    if (status == SELAT_OK) status = selat_text_add_bytes(context, &comparison->text, text, strlen(text));
    free(text);
    json_decref(root);
    return status;
}

selat_status selat_comparison_json(selat_context *context, const selat_comparison *comparison, char **out) {
    selat_text text = {0};
    const char *accords = comparison->text.length > 0 ? comparison->text.bytes : "";
    selat_status status = selat_text_add(context, &text, "{\"schema\":1,\"accords\":[\n");
    if (status == SELAT_OK) status = selat_text_add_bytes(context, &text, accords, strlen(accords));
    if (status == SELAT_OK) status = selat_text_add(context, &text, "\n]}\n");
    *out = text.bytes;
    if (status == SELAT_OK) return SELAT_OK;
    selat_text_clear(context, &text);
    *out = NULL;
    return status;
}

/* ---- the table ---- */

/* The end of a long path says more than its beginning. */
static void shorten(const char *label, char *out) {
    size_t length = strlen(label), room = LABEL_WIDTH - 1;
    if (length <= room) {
        selat_format(out, LABEL_WIDTH, "%s", label);
    } else {
        selat_format(out, LABEL_WIDTH, "...%s", label + length - (room - 3));
    }
}

static double number(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Without a minus before a zero; a gap where there is no number. */
static selat_status add_cell(selat_context *context, selat_text *out, const json_t *object, const char *key, int width, int places) {
    double value = number(object, key);
    if (isnan(value)) return selat_text_add(context, out, "%*s", width, "-");
    return selat_text_add(context, out, "%+*.*f", width, places, fabs(value) < 0.5 * pow(10, -places) ? 0 : value);
}

static selat_status add_party(selat_context *context, selat_text *out, const char *label, const char *year, const json_t *party) {
    static const struct {
        const char *key;
        int width, places;
    } cells[] = {{"ev_musd", 12, 2}, {"ev_percent", 11, 5}, {"ev_per_head_usd", 9, 3}, {"real_wage_percent", 11, 5},
                 {"customs_revenue_change_musd", 13, 2}, {"exports_change_musd", 12, 2}, {"imports_change_musd", 12, 2}};
    TRY(selat_text_add(context, out, "%-*s%-5s%-7s", LABEL_WIDTH, label, year, json_string_value(json_object_get(party, "region"))));
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        TRY(add_cell(context, out, party, cells[k].key, cells[k].width, cells[k].places));
    }
    return selat_text_add(context, out, "\n");
}

static selat_status add_accord(selat_context *context, selat_text *out, const json_t *row) {
    const json_t *headline = json_object_get(row, "headline"), *parties = json_object_get(headline, "parties"), *party;
    char label[LABEL_WIDTH + 1], year[24];
    size_t at;
    shorten(json_string_value(json_object_get(row, "label")), label);
    selat_format(year, sizeof year, "%lld", (long long)json_integer_value(json_object_get(headline, "year")));
    if (json_array_size(parties) == 0) {
        return selat_text_add(context, out, "%-*s%-5sno answer: the last year did not converge\n", LABEL_WIDTH, label, year);
    }
    json_array_foreach(parties, at, party) TRY(add_party(context, out, at == 0 ? label : "", at == 0 ? year : "", party));
    TRY(selat_text_add(context, out, "%-*s%-5s%-7s", LABEL_WIDTH, "", "", "world"));
    TRY(add_cell(context, out, headline, "world_ev_musd", 12, 2));
    return selat_text_add(context, out, "\n");
}

static selat_status add_heading(selat_context *context, bool colour, selat_text *out) {
    const char *bold = colour ? "\033[1m" : "", *dim = colour ? "\033[2m" : "", *plain = colour ? "\033[0m" : "";
    TRY(selat_text_add(context, out, "%s%-*s%-5s%-7s%12s%11s%9s%11s%13s%12s%12s%s\n", bold, LABEL_WIDTH, "accord", "year", "region",
                       "real income", "% spending", "a head", "real wage", "customs rev.", "exports", "imports", plain));
    return selat_text_add(context, out, "%s%-*s%-5s%-7s%12s%11s%9s%11s%13s%12s%12s%s\n", dim, LABEL_WIDTH, "change", "", "",
                          "million USD", "%", "USD", "%", "million USD", "million USD", "million USD", plain);
}

selat_status selat_comparison_table(selat_context *context, const selat_comparison *comparison, bool colour, char **out) {
    selat_text text = {0};
    const json_t *row;
    size_t at;
    selat_status status = add_heading(context, colour, &text);
    json_array_foreach(comparison->rows, at, row) {
        if (status == SELAT_OK) status = add_accord(context, &text, row);
    }
    *out = text.bytes;
    if (status == SELAT_OK) return SELAT_OK;
    selat_text_clear(context, &text);
    *out = NULL;
    return status;
}
