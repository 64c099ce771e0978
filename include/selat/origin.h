/* Origin meter: how much of a product's value comes from the regions that cumulate origin, read off the table. */
#ifndef SELAT_ORIGIN_H
#define SELAT_ORIGIN_H

#include "selat/leontief.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A regional value content of 40 % is the usual rule of ASEAN+1 agreements and RCEP. */
#define SELAT_ORIGIN_THRESHOLD 0.40
/* Assumed: standard deviation of the logarithm of firms' foreign content around their sector's. */
#define SELAT_ORIGIN_SPREAD 0.40

/* content[n_zones][R i][S s]: the share of the value of region i's product s that originates in the zone, all rounds of
   inputs counted: (I - A')^-1 v, with v the primary inputs per output of the zone's industries. Taxes on products count,
   IMP_OTHER (an input of unknown origin) does not, so zones that part the world add up to 1 less the content of
   IMP_OTHER. 0 where there is no output. member [n_zones][R]. One solve with n_zones columns; `report` is its report. */
selat_status selat_origin_content(selat_context *context, const selat_table *table, selat_leontief *solver,
                                  int64_t n_zones, const bool *member, double *content, selat_leontief_report *report);

/* The part of a sector's firms whose own content reaches `threshold`, where firms' foreign content 1 - content is
   lognormal with the sector's as its mean and `spread` as the standard deviation of its logarithm:
   Phi((ln(1 - threshold) - ln(1 - content)) / spread + spread / 2). 1 where content is 1 or more, 0 where it is 0. */
double selat_origin_utilisation(double content, double threshold, double spread);

#ifdef __cplusplus
}
#endif
#endif
