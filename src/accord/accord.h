/* The accord inside the room: its notes, releasing its parts. */
#ifndef SELAT_ACCORD_ACCORD_H
#define SELAT_ACCORD_ACCORD_H

#include <stdarg.h>

#include "selat/accord.h"

/* Appends to the accord's notes; a note that stands there already is not repeated. */
selat_status selat_accord_note(selat_context *context, selat_accord *accord, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
selat_status selat_accord_note_list(selat_context *context, selat_accord *accord, const char *format,
                                    va_list arguments);
/* The note "FACTWHERE", or ", WHERE" appended to the note that starts with FACT. */
selat_status selat_accord_note_where(selat_context *context, selat_accord *accord, const char *fact, const char *where);
void selat_measure_clear(selat_context *context, selat_measure *measure);
void selat_pending_clear(selat_context *context, selat_pending *pending);
/* What a purchase costs in `year`: an equal part of its amount, at the prices of table_year. */
double selat_purchase_year_musd(const selat_accord *accord, const selat_measure *measure, int64_t table_year,
                                int64_t year);
/* The effects of `measure` into the year's shock; purchases have their room. (effects.c) */
selat_status selat_effects_compile(selat_context *context, const selat_accord *accord, const selat_measure *measure,
                                   const selat_economy *economy, const selat_tariffs *tariffs, int64_t table_year,
                                   int64_t year, int64_t without_product, selat_trade_shock *out);
/* Room that the effects' purchases and transfers need in a shock. */
int64_t selat_effects_purchase_room(const selat_effects *effects);
/* False where only emissions change. */
bool selat_effects_move_trade(const selat_effects *effects);
/* True when amounts that do not follow the phase are the same in both years. */
bool selat_effects_same_year(const selat_accord *accord, const selat_measure *measure, int64_t a, int64_t b);
/* The same for a planned capture network. (compile_capture.c) */
selat_status selat_capture_compile(selat_context *context, const selat_capture_plan *plan, const selat_economy *economy,
                                   int64_t year, int64_t without_product, selat_trade_shock *out);
selat_status selat_capture_emissions(selat_context *context, const selat_capture_plan *plan, const selat_table *table,
                                     int64_t year, selat_emission_change *change);
int64_t selat_capture_purchase_room(const selat_capture_plan *plan);
bool selat_capture_same_year(const selat_capture_plan *plan, int64_t a, int64_t b);
/* Bad input: the measure names an importer that the tariff data lack. */
selat_status selat_measure_fail_importer(selat_context *context, const selat_accord *accord,
                                         const selat_measure *measure, const selat_tariffs *tariffs,
                                         const char *importer);

#endif
