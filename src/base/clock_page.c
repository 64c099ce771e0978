/* A page keeps the time itself: it sets the clock before it calls, so that nothing need be imported. */
#include "base/clock.h"

static double now_s;

void selat_clock_set(double seconds) { now_s = seconds; }

double selat_clock_seconds(void) { return now_s; }
