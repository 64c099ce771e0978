/* Labelled numbers as a plain table, to be written as CSV, XLSX or JSON. */
#ifndef SELAT_FRAME_H
#define SELAT_FRAME_H

#include "selat/context.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_frame_column {
    const char *key;     /* "value_added_musd": the name in JSON */
    const char *heading; /* with its unit, "value added (million USD)" */
    bool is_text;
} selat_frame_column;

typedef union selat_cell {
    const char *text;    /* borrowed: outlives the frame; NULL: empty */
    double number;       /* not finite: empty */
} selat_cell;

typedef struct selat_frame {
    const char *name;    /* borrowed; "industries": NAME.csv and the sheet's tab */
    const char *title;   /* borrowed; one line above the table in a workbook and on the terminal */
    int64_t n_columns;
    const selat_frame_column *columns; /* borrowed */
    int64_t n_rows, room;
    selat_cell *cells;   /* [n_rows][n_columns] owned */
} selat_frame;

/* Starts an empty frame; name, title and columns are borrowed. */
void selat_frame_init(selat_frame *frame, const char *name, const char *title, const selat_frame_column *columns,
                      int64_t n_columns);
/* One more row: *row [n_columns] is to be filled by the caller; valid until the next row is added. */
selat_status selat_frame_add(selat_context *context, selat_frame *frame, selat_cell **row);
void selat_frame_clear(selat_context *context, selat_frame *frame); /* takes a zeroed one */

/* folder/NAME.csv for each frame, the folder made where missing; numbers with 15 digits. */
selat_status selat_frames_write_csv(selat_context *context, const selat_frame *frames, int64_t count,
                                    const char *folder);
/* One workbook, a sheet per frame. Error: more than 1,048,573 rows. Equal frames give equal files. */
selat_status selat_frames_write_xlsx(selat_context *context, const selat_frame *frames, int64_t count,
                                     const char *title, const char *path);
/* {"NAME": {"title": ..., "columns": [{"key", "heading"}], "rows": [{key: value}]}}; the caller releases *out with
   selat_dataset_free(). */
selat_status selat_frames_json(selat_context *context, const selat_frame *frames, int64_t count, char **out);

#ifdef __cplusplus
}
#endif
#endif
