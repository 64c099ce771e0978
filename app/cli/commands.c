/* The commands, in the order of the help. */
#include "cli.h"

const cli_command *const cli_commands[] = {
    &cmd_run,
    &cmd_compare,
    &cmd_trade,
    &cmd_footprint,
    &cmd_value_added,
    &cmd_exposure,
    &cmd_position,
    &cmd_paths,
    &cmd_disrupt,
    &cmd_backtest,
    &cmd_pathway,
    &cmd_capture,
    &cmd_lanes,
    &cmd_chain,
    &cmd_firms,
    &cmd_table_info,
    &cmd_table_check,
    &cmd_table_build,
    &cmd_table_export,
    &cmd_table_aggregate,
    &cmd_table_import,
    &cmd_table_factor,
    &cmd_table_unfold,
    &cmd_table_origin,
    &cmd_table_split,
    &cmd_schema,
    &cmd_new,
    &cmd_open,
};
const int cli_n_commands = sizeof cli_commands / sizeof *cli_commands;
