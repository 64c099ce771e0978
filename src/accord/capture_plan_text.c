/* Planned capture networks as text, so that an accord can be solved where networks cannot be planned. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/accord.h"

/* A plan is one line of words with blanks between: what it was planned for up to "|", then the numbers. The text of several
   plans has a line each, after the line HEADER. */
static const char HEADER[] = "selat capture plans 1";

/* Seventeen digits give the same number back. */
static selat_status add_number(selat_context *context, selat_text *text, double value) {
    if (isnan(value)) return selat_text_add(context, text, " -");
    return selat_text_add(context, text, " %.17g", value);
}
