/* Marks for hot kernels. */
#ifndef SELAT_BASE_KERNEL_H
#define SELAT_BASE_KERNEL_H

/* Compiled twice, for any x86-64 and for one with AVX2 and FMA; the processor chooses at load time.
   Empty for other targets, for -march=native builds and under sanitizers (which do not take ifuncs). */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(SELAT_TARGET_CLONES)
#define SELAT_KERNEL __attribute__((target_clones("default", "arch=x86-64-v3")))
#else
#define SELAT_KERNEL
#endif

/* The same for kernels over long rows of doubles, once more for AVX-512. Sums are then added up in another order. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(SELAT_TARGET_CLONES)
#define SELAT_KERNEL_WIDE __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define SELAT_KERNEL_WIDE
#endif

/* A piece of a kernel in a function of its own: it must be inlined, or it is compiled for the oldest processor only. */
#if defined(__GNUC__)
#define SELAT_KERNEL_PART static inline __attribute__((always_inline))
#else
#define SELAT_KERNEL_PART static inline
#endif

#endif
