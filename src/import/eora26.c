/* Eora26: Eora26_YYYY_bp_T.txt (flows), FD, VA, Q, QY without labels, and labels_T.txt, labels_FD.txt, labels_VA.txt,
   labels_Q.txt beside them or in indices.zip. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "import/block.h"

enum { LABELS = 4, LABEL_ROOM = 256, CODE_ROOM = 600 };
enum { COUNTRY, CODE, ENTITY, ITEM }; /* of labels_T.txt and labels_FD.txt */

typedef struct eora {
    selat_import_job *job;
    bool of_finals;
    selat_names rows; /* of VA or Q: "0", "1", ... with the label as name */
} eora;

static int64_t find_of_year(const selat_import_job *job, const char *ending, int64_t year) {
    int64_t found = -1;
    for (int64_t k = 0; k < selat_archive_count(job->archive); k++) {
        const char *name = selat_base_name(selat_archive_name(job->archive, k));
        size_t length = strlen(name), wanted = strlen(ending);
        if (!selat_holds(name, "Eora26_") || length < wanted || strcmp(name + length - wanted, ending) != 0) continue;
        if (year != 0 && selat_year_in(name) != year) continue;
        if (found >= 0) return -2;
        found = k;
    }
    return found;
}

/* Eora26_YYYY_bp_T.txt by its ending; where there are several years, that of --year. -1: none, -2: several. */
static int64_t find_data(const selat_import_job *job, const char *ending) {
    int64_t found = find_of_year(job, ending, 0);
    return found == -2 && job->options->year != 0 ? find_of_year(job, ending, job->options->year) : found;
}

/* `ending`: of the data with a _ in front, else a file of labels. */
static selat_status find_file(selat_context *context, selat_import_job *job, const char *ending, int64_t *entry) {
    bool data = ending[0] == '_';
    *entry = data ? find_data(job, ending) : selat_archive_find(job->archive, ending);
    if (*entry >= 0) return SELAT_OK;
    if (*entry == -2) {
        return selat_fail(context, SELAT_BAD_INPUT,
                          "%s: found several files Eora26_YEAR_..%s: name the year with --year",
                          selat_archive_path(job->archive), ending);
    }
    return selat_fail(context, SELAT_BAD_INPUT, "%s: found no file %s%s", selat_archive_path(job->archive),
                      data ? "Eora26_YEAR_bp" : "", data ? ending : ending + 1);
}

/* The next line's first fields, `least` of which must not be empty. */
static selat_status read_labels(selat_context *context, selat_fields *c, int least, char labels[LABELS][LABEL_ROOM],
                                bool *has_row) {
    bool more = true;
    TRY(selat_fields_row(context, c, has_row));
    if (!*has_row) return SELAT_OK;
    for (int k = 0; k < LABELS; k++) {
        labels[k][0] = '\0';
        if (more) TRY(selat_fields_next(context, c, &more));
        if (!more && k < least) {
            return selat_fail_at(context, (selat_place){c->stream.name, c->line, 0, NULL}, NULL,
                                 "found %d columns, expected at least %d", k, least);
        }
        if (!more) continue;
        if (c->length >= LABEL_ROOM || (c->length == 0 && k < least)) {
            return selat_fields_fail(context, c, "a label of 1 to %d bytes", LABEL_ROOM - 1);
        }
        memcpy(labels[k], c->field, c->length + 1);
    }
    return SELAT_OK;
}

static selat_status add_labels(selat_context *context, selat_import_job *job, const char *file, bool finals) {
    selat_assembly *a = &job->a;
    selat_fields c;
    char label[LABELS][LABEL_ROOM];
    int64_t entry;
    bool has_row, is_new;
    TRY(find_file(context, job, file, &entry));
    TRY(selat_block_open(context, job, entry, '\t', &c));
    selat_status status;
    for (;;) {
        TRY_OR(done, status, read_labels(context, &c, LABELS, label, &has_row));
        if (!has_row) break;
        if (finals) {
            const char *known = selat_assembly_demand(label[ITEM]);
            status = selat_assembly_final(context, a, label[CODE], known != NULL ? known : label[ITEM], label[ITEM],
                                          &is_new);
        } else {
            status = selat_assembly_node(context, a, label[CODE], label[COUNTRY], label[ITEM], NULL, &is_new);
        }
        if (status != SELAT_OK) goto done;
        if (!is_new) {
            status =
                selat_fields_fail(context, &c, "a region and sector that were not met before (region %s)", label[CODE]);
            goto done;
        }
    }
done:
    selat_fields_close(context, &c);
    return status;
}

/* labels_VA.txt and labels_Q.txt: group and item of every row. */
static selat_status read_row_labels(selat_context *context, selat_import_job *job, const char *file, bool values_added,
                                    selat_names *out) {
    selat_fields c;
    char label[LABELS][LABEL_ROOM], number[32], text[CODE_ROOM];
    int64_t entry, at;
    bool has_row;
    TRY(find_file(context, job, file, &entry));
    TRY(selat_block_open(context, job, entry, '\t', &c));
    selat_status status;
    for (;;) {
        TRY_OR(done, status, read_labels(context, &c, 1, label, &has_row));
        if (!has_row) break;
        selat_format(number, sizeof number, "%lld", (long long)out->count);
        const char *item = label[1];
        if (values_added) {
            selat_format(text, sizeof text, "%s", item[0] != '\0' ? item : label[0]);
        } else {
            selat_format(text, sizeof text, "%s%s%s", label[0], item[0] != '\0' ? "; " : "", item);
        }
        TRY_OR(done, status, selat_names_add(context, out, number, text, &at));
    }
done:
    selat_fields_close(context, &c);
    return status;
}

static selat_status add_flow_row(selat_context *context, void *user, int64_t row, double *values) {
    eora *e = user;
    (void)context;
    selat_assembly *a = &e->job->a;
    if (e->of_finals) {
        selat_assembly_spread_final(a, values, selat_assembly_y(a, row));
    } else {
        selat_assembly_spread(a, values, selat_assembly_z(a, row));
    }
    return SELAT_OK;
}

static selat_status add_value_row(selat_context *context, void *user, int64_t row, double *values) {
    eora *e = user;
    return selat_assembly_primary(context, &e->job->a, e->rows.names[row], NULL, values, NULL);
}

/* "CO2 emissions (Gg); total": the unit stands in the last round brackets of the first part. */
static void unit_of(const char *label, char unit[LABEL_ROOM]) {
    const char *end = strstr(label, "; ");
    size_t length = end != NULL ? (size_t)(end - label) : strlen(label);
    unit[0] = '\0';
    if (length < 2 || label[length - 1] != ')') return;
    size_t open = length - 1;
    while (open > 0 && label[open] != '(')
        open--;
    if (label[open] == '(') selat_format(unit, LABEL_ROOM, "%.*s", (int)(length - open - 2), label + open + 1);
}

static selat_status add_stressor_row(selat_context *context, void *user, int64_t row, double *values) {
    eora *e = user;
    selat_assembly *a = &e->job->a;
    char unit[LABEL_ROOM], code[CODE_ROOM];
    int64_t at;
    const char *label = e->rows.names[row];
    unit_of(label, unit);
    selat_format(code, sizeof code, "%.230s", label); /* at most 255 bytes with a number */
    if (!e->of_finals && selat_names_find(&a->stressors.names, code) >= 0) {
        selat_format(code, sizeof code, "%.230s #%lld", label, (long long)row + 1);
    }
    if (e->of_finals) { /* the rows stand in the order of Q */
        selat_assembly_spread_final(a, values, a->stressors.final[row]);
        return SELAT_OK;
    }
    TRY(selat_assembly_row(context, a, &a->stressors, code, label, unit, &at));
    selat_assembly_spread(a, values, a->stressors.values[at]);
    return SELAT_OK;
}

static selat_status read_block(selat_context *context, eora *e, const char *ending, bool of_finals, int64_t rows,
                               selat_block_fn each) {
    const selat_assembly *a = &e->job->a;
    int64_t entry;
    e->of_finals = of_finals;
    TRY(find_file(context, e->job, ending, &entry));
    return selat_block_read(context, e->job, entry, '\t', rows, of_finals ? a->n_finals : a->n_nodes, NULL, each, e);
}

static selat_status read_all(selat_context *context, eora *e) {
    selat_assembly *a = &e->job->a;
    TRY(add_labels(context, e->job, "/labels_T.txt", false));
    TRY(add_labels(context, e->job, "/labels_FD.txt", true));
    TRY(selat_assembly_settle(context, a));
    TRY(read_block(context, e, "_T.txt", false, a->n_nodes, add_flow_row));
    TRY(read_block(context, e, "_FD.txt", true, a->n_nodes, add_flow_row));
    TRY(read_row_labels(context, e->job, "/labels_VA.txt", true, &e->rows));
    TRY(read_block(context, e, "_VA.txt", false, e->rows.count, add_value_row));
    if (find_data(e->job, "_Q.txt") == -1) return SELAT_OK;
    selat_names_clear(context, &e->rows);
    TRY(read_row_labels(context, e->job, "/labels_Q.txt", false, &e->rows));
    TRY(read_block(context, e, "_Q.txt", false, e->rows.count, add_stressor_row));
    if (find_data(e->job, "_QY.txt") == -1) return SELAT_OK;
    return read_block(context, e, "_QY.txt", true, e->rows.count, add_stressor_row);
}

static selat_status read(selat_context *context, selat_import_job *job) {
    eora e = {.job = job};
    selat_status status = read_all(context, &e);
    selat_names_clear(context, &e.rows);
    if (status != SELAT_OK) return status;
    for (int64_t k = 0; k < selat_archive_count(job->archive) && job->year == 0; k++) {
        const char *name = selat_base_name(selat_archive_name(job->archive, k));
        if (selat_holds(name, "Eora26_")) job->year = selat_year_in(name);
    }
    return selat_assembly_note(context, &job->a,
                               "Eora26 with its rest of the world (ROW) and statistical discrepancies as published.");
}

static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    return !selat_archive_is_file(archive) && selat_archive_has(archive, "Eora26_");
}

static const selat_streamed streamed = {
    .name = "eora26",
    .money = "thousand USD",
    .musd_per_unit = 1e-3,
    .inner_zips = true,
    .recognise = recognise,
    .read = read,
};

const selat_import_format selat_format_eora26 = {
    .name = "eora26",
    .title = "Eora26: folder or zip with Eora26_YEAR_bp_T.txt, FD, VA, Q, QY and labels_*.txt (or indices.zip)",
    .streamed = &streamed,
};
