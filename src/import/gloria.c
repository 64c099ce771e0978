/* GLORIA: supply and use of industries and products in one matrix, brought to product by product.

   T is [R][industry, product][S] both ways: rows of industries hold supply V[k][p] (what industry k makes of product
   p), rows of products the use U[(i,s)][(n,k)] by industries. By industry technology (Eurostat 2008, manual of supply,
   use and input-output tables, model B), with g_k = sum_p V[k][p] and w_n[k][p] = V[k][p] / g_k: Z[(i,s)][(n,p)] =
   sum_k U[(i,s)][(n,k)] w_n[k][p],   and the same for value added and stressors of industries. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "import/block.h"
#include "import/xlsx.h"

enum { LISTS = 3, MOST_LABEL = 255, CODE_ROOM = 600 };
static const size_t MOST_README = (size_t)64 << 20;

typedef struct gloria {
    selat_import_job *job;
    selat_names acronyms, region_names, sectors, demands, added, stressors, heads,
        units; /* name: the text, code: its row */
    int64_t R, S, F;
    double *w;            /* [R][S k][S p] */
    double *row;          /* [R][S p] */
    bool *makes;          /* [R][S k] g > 0 */
    double foreign, lost; /* supply in other regions; inputs of industries without output */
} gloria;

/* ---- labels, from the workbook called ReadMe ---- */

typedef struct column_lists {
    selat_xlsx *book;
    int64_t sheet, header_row;
    const char *heading[LISTS];
    int64_t column[LISTS]; /* 0: not met */
    selat_names *list[LISTS];
} column_lists;

static selat_status on_cell(selat_context *context, void *user, const selat_xlsx_cell *cell) {
    column_lists *l = user;
    char text[MOST_LABEL + 1], number[32];
    int64_t at;
    selat_format(text, sizeof text, "%.*s", (int)(cell->length > MOST_LABEL ? MOST_LABEL : cell->length), cell->text);
    for (int k = 0; k < LISTS; k++) {
        if (l->heading[k] == NULL) continue;
        if (l->column[k] == 0 && strcasecmp(text, l->heading[k]) == 0) {
            l->column[k] = cell->column;
            l->header_row = cell->row;
            return SELAT_OK;
        }
        if (l->column[k] != cell->column || cell->row <= l->header_row) continue;
        if (cell->kind == SELAT_XLSX_ERROR) {
            return selat_xlsx_fail(context, l->book, l->sheet, cell->row, cell->column, text, "a label");
        }
        selat_format(number, sizeof number, "%lld", (long long)cell->row);
        TRY(selat_names_add(context, l->list[k], number, text, &at));
    }
    return SELAT_OK;
}

static selat_status read_lists(selat_context *context, selat_xlsx *book, const char *sheet, column_lists lists) {
    lists.book = book;
    for (lists.sheet = 0; lists.sheet < selat_xlsx_sheets(book); lists.sheet++) {
        if (strcmp(selat_xlsx_sheet_name(book, lists.sheet), sheet) != 0) continue;
        TRY(selat_xlsx_read(context, book, lists.sheet, on_cell, &lists));
        for (int k = 0; k < LISTS; k++) {
            if (lists.heading[k] == NULL || (lists.column[k] > 0 && lists.list[k]->count > 0)) continue;
            return selat_fail(context, SELAT_BAD_INPUT, "%s: sheet '%s': found no column %s with labels below it",
                              selat_xlsx_name(book), sheet, lists.heading[k]);
        }
        return SELAT_OK;
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s: found no sheet '%s'", selat_xlsx_name(book), sheet);
}

static selat_status read_readme(selat_context *context, gloria *g, selat_xlsx *book) {
    TRY(read_lists(
        context, book, "Regions",
        (column_lists){.heading = {"Region_acronyms", "Region_names"}, .list = {&g->acronyms, &g->region_names}}));
    TRY(read_lists(context, book, "Sectors", (column_lists){.heading = {"Sector_names"}, .list = {&g->sectors}}));
    TRY(read_lists(
        context, book, "Value added and final demand",
        (column_lists){.heading = {"Final_demand_names", "Value_added_names"}, .list = {&g->demands, &g->added}}));
    return read_lists(context, book, "Satellites",
                      (column_lists){.heading = {"Sat_indicator", "Sat_head_indicator", "Sat_unit"},
                                     .list = {&g->stressors, &g->heads, &g->units}});
}

static int64_t find_with(const selat_archive *archive, const char *part, const char *other) {
    for (int64_t k = 0; k < selat_archive_count(archive); k++) {
        const char *name = selat_base_name(selat_archive_name(archive, k));
        if (selat_holds(name, part) && selat_holds(name, other)) return k;
    }
    return -1;
}

static selat_status read_labels(selat_context *context, gloria *g) {
    selat_archive *archive = g->job->archive;
    int64_t entry = find_with(archive, "ReadMe", ".xlsx");
    selat_stream stream;
    selat_xlsx *book = NULL;
    char *bytes = NULL;
    size_t length;
    if (entry < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found no GLORIA_ReadMe_....xlsx, which holds the labels",
                          selat_archive_path(archive));
    }
    TRY(selat_archive_stream(context, archive, entry, &stream));
    selat_status status;
    TRY_OR(done, status, selat_stream_read_all(context, &stream, MOST_README, &bytes, &length));
    TRY_OR(done, status, selat_xlsx_of_bytes(context, stream.name, bytes, length, &book));
    status = read_readme(context, g, book);
done:
    selat_xlsx_close(context, book);
    selat_stream_close(context, &stream);
    selat_release(context, bytes);
    return status;
}

static selat_status fail_twice(selat_context *context, const gloria *g, const char *what, const char *label) {
    return selat_fail(context, SELAT_BAD_INPUT, "%s: ReadMe: found the %s %s twice",
                      selat_archive_path(g->job->archive), what, label);
}

static selat_status add_labels(selat_context *context, gloria *g) {
    selat_assembly *a = &g->job->a;
    bool is_new;
    if (g->region_names.count != g->acronyms.count || g->stressors.count != g->units.count) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: ReadMe: found lists of unlike lengths (regions or satellites)",
                          selat_archive_path(g->job->archive));
    }
    for (int64_t r = 0; r < g->acronyms.count; r++) {
        for (int64_t s = 0; s < g->sectors.count; s++) {
            TRY(selat_assembly_node(context, a, g->acronyms.names[r], g->region_names.names[r], g->sectors.names[s],
                                    NULL, &is_new));
            if (!is_new)
                return fail_twice(context, g, s == 0 ? "region" : "sector",
                                  s == 0 ? g->acronyms.names[r] : g->sectors.names[s]);
        }
    }
    for (int64_t r = 0; r < g->acronyms.count; r++) {
        for (int64_t f = 0; f < g->demands.count; f++) {
            const char *known = selat_assembly_demand(g->demands.names[f]);
            TRY(selat_assembly_final(context, a, g->acronyms.names[r], known != NULL ? known : g->demands.names[f],
                                     g->demands.names[f], &is_new));
            if (!is_new) return fail_twice(context, g, "final demand", g->demands.names[f]);
        }
    }
    TRY(selat_assembly_settle(context, a));
    g->R = a->R;
    g->S = a->S;
    g->F = a->F;
    TRY(selat_new(context, g->R * g->S * g->S, &g->w));
    TRY(selat_new(context, g->R * g->S, &g->row));
    return selat_new(context, g->R * g->S, &g->makes);
}

/* ---- numbers ---- */

static bool is_industry(const void *user, int64_t row) {
    const gloria *g = user;
    return row / g->S % 2 == 0;
}

static bool is_product(const void *user, int64_t row) { return !is_industry(user, row); }

/* Industry (r, k): its supply by product, as shares of its output. */
static selat_status add_supply(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    (void)context;
    int64_t S = g->S, r = row / (2 * S), k = row % S;
    double made = 0, *w = g->w + (r * S + k) * S;
    for (int64_t n = 0; n < g->R; n++) {
        const double *products = values + (2 * n + 1) * S;
        for (int64_t p = 0; p < S; p++) {
            if (n == r) {
                w[p] = products[p];
                made += products[p];
            } else {
                g->foreign += fabs(products[p]);
            }
        }
    }
    g->makes[r * S + k] = made != 0;
    for (int64_t p = 0; p < S && made != 0; p++)
        w[p] /= made;
    return SELAT_OK;
}

/* Values by industry, in the columns of T, to g->row by product. */
static void to_products(gloria *g, const double *values) {
    int64_t S = g->S;
    memset(g->row, 0, (size_t)(g->R * S) * sizeof *g->row);
    for (int64_t n = 0; n < g->R; n++) {
        const double *industries = values + 2 * n * S;
        double *products = g->row + n * S;
        for (int64_t k = 0; k < S; k++) {
            double value = industries[k];
            if (value == 0) continue;
            if (!g->makes[n * S + k]) g->lost += fabs(value);
            const double *w = g->w + (n * S + k) * S;
            for (int64_t p = 0; p < S; p++)
                products[p] += value * w[p];
        }
    }
}

static int64_t product_of(const gloria *g, int64_t row) { return row / (2 * g->S) * g->S + row % g->S; }

static selat_status add_use(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    (void)context;
    to_products(g, values);
    selat_assembly_spread(&g->job->a, g->row, selat_assembly_z(&g->job->a, product_of(g, row)));
    return SELAT_OK;
}

static selat_status add_final(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    (void)context;
    selat_assembly_spread_final(&g->job->a, values, selat_assembly_y(&g->job->a, product_of(g, row)));
    return SELAT_OK;
}

static selat_status add_value(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    to_products(g, values);
    return selat_assembly_primary(context, &g->job->a, g->added.names[row % g->added.count], NULL, g->row, NULL);
}

static void code_of_stressor(const gloria *g, int64_t row, char code[CODE_ROOM]) {
    const char *head = g->heads.count == g->stressors.count ? g->heads.names[row] : "";
    selat_format(code, CODE_ROOM, "%.120s%s%.120s", head, head[0] != '\0' ? "; " : "", g->stressors.names[row]);
}

static selat_status add_stressor(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    selat_assembly *a = &g->job->a;
    char code[CODE_ROOM];
    int64_t at;
    to_products(g, values);
    code_of_stressor(g, row, code);
    if (selat_names_find(&a->stressors.names, code) >= 0)
        selat_format(code + strlen(code), 16, " #%lld", (long long)row + 1);
    TRY(selat_assembly_row(context, a, &a->stressors, code, NULL, g->units.names[row], &at));
    selat_assembly_spread(a, g->row, a->stressors.values[at]);
    return SELAT_OK;
}

static selat_status add_stressor_final(selat_context *context, void *user, int64_t row, double *values) {
    gloria *g = user;
    (void)context;
    selat_assembly_spread_final(&g->job->a, values, g->job->a.stressors.final[row]);
    return SELAT_OK;
}

/* The file at basic prices (Markup001) where there are several. */
static selat_status find_block(selat_context *context, gloria *g, const char *part, bool required, int64_t *entry) {
    *entry = find_with(g->job->archive, part, "Markup001");
    if (*entry < 0) *entry = find_with(g->job->archive, part, ".csv");
    if (*entry >= 0 || !required) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "%s: found no file ..._%s....csv", selat_archive_path(g->job->archive),
                      part + 1);
}

static selat_status read_block(selat_context *context, gloria *g, const char *part, bool required, int64_t rows,
                               int64_t columns, selat_block_wants wants, selat_block_fn each) {
    int64_t entry;
    TRY(find_block(context, g, part, required, &entry));
    if (entry < 0) return SELAT_OK;
    return selat_block_read(context, g->job, entry, ',', rows, columns, wants, each, g);
}

static selat_status read_all(selat_context *context, gloria *g) {
    TRY(read_labels(context, g));
    TRY(add_labels(context, g));
    int64_t both = 2 * g->R * g->S, finals = g->R * g->F;
    TRY(read_block(context, g, "_T-Results", true, both, both, is_industry, add_supply));
    TRY(read_block(context, g, "_T-Results", true, both, both, is_product, add_use));
    TRY(read_block(context, g, "_Y-Results", true, both, finals, is_product, add_final));
    TRY(read_block(context, g, "_V-Results", true, g->R * g->added.count, both, NULL, add_value));
    TRY(read_block(context, g, "_TQ-Results", false, g->stressors.count, both, NULL, add_stressor));
    if (g->job->a.stressors.names.count == 0) return SELAT_OK;
    return read_block(context, g, "_YQ-Results", false, g->stressors.count, finals, NULL, add_stressor_final);
}

static selat_status describe(selat_context *context, gloria *g) {
    selat_assembly *a = &g->job->a;
    TRY(selat_assembly_note(context, a,
                            "GLORIA's supply and use brought to product by product by industry technology (model B)."));
    if (g->foreign > 0) {
        TRY(selat_assembly_note(context, a, "Left out: supply of products in other regions (%.6g).", g->foreign));
    }
    if (g->lost == 0) return SELAT_OK;
    return selat_assembly_note(
        context, a, "Left out: inputs, value added and stressors of industries without supply (%.6g).", g->lost);
}

static selat_status read(selat_context *context, selat_import_job *job) {
    gloria g = {.job = job};
    selat_status status = read_all(context, &g);
    if (status == SELAT_OK) status = describe(context, &g);
    for (int64_t k = 0; k < selat_archive_count(job->archive) && job->year == 0; k++) {
        const char *name = strstr(selat_archive_name(job->archive, k), "Results_");
        if (name != NULL) job->year = selat_year_in(name);
    }
    selat_names *const lists[] = {&g.acronyms, &g.region_names, &g.sectors, &g.demands,
                                  &g.added,    &g.stressors,    &g.heads,   &g.units};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        selat_names_clear(context, lists[k]);
    selat_release(context, g.w);
    selat_release(context, g.row);
    selat_release(context, g.makes);
    return status;
}

static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    return !selat_archive_is_file(archive) &&
           (selat_archive_has(archive, "_T-Results_") || selat_archive_has(archive, "GLORIA_MRIOs"));
}

static const selat_streamed streamed = {
    .name = "gloria",
    .money = "thousand USD",
    .musd_per_unit = 1e-3,
    .inner_zips = true,
    .recognise = recognise,
    .read = read,
};

const selat_import_format selat_format_gloria = {
    .name = "gloria",
    .title =
        "GLORIA: folder with GLORIA_MRIOs_*, GLORIA_SatelliteAccounts_* (zip or unpacked) and GLORIA_ReadMe_*.xlsx",
    .streamed = &streamed,
};
