/* From labels and rows in a file's order to a dense table. */
#include "import/assembly.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "table/arrays.h"

enum { PAIR_ROOM = 600, MOST_CODE = 255, MOST_LABELS = 4096, EMPTIEST = 4 };

/* ---- labels ---- */

static selat_status grow(selat_context *context, int64_t **list, int64_t count, int64_t *room) {
    if (count < *room) return SELAT_OK;
    int64_t more = *room == 0 ? 1024 : 2 * *room, *larger;
    TRY(selat_new(context, more, &larger));
    if (count > 0) memcpy(larger, *list, (size_t)count * sizeof *larger);
    selat_release(context, *list);
    *list = larger;
    *room = more;
    return SELAT_OK;
}

/* "region<tab>sector": a tab stands in no label. */
static const char *pair(char room[PAIR_ROOM], const char *region, const char *other) {
    selat_format(room, PAIR_ROOM, "%.*s\t%.*s", MOST_CODE, region, MOST_CODE, other);
    return room;
}

static selat_status check_label(selat_context *context, const selat_assembly *a, const char *text, const char *what) {
    size_t length = strlen(text);
    bool bad = length > MOST_CODE;
    for (const char *at = text; *at != '\0'; at++)
        bad |= (unsigned char)*at < ' ';
    if (!bad) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "%s: %s label '%.*s...': expected at most %d bytes, no control characters", a->file, what,
                      (int)(length > 40 ? 40 : length), text, MOST_CODE);
}

static selat_status add_pair(selat_context *context, selat_assembly *a, selat_names *seen, const char *region,
                             const char *region_name, selat_names *others, const char *other, const char *other_name,
                             int64_t *packed, bool *is_new) {
    char room[PAIR_ROOM];
    int64_t r, o, at, before = seen->count;
    TRY(check_label(context, a, region, "a region's"));
    TRY(check_label(context, a, other, "a sector's or category's"));
    TRY(selat_names_add(context, seen, pair(room, region, other), NULL, &at));
    *is_new = seen->count > before;
    if (!*is_new) return SELAT_OK;
    TRY(selat_names_add(context, &a->regions, region, region_name, &r));
    TRY(selat_names_add(context, others, other, other_name, &o));
    if (a->regions.count > MOST_LABELS || others->count > MOST_LABELS) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found over %d regions or sectors", a->file, MOST_LABELS);
    }
    *packed = r << 32 | o;
    return SELAT_OK;
}

selat_status selat_assembly_node(selat_context *context, selat_assembly *a, const char *region, const char *region_name,
                                 const char *sector, const char *sector_name, bool *is_new) {
    TRY(grow(context, &a->node, a->n_nodes, &a->node_room));
    TRY(add_pair(context, a, &a->node_names, region, region_name, &a->sectors, sector, sector_name,
                 &a->node[a->n_nodes], is_new));
    a->n_nodes += *is_new;
    return SELAT_OK;
}

selat_status selat_assembly_final(selat_context *context, selat_assembly *a, const char *region, const char *demand,
                                  const char *demand_name, bool *is_new) {
    TRY(grow(context, &a->final, a->n_finals, &a->final_room));
    TRY(add_pair(context, a, &a->final_names, region, NULL, &a->demands, demand, demand_name, &a->final[a->n_finals],
                 is_new));
    a->n_finals += *is_new;
    return SELAT_OK;
}

int64_t selat_assembly_find_node(const selat_assembly *a, const char *region, const char *sector) {
    char room[PAIR_ROOM];
    return selat_names_find(&a->node_names, pair(room, region, sector));
}

int64_t selat_assembly_find_final(const selat_assembly *a, const char *region, const char *demand) {
    char room[PAIR_ROOM];
    return selat_names_find(&a->final_names, pair(room, region, demand));
}

selat_status selat_assembly_settle(selat_context *context, selat_assembly *a) {
    int64_t cells;
    a->R = a->regions.count;
    a->S = a->sectors.count;
    if (a->n_nodes == 0) return selat_fail(context, SELAT_BAD_INPUT, "%s: found no region and sector", a->file);
    if (a->n_finals == 0) return selat_fail(context, SELAT_BAD_INPUT, "%s: found no final demand", a->file);
    a->F = a->demands.count;
    TRY(selat_count(context, a->R, a->S, 1, 1, &a->N));
    if (a->N > EMPTIEST * a->n_nodes) {
        return selat_fail(
            context, SELAT_BAD_INPUT,
            "%s: found %lld regions and %lld sectors but only %lld pairs of them; selat takes tables whose "
            "regions have most sectors in common",
            a->file, (long long)a->R, (long long)a->S, (long long)a->n_nodes);
    }
    for (int64_t k = 0; k < a->n_nodes; k++)
        a->node[k] = (a->node[k] >> 32) * a->S + (a->node[k] & INT32_MAX);
    for (int64_t k = 0; k < a->n_finals; k++)
        a->final[k] = (a->final[k] >> 32) * a->F + (a->final[k] & INT32_MAX);
    TRY(selat_count(context, a->N, a->N, 1, 1, &cells));
    TRY(selat_new(context, cells, &a->z));
    TRY(selat_count(context, a->N, a->R, a->F, 1, &cells));
    TRY(selat_new(context, cells, &a->y));
    TRY(selat_new(context, a->N, &a->output));
    a->settled = true;
    return selat_new(context, a->n_nodes > a->n_finals ? a->n_nodes : a->n_finals, &a->scratch);
}

/* ---- numbers ---- */

double *selat_assembly_z(selat_assembly *a, int64_t node) { return a->z + a->node[node] * a->N; }
double *selat_assembly_y(selat_assembly *a, int64_t node) { return a->y + a->node[node] * a->R * a->F; }

void selat_assembly_spread(const selat_assembly *a, const double *values, double *row) {
    for (int64_t k = 0; k < a->n_nodes; k++)
        row[a->node[k]] += values[k];
}

void selat_assembly_spread_final(const selat_assembly *a, const double *values, double *row) {
    for (int64_t k = 0; k < a->n_finals; k++)
        row[a->final[k]] += values[k];
}

static selat_status grow_rows(selat_context *context, selat_rows *rows) {
    int64_t room = rows->room == 0 ? 16 : 2 * rows->room, count = rows->names.count;
    double **values, **final;
    char **units;
    TRY(selat_new(context, room, &values));
    if (count > 0) memcpy(values, rows->values, (size_t)count * sizeof *values);
    selat_release(context, rows->values);
    rows->values = values;
    TRY(selat_new(context, room, &final));
    if (count > 0) memcpy(final, rows->final, (size_t)count * sizeof *final);
    selat_release(context, rows->final);
    rows->final = final;
    TRY(selat_new(context, room, &units));
    if (count > 0) memcpy(units, rows->units, (size_t)count * sizeof *units);
    selat_release(context, rows->units);
    rows->units = units;
    rows->room = room;
    return SELAT_OK;
}

selat_status selat_assembly_row(selat_context *context, selat_assembly *a, selat_rows *rows, const char *code,
                                const char *name, const char *unit, int64_t *out) {
    *out = selat_names_find(&rows->names, code);
    if (*out >= 0) return SELAT_OK;
    TRY(check_label(context, a, code, "a row's"));
    if (rows->names.count == rows->room) TRY(grow_rows(context, rows));
    if (rows->names.count == MOST_LABELS) {
        return selat_fail(context, SELAT_BAD_INPUT, "%s: found over %d rows of one kind", a->file, MOST_LABELS);
    }
    int64_t at = rows->names.count;
    rows->values[at] = rows->final[at] = NULL;
    rows->units[at] = NULL;
    TRY(selat_names_add(context, &rows->names, code, name, out));
    TRY(selat_new(context, a->N, &rows->values[at]));
    TRY(selat_new(context, a->R * a->F, &rows->final[at]));
    return selat_copy_text(context, unit != NULL ? unit : "", &rows->units[at]);
}

static void clear_rows(selat_context *context, selat_rows *rows) {
    for (int64_t k = 0; k < rows->names.count; k++) {
        selat_release(context, rows->values[k]);
        selat_release(context, rows->final[k]);
        selat_release(context, rows->units[k]);
    }
    selat_release(context, rows->values);
    selat_release(context, rows->final);
    selat_release(context, rows->units);
    selat_names_clear(context, &rows->names);
}

static selat_status add_to(selat_context *context, selat_assembly *a, selat_rows *rows, const char *code,
                           const char *name, const double *values, const double *final_values) {
    int64_t at;
    TRY(selat_assembly_row(context, a, rows, code, name, NULL, &at));
    if (values != NULL) selat_assembly_spread(a, values, rows->values[at]);
    if (final_values != NULL) selat_assembly_spread_final(a, final_values, rows->final[at]);
    return SELAT_OK;
}

selat_status selat_assembly_primary(selat_context *context, selat_assembly *a, const char *text, const char *name,
                                    const double *values, const double *final_values) {
    const char *code;
    switch (selat_assembly_role(text, &code)) {
    case SELAT_ROW_TOTAL:
        return SELAT_OK;
    case SELAT_ROW_OUTPUT:
        for (int64_t k = 0; k < a->N; k++)
            a->output[k] = 0;
        if (values != NULL) selat_assembly_spread(a, values, a->output);
        a->has_output = true;
        return SELAT_OK;
    case SELAT_ROW_PART:
        TRY(add_to(context, a, &a->memo, code, name != NULL ? name : text, values, NULL));
        return add_to(context, a, &a->primary, "VALU", "value added", values, final_values);
    default:
        return add_to(context, a, &a->primary, code, name != NULL ? name : text, values, final_values);
    }
}

selat_status selat_assembly_note(selat_context *context, selat_assembly *a, const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    selat_vformat(line, sizeof line, format, arguments);
    va_end(arguments);
    return selat_text_add(context, &a->notes, "%s\n", line);
}

void selat_assembly_clear(selat_context *context, selat_assembly *a) {
    selat_names *const names[] = {&a->regions, &a->sectors, &a->demands, &a->node_names, &a->final_names};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        selat_names_clear(context, names[k]);
    clear_rows(context, &a->primary);
    clear_rows(context, &a->memo);
    clear_rows(context, &a->stressors);
    selat_release(context, a->node);
    selat_release(context, a->final);
    selat_release(context, a->z);
    selat_release(context, a->y);
    selat_release(context, a->output);
    selat_release(context, a->scratch);
    selat_text_clear(context, &a->notes);
    *a = (selat_assembly){0};
}

/* ---- the table ---- */

static selat_labels view(const selat_names *names) { return (selat_labels){names->count, names->codes, names->names}; }

/* Output where the file gives none: what every row sells. */
static void add_rows_up(selat_assembly *a) {
    int64_t width = a->R * a->F;
    for (int64_t row = 0; row < a->N; row++) {
        double sum = 0;
        for (int64_t k = 0; k < a->N; k++)
            sum += a->z[row * a->N + k];
        for (int64_t k = 0; k < width; k++)
            sum += a->y[row * width + k];
        a->output[row] = sum;
    }
}

static selat_status close_columns(selat_context *context, selat_assembly *a) {
    int64_t at;
    TRY(selat_assembly_row(context, a, &a->primary, "VALU", "value added", NULL, &at));
    double *valu = a->primary.values[at];
    for (int64_t k = 0; k < a->N; k++)
        valu[k] = a->output[k];
    for (int64_t row = 0; row < a->N; row++) {
        for (int64_t k = 0; k < a->N; k++)
            valu[k] -= a->z[row * a->N + k];
    }
    return selat_assembly_note(context, a, "The file gives no value added: VALU is output less inputs.");
}

static void scale_all(double *values, int64_t count, double scale) {
    for (int64_t k = 0; k < count; k++)
        values[k] *= scale;
}

static void scale_money(selat_assembly *a) {
    if (a->scale == 1) return;
    scale_all(a->z, a->N * a->N, a->scale);
    scale_all(a->y, a->N * a->R * a->F, a->scale);
    scale_all(a->output, a->N, a->scale);
    selat_rows *const rows[] = {&a->primary, &a->memo};
    for (int k = 0; k < 2; k++) {
        for (int64_t r = 0; r < rows[k]->names.count; r++) {
            scale_all(rows[k]->values[r], a->N, a->scale);
            scale_all(rows[k]->final[r], a->R * a->F, a->scale);
        }
    }
}

static double sum_of(const double *values, int64_t count) {
    double sum = 0;
    for (int64_t k = 0; k < count; k++)
        sum += values[k];
    return sum;
}

/* Taxes that final demand pays have a place in the table; other entries of primary rows there are named. */
static selat_status move_primary(selat_context *context, selat_assembly *a, selat_table *t) {
    int64_t width = a->R * a->F;
    for (int64_t v = 0; v < a->primary.names.count; v++) {
        memcpy(t->primary_musd + v * a->N, a->primary.values[v], (size_t)a->N * sizeof(double));
        if (strcmp(a->primary.names.codes[v], "TXS_INT_FNL") == 0) {
            memcpy(t->final_taxes_musd, a->primary.final[v], (size_t)width * sizeof(double));
            continue;
        }
        double left = sum_of(a->primary.final[v], width);
        for (int64_t k = 0; k < width; k++) {
            if (a->primary.final[v][k] == 0) continue;
            TRY(selat_assembly_note(context, a, "Left out: what final demand pays in row %s (%.6g million in all).",
                                    a->primary.names.codes[v], left));
            break;
        }
    }
    for (int64_t w = 0; w < a->memo.names.count; w++) {
        memcpy(t->memo_musd + w * a->N, a->memo.values[w], (size_t)a->N * sizeof(double));
    }
    return SELAT_OK;
}

static selat_status move_stressors(selat_context *context, selat_assembly *a, selat_table *t) {
    for (int64_t q = 0; q < a->stressors.names.count; q++) {
        memcpy(t->stressor + q * a->N, a->stressors.values[q], (size_t)a->N * sizeof(double));
        for (int64_t n = 0; n < a->R; n++)
            t->stressor_final[q * a->R + n] = sum_of(a->stressors.final[q] + n * a->F, a->F);
        TRY(selat_table_set_text(context, a->stressors.units[q], &t->stressor_units[q]));
        selat_release(context, a->stressors.values[q]); /* two copies of one row at most */
        a->stressors.values[q] = NULL;
    }
    return SELAT_OK;
}

/* The table takes Z over: made without cells first, so that there are never two of it. */
static void hand_over(selat_context *context, selat_assembly *a, selat_table *t) {
    selat_release(context, t->row_start);
    selat_release(context, t->cell_column);
    selat_release(context, t->cell_musd);
    t->row_start = NULL;
    t->cell_column = NULL;
    t->cell_musd = NULL;
    t->form = SELAT_FLOWS_DENSE;
    t->flows_musd = a->z;
    a->z = NULL;
    selat_release(context, t->final_flows_musd);
    t->final_flows_musd = a->y;
    a->y = NULL;
    memcpy(t->output_musd, a->output, (size_t)a->N * sizeof(double));
}

static selat_status describe_balance(selat_context *context, selat_assembly *a, const selat_table *t) {
    selat_table_balance b;
    TRY(selat_table_check_balance(context, t, &b));
    TRY(selat_assembly_note(context, a,
                            "Checks, L1 relative to output: rows %.1e (largest gap %.3g million, %s %s), columns %.1e "
                            "(largest gap %.3g million, %s %s).",
                            b.row_relative, b.worst_row_musd, t->regions.codes[b.worst_row_region],
                            t->sectors.codes[b.worst_row_sector], b.column_relative, b.worst_column_musd,
                            t->regions.codes[b.worst_column_region], t->sectors.codes[b.worst_column_sector]));
    return selat_assembly_note(
        context, a, "%lld industries without output, %lld negative cells of final demand, %lld of value added.",
        (long long)b.zero_output, (long long)b.negative_final, (long long)b.negative_primary);
}

static selat_status fill_table(selat_context *context, selat_assembly *a, selat_table *t) {
    TRY(move_primary(context, a, t));
    TRY(move_stressors(context, a, t));
    hand_over(context, a, t);
    for (int64_t s = 0; s < a->S; s++)
        t->fuel_weight[s] = 0;
    if (a->N > a->n_nodes) {
        TRY(selat_assembly_note(context, a, "%lld of %lld pairs of region and sector do not occur in the file: empty.",
                                (long long)(a->N - a->n_nodes), (long long)a->N));
    }
    if (a->empty > 0) {
        TRY(selat_assembly_note(context, a, "%lld cells without a number were read as 0.", (long long)a->empty));
    }
    TRY(selat_table_validate(context, t));
    TRY(describe_balance(context, a, t));
    return selat_table_set_text(context, a->notes.bytes, &t->provenance);
}

selat_status selat_assembly_finish(selat_context *context, selat_assembly *a, const char *name, int64_t year,
                                   selat_table **out) {
    *out = NULL;
    if (!a->has_output) add_rows_up(a);
    if (a->primary.names.count == 0) TRY(close_columns(context, a));
    scale_money(a);
    selat_labels regions = view(&a->regions), sectors = view(&a->sectors), demands = view(&a->demands),
                 primary = view(&a->primary.names), memo = view(&a->memo.names), stressors = view(&a->stressors.names);
    TRY(selat_table_create_full(context, name, year, SELAT_FLOWS_SPARSE, 0, &regions, &sectors, &demands, &primary,
                                &memo, &stressors, out));
    selat_status status = fill_table(context, a, *out);
    if (status == SELAT_OK) return SELAT_OK;
    selat_table_destroy(context, *out);
    *out = NULL;
    return status;
}
