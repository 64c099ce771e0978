/* A sector into parts: first who buys them, then what they buy, then the rest in proportion. */
#include "selat/split.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/arrays.h"

void selat_split_clear(selat_context *context, selat_split *split) {
    selat_labels_clear(context, &split->parts);
    selat_release(context, split->weight);
    selat_release(context, split->input);
    selat_release(context, split->sale);
    selat_release(context, split->emission);
    *split = (selat_split){0};
}

typedef struct work {
    selat_context *context;
    const selat_table *from;
    const selat_split *split;
    selat_table *to;
    selat_split_report *report;
    int64_t R, S, P, S2, F, V, Q, s;
    double *bought;     /* [R][P] part p of what region n buys of the sector: W */
    double *rows;       /* [P][S + F] one region's purchases of the parts by the old users */
    double *columns;    /* [S2 + V][P] one region's inputs of the parts */
    double *row_total, *column_total; /* [S2 + V], [S + F] */
} work;

/* Where an old sector stands in the new list; the split one at its first part. */
static int64_t moved(const work *w, int64_t sector) { return sector <= w->s ? sector : sector + w->P - 1; }

static double multiplier(const double *array, int64_t region, int64_t P, int64_t part, int64_t items, int64_t item) {
    return array != NULL ? array[(region * P + part) * items + item] : 1;
}

/* ---- checks and labels ---- */

static selat_status check(const work *w) {
    TRY(selat_table_require_factored(w->context, w->from, "splitting a sector"));
    if (w->s < 0 || w->s >= w->S || w->P < 2) {
        return selat_fail(w->context, SELAT_BAD_INPUT, "split: a sector of the table and at least two parts are needed");
    }
    for (int64_t n = 0; n < w->R; n++) {
        double sum = 0;
        for (int64_t p = 0; p < w->P; p++) {
            double part = w->split->weight[n * w->P + p];
            if (!(part >= 0 && part <= 1)) sum = NAN;
            sum += part;
        }
        if (fabs(sum - 1) <= 1e-9) continue;
        return selat_fail(w->context, SELAT_BAD_INPUT, "split of %s, region %s: found weights that sum to %.6g, expected 1",
                          w->from->sectors.codes[w->s], w->from->regions.codes[n], sum);
    }
    return SELAT_OK;
}

static selat_status make_labels(const work *w, selat_labels *out) {
    const char **codes = NULL, **names = NULL;
    selat_status status;
    TRY_OR(end, status, selat_new(w->context, w->S2, &codes));
    TRY_OR(end, status, selat_new(w->context, w->S2, &names));
    for (int64_t k = 0; k < w->S2; k++) {
        bool part = k >= w->s && k < w->s + w->P;
        const selat_labels *labels = part ? &w->split->parts : &w->from->sectors;
        int64_t at = part ? k - w->s : k < w->s ? k : k - w->P + 1;
        codes[k] = labels->codes[at];
        names[k] = labels->names[at];
        for (int64_t other = 0; other < w->S && part; other++) {
            if (other == w->s || strcmp(w->from->sectors.codes[other], codes[k]) != 0) continue;
            status = selat_fail(w->context, SELAT_BAD_INPUT, "split of %s: part %s is a sector of table %s already",
                                w->from->sectors.codes[w->s], codes[k], w->from->name);
            goto end;
        }
    }
    status = selat_labels_init(w->context, w->S2, codes, names, out);
end:
    selat_release(w->context, codes);
    selat_release(w->context, names);
    return status;
}

static selat_status make_table(work *w) {
    const selat_table *t = w->from;
    selat_labels sectors;
    TRY(make_labels(w, &sectors));
    selat_status status = selat_table_create(w->context, t->name, t->year, &t->regions, &sectors, &t->demands, &t->primary,
                                             &t->memo, &t->stressors, &w->to);
    selat_labels_clear(w->context, &sectors);
    return status;
}

/* ---- origins ---- */

/* W[n][p] = sum_i share[s][n][i] w[i][p]; share'[p][n][i] = share[s][n][i] w[i][p] / W[n][p]. */
static void split_origins(const work *w) {
    int64_t R = w->R;
    for (int64_t k = 0; k < w->S; k++) {
        if (k == w->s) continue;
        memcpy(w->to->trade_share + moved(w, k) * R * R, w->from->trade_share + k * R * R, (size_t)(R * R) * sizeof(double));
    }
    for (int64_t n = 0; n < R; n++) {
        const double *share = w->from->trade_share + (w->s * R + n) * R;
        for (int64_t p = 0; p < w->P; p++) {
            double *out = w->to->trade_share + ((w->s + p) * R + n) * R, sum = 0;
            for (int64_t i = 0; i < R; i++) sum += out[i] = share[i] * w->split->weight[i * w->P + p];
            for (int64_t i = 0; i < R; i++) out[i] = sum > 0 ? out[i] / sum : 0;
            w->bought[n * w->P + p] = sum;
        }
    }
}

/* ---- balancing ---- */

static bool has_rules(const double *array, int64_t region, int64_t P, int64_t items) {
    for (int64_t k = 0; array != NULL && k < P * items; k++) {
        if (array[region * P * items + k] != 1) return true;
    }
    return false;
}

static selat_status balance(const work *w, int64_t region, int64_t rows, int64_t columns, double *matrix,
                            const char *what) {
    selat_gras_report found;
    TRY(selat_gras(w->context, rows, columns, matrix, w->row_total, w->column_total, NULL, NULL, NULL, &found));
    w->report->balanced++;
    w->report->iterations = found.iterations > w->report->iterations ? found.iterations : w->report->iterations;
    w->report->gap = fmax(w->report->gap, fmax(found.row_gap, found.column_gap));
    w->report->moved_share = fmax(w->report->moved_share, found.moved_share);
    double scale = 0;
    for (int64_t k = 0; k < rows; k++) scale = fmax(scale, fabs(w->row_total[k]));
    bool close = found.row_gap <= 1e-9 * scale && found.column_gap <= 1e-9 * scale;
    if (found.converged || close) return SELAT_OK;
    return selat_fail(w->context, SELAT_BAD_INPUT,
                      "split of %s, region %s, %s: no balanced table fits the recipe (%s; gap %.3g million USD)",
                      w->from->sectors.codes[w->s], w->from->regions.codes[region], what,
                      selat_gras_reason_name(found.reason), fmax(found.row_gap, found.column_gap));
}

/* Who buys the parts in region n: rows[p][u] = W[n][p] use[s][u], times `sale` and balanced to the users' purchases. */
static selat_status fill_rows(const work *w, int64_t n) {
    const double *use = w->from->use_musd + (n * w->S + w->s) * w->S, *final = w->from->final_musd + (n * w->S + w->s) * w->F;
    int64_t users = w->S + w->F;
    double total = 0;
    for (int64_t u = 0; u < users; u++) total += w->column_total[u] = u < w->S ? use[u] : final[u - w->S];
    for (int64_t p = 0; p < w->P; p++) {
        double part = w->bought[n * w->P + p];
        w->row_total[p] = part * total;
        for (int64_t u = 0; u < users; u++) {
            w->rows[p * users + u] = part * w->column_total[u] * multiplier(w->split->sale, n, w->P, p, users, u);
        }
    }
    if (!has_rules(w->split->sale, n, w->P, users) || total == 0) return SELAT_OK;
    return balance(w, n, w->P, users, w->rows, "sales of the parts");
}

/* What the parts buy in region n: columns[j][q] = w[n][q] use[j][s], times `input`, balanced to what the sector buys. */
static selat_status fill_columns(const work *w, int64_t n) {
    int64_t users = w->S + w->F, items = w->S + w->V;
    double total = 0;
    for (int64_t j = 0; j < w->S2 + w->V; j++) {
        bool part = j >= w->s && j < w->s + w->P;
        int64_t old = j < w->s ? j : part ? w->s : j - w->P + 1; /* also of primary inputs: S2 + v - P + 1 = S + v */
        double value = part         ? w->rows[(j - w->s) * users + w->s]
                       : j >= w->S2 ? w->from->primary_musd[((j - w->S2) * w->R + n) * w->S + w->s]
                                    : w->from->use_musd[(n * w->S + old) * w->S + w->s];
        total += w->row_total[j] = value;
        for (int64_t q = 0; q < w->P; q++) {
            w->columns[j * w->P + q] =
                value * w->split->weight[n * w->P + q] * multiplier(w->split->input, n, w->P, q, items, old);
        }
    }
    for (int64_t q = 0; q < w->P; q++) w->column_total[q] = w->split->weight[n * w->P + q] * total;
    if (!has_rules(w->split->input, n, w->P, items) || total == 0) return SELAT_OK;
    return balance(w, n, w->S2 + w->V, w->P, w->columns, "inputs of the parts");
}

/* ---- into the new table ---- */

static void copy_use(const work *w, int64_t n) {
    for (int64_t j = 0; j < w->S; j++) {
        if (j == w->s) continue;
        double *to = w->to->use_musd + (n * w->S2 + moved(w, j)) * w->S2;
        const double *from = w->from->use_musd + (n * w->S + j) * w->S;
        for (int64_t k = 0; k < w->S; k++) to[moved(w, k)] = from[k];
        memcpy(w->to->final_musd + (n * w->S2 + moved(w, j)) * w->F, w->from->final_musd + (n * w->S + j) * w->F,
               (size_t)w->F * sizeof(double));
    }
    for (int64_t p = 0; p < w->P; p++) {
        const double *row = w->rows + p * (w->S + w->F);
        double *to = w->to->use_musd + (n * w->S2 + w->s + p) * w->S2;
        for (int64_t k = 0; k < w->S; k++) to[moved(w, k)] = row[k];
        for (int64_t f = 0; f < w->F; f++) w->to->final_musd[(n * w->S2 + w->s + p) * w->F + f] = row[w->S + f];
    }
    for (int64_t j = 0; j < w->S2; j++) {
        for (int64_t q = 0; q < w->P; q++) {
            w->to->use_musd[(n * w->S2 + j) * w->S2 + w->s + q] = w->columns[j * w->P + q];
        }
    }
}

static void copy_industries(const work *w, int64_t n, int64_t layers, const double *from, double *to) {
    for (int64_t layer = 0; layer < layers; layer++) {
        for (int64_t k = 0; k < w->S; k++) {
            if (k == w->s) continue;
            to[(layer * w->R + n) * w->S2 + moved(w, k)] = from[(layer * w->R + n) * w->S + k];
        }
    }
}

/* Memo rows lie inside value added: they follow VALU. */
static void split_memo(const work *w, int64_t n) {
    int64_t valu = selat_labels_find(&w->from->primary, "VALU"), W = w->from->memo.count;
    double value = valu >= 0 ? w->row_total[w->S2 + valu] : 0;
    for (int64_t q = 0; q < w->P; q++) {
        double part = value > 0 ? w->columns[(w->S2 + valu) * w->P + q] / value : w->split->weight[n * w->P + q];
        for (int64_t m = 0; m < W; m++) {
            w->to->memo_musd[(m * w->R + n) * w->S2 + w->s + q] = part * w->from->memo_musd[(m * w->R + n) * w->S + w->s];
        }
    }
}

/* Stressors in proportion to weight times multiplier; the sector's total stays. */
static void split_stressors(const work *w, int64_t n) {
    for (int64_t row = 0; row < w->Q; row++) {
        double whole = w->from->stressor[(row * w->R + n) * w->S + w->s], sum = 0;
        for (int64_t q = 0; q < w->P; q++)
            sum += w->split->weight[n * w->P + q] * multiplier(w->split->emission, n, w->P, q, w->Q, row);
        for (int64_t q = 0; q < w->P; q++) {
            double weight = w->split->weight[n * w->P + q];
            double part = sum > 0 ? weight * multiplier(w->split->emission, n, w->P, q, w->Q, row) / sum : weight;
            w->to->stressor[(row * w->R + n) * w->S2 + w->s + q] = part * whole;
        }
    }
}

static selat_status split_region(const work *w, int64_t n) {
    TRY(fill_rows(w, n));
    TRY(fill_columns(w, n));
    copy_use(w, n);
    copy_industries(w, n, w->V, w->from->primary_musd, w->to->primary_musd);
    copy_industries(w, n, w->from->memo.count, w->from->memo_musd, w->to->memo_musd);
    copy_industries(w, n, w->Q, w->from->stressor, w->to->stressor);
    copy_industries(w, n, 1, w->from->output_musd, w->to->output_musd);
    for (int64_t q = 0; q < w->P; q++) {
        w->to->output_musd[n * w->S2 + w->s + q] = w->split->weight[n * w->P + q] * w->from->output_musd[n * w->S + w->s];
        for (int64_t v = 0; v < w->V; v++) {
            w->to->primary_musd[(v * w->R + n) * w->S2 + w->s + q] = w->columns[(w->S2 + v) * w->P + q];
        }
    }
    split_memo(w, n);
    split_stressors(w, n);
    return SELAT_OK;
}

static selat_status describe(const work *w) {
    const selat_table *t = w->from;
    selat_text note = {0};
    memcpy(w->to->final_taxes_musd, t->final_taxes_musd, (size_t)(w->R * w->F) * sizeof(double));
    memcpy(w->to->stressor_final, t->stressor_final, (size_t)(w->Q * w->R) * sizeof(double));
    for (int64_t k = 0; k < w->S2; k++) {
        int64_t old = k < w->s ? k : k < w->s + w->P ? w->s : k - w->P + 1;
        w->to->fuel_weight[k] = t->fuel_weight[old];
    }
    selat_status status = selat_text_add(w->context, &note, "%sSector %s split into %lld parts; blocks balanced by GRAS: %lld.\n",
                                         t->provenance, t->sectors.codes[w->s], (long long)w->P,
                                         (long long)w->report->balanced);
    if (status == SELAT_OK) status = selat_table_set_text(w->context, note.bytes, &w->to->provenance);
    selat_text_clear(w->context, &note);
    for (int64_t q = 0; q < w->Q && status == SELAT_OK; q++) {
        status = selat_table_set_text(w->context, t->stressor_units[q], &w->to->stressor_units[q]);
        if (status == SELAT_OK) status = selat_table_set_text(w->context, t->stressor_gases[q], &w->to->stressor_gases[q]);
        w->to->stressor_drivers[q] = t->stressor_drivers[q];
    }
    return status;
}

static selat_status make_room(work *w) {
    int64_t users = w->S + w->F, items = w->S2 + w->V, longest = users > items ? users : items;
    TRY(selat_new(w->context, w->R * w->P, &w->bought));
    TRY(selat_new(w->context, w->P * users, &w->rows));
    TRY(selat_new(w->context, items * w->P, &w->columns));
    TRY(selat_new(w->context, longest, &w->row_total));
    return selat_new(w->context, longest, &w->column_total);
}

selat_status selat_table_split(selat_context *context, const selat_table *table, const selat_split *split,
                               selat_split_report *report, selat_table **out) {
    int64_t P = split->parts.count, S = table->sectors.count;
    work w = {.context = context, .from = table, .split = split, .report = report, .R = table->regions.count, .S = S,
              .P = P, .S2 = S + P - 1, .F = table->demands.count, .V = table->primary.count,
              .Q = table->stressors.count, .s = split->sector};
    selat_status status;
    *out = NULL;
    *report = (selat_split_report){0};
    TRY(check(&w));
    TRY_OR(end, status, make_table(&w));
    TRY_OR(end, status, make_room(&w));
    split_origins(&w);
    for (int64_t n = 0; n < w.R; n++) {
        TRY_OR(end, status, selat_check_cancel(context));
        TRY_OR(end, status, split_region(&w, n));
    }
    status = describe(&w);
end:
    selat_release(context, w.bought);
    selat_release(context, w.rows);
    selat_release(context, w.columns);
    selat_release(context, w.row_total);
    selat_release(context, w.column_total);
    if (status == SELAT_OK)
        *out = w.to;
    else
        selat_table_destroy(context, w.to);
    return status;
}
