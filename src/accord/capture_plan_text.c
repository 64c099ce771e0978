/* Planned capture networks as text, so that an accord can be solved where networks cannot be planned. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"
#include "selat/accord.h"

/* After the line HEADER two lines for every plan: "plan" with the folder of its network, and its numbers with blanks between, "-"
   for one that is not given: what it was planned for (fill_key), its arrays, its purchases. */
static const char HEADER[] = "selat capture plans 1";
enum { N_ARRAYS = 7, PURCHASE_FIELDS = 6, LARGEST_COUNT = 1000000 };

struct selat_capture_plans {
    int64_t count, room;
    selat_capture_plan **plans; /* [count] */
};

/* [N_ARRAYS] the arrays, and how long each is. */
static void arrays_of(selat_capture_plan *plan, double **arrays[N_ARRAYS], int64_t counts[N_ARRAYS]) {
    double **const all[N_ARRAYS] = {&plan->captured_mt, &plan->penalty_mt, &plan->paid_musd, &plan->stored_mt,
                                    &plan->fee_musd,    &plan->storage_musd, &plan->built_musd};
    for (int k = 0; k < N_ARRAYS; k++) {
        arrays[k] = all[k];
        counts[k] = plan->n_years * (k < 3 ? plan->n_sectors : 1);
    }
}

/* ---- writing ---- */

static selat_status add(selat_context *context, selat_text *text, double value) {
    if (isnan(value)) return selat_text_add_bytes(context, text, "- ", 2);
    return selat_text_add(context, text, "%.17g ", value); /* reads back as the same number */
}

static selat_status write_key(selat_context *context, const selat_capture_plan *plan, selat_text *text) {
    const selat_capture_terms *t = &plan->terms;
    const double key[] = {(double)t->source_region, (double)t->store_region,  (double)t->start,        (double)t->full,
                          (double)t->last_year,     t->capacity_mtpa,         t->capture_usd_per_t,    t->energy_penalty,
                          plan->fee_usd_per_t,      (double)plan->first_year, (double)plan->n_years,   (double)plan->n_sectors,
                          (double)t->n_products};
    TRY(selat_text_add(context, text, "plan %s\n", plan->network != NULL ? plan->network : ""));
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) TRY(add(context, text, key[k]));
    for (int64_t k = 0; k < t->n_products; k++) TRY(add(context, text, (double)t->products[k]));
    return SELAT_OK;
}

static selat_status write_plan(selat_context *context, selat_capture_plan *plan, selat_text *text) {
    double **arrays[N_ARRAYS];
    int64_t counts[N_ARRAYS];
    TRY(write_key(context, plan, text));
    arrays_of(plan, arrays, counts);
    for (int a = 0; a < N_ARRAYS; a++) {
        for (int64_t k = 0; k < counts[a]; k++) TRY(add(context, text, (*arrays[a])[k]));
    }
    TRY(add(context, text, (double)plan->n_purchases));
    for (int64_t k = 0; k < plan->n_purchases; k++) {
        const selat_capture_purchase *p = &plan->purchases[k];
        const double fields[PURCHASE_FIELDS] = {(double)p->year,   (double)p->buyer,    (double)p->seller,
                                                (double)p->sector, (double)p->spending, p->amount_musd};
        for (int f = 0; f < PURCHASE_FIELDS; f++) TRY(add(context, text, fields[f]));
    }
    return selat_text_add(context, text, "\n");
}

static selat_status write_plans(selat_context *context, const selat_accord *accord, selat_text *text) {
    for (int64_t m = 0; m < accord->n_measures; m++) {
        selat_capture_plan *plan = accord->measures[m].capture;
        if (plan != NULL && plan->captured_mt != NULL) TRY(write_plan(context, plan, text));
    }
    for (int64_t k = 0; k < accord->n_overlays; k++) TRY(write_plans(context, accord->overlays[k], text));
    return SELAT_OK;
}

selat_status selat_capture_plans_write(selat_context *context, const selat_accord *accord, char **out) {
    selat_text text = {0};
    selat_status status = selat_text_add(context, &text, "%s\n", HEADER);
    if (status == SELAT_OK) status = write_plans(context, accord, &text);
    if (status != SELAT_OK) selat_text_clear(context, &text);
    *out = text.bytes;
    return status;
}

/* ---- reading ---- */

typedef struct scanner {
    selat_context *context;
    const char *file, *at, *end;
    int64_t line;
} scanner;

static selat_status fail(const scanner *s, const char *expected) {
    char found[24];
    size_t length = 0;
    while (s->at + length < s->end && s->at[length] != ' ' && s->at[length] != '\n' && length + 1 < sizeof found) length++;
    memcpy(found, s->at, length);
    found[length] = '\0';
    return selat_fail_at(s->context, (selat_place){s->file, s->line, 0, NULL}, length > 0 ? found : "the end of the line", "%s", expected);
}

/* The next number of the line; NAN for "-" where that may stand. */
static selat_status number(scanner *s, bool may_lack, double *out) {
    const char *stop = NULL;
    if (may_lack && s->end - s->at >= 2 && s->at[0] == '-' && s->at[1] == ' ') {
        *out = NAN;
        stop = s->at + 1;
    } else {
        stop = selat_scan_double(s->at, s->end, out);
    }
    if (stop == NULL || stop == s->end || *stop != ' ') return fail(s, may_lack ? "a number or '-'" : "a number");
    s->at = stop + 1;
    return SELAT_OK;
}

static selat_status whole(scanner *s, int64_t low, int64_t high, int64_t *out) {
    const char *before = s->at;
    double value;
    TRY(number(s, false, &value));
    if (value == floor(value) && value >= (double)low && value <= (double)high) {
        *out = (int64_t)value;
        return SELAT_OK;
    }
    s->at = before;
    char expected[80];
    selat_format(expected, sizeof expected, "a whole number from %lld to %lld", (long long)low, (long long)high);
    return fail(s, expected);
}

static selat_status word(scanner *s, const char *text) {
    size_t length = strlen(text);
    if ((size_t)(s->end - s->at) < length || memcmp(s->at, text, length) != 0) return fail(s, text[0] == '\n' ? "the end of the line" : text);
    s->at += length;
    if (text[length - 1] == '\n') s->line++;
    return SELAT_OK;
}

static selat_status read_network(scanner *s, selat_capture_plan *plan) {
    TRY(word(s, "plan "));
    const char *stop = memchr(s->at, '\n', (size_t)(s->end - s->at));
    if (stop == NULL) return fail(s, "a line of numbers below");
    if (stop > s->at) TRY(selat_copy_text_n(s->context, s->at, (size_t)(stop - s->at), &plan->network));
    s->at = stop + 1;
    s->line++;
    return SELAT_OK;
}

static selat_status read_key(scanner *s, const selat_table *table, selat_capture_plan *plan) {
    enum { FIRST_YEAR = 1, LAST_YEAR = 9999, LONGEST = 1000 };
    int64_t R = table->regions.count, S = table->sectors.count;
    selat_capture_terms *t = &plan->terms;
    TRY(read_network(s, plan));
    TRY(whole(s, 0, R - 1, &t->source_region));
    TRY(whole(s, 0, R - 1, &t->store_region));
    TRY(whole(s, FIRST_YEAR, LAST_YEAR, &t->start));
    TRY(whole(s, FIRST_YEAR, LAST_YEAR, &t->full));
    TRY(whole(s, FIRST_YEAR, LAST_YEAR, &t->last_year));
    TRY(number(s, false, &t->capacity_mtpa));
    TRY(number(s, true, &t->capture_usd_per_t));
    TRY(number(s, true, &t->energy_penalty));
    TRY(number(s, true, &plan->fee_usd_per_t));
    TRY(whole(s, FIRST_YEAR, LAST_YEAR, &plan->first_year));
    TRY(whole(s, 1, LONGEST, &plan->n_years));
    TRY(whole(s, S, S, &plan->n_sectors));
    TRY(whole(s, 0, S, &t->n_products));
    TRY(selat_new(s->context, t->n_products, &t->products));
    for (int64_t k = 0; k < t->n_products; k++) TRY(whole(s, 0, S - 1, &t->products[k]));
    return SELAT_OK;
}

static selat_status read_purchases(scanner *s, const selat_table *table, selat_capture_plan *plan) {
    int64_t R = table->regions.count, S = table->sectors.count, count, before = plan->first_year;
    TRY(whole(s, 0, LARGEST_COUNT, &count));
    if (count > (s->end - s->at) / (2 * PURCHASE_FIELDS)) return fail(s, "as many purchases as were counted");
    TRY(selat_new(s->context, count, &plan->purchases));
    for (; plan->n_purchases < count; plan->n_purchases++) {
        selat_capture_purchase *p = &plan->purchases[plan->n_purchases];
        int64_t spending;
        TRY(whole(s, before, plan->first_year + plan->n_years - 1, &p->year));
        TRY(whole(s, 0, R - 1, &p->buyer));
        TRY(whole(s, 0, R - 1, &p->seller));
        TRY(whole(s, 0, S - 1, &p->sector));
        TRY(whole(s, 0, SELAT_CAPTURE_OWN, &spending));
        TRY(number(s, false, &p->amount_musd));
        p->spending = (selat_capture_spending)spending;
        before = p->year;
    }
    return SELAT_OK;
}

static selat_status read_plan(scanner *s, const selat_table *table, selat_capture_plan *plan) {
    double **arrays[N_ARRAYS];
    int64_t counts[N_ARRAYS];
    TRY(read_key(s, table, plan));
    arrays_of(plan, arrays, counts);
    for (int a = 0; a < N_ARRAYS; a++) {
        TRY(selat_new(s->context, counts[a], arrays[a]));
        for (int64_t k = 0; k < counts[a]; k++) TRY(number(s, false, &(*arrays[a])[k]));
    }
    TRY(read_purchases(s, table, plan));
    return word(s, "\n");
}

static selat_status one_more(selat_context *context, selat_capture_plans *plans, selat_capture_plan **out) {
    if (plans->count == plans->room) {
        selat_capture_plan **longer;
        int64_t room = plans->room > 0 ? 2 * plans->room : 4;
        TRY(selat_new(context, room, &longer));
        for (int64_t k = 0; k < plans->count; k++) longer[k] = plans->plans[k];
        selat_release(context, plans->plans);
        plans->plans = longer;
        plans->room = room;
    }
    TRY(selat_new(context, 1, out));
    plans->plans[plans->count++] = *out;
    return SELAT_OK;
}

void selat_capture_plans_destroy(selat_context *context, selat_capture_plans *plans) {
    if (plans == NULL) return;
    for (int64_t k = 0; k < plans->count; k++) selat_capture_plan_destroy(context, plans->plans[k]);
    selat_release(context, plans->plans);
    selat_release(context, plans);
}

selat_status selat_capture_plans_read(selat_context *context, const char *file, const char *text, const selat_table *table,
                                      selat_capture_plans **out) {
    scanner s = {.context = context, .file = file, .at = text, .end = text + strlen(text), .line = 1};
    selat_capture_plan *plan;
    TRY(selat_new(context, 1, out));
    selat_status status = word(&s, HEADER);
    if (status == SELAT_OK) status = word(&s, "\n");
    while (status == SELAT_OK && s.at < s.end) {
        status = one_more(context, *out, &plan);
        if (status == SELAT_OK) status = read_plan(&s, table, plan);
    }
    if (status == SELAT_OK) return SELAT_OK;
    selat_capture_plans_destroy(context, *out);
    *out = NULL;
    return status;
}

/* ---- giving ---- */

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool same_text(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static bool fits(const selat_capture_plan *plan, const selat_capture_plan *asked, int64_t first_year, int64_t n_years) {
    const selat_capture_terms *a = &plan->terms, *b = &asked->terms;
    if (plan->first_year != first_year || plan->n_years != n_years || a->n_products != b->n_products) return false;
    for (int64_t k = 0; k < a->n_products; k++) {
        if (a->products[k] != b->products[k]) return false;
    }
    return a->source_region == b->source_region && a->store_region == b->store_region && a->start == b->start && a->full == b->full &&
           a->last_year == b->last_year && same_number(a->capacity_mtpa, b->capacity_mtpa) &&
           same_number(a->capture_usd_per_t, b->capture_usd_per_t) && same_number(a->energy_penalty, b->energy_penalty) &&
           same_number(plan->fee_usd_per_t, asked->fee_usd_per_t) && same_text(plan->network, asked->network);
}

static selat_status take(selat_context *context, selat_capture_plan *from, selat_capture_plan *to) {
    double **arrays[N_ARRAYS], **copies[N_ARRAYS];
    int64_t counts[N_ARRAYS];
    to->first_year = from->first_year;
    to->n_years = from->n_years;
    to->n_sectors = from->n_sectors;
    arrays_of(from, arrays, counts);
    arrays_of(to, copies, counts);
    for (int a = 0; a < N_ARRAYS; a++) TRY(selat_copy_doubles(context, *arrays[a], counts[a], copies[a]));
    TRY(selat_new(context, from->n_purchases, &to->purchases));
    memcpy(to->purchases, from->purchases, (size_t)from->n_purchases * sizeof *to->purchases);
    to->n_purchases = from->n_purchases;
    return SELAT_OK;
}

static selat_status use_plan(selat_context *context, const selat_accord *accord, const selat_table *table, const selat_capture_plans *plans,
                             const selat_measure *measure) {
    int64_t n_years = accord->last_year - accord->first_year + 1;
    for (int64_t k = 0; plans != NULL && k < plans->count; k++) {
        selat_capture_plan *plan = plans->plans[k];
        if (!fits(plan, measure->capture, accord->first_year, n_years)) continue;
        return take(context, plan, measure->capture);
    }
    char found[160];
    const selat_capture_terms *t = &measure->capture->terms;
    selat_format(found, sizeof found, "%g Mt a year from %s to %s in %lld to %lld, which no network was planned for", t->capacity_mtpa,
                 table->regions.codes[t->source_region], table->regions.codes[t->store_region], (long long)t->start, (long long)t->last_year);
    return selat_fail_at(context, (selat_place){accord->path, measure->line, 0, "capture"}, found,
                         "the terms and years of the file, whose network was planned with it (selat run plans others)");
}

selat_status selat_accord_use_plans(selat_context *context, selat_accord *accord, const selat_table *table,
                                    const selat_capture_plans *plans) {
    for (int64_t m = 0; m < accord->n_measures; m++) {
        const selat_measure *measure = &accord->measures[m];
        if (measure->capture == NULL || measure->capture->captured_mt != NULL) continue;
        TRY(use_plan(context, accord, table, plans, measure));
    }
    for (int64_t k = 0; k < accord->n_overlays; k++) TRY(selat_accord_use_plans(context, accord->overlays[k], table, plans));
    return SELAT_OK;
}
