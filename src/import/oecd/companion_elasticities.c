/* One file per published source of trade elasticities, all by the table's 50 sectors. */
#include <string.h>

#include "base/status.h"
#include "import/oecd/companions.h"
#include "import/oecd/sectors.h"

static const char *const COLLECTION = "elasticities/elasticities_icio28_8sources.csv";

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
    {"ll", "LL",
     "Lashkaripour and Lugovskyy (2023), Profits, scale economies, and the gains from trade and industrial policy"},
    {"shapiro", "Shap", "Shapiro (2016), Trade costs, CO2, and the environment"},
    {"uniform-4", "U4", "uniform elasticity of 4: an assumption"},
};
static const char *const CALIENDO_PARRO =
    "Caliendo and Parro (2015), Estimates of the trade and welfare effects of NAFTA, Table 1, 99 % sample, "
    "assigned to the 50 sectors";

static selat_status write_vector(selat_context *context, const char *to, const char *name, const char *source,
                                 const selat_text *text) {
    selat_text meta = {0}, file = {0};
    selat_status status;
    TRY_OR(done, status, selat_text_add(context, &file, "elasticities/%s.csv", name));
    TRY_OR(done, status, selat_companion_write(context, to, file.bytes, false, text));
    TRY_OR(done, status, selat_text_add(context, &meta, "key,value\nsource,"));
    TRY_OR(done, status, selat_companion_add(context, &meta, source, "\n"));
    selat_text_clear(context, &file);
    TRY_OR(done, status, selat_text_add(context, &file, "elasticities/%s.meta", name));
    status = selat_companion_write(context, to, file.bytes, false, &meta);
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
    TRY(selat_companion_field(context, csv, "sector", &sector));
    TRY(selat_companion_field(context, csv, w->column, &theta));
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
            status = selat_companion_rows(context, folder, COLLECTION, vector_row, &w);
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
    if (status == SELAT_OK) {
        status = write_vector(context, to, "uniform-5", "uniform elasticity of 5: an assumption", &text);
    }
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
    TRY(selat_companion_field(context, csv, "sector", &sector));
    TRY(selat_companion_field(context, csv, "theta", &theta));
    TRY(selat_companion_field(context, csv, "se", &error));
    TRY(selat_companion_field(context, csv, "note", &note));
    if (w->own_c19 && strcmp(sector, "C19") == 0) {
        return selat_text_add(context, &w->text, "C19,64.85,15.61,\"Table 1, 99 %% sample\"\n");
    }
    TRY(selat_text_add(context, &w->text, "%s,%s,%s,", sector, theta, error));
    bool assumption = strncmp(note, "not estimated", strlen("not estimated")) == 0;
    if (assumption) return selat_text_add(context, &w->text, "fallback: not estimated\n");
    return selat_companion_add(context, &w->text, note, "\n");
}

static selat_status write_paper(selat_context *context, const char *folder, const char *to, bool own_c19) {
    paper_writing w = {.own_c19 = own_c19};
    selat_status status = selat_text_add(context, &w.text, "sector,theta,standard_error,note\n");
    if (status == SELAT_OK) {
        status = selat_companion_rows(context, folder, "elasticities/caliendo_parro_2015_50.csv", paper_row, &w);
    }
    if (status == SELAT_OK) {
        status = write_vector(context, to, own_c19 ? "caliendo-parro-2015-c19" : "caliendo-parro-2015", CALIENDO_PARRO,
                              &w.text);
    }
    selat_text_clear(context, &w.text);
    return status;
}

selat_status selat_oecd_write_elasticities(selat_context *context, const char *folder, const char *to) {
    TRY(write_collection(context, folder, to));
    TRY(write_uniform(context, to));
    TRY(write_paper(context, folder, to, false));
    return write_paper(context, folder, to, true);
}
