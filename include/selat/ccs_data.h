/* Reading data/ccs. */
#ifndef SELAT_CCS_DATA_H
#define SELAT_CCS_DATA_H

#include "selat/ccs.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The shipped data. Errors name file, line and column. */
selat_status selat_dataset_ccs(selat_context *context, selat_ccs **out);
/* The same files from another folder. */
selat_status selat_ccs_read(selat_context *context, const char *folder, selat_ccs **out);

#ifdef __cplusplus
}
#endif
#endif
