/* The report page: the built shell with the results and the title put in. */
#include "report/html.h"

#include <string.h>

#include "base/status.h"

#define TITLE_MARK "@SELAT_TITLE@"
#define RESULTS_MARK "@SELAT_RESULTS@"

/* How many bytes at `at` are one character that needs an escape (0: none), and the escape. */
typedef size_t (*escape_fn)(const char *at, const char **escape);

static size_t escape_json(const char *at, const char **escape) {
    switch (*at) {
    case '<': *escape = "\\u003c"; return 1;
    case '>': *escape = "\\u003e"; return 1;
    case '&': *escape = "\\u0026"; return 1;
    default: break;
    }
    if (strncmp(at, "\xE2\x80\xA8", 3) == 0) *escape = "\\u2028";
    else if (strncmp(at, "\xE2\x80\xA9", 3) == 0) *escape = "\\u2029";
    else return 0;
    return 3;
}

static size_t escape_html(const char *at, const char **escape) {
    switch (*at) {
    case '<': *escape = "&lt;"; return 1;
    case '>': *escape = "&gt;"; return 1;
    case '&': *escape = "&amp;"; return 1;
    case '"': *escape = "&quot;"; return 1;
    default: return 0;
    }
}

static selat_status add_escaped(selat_context *context, selat_text *out, const char *text, escape_fn escape_of) {
    const char *plain = text, *escape;
    while (*text != '\0') {
        size_t length = escape_of(text, &escape);
        if (length == 0) {
            text++;
            continue;
        }
        TRY(selat_text_add_bytes(context, out, plain, (size_t)(text - plain)));
        TRY(selat_text_add_bytes(context, out, escape, strlen(escape)));
        text += length;
        plain = text;
    }
    return selat_text_add_bytes(context, out, plain, (size_t)(text - plain));
}

static selat_status find_mark(selat_context *context, const char *shell, size_t length, const char *mark,
                              const char **out) {
    size_t wide = strlen(mark);
    int64_t count = 0;
    for (size_t k = 0; k + wide <= length; k++) {
        if (shell[k] != '@' || memcmp(shell + k, mark, wide) != 0) continue;
        *out = shell + k;
        count++;
    }
    if (count == 1) return SELAT_OK;
    return selat_fail(context, SELAT_BAD_INPUT, "page shell: found %s %lld times, expected once", mark,
                      (long long)count);
}

selat_status selat_html_fill(selat_context *context, const char *shell, size_t shell_length, const char *json,
                             const char *title, selat_text *out) {
    const char *title_at = NULL, *results_at = NULL;
    TRY(find_mark(context, shell, shell_length, TITLE_MARK, &title_at));
    TRY(find_mark(context, shell, shell_length, RESULTS_MARK, &results_at));
    if (results_at < title_at) {
        return selat_fail(context, SELAT_BAD_INPUT, "page shell: found %s before %s, expected it after", RESULTS_MARK,
                          TITLE_MARK);
    }
    const char *after_title = title_at + strlen(TITLE_MARK), *after_results = results_at + strlen(RESULTS_MARK);
    TRY(selat_text_add_bytes(context, out, shell, (size_t)(title_at - shell)));
    TRY(add_escaped(context, out, title, escape_html));
    TRY(selat_text_add_bytes(context, out, after_title, (size_t)(results_at - after_title)));
    TRY(add_escaped(context, out, json, escape_json));
    return selat_text_add_bytes(context, out, after_results, (size_t)(shell + shell_length - after_results));
}
