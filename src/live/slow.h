/* The slow tier inside the room: parts of the last solve, done piece by piece. */
#ifndef SELAT_LIVE_SLOW_H
#define SELAT_LIVE_SLOW_H

#include "live/session.h"
#include "selat/indicator.h"

typedef struct live_numbers {
    double *values;
    int64_t rows, columns;
    bool ready;
} live_numbers;

typedef struct live_path live_path;       /* path.c */
typedef struct live_leave_out live_leave_out; /* leave_out.c */
typedef struct live_indicators live_indicators; /* indicators.c */
typedef struct live_stress live_stress;   /* stress.c */

struct live_slow {
    int64_t done[SELAT_LIVE_PARTS]; /* pieces */
    live_numbers kinds[SELAT_LIVE_KINDS];
    selat_table *table;             /* after the accord; NULL: not needed yet */
    selat_leontief *leontief;       /* its solver */
    live_path *path;
    live_leave_out *leave_out;
    live_indicators *indicators;
    live_stress *stress;
};

selat_status live_slow_create(selat_live *live, live_slow **out);
void live_slow_destroy(selat_live *live, live_slow *slow); /* takes NULL */
/* Every part begins anew. */
void live_slow_reset(selat_live *live, live_slow *slow); /* takes NULL */
/* Numbers of a kind that a part makes, or NULL. */
const double *live_slow_numbers(const selat_live *live, selat_live_kind kind, int64_t *rows, int64_t *columns);

/* ---- for the parts ---- */
/* Room for a kind; handed out once live_ready has been called. */
selat_status live_room(selat_live *live, selat_live_kind kind, int64_t rows, int64_t columns, double **out);
void live_ready(selat_live *live, selat_live_kind kind);
/* slow->table, slow->leontief and the baseline's solver. */
selat_status live_need_tables(selat_live *live);

/* How many pieces, and one of them. */
int64_t live_path_count(const selat_live *live);
selat_status live_path_piece(selat_live *live, int64_t at);
void live_path_destroy(selat_live *live, live_path *path); /* takes NULL, as the next ones */
int64_t live_leave_out_count(const selat_live *live);
selat_status live_leave_out_piece(selat_live *live, int64_t at);
void live_leave_out_destroy(selat_live *live, live_leave_out *state);
selat_status live_value_added_piece(selat_live *live, int64_t at); /* a piece for each side, as the next */
selat_status live_stops_piece(selat_live *live, int64_t at);
int64_t live_indicators_count(const selat_live *live);
selat_status live_indicators_piece(selat_live *live, int64_t at);
void live_indicators_destroy(selat_live *live, live_indicators *state);
selat_status live_welfare_piece(selat_live *live, int64_t at);
int64_t live_stress_count(const selat_live *live);
selat_status live_stress_piece(selat_live *live, int64_t at);
void live_stress_destroy(selat_live *live, live_stress *state);

#endif
