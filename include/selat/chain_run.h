/* Staged chains and firm networks in a run: the parties' exposure before and after the accord's new suppliers, and stress
   tests of kinds `chain` and `firm` as capacity lost by industry. docs/models/chain.md, docs/models/firms.md. */
#ifndef SELAT_CHAIN_RUN_H
#define SELAT_CHAIN_RUN_H

#include "selat/accord.h"
#include "selat/chain.h"
#include "selat/emissions.h" /* SELAT_WITHOUT, SELAT_WITH: the accord */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct selat_run_chain {
    char *folder;      /* as written: "chips", "minerals" or a folder */
    char *mineral;     /* "" where the chain is not one mineral of several */
    selat_chain side[SELAT_SIDES];
    int64_t n_added;   /* new suppliers that the accord's capacity measures name */
    bool in_stress;    /* a stress names it, or a measure */
} selat_run_chain;

/* What a stress of kind chain or firm comes to. */
typedef struct selat_below_stress {
    int64_t stress;                       /* position in the accord */
    int64_t chain;                        /* position in `chains`; -1: a firm network */
    char *end;                            /* what is lost: the chain's last stage, or "sales of the network's firms" */
    double end_loss[SELAT_SIDES];         /* share lost during the stress, known shares only */
    double end_loss_with_equal[SELAT_SIDES]; /* stages whose shares are taken as equal counted as well */
    double *industry_loss[SELAT_SIDES];   /* [R][S] part of capacity lost; NULL: not carried into sectors */
    double carried_musd;                  /* a year's output behind that loss, without the accord */
    int64_t steps;                        /* of a firm cascade */
    bool converged;
} selat_below_stress;

typedef struct selat_run_chains {
    int64_t n_chains, n_stresses;
    selat_run_chain *chains;              /* chips, every critical mineral, and what stresses and measures name */
    selat_below_stress *stresses;         /* [n_stresses] those of kinds chain and firm, in the accord's order */
} selat_run_chains;

/* Reads the chains and networks that the accord names, and the two that ship. Errors name the accord's line: an unknown
   chain, stage, country, firm or sector. Time: about 30 ms, and one cascade for each firm stress. */
selat_status selat_run_chains_load(selat_context *context, const selat_accord *accord, const selat_table *table,
                                   selat_run_chains *out);
void selat_run_chains_clear(selat_context *context, selat_run_chains *chains); /* takes a zeroed one */
/* The stress at that position of the accord, or NULL. */
const selat_below_stress *selat_run_chains_find(const selat_run_chains *chains, int64_t stress);

/* Whether the disruption model sees the stress: false for a chain without values, whose loss stays in the chain. */
bool selat_run_chains_carried(const selat_run_chains *chains, int64_t stress);

#ifdef __cplusplus
}
#endif
#endif
