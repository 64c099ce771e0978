/* A small world for the tests of the accord room: five regions, six sectors, groups, tariffs. */
#ifndef SELAT_TESTS_ACCORD_WORLD_H
#define SELAT_TESTS_ACCORD_WORLD_H

#include "unit.h"

#include "accord/read_accord.h"

enum { KOR, MYS, JPN, NOR, ROW, R, A01 = 0, C10T12, C26, C29, J61, J62_63, S };

typedef struct world {
    selat_table *table;
    selat_groups groups;
    selat_economy economy;
    selat_tariffs tariffs;
    double rate[S * R * R];
    bool missing[R];
    double theta[S];
} world;

static inline int64_t cell(int64_t s, int64_t n, int64_t i) { return (s * R + n) * R + i; }

static inline void make_world(selat_context *context, world *w) {
    static const char *const regions[] = {"KOR", "MYS", "JPN", "NOR", "ROW"};
    static const char *const names[] = {"Korea", "Malaysia", "Japan", "Norway", "Rest of the World"};
    static const char *const sectors[] = {"A01", "C10T12", "C26", "C29", "J61", "J62_63"};
    static const char *const one[] = {"X"};
    static char *asean[] = {"MYS", "TLS"}, *rcep[] = {"KOR", "MYS", "JPN"}, *east[] = {"KOR", "ROW"}, *none[] = {"XXX"};
    static char *goods[] = {"A01", "C10T12", "C26", "C29"}, *services[] = {"J61", "J62_63"},
                *digital[] = {"C26", "J61"};
    static selat_group groups[] = {{"ASEAN", false, 2, asean, "test"},   {"RCEP", false, 3, rcep, "test"},
                                   {"EAST", false, 2, east, "test"},     {"NOBODY", false, 1, none, "test"},
                                   {"goods", true, 4, goods, "test"},    {"services", true, 2, services, "test"},
                                   {"digital", true, 2, digital, "test"}};
    selat_labels r, s, x;
    memset(w, 0, sizeof *w);
    assert_ok(context, selat_labels_init(context, R, regions, names, &r));
    assert_ok(context, selat_labels_init(context, S, sectors, NULL, &s));
    assert_ok(context, selat_labels_init(context, 1, one, NULL, &x));
    assert_ok(context, selat_table_create(context, "toy", 2022, &r, &s, &x, &x, &x, &x, &w->table));
    selat_labels_clear(context, &r);
    selat_labels_clear(context, &s);
    selat_labels_clear(context, &x);
    w->groups = (selat_groups){7, groups};
    for (int64_t n = 0; n < R; n++) {
        for (int64_t i = 0; i < R; i++) {
            if (n == i || n == ROW) continue;
            for (int64_t k = 0; k < J61; k++)
                w->rate[cell(k, n, i)] = 0.02;
        }
    }
    w->rate[cell(C10T12, MYS, KOR)] = 0.9;
    w->rate[cell(C29, MYS, KOR)] = 0.04;
    w->rate[cell(A01, KOR, MYS)] = 0.1;
    w->missing[ROW] = true;
    w->tariffs = (selat_tariffs){
        .name = "toy-tariffs", .n_regions = R, .n_sectors = S, .rate = w->rate, .importer_missing = w->missing};
    w->economy = (selat_economy){
        .n_regions = R, .n_sectors = S, .regions = w->table->regions, .sectors = w->table->sectors, .tariff = w->rate, .theta = w->theta};
    for (int k = 0; k < S; k++) w->theta[k] = 4 + k;
}

static inline void drop_world(selat_context *context, world *w) { selat_table_destroy(context, w->table); }

/* Reads `text` as the file a.yaml. */
static inline selat_status read_text(selat_context *context, const world *w, const char *text, selat_accord **out) {
    selat_yaml *root;
    *out = NULL;
    selat_status status = selat_yaml_parse(context, "a.yaml", text, strlen(text), &root);
    if (status != SELAT_OK) return status;
    status = selat_accord_from_tree(context, "a.yaml", root, w->table, &w->groups, out);
    selat_yaml_destroy(context, root);
    return status;
}

static inline bool has_note(const selat_accord *accord, const char *part) {
    for (int64_t k = 0; k < accord->n_notes; k++) {
        if (strstr(accord->notes[k], part) != NULL) return true;
    }
    return false;
}

#endif
