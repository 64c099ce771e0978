/* Options declared once: the YAML check, the command line, `selat schema` and the docs all read these tables. */
#ifndef SELAT_OPTION_H
#define SELAT_OPTION_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_option_kind {
    SELAT_OPTION_TEXT,
    SELAT_OPTION_DATE,    /* 2024-11-25 */
    SELAT_OPTION_NUMBER,  /* with `unit`; percent values are stored as fractions */
    SELAT_OPTION_YEAR,    /* low = high = 0: within baseline.years */
    SELAT_OPTION_REGION,  /* one region code */
    SELAT_OPTION_REGIONS, /* codes and group names, a scalar or a list */
    SELAT_OPTION_PRODUCT, /* one sector code */
    SELAT_OPTION_PRODUCTS,
    SELAT_OPTION_CHOICE,  /* one of `choices`, separated by | */
    SELAT_OPTION_YEARS,   /* [first, last], or one year; low = high = 0: within baseline.years */
    SELAT_OPTION_MAP,     /* keys of its own: those of the section that `choices` names */
    SELAT_OPTION_REGION_MAP, /* a region code or group: a number with `unit` */
    SELAT_OPTION_LIST     /* of texts, or of maps with the keys of the section that `choices` names */
} selat_option_kind;

typedef struct selat_option {
    const char *key;
    selat_option_kind kind;
    const char *unit;          /* "%", "MUSD", "years", ... or NULL */
    const char *default_value; /* as it would be written, or NULL */
    double low, high;          /* inclusive, in the unit as stored */
    bool required;
    const char *choices;
    const char *help;
    const char *source;        /* where the default comes from, or NULL */
} selat_option;

#ifdef __cplusplus
}
#endif
#endif
