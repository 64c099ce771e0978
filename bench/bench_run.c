/* selat run as a person starts it: wall time and peak memory of the whole process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"

enum { RUNS = 7 };

/* Starts the program once, output thrown away. False: it did not end with 0. */
static bool run_once(const char *program, const char *accord, const char *folder, double *seconds, double *megabytes) {
    double begun = bench_seconds();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execl(program, program, "run", accord, "-o", folder, (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) < 0) return false;
    *seconds = bench_seconds() - begun;
    *megabytes = (double)used.ru_maxrss / 1024;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void bench_run(const bench_place *place) {
    static const char *const accords[] = {"korea-malaysia", "japan-malaysia"};
    char program[4096], accord[4096], folder[] = "/tmp/selat-bench-XXXXXX", label[96];
    snprintf(program, sizeof program, "%s/selat", place->build);
    if (mkdtemp(folder) == NULL) return;
    for (int a = 0; a < 2; a++) {
        double seconds[RUNS], megabytes[RUNS], largest = 0;
        bool fine = true;
        snprintf(accord, sizeof accord, "%s/accords/%s.yaml", place->source, accords[a]);
        for (int k = 0; k < RUNS && fine; k++) {
            fine = run_once(program, accord, folder, &seconds[k], &megabytes[k]);
            if (fine && megabytes[k] > largest) largest = megabytes[k];
        }
        snprintf(label, sizeof label, "selat run accords/%s.yaml", accords[a]);
        if (fine) {
            bench_print(label, "ms", 1e3, seconds, RUNS);
            printf("%-58s %8.1f MB peak\n", "", largest);
        } else {
            printf("%-58s failed\n", label);
        }
    }
    char command[4200];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0) fprintf(stderr, "bench: cannot remove %s\n", folder);
}
