/* An HDF5 file in memory: the few kinds of content a table needs, checked before anything is allocated. */
#ifndef SELAT_TABLE_HDF5_IMAGE_H
#define SELAT_TABLE_HDF5_IMAGE_H

#include "selat/context.h"

/* Holds the library's lock from creation or opening until it is closed, since HDF5 is not thread-safe. */
typedef struct selat_hdf5 selat_hdf5;

void selat_hdf5_close(selat_context *context, selat_hdf5 *file); /* takes NULL */

/* ---- writing: the same content gives the same bytes ---- */
/* Leaves `user_block` bytes (512 or more, a power of two) for the caller before HDF5's own. */
selat_status selat_hdf5_create(selat_context *context, size_t user_block, selat_hdf5 **out);
/* The same on disk, for tables too large to be held twice; _finish before closing says whether all was written. */
selat_status selat_hdf5_create_file(selat_context *context, const char *path, size_t user_block, selat_hdf5 **out);
selat_status selat_hdf5_finish(selat_context *context, selat_hdf5 *file, const char *path);
selat_status selat_hdf5_put_group(selat_context *context, selat_hdf5 *file, const char *name);
/* An attribute of the file. */
selat_status selat_hdf5_put_text(selat_context *context, selat_hdf5 *file, const char *name, const char *text);
selat_status selat_hdf5_put_int(selat_context *context, selat_hdf5 *file, const char *name, int64_t value);
/* A list of UTF-8 strings of one length padded with zero bytes; count -1: one string, not a list. */
selat_status selat_hdf5_put_texts(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                  const char *const *texts);
/* float64 with attributes `unit` and `dimensions`; shuffled and deflated, but of four dimensions plain. */
selat_status selat_hdf5_put_doubles(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                    const int64_t *size, const double *values, const char *unit,
                                    const char *dimensions);
/* The same as float32. */
selat_status selat_hdf5_put_floats(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                   const int64_t *size, const float *values, const char *unit, const char *dimensions);
/* int64, shuffled and deflated, of one dimension. */
selat_status selat_hdf5_put_ints(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                 const int64_t *values, const char *unit, const char *dimensions);
/* All bytes, the user block zero; release *bytes. */
selat_status selat_hdf5_take(selat_context *context, selat_hdf5 *file, char **bytes, size_t *length);

/* ---- reading: errors name `path` and the content ---- */
selat_status selat_hdf5_open(selat_context *context, const char *path, const char *bytes, size_t length,
                             selat_hdf5 **out);
/* A file on disk of `length` bytes. */
selat_status selat_hdf5_open_file(selat_context *context, const char *path, size_t length, selat_hdf5 **out);
/* Release *text. At most `longest` bytes. */
selat_status selat_hdf5_get_text(selat_context *context, selat_hdf5 *file, const char *name, size_t longest,
                                 char **text);
selat_status selat_hdf5_get_int(selat_context *context, selat_hdf5 *file, const char *name, int64_t *value);
/* Strings of fixed or variable length; `count` -1 on entry: any number up to `most`, else exactly that many.
   One dimension or none. Free with selat_hdf5_free_texts. */
selat_status selat_hdf5_get_texts(selat_context *context, selat_hdf5 *file, const char *name, int64_t most,
                                  size_t longest, int64_t *count, char ***texts);
void selat_hdf5_free_texts(selat_context *context, int64_t count, char **texts); /* takes NULL */
/* Numbers of any type into values[product of size]. */
selat_status selat_hdf5_get_doubles(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                    const int64_t *size, double *values);
selat_status selat_hdf5_get_floats(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                   const int64_t *size, float *values);
selat_status selat_hdf5_get_ints(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                 int64_t *values);

#endif
