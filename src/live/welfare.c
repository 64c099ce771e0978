/* What the solved gain is made of, trade creation and diversion of the parties. */
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "live/slow.h"

static selat_status fill_regions(selat_live *live, const selat_welfare_split *split) {
    enum { COLUMNS = 12 };
    double *out;
    TRY(live_room(live, SELAT_LIVE_WELFARE_ROWS, split->n_regions, COLUMNS, &out));
    for (int64_t n = 0; n < split->n_regions; n++) {
        const selat_welfare_parts *p = &split->region[n];
        const double row[COLUMNS] = {p->exact,  p->terms_of_trade, p->volume_of_trade, p->technical, p->technology, p->scale,
                                     p->labour, p->rents,          p->deficit,         p->purchases, p->base_gap,   p->remainder};
        memcpy(out + n * COLUMNS, row, sizeof row);
    }
    live_ready(live, SELAT_LIVE_WELFARE_ROWS);
    return SELAT_OK;
}

/* By party, product and partner. */
static selat_status fill_cells(selat_live *live, const selat_welfare_split *split) {
    enum { COLUMNS = 4 };
    int64_t rows = split->n_detailed * split->n_sectors * split->n_regions;
    double *out;
    TRY(live_room(live, SELAT_LIVE_WELFARE_CELLS, rows, COLUMNS, &out));
    for (int64_t k = 0; k < rows; k++) {
        const selat_welfare_cell *c = &split->cell[k];
        const double row[COLUMNS] = {c->terms_of_trade, c->volume_of_trade, c->technical, c->rents};
        memcpy(out + k * COLUMNS, row, sizeof row);
    }
    live_ready(live, SELAT_LIVE_WELFARE_CELLS);
    return SELAT_OK;
}

static selat_status fill_diversion(selat_live *live, const selat_diversion *found) {
    enum { COLUMNS = 6 };
    int64_t rows = live->accord->n_parties * live->table->sectors.count;
    double *out;
    TRY(live_room(live, SELAT_LIVE_DIVERSION_ROWS, rows, COLUMNS, &out));
    for (int64_t k = 0; k < rows; k++) {
        const selat_diversion *d = &found[k];
        const double row[COLUMNS] = {d->partners, d->home, d->others, d->creation, d->diversion, d->expansion};
        memcpy(out + k * COLUMNS, row, sizeof row);
    }
    live_ready(live, SELAT_LIVE_DIVERSION_ROWS);
    return SELAT_OK;
}

selat_status live_welfare_piece(selat_live *live, int64_t at) {
    selat_results found = {.inputs = live->inputs}; /* only what run_welfare_split fills */
    (void)at;
    selat_status status = run_welfare_split(live->context, &live->inputs, &live->now->of, &live->shock, live->result, &found);
    if (status == SELAT_OK && found.welfare != NULL) status = fill_regions(live, found.welfare);
    if (status == SELAT_OK && found.welfare != NULL) status = fill_cells(live, found.welfare);
    if (status == SELAT_OK && found.diversion != NULL) status = fill_diversion(live, found.diversion);
    selat_welfare_split_destroy(live->context, found.welfare);
    selat_release(live->context, found.diversion);
    return status;
}
