/* The blank page: the shell of the report with the forms' data in place of results. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/html.h"
#include "report/json.h"
#include "report/pack.h"
#include "selat/dataset.h"
#include "selat/run_load.h"

static const char shell_file[] = "page/report_shell.html", default_table[] = "oecd-2022", title[] = "New agreement";
enum { LARGEST_SHELL = 64 << 20 };

/* The accord is read as a run reads it, so that its mistakes show here and not in the page. With another table than its own
   the page begins with its words only. */
static selat_status load(selat_context *context, const char *name, const char *from, selat_run_data *out) {
    if (from != NULL) TRY(selat_run_load(context, from, out));
    if (from != NULL && name == NULL) return SELAT_OK;
    selat_run_unload(context, out);
    TRY(selat_dataset_table(context, name != NULL ? name : default_table, &out->table));
    return selat_table_require_factored(context, out->table, "the trade model");
}

/* A page that cannot compute would only be a form. */
static selat_status need_engine(selat_context *context, const char *shell, size_t length) {
    if (selat_html_wants_pack(shell, length)) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT,
                      "this build has no engine for pages: install clang, lld and wasi-libc and "
                      "build again, or write the accord file by hand for selat run (docs/accord-format.md)");
}

static selat_status write_page(selat_context *context, const selat_run_data *data, const json_t *root, const char *path) {
    char *shell_path = NULL, *shell = NULL, *json = NULL;
    size_t length;
    selat_text page = {0}, pack = {0};
    selat_status status;
    TRY_OR(end, status, selat_dataset_path(context, shell_file, &shell_path));
    TRY_OR(end, status, selat_file_read(context, shell_path, LARGEST_SHELL, &shell, &length));
    TRY_OR(end, status, report_json_compact(context, root, &json));
    TRY_OR(end, status, need_engine(context, shell, length));
    TRY_OR(end, status, report_pack_blank(context, data->table, data->accord, &pack));
    TRY_OR(end, status,
           selat_html_fill(context, &(selat_page){shell, length, title, json, pack.bytes, pack.length}, &page));
    status = selat_file_write(context, path, page.bytes, page.length);
end:
    selat_release(context, shell_path);
    selat_release(context, shell);
    selat_release(context, json);
    selat_text_clear(context, &pack);
    selat_text_clear(context, &page);
    return status;
}

selat_status selat_report_blank(selat_context *context, const char *table_name, const char *from, const char *path) {
    selat_run_data data = {0};
    json_t *root = NULL;
    selat_status status = load(context, table_name, from, &data);
    const char *named = table_name != NULL ? table_name : data.accord != NULL ? data.accord->table : default_table;
    if (status == SELAT_OK) status = report_json_blank(context, data.table, named, from, &root);
    if (status == SELAT_OK) status = write_page(context, &data, root, path);
    json_decref(root);
    selat_run_unload(context, &data);
    return status;
}
