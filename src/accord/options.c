/* Every key an accord file may have, declared once: the check, `selat schema` and the docs read these tables. */
#include "accord/options.h"

#include <string.h>

#define COUNT(array) (int64_t)(sizeof(array) / sizeof *(array))

#define WORDS_KEYS                                                                                                     \
    {.key = "label", .kind = SELAT_OPTION_TEXT, .help = "the accord's own words for this commitment"},                 \
        {.key = "source", .kind = SELAT_OPTION_TEXT, .help = "where the commitment is stated"}, {                      \
        .key = "assumed", .kind = SELAT_OPTION_TEXT, .help = "why a number here is an assumption"                      \
    }

#define YEAR_KEYS                                                                                                      \
    {.key = "from", .kind = SELAT_OPTION_YEAR, .default_value = SELAT_FIRST_YEAR, .help = "first year, inclusive"},    \
        {.key = "until", .kind = SELAT_OPTION_YEAR, .default_value = SELAT_LAST_YEAR, .help = "last year, inclusive"}, \
    {                                                                                                                  \
        .key = "full", .kind = SELAT_OPTION_YEAR, .default_value = SELAT_SAME_AS_FROM, .low = SELAT_EARLIEST_YEAR,     \
        .high = SELAT_LATEST_YEAR,                                                                                     \
        .help = "year in which phase-in by equal yearly steps is complete; may lie beyond baseline.years"              \
    }

static const selat_option file_options[] = {
    {.key = "accord", .kind = SELAT_OPTION_MAP, .required = true, .choices = "accord", .help = "what the agreement is"},
    {.key = "baseline", .kind = SELAT_OPTION_MAP, .choices = "baseline", .help = "what it is measured against"},
    {.key = "measures",
     .kind = SELAT_OPTION_LIST,
     .help = "what it changes: each item is one measure, `- tariff: {...}`"},
    {.key = "pending",
     .kind = SELAT_OPTION_LIST,
     .choices = "pending",
     .help = "commitments that no measure expresses yet; the report lists them"},
    {.key = "stress", .kind = SELAT_OPTION_LIST, .choices = "stress", .help = "what may break (not yet modelled)"},
    {.key = "uncertainty", .kind = SELAT_OPTION_MAP, .choices = "uncertainty", .help = "draws behind the error bands"},
    {.key = "calibrate",
     .kind = SELAT_OPTION_LIST,
     .choices = "calibrate",
     .help = "flows rescaled to a customs figure (not yet modelled)"},
};

static const selat_option accord_options[] = {
    {.key = "name", .kind = SELAT_OPTION_TEXT, .required = true, .help = "its name, as the report prints it"},
    {.key = "parties", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "who signed: at least two regions"},
    {.key = "signed", .kind = SELAT_OPTION_DATE, .help = "the day of signature"},
    {.key = "source", .kind = SELAT_OPTION_TEXT, .help = "where the agreement is reported or published"},
};

static const selat_option baseline_options[] = {
    {.key = "table",
     .kind = SELAT_OPTION_TEXT,
     .default_value = "oecd-2022",
     .help = "table of the world economy: a name, or the path of a table file",
     .source = "OECD ICIO 2025 edition, year 2022"},
    {.key = "tariffs",
     .kind = SELAT_OPTION_TEXT,
     .default_value = "teti-2021",
     .help = "applied tariffs of the base",
     .source = "Teti, Global Tariff Database (beta 2024-12), year 2021"},
    {.key = "elasticities",
     .kind = SELAT_OPTION_TEXT,
     .default_value = "caliendo-parro-2015",
     .help = "trade elasticities theta",
     .source = "Caliendo and Parro (2015), table 1"},
    {.key = "overlays",
     .kind = SELAT_OPTION_LIST,
     .help = "agreements already in force, as accord files: `overlays/NAME.yaml` beside this file or among the shipped "
             "accords, or a path ending in .yaml relative to this file; results are relative to them"},
    {.key = "deficits",
     .kind = SELAT_OPTION_CHOICE,
     .default_value = "share",
     .choices = "nominal|share|multiplicative|zero",
     .help = "how trade deficits move: `share` keeps each deficit's share of world income",
     .source = "docs/models/trade.md, \"Deficits\""},
    {.key = "years",
     .kind = SELAT_OPTION_YEARS,
     .default_value = "2025-2035",
     .low = SELAT_EARLIEST_YEAR,
     .high = SELAT_LATEST_YEAR,
     .help = "first and last year of the run"},
    {.key = "inflation",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "2%",
     .low = -0.5,
     .high = 10,
     .help = "US dollar inflation per year, by which amounts are deflated to the table's year",
     .source = "assumed: the Federal Reserve's longer-run goal"},
    {.key = "tariff_scale",
     .kind = SELAT_OPTION_REGION_MAP,
     .unit = "%",
     .low = 0,
     .high = 10,
     .help = "multiplies an importer's base rates, for instance to match collected duty: `{MYS: 25%}`"},
};

static const selat_option tariff_options[] = {
    {.key = "between",
     .kind = SELAT_OPTION_REGIONS,
     .help = "every importer and exporter among these regions, both ways; or give `importer` and `exporter`"},
    {.key = "importer", .kind = SELAT_OPTION_REGIONS, .help = "who levies the tariff"},
    {.key = "exporter", .kind = SELAT_OPTION_REGIONS, .help = "whose goods it falls on"},
    {.key = "products",
     .kind = SELAT_OPTION_PRODUCTS,
     .default_value = "goods",
     .help = "sectors or groups; no services"},
    {.key = "exclude", .kind = SELAT_OPTION_PRODUCTS, .help = "sectors or groups left out of `products`"},
    {.key = "to",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = -0.99,
     .high = 10,
     .help = "the new rate, a ceiling: flows whose rate is at or below it stay as they are"},
    {.key = "cut",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = 0,
     .high = 1,
     .help = "the part of the rate taken off"},
    {.key = "add",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = 0,
     .high = 10,
     .help = "percentage points added to the rate (a duty on everything; `utilisation` and `compliance` do not apply)"},
    {.key = "schedule",
     .kind = SELAT_OPTION_TEXT,
     .help = "a CSV file of new rates by HS6 line, relative to this file: columns hs6, rate, maybe year and weight; "
             "lines it does not list keep the base rate"},
    {.key = "utilisation",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = 0,
     .high = 1,
     .help = "part of the trade that claims the preference; where it is not given, the part of each sector's firms that "
             "the origin meter expects to pass a 40 % rule"},
    {.key = "origin",
     .kind = SELAT_OPTION_CHOICE,
     .choices = "parties|bilateral|asean+1|rcep|none",
     .help = "whose content the origin meter counts: `parties`, which is meant where the key is not given, all regions "
             "of the measure; `none`: no rule, all trade claims"},
    {.key = "compliance",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "0%",
     .low = 0,
     .high = 1,
     .help = "cost of proving origin, % of the price, paid by the trade that claims; a preference that saves no more "
             "than this is not used",
     .source = "assumed: origin costs nothing to prove"},
    YEAR_KEYS,
    WORDS_KEYS,
};

static const selat_option barrier_options[] = {
    {.key = "between",
     .kind = SELAT_OPTION_REGIONS,
     .help = "every importer and exporter among these regions, both ways; or give `importer` and `exporter`"},
    {.key = "importer", .kind = SELAT_OPTION_REGIONS, .help = "who buys"},
    {.key = "exporter", .kind = SELAT_OPTION_REGIONS, .help = "who sells"},
    {.key = "products", .kind = SELAT_OPTION_PRODUCTS, .required = true, .help = "sectors or groups, also services"},
    {.key = "exclude", .kind = SELAT_OPTION_PRODUCTS, .help = "sectors or groups left out of `products`"},
    {.key = "cut",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .required = true,
     .low = -1,
     .high = 0.99,
     .help = "part of the delivered price taken off (negative: a new barrier)"},
    {.key = "rents", .kind = SELAT_OPTION_MAP, .choices = "rents", .help = "who collected the removed wedge as income"},
    YEAR_KEYS,
    WORDS_KEYS,
};

static const selat_option rents_options[] = {
    {.key = "importer",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "33%",
     .low = 0,
     .high = 1,
     .help = "part of the wedge that was the importer's income",
     .source = "a third each, as in the MIRAGE model"},
    {.key = "exporter",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "33%",
     .low = 0,
     .high = 1,
     .help = "part of the wedge that was the exporter's income; what is left melts",
     .source = "a third each, as in the MIRAGE model"},
};

static const selat_option purchase_options[] = {
    {.key = "buyer", .kind = SELAT_OPTION_REGION, .required = true, .help = "whose final demand it is"},
    {.key = "seller", .kind = SELAT_OPTION_REGION, .required = true, .help = "who makes it"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCT, .required = true, .help = "the sector that makes it"},
    {.key = "amount",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "MUSD",
     .required = true,
     .low = 0.001,
     .high = 1e8,
     .help = "over all its years, current prices, spread evenly"},
    {.key = "years", .kind = SELAT_OPTION_YEARS, .required = true, .help = "first and last year of delivery"},
    {.key = "offset",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "0%",
     .low = 0,
     .high = 1,
     .help = "part that the buyer's own industry makes instead",
     .source = "assumed: no offset"},
    {.key = "financed_by",
     .kind = SELAT_OPTION_CHOICE,
     .default_value = "tax",
     .choices = "tax|borrow|grant",
     .help = "what the buyer gives up: other spending, a larger deficit, or nothing (a grant)",
     .source = "assumed: the budget does not grow"},
    {.key = "giver", .kind = SELAT_OPTION_REGION, .help = "whose income pays; required for a grant, and only there"},
    WORDS_KEYS,
};

static const selat_option capacity_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCTS, .required = true, .help = "sectors or groups"},
    {.key = "productivity",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = -0.99,
     .high = 10,
     .help = "more output from the same inputs: unit cost falls to 1 / (1 + productivity)"},
    {.key = "output",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "MUSD",
     .low = -1e8,
     .high = 1e8,
     .help = "how much more is made per year (all its regions and products together, in volume at the table's prices) "
             "than with the accord's other measures; the productivity that reaches it is solved for"},
    YEAR_KEYS,
    WORDS_KEYS,
};

static const selat_option export_tax_options[] = {
    {.key = "exporter", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "who levies it, on what it sells abroad"},
    {.key = "importer", .kind = SELAT_OPTION_REGIONS, .help = "sales to these regions; not given: to all others"},
    {.key = "products", .kind = SELAT_OPTION_PRODUCTS, .required = true, .help = "sectors or groups, also services"},
    {.key = "exclude", .kind = SELAT_OPTION_PRODUCTS, .help = "sectors or groups left out of `products`"},
    {.key = "rate",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .required = true,
     .low = -0.9,
     .high = 10,
     .help = "of the producer price, on top of whatever is levied already; negative: an export subsidy"},
    YEAR_KEYS,
    WORDS_KEYS,
};

static const selat_option labour_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "change",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .required = true,
     .low = -0.9,
     .high = 10,
     .help = "labour (workers or skills) grows by"},
    YEAR_KEYS,
    WORDS_KEYS,
};
static const selat_option capture_options[] = {
    {.key = "from", .kind = SELAT_OPTION_REGION, .required = true, .help = "where CO2 is captured"},
    {.key = "store", .kind = SELAT_OPTION_REGION, .required = true, .help = "where it is stored"},
    {.key = "start", .kind = SELAT_OPTION_YEAR, .required = true, .help = "first year"},
    {.key = "capacity",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "MtCO2/yr",
     .low = 0,
     .high = 1e5,
     .help = "tonnes a year"},
    WORDS_KEYS,
};
static const selat_option intensity_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "products", .kind = SELAT_OPTION_PRODUCTS, .help = "which sectors"},
    {.key = "cut",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = -1,
     .high = 1,
     .help = "emissions per output fall by"},
    YEAR_KEYS,
    WORDS_KEYS,
};
static const selat_option investment_options[] = {
    {.key = "investor", .kind = SELAT_OPTION_REGION, .help = "who invests"},
    {.key = "region", .kind = SELAT_OPTION_REGION, .required = true, .help = "where"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCT, .required = true, .help = "in which sector"},
    {.key = "amount",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "MUSD",
     .low = 0.001,
     .high = 1e8,
     .help = "over all its years"},
    {.key = "years", .kind = SELAT_OPTION_YEARS, .help = "first and last year"},
    WORDS_KEYS,
};
static const selat_option tourism_options[] = {
    {.key = "visitor", .kind = SELAT_OPTION_REGION, .required = true, .help = "whose residents travel"},
    {.key = "host", .kind = SELAT_OPTION_REGION, .required = true, .help = "where they spend"},
    {.key = "growth", .kind = SELAT_OPTION_NUMBER, .unit = "%", .low = -1, .high = 10, .help = "spending grows by"},
    YEAR_KEYS,
    WORDS_KEYS,
};
static const selat_option hydrogen_options[] = {
    {.key = "seller", .kind = SELAT_OPTION_REGION, .required = true, .help = "who makes it"},
    {.key = "buyer", .kind = SELAT_OPTION_REGION, .required = true, .help = "who uses it"},
    {.key = "start", .kind = SELAT_OPTION_YEAR, .help = "first year"},
    {.key = "capacity", .kind = SELAT_OPTION_NUMBER, .unit = "ktH2/yr", .low = 0, .high = 1e6, .help = "tonnes a year"},
    WORDS_KEYS,
};
static const selat_option stockpile_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCTS, .required = true, .help = "of what"},
    {.key = "days",
     .kind = SELAT_OPTION_NUMBER,
     .required = true,
     .low = 0,
     .high = 3650,
     .help = "of use held in stock"},
    WORDS_KEYS,
};
static const selat_option priority_options[] = {
    {.key = "supplier", .kind = SELAT_OPTION_REGION, .required = true, .help = "who delivers"},
    {.key = "buyer", .kind = SELAT_OPTION_REGION, .required = true, .help = "who is served first"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCTS, .help = "of what"},
    {.key = "share", .kind = SELAT_OPTION_NUMBER, .unit = "%", .low = 0, .high = 1, .help = "part of deliveries"},
    WORDS_KEYS,
};
static const selat_option standby_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCTS, .required = true, .help = "of what"},
    {.key = "capacity",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .low = 0,
     .high = 10,
     .help = "of output held in reserve"},
    WORDS_KEYS,
};
static const selat_option preparedness_options[] = {
    {.key = "stress", .kind = SELAT_OPTION_TEXT, .required = true, .help = "name of the stress that gets shorter"},
    {.key = "days",
     .kind = SELAT_OPTION_NUMBER,
     .required = true,
     .low = 0,
     .high = 3650,
     .help = "its length with the accord"},
    WORDS_KEYS,
};
static const selat_option carbon_price_options[] = {
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .required = true, .help = "where"},
    {.key = "price",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "USD/tCO2",
     .required = true,
     .low = 0,
     .high = 1e4,
     .help = "price"},
    YEAR_KEYS,
    WORDS_KEYS,
};

static const selat_option stress_options[] = {
    {.key = "name", .kind = SELAT_OPTION_TEXT, .required = true, .help = "what breaks"},
    {.key = "region", .kind = SELAT_OPTION_REGIONS, .help = "whose production fails"},
    {.key = "product", .kind = SELAT_OPTION_PRODUCTS, .help = "of what"},
    {.key = "loss", .kind = SELAT_OPTION_NUMBER, .unit = "%", .low = 0, .high = 1, .help = "part of capacity lost"},
    {.key = "gate", .kind = SELAT_OPTION_TEXT, .help = "sea lane that closes"},
    {.key = "days", .kind = SELAT_OPTION_NUMBER, .low = 0, .high = 3650, .help = "how long"},
    {.key = "probability", .kind = SELAT_OPTION_NUMBER, .unit = "%", .low = 0, .high = 1, .help = "per year"},
    WORDS_KEYS,
};
static const selat_option uncertainty_options[] = {
    {.key = "draws",
     .kind = SELAT_OPTION_NUMBER,
     .default_value = "1000",
     .low = 0,
     .high = 100000,
     .help = "how many times the last year is solved with other parameters; 0: no error bands",
     .source = "docs/models/uncertainty.md"},
    {.key = "seed",
     .kind = SELAT_OPTION_NUMBER,
     .default_value = "1",
     .low = 0,
     .high = 4294967295.0,
     .help = "of the random numbers: the same seed gives the same draws"},
    {.key = "barriers",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "50%",
     .low = 0,
     .high = 1,
     .help = "an assumed barrier cut is drawn within this part of it, up or down, values near the cut being likelier",
     .source = "assumed: triangular, mode at the stated cut"},
    {.key = "utilisation",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "%",
     .default_value = "20%",
     .low = 0,
     .high = 1,
     .help = "an assumed utilisation is drawn within so many percentage points, up or down, held within 0 to 100 %",
     .source = "assumed: uniform, one shift for all measures"},
    {.key = "sources",
     .kind = SELAT_OPTION_CHOICE,
     .default_value = "yes",
     .choices = "yes|no",
     .help = "also draw which published source the elasticities come from",
     .source = "docs/models/uncertainty.md"},
};
static const selat_option calibrate_options[] = {
    {.key = "importer", .kind = SELAT_OPTION_REGION, .required = true, .help = "who buys"},
    {.key = "exporter", .kind = SELAT_OPTION_REGION, .required = true, .help = "who sells"},
    {.key = "products", .kind = SELAT_OPTION_PRODUCTS, .help = "sectors or groups"},
    {.key = "amount",
     .kind = SELAT_OPTION_NUMBER,
     .unit = "MUSD",
     .required = true,
     .low = 0,
     .high = 1e8,
     .help = "customs figure"},
    {.key = "source", .kind = SELAT_OPTION_TEXT, .help = "where the figure stands"},
};
static const selat_option pending_options[] = {
    {.key = "commitment", .kind = SELAT_OPTION_TEXT, .required = true, .help = "what was agreed"},
    {.key = "needs",
     .kind = SELAT_OPTION_TEXT,
     .required = true,
     .help = "the measures or stresses that would express it"},
    {.key = "source", .kind = SELAT_OPTION_TEXT, .help = "where it is stated"},
};

#define TABLE(name, text) .section = #name, .help = text, .options = name##_options, .count = COUNT(name##_options)

static const selat_option_table tables[] = {
    {TABLE(file, "the keys of the file"), .modelled = true},
    {TABLE(accord, "the agreement"), .modelled = true},
    {TABLE(baseline, "what the agreement is measured against"), .modelled = true},
    {TABLE(tariff, "tariffs change"), .modelled = true, .measure = true},
    {TABLE(barrier, "a trade barrier that is not a tariff falls"), .modelled = true, .measure = true},
    {TABLE(rents, "of a barrier: who collected the wedge"), .modelled = true},
    {TABLE(purchase, "a government buys from abroad"), .modelled = true, .measure = true},
    {TABLE(pending, "a commitment that no measure expresses yet"), .modelled = true},
    {TABLE(capacity, "a sector gets more productive or larger"), .modelled = true, .measure = true},
    {TABLE(export_tax, "exports are taxed or subsidised"), .modelled = true, .measure = true},
    {TABLE(labour, "a region's labour grows or shrinks"), .modelled = true, .measure = true},
    {TABLE(capture, "carbon dioxide is captured and stored"), .measure = true},
    {TABLE(intensity, "emissions per output fall"), .measure = true},
    {TABLE(investment, "investment by sector"), .measure = true},
    {TABLE(tourism, "visitors spend more"), .measure = true},
    {TABLE(hydrogen, "hydrogen is made and traded"), .measure = true},
    {TABLE(stockpile, "days of inventory"), .measure = true},
    {TABLE(priority, "a buyer is served first in a shortage"), .measure = true},
    {TABLE(standby, "capacity held in reserve"), .measure = true},
    {TABLE(preparedness, "a stress ends sooner"), .measure = true},
    {TABLE(carbon_price, "a price on emissions"), .measure = true},
    {TABLE(stress, "something breaks")},
    {TABLE(uncertainty, "draws of what is not known"), .modelled = true},
    {TABLE(calibrate, "a flow rescaled to a customs figure")},
};

const selat_option_table *selat_accord_option_tables(int64_t *count) {
    *count = COUNT(tables);
    return tables;
}

const selat_option_table *selat_option_table_find(const char *section) {
    for (int64_t k = 0; k < COUNT(tables); k++) {
        if (strcmp(tables[k].section, section) == 0) return &tables[k];
    }
    return NULL;
}
