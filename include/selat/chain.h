/* Staged value chains below the sector table: which countries supply which share of each stage, what goes into what, and
   what is left when a country stops. docs/models/chain.md has the equations and what they cannot know. */
#ifndef SELAT_CHAIN_H
#define SELAT_CHAIN_H

#include "selat/chain_data.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The stage whose shares hold for `stage`: itself or the one it refers to. */
int64_t selat_chain_share_stage(const selat_chain *chain, int64_t stage);
/* Share of `country` in world supply of `stage`, following references. */
double selat_chain_share(const selat_chain *chain, int64_t stage, int64_t country);
/* Herfindahl-Hirschman index, 0 to 10,000, of the named countries: a lower bound where unnamed ones supply. */
double selat_chain_hhi(const selat_chain *chain, int64_t stage);
/* The country other than `except` (-1: none) with the largest share, -1 where no country is named. */
int64_t selat_chain_largest(const selat_chain *chain, int64_t stage, int64_t except);
/* How many stages follow `stage` along the links, directly or not. */
selat_status selat_chain_reach(selat_context *context, const selat_chain *chain, int64_t stage, int64_t *out);
/* Inputs before what they go into. order [n_stages]. Error: the links go round in a circle (names a stage). */
selat_status selat_chain_order(selat_context *context, const selat_chain *chain, int64_t *order);

/* A new supplier takes `share` (0 < share < 1) of world supply, all others shrink in proportion. A country that the chain
   does not know is added. Errors: no such stage (the message has the nearest), a stage without shares. */
selat_status selat_chain_add(selat_context *context, selat_chain *chain, const char *country, const char *stage,
                             double share);

typedef struct selat_chain_shock {
    const double *left;   /* [n_countries] share of each country's supply that goes on: 0 stopped, 1 untouched */
    int64_t stage;        /* only this stage is struck, -1: every stage */
    double days;          /* how long; 0: for good */
    double stock_days;    /* days of every input that users hold */
    double spare;         /* part by which the other suppliers can raise output at once */
    double tool_years;    /* life of machines; 0: SELAT_CHAIN_TOOL_YEARS */
    bool only_known;      /* stages whose shares are merely taken as equal lose nothing */
    bool types_essential; /* each type of an input is needed; otherwise types replace each other by market size */
} selat_chain_shock;

#define SELAT_CHAIN_TOOL_YEARS 10.0 /* assumed */

typedef struct selat_chain_result {
    double *own_loss; /* [n_stages] share of the stage's own supply lost, after others have stepped in */
    double *loss;     /* [n_stages] share of the stage's output lost, missing inputs counted; a mean over `days` */
    int64_t end;      /* the final stage that loses most */
    double end_loss;
} selat_chain_result;

/* Leontief along the stages: output is what the scarcest of own capacity and inputs allows, on pooled world markets.
   Time and memory: links and stages. Errors: a circle of links, shares out of range. */
selat_status selat_chain_stop(selat_context *context, const selat_chain *chain, const selat_chain_shock *shock,
                              selat_chain_result *out);
/* What a loss of `input` takes from those who use it, stocks and the wear of machines counted. */
double selat_chain_passed(const selat_chain *chain, const selat_chain_shock *shock, int64_t input, double loss);
void selat_chain_result_clear(selat_context *context, selat_chain_result *result);
/* Whether the stage ends the chain: nothing follows it and it is neither reserves nor a mere holder of shares. */
bool selat_chain_is_end(const selat_chain *chain, int64_t stage);

#ifdef __cplusplus
}
#endif
#endif
