/* Indicators read off one table: the world they are computed from, and the registry that names them all. */
#ifndef SELAT_INDICATOR_H
#define SELAT_INDICATOR_H

#include "selat/leontief.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A table with the solutions that several indicators share; each is made once, when first needed. One thread at a time. */
typedef struct selat_indicator_world selat_indicator_world;

/* `table` is borrowed and stays unchanged while the world lives. `solver` NULL: one of its own. `regions` [n_regions]: whose
   indicators will be asked for; NULL: all. Fewer regions cost less. Errors: no row of primary inputs is value added (VALU, VA,
   or the only one there is); a region twice or not there. */
selat_status selat_indicator_world_create(selat_context *context, const selat_table *table, selat_leontief *solver,
                                          int64_t n_regions, const int64_t *regions, selat_indicator_world **out);
void selat_indicator_world_destroy(selat_context *context, selat_indicator_world *world); /* takes NULL */
/* The worst of the Leontief solves so far. */
selat_leontief_report selat_indicator_world_report(const selat_indicator_world *world);

typedef enum selat_indicator_level {
    SELAT_INDICATOR_REGION,  /* one number by region */
    SELAT_INDICATOR_INDUSTRY /* one number by region and sector */
} selat_indicator_level;

/* Indicators are listed once, here: commands, accord runs, the report and the docs walk this list. */
typedef struct selat_indicator {
    const char *name;    /* "upstreamness" */
    const char *group;   /* the command that prints it: "position", "value-added", "exposure", "footprint" */
    selat_indicator_level level;
    const char *unit;    /* "million USD", "share of gross exports", "stages" */
    const char *help;    /* what it says, one sentence */
    const char *source;  /* paper and equation */
    selat_status (*compute)(selat_context *context, selat_indicator_world *world, int64_t term, double *out);
    int64_t term;        /* which of the numbers that `compute` gives */
} selat_indicator;
/* out [R] or [R][S] by level; NAN where it is not defined, and for regions the world was not made for. */
selat_status selat_indicator_compute(selat_context *context, const selat_indicator *indicator,
                                     selat_indicator_world *world, double *out);
const selat_indicator *selat_indicators(int64_t *count);
/* NULL when there is none of that name and level. */
const selat_indicator *selat_indicator_find(const char *name, selat_indicator_level level);

#ifdef __cplusplus
}
#endif
#endif
