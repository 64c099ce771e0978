/* Folders and zip archives of tab-separated matrices with two-line headers: what pymrio saves, and EXIOBASE 3.

   Z.txt (or A.txt and x.txt), Y.txt, maybe x.txt and unit.txt; in folders beside them extensions with F.txt (or S.txt),
   F_Y.txt and unit.txt. */
#include "import/pymrio.h"

#include <math.h>
#include <string.h>

#include "base/fields.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/frame.h"

enum { PATH_ROOM = 1024, NAME_ROOM = 256, CODE_ROOM = 1100, MOST_SWEEPS = 1000 };
static const double SOLVED = 1e-13;

typedef struct folder {
    selat_context *context;
    selat_import_job *job;
    char root[PATH_ROOM];   /* "" or "IOT_2019_ixi/" */
    char money[NAME_ROOM];  /* unit of the flows, "M.EUR" */
    char from[PATH_ROOM];   /* folder of the extension that value added was taken from, "" before */
    double *values, *final; /* [n_nodes], [n_finals] */
} folder;

static int64_t find(const folder *f, const char *below, const char *name) {
    char path[3 * PATH_ROOM];
    selat_format(path, sizeof path, "%s%s%s", f->root, below, name);
    for (int64_t k = 0; k < selat_archive_count(f->job->archive); k++) {
        if (strcmp(selat_archive_name(f->job->archive, k), path) == 0) return k;
    }
    return -1;
}

/* The folder in which the table lies: that of the flows. */
static selat_status find_root(folder *f) {
    static const char *const flows[] = {"/Z.txt", "/A.txt"};
    const selat_archive *archive = f->job->archive;
    int64_t at = -1;
    for (int k = 0; k < 2 && at < 0; k++)
        at = selat_archive_find(archive, flows[k]);
    if (at < 0 && (selat_archive_find(archive, "/Z.parquet") >= 0 || selat_archive_find(archive, "/Z.pkl") >= 0)) {
        return selat_fail(f->context, SELAT_BAD_INPUT,
                          "%s: saved as parquet or pickle, expected text (save_all with "
                          "table_format='txt')",
                          selat_archive_path(archive));
    }
    if (at < 0) {
        return selat_fail(f->context, SELAT_BAD_INPUT, "%s: found neither Z.txt nor A.txt",
                          selat_archive_path(archive));
    }
    const char *name = selat_archive_name(archive, at);
    selat_format(f->root, sizeof f->root, "%.*s", (int)(selat_base_name(name) - name), name);
    return SELAT_OK;
}

static selat_status open_frame(folder *f, const char *below, const char *name, int n_headers, selat_frame *out) {
    int64_t entry = find(f, below, name);
    if (entry < 0) {
        return selat_fail(f->context, SELAT_BAD_INPUT, "%s: found no file %s%s%s", selat_archive_path(f->job->archive),
                          f->root, below, name);
    }
    return selat_frame_open(f->context, f->job->archive, entry, n_headers, out);
}

/* ---- labels ---- */

static selat_status add_finals(folder *f) {
    selat_frame y;
    bool is_new;
    TRY(open_frame(f, "", "Y.txt", 2, &y));
    selat_status status = SELAT_OK;
    for (int64_t k = 0; status == SELAT_OK && k < y.n_columns; k++) {
        const char *code = selat_assembly_demand(y.second[k]);
        status = selat_assembly_final(f->context, &f->job->a, y.top[k], code != NULL ? code : y.second[k], y.second[k],
                                      &is_new);
        if (status == SELAT_OK && !is_new) {
            status = selat_frame_fail_header(f->context, &y, k, "a region and category that were not met before");
        }
    }
    selat_frame_close(f->context, &y);
    return status;
}

static selat_status add_nodes(folder *f, const selat_frame *z) {
    bool is_new;
    for (int64_t k = 0; k < z->n_columns; k++) {
        TRY(selat_assembly_node(f->context, &f->job->a, z->top[k], NULL, z->second[k], NULL, &is_new));
        if (!is_new) {
            return selat_frame_fail_header(f->context, z, k, "a region and sector that were not met before");
        }
    }
    return SELAT_OK;
}

/* The column order of another file must be that of Z or Y. */
static selat_status check_columns(folder *f, const selat_frame *frame, bool of_finals) {
    const selat_assembly *a = &f->job->a;
    int64_t wanted = of_finals ? a->n_finals : a->n_nodes;
    for (int64_t k = 0; k < frame->n_columns; k++) {
        int64_t at = k < wanted ? k : -1;
        if (of_finals && at >= 0) {
            const char *code = selat_assembly_demand(frame->second[k]);
            at = selat_assembly_find_final(a, frame->top[k], code != NULL ? code : frame->second[k]);
        } else if (at >= 0) {
            at = selat_assembly_find_node(a, frame->top[k], frame->second[k]);
        }
        if (at != k) {
            return selat_frame_fail_header(f->context, frame, k,
                                           of_finals ? "the columns of Y.txt in their order"
                                                     : "the columns of the flows in their order");
        }
    }
    if (frame->n_columns == wanted) return SELAT_OK;
    return selat_fail_at(f->context, (selat_place){frame->fields.stream.name, 1, 0, NULL}, NULL,
                         "found %lld columns of numbers, expected %lld", (long long)frame->n_columns,
                         (long long)wanted);
}

/* ---- flows ---- */

static selat_status find_row(folder *f, const selat_frame *frame, int64_t *node) {
    const selat_assembly *a = &f->job->a;
    if (frame->n_index < 2) return selat_frame_fail_row(f->context, frame, "two index columns: region and sector");
    *node = selat_assembly_find_node(a, frame->index[0], frame->index[1]);
    if (*node < 0) return selat_frame_fail_row(f->context, frame, "a region and sector of the header");
    return SELAT_OK;
}

static selat_status read_rows(folder *f, selat_frame *frame, bool of_finals) {
    selat_assembly *a = &f->job->a;
    bool has_row;
    int64_t node = 0, count = 0;
    char *seen;
    TRY(selat_new(f->context, a->n_nodes, &seen));
    selat_status status = SELAT_OK;
    for (;; count++) {
        TRY_OR(done, status, selat_frame_row(f->context, frame, &has_row));
        if (!has_row) break;
        TRY_OR(done, status, find_row(f, frame, &node));
        if (seen[node]++ != 0) {
            status = selat_frame_fail_row(f->context, frame, "a region and sector that were not met before");
            goto done;
        }
        TRY_OR(done, status, selat_frame_numbers(f->context, frame, of_finals ? f->final : f->values));
        if (of_finals) {
            selat_assembly_spread_final(a, f->final, selat_assembly_y(a, node));
        } else {
            selat_assembly_spread(a, f->values, selat_assembly_z(a, node));
        }
        if (count % 256 == 0) selat_progress(f->context, "reading the table", (double)count / (double)a->n_nodes);
    }
    if (count != a->n_nodes) {
        status = selat_fail_at(f->context, (selat_place){frame->fields.stream.name, frame->fields.line, 0, NULL}, NULL,
                               "found %lld rows, expected %lld as there are columns", (long long)count,
                               (long long)a->n_nodes);
    }
    a->empty += frame->fields.empty;
    selat_progress(f->context, "reading the table", 1);
done:
    selat_release(f->context, seen);
    return status;
}

static selat_status read_final(folder *f) {
    selat_frame y;
    TRY(open_frame(f, "", "Y.txt", 2, &y));
    selat_status status = read_rows(f, &y, true);
    selat_frame_close(f->context, &y);
    return status;
}

/* x.txt: region, sector, output. */
static selat_status read_output_rows(folder *f, selat_fields *x) {
    selat_assembly *a = &f->job->a;
    bool has_row;
    int64_t count = 0;
    char region[NAME_ROOM];
    TRY(selat_fields_row(f->context, x, &has_row)); /* the header */
    for (;;) {
        double value;
        TRY(selat_fields_row(f->context, x, &has_row));
        if (!has_row) break;
        TRY(selat_fields_text(f->context, x, "a region"));
        selat_format(region, sizeof region, "%s", x->field);
        TRY(selat_fields_text(f->context, x, "a sector"));
        int64_t node = selat_assembly_find_node(a, region, x->field);
        if (node < 0) return selat_fields_fail(f->context, x, "a sector that region %s has in the flows", region);
        TRY(selat_fields_numbers(f->context, x, 1, &value));
        TRY(selat_fields_end_row(f->context, x, 3));
        a->output[a->node[node]] = value;
        count++;
    }
    if (count == a->n_nodes) {
        a->has_output = true;
        return SELAT_OK;
    }
    return selat_fail_at(f->context, (selat_place){x->stream.name, x->line, 0, NULL}, NULL,
                         "found %lld rows, expected %lld", (long long)count, (long long)a->n_nodes);
}

static selat_status read_output(folder *f) {
    int64_t entry = find(f, "", "x.txt");
    selat_stream stream;
    selat_fields x;
    if (entry < 0) return SELAT_OK;
    TRY(selat_archive_stream(f->context, f->job->archive, entry, &stream));
    TRY(selat_fields_open(f->context, &stream, 0, &x));
    selat_status status = read_output_rows(f, &x);
    selat_fields_close(f->context, &x);
    return status;
}

/* x = A x + y by Gauss-Seidel sweeps, where the file gives A only. */
static selat_status solve_output(folder *f) {
    selat_assembly *a = &f->job->a;
    double gap = INFINITY, size = 1;
    int sweep = 0;
    for (; sweep < MOST_SWEEPS && !(gap <= SOLVED * size); sweep++) {
        TRY(selat_check_cancel(f->context));
        gap = size = 0;
        for (int64_t i = 0; i < a->N; i++) {
            double sum = 0;
            for (int64_t k = 0; k < a->N; k++)
                sum += a->z[i * a->N + k] * a->output[k];
            for (int64_t k = 0; k < a->R * a->F; k++)
                sum += a->y[i * a->R * a->F + k];
            gap += fabs(sum - a->output[i]);
            size += fabs(sum);
            a->output[i] = sum;
        }
    }
    if (!(gap <= SOLVED * size)) {
        return selat_fail(f->context, SELAT_FAILED, "%s: output from A.txt and Y.txt did not converge in %d sweeps",
                          a->file, MOST_SWEEPS);
    }
    a->has_output = true;
    return selat_assembly_note(f->context, a, "The file gives A and no output: x = A x + y was solved (%d sweeps).",
                               sweep);
}

static void flows_from_coefficients(selat_assembly *a) {
    for (int64_t i = 0; i < a->N; i++) {
        for (int64_t k = 0; k < a->N; k++)
            a->z[i * a->N + k] *= a->output[k];
    }
}

static selat_status read_flows(folder *f) {
    selat_assembly *a = &f->job->a;
    bool coefficients = find(f, "", "Z.txt") < 0;
    selat_frame z;
    TRY(open_frame(f, "", coefficients ? "A.txt" : "Z.txt", 2, &z));
    selat_status status;
    TRY_OR(done, status, add_nodes(f, &z));
    TRY_OR(done, status, selat_assembly_settle(f->context, a));
    TRY_OR(done, status, selat_new(f->context, a->n_nodes, &f->values));
    TRY_OR(done, status, selat_new(f->context, a->n_finals, &f->final));
    TRY_OR(done, status, read_rows(f, &z, false));
    TRY_OR(done, status, read_final(f));
    TRY_OR(done, status, read_output(f));
    if (coefficients && !a->has_output) TRY_OR(done, status, solve_output(f));
    if (coefficients) flows_from_coefficients(a);
done:
    selat_frame_close(f->context, &z);
    return status;
}

/* ---- units and extensions ---- */

/* unit.txt: the index of a row, then its unit. Keys are the index joined like a row's code. */
static selat_status read_unit_rows(folder *f, selat_fields *u, selat_names *units) {
    bool has_row, more;
    TRY(selat_fields_row(f->context, u, &has_row)); /* the header */
    for (;;) {
        char key[CODE_ROOM] = "", unit[NAME_ROOM] = "";
        int n = 0;
        TRY(selat_fields_row(f->context, u, &has_row));
        if (!has_row) return SELAT_OK;
        for (;;) {
            TRY(selat_fields_next(f->context, u, &more));
            if (!more) break;
            if (n > 0 && strlen(key) + strlen(unit) + 4 < sizeof key) strcat(strcat(key, n > 1 ? "; " : ""), unit);
            selat_format(unit, sizeof unit, "%s", u->field);
            n++;
        }
        int64_t at;
        if (n > 1) TRY(selat_names_add(f->context, units, key, unit, &at));
    }
}

static selat_status read_units(folder *f, const char *below, selat_names *units) {
    int64_t entry = find(f, below, "unit.txt");
    selat_stream stream;
    selat_fields u;
    if (entry < 0) return SELAT_OK;
    TRY(selat_archive_stream(f->context, f->job->archive, entry, &stream));
    TRY(selat_fields_open(f->context, &stream, 0, &u));
    selat_status status = read_unit_rows(f, &u, units);
    selat_fields_close(f->context, &u);
    return status;
}

static void code_of_row(const selat_frame *frame, char code[CODE_ROOM]) {
    code[0] = '\0';
    for (int k = 0; k < frame->n_index; k++) {
        if (frame->index[k][0] == '\0') continue;
        if (k > 0) strcat(code, "; ");
        strcat(code, frame->index[k]);
    }
}

static bool is_factor_folder(const char *below) {
    static const char *const known[] = {"factor_inputs/", "factor_input/", "value_added/", "va/", "primary_inputs/"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (strcasecmp(below, known[k]) == 0) return true;
    }
    return false;
}

/* Whether the row closes the columns of the table: all of a folder of factor inputs; elsewhere what is known by name
   and in money, from the first folder that has such rows. */
static bool is_primary(folder *f, const char *below, const char *text, const char *unit) {
    const char *code;
    if (f->from[0] != '\0' && strcmp(f->from, below) != 0) return false;
    bool known = selat_assembly_role(text, &code) != SELAT_ROW_PRIMARY || strcmp(code, text) != 0;
    if (!is_factor_folder(below) && !(known && f->money[0] != '\0' && strcmp(unit, f->money) == 0)) return false;
    selat_format(f->from, sizeof f->from, "%s", below);
    return true;
}

static selat_status add_stressor(folder *f, const char *below, const char *text, const char *unit, bool of_finals) {
    selat_assembly *a = &f->job->a;
    char code[CODE_ROOM];
    int64_t at = selat_names_find(&a->stressors.names, text);
    selat_format(code, sizeof code, "%s", text);
    if (at >= 0 && !of_finals) selat_format(code, sizeof code, "%s (%.*s)", text, (int)strlen(below) - 1, below);
    TRY(selat_assembly_row(f->context, a, &a->stressors, code, text, unit, &at));
    if (of_finals) {
        selat_assembly_spread_final(a, f->final, a->stressors.final[at]);
    } else {
        selat_assembly_spread(a, f->values, a->stressors.values[at]);
    }
    return SELAT_OK;
}

static selat_status add_part(folder *f, const char *text) {
    selat_assembly *a = &f->job->a;
    int64_t at;
    TRY(selat_assembly_row(f->context, a, &a->memo, text, NULL, NULL, &at));
    selat_assembly_spread(a, f->values, a->memo.values[at]);
    return SELAT_OK;
}

/* Rows per unit of output become rows. */
static void multiply_by_output(folder *f) {
    selat_assembly *a = &f->job->a;
    for (int64_t k = 0; k < a->n_nodes; k++)
        f->values[k] *= a->output[a->node[k]];
}

typedef struct extension_file {
    const char *below, *name;
    bool of_finals, coefficients;
} extension_file;

static selat_status read_extension_rows(folder *f, selat_frame *frame, const extension_file *file,
                                        const selat_names *units) {
    bool has_row, parts = strcmp(file->below, "value_added_parts/") == 0;
    for (;;) {
        char code[CODE_ROOM];
        TRY(selat_frame_row(f->context, frame, &has_row));
        if (!has_row) break;
        code_of_row(frame, code);
        TRY(selat_frame_numbers(f->context, frame, file->of_finals ? f->final : f->values));
        if (file->coefficients) multiply_by_output(f);
        int64_t at = selat_names_find(units, code);
        const char *unit = at >= 0 ? units->names[at] : "";
        if (parts) {
            if (!file->of_finals) TRY(add_part(f, code));
        } else if (is_primary(f, file->below, code, unit)) {
            TRY(selat_assembly_primary(f->context, &f->job->a, code, NULL, file->of_finals ? NULL : f->values,
                                       file->of_finals ? f->final : NULL));
        } else {
            TRY(add_stressor(f, file->below, code, unit, file->of_finals));
        }
    }
    f->job->a.empty += frame->fields.empty;
    return SELAT_OK;
}

static selat_status read_extension_file(folder *f, const extension_file *file, const selat_names *units) {
    selat_frame frame;
    if (find(f, file->below, file->name) < 0) return SELAT_OK;
    TRY(open_frame(f, file->below, file->name, 2, &frame));
    selat_status status = check_columns(f, &frame, file->of_finals);
    if (status == SELAT_OK) status = read_extension_rows(f, &frame, file, units);
    selat_frame_close(f->context, &frame);
    return status;
}

static selat_status read_extension(folder *f, const char *below) {
    bool coefficients = find(f, below, "F.txt") < 0;
    selat_names units = {0};
    const extension_file files[] = {{below, coefficients ? "S.txt" : "F.txt", false, coefficients},
                                    {below, "F_Y.txt", true, false},
                                    {below, "F_hh.txt", true, false}, /* what EXIOBASE 3.4 called it */
                                    {below, "FY.txt", true, false}};
    selat_status status = read_units(f, below, &units);
    for (size_t k = 0; status == SELAT_OK && k < sizeof files / sizeof *files; k++) {
        status = read_extension_file(f, &files[k], &units);
    }
    selat_names_clear(f->context, &units);
    return status;
}

/* Factor inputs before satellite/ before the rest, so that value added is taken from where it stands in parts. */
static int turn_of(const char *below) {
    if (is_factor_folder(below)) return 0;
    return strcmp(below, "satellite/") == 0 ? 1 : 2;
}

/* Folders with F.txt or S.txt below the root. */
static selat_status read_extensions(folder *f) {
    const selat_archive *archive = f->job->archive;
    for (int turn = 0; turn < 3; turn++) {
        selat_names met = {0};
        selat_status status = SELAT_OK;
        for (int64_t k = 0; status == SELAT_OK && k < selat_archive_count(archive); k++) {
            const char *name = selat_archive_name(archive, k), *base = selat_base_name(name);
            char below[PATH_ROOM];
            size_t root = strlen(f->root);
            if (strncmp(name, f->root, root) != 0 || (strcmp(base, "F.txt") != 0 && strcmp(base, "S.txt") != 0))
                continue;
            selat_format(below, sizeof below, "%.*s", (int)(base - name - (ptrdiff_t)root), name + root);
            if (below[0] == '\0' || turn_of(below) != turn) continue;
            int64_t at, before = met.count;
            status = selat_names_add(f->context, &met, below, NULL, &at);
            if (status == SELAT_OK && met.count > before) status = read_extension(f, below);
        }
        selat_names_clear(f->context, &met);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status read_money_unit(folder *f) {
    selat_names units = {0};
    selat_status status = read_units(f, "", &units);
    if (status == SELAT_OK && units.count > 0) {
        selat_format(f->money, sizeof f->money, "%.200s", units.names[0]);
        status = selat_assembly_note(f->context, &f->job->a, "Unit of the flows in the file: %s.", f->money);
        int64_t other = 0;
        while (other < units.count && strcmp(units.names[other], f->money) == 0)
            other++;
        if (status == SELAT_OK && other < units.count) {
            status =
                selat_assembly_note(f->context, &f->job->a,
                                    "Units of the flows differ by sector (%s for %s): sums over sectors mean nothing.",
                                    units.names[other], units.codes[other]);
        }
    }
    selat_names_clear(f->context, &units);
    return status;
}

selat_status selat_pymrio_read(selat_context *context, selat_import_job *job) {
    folder f = {.context = context, .job = job};
    selat_status status;
    TRY(find_root(&f));
    TRY_OR(done, status, add_finals(&f));
    TRY_OR(done, status, read_money_unit(&f));
    TRY_OR(done, status, read_flows(&f));
    if (!job->a.has_output) { /* coefficients of extensions need it */
        for (int64_t i = 0; i < job->a.N; i++) {
            double sum = 0;
            for (int64_t k = 0; k < job->a.N; k++)
                sum += job->a.z[i * job->a.N + k];
            for (int64_t k = 0; k < job->a.R * job->a.F; k++)
                sum += job->a.y[i * job->a.R * job->a.F + k];
            job->a.output[i] = sum;
        }
        job->a.has_output = true;
    }
    TRY_OR(done, status, read_extensions(&f));
    job->year = selat_year_in(f.root);
done:
    selat_release(context, f.values);
    selat_release(context, f.final);
    return status;
}

bool selat_pymrio_recognise(const selat_archive *archive) {
    return !selat_archive_is_file(archive) && selat_archive_find(archive, "/Y.txt") >= 0 &&
           (selat_archive_find(archive, "/Z.txt") >= 0 || selat_archive_find(archive, "/A.txt") >= 0);
}

static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    return selat_pymrio_recognise(archive);
}

static const selat_streamed streamed = {
    .name = "pymrio",
    .money = "million USD where unit.txt does not say otherwise",
    .musd_per_unit = 1,
    .recognise = recognise,
    .read = selat_pymrio_read,
};

const selat_import_format selat_format_pymrio = {
    .name = "pymrio",
    .title = "a folder or zip that pymrio saved as text: Z.txt or A.txt, Y.txt, x.txt, unit.txt, extension folders",
    .streamed = &streamed,
};
