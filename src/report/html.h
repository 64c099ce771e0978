/* The report page: the built shell with the results and the title put in. */
#ifndef SELAT_REPORT_HTML_H
#define SELAT_REPORT_HTML_H

#include "base/text.h"

/* Appends to `out` the shell (`shell_length` bytes of page/report_shell.html) with its two marks replaced:
   @SELAT_TITLE@ by `title` as HTML text, @SELAT_RESULTS@ by `json` (results.json, terminated) with < > & and the line
   separators U+2028 and U+2029 written as \u escapes, so that no text of the accord can end the script element or
   start a comment in it. The value of the JSON is unchanged: these characters only stand inside its strings.
   Errors: SELAT_BAD_INPUT when a mark does not stand in the shell exactly once. Time and memory linear in the bytes. */
selat_status selat_html_fill(selat_context *context, const char *shell, size_t shell_length, const char *json,
                             const char *title, selat_text *out);

#endif
