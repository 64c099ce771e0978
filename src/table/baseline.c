/* Releasing and searching the facts beside a table. */
#include "selat/baseline.h"

#include <string.h>

#include "base/memory.h"

void selat_tariffs_clear(selat_context *context, selat_tariffs *tariffs) {
    selat_release(context, tariffs->name);
    selat_release(context, tariffs->source);
    selat_release(context, tariffs->rate);
    selat_release(context, tariffs->importer_missing);
    *tariffs = (selat_tariffs){0};
}

void selat_elasticities_clear(selat_context *context, selat_elasticities *elasticities) {
    for (int64_t s = 0; elasticities->note != NULL && s < elasticities->n_sectors; s++) {
        selat_release(context, elasticities->note[s]);
    }
    selat_release(context, elasticities->name);
    selat_release(context, elasticities->source);
    selat_release(context, elasticities->theta);
    selat_release(context, elasticities->standard_error);
    selat_release(context, elasticities->note);
    *elasticities = (selat_elasticities){0};
}

const selat_group *selat_groups_find(const selat_groups *groups, const char *name, bool of_sectors) {
    for (int64_t k = 0; k < groups->count; k++) {
        if (groups->groups[k].of_sectors == of_sectors && strcmp(groups->groups[k].name, name) == 0) {
            return &groups->groups[k];
        }
    }
    return NULL;
}

void selat_groups_clear(selat_context *context, selat_groups *groups) {
    for (int64_t k = 0; k < groups->count; k++) {
        selat_group *group = &groups->groups[k];
        for (int64_t m = 0; m < group->count; m++) selat_release(context, group->codes[m]);
        selat_release(context, group->codes);
        selat_release(context, group->name);
        selat_release(context, group->source);
    }
    selat_release(context, groups->groups);
    *groups = (selat_groups){0};
}

void selat_countries_free(selat_context *context, int64_t count, selat_country *countries) {
    if (countries == NULL) return;
    for (int64_t k = 0; k < count; k++) {
        selat_release(context, countries[k].code);
        selat_release(context, countries[k].name);
    }
    selat_release(context, countries);
}
