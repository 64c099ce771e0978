/* The session behind the page on one thread: from a moved slider to numbers, and the parts of the slow tier. The page's engine
   is the same C, compiled to WebAssembly. */
#include <stdio.h>
#include <string.h>

#include "accord/yaml_tree.h"
#include "bench.h"

enum { MOVES = 60, MOST_PIECES = 1000 };

typedef struct session {
    selat_context *context;
    const char *path;
    selat_run_data data;
    selat_yaml *root;
    selat_live *live;
} session;

static selat_status open_session(session *s) {
    char *plans = NULL;
    selat_status status = selat_run_load(s->context, s->path, &s->data);
    if (status == SELAT_OK) status = selat_yaml_read(s->context, s->path, &s->root);
    if (status == SELAT_OK) status = selat_live_create(s->context, s->data.table, &s->live);
    if (status == SELAT_OK) status = selat_capture_plans_write(s->context, s->data.accord, &plans);
    if (status == SELAT_OK) status = selat_live_use_plans(s->live, plans);
    selat_dataset_free(s->context, plans);
    if (status == SELAT_OK) status = selat_live_set_accord(s->live, s->path, s->root);
    return status == SELAT_OK ? selat_live_solve(s->live, s->data.accord->last_year) : status;
}

static void close_session(session *s) {
    selat_live_destroy(s->live);
    selat_yaml_destroy(s->context, s->root);
    selat_run_unload(s->context, &s->data);
}

/* The first `cut` of a measure, whose percentage is written over in place. */
static selat_yaml *first_cut(selat_yaml *node) {
    for (selat_yaml *child = node->first; child != NULL; child = child->next) {
        if (child->kind == SELAT_YAML_SCALAR && child->key != NULL && strcmp(child->key, "cut") == 0) return child;
        selat_yaml *found = first_cut(child);
        if (found != NULL) return found;
    }
    return NULL;
}

static bool move_slider(session *s, const char *label) {
    double all[MOVES], read[MOVES], solve[MOVES], numbers[MOVES];
    selat_yaml *slider = first_cut(selat_yaml_find(s->root, "measures"));
    for (int k = 0; k < MOVES; k++) {
        if (slider == NULL || strlen(slider->value) < 2) return false;
        slider->value[0] = (char)('1' + 4 * k % 9);
        double begun = bench_seconds();
        if (selat_live_set_accord(s->live, s->path, s->root) != SELAT_OK) return false;
        if (selat_live_solve(s->live, s->data.accord->last_year) != SELAT_OK) return false;
        all[k] = bench_seconds() - begun;
        const selat_live_report *last = selat_live_last(s->live);
        read[k] = last->read_s;
        solve[k] = last->solve_s;
        numbers[k] = last->numbers_s;
    }
    bench_print(label, "ms", 1e3, all, MOVES);
    bench_print("  reading the accord", "ms", 1e3, read, MOVES);
    bench_print("  trade model, with output targets", "ms", 1e3, solve, MOVES);
    bench_print("  numbers", "ms", 1e3, numbers, MOVES);
    return true;
}

static bool do_part(session *s, selat_live_part part) {
    double pieces[MOST_PIECES], total = 0;
    char label[64];
    int count = 0;
    for (int64_t left = 1; left > 0 && count < MOST_PIECES; count++) {
        double begun = bench_seconds();
        if (selat_live_step(s->live, part, &left) != SELAT_OK) return false;
        total += pieces[count] = bench_seconds() - begun;
    }
    snprintf(label, sizeof label, "  slow tier: a piece of %s (%.0f ms)", selat_live_part_name(part), 1e3 * total);
    bench_print(label, "ms", 1e3, pieces, count);
    return true;
}

void bench_live(const bench_place *place) {
    static const char *const accords[] = {"korea-malaysia", "japan-malaysia"};
    char path[4096], label[96];
    for (int k = 0; k < 2; k++) {
        snprintf(path, sizeof path, "%s/accords/%s.yaml", place->source, accords[k]);
        snprintf(label, sizeof label, "session: %s, from slider to numbers", accords[k]);
        session s = {.context = place->context, .path = path};
        bool good = open_session(&s) == SELAT_OK && move_slider(&s, label);
        for (int part = 0; good && part < SELAT_LIVE_PARTS; part++) good = do_part(&s, (selat_live_part)part);
        if (!good) printf("%-58s failed: %s\n", label, selat_message(place->context));
        close_session(&s);
    }
}
