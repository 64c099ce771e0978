/* Names and defaults of the disruption options. */
#include <string.h>

#include "selat/disruption.h"

static const char *const behaviours[] = {"partially-binding", "adaptive"};
static const char *const bindings[] = {"half-critical", "strongly", "weakly", "leontief", "linear"};
static const char *const recoveries[] = {"linear", "fast", "slow"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool find(const char *name, const char *const *names, size_t count, size_t *out) {
    for (*out = 0; *out < count; (*out)++) {
        if (strcmp(name, names[*out]) == 0) return true;
    }
    return false;
}

const char *selat_behaviour_name(selat_behaviour behaviour) { return behaviours[behaviour]; }
const char *selat_binding_name(selat_binding binding) { return bindings[binding]; }
const char *selat_recovery_name(selat_recovery path) { return recoveries[path]; }

bool selat_behaviour_parse(const char *name, selat_behaviour *out) {
    size_t k;
    if (!find(name, behaviours, COUNT(behaviours), &k)) return false;
    *out = (selat_behaviour)k;
    return true;
}

bool selat_binding_parse(const char *name, selat_binding *out) {
    size_t k;
    if (!find(name, bindings, COUNT(bindings), &k)) return false;
    *out = (selat_binding)k;
    return true;
}

bool selat_recovery_parse(const char *name, selat_recovery *out) {
    size_t k;
    if (!find(name, recoveries, COUNT(recoveries), &k)) return false;
    *out = (selat_recovery)k;
    return true;
}

selat_disruption_options selat_disruption_defaults(selat_behaviour behaviour) {
    selat_disruption_options options = {.behaviour = behaviour, .binding = SELAT_BINDING_HALF, .redirect = true, .days = 365,
                                        .inventory_days = 15, .restock_days = 20, .psi = 0.8, .overproduction = 1,
                                        .overproduction_days = 365, .recovered_share = 0.99};
    if (behaviour == SELAT_ADAPTIVE) options.overproduction = 1.25;
    return options;
}
