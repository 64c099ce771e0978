/* Trade creation and diversion after Viner (1950), counted on two equilibria in volumes at base prices. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "selat/welfare.h"

typedef struct sides {
    const selat_economy *economy;
    const selat_trade_shock *shock;
    const selat_trade_result *result;
    const double *shares;     /* [S][R][R] after */
    const bool *member;       /* [R] */
    int64_t r, s;
} sides;

static double factor(const double *values, int64_t at) { return values != NULL ? values[at] : 1; }

/* Change of what n buys of j from i, delivered, at the base's producer price: M'/(c T^(-1/theta) d) - M. */
static double volume_change(const sides *a, int64_t j, int64_t n, int64_t i) {
    const selat_economy *e = a->economy;
    int64_t at = (j * a->r + n) * a->r + i, bought = n * a->s + j, made = i * a->s + j;
    double tariff = a->shock->tariff != NULL ? a->shock->tariff[at] : e->tariff[at];
    double rents = factor(e->import_rent, at) * factor(e->export_rent, at);
    double rents_hat = factor(a->shock->import_rent_hat, at) * factor(a->shock->export_rent_hat, at);
    double price = a->result->cost_hat[made] * pow(factor(a->shock->technology_hat, made) * factor(a->result->scale_hat, made), -1 / e->theta[j]);
    double before = e->expenditure[bought] * e->pi[at] / ((1 + e->tariff[at]) * rents);
    double after = a->result->expenditure[bought] * a->shares[at] / ((1 + tariff) * rents * rents_hat);
    return after / (price * factor(a->shock->iceberg_hat, at)) - before;
}

/* What the partners gain replaces what home and third countries lose, in proportion where they lose more than that. */
static void replace(selat_diversion *out) {
    double sign = out->partners < 0 ? -1 : 1, gained = sign * out->partners;
    double home = fmax(0, -sign * out->home), others = fmax(0, -sign * out->others), lost = home + others;
    double scale = lost > gained ? gained / lost : 1;
    out->creation = sign * scale * home;
    out->diversion = sign * scale * others;
    out->expansion = out->partners - out->creation - out->diversion;
}

static selat_diversion of_product(const sides *a, int64_t n, int64_t j) {
    selat_diversion out = {0};
    if (!(a->economy->expenditure[n * a->s + j] > 0)) return out;
    for (int64_t i = 0; i < a->r; i++) {
        double change = volume_change(a, j, n, i);
        *(i == n ? &out.home : a->member[i] ? &out.partners : &out.others) += change;
    }
    replace(&out);
    return out;
}

selat_status selat_trade_diversion(selat_context *context, const selat_economy *economy, const selat_trade_shock *shock,
                                   const selat_trade_result *result, int64_t n_members, const int64_t *members,
                                   selat_diversion *out) {
    const selat_economy *base = result->base != NULL ? result->base : economy;
    int64_t r = base->n_regions, s = base->n_sectors;
    double *shares = NULL;
    bool *member = NULL;
    selat_status status;
    TRY_OR(done, status, selat_new(context, s * r * r, &shares));
    TRY_OR(done, status, selat_new(context, r, &member));
    TRY_OR(done, status, selat_trade_new_shares(context, economy, shock, result, shares));
    for (int64_t k = 0; k < n_members; k++) member[members[k]] = true;
    sides a = {base, shock, result, shares, member, r, s};
    for (int64_t k = 0; k < n_members; k++) {
        for (int64_t j = 0; j < s; j++) out[k * s + j] = of_product(&a, members[k], j);
    }
done:
    selat_release(context, shares);
    selat_release(context, member);
    return status;
}
