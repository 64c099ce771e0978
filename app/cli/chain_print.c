/* Printing value chains. */
#include "chain_print.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_POWERS = 15 };

const char *chain_basis_name(selat_chain_basis basis) {
    static const char *const names[] = {
        [SELAT_CHAIN_NO_SHARES] = "none",       [SELAT_CHAIN_GIVEN] = "given",
        [SELAT_CHAIN_EQUAL] = "equal",          [SELAT_CHAIN_FROM_TYPES] = "types",
        [SELAT_CHAIN_OTHER_STAGE] = "as stage",
    };
    return names[basis];
}

void chain_print_source(const selat_chain *chain) {
    printf("Source: %s.\n", chain->source);
    if (chain->notice[0] != '\0') printf("Note: %s.\n", chain->notice);
}

static int by_loss(const void *a, const void *b) {
    const chain_power *x = a, *y = b;
    if (x->known_loss != y->known_loss) return x->known_loss < y->known_loss ? 1 : -1;
    if (x->end_loss != y->end_loss) return x->end_loss < y->end_loss ? 1 : -1;
    if (x->worst_share != y->worst_share) return x->worst_share < y->worst_share ? 1 : -1;
    return (x->country > y->country) - (x->country < y->country);
}

static void find_worst(const selat_chain *chain, chain_power *power) {
    power->worst = -1;
    for (int64_t s = 0; s < chain->stages.count; s++) {
        bool own = chain->basis[s] == SELAT_CHAIN_GIVEN || chain->basis[s] == SELAT_CHAIN_EQUAL;
        double share = own && chain->kind[s] != SELAT_CHAIN_RESERVES ? selat_chain_share(chain, s, power->country) : 0;
        power->n_stages += share > 0;
        power->n_half += share >= 0.5;
        if (share <= power->worst_share) continue;
        power->worst = s;
        power->worst_share = share;
    }
}

static selat_status measure_power(cli_session *cli, const selat_chain *chain, const selat_chain_shock *how, double *left,
                                  chain_power *power) {
    selat_chain_shock shock = *how;
    selat_chain_result result;
    find_worst(chain, power);
    if (power->worst < 0) return SELAT_OK;
    for (int64_t c = 0; c < chain->countries.count; c++) left[c] = c != power->country;
    shock.left = left;
    for (int k = 0; k < 2; k++) {
        shock.only_known = k == 1;
        selat_status status = selat_chain_stop(cli->context, chain, &shock, &result);
        if (status != SELAT_OK) return status;
        *(k == 1 ? &power->known_loss : &power->end_loss) = result.end_loss;
        selat_chain_result_clear(cli->context, &result);
    }
    return selat_chain_reach(cli->context, chain, power->worst, &power->reach);
}

selat_status chain_powers(cli_session *cli, const selat_chain *chain, const selat_chain_shock *how, chain_power **powers,
                          int64_t *count) {
    int64_t C = chain->countries.count;
    double *left = malloc((size_t)C * sizeof *left);
    *powers = calloc((size_t)C, sizeof **powers);
    *count = 0;
    selat_status status = left != NULL && *powers != NULL ? SELAT_OK : SELAT_NO_MEMORY;
    for (int64_t c = 0; status == SELAT_OK && c < C; c++) {
        if (strcmp(chain->countries.codes[c], SELAT_CHAIN_OTHER) == 0) continue;
        chain_power *power = &(*powers)[*count];
        *power = (chain_power){.country = c};
        status = measure_power(cli, chain, how, left, power);
        if (power->worst >= 0) (*count)++;
    }
    free(left);
    if (status == SELAT_OK) qsort(*powers, (size_t)*count, sizeof **powers, by_loss);
    return status;
}

/* "TWN 47, USA 27, CHN 12". */
static void write_largest(const selat_chain *chain, int64_t stage, char *text, size_t size) {
    double last = 2;
    int64_t before = -1;
    size_t at = 0;
    text[0] = '\0';
    for (int k = 0; k < 3; k++) {
        int64_t best = -1;
        double most = 0;
        for (int64_t c = 0; c < chain->countries.count; c++) {
            double share = selat_chain_share(chain, stage, c);
            bool after = share < last || (share == last && c > before);
            if (strcmp(chain->countries.codes[c], SELAT_CHAIN_OTHER) == 0 || !after || share <= most) continue;
            best = c;
            most = share;
        }
        if (best < 0 || at >= size) return;
        at += (size_t)snprintf(text + at, size - at, "%s%s %.0f", k > 0 ? ", " : "", chain->countries.codes[best], 100 * most);
        last = most;
        before = best;
    }
}

static void print_stage(const chain_view *v, int64_t s) {
    const selat_chain *chain = &v->before;
    char largest[64];
    write_largest(chain, s, largest, sizeof largest);
    bool known = selat_chain_hhi(chain, s) > 0;
    printf("%-9.9s %-42.42s %-9s", chain->stages.codes[s], chain->stages.names[s], chain_basis_name(chain->basis[s]));
    if (known) printf(" %6.0f", selat_chain_hhi(chain, s));
    if (!known) printf(" %6s", "-");
    if (v->has_after) printf(" %6.0f", selat_chain_hhi(&v->after, s));
    printf("  %-24s", largest);
    for (int k = 0; k < v->n_shown; k++) {
        const char *code = v->after.countries.codes[v->shown[k]];
        int64_t c = selat_labels_find(&chain->countries, code);
        printf(" %6.1f", c >= 0 ? 100 * selat_chain_share(chain, s, c) : 0.0);
        if (v->has_after) printf(" %6.1f", 100 * selat_chain_share(&v->after, s, v->shown[k]));
    }
    if (v->has_stop) printf(" %7.1f %7.1f", 100 * v->stop_before.own_loss[s], 100 * v->stop_before.loss[s]);
    if (v->has_stop && v->has_after) printf(" %7.1f", 100 * v->stop_after.loss[s]);
    printf("\n");
}

static void print_stages(const chain_view *v) {
    printf("%-9s %-42s %-9s %6s", "stage", "", "shares", "HHI");
    if (v->has_after) printf(" %6s", "after");
    printf("  %-24s", "largest suppliers %");
    for (int k = 0; k < v->n_shown; k++) {
        printf(" %5.5s%%", v->after.countries.codes[v->shown[k]]);
        if (v->has_after) printf(" %6s", "after");
    }
    if (v->has_stop) printf(" %7s %7s", "own l.%", "loss %");
    if (v->has_stop && v->has_after) printf(" %7s", "after");
    printf("\n");
    for (int64_t s = 0; s < v->before.stages.count; s++) print_stage(v, s);
}

static void print_powers(const selat_chain *chain, const chain_power *powers, int64_t count, const selat_chain_shock *how) {
    int64_t shown = count < N_POWERS ? count : N_POWERS;
    printf("\nWho can stop whom: what is lost at the end of the chain when a country stops supplying%s\n\n",
           how->days > 0 ? "" : " for good");
    printf("%-8s %10s %13s %7s %8s  %-52s %12s\n", "country", "end loss %", "with equal %", "stages", "half of", "its largest share",
           "stages after");
    for (int64_t k = 0; k < shown; k++) {
        char where[80];
        snprintf(where, sizeof where, "%.0f %% of %s %s", 100 * powers[k].worst_share, chain->stages.codes[powers[k].worst],
                 chain->stages.names[powers[k].worst]);
        printf("%-8s %10.1f %13.1f %7lld %8lld  %-52.52s %12lld\n", chain->countries.codes[powers[k].country],
               100 * powers[k].known_loss, 100 * powers[k].end_loss, (long long)powers[k].n_stages,
               (long long)powers[k].n_half, where, (long long)powers[k].reach);
    }
    if (shown < count) printf("  ... %lld further countries\n", (long long)(count - shown));
}

static void print_assumed(const chain_view *v) {
    const selat_chain_shock *shock = &v->shock;
    int64_t n_equal = 0, n_none = 0, n_unknown = 0;
    for (int64_t s = 0; s < v->before.stages.count; s++) {
        n_equal += v->before.basis[s] == SELAT_CHAIN_EQUAL;
        n_none += v->before.basis[s] == SELAT_CHAIN_NO_SHARES;
        if (v->before.basis[s] == SELAT_CHAIN_GIVEN) n_unknown += v->before.n_unknown[s];
    }
    printf("\nAssumed: one world market for each stage, so that any buyer can use any supplier that is left; the others raise\n"
           "output by %.0f %% at once (--spare); ", 100 * shock->spare);
    if (shock->days > 0) {
        printf("users hold %.0f days of each input (--stock); a missing machine matters as machines wear\nout, in %.0f years (--tool-life).\n",
               shock->stock_days, shock->tool_years > 0 ? shock->tool_years : SELAT_CHAIN_TOOL_YEARS);
    } else {
        printf("a stop for good, so that machines are missed in full (--days N for a stop of N days).\n");
    }
    printf("Types of an input %s.", shock->types_essential ? "are each needed (--types essential)"
                                                            : "replace each other by market size (--types essential: each is needed)");
    if (n_equal > 0) printf(" In %lld stages the source names suppliers without shares: taken as equal;\n'end loss' leaves them out, 'with equal' and the losses by stage count them.", (long long)n_equal);
    if (n_none > 0) printf(" %lld stages have no named suppliers and never stop by themselves.", (long long)n_none);
    if (n_unknown > 0) printf(" %lld named suppliers without an amount count as 0.", (long long)n_unknown);
    printf("\n");
}

int chain_print_table(cli_session *cli, const chain_view *v) {
    chain_power *powers = NULL;
    int64_t count;
    if (v->before.year > 0) printf("%s, %lld: shares of world supply by stage\n\n", v->before.name, (long long)v->before.year);
    if (v->before.year == 0) printf("%s: shares of world supply by stage\n\n", v->before.name);
    print_stages(v);
    if (v->has_stop) {
        printf("\n%s stops: %.1f %% of %s is lost", v->stopped, 100 * v->known_before,
               v->before.stages.names[v->stop_before.end]);
        if (v->has_after) printf(", %.1f %% with the new suppliers", 100 * v->known_after);
        if (v->stop_before.end_loss > v->known_before + 1e-12) {
            printf(" (%.1f %% when stages with suppliers but no shares count in equal shares", 100 * v->stop_before.end_loss);
            if (v->has_after) printf(", %.1f %% with the new suppliers", 100 * v->stop_after.end_loss);
            printf(")");
        }
        printf(".\n");
    }
    selat_status status = chain_powers(cli, v->has_after ? &v->after : &v->before, &v->shock, &powers, &count);
    if (status == SELAT_OK) print_powers(v->has_after ? &v->after : &v->before, powers, count, &v->shock);
    free(powers);
    if (status != SELAT_OK) return cli_fail(cli, status);
    print_assumed(v);
    chain_print_source(&v->before);
    return CLI_OK;
}

/* ---- JSON ---- */

static void json_pair(const char *key, const char *text) {
    printf("\"%s\": ", key);
    cli_json_text(text);
}

static void json_shares(const selat_chain *chain, int64_t s, const char *key) {
    printf(", \"%s\": {", key);
    bool first = true;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        double share = selat_chain_share(chain, s, c);
        if (share <= 0) continue;
        printf("%s", first ? "" : ", ");
        cli_json_number(chain->countries.codes[c], share);
        first = false;
    }
    printf("}");
}

static void json_stage(const chain_view *v, int64_t s) {
    static const char *const kinds[] = {"process", "material", "tool", "output", "reserves"};
    const selat_chain *chain = &v->before;
    printf("%s\n {", s > 0 ? "," : "");
    json_pair("stage", chain->stages.codes[s]);
    printf(", ");
    json_pair("name", chain->stages.names[s]);
    printf(", ");
    json_pair("group", chain->group[s]);
    printf(", \"kind\": \"%s\", \"basis\": \"%s\", ", kinds[chain->kind[s]], chain_basis_name(chain->basis[s]));
    cli_json_number("hhi", selat_chain_hhi(chain, s));
    printf(", ");
    cli_json_number("given_sum", chain->given_sum[s]);
    printf(", ");
    cli_json_number("size_musd", chain->size_musd[s]);
    printf(", \"suppliers_without_amount\": %lld", (long long)chain->n_unknown[s]);
    json_shares(chain, s, "shares");
    if (v->has_after) {
        printf(", ");
        cli_json_number("hhi_after", selat_chain_hhi(&v->after, s));
        json_shares(&v->after, s, "shares_after");
    }
    if (v->has_stop) {
        printf(", ");
        cli_json_number("own_loss", v->stop_before.own_loss[s]);
        printf(", ");
        cli_json_number("loss", v->stop_before.loss[s]);
    }
    if (v->has_stop && v->has_after) {
        printf(", ");
        cli_json_number("loss_after", v->stop_after.loss[s]);
    }
    printf("}");
}

static void json_powers(const selat_chain *chain, const chain_power *powers, int64_t count) {
    printf("\n], \"who_can_stop\": [");
    for (int64_t k = 0; k < count; k++) {
        printf("%s\n {", k > 0 ? "," : "");
        json_pair("country", chain->countries.codes[powers[k].country]);
        printf(", ");
        cli_json_number("end_loss", powers[k].known_loss);
        printf(", ");
        cli_json_number("end_loss_with_equal", powers[k].end_loss);
        printf(", ");
        json_pair("largest_in", chain->stages.codes[powers[k].worst]);
        printf(", ");
        cli_json_number("largest_share", powers[k].worst_share);
        printf(", \"stages\": %lld, \"half_of\": %lld, \"stages_after\": %lld}", (long long)powers[k].n_stages,
               (long long)powers[k].n_half, (long long)powers[k].reach);
    }
    printf("\n]");
}

int chain_print_json(cli_session *cli, const chain_view *v) {
    chain_power *powers = NULL;
    int64_t count;
    selat_status status = chain_powers(cli, v->has_after ? &v->after : &v->before, &v->shock, &powers, &count);
    if (status == SELAT_OK) {
        printf("{");
        json_pair("chain", v->before.name);
        printf(", \"year\": %lld, ", (long long)v->before.year);
        json_pair("source", v->before.source);
        printf(", ");
        json_pair("notice", v->before.notice);
        if (v->has_stop) {
            printf(", \"stop\": {");
            json_pair("countries", v->stopped);
            printf(", ");
            cli_json_number("days", v->shock.days);
            printf(", ");
            json_pair("end", v->before.stages.codes[v->stop_before.end]);
            printf(", ");
            cli_json_number("end_loss", v->known_before);
            printf(", ");
            cli_json_number("end_loss_with_equal", v->stop_before.end_loss);
            if (v->has_after) printf(", ");
            if (v->has_after) cli_json_number("end_loss_after", v->known_after);
            if (v->has_after) printf(", ");
            if (v->has_after) cli_json_number("end_loss_with_equal_after", v->stop_after.end_loss);
            printf("}");
        }
        printf(", \"stages\": [");
        for (int64_t s = 0; s < v->before.stages.count; s++) json_stage(v, s);
        json_powers(v->has_after ? &v->after : &v->before, powers, count);
        printf("}\n");
    }
    free(powers);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

/* ---- CSV ---- */

static void put_quoted(FILE *file, const char *text) {
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"') fputc('"', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

static void put_stage(FILE *file, const chain_view *v, int64_t s) {
    const selat_chain *chain = v->has_after ? &v->after : &v->before;
    for (int64_t c = 0; c < chain->countries.count; c++) {
        int64_t old = selat_labels_find(&v->before.countries, chain->countries.codes[c]);
        double before = old >= 0 ? selat_chain_share(&v->before, s, old) : 0, after = selat_chain_share(chain, s, c);
        if (before <= 0 && after <= 0) continue;
        put_quoted(file, chain->stages.codes[s]);
        fputc(',', file);
        put_quoted(file, chain->stages.names[s]);
        fprintf(file, ",%s,%s,%.12g,%.12g,%.12g,%.12g", chain_basis_name(chain->basis[s]), chain->countries.codes[c], before,
                after, selat_chain_hhi(&v->before, s), selat_chain_hhi(chain, s));
        if (v->has_stop) {
            fprintf(file, ",%.12g,%.12g,%.12g\n", v->stop_before.own_loss[s], v->stop_before.loss[s],
                    v->has_after ? v->stop_after.loss[s] : v->stop_before.loss[s]);
        } else {
            fprintf(file, ",,,\n");
        }
    }
}

selat_status chain_write_csv(cli_session *cli, const chain_view *v, const char *path) {
    (void)cli;
    char beside[4096];
    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside) return SELAT_BAD_INPUT;
    FILE *file = fopen(beside, "w");
    if (file == NULL) {
        cli_usage("%s: cannot write: %s", path, strerror(errno));
        return SELAT_IO_ERROR;
    }
    fprintf(file, "stage,name,basis,country,share,share_after,hhi,hhi_after,own_loss,loss,loss_after\n");
    for (int64_t s = 0; s < v->before.stages.count; s++) put_stage(file, v, s);
    bool written = ferror(file) == 0;
    if (fclose(file) != 0 || !written || rename(beside, path) != 0) {
        remove(beside);
        cli_usage("%s: cannot write: %s", path, strerror(errno));
        return SELAT_IO_ERROR;
    }
    return SELAT_OK;
}
