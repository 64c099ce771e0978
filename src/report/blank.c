/* The blank page: the shell of the report with the forms' data in place of results. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "report/html.h"
#include "report/json.h"
#include "selat/dataset.h"
#include "selat/run_load.h"

static const char shell_file[] = "page/report_shell.html", default_table[] = "oecd-2022", title[] = "New agreement";
enum { LARGEST_SHELL = 64 << 20 };

/* The accord is read as a run reads it, so that its mistakes show here and not in the page. */
static selat_status check_start(selat_context *context, const char *from) {
    selat_run_data data;
    selat_status status = selat_run_load(context, from, &data);
    if (status == SELAT_OK) selat_run_unload(context, &data);
    return status;
}

static selat_status load_table(selat_context *context, const char *name, const char *from, selat_table **out) {
    char *own = NULL;
    selat_status status = SELAT_OK;
    if (from != NULL) status = check_start(context, from);
    if (status == SELAT_OK && name == NULL && from != NULL) status = selat_accord_table_name(context, from, &own);
    if (status == SELAT_OK) status = selat_dataset_table(context, name != NULL ? name : own != NULL ? own : default_table, out);
    selat_dataset_free(context, own);
    if (status == SELAT_OK) status = selat_table_require_factored(context, *out, "the trade model");
    return status;
}

static selat_status write_page(selat_context *context, const json_t *root, const char *path) {
    char *shell_path = NULL, *shell = NULL, *json = NULL;
    size_t length;
    selat_text page = {0};
    selat_status status;
    TRY_OR(end, status, selat_dataset_path(context, shell_file, &shell_path));
    TRY_OR(end, status, selat_file_read(context, shell_path, LARGEST_SHELL, &shell, &length));
    TRY_OR(end, status, report_json_compact(context, root, &json));
    TRY_OR(end, status, selat_html_fill(context, shell, length, json, title, &page));
    status = selat_file_write(context, path, page.bytes, page.length);
end:
    selat_release(context, shell_path);
    selat_release(context, shell);
    selat_release(context, json);
    selat_text_clear(context, &page);
    return status;
}

selat_status selat_report_blank(selat_context *context, const char *table_name, const char *from, const char *path) {
    selat_table *table = NULL;
    json_t *root = NULL;
    selat_status status = load_table(context, table_name, from, &table);
    if (status == SELAT_OK) status = report_json_blank(context, table, from, &root);
    if (status == SELAT_OK) status = write_page(context, root, path);
    json_decref(root);
    selat_table_destroy(context, table);
    return status;
}
