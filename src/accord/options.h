/* The option tables inside the room. */
#ifndef SELAT_ACCORD_OPTIONS_H
#define SELAT_ACCORD_OPTIONS_H

#include "selat/accord.h"

/* Defaults that are not a value but a reference. */
#define SELAT_FIRST_YEAR "first year"
#define SELAT_LAST_YEAR "last year"
#define SELAT_SAME_AS_FROM "from"

enum { SELAT_EARLIEST_YEAR = 1990, SELAT_LATEST_YEAR = 2200, SELAT_MAX_OPTIONS = 20 };

/* The table of a section ("tariff"), or NULL. */
const selat_option_table *selat_option_table_find(const char *section);

#endif
