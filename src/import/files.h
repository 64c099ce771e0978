/* Finding shipped files and the short description that may stand beside a data file. */
#ifndef SELAT_IMPORT_FILES_H
#define SELAT_IMPORT_FILES_H

#include "selat/context.h"

/* "oecd-2022" or a path: words with a slash or one of the suffixes are paths and taken as they are; a name is looked
   for as room/NAME with each suffix in turn ("tables", {".h5"}). Error: what names there are. Release *out with
   selat_release. */
selat_status selat_dataset_find(selat_context *context, const char *what, const char *room, const char *const *suffixes,
                                int n_suffixes, const char *name_or_path, char **out);
/* File name without folder and suffixes: what a set of data is called in reports. */
selat_status selat_dataset_name(selat_context *context, const char *path, const char *const *suffixes, int n_suffixes,
                                char **out);

/* NAME.meta beside NAME.csv or NAME.csv.gz: a CSV file with the columns key and value. All optional. */
typedef struct selat_data_meta {
    char *source;            /* what to cite; "the file PATH" when there is no description */
    double cap;              /* INFINITY when there is none */
    char *missing_importers; /* codes separated by spaces; NULL when not given */
} selat_data_meta;
selat_status selat_data_meta_read(selat_context *context, const char *data_path, selat_data_meta *out);
void selat_data_meta_clear(selat_context *context, selat_data_meta *meta);

#endif
