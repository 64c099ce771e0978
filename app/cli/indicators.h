/* What the indicator commands share: choosing regions and sectors, the registry as tables, printing and writing. */
#ifndef SELAT_APP_INDICATORS_H
#define SELAT_APP_INDICATORS_H

#include "cli.h"

enum { INDICATOR_FRAMES = 8, INDICATOR_COLUMNS = 48, INDICATOR_NOTES = 8 };

/* The flags every indicator command starts with, in this order. */
enum { FLAG_REGION, FLAG_SECTOR, FLAG_TOP, FLAG_SORT, FLAG_CSV, FLAG_XLSX, N_SHARED_FLAGS };
#define INDICATOR_SHARED_FLAGS                                                                                         \
    {"--region", 0, "NAMES", "region codes and groups with commas between them (default: all)"},                       \
        {"--sector", 0, "NAMES", "sector codes and groups, of the rows that are shown (default: all)"},                \
        {"--top", 0, "N", "rows of a table that are printed, 1 to 1000000 (default 20); files get all"},               \
        {"--sort", 0, "KEY", "column to sort rows by, largest first: a key of the JSON output"},                       \
        {"--csv", 0, "DIR", "write every table as a CSV file into this folder"},                                       \
        {"--xlsx", 0, "FILE", "write all tables into one workbook"}

/* One table of an indicator command with the room its columns need. */
typedef struct indicator_sheet {
    selat_frame frame;
    selat_frame_column columns[INDICATOR_COLUMNS];
    char headings[INDICATOR_COLUMNS][96];
} indicator_sheet;

typedef struct indicator_job {
    selat_table *table;
    selat_groups groups;
    int64_t n_regions, *regions; /* chosen, in the table's order */
    bool *sector_shown;          /* [S] */
    selat_indicator_world *world;
    indicator_sheet sheets[INDICATOR_FRAMES];
    int n_sheets;
    const char *notes[INDICATOR_NOTES];
    int n_notes;
    double top;
} indicator_job;

/* Loads the table of the first word, reads the shared flags, makes the world for the chosen regions, or for all of them. An
   exit code; the job is to be closed in any case. */
int indicator_open(cli_session *cli, indicator_job *job, bool world_of_all);
/* Prints and writes the sheets when `code` is CLI_OK, releases everything; returns the exit code. */
int indicator_close(cli_session *cli, indicator_job *job, int code);

/* A new sheet without columns yet. */
indicator_sheet *indicator_add_sheet(indicator_job *job, const char *name, const char *title);
/* Adds a column; `unit` NULL: none. */
void indicator_add_column(indicator_sheet *sheet, const char *key, const char *what, const char *unit, bool is_text);
/* Every registered indicator of a command and level as a sheet: a row by chosen region, or by chosen region and shown sector. */
selat_status indicator_add_registered(cli_session *cli, indicator_job *job, const char *group,
                                      selat_indicator_level level, const char *name, const char *title);
/* A line below the tables, kept in the JSON as well; `note` outlives the job. */
void indicator_note(indicator_job *job, const char *note);
/* Positions of "MYS,EU27" in the labels: chosen [labels->count] is set; an exit code. */
int indicator_choose(const indicator_job *job, const char *flag, const char *names, bool of_sectors, bool *chosen);
/* The position of one code, or an exit code with the nearest code named. */
int indicator_find(const indicator_job *job, const char *flag, const char *code, bool of_sectors, int64_t *out);

#endif
