/* selat backtest: the trade model's predictions for past years against what happened. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { FROM, TO, TABLE, PANEL, DUTIES, EVENTS, ELASTICITIES, DEFICITS, LEAST, DRAWS, SEED, WRITE, N_FLAGS };
static const cli_flag flags[N_FLAGS] = {
    {"--from", 0, "YEAR", "calibrate to this year (with --to; default: four windows between 2011 and 2021)"},
    {"--to", 0, "YEAR", "and predict this one"},
    {"--table", 0, "TABLE", "whose input and value-added shares are used (default: oecd-2022)"},
    {"--panel", 0, "PANEL", "flows and tariffs by year (default: flows-2011-2022)"},
    {"--duties", 0, "NAME", "duties added to the panel's, or 'none' (default: us-china-2018-2019)"},
    {"--events", 0, "NAME", "past agreements to look at one by one, or 'none' (default: events; none with --from)"},
    {"--elasticities", 0, "NAME", "central theta (default: caliendo-parro-2015)"},
    {"--deficits", 0, "RULE", "nominal, share, multiplicative or zero (default: share)"},
    {"--least", 0, "MUSD", "leave out flows below this in the first year (default: 10 million USD)"},
    {"--draws", 0, "N", "draws of theta behind the 90 % band, 0 to 2000 (default: 200)"},
    {"--seed", 0, "N", "of the random numbers (default: 1)"},
    {"--write", 0, "FILE", "also write the JSON to FILE (data/panel/backtest.json is made so)"},
};

static const selat_window default_windows[] = {{2011, 2015}, {2011, 2019}, {2015, 2019}, {2012, 2021}};

typedef struct loaded {
    selat_table *table;
    selat_panel *panel;
    selat_added_duties duties;
    selat_groups groups;
    selat_past_events events;
    selat_elasticities elasticities;
    int64_t n_draws;
    double seed;
    double *theta_sets; /* [n_draws][S] */
    selat_window window;
} loaded;

static const char *value_or(const cli_session *cli, int flag, const char *otherwise) {
    return cli->values[flag] != NULL ? cli->values[flag] : otherwise;
}

static selat_status draw_theta(selat_context *context, loaded *l) {
    int64_t n_sources;
    selat_elasticities *sources;
    selat_status status = selat_dataset_published(context, l->elasticities.name, l->table, &n_sources, &sources);
    if (status != SELAT_OK) return status;
    l->theta_sets = calloc((size_t)(l->n_draws * l->table->sectors.count) + 1, sizeof *l->theta_sets);
    status = l->theta_sets == NULL ? SELAT_NO_MEMORY
                                   : selat_backtest_draw_theta(context, &l->elasticities, n_sources, sources, l->n_draws,
                                                               (uint64_t)l->seed, l->theta_sets);
    selat_dataset_published_free(context, n_sources, sources);
    return status;
}

static selat_status load(cli_session *cli, loaded *l) {
    selat_context *context = cli->context;
    const char *duties = value_or(cli, DUTIES, "us-china-2018-2019");
    const char *events = value_or(cli, EVENTS, cli->values[FROM] != NULL ? "none" : "events");
    selat_status status = selat_dataset_table(context, value_or(cli, TABLE, "oecd-2022"), &l->table);
    if (status == SELAT_OK) status = selat_dataset_panel(context, value_or(cli, PANEL, "flows-2011-2022"), &l->panel);
    if (status == SELAT_OK && strcmp(duties, "none") != 0) {
        status = selat_dataset_added_duties(context, duties, l->panel, &l->duties);
    }
    if (status == SELAT_OK) status = selat_dataset_groups(context, &l->groups);
    if (status == SELAT_OK && strcmp(events, "none") != 0) {
        status = selat_dataset_past_events(context, events, l->panel, &l->groups, &l->events);
    }
    if (status == SELAT_OK) {
        status = selat_dataset_elasticities(context, value_or(cli, ELASTICITIES, "caliendo-parro-2015"), l->table,
                                            &l->elasticities);
    }
    if (status == SELAT_OK) status = draw_theta(context, l);
    return status;
}

static void unload(selat_context *context, loaded *l) {
    free(l->theta_sets);
    selat_elasticities_clear(context, &l->elasticities);
    selat_past_events_clear(context, &l->events);
    selat_groups_clear(context, &l->groups);
    selat_added_duties_clear(context, &l->duties);
    selat_panel_destroy(context, l->panel);
    selat_table_destroy(context, l->table);
}

/* ---- printing ---- */

static void print_number(const char *format, int width, double value) {
    if (value == value) {
        printf(format, width, value);
    } else {
        printf("%*s", width, "-");
    }
}

static void print_fit(const selat_backtest_fit *f, const char *what) {
    printf("    %-38s %8lld", what, (long long)f->cells);
    print_number("%*.2f", 8, f->slope);
    print_number("%*.2f", 7, f->standard_error);
    print_number("%*.4f", 9, f->r2);
    print_number("%*.2f", 8, f->rank_correlation);
    print_number("%*.1f", 9, 100 * f->sign_agreement);
    print_number("%*.1f", 10, 100 * f->coverage);
    putchar('\n');
}

static void print_window(const selat_backtest_window *w) {
    static const char *const names[SELAT_BACKTEST_SAMPLES] = {
        "all flows", "own tariff moved by 1 point or more", "own tariff did not", "within importer- and exporter-product",
        "the same, weighted by trade"};
    printf("\n  %lld to %lld: %lld flows (%.0f %% of trade in goods), %lld with a tariff change; actual changes vary by\n"
           "  %.2f log points (standard deviation), predicted ones by %.3f\n",
           (long long)w->years.from, (long long)w->years.to, (long long)w->cells, 100 * w->trade_share,
           (long long)w->treated, w->sd_actual, w->sd_predicted);
    for (int s = 0; s < SELAT_BACKTEST_SAMPLES; s++) print_fit(&w->fit[s], names[s]);
    if (!w->solver.converged) printf("    NOT CONVERGED: residual %.1e\n", w->solver.residual);
}

static void print_events(const selat_backtest *b) {
    if (b->inputs.events == NULL || b->inputs.events->count == 0) return;
    printf("\nPast agreements: goods between the two sides whose tariff moved by a point or more, against all other flows of\n"
           "the same importers and exporters (difference in differences, change of the expenditure share in %%)\n\n"
           "    %-38s %5s %5s %7s %9s %11s %9s %7s\n",
           "", "from", "to", "flows", "tariff pt", "predicted %", "actual %", "s.e.");
    for (int64_t k = 0; k < b->inputs.events->count; k++) {
        const selat_past_event *e = &b->inputs.events->events[k];
        const selat_backtest_event *f = &b->events[k];
        printf("    %-38.38s %5lld %5lld %7lld %9.1f", e->name, (long long)e->window.from, (long long)e->window.to,
               (long long)f->cells, 100 * f->tariff_change);
        print_number("%*.1f", 12, 100 * f->predicted);
        print_number("%*.1f", 10, 100 * f->actual);
        print_number("%*.1f", 8, 100 * f->standard_error);
        putchar('\n');
    }
    printf("\n    Changes in %% are log points times 100.\n");
}

static void print_table(const selat_backtest *b) {
    const selat_backtest_inputs *in = &b->inputs;
    printf("Backtest: calibrated to the first year's flows and tariffs (%s), then only the tariffs that followed.\n"
           "Input and value-added shares are those of %s in every year, since earlier national tables are not at hand.\n"
           "Theta: %s; the band is that of %lld draws. Flows of %g million USD or more. %s%s%s\n\n"
           "    %-38s %8s %7s %6s %8s %7s %8s %9s\n",
           in->panel->name, in->table->name, in->elasticities->name, (long long)in->n_theta_sets, in->least_musd,
           in->duties != NULL ? "Duties added: " : "", in->duties != NULL ? in->duties->name : "",
           in->duties != NULL ? "." : "", "actual on predicted log change of share", "flows", "slope", "s.e.", "R2",
           "rank c.", "sign %", "in band %");
    for (int64_t k = 0; k < in->n_windows; k++) print_window(&b->windows[k]);
    print_events(b);
    printf("\nHow to read: a slope of 1 says the model is right on average, 0 that its predictions say nothing. Tariffs are a\n"
           "small part of why trade changes, so R2 is small and few changes lie in a band that knows only about theta. The\n"
           "fair test is 'within': the same importer's and the same exporter's product, where tariffs moved and where not.\n"
           "docs/models/backtest.md says what this cannot show.\n");
}

static int report(cli_session *cli, const selat_backtest *backtest) {
    char *text = NULL;
    selat_status status = selat_report_backtest_json(cli->context, backtest, &text);
    if (status == SELAT_OK && cli->values[WRITE] != NULL) {
        status = selat_report_backtest_write(cli->context, backtest, cli->values[WRITE]);
    }
    if (status == SELAT_OK && cli->json) printf("%s\n", text);
    if (status == SELAT_OK && !cli->json) print_table(backtest);
    selat_dataset_free(cli->context, text);
    return status == SELAT_OK ? CLI_OK : cli_fail(cli, status);
}

static int read_inputs(cli_session *cli, loaded *l, selat_backtest_inputs *inputs) {
    const char *rule = cli->values[DEFICITS];
    double from = 0, to = 0, draws = 200;
    l->seed = 1;
    *inputs = (selat_backtest_inputs){.deficits = SELAT_DEFICITS_SHARE, .least_musd = 10};
    if (rule != NULL && !selat_deficits_parse(rule, &inputs->deficits)) {
        return cli_usage("--deficits: found %s, expected nominal, share, multiplicative or zero", rule);
    }
    if ((cli->values[FROM] != NULL) != (cli->values[TO] != NULL)) return cli_usage("expected --from and --to together");
    int code = cli_number(cli, LEAST, "--least", 0, 1e9, &inputs->least_musd);
    if (code == CLI_OK) code = cli_number(cli, FROM, "--from", 1900, 2200, &from);
    if (code == CLI_OK) code = cli_number(cli, TO, "--to", 1900, 2200, &to);
    if (code == CLI_OK) code = cli_number(cli, DRAWS, "--draws", 0, 2000, &draws);
    if (code == CLI_OK) code = cli_number(cli, SEED, "--seed", 0, 9007199254740992, &l->seed);
    if (code != CLI_OK) return code;
    l->n_draws = (int64_t)draws;
    l->window = (selat_window){.from = (int64_t)from, .to = (int64_t)to};
    inputs->windows = from > 0 ? &l->window : default_windows;
    inputs->n_windows = from > 0 ? 1 : (int64_t)(sizeof default_windows / sizeof *default_windows);
    return CLI_OK;
}

static bool all_converged(const selat_backtest *b) {
    for (int64_t k = 0; k < b->inputs.n_windows; k++) {
        if (!b->windows[k].solver.converged) return false;
    }
    for (int64_t k = 0; b->inputs.events != NULL && k < b->inputs.events->count; k++) {
        if (!b->events[k].solver.converged) return false;
    }
    return true;
}

static int run(cli_session *cli) {
    loaded l = {0};
    selat_backtest_inputs inputs;
    selat_backtest *backtest = NULL;
    int code = read_inputs(cli, &l, &inputs);
    if (code != CLI_OK) return code;
    selat_status status = load(cli, &l);
    if (status == SELAT_OK) {
        inputs.panel = l.panel;
        inputs.duties = l.duties.count > 0 ? &l.duties : NULL;
        inputs.table = l.table;
        inputs.elasticities = &l.elasticities;
        inputs.n_theta_sets = l.n_draws;
        inputs.theta_sets = l.theta_sets;
        inputs.events = &l.events;
        status = selat_backtest_run(cli->context, &inputs, &backtest);
    }
    if (status != SELAT_OK) {
        code = cli_fail(cli, status);
    } else {
        code = report(cli, backtest);
        if (code == CLI_OK && !all_converged(backtest)) {
            fprintf(stderr, "selat: the trade model did not converge for every window and theta\n");
            code = CLI_FAILED;
        }
    }
    selat_backtest_destroy(cli->context, backtest);
    unload(cli->context, &l);
    return code;
}

const cli_command cmd_backtest = {
    .name = "backtest",
    .words = "",
    .purpose = "hold the trade model's predictions for past years against what happened",
    .details = "Calibrates the trade model to the flows and tariffs of an early year, applies the tariffs that followed\n"
               "and compares predicted with actual changes of expenditure shares by importer, exporter and good: slope,\n"
               "R2, rank correlation, signs, and how many lie in the 90 % band. docs/models/backtest.md has the method.",
    .examples = "  selat backtest\n"
                "  selat backtest --from 2011 --to 2019 --elasticities fgo\n"
                "  selat backtest --json --write data/panel/backtest.json\n"
                "  selat backtest --from 2015 --to 2019 --duties none --least 100",
    .flags = flags,
    .n_flags = N_FLAGS,
    .run = run,
};
