/* selat open: a report or a blank page in the reader's browser. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "browser.h"
#include "cli.h"

/* What a folder of a run, or one of blank pages, holds. */
static const char *const pages[] = {"report.html", "new.html"};

static bool is_file(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 && S_ISREG(found.st_mode);
}

static bool is_folder(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* Only pages that selat wrote are handed to a browser: they say so in their head. */
static bool is_page(const char *path) {
    enum { HEAD = 8192 };
    static const char mark[] = "name=\"generator\" content=\"selat\"";
    char head[HEAD + 1];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    size_t got = fread(head, 1, HEAD, file);
    fclose(file);
    head[got] = '\0';
    return strstr(head, mark) != NULL;
}

static int open_folder(cli_session *cli, const char *folder) {
    char path[4096];
    size_t length = strlen(folder);
    const char *between = length > 0 && folder[length - 1] == '/' ? "" : "/";
    for (size_t k = 0; k < sizeof pages / sizeof *pages; k++) {
        int wanted = snprintf(path, sizeof path, "%s%s%s", folder, between, pages[k]);
        if (wanted < (int)sizeof path && is_file(path) && is_page(path)) return cli_show_page(cli, path);
    }
    return cli_usage("%s: found a folder without %s or %s, expected the folder of a run (selat run ACCORD -o DIR)", folder,
                     pages[0], pages[1]);
}

static int run(cli_session *cli) {
    const char *path = cli->words[0];
    if (is_folder(path)) return open_folder(cli, path);
    if (!is_file(path)) return cli_usage("%s: found no such file or folder, expected a page or the folder of a run", path);
    if (!is_page(path)) return cli_usage("%s: found another file, expected a page that selat wrote (report.html, new.html)", path);
    return cli_show_page(cli, path);
}

const cli_command cmd_open = {
    .name = "open",
    .words = "FILE|FOLDER",
    .min_words = 1,
    .max_words = 1,
    .purpose = "show a report or a blank page in the browser",
    .details = "FILE is a page that selat wrote, FOLDER that of a run. Tried in turn: the commands of $BROWSER (colons between them, %s\n"
               "for the address), xdg-open where there is a display, open on macOS. Where none starts, the address is printed; that is no\n"
               "error.",
    .examples = "  selat open out/korea-malaysia\n"
                "  selat open new.html\n"
                "  BROWSER=firefox selat open out/korea-malaysia/report.html",
    .flags = NULL,
    .n_flags = 0,
    .run = run,
};
