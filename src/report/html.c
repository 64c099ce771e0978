/* The report page: the built shell with what belongs to the run put in. */
#include "report/html.h"

#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"

/* The last level costs five times the time of this one and saves half a per cent. */
enum { LEVEL = 6, N_MARKS = 3, ESCAPE_STEP = 64 };
static const char *const marks[N_MARKS] = {"@SELAT_TITLE@", "@SELAT_RESULTS@", "@SELAT_PACK@"};
enum { TITLE, RESULTS, PACK };

/* ---- text ---- */

/* The code point at `at`, and its bytes; U+FFFD for a byte that is none. */
static uint32_t code_point(const unsigned char *at, size_t *length) {
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t wanted = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;
    uint32_t code = at[0] & lead_bits[wanted];
    *length = 1;
    if (wanted == 0) return 0xFFFD;
    for (size_t k = 1; k < wanted; k++) {
        if ((at[k] & 0xC0) != 0x80) return 0xFFFD;
        code = code << 6 | (at[k] & 0x3F);
    }
    *length = wanted;
    return code;
}

/* ASCII that shows as `text` in an element or attribute. */
static selat_status add_html(selat_context *context, selat_text *out, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    for (size_t length; *at != '\0'; at += length) {
        uint32_t code = code_point(at, &length);
        bool plain = code < 0x7F && code >= 0x20 && strchr("<>&\"'", (int)code) == NULL;
        if (plain) TRY(selat_text_add_bytes(context, out, (const char *)at, 1));
        else TRY(selat_text_add(context, out, "&#%u;", (unsigned)code));
    }
    return SELAT_OK;
}

/* ---- blobs ---- */

static selat_status add_escaped(selat_context *context, selat_text *out, const char *bytes, size_t length) {
    size_t plain = 0;
    for (size_t k = 0; k < length; k++) {
        char c = bytes[k];
        if (c != '\0' && c != '\r' && c != '<' && c != '=') continue;
        const char escape[2] = {'=', (char)(c + ESCAPE_STEP)};
        TRY(selat_text_add_bytes(context, out, bytes + plain, k - plain));
        TRY(selat_text_add_bytes(context, out, escape, 2));
        plain = k + 1;
    }
    return selat_text_add_bytes(context, out, bytes + plain, length - plain);
}

selat_status selat_html_add_blob(selat_context *context, const char *bytes, size_t length, selat_text *out) {
    char *packed;
    size_t packed_length;
    TRY(selat_gzip(context, bytes, length, LEVEL, &packed, &packed_length));
    selat_status status = add_escaped(context, out, packed, packed_length);
    selat_release(context, packed);
    return status;
}

/* ---- the page ---- */

static int64_t count_mark(const char *shell, size_t length, const char *mark, const char **out) {
    size_t wide = strlen(mark);
    int64_t count = 0;
    for (const char *at = shell, *end = shell + length; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        if ((size_t)(end - at) < wide || memcmp(at, mark, wide) != 0) continue;
        *out = at;
        count++;
    }
    return count;
}

bool selat_html_wants_pack(const char *shell, size_t shell_length) {
    const char *at;
    return count_mark(shell, shell_length, marks[PACK], &at) == 1;
}

static selat_status add_part(selat_context *context, const selat_page *page, int mark, selat_text *out) {
    if (mark == TITLE) return add_html(context, out, page->title);
    if (mark == RESULTS) return selat_html_add_blob(context, page->json, strlen(page->json), out);
    return page->pack_length > 0 ? selat_html_add_blob(context, page->pack, page->pack_length, out) : SELAT_OK;
}

selat_status selat_html_fill(selat_context *context, const selat_page *page, selat_text *out) {
    const char *at[N_MARKS] = {NULL}, *from = page->shell, *end = page->shell + page->shell_length;
    for (int k = 0; k < N_MARKS; k++) {
        int64_t count = count_mark(page->shell, page->shell_length, marks[k], &at[k]);
        if (count == 1 || (count == 0 && k == PACK)) continue;
        return selat_fail(context, SELAT_BAD_INPUT, "page shell: found %s %lld times, expected once", marks[k], (long long)count);
    }
    for (int k = 0; k < N_MARKS; k++) {
        if (at[k] == NULL) continue;
        if (at[k] < from) {
            return selat_fail(context, SELAT_BAD_INPUT, "page shell: found %s before %s, expected it after", marks[k], marks[k - 1]);
        }
        TRY(selat_text_add_bytes(context, out, from, (size_t)(at[k] - from)));
        TRY(add_part(context, page, k, out));
        from = at[k] + strlen(marks[k]);
    }
    return selat_text_add_bytes(context, out, from, (size_t)(end - from));
}
