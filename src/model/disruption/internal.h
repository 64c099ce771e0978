/* The disruption models inside their folder. Industries f = n S + k. Rows of stocks are padded to `pad` users, rows of
   origin shares to `row` origins, with zeros, so that the kernels run over whole vectors. */
#ifndef SELAT_MODEL_DISRUPTION_INTERNAL_H
#define SELAT_MODEL_DISRUPTION_INTERNAL_H

#include "selat/disruption.h"

enum { DISRUPTION_DAYS_A_YEAR = 365, DISRUPTION_LANES = 8 /* rows are padded to so many */ };

typedef enum disruption_form { DISRUPTION_FACTORED, DISRUPTION_DENSE, DISRUPTION_SPARSE } disruption_form;

struct selat_disruption_base {
    int64_t n_regions, n_sectors, n_industries;
    int64_t pad, row;       /* padded lengths of a row of users and of a row of origins */
    disruption_form form;
    double *share;          /* factored: [S][R n][row i] */
    const double *flow;     /* dense: [N][N] a year, borrowed */
    const int64_t *row_start;
    const int32_t *cell_column;
    const double *cell;     /* sparse: a year, borrowed */
    double *final_by_origin;/* dense, sparse: [N][R n] a day */
    double *use;            /* [R n][S s][pad k] a day */
    double *final;          /* [S s][R n] a day */
    double *final_sold;     /* [N] a day: final demand by supplier */
    double *output;         /* [N] a day */
    double *income_share;   /* [N] 1 - inputs per output */
    float *critical;        /* [R n][S s][pad k] 1, 0.5, 0; 0 where nothing is used */
    selat_disruption_notes notes;
};

/* One product's dealings of one day, factored form. */
typedef struct disruption_market {
    int64_t n_regions, row;
    const double *share;    /* [R n][row i] what is open of it */
    const double *weight;   /* [row i] of the origins when orders are redirected */
    double *quantity;       /* [R n] orders, then orders per unit of weight */
    double *demand;         /* [row i] */
    double *fill_firms, *fill_final; /* [row i] */
    double *received;       /* [R n] part of orders that arrives */
    double *final_lacking;  /* [R n] part of final demand that does not */
} disruption_market;

/* Everything that changes from day to day; made once, nothing is allocated while it runs. */
typedef struct disruption_state {
    const selat_disruption_base *base;
    selat_disruption_options options;
    const selat_disruption_shock *shock;
    int64_t day;
    double *stock;          /* [R n][S s][pad k] days of base use */
    double *target;         /* [R n][S s] days of base use */
    float *binds;           /* [R n][S s][pad k] weight of a stock in the limit of its user; 0: does not bind */
    bool *row_binds;        /* [R n][S s] some stock of the row binds */
    double *asked_before;   /* [R n][pad k] what orders were sized by: demand (adaptive: goal) / base output */
    double *asked;          /* [R n][pad k] the same for the next orders */
    double *used_before;    /* [R n][pad k] production / base output of the day before (adaptive orders) */
    double *used;           /* [R n][pad k] production / base output */
    double *limit;          /* [R n][pad k] from stocks at the start of the day, / base output */
    double *linear_total;   /* [R n][pad k] sum of base uses; linear binding only */
    double *ordered;        /* [S s][R n] factored: orders of the day */
    double *arrived;        /* factored [R n][S s], full [R n][S s][pad k]: received part of orders */
    double *final_lacking;  /* [S s][R n] part of final demand that does not arrive */
    double *final;          /* [S s][R n] final demand of the day with rebuilding */
    double *final_sold;     /* [N] the same by supplier */
    double *capacity;       /* [N] */
    double *demand, *production; /* [N] */
    double *loss;           /* [N] part of capacity lost today */
    double *alpha;          /* [N] overproduction factor */
    double *standby;        /* [N] fraction of base output */
    double *weight;         /* [S s][row i] spare capacity by which orders are redirected */
    bool *weighted;         /* [S] some weight is not 1 */
    double *open;           /* factored: [S][R n][row i]; full: [S][R n][R i] what lanes let through; NULL without lanes */
    double *arriving;       /* [R n][R i] of one lane */
    double *arrived_before; /* [R n][R i] of the lane that `open` stands for */
    int64_t open_lane;      /* the only lane behind `open`, to be used again on days when as much arrives; -1: none */
    bool lanes_kept;        /* today: `open`, and with it the split of final demand, is yesterday's */
    bool lanes_shut;        /* today */
    double *rebuild_left;   /* [n_rebuilds] */
    bool *rebuilding;       /* [S] today */
    double *clipped;        /* [S] today */
    double *unmet;          /* [R] today */
    double *unmet_parts;    /* [S][R] full: by product */
    double *market;         /* factored: vectors of one product; full: [S][N] norms and [S][N] orders */
    bool gap_closed;        /* adaptive: stocks equal their goals, so that orders have no gap term */
} disruption_state;

selat_status disruption_state_create(selat_context *context, const selat_disruption_base *base,
                                     const selat_disruption_shock *shock, const selat_disruption_options *options,
                                     disruption_state **out);
void disruption_state_destroy(selat_context *context, disruption_state *state); /* takes NULL */
/* One day: state->day then counts the days done. */
selat_status disruption_state_step(selat_context *context, disruption_state *state);

/* schedule.c: what the shock does on a day */
selat_status disruption_check_shock(selat_context *context, const selat_disruption_base *base,
                                    const selat_disruption_shock *shock);
double disruption_outage_loss(const selat_outage *outage, int64_t day);
void disruption_set_losses(disruption_state *state);
void disruption_set_lanes(disruption_state *state);
void disruption_set_final(disruption_state *state);
void disruption_rebuild(disruption_state *state);
int64_t disruption_first_day(const selat_disruption_shock *shock);
/* The first day on which nothing is lost, shut or rebuilt by schedule any more. */
int64_t disruption_over_day(const selat_disruption_shock *shock);

/* produce.c: production of one industry, or of all that make product s, once their demand is known; fills capacity too when
   the behaviour is adaptive */
void disruption_produce_one(disruption_state *state, int64_t f);
void disruption_produce(disruption_state *state, int64_t s);
void disruption_set_capacity(disruption_state *state);
void disruption_overproduce(disruption_state *state);
/* Parts of firms' orders and of final demand that supplier f serves, clauses of priority apart. `first` is demand served
   before the rest: what of it is served goes to *fill_first. */
void disruption_fill(const disruption_state *state, int64_t f, double first_firms, double first_final, double *fill_first,
                     double *fill_firms, double *fill_final);

/* market_factored.c, market_full.c: orders to suppliers, production, deliveries of all products */
void disruption_trade_factored(disruption_state *state);
selat_status disruption_trade_full(selat_context *context, disruption_state *state);

/* cells.c: stocks of all users take in and give out, tomorrow's limits and orders follow */
void disruption_cells_partial(disruption_state *state);
void disruption_cells_adaptive(disruption_state *state);
/* Limits and orders of the first day. */
void disruption_cells_begin(disruption_state *state);
/* Orders of one user row in days of base use: out [count]. */
void disruption_row_orders(const disruption_state *state, int64_t n, int64_t s, double *out);

static inline int64_t disruption_padded(int64_t count) {
    return (count + DISRUPTION_LANES - 1) / DISRUPTION_LANES * DISRUPTION_LANES;
}

#endif
