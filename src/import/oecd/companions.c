/* The data that ship beside the table, written from the raw files: tariffs, elasticities, countries. */
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "import/oecd/data.h"
#include "selat/dataset.h"
#include "selat/oecd.h"

enum { MAX_BYTES = 1 << 26, YEAR = 2022 };

/* Reads rows of a file below `folder` one by one; `row` is called for each. */
typedef selat_status (*row_fn)(selat_context *context, const selat_csv *csv, void *data);

static selat_status each_row(selat_context *context, const char *folder, const char *file, row_fn row, void *data) {
    char *path;
    TRY(selat_path_join(context, folder, file, &path));
    selat_csv csv = {0};
    selat_status status = selat_csv_open(context, path, MAX_BYTES, &csv);
    bool has_row = true;
    while (status == SELAT_OK) {
        status = selat_csv_next(context, &csv, &has_row);
        if (status != SELAT_OK || !has_row) break;
        status = row(context, &csv, data);
    }
    selat_csv_close(context, &csv);
    selat_release(context, path);
    return status;
}

/* The text of a column of the current row. */
static selat_status field(selat_context *context, const selat_csv *csv, const char *column, const char **out) {
    int64_t at;
    TRY(selat_csv_column(context, csv, column, &at));
    *out = csv->fields[at];
    return SELAT_OK;
}

/* Adds `value` quoted where it needs to be, and `end`. */
static selat_status add_field(selat_context *context, selat_text *text, const char *value, const char *end) {
    if (strpbrk(value, ",\"\n") == NULL) return selat_text_add(context, text, "%s%s", value, end);
    TRY(selat_text_add(context, text, "\""));
    for (const char *c = value; *c != '\0'; c++) TRY(selat_text_add(context, text, *c == '"' ? "\"\"" : "%c", *c));
    return selat_text_add(context, text, "\"%s", end);
}

static selat_status write_text(selat_context *context, const char *to, const char *file, bool packed,
                               const selat_text *text) {
    char *path;
    TRY(selat_path_join(context, to, file, &path));
    selat_status status = packed ? selat_file_write_gzip(context, path, text->bytes, text->length)
                                 : selat_file_write(context, path, text->bytes, text->length);
    selat_release(context, path);
    return status;
}

/* ---- tariffs ---- */

static const char *const TARIFF_META =
    "key,value\n"
    "title,\"Applied tariffs including preferences, 2021\"\n"
    "source,\"F. Teti, Global Tariff Database (beta 2024-12), applied rates of 2021 including preferences then in force, "
    "simple averages over tariff lines by sector\"\n"
    "licence,\"Facts, cited as the author asks; see data/SOURCES.md\"\n"
    "cap,0.5\n"
    "missing_importers,HKG ROW\n"
    "note,\"Rates above the cap are averages that alcohol and tobacco lines dominate. Hong Kong and the rest of the world "
    "have no schedule as importers. RCEP (2022) is not in these rates.\"\n";

static selat_status tariff_row(selat_context *context, const selat_csv *csv, void *data) {
    const char *cells[4];
    TRY(field(context, csv, "importer", &cells[0]));
    TRY(field(context, csv, "exporter", &cells[1]));
    TRY(field(context, csv, "sector", &cells[2]));
    TRY(field(context, csv, "tariff", &cells[3]));
    double rate;
    if (!selat_parse_double(cells[3], &rate)) {
        int64_t at;
        TRY(selat_csv_column(context, csv, "tariff", &at));
        return selat_csv_fail(context, csv, at, "a finite number");
    }
    return selat_text_add(context, data, "%s,%s,%s,%s\n", cells[0], cells[1], cells[2], cells[3]);
}

static selat_status write_tariffs(selat_context *context, const char *folder, const char *to) {
    selat_text text = {0}, meta = {0};
    selat_status status;
    TRY_OR(done, status, selat_text_add(context, &text, "importer,exporter,sector,rate\n"));
    TRY_OR(done, status, each_row(context, folder, "tariffs/tariffs_2021_goods27.csv.gz", tariff_row, &text));
    TRY_OR(done, status, write_text(context, to, "tariffs/teti-2021.csv.gz", true, &text));
    TRY_OR(done, status, selat_text_add(context, &meta, "%s", TARIFF_META));
    status = write_text(context, to, "tariffs/teti-2021.meta", false, &meta);
done:
    selat_text_clear(context, &text);
    selat_text_clear(context, &meta);
    return status;
}

/* ---- elasticities ---- */

/* A set of elasticities: `column` of the eight-source file, or NULL for the others. */
typedef struct vector {
    const char *name, *column, *source;
} vector;

static const vector vectors[] = {
    {"bsy", "BSY", "Bagwell, Staiger and Yurukoglu (2021), Quantitative analysis of multiparty tariff negotiations"},
    {"cp", "CP", "Caliendo and Parro (2015), Table 1, as averaged in the eight-source collection (C19 64.85)"},
    {"fgo", "FGO", "Fontagne, Guimbard and Orefice (2022), Tariff-based product-level trade elasticities"},
    {"gyy", "GYY", "Giri, Yi and Yilmazkuday (2021), Gains from trade: does sectoral heterogeneity matter?"},
    {"is", "IS", "source IS of the eight-source collection (its full reference is not given there)"},
    {"ll", "LL", "Lashkaripour and Lugovskyy (2023), Profits, scale economies, and the gains from trade and industrial policy"},
    {"shapiro", "Shap", "Shapiro (2016), Trade costs, CO2, and the environment"},
    {"uniform-4", "U4", "uniform elasticity of 4: an assumption"},
};
static const char *const CALIENDO_PARRO = "Caliendo and Parro (2015), Estimates of the trade and welfare effects of NAFTA, "
                                          "Table 1, 99 % sample, assigned to the 50 sectors";

static selat_status write_vector(selat_context *context, const char *to, const char *name, const char *source,
                                 const selat_text *text) {
    selat_text meta = {0}, file = {0};
    selat_status status;
    TRY_OR(done, status, selat_text_add(context, &file, "elasticities/%s.csv", name));
    TRY_OR(done, status, write_text(context, to, file.bytes, false, text));
    TRY_OR(done, status, selat_text_add(context, &meta, "key,value\nsource,"));
    TRY_OR(done, status, add_field(context, &meta, source, "\n"));
    selat_text_clear(context, &file);
    TRY_OR(done, status, selat_text_add(context, &file, "elasticities/%s.meta", name));
    status = write_text(context, to, file.bytes, false, &meta);
done:
    selat_text_clear(context, &meta);
    selat_text_clear(context, &file);
    return status;
}

typedef struct vector_writing {
    const char *column;
    selat_text text;
} vector_writing;

/* 4.0 in the collection stands where a source has no estimate. */
static selat_status add_theta(selat_context *context, const char *sector, const char *theta, const char *estimate_note,
                              selat_text *text) {
    double value;
    bool fallback = selat_parse_double(theta, &value) && value == 4;
    return selat_text_add(context, text, "%s,%s,,%s\n", sector, theta,
                          fallback ? "fallback: 4 where the source has no estimate" : estimate_note);
}

static selat_status vector_row(selat_context *context, const selat_csv *csv, void *data) {
    vector_writing *w = data;
    const char *sector, *theta;
    TRY(field(context, csv, "sector", &sector));
    TRY(field(context, csv, w->column, &theta));
    if (strcmp(sector, "Services (aggregate)") != 0) return add_theta(context, sector, theta, "", &w->text);
    for (int s = OECD_GOODS; s < OECD_SECTORS; s++) {
        TRY(add_theta(context, selat_oecd_sectors[s].code, theta, "one value for all services", &w->text));
    }
    return SELAT_OK;
}

static selat_status write_collection(selat_context *context, const char *folder, const char *to) {
    for (size_t k = 0; k < sizeof vectors / sizeof *vectors; k++) {
        vector_writing w = {.column = vectors[k].column};
        selat_status status = selat_text_add(context, &w.text, "sector,theta,standard_error,note\n");
        if (status == SELAT_OK) {
            status = each_row(context, folder, "elasticities/elasticities_icio28_8sources.csv", vector_row, &w);
        }
        if (status == SELAT_OK) status = write_vector(context, to, vectors[k].name, vectors[k].source, &w.text);
        selat_text_clear(context, &w.text);
        TRY(status);
    }
    return SELAT_OK;
}

static selat_status write_uniform(selat_context *context, const char *to) {
    selat_text text = {0};
    selat_status status = selat_text_add(context, &text, "sector,theta,standard_error,note\n");
    for (int s = 0; s < OECD_SECTORS && status == SELAT_OK; s++) {
        status = selat_text_add(context, &text, "%s,5,,fallback: uniform\n", selat_oecd_sectors[s].code);
    }
    if (status == SELAT_OK) status = write_vector(context, to, "uniform-5", "uniform elasticity of 5: an assumption", &text);
    selat_text_clear(context, &text);
    return status;
}

/* The 50-sector vector of the paper, as it is and with the paper's own value for C19. */
typedef struct paper_writing {
    bool own_c19;
    selat_text text;
} paper_writing;

static selat_status paper_row(selat_context *context, const selat_csv *csv, void *data) {
    paper_writing *w = data;
    const char *sector, *theta, *error, *note;
    TRY(field(context, csv, "sector", &sector));
    TRY(field(context, csv, "theta", &theta));
    TRY(field(context, csv, "se", &error));
    TRY(field(context, csv, "note", &note));
    if (w->own_c19 && strcmp(sector, "C19") == 0) {
        return selat_text_add(context, &w->text, "C19,64.85,15.61,\"Table 1, 99 %% sample\"\n");
    }
    TRY(selat_text_add(context, &w->text, "%s,%s,%s,", sector, theta, error));
    bool assumption = strncmp(note, "not estimated", strlen("not estimated")) == 0;
    if (assumption) return selat_text_add(context, &w->text, "fallback: not estimated\n");
    return add_field(context, &w->text, note, "\n");
}

static selat_status write_paper(selat_context *context, const char *folder, const char *to, bool own_c19) {
    paper_writing w = {.own_c19 = own_c19};
    selat_status status = selat_text_add(context, &w.text, "sector,theta,standard_error,note\n");
    if (status == SELAT_OK) {
        status = each_row(context, folder, "elasticities/caliendo_parro_2015_50.csv", paper_row, &w);
    }
    if (status == SELAT_OK) {
        status = write_vector(context, to, own_c19 ? "caliendo-parro-2015-c19" : "caliendo-parro-2015", CALIENDO_PARRO,
                              &w.text);
    }
    selat_text_clear(context, &w.text);
    return status;
}

/* ---- countries ---- */

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
    TRY(field(context, csv, "code", &code));
    TRY(field(context, csv, "name", &name));
    int64_t n = selat_labels_find(&w->regions, code);
    if (n >= 0) selat_format(w->official[n], sizeof *w->official, "%s", name);
    return SELAT_OK;
}

static selat_status numeric_row(selat_context *context, const selat_csv *csv, void *data) {
    countries_writing *w = data;
    const char *code, *numeric;
    TRY(field(context, csv, "ISO3166-1-Alpha-3", &code));
    TRY(field(context, csv, "ISO3166-1-numeric", &numeric));
    int64_t n = selat_labels_find(&w->regions, code);
    if (n >= 0) selat_format(w->numeric[n], sizeof *w->numeric, "%s", numeric);
    return SELAT_OK;
}

static selat_status population_row(selat_context *context, const selat_csv *csv, void *data) {
    countries_writing *w = data;
    const char *code, *year, *value;
    TRY(field(context, csv, "Country Code", &code));
    TRY(field(context, csv, "Year", &year));
    TRY(field(context, csv, "Value", &value));
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
        TRY(add_field(context, text, w->regions.names[n], ","));
        TRY(add_field(context, text, w->official[n], ","));
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
    TRY(each_row(context, folder, "countries81.csv", official_row, w));
    TRY(each_row(context, folder, "country/country-codes.csv", numeric_row, w));
    return each_row(context, folder, "country/population.csv", population_row, w);
}

static selat_status write_countries(selat_context *context, const char *folder, const char *to) {
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
    status = write_text(context, to, "countries.csv", false, &text);
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

static selat_status make_rooms(selat_context *context, const char *to) {
    static const char *const rooms[] = {"tariffs", "elasticities"};
    for (int k = 0; k < 2; k++) {
        char *path;
        TRY(selat_path_join(context, to, rooms[k], &path));
        selat_status status = selat_folder_make(context, path);
        selat_release(context, path);
        TRY(status);
    }
    return SELAT_OK;
}

selat_status selat_oecd_write_companions(selat_context *context, const char *folder, const char *to) {
    TRY(make_rooms(context, to));
    TRY(write_tariffs(context, folder, to));
    TRY(write_collection(context, folder, to));
    TRY(write_uniform(context, to));
    TRY(write_paper(context, folder, to, false));
    TRY(write_paper(context, folder, to, true));
    return write_countries(context, folder, to);
}
