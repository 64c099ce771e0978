/* What several accords have in common, loaded once: table, groups, tariffs, elasticities, countries, visitors, sea. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/run_capture.h"
#include "selat/run_load.h"

struct selat_run_library {
    selat_groups groups;
    char *table_name, *tariffs_name, *elasticities_name; /* as accords write them; NULL: not loaded */
    selat_table *table;
    selat_tariffs tariffs;
    selat_elasticities elasticities;
    selat_country *countries;
    selat_visitors visitors;
    selat_sea *sea; /* NULL until a capture measure asks */
};

selat_status selat_run_library_create(selat_context *context, selat_run_library **out) {
    TRY(selat_new(context, 1, out));
    selat_status status = selat_dataset_groups(context, &(*out)->groups);
    if (status == SELAT_OK) return SELAT_OK;
    selat_release(context, *out);
    *out = NULL;
    return status;
}

static void forget(selat_context *context, char **name) {
    selat_release(context, *name);
    *name = NULL;
}

static void drop_tariffs(selat_context *context, selat_run_library *l) {
    forget(context, &l->tariffs_name);
    selat_tariffs_clear(context, &l->tariffs);
}

static void drop_elasticities(selat_context *context, selat_run_library *l) {
    forget(context, &l->elasticities_name);
    selat_elasticities_clear(context, &l->elasticities);
}

static void drop_table(selat_context *context, selat_run_library *l) {
    drop_tariffs(context, l);
    drop_elasticities(context, l);
    forget(context, &l->table_name);
    if (l->countries != NULL) selat_countries_free(context, l->table->regions.count, l->countries);
    l->countries = NULL;
    selat_visitors_clear(context, &l->visitors);
    selat_sea_destroy(context, l->sea);
    l->sea = NULL;
    selat_table_destroy(context, l->table);
    l->table = NULL;
}

void selat_run_library_destroy(selat_context *context, selat_run_library *library) {
    if (library == NULL) return;
    drop_table(context, library);
    selat_groups_clear(context, &library->groups);
    selat_release(context, library);
}

static bool is_here(const char *loaded, const char *wanted) { return loaded != NULL && strcmp(loaded, wanted) == 0; }

static selat_status need_table(selat_context *context, selat_run_library *l, const char *accord_path) {
    char *name;
    TRY(selat_accord_table_name(context, accord_path, &name));
    if (is_here(l->table_name, name)) {
        selat_release(context, name);
        return SELAT_OK;
    }
    drop_table(context, l);
    selat_status status;
    TRY_OR(fail, status, selat_dataset_table(context, name, &l->table));
    TRY_OR(fail, status, selat_table_require_factored(context, l->table, "the trade model"));
    TRY_OR(fail, status, selat_dataset_countries(context, l->table, &l->countries));
    TRY_OR(fail, status, selat_dataset_visitors(context, l->table, &l->visitors));
    l->table_name = name;
    return SELAT_OK;
fail:
    selat_release(context, name);
    drop_table(context, l);
    return status;
}

static selat_status need_tariffs(selat_context *context, selat_run_library *l, const char *name) {
    if (is_here(l->tariffs_name, name)) return SELAT_OK;
    drop_tariffs(context, l);
    TRY(selat_dataset_tariffs(context, name, l->table, &l->tariffs));
    return selat_copy_text(context, name, &l->tariffs_name);
}

static selat_status need_elasticities(selat_context *context, selat_run_library *l, const char *name) {
    if (is_here(l->elasticities_name, name)) return SELAT_OK;
    drop_elasticities(context, l);
    TRY(selat_dataset_elasticities(context, name, l->table, &l->elasticities));
    return selat_copy_text(context, name, &l->elasticities_name);
}

/* As selat_run_load does it, without what selat_run_inputs.economy_only leaves out. */
static selat_status complete(selat_context *context, selat_run_library *l, selat_accord *accord) {
    TRY(selat_run_plan_capture(context, accord, l->table, &l->sea));
    TRY(need_tariffs(context, l, accord->tariffs));
    TRY(selat_accord_check_tariffs(context, accord, &l->tariffs, &l->table->regions));
    TRY(selat_run_meter_origin(context, accord, l->table, &l->groups));
    TRY(need_elasticities(context, l, accord->elasticities));
    return selat_accord_use_visitors(context, accord, l->table, &l->visitors);
}

selat_status selat_run_library_open(selat_context *context, selat_run_library *library, const char *accord_path,
                                    selat_accord **accord, selat_run_inputs *inputs) {
    *accord = NULL;
    TRY(need_table(context, library, accord_path));
    TRY(selat_accord_read(context, accord_path, library->table, &library->groups, accord));
    selat_status status = complete(context, library, *accord);
    if (status != SELAT_OK) {
        selat_accord_destroy(context, *accord);
        *accord = NULL;
        return status;
    }
    *inputs = (selat_run_inputs){.accord = *accord, .table = library->table, .tariffs = &library->tariffs,
                                 .elasticities = &library->elasticities, .countries = library->countries,
                                 .economy_only = true};
    return SELAT_OK;
}
