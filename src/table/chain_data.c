/* Memory of a staged value chain. */
#include "selat/chain_data.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

void selat_chain_clear(selat_context *context, selat_chain *chain) {
    for (int64_t s = 0; s < chain->stages.count; s++) {
        if (chain->group != NULL) selat_release(context, chain->group[s]);
        if (chain->unit != NULL) selat_release(context, chain->unit[s]);
    }
    selat_release(context, chain->name);
    selat_release(context, chain->source);
    selat_release(context, chain->notice);
    selat_release(context, chain->sector);
    selat_labels_clear(context, &chain->stages);
    selat_labels_clear(context, &chain->countries);
    selat_release(context, chain->group);
    selat_release(context, chain->unit);
    selat_release(context, chain->kind);
    selat_release(context, chain->basis);
    selat_release(context, chain->shares_of);
    selat_release(context, chain->size_musd);
    selat_release(context, chain->share);
    selat_release(context, chain->given_sum);
    selat_release(context, chain->quantity);
    selat_release(context, chain->n_unknown);
    selat_release(context, chain->input);
    selat_release(context, chain->into);
    selat_release(context, chain->is_type);
    *chain = (selat_chain){0};
}

static selat_status copy_texts(selat_context *context, char *const *from, int64_t count, char ***out) {
    TRY(selat_new(context, count, out));
    for (int64_t k = 0; k < count; k++) TRY(selat_copy_text(context, from[k], &(*out)[k]));
    return SELAT_OK;
}

#define COPY(context, from, to, count) copy_block((context), (from), (count), sizeof *(from), (void **)&(to))
static selat_status copy_block(selat_context *context, const void *from, int64_t count, size_t size, void **out) {
    TRY(selat_allocate(context, count, size, out));
    memcpy(*out, from, (size_t)count * size);
    return SELAT_OK;
}

static selat_status copy_parts(selat_context *context, const selat_chain *from, selat_chain *out) {
    int64_t S = from->stages.count;
    TRY(selat_copy_text(context, from->name, &out->name));
    TRY(selat_copy_text(context, from->source, &out->source));
    TRY(selat_copy_text(context, from->notice, &out->notice));
    TRY(selat_copy_text(context, from->sector, &out->sector));
    TRY(selat_labels_copy(context, &from->stages, &out->stages));
    TRY(selat_labels_copy(context, &from->countries, &out->countries));
    TRY(copy_texts(context, from->group, S, &out->group));
    TRY(copy_texts(context, from->unit, S, &out->unit));
    TRY(COPY(context, from->kind, out->kind, S));
    TRY(COPY(context, from->basis, out->basis, S));
    TRY(COPY(context, from->shares_of, out->shares_of, S));
    TRY(COPY(context, from->size_musd, out->size_musd, S));
    TRY(COPY(context, from->share, out->share, S * from->countries.count));
    TRY(COPY(context, from->given_sum, out->given_sum, S));
    TRY(COPY(context, from->quantity, out->quantity, S));
    TRY(COPY(context, from->n_unknown, out->n_unknown, S));
    TRY(COPY(context, from->input, out->input, from->n_links));
    TRY(COPY(context, from->into, out->into, from->n_links));
    TRY(COPY(context, from->is_type, out->is_type, from->n_links));
    return SELAT_OK;
}

selat_status selat_chain_copy(selat_context *context, const selat_chain *from, selat_chain *out) {
    *out = (selat_chain){.year = from->year, .value_musd = from->value_musd, .n_links = from->n_links};
    selat_status status = copy_parts(context, from, out);
    if (status != SELAT_OK) selat_chain_clear(context, out);
    return status;
}
