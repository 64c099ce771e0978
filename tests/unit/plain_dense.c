/* dense_plain.c as the build without BLAS has it, renamed so that a test can hold it against dense_blas.c. */
#include "plain_dense.h"

#define selat_dense_multiply plain_dense_multiply
#define selat_dense_factor plain_dense_factor
#define selat_dense_solve plain_dense_solve
#define selat_single_multiply plain_single_multiply
#define selat_single_panel plain_single_panel
#define selat_single_update plain_single_update
#define selat_single_solve plain_single_solve
#include "base/dense_plain.c"
