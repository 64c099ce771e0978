/* The commands, in the order of the help. */
#include "cli.h"

const cli_command *const cli_commands[] = {
    &cmd_table_build,
};
const int cli_n_commands = sizeof cli_commands / sizeof *cli_commands;
