/* selat run as a person starts it: wall time and peak memory of the whole process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"

enum { RUNS = 7, RUNS_WITH_DRAWS = 3 };

/* Starts the program once, output thrown away. False: it did not end with 0. */
static bool run_once(const char *program, const char *accord, const char *folder, const char *draws, double *seconds,
                     double *megabytes) {
    double begun = bench_seconds();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execl(program, program, "run", accord, "-o", folder, draws != NULL ? "--draws" : NULL, draws, (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) < 0) return false;
    *seconds = bench_seconds() - begun;
    *megabytes = (double)used.ru_maxrss / 1024;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void time_runs(const char *program, const char *accord, const char *folder, const char *draws, int runs,
                      const char *label) {
    double seconds[RUNS], megabytes[RUNS], largest = 0;
    for (int k = 0; k < runs; k++) {
        if (!run_once(program, accord, folder, draws, &seconds[k], &megabytes[k])) {
            printf("%-58s failed\n", label);
            return;
        }
        if (megabytes[k] > largest) largest = megabytes[k];
    }
    bench_print(label, "ms", 1e3, seconds, runs);
    printf("%-58s %8.1f MB peak, all processors\n", "", largest);
}

void bench_run(const bench_place *place) {
    static const char *const accords[] = {"korea-malaysia", "japan-malaysia"};
    char program[4096], accord[4096], folder[] = "/tmp/selat-bench-XXXXXX", label[96];
    snprintf(program, sizeof program, "%s/selat", place->build);
    if (mkdtemp(folder) == NULL) return;
    for (int k = 0; k < 4; k++) {
        snprintf(accord, sizeof accord, "%s/accords/%s.yaml", place->source, accords[k / 2]);
        snprintf(label, sizeof label, "selat run accords/%s.yaml%s", accords[k / 2], k % 2 == 0 ? " --draws 0" : "");
        time_runs(program, accord, folder, k % 2 == 0 ? "0" : NULL, k % 2 == 0 ? RUNS : RUNS_WITH_DRAWS, label);
    }
    char command[4200];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0) fprintf(stderr, "bench: cannot remove %s\n", folder);
}
