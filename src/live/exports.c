/* What a page calls: the session of live.h over the files of a pack. Everything here is called from outside, by
   app/page/engine/native.ts; a page is one process with one session. */
#include "accord/tree_text.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/pack.h"
#include "base/status.h"
#include "selat/live.h"
#include "table/compact.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT char *selat_page_room(size_t bytes);
EXPORT selat_status selat_page_open(const char *pack, size_t bytes);
EXPORT selat_status selat_page_accord(const char *tree, size_t bytes);
EXPORT selat_status selat_page_solve(int year);
EXPORT int selat_page_step(int part);
EXPORT const double *selat_page_numbers(int kind);
EXPORT int selat_page_rows(void);
EXPORT int selat_page_columns(void);
EXPORT const double *selat_page_report(void);
EXPORT const char *selat_page_text(int which, int kind);
EXPORT const char *selat_page_yaml(const char *tree, size_t bytes);
EXPORT void selat_page_clock(double seconds);

enum { SOLVER_NUMBERS = 8, REPORT_NUMBERS = 3 + 2 * SOLVER_NUMBERS };

static struct page {
    selat_context *context;
    char *room;
    size_t room_bytes;
    char *pack_bytes;
    selat_pack pack;
    selat_table *table;
    selat_live *live;
    char *file; /* the accord's name, for messages */
    selat_text text;
    int64_t rows, columns; /* of the numbers asked for last */
    double report[REPORT_NUMBERS];
} page;

/* Room for bytes that come in, until the next call of this function. NULL: no memory. */
char *selat_page_room(size_t bytes) {
    if (page.context == NULL && selat_context_create(NULL, &page.context) != SELAT_OK) return NULL;
    if (page.room != NULL && bytes <= page.room_bytes) return page.room;
    selat_release(page.context, page.room);
    page.room_bytes = 0;
    if (selat_new(page.context, bytes, &page.room) == SELAT_OK) page.room_bytes = bytes;
    return page.room;
}

void selat_page_clock(double seconds) { selat_clock_set(seconds); }

/* ---- opening ---- */

static selat_status need(const char *name, const selat_pack_file **out) {
    *out = selat_pack_find(&page.pack, name);
    return *out != NULL ? SELAT_OK : selat_fail(page.context, SELAT_BAD_INPUT, "pack: there is no file '%s'", name);
}

static selat_status copy_file(const char *name, char **out) {
    const selat_pack_file *file;
    TRY(need(name, &file));
    return selat_copy_text_n(page.context, file->bytes, file->length, out);
}

static selat_status use_plans(void) {
    if (selat_pack_find(&page.pack, "capture") == NULL) return SELAT_OK;
    char *plans;
    TRY(copy_file("capture", &plans));
    selat_status status = selat_live_use_plans(page.live, plans);
    selat_release(page.context, plans);
    return status;
}

/* The pack, which stands in the room: its files are there, table and session are made. The accord is not set yet. */
selat_status selat_page_open(const char *pack, size_t bytes) {
    const selat_pack_file *table;
    page.pack_bytes = page.room; /* keeps the room */
    page.room = NULL;
    TRY(selat_pack_open(page.context, pack, bytes, &page.pack));
    selat_pack_mount(&page.pack);
    TRY(need("table", &table));
    TRY(copy_file("file", &page.file));
    TRY(selat_table_compact_read(page.context, table->bytes, table->length, &page.table));
    TRY(selat_live_create(page.context, page.table, &page.live));
    return use_plans();
}

/* ---- calls ---- */

selat_status selat_page_accord(const char *tree, size_t bytes) {
    selat_yaml *root;
    TRY(selat_tree_text_read(page.context, page.file, tree, bytes, &root));
    selat_status status = selat_live_set_accord(page.live, page.file, root);
    selat_yaml_destroy(page.context, root);
    return status;
}

selat_status selat_page_solve(int year) { return selat_live_solve(page.live, year); }

/* Pieces left, or -1 with a message. */
int selat_page_step(int part) {
    int64_t left = 0;
    return selat_live_step(page.live, (selat_live_part)part, &left) == SELAT_OK ? (int)left : -1;
}

const double *selat_page_numbers(int kind) {
    if (kind < 0 || kind >= SELAT_LIVE_KINDS) return NULL;
    return selat_live_numbers(page.live, (selat_live_kind)kind, &page.rows, &page.columns);
}

int selat_page_rows(void) { return (int)page.rows; }
int selat_page_columns(void) { return (int)page.columns; }

static void put_solver(const selat_trade_report *from, double out[SOLVER_NUMBERS]) {
    const double numbers[SOLVER_NUMBERS] = {(double)from->reason,  (double)from->iterations, from->residual,     from->block.cost,
                                            from->block.price,     from->block.share,        from->block.market, from->block.income};
    for (int k = 0; k < SOLVER_NUMBERS; k++) out[k] = numbers[k];
}

/* Year, converged, has overlay; then of the accord's solve and of the overlay's: reason, iterations, residual and its five blocks. */
const double *selat_page_report(void) {
    const selat_live_report *last = selat_live_last(page.live);
    page.report[0] = (double)last->year;
    page.report[1] = last->converged;
    page.report[2] = last->has_overlay;
    put_solver(&last->solver, page.report + 3);
    put_solver(&last->overlay_solver, page.report + 3 + SOLVER_NUMBERS);
    return page.report;
}

/* ---- words ---- */

enum { MESSAGE, KINDS, PARTS, COLUMNS, REGIONS, SECTORS, MEASURES, NOTES, ACCORD, FILE_NAME, REASON, WARNING };

static selat_status add_line(const char *line) { return selat_text_add(page.context, &page.text, "%s\n", line); }

static selat_status add_lines(int64_t count, char *const *lines) {
    for (int64_t k = 0; k < count; k++) TRY(add_line(lines[k]));
    return SELAT_OK;
}

static selat_status add_names(int which) {
    for (int k = 0; which == KINDS && k < SELAT_LIVE_KINDS; k++) TRY(add_line(selat_live_kind_name((selat_live_kind)k)));
    for (int k = 0; which == PARTS && k < SELAT_LIVE_PARTS; k++) TRY(add_line(selat_live_part_name((selat_live_part)k)));
    return SELAT_OK;
}

static selat_status add_words(selat_live_text which) {
    char *words;
    TRY(selat_live_words(page.live, which, &words));
    selat_status status = selat_text_add(page.context, &page.text, "%s", words);
    selat_release(page.context, words);
    return status;
}

static selat_status add_accord(void) {
    const selat_pack_file *file;
    TRY(need("accord", &file));
    return selat_text_add_bytes(page.context, &page.text, file->bytes, file->length);
}

static selat_status add_text(int which, int kind) {
    switch (which) {
    case KINDS:
    case PARTS: return add_names(which);
    case COLUMNS: return selat_text_add(page.context, &page.text, "%s", selat_live_columns((selat_live_kind)kind));
    case REGIONS: return add_lines(page.table->regions.count, page.table->regions.codes);
    case SECTORS: return add_lines(page.table->sectors.count, page.table->sectors.codes);
    case MEASURES: return add_words(SELAT_LIVE_MEASURES);
    case NOTES: return add_words(SELAT_LIVE_NOTES);
    case ACCORD: return add_accord();
    case FILE_NAME: return selat_text_add(page.context, &page.text, "%s", page.file);
    case REASON: return selat_text_add(page.context, &page.text, "%s", selat_reason_name((selat_reason)kind));
    case WARNING: return selat_text_add(page.context, &page.text, "%s", selat_trade_warning(&selat_live_last(page.live)->solver));
    default: return SELAT_OK;
    }
}

/* Text, valid until the next call for text or YAML; the message of the last failure when this one fails. */
const char *selat_page_text(int which, int kind) {
    if (page.context == NULL) return "no memory";
    if (which == MESSAGE) return selat_message(page.context);
    selat_text_clear(page.context, &page.text);
    selat_status status = add_text(which, kind);
    if (status == SELAT_OK) status = selat_text_add(page.context, &page.text, "%s", "");
    return status == SELAT_OK ? page.text.bytes : selat_message(page.context);
}

/* A tree as an accord file; NULL with a message. Valid as text is. */
const char *selat_page_yaml(const char *tree, size_t bytes) {
    selat_yaml *root;
    if (selat_tree_text_read(page.context, page.file, tree, bytes, &root) != SELAT_OK) return NULL;
    selat_text_clear(page.context, &page.text);
    selat_status status = selat_yaml_write(page.context, root, &page.text);
    selat_yaml_destroy(page.context, root);
    return status == SELAT_OK ? page.text.bytes : NULL;
}
