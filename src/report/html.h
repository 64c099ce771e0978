/* The report page: the built shell with title, results and, where it holds the engine, the engine's data put in. */
#ifndef SELAT_REPORT_HTML_H
#define SELAT_REPORT_HTML_H

#include "base/text.h"

typedef struct selat_page {
    const char *shell; /* [shell_length] page/report_shell.html */
    size_t shell_length;
    const char *title; /* UTF-8 */
    const char *json;  /* results.json, terminated */
    const char *pack;  /* [pack_length] report/pack.h; used where the shell has a place for it; length 0: none */
    size_t pack_length;
} selat_page;

/* The shell holds the engine and a place for its data. */
bool selat_html_wants_pack(const char *shell, size_t shell_length);

/* Appends the page to `out`. The page is declared windows-1252 and is ASCII but for its blobs; the title's other characters
   become references. A blob is gzip, as raw bytes in a script element of type text/plain, with NUL, carriage return, < and
   = written as = and the byte + 64: nothing in it can end the element. app/page/blob.ts reads it.
   Errors: SELAT_BAD_INPUT when a mark does not stand in the shell exactly once (that of the pack: at most once). */
selat_status selat_html_fill(selat_context *context, const selat_page *page, selat_text *out);

/* Bytes as a blob, appended. */
selat_status selat_html_add_blob(selat_context *context, const char *bytes, size_t length, selat_text *out);

#endif
