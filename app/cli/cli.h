/* The command line's house rules: one declaration per command feeds parsing, --help, man page and completion. */
#ifndef SELAT_APP_CLI_H
#define SELAT_APP_CLI_H

#include <stdio.h>

#include "selat/selat.h"

enum { CLI_OK = 0, CLI_FAILED = 1, CLI_BAD_INPUT = 2, CLI_MAX_FLAGS = 24, CLI_MAX_WORDS = 64, CLI_MAX_GIVEN = 64 };

typedef struct cli_flag {
    const char *name;  /* "--output" */
    char letter;       /* 'o', or 0 */
    const char *value; /* what it takes, "DIR"; NULL for a switch */
    const char *help;
} cli_flag;

typedef struct cli_session {
    selat_context *context;
    bool json, quiet, colour; /* --json, --quiet; colour only on a terminal and without NO_COLOR */
    const char *values[CLI_MAX_FLAGS]; /* of the command's flags in their order; "" for a switch that is on, NULL absent */
    int n_given; /* the command's flags as they were given, one after another: for flags that may be repeated */
    struct {
        int flag;
        const char *value;
    } given[CLI_MAX_GIVEN];
    int n_words;
    const char *words[CLI_MAX_WORDS];  /* what is not a flag */
} cli_session;

typedef struct cli_command {
    const char *name;     /* "table check" */
    const char *words;    /* "TABLE" */
    int min_words, max_words;
    const char *purpose;  /* one line */
    const char *details;  /* further paragraphs, or NULL */
    const char *examples; /* lines "  selat ..." */
    const cli_flag *flags;
    int n_flags;
    int (*run)(cli_session *cli); /* returns the exit code */
} cli_command;

/* All commands, in the order of the help. */
extern const cli_command *const cli_commands[];
extern const int cli_n_commands;

/* Prints the context's message as "selat: ..." on stderr and gives the exit code for `status`. */
int cli_fail(cli_session *cli, selat_status status);
/* The same for a mistake on the command line itself; exit 2. */
int cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Value of a flag as a number within [low, high]; *out is left alone when the flag is absent. */
int cli_number(cli_session *cli, int flag, const char *name, double low, double high, double *out);

/* "korea-malaysia" is the shipped accord of that name; *shipped is NULL for a path, else released with selat_dataset_free(). */
selat_status cli_find_accord(selat_context *context, const char *path, char **shipped);

/* "text" with its escapes, or null; "key": value. In json.c. */
void cli_json_text(const char *text);
void cli_json_number(const char *key, double value);

/* Keeps what is released for the next request; before anything is allocated. In process.c. */
void cli_keep_memory(void);

/* The man page (troff) and the bash completion, from the same tables; return the exit code. In manual.c. */
int cli_print_man(const cli_flag *common, int n_common);
int cli_print_completion(const cli_flag *common, int n_common);

/* The commands: cmd_<verb>.c. */
extern const cli_command cmd_run;
extern const cli_command cmd_compare;
extern const cli_command cmd_trade;
extern const cli_command cmd_footprint;
extern const cli_command cmd_value_added;
extern const cli_command cmd_exposure;
extern const cli_command cmd_position;
extern const cli_command cmd_paths;
extern const cli_command cmd_disrupt;
extern const cli_command cmd_backtest;
extern const cli_command cmd_pathway;
extern const cli_command cmd_capture;
extern const cli_command cmd_lanes;
extern const cli_command cmd_chain;
extern const cli_command cmd_firms;
extern const cli_command cmd_table_info;
extern const cli_command cmd_table_check;
extern const cli_command cmd_table_build;
extern const cli_command cmd_table_export;
extern const cli_command cmd_table_aggregate;
extern const cli_command cmd_table_import;
extern const cli_command cmd_table_factor;
extern const cli_command cmd_table_unfold;
extern const cli_command cmd_table_origin;
extern const cli_command cmd_table_split;
extern const cli_command cmd_schema;
extern const cli_command cmd_new;
extern const cli_command cmd_open;

#endif
