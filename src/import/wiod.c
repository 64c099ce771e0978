/* World Input-Output Database, releases of 2013 and 2016. */
#include "import/code_sheet.h"

static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    return selat_code_sheet_named(archive, "wiot") || selat_code_sheet_named(archive, "wiod");
}

static const selat_streamed streamed = {
    .name = "wiod",
    .money = "million USD",
    .musd_per_unit = 1,
    .recognise = recognise,
    .read = selat_code_sheet_read,
};

const selat_import_format selat_format_wiod = {
    .name = "wiod",
    .title = "WIOD workbook of the 2013 or 2016 release, .xlsx (save the .xlsb of 2016 as .xlsx first)",
    .streamed = &streamed,
};
