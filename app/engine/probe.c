/* Does this compiler build what the engine needs? Tried when the build is set up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

__attribute__((visibility("default"))) double probe(double x) {
    char *bytes = malloc((size_t)x);
    if (bytes == NULL) return 0;
    memset(bytes, 1, (size_t)x);
    wide product = (wide)(unsigned long long)x * (unsigned long long)bytes[0];
    double sum = pow(x, 1.5) + (double)(unsigned long long)(product % 7);
    free(bytes);
    return sum;
}
