/* Stressor rows added up to accounts. */
#include "selat/characterisation.h"

#include <string.h>

#include "base/memory.h"
#include "base/status.h"

selat_status selat_characterisation_create(selat_context *context, const selat_table *table, int64_t n, const char *const *names,
                                   const char *const *units, selat_characterisation *out) {
    int64_t R = table->regions.count, S = table->sectors.count, size;
    selat_status status;
    *out = (selat_characterisation){.n = n, .n_regions = R, .n_sectors = S};
    TRY(selat_count(context, n, R, S, 1, &size));
    TRY_OR(end, status, selat_new(context, n, &out->names));
    TRY_OR(end, status, selat_new(context, n, &out->units));
    TRY_OR(end, status, selat_new(context, size, &out->industry));
    TRY_OR(end, status, selat_new(context, n * R, &out->household));
    for (int64_t a = 0; a < n; a++) {
        TRY_OR(end, status, selat_copy_text(context, names[a], &out->names[a]));
        TRY_OR(end, status, selat_copy_text(context, units[a] != NULL ? units[a] : "", &out->units[a]));
    }
end:
    if (status != SELAT_OK) selat_characterisation_clear(context, out);
    return status;
}

void selat_characterisation_add(selat_characterisation *accounts, const selat_table *table, int64_t account, int64_t stressor,
                        int64_t region, int64_t sector, double factor) {
    int64_t R = accounts->n_regions, S = accounts->n_sectors;
    if (sector < 0) {
        accounts->household[account * R + region] += factor * table->stressor_final[stressor * R + region];
    } else {
        accounts->industry[(account * R + region) * S + sector] +=
            factor * table->stressor[(stressor * R + region) * S + sector];
    }
}

void selat_characterisation_clear(selat_context *context, selat_characterisation *accounts) {
    for (int64_t a = 0; a < accounts->n; a++) {
        if (accounts->names != NULL) selat_release(context, accounts->names[a]);
        if (accounts->units != NULL) selat_release(context, accounts->units[a]);
    }
    selat_release(context, accounts->names);
    selat_release(context, accounts->units);
    selat_release(context, accounts->industry);
    selat_release(context, accounts->household);
    *accounts = (selat_characterisation){0};
}

static void add_row(selat_characterisation *accounts, const selat_table *t, int64_t account, int64_t q) {
    for (int64_t r = 0; r < accounts->n_regions; r++) {
        for (int64_t s = -1; s < accounts->n_sectors; s++) selat_characterisation_add(accounts, t, account, q, r, s, 1);
    }
}

static const char *gas_of(const selat_table *t, int64_t q) {
    const char *gas = t->stressor_gases[q];
    return gas != NULL && gas[0] != '\0' ? gas : t->stressors.codes[q];
}

/* The account of row q among those named so far: same gas and unit. */
static int64_t find_gas(const selat_table *t, int64_t n, const char *const *names, const char *const *units, int64_t q) {
    for (int64_t a = 0; a < n; a++) {
        if (strcmp(names[a], gas_of(t, q)) == 0 && strcmp(units[a], t->stressor_units[q]) == 0) return a;
    }
    return -1;
}

selat_status selat_characterisation_standard(selat_context *context, const selat_table *t, selat_characterisation *out) {
    int64_t Q = t->stressors.count, n = 0;
    const char **names = NULL, **units = NULL;
    bool one_unit = true;
    selat_status status;
    *out = (selat_characterisation){0};
    if (Q == 0) return selat_fail(context, SELAT_BAD_INPUT, "table %s: it has no stressors, expected at least one row", t->name);
    TRY_OR(end, status, selat_new(context, Q + 1, &names));
    TRY_OR(end, status, selat_new(context, Q + 1, &units));
    for (int64_t q = 0; q < Q; q++) {
        one_unit &= strcmp(t->stressor_units[q], t->stressor_units[0]) == 0;
        if (find_gas(t, n, names + 1, units + 1, q) >= 0) continue;
        names[n + 1] = gas_of(t, q);
        units[++n] = t->stressor_units[q];
    }
    bool with_total = one_unit && n > 1;
    names[0] = "total";
    units[0] = t->stressor_units[0];
    TRY_OR(end, status,
           selat_characterisation_create(context, t, n + with_total, names + !with_total, units + !with_total, out));
    for (int64_t q = 0; q < Q; q++) {
        if (with_total) add_row(out, t, 0, q);
        add_row(out, t, with_total + find_gas(t, n, names + 1, units + 1, q), q);
    }
end:
    selat_release(context, names);
    selat_release(context, units);
    return status;
}
