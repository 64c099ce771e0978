/* A child context whose memory is used again: blocks it releases are handed out for the next request of their size.
   For loops that solve the same thing many times, where fresh pages from the system would cost more than the work. */
#ifndef SELAT_BASE_RECYCLE_H
#define SELAT_BASE_RECYCLE_H

#include "selat/context.h"

typedef struct selat_recycler selat_recycler;

/* For one thread at a time. What its context allocates must be released through it, before it is destroyed. */
selat_status selat_recycler_create(selat_context *parent, selat_recycler **out);
selat_context *selat_recycler_context(selat_recycler *recycler);
void selat_recycler_destroy(selat_context *parent, selat_recycler *recycler); /* takes NULL */

#endif
