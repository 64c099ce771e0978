#include "selat/leontief.h"
const char *selat_reason_name(selat_reason reason) { static const char *const n[]={"converged","max_iterations","stagnated","diverged","no_step"}; return n[reason]; }
