/* Loading an accord with its table, tariffs, elasticities, groups and countries. */
#include "selat/run_load.h"

#include <string.h>

#include "base/status.h"
#include "selat/run_capture.h"

static selat_status load_table(selat_context *context, const char *accord_path, selat_run_data *out) {
    char *name;
    TRY(selat_accord_table_name(context, accord_path, &name));
    selat_status status = selat_dataset_table(context, name, &out->table);
    selat_dataset_free(context, name);
    if (status == SELAT_OK) status = selat_table_require_factored(context, out->table, "the trade model");
    return status;
}

/* The years ahead: pathway, pledges, what visitors buy. */
static selat_status load_outlook(selat_context *context, selat_run_data *out) {
    selat_visitors visitors;
    if (strcmp(out->accord->pathway, "none") != 0) {
        TRY(selat_dataset_pathway(context, out->accord->pathway, out->table, &out->groups, &out->pathway));
    }
    TRY(selat_dataset_pledges(context, "pledges", &out->pledges));
    TRY(selat_dataset_visitors(context, out->table, &visitors));
    selat_status status = selat_accord_use_visitors(context, out->accord, out->table, &visitors);
    selat_visitors_clear(context, &visitors);
    return status;
}

/* A table of one's own may have regions without ports: the run then says nothing about lanes. */
static selat_status load_sea(selat_context *context, selat_run_data *out) {
    if (out->sea != NULL) return SELAT_OK; /* a capture measure needed it */
    selat_status status = selat_dataset_sea(context, out->table, &out->sea);
    if (status != SELAT_BAD_INPUT && status != SELAT_IO_ERROR) return status;
    selat_note(context, "sea lanes are left out: %s", selat_message(context));
    return SELAT_OK;
}

static selat_status load(selat_context *context, const char *accord_path, selat_run_data *out) {
    TRY(load_table(context, accord_path, out));
    TRY(selat_dataset_groups(context, &out->groups));
    TRY(selat_accord_read(context, accord_path, out->table, &out->groups, &out->accord));
    TRY(selat_run_plan_capture(context, out->accord, out->table, &out->sea));
    TRY(selat_dataset_tariffs(context, out->accord->tariffs, out->table, &out->tariffs));
    TRY(selat_accord_check_tariffs(context, out->accord, &out->tariffs, &out->table->regions));
    TRY(selat_run_meter_origin(context, out->accord, out->table, &out->groups));
    TRY(selat_dataset_elasticities(context, out->accord->elasticities, out->table, &out->elasticities));
    TRY(load_outlook(context, out));
    TRY(selat_dataset_countries(context, out->table, &out->countries));
    TRY(selat_dataset_published(context, out->elasticities.name, out->table, &out->n_sources, &out->sources));
    TRY(selat_run_chains_load(context, out->accord, out->table, &out->chains));
    return load_sea(context, out);
}

selat_status selat_run_load(selat_context *context, const char *accord_path, selat_run_data *out) {
    *out = (selat_run_data){0};
    selat_status status = load(context, accord_path, out);
    if (status != SELAT_OK) selat_run_unload(context, out);
    return status;
}

void selat_run_unload(selat_context *context, selat_run_data *data) {
    selat_run_chains_clear(context, &data->chains);
    selat_dataset_published_free(context, data->n_sources, data->sources);
    if (data->countries != NULL) selat_countries_free(context, data->table->regions.count, data->countries);
    selat_pathway_clear(context, &data->pathway);
    selat_pledges_clear(context, &data->pledges);
    selat_elasticities_clear(context, &data->elasticities);
    selat_tariffs_clear(context, &data->tariffs);
    selat_accord_destroy(context, data->accord);
    selat_groups_clear(context, &data->groups);
    selat_sea_destroy(context, data->sea);
    selat_table_destroy(context, data->table);
    *data = (selat_run_data){0};
}

selat_run_inputs selat_run_data_inputs(const selat_run_data *data) {
    return (selat_run_inputs){.accord = data->accord,
                              .table = data->table,
                              .tariffs = &data->tariffs,
                              .elasticities = &data->elasticities,
                              .countries = data->countries,
                              .n_sources = data->n_sources,
                              .sources = data->sources,
                              .pathway = data->pathway.name != NULL ? &data->pathway : NULL,
                              .pledges = &data->pledges,
                              .sea = data->sea,
                              .chains = &data->chains};
}
