/* A full table brought to factored form, and how far that is from it. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "table/arrays.h"

/* Flows of a product from every origin to its shares; flows below zero have no share. */
static void share_out(selat_table *to, selat_factoring *report) {
    int64_t R = to->regions.count, S = to->sectors.count;
    for (int64_t row = 0; row < S * R; row++) {
        double *flow = to->trade_share + row * R, sum = 0;
        for (int64_t i = 0; i < R; i++) {
            if (flow[i] < 0) {
                report->clipped++;
                report->clipped_musd += flow[i];
                flow[i] = 0;
            }
            sum += flow[i];
        }
        for (int64_t i = 0; i < R; i++) flow[i] = sum > 0 ? flow[i] / sum : 0;
    }
}

static void compare_cell(selat_factoring *report, double made, double original, const int64_t place[4], bool final,
                         double sums[2]) {
    double gap = fabs(made - original);
    sums[0] += gap;
    sums[1] += fabs(original);
    if (!(gap > report->worst_musd)) return;
    report->worst_musd = gap;
    report->worst_origin = place[0];
    report->worst_product = place[1];
    report->worst_importer = place[2];
    report->worst_user = place[3];
    report->worst_is_final = final;
}

/* `room`: two rows of flows and two of final demand. */
static void compare(const selat_table *from, const selat_table *to, double *room, selat_factoring *report) {
    int64_t R = from->regions.count, S = from->sectors.count, F = from->demands.count;
    double *row = room, *made = row + R * S, *final = made + R * S, *made_final = final + R * F;
    double flows[2] = {0}, finals[2] = {0};
    for (int64_t at = 0; at < R * S; at++) {
        selat_table_row_musd(from, at / S, at % S, row);
        selat_table_row_musd(to, at / S, at % S, made);
        selat_table_final_row_musd(from, at / S, at % S, final);
        selat_table_final_row_musd(to, at / S, at % S, made_final);
        for (int64_t n = 0; n < R; n++) {
            for (int64_t k = 0; k < S; k++) {
                const int64_t place[4] = {at / S, at % S, n, k};
                compare_cell(report, made[n * S + k], row[n * S + k], place, false, flows);
            }
            for (int64_t f = 0; f < F; f++) {
                const int64_t place[4] = {at / S, at % S, n, f};
                compare_cell(report, made_final[n * F + f], final[n * F + f], place, true, finals);
            }
        }
    }
    report->intermediate_relative = flows[1] > 0 ? flows[0] / flows[1] : flows[0];
    report->final_relative = finals[1] > 0 ? finals[0] / finals[1] : finals[0];
}

static selat_status note(selat_context *context, const selat_factoring *r, selat_table *to) {
    selat_text text = {0};
    selat_status status = selat_text_add(
        context, &text,
        "%sFactored: within a product all users of a region share one origin mix; intermediate flows moved by %.3g and "
        "final flows by %.3g of their sum (L1), at most %.3g million USD; %lld bilateral flows below zero lost their "
        "share.\n",
        to->provenance, r->intermediate_relative, r->final_relative, r->worst_musd, (long long)r->clipped);
    if (status == SELAT_OK) status = selat_table_set_text(context, text.bytes, &to->provenance);
    selat_text_clear(context, &text);
    return status;
}

static selat_status factor(selat_context *context, const selat_table *t, selat_table *to, selat_factoring *report) {
    int64_t R = t->regions.count, S = t->sectors.count;
    double *room;
    TRY(selat_table_copy_companions(context, t, to));
    selat_table_flows_musd(t, to->trade_share);
    share_out(to, report);
    for (int64_t n = 0; n < R; n++) selat_table_use_musd(t, n, to->use_musd + n * S * S);
    selat_table_final_musd(t, to->final_musd);
    TRY(selat_new(context, 2 * R * (S + t->demands.count), &room));
    compare(t, to, room, report);
    selat_release(context, room);
    return note(context, report, to);
}

selat_status selat_table_factor(selat_context *context, const selat_table *t, selat_factoring *report,
                                selat_table **out) {
    selat_table *made;
    *report = (selat_factoring){0};
    if (out != NULL) *out = NULL;
    if (t->form == SELAT_FLOWS_FACTORED) return out != NULL ? selat_table_copy(context, t, out) : SELAT_OK;
    TRY(selat_table_create(context, t->name, t->year, &t->regions, &t->sectors, &t->demands, &t->primary, &t->memo,
                           &t->stressors, &made));
    selat_status status = factor(context, t, made, report);
    if (status == SELAT_OK && out != NULL) {
        *out = made;
        return SELAT_OK;
    }
    selat_table_destroy(context, made);
    return status;
}
