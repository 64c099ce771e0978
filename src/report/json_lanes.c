/* results.json: the parties at sea. */
#include <math.h>

#include "report/json.h"

static void set(json_t *row, const char *key, double value) { json_object_set_new(row, key, report_number(value)); }

static json_t *gate_codes(const selat_sea *sea, selat_gate_set gates) {
    json_t *list = json_array();
    for (int64_t g = 0; g < sea->gates.count; g++) {
        if ((gates >> g & 1) != 0) json_array_append_new(list, report_text(sea->gates.gates[g].code));
    }
    return list;
}

static json_t *gate_row(const selat_results *results, int64_t g) {
    const selat_party_lanes *l = results->lanes;
    const selat_gate *gate = &l->sea->gates.gates[g];
    json_t *row = json_pack("{s:o, s:o}", "gate", report_text(gate->code), "name", report_text(gate->name));
    set(row, "lon", gate->lon);
    set(row, "lat", gate->lat);
    set(row, "world_musd", l->gate_world_musd[g]);
    set(row, "between_musd", l->gate_between_musd[g]);
    json_t *parties = json_array();
    for (int64_t p = 0; p < l->n_parties; p++) {
        json_t *party = json_pack("{s:o}", "region", report_text(report_region(results, l->parties[p])));
        set(party, "imports_musd", l->gate_imports_musd[g * l->n_parties + p]);
        set(party, "exports_musd", l->gate_exports_musd[g * l->n_parties + p]);
        json_array_append_new(parties, party);
    }
    json_object_set_new(row, "parties", parties);
    return row;
}

/* A hundredth of a degree is enough for a map. */
static json_t *coordinate(double degrees) { return json_real(round(100 * degrees) / 100); }

static json_t *route_row(const selat_results *results, const selat_lane_route *route) {
    const selat_ports *ports = &results->lanes->sea->ports;
    json_t *row = json_pack("{s:o, s:o, s:o, s:o}", "party", report_text(report_region(results, route->party)), "partner",
                            report_text(report_region(results, route->partner)), "from_port",
                            report_text(ports->ports[route->from_port].name), "to_port", report_text(ports->ports[route->to_port].name));
    set(row, "musd", route->musd);
    set(row, "km", route->km);
    set(row, "days", route->days);
    json_object_set_new(row, "gates", gate_codes(results->lanes->sea, route->gates));
    json_t *lon = json_array(), *lat = json_array();
    for (int64_t k = 0; k < route->n_points; k++) {
        json_array_append_new(lon, coordinate(route->lon[k]));
        json_array_append_new(lat, coordinate(route->lat[k]));
    }
    json_object_set_new(row, "lon", lon);
    json_object_set_new(row, "lat", lat);
    return row;
}

json_t *report_json_lanes(const selat_results *results) {
    const selat_party_lanes *l = results->lanes;
    if (l == NULL) return json_null();
    json_t *gates = json_array(), *routes = json_array(), *parties = json_array();
    for (int64_t g = 0; g < l->n_gates; g++) json_array_append_new(gates, gate_row(results, g));
    for (int64_t k = 0; k < l->n_routes; k++) json_array_append_new(routes, route_row(results, &l->routes[k]));
    for (int64_t p = 0; p < l->n_parties; p++) {
        json_array_append_new(parties, json_pack("{s:o, s:o}", "region", report_text(report_region(results, l->parties[p])), "sea_musd",
                                                 report_number(l->party_sea_musd[p])));
    }
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "world_sea_musd", report_number(l->world_sea_musd), "between_sea_musd",
                     report_number(l->between_sea_musd), "parties", parties, "gates", gates, "routes", routes);
}
