/* selat lanes: what the views share. */
#ifndef SELAT_APP_CLI_LANES_VIEWS_H
#define SELAT_APP_CLI_LANES_VIEWS_H

#include "cli.h"

typedef struct cli_lanes {
    selat_table *table;
    selat_sea *sea;
    selat_gate_set closed, through;
    selat_lanes_options options;
    double days;               /* of a short closure; 0: not asked for */
    const char *tariffs, *elasticities;
    selat_lane_effect_options effect;
    bool csv;
} cli_lanes;

/* Each prints one view and returns the exit code. */
int cli_lanes_through(cli_session *cli, const cli_lanes *lanes);
int cli_lanes_distances(cli_session *cli, const cli_lanes *lanes);
int cli_lanes_effect(cli_session *cli, const cli_lanes *lanes);
int cli_lanes_deliveries(cli_session *cli, const cli_lanes *lanes);

/* The names of a set of gates with commas between them, codes where `codes`, on standard output. */
void cli_print_gates(const selat_gates *gates, selat_gate_set set, bool codes);
/* ["a", "b"] */
void cli_json_gates(const selat_gates *gates, selat_gate_set set);
/* The positions of `count` values, largest first (smallest first where !descending): `order` [count]. */
void cli_order(const double *values, int64_t count, bool descending, int64_t *order);

#endif
