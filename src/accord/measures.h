/* Measures of an accord file. */
#ifndef SELAT_ACCORD_MEASURES_H
#define SELAT_ACCORD_MEASURES_H

#include "accord/values.h"

/* Reads one item of `measures:`, number `number` counted from 1. A kind that is not modelled yet goes to pending. */
selat_status selat_measure_read(selat_reader *reader, const selat_yaml *item, int64_t number);
/* Reads one item of `stress:` into pending. */
selat_status selat_stress_read(selat_reader *reader, const selat_yaml *item, int64_t number);
/* Reads one item of `pending:`. */
selat_status selat_pending_read(selat_reader *reader, const selat_yaml *item, int64_t number);

#endif
