/* Wall-clock seconds since some fixed moment, for reporting how long things took. */
#ifndef SELAT_BASE_CLOCK_H
#define SELAT_BASE_CLOCK_H
double selat_clock_seconds(void);
/* In a page, which sets the time itself (clock_page.c). */
void selat_clock_set(double seconds);
#endif
