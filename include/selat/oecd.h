/* Building the embedded data from the raw files (docs/data.md): OECD tables and flows, EDGAR emissions, tariffs, ... */
#ifndef SELAT_OECD_H
#define SELAT_OECD_H

#include "selat/panel.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The table oecd-2022: 81 regions x 50 sectors, closed, with emissions. `folder` holds national/, trade/, emissions/,
   countries81.csv and sectors50.csv. The same files give the same bytes on every processor. About 0.5 s and 60 MB.
   Errors: a file that is missing or a cell that is not as expected (file, line, column); SELAT_FAILED where the sources
   do not balance within the limits of docs/data.md. What was measured stands in the table's provenance. */
selat_status selat_oecd_build(selat_context *context, const char *folder, selat_table **out);

/* The other data that ship: tariffs/teti-2021, elasticities, countries.csv, panel/flows-2011-2022.h5, written below the folder `to` from the raw
   files below `folder`. groups.csv must stand in `to` already (it is kept by hand). */
selat_status selat_oecd_write_companions(selat_context *context, const char *folder, const char *to);

/* The panel flows-2011-2022 from trade/icio_bilateral_YYYY.csv.gz and countries81.csv below `folder`: flows of 2011 to
   2022, tariffs to 2021. The same files give the same bytes. About 3 s. */
selat_status selat_oecd_build_panel(selat_context *context, const char *folder, selat_panel **out);

#ifdef __cplusplus
}
#endif
#endif
