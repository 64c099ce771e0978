/* Showing a page in the reader's browser. */
#ifndef SELAT_APP_BROWSER_H
#define SELAT_APP_BROWSER_H

#include "cli.h"

/* Opens the page (a file that exists) in the first browser that starts: those of $BROWSER, then xdg-open where there is
   a display, or open on macOS. Prints its path and what opened it, or, where nothing did, where to open it by hand:
   no browser is not an error. Returns the exit code. */
int cli_show_page(cli_session *cli, const char *path);

#endif
