/* Loading the chains that a run looks at. */
#include "run/chains.h"

#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/chain_file.h"

enum { WORD_ROOM = 512 };

selat_status run_below_fail(selat_context *context, const selat_accord *accord, int64_t line, const char *what) {
    return selat_fail(context, SELAT_BAD_INPUT, "%s:%lld: %s", accord->path, (long long)line, what);
}

selat_status run_below_path(selat_context *context, const selat_accord *accord, const char *path, char **out) {
    const char *slash = strrchr(accord->path, '/');
    bool shipped = strcmp(path, "chips") == 0 || strcmp(path, "minerals") == 0;
    if (shipped || path[0] == '/' || slash == NULL) return selat_copy_text(context, path, out);
    size_t folder = (size_t)(slash - accord->path) + 1, length = strlen(path);
    TRY(selat_new(context, folder + length + 1, out));
    memcpy(*out, accord->path, folder);
    memcpy(*out + folder, path, length);
    return SELAT_OK;
}

/* ---- the list ---- */

static int64_t find_chain(const selat_run_chains *all, const char *folder, const char *mineral) {
    for (int64_t k = 0; k < all->n_chains; k++) {
        const selat_run_chain *chain = &all->chains[k];
        if (strcmp(chain->folder, folder) == 0 && strcasecmp(chain->mineral, mineral) == 0) return k;
    }
    return -1;
}

static selat_status add_chain(selat_context *context, const selat_accord *accord, const char *folder, const char *mineral,
                              selat_run_chains *all, int64_t *position) {
    char *path;
    *position = find_chain(all, folder, mineral);
    if (*position >= 0) return SELAT_OK;
    selat_run_chain *chain = &all->chains[all->n_chains];
    TRY(run_below_path(context, accord, folder, &path));
    selat_status status = selat_chain_load(context, path, mineral[0] != '\0' ? mineral : NULL, 0, &chain->side[SELAT_WITHOUT]);
    selat_release(context, path);
    TRY(status);
    *position = all->n_chains++;
    TRY(selat_copy_text(context, folder, &chain->folder));
    TRY(selat_copy_text(context, mineral, &chain->mineral));
    return selat_chain_copy(context, &chain->side[SELAT_WITHOUT], &chain->side[SELAT_WITH]);
}

static selat_status add_shipped(selat_context *context, const selat_accord *accord, const selat_labels *minerals,
                                const bool *critical, selat_run_chains *all) {
    int64_t position;
    TRY(add_chain(context, accord, "chips", "", all, &position));
    for (int64_t m = 0; m < minerals->count; m++) {
        if (critical[m]) TRY(add_chain(context, accord, "minerals", minerals->codes[m], all, &position));
    }
    return SELAT_OK;
}

/* "Rare Earths:refine" of a chain of several minerals into the mineral and the stage; other chains have the stage alone. */
static selat_status split(selat_context *context, const selat_accord *accord, const char *folder, const char *words,
                          char mineral[WORD_ROOM], char stage[WORD_ROOM], bool *is_minerals) {
    char *path;
    TRY(run_below_path(context, accord, folder, &path));
    *is_minerals = selat_chain_is_minerals(context, path);
    selat_release(context, path);
    mineral[0] = stage[0] = '\0';
    if (words == NULL) return SELAT_OK;
    const char *colon = *is_minerals ? strchr(words, ':') : NULL;
    size_t first = colon != NULL ? (size_t)(colon - words) : strlen(words);
    if (strlen(words) >= WORD_ROOM) return selat_fail(context, SELAT_BAD_INPUT, "found %.40s..., expected a shorter name", words);
    memcpy(*is_minerals ? mineral : stage, words, first);
    (*is_minerals ? mineral : stage)[first] = '\0';
    if (colon != NULL) strcpy(stage, colon + 1);
    return SELAT_OK;
}

/* ---- new suppliers ---- */

static selat_status add_supplier(selat_context *context, const selat_accord *accord, const selat_table *table,
                                 const selat_measure *measure, selat_run_chains *all) {
    char folder[WORD_ROOM], mineral[WORD_ROOM], stage[WORD_ROOM];
    bool is_minerals;
    const char *colon = strchr(measure->chain, ':');
    int64_t position;
    size_t length = (size_t)(colon - measure->chain);
    if (length >= WORD_ROOM) return selat_fail(context, SELAT_BAD_INPUT, "found a chain of %zu letters", length);
    memcpy(folder, measure->chain, length);
    folder[length] = '\0';
    TRY(split(context, accord, folder, colon + 1, mineral, stage, &is_minerals));
    TRY(add_chain(context, accord, folder, mineral, all, &position));
    selat_run_chain *chain = &all->chains[position];
    chain->in_stress = true;
    chain->n_added++;
    return selat_chain_add(context, &chain->side[SELAT_WITH], table->regions.codes[measure->regions[0]], stage,
                           measure->chain_supply);
}

/* Puts the accord's line before a message that knows only the chain. */
static selat_status at_line(selat_context *context, const selat_accord *accord, int64_t line, selat_status status) {
    if (status != SELAT_BAD_INPUT && status != SELAT_IO_ERROR) return status;
    return run_below_fail(context, accord, line, selat_message(context));
}

static selat_status add_suppliers(selat_context *context, const selat_accord *accord, const selat_table *table,
                                  selat_run_chains *all) {
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        if (measure->chain == NULL) continue;
        TRY(at_line(context, accord, measure->line, add_supplier(context, accord, table, measure, all)));
    }
    return SELAT_OK;
}

/* ---- stresses ---- */

static selat_status one_stress(selat_context *context, const selat_accord *accord, const selat_table *table, int64_t position,
                               selat_run_chains *all) {
    const selat_stress *stress = &accord->stresses[position];
    selat_below_stress *out = &all->stresses[all->n_stresses++];
    char mineral[WORD_ROOM], stage[WORD_ROOM];
    bool is_minerals;
    out->stress = position;
    out->chain = -1;
    if (stress->kind == SELAT_STRESS_FIRM) return run_firm_stress(context, accord, table, stress, out);
    TRY(split(context, accord, stress->chain, stress->stage, mineral, stage, &is_minerals));
    if (is_minerals && mineral[0] == '\0') {
        return selat_fail(context, SELAT_BAD_INPUT, "stress %s: expected a key stage with the name of a mineral", stress->name);
    }
    TRY(add_chain(context, accord, stress->chain, mineral, all, &out->chain));
    all->chains[out->chain].in_stress = true;
    return run_chain_stress(context, accord, table, stress, &all->chains[out->chain], stage, out);
}

static selat_status load(selat_context *context, const selat_accord *accord, const selat_table *table,
                         selat_run_chains *out) {
    selat_labels minerals;
    bool *critical;
    TRY(selat_new(context, accord->n_stresses, &out->stresses));
    TRY(selat_chain_minerals(context, "minerals", &minerals, &critical));
    int64_t room = minerals.count + 1 + accord->n_measures + accord->n_stresses;
    selat_status status = selat_new(context, room, &out->chains);
    if (status == SELAT_OK) status = add_shipped(context, accord, &minerals, critical, out);
    selat_labels_clear(context, &minerals);
    selat_chain_free_flags(context, critical);
    TRY(status);
    TRY(add_suppliers(context, accord, table, out));
    for (int64_t k = 0; k < accord->n_stresses; k++) {
        selat_stress_kind kind = accord->stresses[k].kind;
        if (kind != SELAT_STRESS_CHAIN && kind != SELAT_STRESS_FIRM) continue;
        TRY(at_line(context, accord, accord->stresses[k].line, one_stress(context, accord, table, k, out)));
    }
    return SELAT_OK;
}

selat_status selat_run_chains_load(selat_context *context, const selat_accord *accord, const selat_table *table,
                                   selat_run_chains *out) {
    *out = (selat_run_chains){0};
    selat_status status = load(context, accord, table, out);
    if (status != SELAT_OK) selat_run_chains_clear(context, out);
    return status;
}

void selat_run_chains_clear(selat_context *context, selat_run_chains *chains) {
    for (int64_t k = 0; chains->chains != NULL && k < chains->n_chains; k++) {
        selat_release(context, chains->chains[k].folder);
        selat_release(context, chains->chains[k].mineral);
        for (int side = 0; side < SELAT_SIDES; side++) selat_chain_clear(context, &chains->chains[k].side[side]);
    }
    for (int64_t k = 0; chains->stresses != NULL && k < chains->n_stresses; k++) {
        selat_release(context, chains->stresses[k].end);
        for (int side = 0; side < SELAT_SIDES; side++) selat_release(context, chains->stresses[k].industry_loss[side]);
    }
    selat_release(context, chains->chains);
    selat_release(context, chains->stresses);
    *chains = (selat_run_chains){0};
}
