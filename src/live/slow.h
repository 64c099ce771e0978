/* The slow tier inside the room: parts of the last solve, done piece by piece. */
#ifndef SELAT_LIVE_SLOW_H
#define SELAT_LIVE_SLOW_H

#include "live/session.h"

selat_status live_slow_create(selat_live *live, live_slow **out);
void live_slow_destroy(selat_live *live, live_slow *slow); /* takes NULL */
/* Every part begins anew. */
void live_slow_reset(selat_live *live, live_slow *slow); /* takes NULL */
/* Numbers of a kind that a part makes, or NULL. */
const double *live_slow_numbers(const selat_live *live, selat_live_kind kind, int64_t *rows, int64_t *columns);

#endif
