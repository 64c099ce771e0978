/* Room for the OECD data. */
#include "import/oecd/data.h"

#include "base/memory.h"
#include "base/status.h"

const char *const selat_oecd_demands[OECD_DEMANDS] = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"};
const char *const selat_oecd_primary[OECD_PRIMARY] = {"VALU", "TXS_INT_FNL", "IMP_OTHER"};
const char *const selat_oecd_memo[OECD_MEMO] = {"LABR", "OTXS", "CFC", "NOPS"};

selat_status selat_oecd_data_create(selat_context *context, const selat_labels *regions, const selat_labels *sectors,
                                    selat_oecd_data *out) {
    *out = (selat_oecd_data){0};
    selat_status status;
    TRY_OR(fail, status, selat_labels_copy(context, regions, &out->regions));
    TRY_OR(fail, status, selat_labels_copy(context, sectors, &out->sectors));
    int64_t R = regions->count, S = OECD_SECTORS;
    TRY_OR(fail, status, selat_new(context, R * S * S, &out->use));
    TRY_OR(fail, status, selat_new(context, R * S * OECD_DEMANDS, &out->final));
    TRY_OR(fail, status, selat_new(context, R * S, &out->exports));
    TRY_OR(fail, status, selat_new(context, R * S, &out->imports));
    TRY_OR(fail, status, selat_new(context, R * S, &out->output));
    TRY_OR(fail, status, selat_new(context, OECD_PRIMARY * R * S, &out->primary));
    TRY_OR(fail, status, selat_new(context, OECD_MEMO * R * S, &out->memo));
    TRY_OR(fail, status, selat_new(context, R * OECD_DEMANDS, &out->final_taxes));
    TRY_OR(fail, status, selat_new(context, S * R * R, &out->flow));
    TRY_OR(fail, status, selat_new(context, R * R, &out->services));
    return SELAT_OK;
fail:
    selat_oecd_data_clear(context, out);
    return status;
}

void selat_oecd_data_clear(selat_context *context, selat_oecd_data *data) {
    double *const arrays[] = {data->use,     data->final, data->exports,     data->imports, data->output,
                              data->primary, data->memo,  data->final_taxes, data->flow,    data->services};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    selat_labels_clear(context, &data->regions);
    selat_labels_clear(context, &data->sectors);
    *data = (selat_oecd_data){0};
}
