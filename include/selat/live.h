/* The session behind a living page: an accord that changes under the reader's hand, solved again each time, with the
   numbers of `selat run`. Portable; one thread. What is solved again and what is kept: docs/living-report.md. */
#ifndef SELAT_LIVE_H
#define SELAT_LIVE_H

#include "selat/run.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_live selat_live;
struct selat_yaml; /* accord/yaml_tree.h */

/* `table` is borrowed and factored. Loads groups, countries, pledges and visitors' baskets from the dataset. */
selat_status selat_live_create(selat_context *context, const selat_table *table, selat_live **out);
void selat_live_destroy(selat_live *live); /* takes NULL */

/* Networks for the capture measures of the accords to come (selat_capture_plans_write of accord.h), in place of those before. */
selat_status selat_live_use_plans(selat_live *live, const char *text);
/* The accord in place of the one before, with the checks and the error lines of the file; on an error the one before stays.
   `file` is its name in messages and the folder that overlays and schedules are looked for in. `root` is read, not kept.
   Capture measures take their networks from the plans; one that no plan fits is an error. The calibrated base, the baselines
   by year and the origin meter are kept while what they depend on stays. */
selat_status selat_live_set_accord(selat_live *live, const char *file, const struct selat_yaml *root);
/* NULL before the first. */
const selat_accord *selat_live_accord(const selat_live *live);

/* FAST tier: the year solved again, and everything of selat_region_outcome but emissions by consumption. Bad input: a year
   outside the accord's. Not converging is a result. */
selat_status selat_live_solve(selat_live *live, int64_t year);

/* How the last solve went. */
typedef struct selat_live_report {
    int64_t year;
    bool converged, has_overlay;
    selat_trade_report solver, overlay_solver;
    double read_s, baseline_s, solve_s, numbers_s; /* seconds: accord, overlays, compiling and trade model, numbers */
} selat_live_report;
const selat_live_report *selat_live_last(const selat_live *live);

/* SLOW tier, after a solve, about the solved year unless said otherwise. Each part is done in pieces. */
typedef enum selat_live_part {
    SELAT_LIVE_FOOTPRINTS,  /* emissions by consumption: their columns of SELAT_LIVE_REGIONS */
    SELAT_LIVE_PATH,        /* every year of the accord: a piece a year that differs from the next. Also emissions, whose
                               numbers are there after the last */
    SELAT_LIVE_LEAVE_OUT,   /* without each measure and product: a piece each */
    SELAT_LIVE_VALUE_ADDED, /* where value added is made and where it is bought at last (dependence.h): a piece for each side */
    SELAT_LIVE_STOPS,       /* if a region stops selling, what the parties lose at most (dependence.h): a piece for each side */
    SELAT_LIVE_INDICATORS,  /* of the parties, both sides */
    SELAT_LIVE_WELFARE,     /* the split of the gain, creation and diversion */
    SELAT_LIVE_STRESS,      /* the accord's stress tests of kind outage, headline setting: 3 pieces each and 2 */
    SELAT_LIVE_PARTS
} selat_live_part;
/* Does one piece of a part of the last solve; *left: pieces to go, 0: its numbers are there. After the last piece it does
   nothing. A new solve begins every part anew. */
selat_status selat_live_step(selat_live *live, selat_live_part part, int64_t *left);

/* Numbers, by name where they stand in results.json. Row-major. R regions, S sectors, P parties, M measures, T years. */
typedef enum selat_live_kind {
    SELAT_LIVE_REGIONS,         /* [R][columns of years[].regions]; NAN where not computed (yet) */
    SELAT_LIVE_OUTPUT_BASE,     /* [R][S] million USD */
    SELAT_LIVE_OUTPUT_NEW,      /* [R][S] */
    SELAT_LIVE_VOLUME_HAT,      /* [R][S] */
    SELAT_LIVE_FLOW_BASE,       /* [S][R importer][R exporter] million USD, without tariffs, domestic sales on the diagonal */
    SELAT_LIVE_FLOW_NEW,
    SELAT_LIVE_TARIFF_BASE,     /* [S][R importer][R exporter] fraction */
    SELAT_LIVE_TARIFF_NEW,
    SELAT_LIVE_DUTY_BASE,       /* [R importer][R exporter] million USD */
    SELAT_LIVE_DUTY_NEW,
    SELAT_LIVE_TRADE_BASE,      /* [R importer][R exporter] million USD, all products, domestic sales on the diagonal */
    SELAT_LIVE_TRADE_NEW,
    SELAT_LIVE_TARGETS,         /* [targets][measure, amount, reference, reached musd, productivity, solves, converged] */
    SELAT_LIVE_PATH_YEARS,      /* [T][year, same_as, converged, iterations, residual] */
    SELAT_LIVE_PATH_REGIONS,    /* [T][R][columns of SELAT_LIVE_REGIONS], consumption NAN */
    SELAT_LIVE_EMISSIONS,       /* [T][P][columns] Mt CO2e, without and with */
    SELAT_LIVE_ABATEMENT,       /* [rows][measure, region, cut Mt, cost USD/t] of the last year */
    SELAT_LIVE_PLEDGES,         /* [rows][party, pledge, columns] */
    SELAT_LIVE_WITHOUT_MEASURE, /* [M][P] equivalent variation without the measure, million USD */
    SELAT_LIVE_WITHOUT_PRODUCT, /* [P][product or -1, ev_musd, ev_percent without it] */
    SELAT_LIVE_CAPPED,          /* [P][cap %, rate % (NAN: not above it), ev_musd, ev_percent (NAN: nobody is)] */
    SELAT_LIVE_VALUE_ADDED_BASE,/* [R source][R final consumer] million USD; NAN for pairs without a party */
    SELAT_LIVE_VALUE_ADDED_NEW,
    SELAT_LIVE_STOPS_BASE,      /* [R stops][R loses] million USD of value added a year; NAN where who loses is no party */
    SELAT_LIVE_STOPS_NEW,
    SELAT_LIVE_INDICATOR_ROWS,  /* [rows][indicator, region, sector or -1, before, after] as selat_indicators() */
    SELAT_LIVE_WELFARE_ROWS,    /* [R][columns of welfare_split.regions] million USD */
    SELAT_LIVE_WELFARE_CELLS,   /* [P][S][R partner][columns of welfare_split.largest] million USD */
    SELAT_LIVE_DIVERSION_ROWS,  /* [P][S][columns of welfare_split.diversion] million USD */
    SELAT_LIVE_STRESS_ROWS,     /* [stresses of kind outage][R][stress, region, losses without and with, lowest share of output] */
    SELAT_LIVE_KINDS
} selat_live_kind;
/* The last numbers of a kind, valid until the next call that changes the session; NULL: not there (yet). `rows` x `columns`
   are all of them; columns is what selat_live_columns names where it names any. */
const double *selat_live_numbers(selat_live *live, selat_live_kind kind, int64_t *rows, int64_t *columns);
/* "regions", "output_base", ...: the kind's name. */
const char *selat_live_kind_name(selat_live_kind kind);
const char *selat_live_part_name(selat_live_part part);
/* Names of the columns, one a line, or "" where the last index is a region or sector. */
const char *selat_live_columns(selat_live_kind kind);
/* Words about the accord that was set. One line each, tabs between fields. */
typedef enum selat_live_text {
    SELAT_LIVE_MEASURES, /* kind, text, label, source, assumed, from, until: as measures[] */
    SELAT_LIVE_NOTES     /* assumptions */
} selat_live_text;
/* To be released with selat_dataset_free. */
selat_status selat_live_words(const selat_live *live, selat_live_text which, char **out);

#ifdef __cplusplus
}
#endif
#endif
