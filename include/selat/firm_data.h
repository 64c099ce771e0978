/* A supply network between firms as it is read: who sells how much to whom, and which inputs are essential. */
#ifndef SELAT_FIRM_DATA_H
#define SELAT_FIRM_DATA_H

#include "selat/labels.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a sector's product is for the production of a buying sector (generalised Leontief). */
typedef enum selat_essentiality {
    SELAT_INPUT_NEGLIGIBLE,   /* its loss does not touch output */
    SELAT_INPUT_NONESSENTIAL, /* output falls by the lost share of all inputs */
    SELAT_INPUT_ESSENTIAL     /* output falls by the lost share of this sector's inputs; the worst one binds */
} selat_essentiality;

typedef struct selat_firm_data {
    int64_t n_firms, n_links;    /* up to 2^31 - 1 firms */
    struct selat_text_index *codes; /* [n_firms] for example "1" or "HU10023" */
    selat_labels sectors;
    int32_t *sector;             /* [n_firms] */
    selat_labels markets;        /* within which firms replace each other; the sectors where nothing else is given */
    int32_t *market;             /* [n_firms] */
    unsigned char *essential;    /* [n_sectors supplying][n_sectors buying], selat_essentiality */
    int32_t *supplier, *buyer;   /* [n_links] positions of firms; a pair may stand more than once, its weights add up */
    double *weight;              /* [n_links] above 0, any unit of value per year */
    int64_t n_zero_links;        /* rows with weight 0, left out */
    int64_t n_self_links;        /* firms that sell to themselves; kept */
} selat_firm_data;

void selat_firm_data_clear(selat_context *context, selat_firm_data *data); /* takes a zeroed one */
const char *selat_firm_code(const selat_firm_data *data, int64_t firm);
/* Position of the firm with that code, -1: there is none. Constant time. */
int64_t selat_firm_find(const selat_firm_data *data, const char *code);

#ifdef __cplusplus
}
#endif
#endif
