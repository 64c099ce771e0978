/* What the engine in a page needs of the disk, as one pack (base/pack.h). */
#ifndef SELAT_REPORT_PACK_H
#define SELAT_REPORT_PACK_H

#include "base/text.h"
#include "selat/accord.h"

/* Appends to `out` the pack of an accord that was read, with its capture networks planned: `table` in compact form, the
   data sets it names, groups, countries, elasticities, pathways, pledges and visitors' baskets; `accord`, its overlays and the
   schedules it names; `file`, what messages call the accord; `capture`, the plans. */
selat_status report_pack(selat_context *context, const selat_table *table, const selat_accord *accord, selat_text *out);
/* The same for a page in which any accord may be built: all shipped tariffs, overlays and the concordance of products. `start`: the
   accord that the page begins with, as above, or NULL. */
selat_status report_pack_blank(selat_context *context, const selat_table *table, const selat_accord *start, selat_text *out);

#endif
