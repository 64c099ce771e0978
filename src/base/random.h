/* Random numbers by position instead of by order: the same (seed, draw, parameter) gives the same number in any thread.
   Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011); random.c alone includes Random123. */
#ifndef SELAT_BASE_RANDOM_H
#define SELAT_BASE_RANDOM_H

#include <stdint.h>

/* The generator itself: four words from a counter of four and a key of two. */
void selat_random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Uniform on the open interval (0, 1), 53 bits, never 0 or 1. */
double selat_random_uniform(uint64_t seed, uint64_t draw, uint64_t parameter);
/* Standard normal, by the inverse distribution function of the uniform number. */
double selat_random_normal(uint64_t seed, uint64_t draw, uint64_t parameter);
/* Triangular on (-1, 1) with its mode at 0. */
double selat_random_triangular(uint64_t seed, uint64_t draw, uint64_t parameter);

/* The standard normal quantile of p in (0, 1), relative error about 1e-16: Wichura (1988), algorithm AS 241, PPND16.
   -INFINITY and INFINITY at 0 and 1, NAN outside. */
double selat_normal_quantile(double p);
/* The quantile of the triangular distribution above. */
double selat_triangular_quantile(double p);

#endif
