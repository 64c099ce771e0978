/* The sea as data: a network of lanes, the gates on it, ports, and which ports the table's regions trade through.
   models: lanes.h; files: lanes_data.h. Lengths in km, positions in degrees (longitude east, latitude north). */
#ifndef SELAT_SEA_H
#define SELAT_SEA_H

#include "selat/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An undirected network, its arcs in compressed rows: those of node u stand at first[u] .. first[u + 1] - 1. */
typedef struct selat_sea_network {
    int64_t n_nodes, n_edges;
    double *lon, *lat;        /* [n_nodes] degrees; a lane over the antimeridian may run beyond 180 */
    int64_t *from, *to;       /* [n_edges] nodes */
    double *km;               /* [n_edges] >= 0 */
    int64_t *passage;         /* [n_edges] position in passages, -1: none */
    selat_labels passages;    /* names that edges carry: "suez", "panama", ... */
    int64_t *first;           /* [n_nodes + 1] */
    int32_t *arc_to;          /* [2 n_edges] */
    int32_t *arc_edge;        /* [2 n_edges] */
    double *arc_km;           /* [2 n_edges] */
    double bucket_km;         /* width of the search's buckets, from the mean length of an edge */
} selat_sea_network;

/* Room for a network whose arrays up to `passage` (all -1) and whose passages the caller fills, then finishes. */
selat_status selat_sea_network_create(selat_context *context, int64_t n_nodes, int64_t n_edges, selat_sea_network **out);
/* Checks what was filled in and makes the arcs. Errors: a node, a length or a position out of range. */
selat_status selat_sea_network_finish(selat_context *context, selat_sea_network *network);
void selat_sea_network_destroy(selat_context *context, selat_sea_network *network); /* takes NULL */
/* The node nearest in degrees of longitude and latitude, across the antimeridian: how reference distances name a port's
   node. -1: no node. Cost: one pass over the nodes. */
int64_t selat_sea_network_nearest(const selat_sea_network *network, double lon, double lat);
/* Great circle on a sphere of 6371.0088 km. */
double selat_great_circle_km(double lon_a, double lat_a, double lon_b, double lat_b);

/* A place where a lane can be closed: edges that carry a passage's name, and edges that cross a line. */
typedef struct selat_gate_part {
    char *passage;    /* or NULL: the line from (lon_a, lat_a) to (lon_b, lat_b) */
    double lon_a, lat_a, lon_b, lat_b;
} selat_gate_part;

typedef struct selat_gate {
    char *code;       /* "malacca_singapore_strait" */
    char *name;       /* "Straits of Malacca and Singapore" */
    char *aliases;    /* further codes with blanks between them, "" */
    char *note;       /* what it is and is not, "" when there is nothing to say */
    bool shut;        /* closed unless asked to be open: the Northwest Passage */
    double lon, lat;  /* where a map marks it: the middle of its first part */
    int64_t n_parts;
    selat_gate_part *parts;
    int64_t n_edges, *edges; /* of the network */
} selat_gate;

enum { SELAT_MOST_GATES = 64 };
typedef uint64_t selat_gate_set; /* bit g: gate g */

typedef struct selat_gates {
    int64_t count; /* at most SELAT_MOST_GATES */
    selat_gate *gates;
    selat_gate_set shut;       /* the gates that are closed unless asked to be open */
    int64_t n_edges;
    selat_gate_set *edge_gates; /* [n_edges] the gates that an edge belongs to */
} selat_gates;
/* Finds the edges of every gate, whose parts are known. A line is crossed where the straight lines in degrees meet or
   touch; an edge that jumps across the antimeridian crosses nothing. Errors: a passage the network does not name, a gate
   without any edge, over 64 gates. */
selat_status selat_gates_bind(selat_context *context, const selat_sea_network *network, selat_gates *gates);
void selat_gates_clear(selat_context *context, selat_gates *gates);
/* -1: there is none. By code or alias, upper or lower case, '-' and ' ' for '_'. */
int64_t selat_gates_find(const selat_gates *gates, const char *code);
/* The same with an error that lists the gates or names the nearest. */
selat_status selat_gates_require(selat_context *context, const selat_gates *gates, const char *code, int64_t *out);

typedef struct selat_port {
    char *code;       /* UN/LOCODE, "MYPKG" */
    char *name;       /* "Port Klang" */
    char *country;    /* ISO three-letter code, or "" */
    double lon, lat;
} selat_port;

typedef struct selat_ports {
    int64_t count;
    selat_port *ports;
} selat_ports;
void selat_ports_clear(selat_context *context, selat_ports *ports);

/* A port that a region trades through, and the part of its sea trade that it would carry if every port were as near. */
typedef struct selat_main_port {
    int64_t region;   /* position in the table, -1: of a country that is no region of it */
    char *country;    /* ISO code: the region's own, or a country inside the rest of the world */
    int64_t port;
    double share;     /* of the region's trade by sea; sums to 1 by region */
    char *note;
} selat_main_port;

/* Everything that the lane models need about one table. Owned. */
typedef struct selat_sea {
    char *source;
    selat_sea_network *network;
    selat_gates gates;
    selat_ports ports;
    int64_t n_main_ports;
    selat_main_port *main_ports; /* by region */
    int64_t n_regions, n_sectors;
    double *sea_share;           /* [S] of a product's trade that goes by sea where there is no land route */
    double *tonnes_per_kusd;     /* [S] tonnes per thousand USD */
    double *land_share;          /* [R][R] of a pair's trade that goes by land; symmetric */
} selat_sea;
void selat_sea_destroy(selat_context *context, selat_sea *sea); /* takes NULL */

/* A port by UN/LOCODE, by name (upper or lower case) or, by an ISO three-letter country code, the country's first main
   port. Errors: unknown (with the nearest), a name that several ports have (with their codes). */
selat_status selat_sea_find_port(selat_context *context, const selat_sea *sea, const char *text, int64_t *out);

#ifdef __cplusplus
}
#endif
#endif
