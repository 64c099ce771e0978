/* selat's command line: finds the command, reads its flags, runs it. */
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

static const cli_flag common_flags[] = {
    {"--json", 0, NULL, "print the result as JSON on standard output"},
    {"--quiet", 'q', NULL, "print nothing but the result and errors"},
    {"--threads", 0, "N", "threads to use, 1 to 256 (default: all processors); results do not depend on it"},
    {"--help", 'h', NULL, "print this help"},
};
enum { N_COMMON = sizeof common_flags / sizeof *common_flags, BAR = 30 };

static selat_context *running; /* for the signal handler only */

static void on_interrupt(int signal_number) {
    (void)signal_number;
    if (running != NULL) selat_request_cancel(running);
}

int cli_usage(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("selat: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return CLI_BAD_INPUT;
}

int cli_fail(cli_session *cli, selat_status status) {
    fprintf(stderr, "selat: %s\n", selat_message(cli->context));
    return status == SELAT_BAD_INPUT || status == SELAT_IO_ERROR ? CLI_BAD_INPUT : CLI_FAILED;
}

int cli_number(cli_session *cli, int flag, const char *name, double low, double high, double *out) {
    const char *text = cli->values[flag];
    if (text == NULL) return CLI_OK;
    char *end;
    double value = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || !(value >= low && value <= high)) {
        return cli_usage("%s: found %s, expected a number from %g to %g", name, text, low, high);
    }
    *out = value;
    return CLI_OK;
}

static void print_flags(const cli_flag *flags, int count) {
    for (int k = 0; k < count; k++) {
        char name[64], letter[8] = "    ";
        if (flags[k].letter != 0) snprintf(letter, sizeof letter, "-%c, ", flags[k].letter);
        snprintf(name, sizeof name, "%s%s%s%s", letter, flags[k].name, flags[k].value != NULL ? " " : "",
                 flags[k].value != NULL ? flags[k].value : "");
        printf("  %-26s %s\n", name, flags[k].help);
    }
}

static void print_command_help(const cli_command *command) {
    printf("selat %s: %s\n\nUsage: selat %s [options] %s\n", command->name, command->purpose, command->name,
           command->words);
    if (command->details != NULL) printf("\n%s\n", command->details);
    printf("\nOptions:\n");
    print_flags(command->flags, command->n_flags);
    print_flags(common_flags, N_COMMON);
    printf("\nExamples:\n%s\n", command->examples);
}

static void print_help(void) {
    printf("selat %s: what an agreement between countries is worth, and whether it holds when something breaks\n\n"
           "Usage: selat COMMAND [options] ...\n\nCommands:\n",
           selat_version());
    for (int k = 0; k < cli_n_commands; k++) printf("  %-16s %s\n", cli_commands[k]->name, cli_commands[k]->purpose);
    printf("\n'selat COMMAND --help' explains a command with examples. 'selat --version' prints the version.\n"
           "Exit status: 0 done, 1 the model failed (it says why), 2 bad input.\n\nExamples:\n"
           "  selat run accords/korea-malaysia.yaml -o out/korea-malaysia\n"
           "  selat table check oecd-2022\n"
           "  selat trade tests/published/trade_nafta/case --json\n");
}

/* The command whose words start argv; *used is how many. */
static const cli_command *find_command(int argc, char **argv, int *used) {
    for (int k = 0; k < cli_n_commands; k++) {
        const char *name = cli_commands[k]->name, *space = strchr(name, ' ');
        size_t first = space != NULL ? (size_t)(space - name) : strlen(name);
        if (strlen(argv[0]) != first || strncmp(argv[0], name, first) != 0) continue;
        *used = space != NULL ? 2 : 1;
        if (space == NULL || (argc > 1 && strcmp(argv[1], space + 1) == 0)) return cli_commands[k];
    }
    return NULL;
}

static int unknown_command(int argc, char **argv) {
    size_t length = strlen(argv[0]);
    bool family = false;
    for (int k = 0; k < cli_n_commands; k++) {
        const char *name = cli_commands[k]->name;
        if (strncmp(name, argv[0], length) != 0 || name[length] != ' ') continue;
        if (!family) printf("Commands that start with '%s':\n", argv[0]);
        family = true;
        printf("  selat %-16s %s\n", name, cli_commands[k]->purpose);
    }
    bool asked = argc == 1 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    if (family && asked) return CLI_OK;
    const char *names[32];
    selat_labels all = {cli_n_commands, (char **)names, (char **)names}; /* only read */
    for (int k = 0; k < cli_n_commands; k++) names[k] = cli_commands[k]->name;
    char word[128];
    snprintf(word, sizeof word, "%s%s%s", argv[0], family ? " " : "", family ? argv[1] : "");
    const char *nearest = selat_labels_nearest(&all, word);
    if (nearest != NULL) return cli_usage("there is no command '%s' (did you mean '%s'?)", word, nearest);
    return cli_usage("there is no command '%s'; 'selat --help' lists them", word);
}

static const cli_flag *match_flag(const cli_flag *flags, int count, const char *word, size_t length, int *position) {
    for (int k = 0; k < count; k++) {
        bool is_long = strlen(flags[k].name) == length && strncmp(flags[k].name, word, length) == 0;
        bool is_short = length == 2 && word[1] != '-' && word[1] == flags[k].letter;
        if (!is_long && !is_short) continue;
        *position = k;
        return &flags[k];
    }
    return NULL;
}

static int apply_common(cli_session *cli, int position, const char *value) {
    if (position == 0) cli->json = true;
    if (position == 1) cli->quiet = true;
    if (position != 2) return CLI_OK;
    char *end;
    long n = strtol(value, &end, 10);
    if (*value == '\0' || *end != '\0' || n < 1 || n > 256) {
        return cli_usage("--threads: found %s, expected a whole number from 1 to 256", value);
    }
    return selat_set_threads(cli->context, (int)n) == SELAT_OK ? CLI_OK : CLI_BAD_INPUT;
}

/* Reads the words after the command. Returns CLI_OK, CLI_BAD_INPUT, or -1 when help was printed. */
static int read_words(cli_session *cli, const cli_command *command, int argc, char **argv) {
    bool only_words = false;
    for (int k = 0; k < argc; k++) {
        const char *word = argv[k];
        if (only_words || word[0] != '-' || word[1] == '\0' || (word[1] >= '0' && word[1] <= '9')) {
            if (cli->n_words == command->max_words || cli->n_words == CLI_MAX_WORDS) {
                return cli_usage("%s: found '%s', expected no more words than: %s", command->name, word, command->words);
            }
            cli->words[cli->n_words++] = word;
            continue;
        }
        if (strcmp(word, "--") == 0) {
            only_words = true;
            continue;
        }
        const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
        size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
        int position = 0;
        bool common = false;
        const cli_flag *flag = match_flag(command->flags, command->n_flags, word, length, &position);
        if (flag == NULL) {
            flag = match_flag(common_flags, N_COMMON, word, length, &position);
            common = true;
        }
        if (flag == NULL) return cli_usage("%s: there is no option '%s'; see 'selat %s --help'", command->name, word, command->name);
        const char *value = "";
        if (flag->value != NULL) {
            value = equals != NULL ? equals + 1 : k + 1 < argc ? argv[++k] : NULL;
            if (value == NULL) return cli_usage("%s: expected %s after it", flag->name, flag->value);
        } else if (equals != NULL) {
            return cli_usage("%s: takes no value", flag->name);
        }
        if (!common) {
            if (cli->n_given == CLI_MAX_GIVEN) return cli_usage("%s: too many options", command->name);
            cli->values[position] = value;
            cli->given[cli->n_given].flag = position;
            cli->given[cli->n_given++].value = value;
        } else if (flag->letter == 'h') {
            print_command_help(command);
            return -1;
        } else if (apply_common(cli, position, value) != CLI_OK) {
            return CLI_BAD_INPUT;
        }
    }
    if (cli->n_words < command->min_words) {
        return cli_usage("%s: expected %s; see 'selat %s --help'", command->name, command->words, command->name);
    }
    return CLI_OK;
}

static void log_to_stderr(void *user, selat_log_level level, const char *message) {
    (void)user;
    fprintf(stderr, "%s%s\n", level == SELAT_LOG_WARNING ? "warning: " : "note: ", message);
}

typedef struct bar {
    struct timespec begun;
    const char *task;
    bool shown;
} bar;

static double seconds_since(const struct timespec *then) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

/* A bar for work that has taken more than a second, on a terminal only. */
static void draw_bar(void *user, const char *task, double fraction) {
    bar *shown = user;
    if (task != shown->task) {
        clock_gettime(CLOCK_MONOTONIC, &shown->begun);
        shown->task = task;
        shown->shown = false;
    }
    bool ends = fraction >= 1;
    if (!shown->shown && (ends || seconds_since(&shown->begun) < 1)) return;
    shown->shown = true;
    int filled = (int)(fraction * BAR);
    double left = fraction > 0 ? seconds_since(&shown->begun) * (1 - fraction) / fraction : 0;
    fprintf(stderr, "\r%-28s [", task);
    for (int k = 0; k < BAR; k++) fputc(k < filled ? '#' : ' ', stderr);
    fprintf(stderr, "] %3.0f %%", 100 * fraction);
    if (left >= 1 && left < 120) fprintf(stderr, ", %.0f s left  ", left);
    if (left >= 120) fprintf(stderr, ", %.0f min left  ", left / 60);
    if (ends) fprintf(stderr, "\r\033[K");
    fflush(stderr);
}

static int run_command(const cli_command *command, int argc, char **argv) {
    static cli_session cli; /* zeroed */
    bar shown = {.task = NULL};
    if (selat_context_create(NULL, &cli.context) != SELAT_OK) return cli_usage("no memory");
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    (void)selat_set_threads(cli.context, processors < 1 ? 1 : processors > 256 ? 256 : (int)processors);
    int code = read_words(&cli, command, argc, argv);
    if (code == CLI_OK) {
        cli.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
        if (!cli.quiet) selat_set_log(cli.context, log_to_stderr, NULL);
        if (!cli.quiet && isatty(STDERR_FILENO)) selat_set_progress(cli.context, draw_bar, &shown);
        running = cli.context;
        signal(SIGINT, on_interrupt);
        code = command->run(&cli);
        if (fflush(stdout) != 0) code = cli_usage("standard output: cannot write");
        running = NULL;
    }
    selat_context_destroy(cli.context);
    return code < 0 ? CLI_OK : code;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        print_help();
        return CLI_BAD_INPUT;
    }
    if (strcmp(argv[1], "help") == 0 && argc == 3 && strcmp(argv[2], "--man") == 0) return cli_print_man(common_flags, N_COMMON);
    if (strcmp(argv[1], "help") == 0 && argc == 3 && strcmp(argv[2], "--completion") == 0) {
        return cli_print_completion(common_flags, N_COMMON);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help();
        return CLI_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("selat %s\n", selat_version());
        return CLI_OK;
    }
    cli_keep_memory();
    int used = 0;
    const cli_command *command = find_command(argc - 1, argv + 1, &used);
    if (command == NULL) return unknown_command(argc - 1, argv + 1);
    return run_command(command, argc - 1 - used, argv + 1 + used);
}
