/* A table against the independent results in tests/published/table. */
#ifndef SELAT_TESTS_REFERENCE_TABLE_H
#define SELAT_TESTS_REFERENCE_TABLE_H

#include "selat/table.h"

/* Fail the running test at the first cell that differs by more than 1e-6 of its value (emissions: 1e-6 Mt). */
void compare_industries(selat_context *context, const selat_table *table);
void compare_regions(selat_context *context, const selat_table *table);
/* Domestic value added in exports and consumption footprints: the columns of regions.csv that need the Leontief model. */
void compare_accounts(selat_context *context, const selat_table *table);
void compare_emissions(selat_context *context, const selat_table *table);

#endif
