/* countries.csv: names, ISO numbers, population of the table's year, membership in groups. */
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "import/oecd/companions.h"
#include "import/oecd/data.h"
#include "selat/dataset.h"

enum { YEAR = 2022 };

/* Population that the World Bank file does not have. */
static const char *const TAIWAN_2022 = "23264640"; /* Ministry of the Interior, household registration, end of 2022 */

typedef struct countries_writing {
    selat_labels regions;
    char (*official)[64];
    char (*numeric)[8], (*population)[24];
} countries_writing;

static selat_status official_row(selat_context *context, const selat_csv *csv, void *data) {
    countries_writing *w = data;
    const char *code, *name;
    TRY(selat_companion_field(context, csv, "code", &code));
    TRY(selat_companion_field(context, csv, "name", &name));
    int64_t n = selat_labels_find(&w->regions, code);
    if (n >= 0) selat_format(w->official[n], sizeof *w->official, "%s", name);
    return SELAT_OK;
}

static selat_status numeric_row(selat_context *context, const selat_csv *csv, void *data) {
    countries_writing *w = data;
    const char *code, *numeric;
    TRY(selat_companion_field(context, csv, "ISO3166-1-Alpha-3", &code));
    TRY(selat_companion_field(context, csv, "ISO3166-1-numeric", &numeric));
    int64_t n = selat_labels_find(&w->regions, code);
    if (n >= 0) selat_format(w->numeric[n], sizeof *w->numeric, "%s", numeric);
    return SELAT_OK;
}

static selat_status population_row(selat_context *context, const selat_csv *csv, void *data) {
    countries_writing *w = data;
    const char *code, *year, *value;
    TRY(selat_companion_field(context, csv, "Country Code", &code));
    TRY(selat_companion_field(context, csv, "Year", &year));
    TRY(selat_companion_field(context, csv, "Value", &value));
    int64_t n = strcmp(year, "2022") == 0 ? selat_labels_find(&w->regions, code) : -1;
    if (n >= 0) selat_format(w->population[n], sizeof *w->population, "%s", value);
    return SELAT_OK;
}

/* The groups of regions that `code` is a member of, separated by spaces. */
static selat_status add_groups(selat_context *context, const selat_groups *groups, const char *code, selat_text *text) {
    const char *between = "";
    for (int64_t g = 0; g < groups->count; g++) {
        const selat_group *group = &groups->groups[g];
        for (int64_t k = 0; !group->of_sectors && k < group->count; k++) {
            if (strcmp(group->codes[k], code) != 0) continue;
            TRY(selat_text_add(context, text, "%s%s", between, group->name));
            between = " ";
        }
    }
    return selat_text_add(context, text, "\n");
}

static selat_status compose_countries(selat_context *context, const countries_writing *w, const selat_groups *groups,
                                      selat_text *text) {
    TRY(selat_text_add(context, text, "code,name,official_name,iso_numeric,population_%d,groups\n", (int)YEAR));
    for (int64_t n = 0; n < w->regions.count; n++) {
        const char *code = w->regions.codes[n], *population = w->population[n];
        if (*population == '\0' && strcmp(code, "TWN") == 0) population = TAIWAN_2022;
        TRY(selat_text_add(context, text, "%s,", code));
        TRY(selat_companion_add(context, text, w->regions.names[n], ","));
        TRY(selat_companion_add(context, text, w->official[n], ","));
        TRY(selat_text_add(context, text, "%s,%s,", *w->numeric[n] != '\0' ? w->numeric[n] : "0", population));
        TRY(add_groups(context, groups, code, text));
    }
    return SELAT_OK;
}

static selat_status gather_countries(selat_context *context, const char *folder, countries_writing *w) {
    int64_t R = w->regions.count;
    TRY(selat_new(context, R, &w->official));
    TRY(selat_new(context, R, &w->numeric));
    TRY(selat_new(context, R, &w->population));
    TRY(selat_companion_rows(context, folder, "countries81.csv", official_row, w));
    TRY(selat_companion_rows(context, folder, "country/country-codes.csv", numeric_row, w));
    return selat_companion_rows(context, folder, "country/population.csv", population_row, w);
}

selat_status selat_oecd_write_countries(selat_context *context, const char *folder, const char *to) {
    countries_writing w = {0};
    selat_labels sectors = {0};
    selat_groups groups = {0};
    selat_text text = {0};
    char *groups_path = NULL;
    selat_status status;
    TRY_OR(done, status, selat_oecd_read_labels(context, folder, &w.regions, &sectors));
    TRY_OR(done, status, selat_path_join(context, to, "groups.csv", &groups_path));
    TRY_OR(done, status, selat_groups_read(context, groups_path, &groups));
    TRY_OR(done, status, gather_countries(context, folder, &w));
    TRY_OR(done, status, compose_countries(context, &w, &groups, &text));
    status = selat_companion_write(context, to, "countries.csv", false, &text);
done:
    selat_labels_clear(context, &w.regions);
    selat_labels_clear(context, &sectors);
    selat_groups_clear(context, &groups);
    selat_text_clear(context, &text);
    selat_release(context, groups_path);
    selat_release(context, w.official);
    selat_release(context, w.numeric);
    selat_release(context, w.population);
    return status;
}
