/* A table being put together while its file streams by: labels first, then numbers straight into the dense arrays.

   Nodes are the (region, sector) pairs of rows and columns as the file lists them. The table is rectangular: a pair
   that the file lacks is an empty industry. */
#ifndef SELAT_IMPORT_ASSEMBLY_H
#define SELAT_IMPORT_ASSEMBLY_H

#include "base/text.h"
#include "selat/table.h"

/* Texts in the order in which they are met, found by hash. */
typedef struct selat_names {
    int64_t count, room;
    char **codes, **names; /* [room] */
    int64_t *slots;        /* [n_slots] position + 1, or 0 */
    int64_t n_slots;
} selat_names;
/* Position of the code, added where it is new (name NULL: the code). */
selat_status selat_names_add(selat_context *context, selat_names *names, const char *code, const char *name,
                             int64_t *out);
int64_t selat_names_find(const selat_names *names, const char *code); /* -1: none */
void selat_names_clear(selat_context *context, selat_names *names);

/* Rows that end up in the table one by one: value added and the like, stressors. */
typedef struct selat_rows {
    selat_names names;
    int64_t room;
    double **values; /* [count] each [R][S] */
    double **final;  /* [count] each [R][F] */
    char **units;    /* [count] */
} selat_rows;

typedef struct selat_assembly {
    const char *file; /* for messages */
    selat_names regions, sectors, demands;
    int64_t n_nodes, node_room;
    int64_t *node; /* [n_nodes] region << 32 | sector, then row r S + s */
    int64_t n_finals, final_room;
    int64_t *final;                      /* [n_finals] region << 32 | demand, then n F + f */
    selat_names node_names, final_names; /* to refuse a pair met twice */
    bool settled;
    int64_t R, S, F, N; /* N = R S */
    double *z;          /* [N][N] */
    double *y;          /* [N][R F] */
    double *output;     /* [N]; has_output false: sums of rows */
    bool has_output;
    double *scratch; /* [max(n_nodes, n_finals)] one row of the file */
    selat_rows primary, memo, stressors;
    selat_text notes; /* lines of the provenance */
    double scale;     /* million USD per unit of money; money is multiplied by it when finished */
    int64_t empty;    /* cells without a number, read as 0 */
} selat_assembly;

void selat_assembly_clear(selat_context *context, selat_assembly *assembly);

/* Node or final column number *count-1; *is_new false: the pair was met before (the caller says where). */
selat_status selat_assembly_node(selat_context *context, selat_assembly *a, const char *region, const char *region_name,
                                 const char *sector, const char *sector_name, bool *is_new);
selat_status selat_assembly_final(selat_context *context, selat_assembly *a, const char *region, const char *demand,
                                  const char *demand_name, bool *is_new);
/* Position among the nodes or final columns as listed, or -1. */
int64_t selat_assembly_find_node(const selat_assembly *a, const char *region, const char *sector);
int64_t selat_assembly_find_final(const selat_assembly *a, const char *region, const char *demand);
/* All nodes and final columns are known: allocates. Errors: no nodes; regions so unlike that the table would be mostly
   empty; no memory. */
selat_status selat_assembly_settle(selat_context *context, selat_assembly *a);

/* The row of Z or Y of a node; columns by selat_assembly_spread. */
double *selat_assembly_z(selat_assembly *a, int64_t node);
double *selat_assembly_y(selat_assembly *a, int64_t node);
/* values[n_nodes] or [n_finals], in the file's order, added to a row of N or R F. */
void selat_assembly_spread(const selat_assembly *a, const double *values, double *row);
void selat_assembly_spread_final(const selat_assembly *a, const double *values, double *row);

/* A row of that code, new or one that further values are added to. */
selat_status selat_assembly_row(selat_context *context, selat_assembly *a, selat_rows *rows, const char *code,
                                const char *name, const char *unit, int64_t *out);

/* What a row below the flows is: intermediate totals, gross output, a primary input, or a part of value added. */
typedef enum selat_row_role { SELAT_ROW_TOTAL, SELAT_ROW_OUTPUT, SELAT_ROW_PRIMARY, SELAT_ROW_PART } selat_row_role;
/* From the publishers' codes and wordings; *code is the one selat uses (VALU, TXS_INT_FNL, LABR, ...) or `text`. */
selat_row_role selat_assembly_role(const char *text, const char **code);
/* The code selat uses for a category of final demand (HFCE, NPISH, GGFC, GFCF, INVNT), or NULL. */
const char *selat_assembly_demand(const char *text);
/* Adds values[n_nodes] and final_values[n_finals] (NULL: none) of the row called `text`, by its role; `name` NULL: the
   text. A part of value added goes to the memo row and to VALU. */
selat_status selat_assembly_primary(selat_context *context, selat_assembly *a, const char *text, const char *name,
                                    const double *values, const double *final_values);

selat_status selat_assembly_note(selat_context *context, selat_assembly *a, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The first number from 1950 to 2099 in a text, or 0. */
int64_t selat_year_in(const char *text);

/* The table, dense; Z and Y are handed over. Without any primary row, VALU is output less inputs. */
selat_status selat_assembly_finish(selat_context *context, selat_assembly *a, const char *name, int64_t year,
                                   selat_table **out);

#endif
