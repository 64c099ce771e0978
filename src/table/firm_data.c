/* The firms of a supply network as they were read. */
#include "selat/firm_data.h"

#include "base/memory.h"
#include "base/text_index.h"

void selat_firm_data_clear(selat_context *context, selat_firm_data *data) {
    selat_text_index_destroy(context, data->codes);
    selat_labels_clear(context, &data->sectors);
    selat_release(context, data->sector);
    selat_labels_clear(context, &data->markets);
    selat_release(context, data->market);
    selat_release(context, data->essential);
    selat_release(context, data->supplier);
    selat_release(context, data->buyer);
    selat_release(context, data->weight);
    *data = (selat_firm_data){0};
}

const char *selat_firm_code(const selat_firm_data *data, int64_t firm) {
    return selat_text_index_at(data->codes, firm);
}

int64_t selat_firm_find(const selat_firm_data *data, const char *code) {
    return selat_text_index_find(data->codes, code);
}
