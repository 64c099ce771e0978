/* text_portable.c as the page's build has it, renamed so that a test can hold it against the C library. */
#include "portable_text.h"

#define selat_vformat portable_vformat
#define selat_slow_double portable_slow_double
#include "base/text_portable.c"
