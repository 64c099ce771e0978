/* Gates: which edges of the network each of them closes. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/sea.h"

enum { LONGEST_CODE = 128 };

/* Twice the signed area of the triangle a, b, c. */
static double turn(double ax, double ay, double bx, double by, double cx, double cy) {
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/* The straight lines in degrees meet or touch (lines that lie on one another count). */
static bool crosses(const selat_sea_network *n, int64_t edge, const selat_gate_part *p) {
    double ax = n->lon[n->from[edge]], ay = n->lat[n->from[edge]], bx = n->lon[n->to[edge]], by = n->lat[n->to[edge]];
    if (fabs(ax - bx) > 180) return false;
    return turn(ax, ay, bx, by, p->lon_a, p->lat_a) * turn(ax, ay, bx, by, p->lon_b, p->lat_b) <= 0 &&
           turn(p->lon_a, p->lat_a, p->lon_b, p->lat_b, ax, ay) * turn(p->lon_a, p->lat_a, p->lon_b, p->lat_b, bx, by) <= 0;
}

static bool closes(const selat_sea_network *n, int64_t edge, const selat_gate_part *part, int64_t passage) {
    return part->passage != NULL ? n->passage[edge] == passage : crosses(n, edge, part);
}

static selat_status mark_part(selat_context *context, const selat_sea_network *n, const selat_gate *gate,
                              const selat_gate_part *part, selat_gate_set bit, selat_gate_set *edge_gates) {
    int64_t passage = part->passage != NULL ? selat_labels_find(&n->passages, part->passage) : -1;
    if (part->passage != NULL && passage < 0) {
        return selat_fail(context, SELAT_BAD_INPUT, "gate %s: the network has no passage '%s'", gate->code, part->passage);
    }
    for (int64_t e = 0; e < n->n_edges; e++) {
        if (closes(n, e, part, passage)) edge_gates[e] |= bit;
    }
    return SELAT_OK;
}

/* Where a map marks a gate: the middle of its first line, or of its first edge. */
static void mark_middle(const selat_sea_network *n, selat_gate *gate) {
    const selat_gate_part *p = &gate->parts[0];
    if (p->passage == NULL) {
        gate->lon = (p->lon_a + p->lon_b) / 2;
        gate->lat = (p->lat_a + p->lat_b) / 2;
        return;
    }
    int64_t e = gate->edges[gate->n_edges / 2];
    gate->lon = (n->lon[n->from[e]] + n->lon[n->to[e]]) / 2;
    gate->lat = (n->lat[n->from[e]] + n->lat[n->to[e]]) / 2;
}

static selat_status bind_gate(selat_context *context, const selat_sea_network *n, selat_gates *gates, int64_t g) {
    selat_gate *gate = &gates->gates[g];
    selat_gate_set bit = (selat_gate_set)1 << g;
    for (int64_t k = 0; k < gate->n_parts; k++) {
        TRY(mark_part(context, n, gate, &gate->parts[k], bit, gates->edge_gates));
    }
    gate->n_edges = 0;
    for (int64_t e = 0; e < n->n_edges; e++) gate->n_edges += (gates->edge_gates[e] & bit) != 0;
    if (gate->n_edges == 0) return selat_fail(context, SELAT_BAD_INPUT, "gate %s: no lane of the network crosses it", gate->code);
    selat_release(context, gate->edges);
    gate->edges = NULL;
    TRY(selat_new(context, gate->n_edges, &gate->edges));
    for (int64_t e = 0, k = 0; e < n->n_edges; e++) {
        if ((gates->edge_gates[e] & bit) != 0) gate->edges[k++] = e;
    }
    if (gate->shut) gates->shut |= bit;
    mark_middle(n, gate);
    return SELAT_OK;
}

selat_status selat_gates_bind(selat_context *context, const selat_sea_network *network, selat_gates *gates) {
    if (gates->count > SELAT_MOST_GATES) {
        return selat_fail(context, SELAT_BAD_INPUT, "%lld gates: expected at most %d", (long long)gates->count, SELAT_MOST_GATES);
    }
    selat_release(context, gates->edge_gates);
    gates->edge_gates = NULL;
    gates->shut = 0;
    gates->n_edges = network->n_edges;
    TRY(selat_new(context, network->n_edges, &gates->edge_gates));
    for (int64_t g = 0; g < gates->count; g++) TRY(bind_gate(context, network, gates, g));
    return SELAT_OK;
}

void selat_gates_clear(selat_context *context, selat_gates *gates) {
    for (int64_t g = 0; g < gates->count; g++) {
        selat_gate *gate = &gates->gates[g];
        for (int64_t k = 0; k < gate->n_parts; k++) selat_release(context, gate->parts[k].passage);
        void *const parts[] = {gate->code, gate->name, gate->aliases, gate->note, gate->parts, gate->edges};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) selat_release(context, parts[k]);
    }
    selat_release(context, gates->gates);
    selat_release(context, gates->edge_gates);
    *gates = (selat_gates){0};
}

/* Lower case, '_' for '-' and ' '. False: too long for a code. */
static bool as_code(const char *text, char *out) {
    size_t k = 0;
    for (; text[k] != '\0' && k < LONGEST_CODE - 1; k++) {
        out[k] = text[k] == '-' || text[k] == ' ' ? '_' : (char)tolower((unsigned char)text[k]);
    }
    out[k] = '\0';
    return text[k] == '\0';
}

/* `word` stands among the words of `list`. */
static bool has_word(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n == length && strncmp(at, word, n) == 0) return true;
        at += n;
        if (*at == ' ') at++;
    }
    return false;
}

int64_t selat_gates_find(const selat_gates *gates, const char *code) {
    char wanted[LONGEST_CODE];
    if (!as_code(code, wanted)) return -1;
    for (int64_t g = 0; g < gates->count; g++) {
        if (strcmp(gates->gates[g].code, wanted) == 0) return g;
    }
    for (int64_t g = 0; g < gates->count && *wanted != '\0'; g++) {
        if (has_word(gates->gates[g].aliases, wanted)) return g;
    }
    return -1;
}

/* The only gate whose code begins with what was asked or has it within ("malacca_singapore" for the strait); or NULL. */
static const char *only_gate_with(const selat_gates *gates, const char *text) {
    const char *found = NULL;
    for (int64_t g = 0; g < gates->count; g++) {
        if (strlen(text) < 4 || strstr(gates->gates[g].code, text) == NULL) continue;
        if (found != NULL) return NULL;
        found = gates->gates[g].code;
    }
    return found;
}

static const char *nearest_gate(const selat_gates *gates, const char *text) {
    char wanted[LONGEST_CODE];
    char *codes[SELAT_MOST_GATES];
    if (!as_code(text, wanted)) return NULL;
    for (int64_t g = 0; g < gates->count; g++) codes[g] = gates->gates[g].code;
    selat_labels all = {gates->count, codes, codes};
    const char *nearest = selat_labels_nearest(&all, wanted);
    return nearest != NULL ? nearest : only_gate_with(gates, wanted);
}

selat_status selat_gates_require(selat_context *context, const selat_gates *gates, const char *code, int64_t *out) {
    *out = selat_gates_find(gates, code);
    if (*out >= 0) return SELAT_OK;
    const char *nearest = nearest_gate(gates, code);
    if (nearest != NULL) {
        return selat_fail(context, SELAT_BAD_INPUT, "there is no gate '%s' (did you mean %s?)", code, nearest);
    }
    selat_text list = {0};
    selat_status status = SELAT_OK;
    for (int64_t g = 0; g < gates->count && status == SELAT_OK; g++) {
        status = selat_text_add(context, &list, "%s%s", g > 0 ? ", " : "", gates->gates[g].code);
    }
    if (status == SELAT_OK) {
        status = selat_fail(context, SELAT_BAD_INPUT, "there is no gate '%s': expected one of %s", code,
                            list.bytes != NULL ? list.bytes : "none");
    }
    selat_text_clear(context, &list);
    return status;
}
