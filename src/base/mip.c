#include "base/mip.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

/* Room for one more element of `size` bytes in *array, doubling. */
static selat_status grow(selat_context *context, int64_t count, int64_t room, size_t size, void **array) {
    void *larger;
    TRY(selat_allocate(context, room, size, &larger));
    if (count > 0) memcpy(larger, *array, (size_t)count * size);
    selat_release(context, *array);
    *array = larger;
    return SELAT_OK;
}

#define GROW(context, count, room, array)                                                                              \
    TRY(grow((context), (count), (room), sizeof *(array), (void **)&(array)))

selat_status selat_mip_column(selat_context *context, selat_mip *mip, double cost, double lower, double upper,
                              bool integer, int64_t *out, const char *format, ...) {
    int64_t n = mip->n_columns;
    if (n == mip->column_room) {
        int64_t room = n < 64 ? 64 : 2 * n;
        GROW(context, n, room, mip->cost);
        GROW(context, n, room, mip->lower);
        GROW(context, n, room, mip->upper);
        GROW(context, n, room, mip->integer);
        GROW(context, n, room, mip->column_name);
        mip->column_room = room;
    }
    mip->cost[n] = cost;
    mip->lower[n] = lower;
    mip->upper[n] = upper;
    mip->integer[n] = integer;
    va_list arguments;
    va_start(arguments, format);
    selat_vformat(mip->column_name[n], SELAT_MIP_NAME, format, arguments);
    va_end(arguments);
    *out = n;
    mip->n_columns++;
    return SELAT_OK;
}

selat_status selat_mip_row(selat_context *context, selat_mip *mip, double lower, double upper, int64_t *out,
                           const char *format, ...) {
    int64_t n = mip->n_rows;
    if (n == mip->row_room) {
        int64_t room = n < 64 ? 64 : 2 * n;
        GROW(context, n, room, mip->row_lower);
        GROW(context, n, room, mip->row_upper);
        GROW(context, n, room, mip->row_name);
        mip->row_room = room;
    }
    mip->row_lower[n] = lower;
    mip->row_upper[n] = upper;
    va_list arguments;
    va_start(arguments, format);
    selat_vformat(mip->row_name[n], SELAT_MIP_NAME, format, arguments);
    va_end(arguments);
    *out = n;
    mip->n_rows++;
    return SELAT_OK;
}

selat_status selat_mip_entry(selat_context *context, selat_mip *mip, int64_t row, int64_t column, double value) {
    if (value == 0) return SELAT_OK;
    int64_t n = mip->n_entries;
    if (n == mip->entry_room) {
        int64_t room = n < 256 ? 256 : 2 * n;
        GROW(context, n, room, mip->entry_row);
        GROW(context, n, room, mip->entry_column);
        GROW(context, n, room, mip->entry_value);
        mip->entry_room = room;
    }
    mip->entry_row[n] = row;
    mip->entry_column[n] = column;
    mip->entry_value[n] = value;
    mip->n_entries++;
    return SELAT_OK;
}

void selat_mip_clear(selat_context *context, selat_mip *mip) {
    void *const arrays[] = {mip->cost,      mip->lower,       mip->upper,        mip->integer,     mip->row_lower,
                            mip->row_upper, mip->entry_row,   mip->entry_column, mip->entry_value, mip->column_name,
                            mip->row_name};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++) selat_release(context, arrays[k]);
    *mip = (selat_mip){0};
}

double selat_mip_objective(const selat_mip *mip, const double *x) {
    double sum = 0;
    for (int64_t k = 0; k < mip->n_columns; k++) sum += mip->cost[k] * x[k];
    return sum;
}

int64_t selat_mip_integers(const selat_mip *mip) {
    int64_t count = 0;
    for (int64_t k = 0; k < mip->n_columns; k++) count += mip->integer[k];
    return count;
}

selat_status selat_mip_violation(selat_context *context, const selat_mip *mip, const double *x, double *out) {
    double worst = 0, *activity;
    TRY(selat_new(context, mip->n_rows, &activity));
    for (int64_t e = 0; e < mip->n_entries; e++) {
        activity[mip->entry_row[e]] += mip->entry_value[e] * x[mip->entry_column[e]];
    }
    for (int64_t k = 0; k < mip->n_columns; k++) {
        worst = fmax(worst, fmax(mip->lower[k] - x[k], x[k] - mip->upper[k]));
    }
    for (int64_t r = 0; r < mip->n_rows; r++) {
        worst = fmax(worst, fmax(mip->row_lower[r] - activity[r], activity[r] - mip->row_upper[r]));
    }
    selat_release(context, activity);
    *out = worst;
    return SELAT_OK;
}

const char *selat_mip_reason_name(selat_mip_reason reason) {
    static const char *const names[] = {[SELAT_MIP_OPTIMAL] = "optimal",
                                        [SELAT_MIP_TIME] = "time limit",
                                        [SELAT_MIP_INFEASIBLE] = "infeasible",
                                        [SELAT_MIP_UNBOUNDED] = "unbounded",
                                        [SELAT_MIP_GAVE_UP] = "numerical difficulties"};
    return names[reason];
}
