/* The accord: an agreement as a file. Typed measures, and their translation into shocks year by year. */
#ifndef SELAT_ACCORD_H
#define SELAT_ACCORD_H

#include "selat/capture_plan.h"
#include "selat/effects.h"
#include "selat/option.h"
#include "selat/schedule.h"
#include "selat/stress.h"
#include "selat/trade.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_measure_kind {
    SELAT_MEASURE_TARIFF,
    SELAT_MEASURE_BARRIER,
    SELAT_MEASURE_PURCHASE,
    SELAT_MEASURE_CAPACITY,
    SELAT_MEASURE_EXPORT_TAX,
    SELAT_MEASURE_LABOUR,
    SELAT_MEASURE_INTENSITY,
    SELAT_MEASURE_INVESTMENT,
    SELAT_MEASURE_HYDROGEN,
    SELAT_MEASURE_TOURISM,
    SELAT_MEASURE_CARBON_PRICE,
    SELAT_MEASURE_CAPTURE
} selat_measure_kind;
/* "tariff", "barrier", ...: the measure's name in the file. */
const char *selat_measure_kind_name(selat_measure_kind kind);

/* Whose content counts as originating when a preference's utilisation is not given (docs/models/origin.md). */
typedef enum selat_cumulation {
    SELAT_CUMULATION_PARTIES, /* every region that the measure names */
    SELAT_CUMULATION_BILATERAL, SELAT_CUMULATION_ASEAN_1, SELAT_CUMULATION_RCEP,
    SELAT_CUMULATION_NONE     /* no rule: every shipment claims */
} selat_cumulation;

typedef struct selat_measure {
    selat_measure_kind kind;
    int64_t line;          /* in the file */
    char *text;            /* one readable line: "tariff KOR <-> MYS, goods without C10T12, to 0 % from 2026" */
    char *label;           /* the accord's own words (optional key `label`), or NULL */
    char *source;          /* where the commitment is stated, or NULL */
    char *assumed;         /* why a number is an assumption, or NULL */
    int64_t from, until, full; /* years, inclusive; `full` is when phase-in ends */
    /* flows it touches (tariff, barrier, export tax): every importer x exporter x product, own trade left out */
    int64_t n_importers, n_exporters, n_products;
    int64_t *importers, *exporters; /* positions in the table */
    int64_t *products;
    bool *importer_named;  /* [n_importers] by its code; otherwise through a group only */
    bool both_ways;        /* `between`: importers and exporters are the same list */
    /* tariff */
    bool to_given;         /* else cut, add or schedule */
    double to, cut;        /* fractions: the new rate, a ceiling; the part of the rate taken off */
    double add;            /* fraction: percentage points put on the rate, whatever is claimed */
    double utilisation, compliance; /* fractions */
    bool utilisation_given;         /* in the file; otherwise the default, an assumption */
    selat_schedule *schedule; /* else NULL; owned: new rates by sector in place of to, cut and add */
    selat_cumulation cumulation;
    double *utilisation_offset;     /* [importers][exporters][products] added to utilisation, which is then held within
                                       0 and 1: selat_run_meter_origin; NULL: the same for every flow */
    /* barrier: cut of the delivered price, and who collected the removed wedge */
    double barrier_cut, rent_importer, rent_exporter;
    /* purchase */
    int64_t buyer, seller, product, giver;
    double amount_musd, offset_share; /* amount over all its years, nominal */
    int64_t first_year, last_year;
    selat_financing financing;
    /* capacity: `products` of `regions`, one of productivity and output; labour: `regions` */
    int64_t n_regions, *regions;
    bool output_given;     /* else productivity */
    double productivity;   /* fraction: unit cost falls to 1 / (1 + productivity) */
    double output_musd;    /* more output of all its industries together, volume at the table's prices, per year */
    char *chain;           /* capacity: "chips:S3", "minerals:Rare Earths:refine": the stage of a chain that it supplies, or NULL */
    double chain_supply;   /* fraction of world supply of that stage */
    double labour_change;  /* fraction */
    selat_effects *effects; /* intensity, investment, hydrogen, tourism, carbon price; otherwise NULL; owned */
    selat_capture_plan *capture; /* capture; otherwise NULL; owned */
    double export_tax;     /* fraction of the producer price, which the exporter's government collects; < 0: subsidy */
} selat_measure;

typedef struct selat_pending { /* a commitment no measure expresses yet */
    int64_t line;
    char *commitment;
    char *needs;  /* the measure it waits for */
    char *source;
} selat_pending;

/* What the draws vary (docs/models/uncertainty.md). */
typedef struct selat_uncertainty {
    int64_t draws;       /* 0: none */
    uint64_t seed;
    double barriers;     /* half-width of an assumed barrier cut, fraction of it */
    double utilisation;  /* half-width of an assumed utilisation, fraction */
    bool sources;        /* the published source of the elasticities is drawn as well */
} selat_uncertainty;

typedef struct selat_accord {
    char *path, *name, *signed_on, *source;
    int64_t n_parties, *parties;
    char *table, *tariffs, *elasticities; /* names in the dataset */
    char *pathway;                        /* the same, or "none" */
    selat_deficits deficits;
    int64_t first_year, last_year;
    double inflation;                     /* per year: nominal amounts are deflated to the table's year */
    double *tariff_scale;                 /* [R] */
    int64_t n_overlays;
    struct selat_accord **overlays;       /* agreements already in force, owned */
    int64_t n_measures;
    selat_measure *measures;
    int64_t n_clauses;
    selat_clause *clauses;                /* measures of resilience: they change what a stress does */
    int64_t n_stresses;
    selat_stress *stresses;               /* of this accord; an overlay's are not run */
    int64_t n_pending;
    selat_pending *pending;
    selat_uncertainty uncertainty;
    int64_t n_notes;
    char **notes;                         /* defaults used, group members dropped (also the overlays'): for the report */
} selat_accord;

/* Reads and checks a YAML accord, and the overlays it names (a name in the dataset's accords/ or a path beside the file).
   Errors name file, line, column, key, what was found and what was expected. `table` is the one the file names:
   selat_accord_table_name() tells which. */
selat_status selat_accord_read(selat_context *context, const char *path, const selat_table *table,
                               const selat_groups *groups, selat_accord **out);
/* Reads only `baseline.table` (or its default), so that the caller can load the table first. */
selat_status selat_accord_table_name(selat_context *context, const char *path, char **out);
void selat_accord_destroy(selat_context *context, selat_accord *accord); /* takes NULL */

/* What a result is asked "without" (-1: nothing), and what the file does not say. */
typedef struct selat_compile_options {
    int64_t without_product; /* all measures but purchases skip this product; -1: none */
    int64_t without_measure; /* position of a measure to skip; -1: none */
    const double *productivity; /* [n_measures] fraction, of capacity measures that give an output (a run finds it); NULL: 0 */
} selat_compile_options;

/* The accord's measures as the shock of `year` on an economy whose base tariffs are economy->tariff.
   Errors: a measure on an importer without a schedule (importer_missing). */
selat_status selat_accord_compile(selat_context *context, const selat_accord *accord, const selat_economy *economy,
                                  const selat_tariffs *tariffs, int64_t table_year, int64_t year,
                                  const selat_compile_options *options, selat_trade_shock *out);
/* The same on top of what `shock` holds already (of overlays, on the same economy): both together as one shock. On an
   error `shock` is cleared. */
selat_status selat_accord_compile_onto(selat_context *context, const selat_accord *accord,
                                       const selat_economy *economy, const selat_tariffs *tariffs, int64_t table_year,
                                       int64_t year, const selat_compile_options *options, selat_trade_shock *shock);
/* What the measures of `year` do to emissions, on top of `change` (the year's baseline pathway, or zeroed): intensity cuts
   multiply, tonnes add. Overlays are not counted: they stand on both sides. `table` is the one the accord was read for.
   `without_measure`: -1, or the position of one to skip. */
selat_status selat_accord_emissions(selat_context *context, const selat_accord *accord, const selat_table *table,
                                    int64_t year, int64_t without_measure, selat_emission_change *change);
/* Gives tourism measures (also the overlays') the hosts' baskets in place of what households buy there, once, before
   compiling. A host without a basket keeps the latter, which is noted. */
selat_status selat_accord_use_visitors(selat_context *context, selat_accord *accord, const selat_table *table,
                                       const selat_visitors *visitors);
/* The year's part of a purchase or transfer of `measure`, million USD at the prices of table_year. */
double selat_effect_purchase_musd(const selat_accord *accord, const selat_measure *measure,
                                  const selat_effect_purchase *purchase, int64_t table_year, int64_t year);
double selat_effect_transfer_musd(const selat_measure *measure, const selat_effect_transfer *transfer, int64_t year);
/* Holds the tariff measures (also the overlays') against the schedules, once, before compiling: an importer without a
   schedule is an error where its code is named, and is dropped with a note where a group brought it in. Notes measures
   that change no rate. */
selat_status selat_accord_check_tariffs(selat_context *context, selat_accord *accord, const selat_tariffs *tariffs,
                                        const selat_labels *regions);
/* The part of the measure in force in `year`: 0 outside from..until, steps of 1 / (full - from + 1), then 1. */
double selat_measure_phase(const selat_measure *measure, int64_t year);
/* A purchase's amount over all its years, deflated to the prices of `table_year`, million USD. */
double selat_purchase_amount_musd(const selat_accord *accord, const selat_measure *measure, int64_t table_year);
/* True when both years give the same shock (of this accord: its overlays are asked on their own). */
bool selat_accord_same_year(const selat_accord *accord, int64_t a, int64_t b);

/* Capture networks that were planned elsewhere: what compiling and emissions need of them. */
typedef struct selat_capture_plans selat_capture_plans;
/* Those of an accord's capture measures (also the overlays') as text. To be released with selat_dataset_free. */
selat_status selat_capture_plans_write(selat_context *context, const selat_accord *accord, char **out);
/* Errors: text that selat_capture_plans_write did not write for this table. `file` is the name that errors give. */
selat_status selat_capture_plans_read(selat_context *context, const char *file, const char *text, const selat_table *table,
                                      selat_capture_plans **out);
void selat_capture_plans_destroy(selat_context *context, selat_capture_plans *plans); /* takes NULL */
/* Gives every capture measure without a network (also the overlays') the one that was planned for the same terms and years.
   `plans` NULL: none. Error: a measure that none of them fits. */
selat_status selat_accord_use_plans(selat_context *context, selat_accord *accord, const selat_table *table,
                                    const selat_capture_plans *plans);

/* The option tables, for the schema and the docs: one entry per section of the file. */
typedef struct selat_option_table {
    const char *section; /* "accord", "baseline", "tariff", ... */
    const char *help;
    const selat_option *options;
    int64_t count;
    bool modelled;       /* false: known, not yet modelled */
    bool measure;        /* may stand in `measures:` */
} selat_option_table;
const selat_option_table *selat_accord_option_tables(int64_t *count);
/* "number", "map by region", ...: as the schema calls it. */
const char *selat_option_kind_name(selat_option_kind kind);

#ifdef __cplusplus
}
#endif
#endif
