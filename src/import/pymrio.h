/* The layout that pymrio's folders and EXIOBASE 3 have in common. */
#ifndef SELAT_IMPORT_PYMRIO_H
#define SELAT_IMPORT_PYMRIO_H

#include "import/streamed.h"

/* Reads the files below the folder of Z.txt (or A.txt) into job->a. */
selat_status selat_pymrio_read(selat_context *context, selat_import_job *job);
/* Whether the matrices are there. */
bool selat_pymrio_recognise(const selat_archive *archive);

#endif
