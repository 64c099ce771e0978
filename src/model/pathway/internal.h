/* The pathway model inside its folder. */
#ifndef SELAT_MODEL_PATHWAY_INTERNAL_H
#define SELAT_MODEL_PATHWAY_INTERNAL_H

#include "selat/pathway.h"

enum { SELAT_CHANGE_ARRAYS = 8 };
typedef struct selat_change_array {
    const char *name;
    double **values;
    int64_t count;
    double low;   /* smallest value allowed, where `bounded` */
    bool bounded;
} selat_change_array;
void selat_emission_change_arrays(const selat_table *table, selat_emission_change *change,
                                  selat_change_array out[SELAT_CHANGE_ARRAYS]);

static inline double selat_factor(const double *array, int64_t at) { return array != NULL ? array[at] : 1; }
static inline double selat_amount(const double *array, int64_t at) { return array != NULL ? array[at] : 0; }

#endif
