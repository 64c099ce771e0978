/* The 3 countries x 3 sectors table of the reference cases, whose users differ in where they buy from, as a factored
   table: 9 regions of one industry each and 3 regions that only consume, so that every user has its own origin mix. */
#ifndef SELAT_TESTS_LEATHER_FACTORED_H
#define SELAT_TESTS_LEATHER_FACTORED_H

#include "selat/table.h"

enum { LEATHER_INDUSTRIES = 9, LEATHER_COUNTRIES = 3, LEATHER_REGIONS = 12 };

/* Emissions q0[9] per output become the stressor "CO2". */
selat_status leather_factored_make(selat_context *context, const double *q0, selat_table **out);

#endif
