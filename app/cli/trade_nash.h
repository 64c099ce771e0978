/* selat trade --nash: the flags as the command line gave them, NULL where absent. */
#ifndef SELAT_APP_CLI_TRADE_NASH_H
#define SELAT_APP_CLI_TRADE_NASH_H

#include "cli.h"

typedef struct cli_nash {
    const char *parties;      /* "KOR,MYS" */
    const char *case_folder;  /* NULL: the table */
    const char *table, *tariffs, *elasticities;
    bool by_product;
    selat_deficits deficits;
    selat_labour labour;
    bool scale;
} cli_nash;

/* Prints the answer; returns the exit code. */
int cli_trade_nash(cli_session *cli, const cli_nash *asked);

#endif
