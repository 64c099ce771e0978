/* Writing a run's folder: everything is made in a folder beside, then each file is renamed into place. */
#include "selat/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "base/threads.h"
#include "report/html.h"
#include "report/pack.h"
#include "report/sheets.h"
#include "selat/dataset.h"

static const char shell_file[] = "page/report_shell.html";
enum { LARGEST_SHELL = 64 << 20 };

typedef struct work {
    selat_context *context;
    const selat_results *results;
    const char *folder; /* where the files end up */
    char *beside;       /* where they are made */
    json_t *root;
    report_sheet sheets[REPORT_SHEETS];
} work;

static selat_status write_page(work *w) {
    selat_context *context = w->context;
    char *shell_path = NULL, *shell = NULL, *path = NULL, *json = NULL;
    size_t length;
    const selat_run_inputs *inputs = &w->results->inputs;
    selat_text page = {0}, pack = {0};
    selat_status status;
    TRY_OR(end, status, selat_dataset_path(context, shell_file, &shell_path));
    TRY_OR(end, status, selat_file_read(context, shell_path, LARGEST_SHELL, &shell, &length));
    TRY_OR(end, status, report_json_compact(context, w->root, &json));
    if (selat_html_wants_pack(shell, length)) TRY_OR(end, status, report_pack(context, inputs->table, inputs->accord, &pack));
    TRY_OR(end, status,
           selat_html_fill(context, &(selat_page){shell, length, inputs->accord->name, json, pack.bytes, pack.length}, &page));
    TRY_OR(end, status, selat_path_join(context, w->beside, "report.html", &path));
    status = selat_file_write(context, path, page.bytes, page.length);
end:
    selat_release(context, shell_path);
    selat_release(context, json);
    selat_release(context, shell);
    selat_release(context, path);
    selat_text_clear(context, &pack);
    selat_text_clear(context, &page);
    return status;
}

static selat_status write_csv(work *w) {
    char *csv;
    TRY(selat_path_join(w->context, w->beside, "csv", &csv));
    selat_status status = selat_folder_make(w->context, csv);
    for (int k = 0; k < REPORT_SHEETS && status == SELAT_OK; k++) status = report_write_csv(w->context, &w->sheets[k], csv);
    selat_release(w->context, csv);
    return status;
}

static selat_status write_workbook(work *w) {
    char *xlsx;
    TRY(selat_path_join(w->context, w->beside, "results.xlsx", &xlsx));
    selat_status status = report_write_xlsx(w->context, w->sheets, w->root, xlsx);
    selat_release(w->context, xlsx);
    return status;
}

static selat_status write_json(work *w) {
    char *path = NULL, *json = NULL;
    selat_status status = report_json_text(w->context, w->root, &json);
    if (status == SELAT_OK) status = selat_path_join(w->context, w->beside, "results.json", &path);
    if (status == SELAT_OK) status = selat_file_write(w->context, path, json, strlen(json));
    selat_release(w->context, json);
    selat_release(w->context, path);
    return status;
}

/* The files are independent of each other and only read the tree; the slowest comes first. */
static selat_status (*const writers[])(work *w) = {write_page, write_workbook, write_json, write_csv};
enum { WRITERS = sizeof writers / sizeof *writers };

static selat_status write_piece(selat_context *own, void *data, int64_t piece) {
    work mine = *(const work *)data;
    mine.context = own;
    return writers[piece](&mine);
}

static selat_status move(work *w, const char *name) {
    char *from = NULL, *to = NULL;
    selat_status status = selat_path_join(w->context, w->beside, name, &from);
    if (status == SELAT_OK) status = selat_path_join(w->context, w->folder, name, &to);
    if (status == SELAT_OK && rename(from, to) != 0) {
        status = selat_fail(w->context, SELAT_IO_ERROR, "%s: cannot write: %s", to, strerror(errno));
    }
    selat_release(w->context, from);
    selat_release(w->context, to);
    return status;
}

static selat_status move_all(work *w) {
    char *csv, name[96];
    TRY(selat_path_join(w->context, w->folder, "csv", &csv));
    selat_status status = selat_folder_make(w->context, csv);
    selat_release(w->context, csv);
    for (int k = 0; k < REPORT_SHEETS && status == SELAT_OK; k++) {
        selat_format(name, sizeof name, "csv/%s.csv", w->sheets[k].name);
        status = move(w, name);
    }
    static const char *const files[] = {"results.json", "results.xlsx", "report.html"};
    for (int k = 0; k < 3 && status == SELAT_OK; k++) status = move(w, files[k]);
    return status;
}

static selat_status make_everything(work *w) {
    w->root = report_json_tree(w->results);
    if (w->root == NULL) return selat_fail(w->context, SELAT_NO_MEMORY, "results: no memory");
    TRY(report_json_add_backtest(w->context, w->root));
    TRY(report_sheets_init(w->context, w->root, w->sheets));
    return selat_parallel(w->context, WRITERS, write_piece, w);
}

selat_status selat_report_try_folder(selat_context *context, const char *folder) {
    TRY(selat_folder_make(context, folder));
    char *path;
    TRY(selat_path_join(context, folder, ".selat-try", &path));
    selat_output output;
    selat_status status = selat_output_begin(context, path, &output);
    if (status == SELAT_OK) selat_output_abandon(context, &output);
    selat_release(context, path);
    return status;
}

selat_status selat_report_write(selat_context *context, const selat_results *results, const char *folder) {
    work w = {.context = context, .results = results, .folder = folder};
    TRY(selat_folder_make(context, folder));
    size_t room = strlen(folder) + 32;
    TRY(selat_new(context, room, &w.beside));
    selat_format(w.beside, room, "%s/.selat-%ld.part", folder, (long)getpid());
    selat_status status = selat_folder_make(context, w.beside);
    if (status == SELAT_OK) status = make_everything(&w);
    if (status == SELAT_OK) status = move_all(&w);
    char kept[1024]; /* removing must not replace the message of what failed */
    selat_format(kept, sizeof kept, "%s", selat_message(context));
    selat_status removed = selat_folder_remove(context, w.beside);
    if (status != SELAT_OK) {
        (void)selat_fail(context, status, "%s", kept);
    } else {
        status = removed;
    }
    report_sheets_clear(w.sheets);
    json_decref(w.root);
    selat_release(context, w.beside);
    return status;
}
