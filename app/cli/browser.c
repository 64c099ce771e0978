/* Showing a page in the reader's browser: started without a shell, detached, its output thrown away. */
#include "browser.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BROWSERS = 8, MOST_WORDS = 16, LONGEST_COMMAND = 1024, PATIENCE = 40 /* looks, 25 ms apart */ };

/* "file:///a%20b.html": every byte but the plain ones as %XX. */
static bool file_url(const char *path, char *out, size_t room) {
    char whole[PATH_MAX];
    if (realpath(path, whole) == NULL) return false;
    size_t used = (size_t)snprintf(out, room, "file://");
    for (const char *at = whole; *at != '\0'; at++) {
        if (used + 4 > room) return false;
        unsigned char c = (unsigned char)*at;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c) != NULL;
        used += (size_t)snprintf(out + used, room - used, plain ? "%c" : "%%%02X", c);
    }
    return true;
}

/* The words of a command with %s replaced by the address, which otherwise comes last. */
static bool split_words(char *command, char *url, char **words) {
    int count = 0;
    bool placed = false;
    char *rest = NULL;
    for (char *word = strtok_r(command, " \t", &rest); word != NULL; word = strtok_r(NULL, " \t", &rest)) {
        if (count + 2 >= MOST_WORDS) return false;
        bool here = strcmp(word, "%s") == 0;
        words[count++] = here ? url : word;
        placed = placed || here;
    }
    if (count == 0) return false;
    if (!placed) words[count++] = url;
    words[count] = NULL;
    return true;
}

static void become_browser(char *const *words, int tell) {
    int nothing = open("/dev/null", O_RDWR);
    setsid();
    for (int k = 0; nothing >= 0 && k < 3; k++) dup2(nothing, k);
    execvp(words[0], words);
    int why = errno;
    (void)!write(tell, &why, sizeof why);
    _exit(127);
}

/* False where it could not be started, or ended at once with an error. A browser that keeps running is not waited for. */
static bool start(char *const *words) {
    int ends[2], why, code;
    if (pipe(ends) != 0) return false;
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) become_browser(words, ends[1]);
    close(ends[1]);
    bool failed = child < 0 || read(ends[0], &why, sizeof why) > 0;
    close(ends[0]);
    const struct timespec while_it_starts = {.tv_nsec = 25000000};
    for (int k = 0; child > 0 && k < PATIENCE; k++) {
        pid_t ended = waitpid(child, &code, failed ? 0 : WNOHANG);
        if (ended == child) return !failed && WIFEXITED(code) && WEXITSTATUS(code) == 0;
        if (ended < 0) break;
        nanosleep(&while_it_starts, NULL);
    }
    return !failed;
}

static bool has_display(void) {
    const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x != NULL && *x != '\0') || (wayland != NULL && *wayland != '\0');
}

/* $BROWSER holds commands with colons between them, each maybe with %s for the address. */
static int list_browsers(const char *from_environment, char browsers[][LONGEST_COMMAND]) {
    int count = 0;
    for (const char *at = from_environment; at != NULL && *at != '\0' && count + 1 < MOST_BROWSERS;) {
        size_t length = strcspn(at, ":");
        if (length > 0 && length < LONGEST_COMMAND) snprintf(browsers[count++], LONGEST_COMMAND, "%.*s", (int)length, at);
        at += length + (at[length] == ':');
    }
#ifdef __APPLE__
    snprintf(browsers[count++], LONGEST_COMMAND, "open");
#else
    if (has_display()) snprintf(browsers[count++], LONGEST_COMMAND, "xdg-open");
#endif
    return count;
}

static void print_outcome(const cli_session *cli, const char *path, const char *url, const char *browser) {
    if (cli->json) {
        printf("{\"path\": ");
        cli_json_text(path);
        printf(", \"url\": ");
        cli_json_text(url);
        printf(", \"browser\": ");
        cli_json_text(browser);
        printf("}\n");
        return;
    }
    puts(path);
    if (browser != NULL)
        printf("opened with %s\n", browser);
    else
        printf("no browser could be started here (set BROWSER, or run this where there is a display): open %s\n", url);
}

int cli_show_page(cli_session *cli, const char *path) {
    static char browsers[MOST_BROWSERS][LONGEST_COMMAND];
    char url[3 * PATH_MAX + 8], *words[MOST_WORDS];
    if (!file_url(path, url, sizeof url)) return cli_usage("%s: cannot open: %s", path, strerror(errno));
    fflush(stdout);
    const char *opened = NULL;
    int count = list_browsers(getenv("BROWSER"), browsers);
    for (int k = 0; k < count && opened == NULL; k++) {
        if (split_words(browsers[k], url, words) && start(words)) opened = words[0];
    }
    print_outcome(cli, path, url, opened);
    return CLI_OK;
}
