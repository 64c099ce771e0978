/* The layout that pymrio's folders and EXIOBASE 3 have in common. */
#ifndef SELAT_IMPORT_PYMRIO_H
#define SELAT_IMPORT_PYMRIO_H

#include "import/formats.h"

/* Reads the files below the folder of Z.txt (or A.txt) into job->a. */
selat_status selat_pymrio_read(selat_context *context, selat_import_job *job);

#endif
