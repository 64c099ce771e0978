/* The only file that knows HDF5's own interface. */
#include "table/hdf5_image.h"

#include <hdf5.h>
#include <pthread.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum {
    DEFLATE_LEVEL = 6,
    MOST_DIMENSIONS = 4,
    FIRST_FOREIGN_FILTER = 256, /* filters from here on are plug-ins */
    GROWTH = 1 << 20
};
static const double most_unpacked_bytes_per_byte = 1032; /* deflate cannot do better */

struct selat_hdf5 {
    hid_t id;
    size_t user_block;
    size_t length;      /* of the file that was opened */
    char *path;         /* for messages */
    H5E_auto2_t report; /* HDF5's own error printing, restored on closing */
    void *report_data;
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static selat_status enter(selat_context *context, selat_hdf5 **out) {
    TRY(selat_new(context, 1, out));
    (*out)->id = -1;
    pthread_mutex_lock(&turn);
    H5Eget_auto2(H5E_DEFAULT, &(*out)->report, &(*out)->report_data);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return SELAT_OK;
}

static void close_id(hid_t id) {
    if (id >= 0 && H5Iis_valid(id) > 0) H5Idec_ref(id);
}

void selat_hdf5_close(selat_context *context, selat_hdf5 *file) {
    if (file == NULL) return;
    if (file->id >= 0) H5Fclose(file->id);
    H5Eset_auto2(H5E_DEFAULT, file->report, file->report_data);
    pthread_mutex_unlock(&turn);
    selat_release(context, file->path);
    selat_release(context, file);
}

/* Files live in memory only, and closing one closes whatever is still open in it. */
static hid_t memory_access(void) {
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_core(access, GROWTH, 0);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    return access;
}

static hid_t disk_access(void) {
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
    return access;
}

/* ---- writing ---- */

static selat_status fail_write(selat_context *context, const char *what) {
    return selat_fail(context, SELAT_FAILED, "HDF5 cannot write %s", what);
}

/* Objects without times, so that the same content gives the same bytes. */
static hid_t timeless(hid_t class_id) {
    hid_t list = H5Pcreate(class_id);
    H5Pset_obj_track_times(list, 0);
    return list;
}

static hid_t text_type(size_t size) {
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

static selat_status create(selat_context *context, const char *path, hid_t access, size_t user_block,
                           selat_hdf5 **out) {
    hid_t creation = timeless(H5P_FILE_CREATE);
    H5Pset_userblock(creation, user_block);
    (*out)->user_block = user_block;
    (*out)->id = H5Fcreate(path, H5F_ACC_TRUNC, creation, access);
    close_id(creation);
    close_id(access);
    if ((*out)->id >= 0) return SELAT_OK;
    selat_hdf5_close(context, *out);
    *out = NULL;
    return SELAT_FAILED;
}

selat_status selat_hdf5_create(selat_context *context, size_t user_block, selat_hdf5 **out) {
    TRY(enter(context, out));
    if (create(context, "table", memory_access(), user_block, out) == SELAT_OK) return SELAT_OK;
    return fail_write(context, "a file in memory");
}

selat_status selat_hdf5_create_file(selat_context *context, const char *path, size_t user_block, selat_hdf5 **out) {
    TRY(enter(context, out));
    if (create(context, path, disk_access(), user_block, out) == SELAT_OK) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: HDF5 cannot write it", path);
}

selat_status selat_hdf5_finish(selat_context *context, selat_hdf5 *file, const char *path) {
    if (H5Fflush(file->id, H5F_SCOPE_GLOBAL) >= 0) return SELAT_OK;
    return selat_fail(context, SELAT_IO_ERROR, "%s: HDF5 cannot write it (is the disk full?)", path);
}

selat_status selat_hdf5_put_group(selat_context *context, selat_hdf5 *file, const char *name) {
    hid_t list = timeless(H5P_GROUP_CREATE), group = H5Gcreate2(file->id, name, H5P_DEFAULT, list, H5P_DEFAULT);
    close_id(list);
    close_id(group);
    return group >= 0 ? SELAT_OK : fail_write(context, name);
}

static selat_status put_attribute(selat_context *context, hid_t object, const char *name, hid_t file_type,
                                  hid_t memory_type, const void *value) {
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool written = attribute >= 0 && H5Awrite(attribute, memory_type, value) >= 0;
    close_id(attribute);
    close_id(space);
    return written ? SELAT_OK : fail_write(context, name);
}

static selat_status put_text(selat_context *context, hid_t object, const char *name, const char *text) {
    hid_t type = text_type(text[0] != '\0' ? strlen(text) : 1);
    selat_status status = put_attribute(context, object, name, type, type, text);
    close_id(type);
    return status;
}

selat_status selat_hdf5_put_text(selat_context *context, selat_hdf5 *file, const char *name, const char *text) {
    return put_text(context, file->id, name, text);
}

selat_status selat_hdf5_put_int(selat_context *context, selat_hdf5 *file, const char *name, int64_t value) {
    return put_attribute(context, file->id, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &value);
}

static selat_status put_packed(selat_context *context, selat_hdf5 *file, const char *name, int64_t count, size_t size,
                               const char *packed) {
    hsize_t dimension = (hsize_t)(count < 0 ? 1 : count);
    hid_t space = count < 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &dimension, NULL);
    hid_t type = text_type(size), list = timeless(H5P_DATASET_CREATE);
    hid_t dataset = H5Dcreate2(file->id, name, type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    bool written = dataset >= 0 && (count == 0 || H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, packed) >= 0);
    close_id(dataset);
    close_id(list);
    close_id(type);
    close_id(space);
    return written ? SELAT_OK : fail_write(context, name);
}

selat_status selat_hdf5_put_texts(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                  const char *const *texts) {
    size_t size = 1;
    int64_t cells = count < 0 ? 1 : count;
    char *packed;
    for (int64_t k = 0; k < cells; k++) {
        if (strlen(texts[k]) > size) size = strlen(texts[k]);
    }
    TRY(selat_new(context, cells * (int64_t)size, &packed));
    for (int64_t k = 0; k < cells; k++) memcpy(packed + (size_t)k * size, texts[k], strlen(texts[k]));
    selat_status status = put_packed(context, file, name, count, size, packed);
    selat_release(context, packed);
    return status;
}

static selat_status put_numbers(selat_context *context, selat_hdf5 *file, const char *name, hid_t file_type,
                                hid_t memory_type, int n_dimensions, const int64_t *size, const void *values,
                                const char *unit, const char *dimensions) {
    hsize_t extent[MOST_DIMENSIONS], chunk[MOST_DIMENSIONS];
    int64_t count = 1;
    for (int d = 0; d < n_dimensions; d++) {
        extent[d] = (hsize_t)size[d];
        chunk[d] = d == 0 && n_dimensions == 3 ? 1 : extent[d];
        count *= size[d];
    }
    bool packed = count > 0 && n_dimensions < 4; /* full flows are large: they load at the speed of a copy */
    hid_t list = timeless(H5P_DATASET_CREATE);
    if (packed) {
        H5Pset_chunk(list, n_dimensions, chunk);
        H5Pset_shuffle(list);
        H5Pset_deflate(list, DEFLATE_LEVEL);
    }
    hid_t space = H5Screate_simple(n_dimensions, extent, NULL);
    hid_t dataset = H5Dcreate2(file->id, name, file_type, space, H5P_DEFAULT, list, H5P_DEFAULT);
    bool written = dataset >= 0 && (count == 0 || H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                                           values) >= 0);
    selat_status status = written ? SELAT_OK : fail_write(context, name);
    if (status == SELAT_OK) status = put_text(context, dataset, "unit", unit);
    if (status == SELAT_OK) status = put_text(context, dataset, "dimensions", dimensions);
    close_id(dataset);
    close_id(space);
    close_id(list);
    return status;
}

selat_status selat_hdf5_put_doubles(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                    const int64_t *size, const double *values, const char *unit,
                                    const char *dimensions) {
    return put_numbers(context, file, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, n_dimensions, size, values, unit,
                       dimensions);
}

selat_status selat_hdf5_put_floats(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                   const int64_t *size, const float *values, const char *unit,
                                   const char *dimensions) {
    return put_numbers(context, file, name, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, n_dimensions, size, values, unit,
                       dimensions);
}

selat_status selat_hdf5_put_ints(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                 const int64_t *values, const char *unit, const char *dimensions) {
    return put_numbers(context, file, name, H5T_STD_I64LE, H5T_NATIVE_INT64, 1, &count, values, unit, dimensions);
}

/* HDF5's image starts after the user block. */
selat_status selat_hdf5_take(selat_context *context, selat_hdf5 *file, char **bytes, size_t *length) {
    *bytes = NULL;
    ssize_t size = H5Fflush(file->id, H5F_SCOPE_GLOBAL) >= 0 ? H5Fget_file_image(file->id, NULL, 0) : -1;
    if (size < 0) return fail_write(context, "a file in memory");
    *length = file->user_block + (size_t)size;
    TRY(selat_new(context, *length, bytes));
    if (H5Fget_file_image(file->id, *bytes + file->user_block, (size_t)size) == size) return SELAT_OK;
    selat_release(context, *bytes);
    *bytes = NULL;
    return fail_write(context, "a file in memory");
}

/* ---- reading ---- */

static selat_status fail_read(selat_context *context, const selat_hdf5 *file, const char *name, const char *expected) {
    return selat_fail_at(context, (selat_place){.file = file->path, .key = name}, NULL, "expected %s", expected);
}

selat_status selat_hdf5_open_file(selat_context *context, const char *path, size_t length, selat_hdf5 **out) {
    TRY(enter(context, out));
    selat_status status = selat_copy_text(context, path, &(*out)->path);
    if (status == SELAT_OK) {
        hid_t access = disk_access();
        (*out)->id = H5Fopen(path, H5F_ACC_RDONLY, access);
        close_id(access);
        (*out)->length = length;
        if ((*out)->id >= 0) return SELAT_OK;
        status = selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged HDF5 file", path);
    }
    selat_hdf5_close(context, *out);
    *out = NULL;
    return status;
}

selat_status selat_hdf5_open(selat_context *context, const char *path, const char *bytes, size_t length,
                             selat_hdf5 **out) {
    TRY(enter(context, out));
    selat_status status = selat_copy_text(context, path, &(*out)->path);
    if (status == SELAT_OK) {
        hid_t access = memory_access();
        if (H5Pset_file_image(access, (void *)bytes, length) >= 0) { /* copied */
            (*out)->id = H5Fopen("table", H5F_ACC_RDONLY, access);
        }
        close_id(access);
        (*out)->length = length;
        if ((*out)->id < 0) {
            status = selat_fail(context, SELAT_BAD_INPUT, "%s: truncated or damaged HDF5 file", path);
        }
    }
    if (status == SELAT_OK) return SELAT_OK;
    selat_hdf5_close(context, *out);
    *out = NULL;
    return status;
}

/* Strings as they lie in memory after reading: packed with one length, or pointers of their own. */
typedef struct strings {
    hid_t type, space;
    bool variable;
    size_t size;
    int64_t count;
    char *packed;   /* [count][size] */
    char **pointers; /* [count] */
} strings;

static bool is_text(hid_t type) { return type >= 0 && H5Tget_class(type) == H5T_STRING; }

static selat_status prepare_strings(selat_context *context, strings *s, hid_t file_type, size_t longest,
                                    const selat_hdf5 *file, const char *name) {
    s->variable = H5Tis_variable_str(file_type) > 0;
    s->size = s->variable ? 0 : H5Tget_size(file_type);
    if (s->size > longest) return fail_read(context, file, name, "shorter text");
    s->type = H5Tcopy(H5T_C_S1);
    H5Tset_cset(s->type, H5Tget_cset(file_type));
    H5Tset_strpad(s->type, s->variable ? H5T_STR_NULLTERM : H5Tget_strpad(file_type));
    H5Tset_size(s->type, s->variable ? H5T_VARIABLE : s->size);
    if (s->variable) return selat_new(context, s->count, &s->pointers);
    return selat_new(context, s->count * (int64_t)s->size, &s->packed);
}

static void drop_strings(selat_context *context, strings *s) {
    if (s->pointers != NULL) H5Dvlen_reclaim(s->type, s->space, H5P_DEFAULT, s->pointers);
    selat_release(context, s->pointers);
    selat_release(context, s->packed);
    close_id(s->type);
    close_id(s->space);
}

/* The k-th string's bytes; padding (zero bytes, or blanks as Fortran writes them) left out. */
static const char *string_at(const strings *s, int64_t k, size_t *length) {
    if (s->variable) {
        const char *text = s->pointers[k] != NULL ? s->pointers[k] : "";
        *length = strlen(text);
        return text;
    }
    const char *text = s->packed + (size_t)k * s->size;
    *length = strnlen(text, s->size);
    while (*length > 0 && H5Tget_strpad(s->type) == H5T_STR_SPACEPAD && text[*length - 1] == ' ') (*length)--;
    return text;
}

static selat_status copy_string(selat_context *context, const selat_hdf5 *file, const char *name, const strings *s,
                                int64_t k, size_t longest, char **out) {
    size_t length;
    const char *text = string_at(s, k, &length);
    if (length > longest) return fail_read(context, file, name, "shorter text");
    return selat_copy_text_n(context, text, length, out);
}

static hid_t open_attribute(const selat_hdf5 *file, const char *name) {
    return H5Aexists(file->id, name) > 0 ? H5Aopen(file->id, name, H5P_DEFAULT) : -1;
}

selat_status selat_hdf5_get_text(selat_context *context, selat_hdf5 *file, const char *name, size_t longest,
                                 char **text) {
    hid_t attribute = open_attribute(file, name), type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    strings s = {.type = -1, .space = attribute >= 0 ? H5Aget_space(attribute) : -1, .count = 1};
    selat_status status;
    *text = NULL;
    if (!is_text(type) || H5Sget_simple_extent_npoints(s.space) != 1) {
        status = fail_read(context, file, name, "this attribute with one string");
        goto done;
    }
    TRY_OR(done, status, prepare_strings(context, &s, type, longest, file, name));
    if (H5Aread(attribute, s.type, s.variable ? (void *)s.pointers : (void *)s.packed) < 0) {
        status = fail_read(context, file, name, "an attribute that can be read");
        goto done;
    }
    TRY_OR(done, status, copy_string(context, file, name, &s, 0, longest, text));
done:
    drop_strings(context, &s);
    close_id(type);
    close_id(attribute);
    return status;
}

selat_status selat_hdf5_get_int(selat_context *context, selat_hdf5 *file, const char *name, int64_t *value) {
    hid_t attribute = open_attribute(file, name), type = attribute >= 0 ? H5Aget_type(attribute) : -1;
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    bool read = type >= 0 && H5Tget_class(type) == H5T_INTEGER && H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, H5T_NATIVE_INT64, value) >= 0;
    close_id(space);
    close_id(type);
    close_id(attribute);
    return read ? SELAT_OK : fail_read(context, file, name, "this attribute with one whole number");
}

/* Bytes lie in this file, in the library's own encodings: no external file, no virtual mapping, no plug-in, no chunk
   that only pretends to be in so small a file. */
static bool is_plain(const selat_hdf5 *file, hid_t dataset, size_t element) {
    hid_t list = H5Dget_create_plist(dataset);
    bool plain = list >= 0 && H5Pget_layout(list) != H5D_VIRTUAL && H5Pget_external_count(list) == 0;
    int n_filters = plain ? H5Pget_nfilters(list) : 0;
    for (int k = 0; plain && k < n_filters; k++) {
        unsigned flags;
        size_t n_values = 0;
        plain = H5Pget_filter2(list, (unsigned)k, &flags, &n_values, NULL, 0, NULL, NULL) < FIRST_FOREIGN_FILTER;
    }
    if (plain && H5Pget_layout(list) == H5D_CHUNKED) {
        hsize_t chunk[H5S_MAX_RANK];
        int rank = H5Pget_chunk(list, H5S_MAX_RANK, chunk);
        double bytes = (double)element;
        for (int d = 0; d < rank; d++) bytes *= (double)chunk[d];
        plain = rank > 0 && bytes <= most_unpacked_bytes_per_byte * (double)file->length;
    }
    close_id(list);
    return plain;
}

/* Opens a dataset only where hard links of this file lead to it. */
static hid_t open_dataset(const selat_hdf5 *file, const char *name) {
    char part[64];
    for (const char *end = name; end != NULL;) {
        end = strchr(end, '/');
        size_t length = end != NULL ? (size_t)(end - name) : strlen(name);
        if (length >= sizeof part) return -1;
        memcpy(part, name, length);
        part[length] = '\0';
        H5L_info_t link;
        if (H5Lget_info(file->id, part, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) return -1;
        if (end != NULL) end++;
    }
    return H5Dopen2(file->id, name, H5P_DEFAULT);
}

/* How many strings there are, 1 for a scalar; -1 when it is no list of strings. */
static int64_t count_strings(hid_t type, hid_t space) {
    if (!is_text(type) || H5Sget_simple_extent_type(space) == H5S_NULL) return -1;
    return H5Sget_simple_extent_ndims(space) <= 1 ? (int64_t)H5Sget_simple_extent_npoints(space) : -1;
}

static selat_status copy_strings(selat_context *context, const selat_hdf5 *file, const char *name, const strings *s,
                                 size_t longest, char ***texts) {
    TRY(selat_new(context, s->count, texts));
    selat_status status = SELAT_OK;
    for (int64_t k = 0; k < s->count && status == SELAT_OK; k++) {
        status = copy_string(context, file, name, s, k, longest, &(*texts)[k]);
    }
    if (status == SELAT_OK) return SELAT_OK;
    selat_hdf5_free_texts(context, s->count, *texts);
    *texts = NULL;
    return status;
}

/* Reads the dataset's strings once their total size is known to be bearable. */
static selat_status read_strings(selat_context *context, const selat_hdf5 *file, const char *name, hid_t dataset,
                                 hid_t type, size_t longest, strings *s) {
    hsize_t total = 0;
    TRY(prepare_strings(context, s, type, longest, file, name));
    if (s->variable && (H5Dvlen_get_buf_size(dataset, s->type, s->space, &total) < 0 ||
                        (double)total > ((double)longest + 1) * (double)s->count)) {
        return fail_read(context, file, name, "shorter text");
    }
    void *room = s->variable ? (void *)s->pointers : (void *)s->packed;
    if (s->count == 0 || H5Dread(dataset, s->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, room) >= 0) return SELAT_OK;
    return fail_read(context, file, name, "strings that can be read");
}

selat_status selat_hdf5_get_texts(selat_context *context, selat_hdf5 *file, const char *name, int64_t most,
                                  size_t longest, int64_t *count, char ***texts) {
    hid_t dataset = open_dataset(file, name), type = dataset >= 0 ? H5Dget_type(dataset) : -1;
    strings s = {.type = -1, .space = dataset >= 0 ? H5Dget_space(dataset) : -1};
    selat_status status;
    *texts = NULL;
    s.count = count_strings(type, s.space);
    if (s.count < 0 || !is_plain(file, dataset, H5Tget_size(type))) {
        status = fail_read(context, file, name, "this dataset with a list of strings");
        goto done;
    }
    if (s.count > most || (*count >= 0 && s.count != *count)) {
        status =
            selat_fail(context, SELAT_BAD_INPUT, "%s: %s: found %lld strings, expected %s%lld", file->path, name,
                       (long long)s.count, *count >= 0 ? "" : "at most ", (long long)(*count >= 0 ? *count : most));
        goto done;
    }
    TRY_OR(done, status, read_strings(context, file, name, dataset, type, longest, &s));
    TRY_OR(done, status, copy_strings(context, file, name, &s, longest, texts));
    *count = s.count;
done:
    drop_strings(context, &s);
    close_id(type);
    close_id(dataset);
    return status;
}

void selat_hdf5_free_texts(selat_context *context, int64_t count, char **texts) {
    for (int64_t k = 0; texts != NULL && k < count; k++) selat_release(context, texts[k]);
    selat_release(context, texts);
}

static bool has_size(hid_t space, int n_dimensions, const int64_t *size) {
    hsize_t found[MOST_DIMENSIONS];
    if (H5Sget_simple_extent_ndims(space) != n_dimensions) return false;
    if (H5Sget_simple_extent_dims(space, found, NULL) != n_dimensions) return false;
    for (int d = 0; d < n_dimensions; d++) {
        if (found[d] != (hsize_t)size[d]) return false;
    }
    return true;
}

static selat_status get_numbers(selat_context *context, selat_hdf5 *file, const char *name, hid_t memory_type,
                                int n_dimensions, const int64_t *size, void *values) {
    int64_t d[MOST_DIMENSIONS] = {1, 1, 1, 1};
    memcpy(d, size, (size_t)n_dimensions * sizeof *d);
    hid_t dataset = open_dataset(file, name), type = dataset >= 0 ? H5Dget_type(dataset) : -1;
    hid_t space = dataset >= 0 ? H5Dget_space(dataset) : -1;
    H5T_class_t kind = type >= 0 ? H5Tget_class(type) : H5T_NO_CLASS;
    selat_status status = SELAT_OK;
    if (kind != H5T_FLOAT && kind != H5T_INTEGER) {
        status = fail_read(context, file, name, "this dataset with numbers");
    } else if (!has_size(space, n_dimensions, size)) {
        status = selat_fail(context, SELAT_BAD_INPUT,
                            "%s: %s: expected %d dimensions of %lld x %lld x %lld x %lld as the labels say",
                            file->path, name, n_dimensions, (long long)d[0], (long long)d[1], (long long)d[2],
                            (long long)d[3]);
    } else if (!is_plain(file, dataset, H5Tget_size(type))) {
        status = fail_read(context, file, name, "numbers stored in this file, plain or deflated");
    } else if (d[0] * d[1] * d[2] * d[3] > 0 &&
               H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
        status = fail_read(context, file, name, "numbers that can be read (the file is damaged)");
    }
    close_id(space);
    close_id(type);
    close_id(dataset);
    return status;
}

selat_status selat_hdf5_get_doubles(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                    const int64_t *size, double *values) {
    return get_numbers(context, file, name, H5T_NATIVE_DOUBLE, n_dimensions, size, values);
}

selat_status selat_hdf5_get_floats(selat_context *context, selat_hdf5 *file, const char *name, int n_dimensions,
                                   const int64_t *size, float *values) {
    return get_numbers(context, file, name, H5T_NATIVE_FLOAT, n_dimensions, size, values);
}

selat_status selat_hdf5_get_ints(selat_context *context, selat_hdf5 *file, const char *name, int64_t count,
                                 int64_t *values) {
    return get_numbers(context, file, name, H5T_NATIVE_INT64, 1, &count, values);
}
