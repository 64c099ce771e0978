/* Asian Development Bank, multiregional input-output tables; also a workbook that selat itself wrote. */
#include <string.h>

#include "import/code_sheet.h"

static bool recognise(const selat_archive *archive, const char *head) {
    if (selat_code_sheet_named(archive, "mrio")) return true;
    /* a workbook of another name has the layout of both, so one of them takes it */
    bool is_book = selat_archive_is_file(archive) && strncmp(head, "PK", 2) == 0;
    return is_book && !selat_code_sheet_named(archive, "wiot") && !selat_code_sheet_named(archive, "wiod");
}

static const selat_streamed streamed = {
    .name = "adb",
    .money = "million USD",
    .musd_per_unit = 1,
    .recognise = recognise,
    .read = selat_code_sheet_read,
};

const selat_import_format selat_format_adb = {
    .name = "adb",
    .title = "ADB MRIO workbook, .xlsx; also what 'selat table export --format xlsx' writes",
    .streamed = &streamed,
};
