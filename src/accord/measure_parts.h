/* Parts of measures that several kinds read the same way. */
#ifndef SELAT_ACCORD_MEASURE_PARTS_H
#define SELAT_ACCORD_MEASURE_PARTS_H

#include "accord/values.h"
#include "base/text.h"

/* measures.c */
selat_status selat_measure_copy_positions(selat_reader *reader, const selat_value *from, int64_t *count, int64_t **out);
/* "KOR, MYS" for a scalar or list. */
selat_status selat_measure_add_words(selat_reader *reader, const selat_yaml *node, const char *separator,
                                     selat_text *text);
/* No code may stand on both sides, and something must be left when own trade is taken out. */
selat_status selat_measure_check_sides(selat_reader *reader, const selat_value *importer, const selat_value *exporter);
/* `products` without `exclude`; a tariff measure takes no services. */
selat_status selat_measure_read_products(selat_reader *reader, selat_section *section, selat_measure *measure);
/* from, until, full. */
selat_status selat_measure_read_years(selat_reader *reader, selat_section *section, selat_measure *measure);

/* measures_schedule.c: `schedule` of a tariff, after its products and years; keeps the products it covers, notes them. */
selat_status selat_measure_read_schedule(selat_reader *reader, selat_section *section, selat_measure *measure);

/* measures_supply.c: what changes at the producer, and its part of the readable line */
selat_status selat_measure_read_capacity(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_export_tax(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_read_labour(selat_reader *reader, selat_section *section, selat_measure *measure);
selat_status selat_measure_add_supply_text(selat_reader *reader, selat_section *section, const selat_measure *measure,
                                           selat_text *text);

#endif
