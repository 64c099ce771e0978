/* What selat chain prints: a table, CSV rows and JSON of the same numbers. */
#ifndef SELAT_APP_CHAIN_PRINT_H
#define SELAT_APP_CHAIN_PRINT_H

#include "cli.h"

enum { CHAIN_MOST_COUNTRIES = 12 };

/* A chain before and after new suppliers, and both with a stop. */
typedef struct chain_view {
    selat_chain before, after;
    bool has_after, has_stop;
    selat_chain_shock shock;  /* without `left` */
    double *left_before, *left_after;
    selat_chain_result stop_before, stop_after;
    double known_before, known_after; /* end losses without stages whose shares are taken as equal */
    const char *stopped;      /* as the user wrote it */
    int n_shown;
    int64_t shown[CHAIN_MOST_COUNTRIES]; /* countries asked for with --country, positions in `after` */
} chain_view;

/* What a country can do alone. */
typedef struct chain_power {
    int64_t country, n_stages, n_half; /* stages it supplies, and those of which it has half or more */
    int64_t worst;                     /* the stage with its largest share */
    double worst_share, end_loss;      /* of the final stage when it stops */
    double known_loss;                 /* the same without stages whose shares are taken as equal */
    int64_t reach;                     /* stages that follow its worst one */
} chain_power;

/* powers [n_countries], largest loss first; *count of them with a share at all. Release with free(). */
selat_status chain_powers(cli_session *cli, const selat_chain *chain, const selat_chain_shock *how, chain_power **powers,
                          int64_t *count);

int chain_print_table(cli_session *cli, const chain_view *view);
int chain_print_json(cli_session *cli, const chain_view *view);
selat_status chain_write_csv(cli_session *cli, const chain_view *view, const char *path);
const char *chain_basis_name(selat_chain_basis basis);
/* Where the numbers are from; the licence notice. On standard output. */
void chain_print_source(const selat_chain *chain);

#endif
