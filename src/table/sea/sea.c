/* Ports, and the sea of one table as a whole. */
#include "selat/sea.h"

#include <ctype.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

enum { MOST_NAMED = 8 };

void selat_ports_clear(selat_context *context, selat_ports *ports) {
    for (int64_t p = 0; p < ports->count; p++) {
        selat_release(context, ports->ports[p].code);
        selat_release(context, ports->ports[p].name);
        selat_release(context, ports->ports[p].country);
    }
    selat_release(context, ports->ports);
    *ports = (selat_ports){0};
}

void selat_sea_destroy(selat_context *context, selat_sea *sea) {
    if (sea == NULL) return;
    selat_sea_network_destroy(context, sea->network);
    selat_gates_clear(context, &sea->gates);
    selat_ports_clear(context, &sea->ports);
    for (int64_t k = 0; k < sea->n_main_ports; k++) {
        selat_release(context, sea->main_ports[k].country);
        selat_release(context, sea->main_ports[k].note);
    }
    void *const parts[] = {sea->source, sea->main_ports, sea->sea_share, sea->tonnes_per_kusd, sea->land_share, sea};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
}

/* ---- finding a port ---- */

static bool same_word(const char *a, const char *b) {
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) return false;
    }
    return *a == *b;
}

static int64_t by_code(const selat_ports *ports, const char *text) {
    for (int64_t p = 0; p < ports->count; p++) {
        if (same_word(ports->ports[p].code, text)) return p;
    }
    return -1;
}

static int64_t by_country(const selat_sea *sea, const char *text) {
    int64_t best = -1;
    for (int64_t k = 0; k < sea->n_main_ports; k++) {
        if (!same_word(sea->main_ports[k].country, text)) continue;
        if (best < 0 || sea->main_ports[k].share > sea->main_ports[best].share) best = k;
    }
    return best < 0 ? -1 : sea->main_ports[best].port;
}

/* The ports that have the name: their number, *first one of them; their codes into `list`. */
static selat_status by_name(selat_context *context, const selat_ports *ports, const char *text, int64_t *count,
                            int64_t *first, selat_text *list) {
    *count = 0;
    for (int64_t p = 0; p < ports->count; p++) {
        if (!same_word(ports->ports[p].name, text)) continue;
        if ((*count)++ == 0) *first = p;
        if (*count <= MOST_NAMED) {
            TRY(selat_text_add(context, list, "%s%s", *count > 1 ? ", " : "", ports->ports[p].code));
        }
    }
    return SELAT_OK;
}

static bool begins_with(const char *text, const char *start) {
    for (; *start != '\0'; text++, start++) {
        if (tolower((unsigned char)*text) != tolower((unsigned char)*start)) return false;
    }
    return true;
}

/* A port whose name, or else code, is within two letters of the text, or whose name has it as the beginning. */
static selat_status nearest_port(selat_context *context, const selat_ports *ports, const char *text, int64_t *out) {
    char **words;
    *out = -1;
    TRY(selat_new(context, ports->count, &words));
    selat_labels labels = {ports->count, words, words};
    for (int64_t p = 0; p < ports->count; p++) words[p] = ports->ports[p].name;
    const char *nearest = selat_labels_nearest(&labels, text);
    for (int64_t p = 0; p < ports->count && *out < 0; p++) {
        if (words[p] == nearest || (strlen(text) >= 4 && begins_with(words[p], text))) *out = p;
    }
    for (int64_t p = 0; p < ports->count; p++) words[p] = ports->ports[p].code;
    if (*out < 0 && (nearest = selat_labels_nearest(&labels, text)) != NULL) *out = by_code(ports, nearest);
    selat_release(context, words);
    return SELAT_OK;
}

static selat_status unknown_port(selat_context *context, const selat_ports *ports, const char *text) {
    int64_t nearest;
    TRY(nearest_port(context, ports, text, &nearest));
    if (nearest >= 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "there is no port '%s' (did you mean %s, %s?)", text,
                          ports->ports[nearest].name, ports->ports[nearest].code);
    }
    return selat_fail(context, SELAT_BAD_INPUT,
                      "there is no port '%s': expected a UN/LOCODE (MYPKG), a port's name, or a country's ISO code (MYS)", text);
}

selat_status selat_sea_find_port(selat_context *context, const selat_sea *sea, const char *text, int64_t *out) {
    *out = by_code(&sea->ports, text);
    if (*out < 0) *out = by_country(sea, text);
    if (*out >= 0) return SELAT_OK;
    int64_t count, first = -1;
    selat_text list = {0};
    selat_status status = by_name(context, &sea->ports, text, &count, &first, &list);
    if (status == SELAT_OK && count == 0) status = unknown_port(context, &sea->ports, text);
    if (status == SELAT_OK && count > 1) {
        status = selat_fail(context, SELAT_BAD_INPUT, "%lld ports are called '%s': expected one of %s%s", (long long)count, text,
                            list.bytes, count > MOST_NAMED ? ", ..." : "");
    }
    if (status == SELAT_OK) *out = first;
    selat_text_clear(context, &list);
    return status;
}
