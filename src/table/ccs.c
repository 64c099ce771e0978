#include "selat/ccs.h"

#include "base/memory.h"

static void clear_place(selat_context *context, selat_ccs_place *place) {
    selat_release(context, place->name);
    selat_release(context, place->country);
}

void selat_ccs_destroy(selat_context *context, selat_ccs *c) {
    if (c == NULL) return;
    for (int64_t k = 0; k < c->n_kinds; k++) {
        selat_release(context, c->kinds[k].name);
        selat_release(context, c->kinds[k].sector);
        selat_release(context, c->kinds[k].source);
    }
    for (int64_t k = 0; k < c->n_plants; k++) clear_place(context, &c->plants[k].place);
    for (int64_t k = 0; k < c->n_sites; k++) {
        clear_place(context, &c->sites[k].place);
        selat_release(context, c->sites[k].note);
    }
    for (int64_t k = 0; k < c->n_terminals; k++) clear_place(context, &c->terminals[k]);
    for (int64_t k = 0; k < c->n_stores; k++) {
        clear_place(context, &c->stores[k].place);
        selat_release(context, c->stores[k].note);
    }
    void *const arrays[] = {c->kinds, c->plants, c->sites, c->terminals, c->stores};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, c);
}
