/* A staged value chain as it is read: stages, who supplies them, what goes into what. */
#ifndef SELAT_CHAIN_DATA_H
#define SELAT_CHAIN_DATA_H

#include "selat/labels.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum selat_chain_kind {
    SELAT_CHAIN_PROCESS,
    SELAT_CHAIN_MATERIAL,
    SELAT_CHAIN_TOOL,    /* a machine: its absence stops expansion and replacement, not what runs already */
    SELAT_CHAIN_OUTPUT,  /* what the chain makes */
    SELAT_CHAIN_RESERVES /* in the ground: shown, takes no part in losses */
} selat_chain_kind;

typedef enum selat_chain_basis {
    SELAT_CHAIN_NO_SHARES,  /* no supplier is named: taken to be always available */
    SELAT_CHAIN_GIVEN,
    SELAT_CHAIN_EQUAL,      /* suppliers are named without shares: taken as equal (assumed) */
    SELAT_CHAIN_FROM_TYPES, /* mean of the stage's types, weighted by market size (equal where a size is missing) */
    SELAT_CHAIN_OTHER_STAGE /* shares of another stage: a process step runs where its stage runs */
} selat_chain_basis;

/* Code of what is supplied by countries that the source does not name. It never stops and counts nothing in the HHI. */
#define SELAT_CHAIN_OTHER "OTHER"

typedef struct selat_chain {
    char *name, *source, *notice; /* notice: to be printed with every result; "" where there is none */
    char *sector;                 /* code of the table's sector that makes what the chain ends in; "" where none is named */
    double value_musd;            /* a year's world sales of it, million USD; 0 where unknown */
    int64_t year;                 /* of the shares; 0 where the source names none */
    selat_labels stages, countries;
    char **group;                 /* [n_stages] */
    selat_chain_kind *kind;       /* [n_stages] */
    selat_chain_basis *basis;     /* [n_stages] */
    int64_t *shares_of;           /* [n_stages] the stage whose shares hold, or -1 */
    double *size_musd;            /* [n_stages] world market, million USD; 0 where unknown */
    double *share;                /* [n_stages][n_countries] of world supply, 0 to 1, sum 1 or 0 */
    double *given_sum;            /* [n_stages] what the shares added up to in the source, before scaling to 1 */
    double *quantity;             /* [n_stages] world quantity in `unit`; 0 where only shares are known */
    char **unit;                  /* [n_stages] "" where only shares are known */
    int64_t *n_unknown;           /* [n_stages] suppliers whose amount is withheld or not available */
    int64_t n_links;
    int64_t *input, *into;        /* [n_links] stages */
    bool *is_type;                /* [n_links] `input` is a type of `into`, not an input to it */
} selat_chain;

void selat_chain_clear(selat_context *context, selat_chain *chain); /* takes a zeroed one */
selat_status selat_chain_copy(selat_context *context, const selat_chain *from, selat_chain *out);

#ifdef __cplusplus
}
#endif
#endif
