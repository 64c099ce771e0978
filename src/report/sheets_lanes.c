/* The parties at sea as tables. */
#include "report/sheets.h"

static const report_column gate_columns[] = {
    {"gate", "gate"},
    {"name", "name"},
    {"region", "party"},
    {"imports_musd", "imports through it (million USD)"},
    {"exports_musd", "exports through it (million USD)"},
    {"between_musd", "trade among all parties through it (million USD)"},
    {"world_musd", "world trade through it (million USD)"},
    {"lon", "longitude (degrees)"},
    {"lat", "latitude (degrees)"},
};
static const report_column route_columns[] = {
    {"party", "party"},
    {"partner", "partner"},
    {"from_port", "port of the party"},
    {"to_port", "port of the partner"},
    {"musd", "trade by sea of the two, both ways (million USD)"},
    {"km", "shortest way (km)"},
    {"days", "at 14 knots (days)"},
};

/* One row per gate and party. */
static json_t *flat_gates(json_t *lanes) {
    json_t *rows = json_array(), *gate, *party;
    size_t g, p;
    json_array_foreach(json_object_get(lanes, "gates"), g, gate) {
        json_array_foreach(json_object_get(gate, "parties"), p, party) {
            json_t *copy = json_copy(gate);
            json_object_update(copy, party);
            json_array_append_new(rows, copy);
        }
    }
    return rows;
}

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)

report_sheet report_sheet_lane_gates(json_t *root) {
    return (report_sheet){"lane_gates", "What passes each strait and canal for the parties, before the accord",
                          flat_gates(json_object_get(root, "lanes")), COLUMNS(gate_columns)};
}

report_sheet report_sheet_lane_routes(json_t *root) {
    json_t *routes = json_object_get(json_object_get(root, "lanes"), "routes");
    return (report_sheet){"lane_routes", "Shortest ways to the parties' largest partners by sea",
                          routes != NULL ? json_incref(routes) : json_array(), COLUMNS(route_columns)};
}
