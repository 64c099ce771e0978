/* Tariff schedules at HS6 lines, brought to the table's sectors. */
#ifndef SELAT_SCHEDULE_H
#define SELAT_SCHEDULE_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Which sectors an HS6 line belongs to. A line with several ISIC classes is split equally over them. */
typedef struct selat_concordance {
    int64_t n_lines, n_sectors;
    int64_t *hs6;         /* [n_lines] ascending: 10110 for 010110; every HS edition's codes */
    int64_t *first;       /* [n_lines + 1] where a line's parts begin */
    int64_t *sector;      /* [first[n_lines]] position in the table; -1: ISIC class outside its sectors, or none */
    double *share;        /* of the line; a line's shares sum to 1 */
    double *sector_lines; /* [S] lines of each sector, parts counted by their share */
} selat_concordance;
void selat_concordance_clear(selat_context *context, selat_concordance *concordance);
/* Position of a code, or -1. */
int64_t selat_concordance_find(const selat_concordance *concordance, int64_t hs6);

typedef struct selat_schedule_row {
    int64_t hs6;
    int64_t year;    /* the first in which the rate applies; 0: always */
    bool has_rate;   /* false: the line keeps its base rate and only carries weight */
    double rate;     /* fraction */
    double weight;   /* for instance its trade; 1 without weights */
    int64_t line;    /* in the file */
} selat_schedule_row;

/* A schedule by sector: what part of it the listed lines cover, and their mean rate. */
typedef struct selat_schedule {
    char *path;
    selat_labels sectors; /* of the table */
    int64_t n_sectors, n_rows;
    bool weighted;     /* by the file's weights; otherwise every line counts the same */
    int64_t n_years;
    int64_t *years;    /* [n_years] ascending, from which the rates below apply; a single 0: always */
    double *rate;      /* [n_years][S] fraction, mean over the covered lines */
    double *coverage;  /* [n_years][S] 0 to 1: of the weights in the file, or of the concordance's lines */
    double *lines;     /* [n_years][S] covered lines, parts counted by their share */
    double outside;    /* lines with a rate, and parts of lines, outside the table's sectors */
} selat_schedule;
void selat_schedule_destroy(selat_context *context, selat_schedule *schedule); /* takes NULL */
/* Position of the rates that apply in `year`, or -1 before the first. */
int64_t selat_schedule_at(const selat_schedule *schedule, int64_t year);

/* Means by sector: rate = sum w s rate / sum w s over the lines with a rate (w weight, s the line's share in the sector);
   coverage = that sum over the same sum of all rows (weighted) or over the concordance's lines of the sector (not
   weighted). A year uses each line's latest row up to it. Sorts `rows` by line and year; each (line, year) once and in
   the concordance. Cost: years x rows. */
selat_status selat_schedule_aggregate(selat_context *context, const selat_concordance *concordance, int64_t n_rows,
                                      selat_schedule_row *rows, bool weighted, selat_schedule *out);

/* The shipped concordance (data/concordance) for the sectors of `table`. */
selat_status selat_dataset_concordance(selat_context *context, const selat_table *table, selat_concordance *out);
/* A CSV file with the columns hs6 (six digits) and rate ("5%", 0% to 1000%), maybe year and weight (a number from 0 up; the rate may
   then be empty). Errors name file, line and column: a code that is not six digits or unknown, a line (and year) twice,
   a rate without % or out of range. */
selat_status selat_schedule_read(selat_context *context, const char *path, const selat_table *table,
                                 selat_schedule **out);

#ifdef __cplusplus
}
#endif
#endif
