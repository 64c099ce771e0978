/* Counter-based random numbers. */
#include "base/random.h"

#include <math.h>

#ifdef __wasm__ /* Random123 refuses processors it was not tried on; whole numbers are the same on all of them */
#define __riscv 1
#endif
#include <Random123/philox.h>

void selat_random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x32_key_t k = {{key[0], key[1]}};
    c = philox4x32(c, k);
    for (int w = 0; w < 4; w++) out[w] = c.v[w];
}

double selat_random_uniform(uint64_t seed, uint64_t draw, uint64_t parameter) {
    const uint32_t counter[4] = {(uint32_t)draw, (uint32_t)(draw >> 32), (uint32_t)parameter, (uint32_t)(parameter >> 32)};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t words[4];
    selat_random_philox(counter, key, words);
    uint64_t bits = ((uint64_t)words[0] << 32 | words[1]) >> 12; /* the middle of one of 2^52 equal parts */
    return ((double)bits + 0.5) * 0x1p-52;
}

double selat_random_normal(uint64_t seed, uint64_t draw, uint64_t parameter) {
    return selat_normal_quantile(selat_random_uniform(seed, draw, parameter));
}

double selat_random_triangular(uint64_t seed, uint64_t draw, uint64_t parameter) {
    return selat_triangular_quantile(selat_random_uniform(seed, draw, parameter));
}

double selat_triangular_quantile(double p) { return p < 0.5 ? sqrt(2 * p) - 1 : 1 - sqrt(2 * (1 - p)); }

/* ---- AS 241 ---- */

enum { TERMS = 8 };
typedef struct ratio { /* of two polynomials, constants first */
    double over[TERMS], under[TERMS];
} ratio;

static const ratio central = {
    {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
     4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3},
    {1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
     3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3}};
static const ratio middle = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
     1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
static const ratio tail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};

static double evaluate(const ratio *of, double x) {
    double over = of->over[TERMS - 1], under = of->under[TERMS - 1];
    for (int k = TERMS - 2; k >= 0; k--) {
        over = over * x + of->over[k];
        under = under * x + of->under[k];
    }
    return over / under;
}

double selat_normal_quantile(double p) {
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    double q = p - 0.5;
    if (fabs(q) <= 0.425) return q * evaluate(&central, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double size = r <= 5 ? evaluate(&middle, r - 1.6) : evaluate(&tail, r - 5);
    return q < 0 ? -size : size;
}
