/* Loading an accord with its table, tariffs, elasticities, groups and countries. */
#include "selat/run_load.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/threads.h"
#include "selat/run_capture.h"

static selat_status load_table(selat_context *context, const char *accord_path, selat_run_data *out) {
    char *name;
    TRY(selat_accord_table_name(context, accord_path, &name));
    selat_status status = selat_dataset_table(context, name, &out->table);
    selat_dataset_free(context, name);
    if (status == SELAT_OK) status = selat_table_require_factored(context, out->table, "the trade model");
    return status;
}

/* What visitors buy. */
static selat_status use_visitors(selat_context *context, selat_run_data *out) {
    selat_visitors visitors;
    TRY(selat_dataset_visitors(context, out->table, &visitors));
    selat_status status = selat_accord_use_visitors(context, out->accord, out->table, &visitors);
    selat_visitors_clear(context, &visitors);
    return status;
}

/* A table of one's own may have regions without ports: the run then says nothing about lanes. */
static selat_status load_sea(selat_context *context, selat_run_data *out) {
    selat_status status = selat_dataset_sea(context, out->table, &out->sea);
    if (status != SELAT_BAD_INPUT && status != SELAT_IO_ERROR) return status;
    selat_note(context, "sea lanes are left out: %s", selat_message(context));
    return SELAT_OK;
}

/* ---- independent of each other: each its own part of the data, capture networks their measures' plans ---- */

static selat_status load_networks(selat_context *context, selat_run_data *out) {
    TRY(load_sea(context, out));
    return selat_run_plan_capture(context, out->accord, out->table, &out->sea);
}

/* With what the accord's measures get from tariffs, table and visitors; plans of networks are all that they do not touch. */
static selat_status load_tariffs(selat_context *context, selat_run_data *out) {
    TRY(selat_dataset_tariffs(context, out->accord->tariffs, out->table, &out->tariffs));
    TRY(selat_accord_check_tariffs(context, out->accord, &out->tariffs, &out->table->regions));
    TRY(selat_run_meter_origin(context, out->accord, out->table, &out->groups));
    return use_visitors(context, out);
}

static selat_status load_chains(selat_context *context, selat_run_data *out) {
    return selat_run_chains_load(context, out->accord, out->table, &out->chains);
}

static selat_status load_elasticities(selat_context *context, selat_run_data *out) {
    TRY(selat_dataset_elasticities(context, out->accord->elasticities, out->table, &out->elasticities));
    return selat_dataset_published(context, out->elasticities.name, out->table, &out->n_sources, &out->sources);
}

static selat_status load_outlook(selat_context *context, selat_run_data *out) {
    if (strcmp(out->accord->pathway, "none") != 0) {
        TRY(selat_dataset_pathway(context, out->accord->pathway, out->table, &out->groups, &out->pathway));
    }
    TRY(selat_dataset_pledges(context, "pledges", &out->pledges));
    return selat_dataset_countries(context, out->table, &out->countries);
}

static selat_status (*const parts[])(selat_context *, selat_run_data *) = {load_networks, load_tariffs, load_chains,
                                                                           load_elasticities, load_outlook};
enum { PARTS = sizeof parts / sizeof *parts };

/* What a part says is kept and said in the parts' order, once all are done. */
typedef struct saying {
    selat_log_level level;
    char *message;
    struct saying *next;
} saying;

typedef struct loading {
    selat_run_data *data;
    saying *first[PARTS], **last[PARTS];
} loading;

typedef struct listener {
    selat_context *context;
    saying ***last;
} listener;

static void keep(void *user, selat_log_level level, const char *message) {
    listener *l = user;
    saying *one; /* without memory the line is lost, not the run */
    if (selat_new(l->context, 1, &one) != SELAT_OK) return;
    one->level = level;
    if (selat_copy_text(l->context, message, &one->message) != SELAT_OK) {
        selat_release(l->context, one);
        return;
    }
    **l->last = one;
    *l->last = &one->next;
}

static selat_status load_part(selat_context *own, void *data, int64_t part) {
    loading *all = data;
    listener ear = {own, &all->last[part]};
    selat_set_log(own, keep, &ear);
    selat_status status = parts[part](own, all->data);
    selat_set_log(own, NULL, NULL);
    return status;
}

static void say(selat_context *context, loading *all) {
    for (int part = 0; part < PARTS; part++) {
        for (saying *one = all->first[part], *next; one != NULL; one = next) {
            next = one->next;
            if (one->level == SELAT_LOG_WARNING) selat_warn(context, "%s", one->message);
            else selat_note(context, "%s", one->message);
            selat_release(context, one->message);
            selat_release(context, one);
        }
    }
}

static selat_status load_parts(selat_context *context, selat_run_data *out) {
    loading all = {.data = out};
    for (int part = 0; part < PARTS; part++) all.last[part] = &all.first[part];
    selat_status status = selat_parallel(context, PARTS, load_part, &all);
    say(context, &all);
    return status;
}

static selat_status load(selat_context *context, const char *accord_path, selat_run_data *out) {
    TRY(load_table(context, accord_path, out));
    TRY(selat_dataset_groups(context, &out->groups));
    TRY(selat_accord_read(context, accord_path, out->table, &out->groups, &out->accord));
    return load_parts(context, out);
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
