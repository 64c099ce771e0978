/* Pieces of JSON on standard output. */
#include <math.h>

#include "cli.h"

void cli_json_text(const char *text) {
    if (text == NULL) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') {
            printf("\\%c", c);
        } else if (c < 0x20) {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

/* JSON has no word for what is not a number. */
void cli_json_number(const char *key, double value) {
    if (isfinite(value)) {
        printf("\"%s\": %.17g", key, value);
    } else {
        printf("\"%s\": null", key);
    }
}
