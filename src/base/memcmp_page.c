/* The C library of a page compares byte by byte. */
#include <stdint.h>
#include <string.h>

int memcmp(const void *left, const void *right, size_t length) {
    const unsigned char *a = left, *b = right;
    for (uint64_t x, y; length >= sizeof x; a += sizeof x, b += sizeof x, length -= sizeof x) {
        memcpy(&x, a, sizeof x);
        memcpy(&y, b, sizeof y);
        if (x != y) break;
    }
    for (; length > 0; a++, b++, length--) {
        if (*a != *b) return *a < *b ? -1 : 1;
    }
    return 0;
}
