#include "base/memory.h"
#include "selat/capture.h"

void selat_capture_problem_destroy(selat_context *context, selat_capture_problem *p) {
    if (p == NULL) return;
    for (int64_t v = 0; p->nodes != NULL && v < p->n_nodes; v++) {
        selat_release(context, p->nodes[v].name);
        selat_release(context, p->nodes[v].region);
    }
    for (int64_t i = 0; p->sources != NULL && i < p->n_sources; i++) selat_release(context, p->sources[i].sector);
    for (int64_t k = 0; p->types != NULL && k < p->n_types; k++) {
        selat_release(context, p->types[k].name);
        selat_release(context, p->types[k].trends);
    }
    void *const arrays[] = {p->name, p->file, p->target_mtpa, p->nodes, p->sources, p->stores, p->types, p->edges};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_release(context, p);
}
