/* Measures of an accord file. */
#ifndef SELAT_ACCORD_MEASURES_H
#define SELAT_ACCORD_MEASURES_H

#include "accord/values.h"

/* Reads one item of `measures:`, number `number` counted from 1. A kind that is not modelled yet goes to pending. */
selat_status selat_measure_read(selat_reader *reader, const selat_yaml *item, int64_t number);
/* Reads one item of `stress:`. (read_stress.c) */
selat_status selat_stress_read(selat_reader *reader, const selat_yaml *item, int64_t number);
/* Measures of resilience: is `kind` one, and reading it; the stresses have been read before. (read_stress.c) */
bool selat_clause_is(const char *kind);
selat_status selat_clause_read(selat_reader *reader, const selat_yaml *node, int64_t number);
void selat_stress_clear(selat_context *context, selat_stress *stress);
void selat_clause_clear(selat_context *context, selat_clause *clause);
/* Reads one item of `pending:`. */
selat_status selat_pending_read(selat_reader *reader, const selat_yaml *item, int64_t number);

#endif
