/* Shipped accords by their names. */
#include <string.h>

#include "cli.h"

selat_status cli_find_accord(selat_context *context, const char *path, char **shipped) {
    char relative[512];
    *shipped = NULL;
    if (strpbrk(path, "/.") != NULL || strlen(path) > 400) return SELAT_OK;
    snprintf(relative, sizeof relative, "accords/%s.yaml", path);
    return selat_dataset_path(context, relative, shipped);
}
