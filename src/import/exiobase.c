/* EXIOBASE 3, product by product or industry by industry: the zip of a year (IOT_2019_pxp.zip) or what it unpacks to.
 */
#include "base/status.h"
#include "import/pymrio.h"

static selat_status read(selat_context *context, selat_import_job *job) {
    const char *path = selat_archive_path(job->archive);
    TRY(selat_pymrio_read(context, job));
    if (job->year == 0) job->year = selat_year_in(path);
    bool products = selat_holds(path, "pxp") || selat_archive_has(job->archive, "pxp");
    bool industries = selat_holds(path, "ixi") || selat_archive_has(job->archive, "ixi");
    if (products == industries) return SELAT_OK;
    return selat_assembly_note(context, &job->a, "EXIOBASE 3, %s.",
                               products ? "product by product (pxp)" : "industry by industry (ixi)");
}

/* Its names, or what only its folders hold beside the matrices that pymrio's have as well. */
static bool recognise(const selat_archive *archive, const char *head) {
    (void)head;
    if (!selat_pymrio_recognise(archive)) return false;
    const char *path = selat_archive_path(archive);
    bool named = selat_holds(path, "exiobase") || selat_holds(selat_base_name(path), "iot_") ||
                 selat_archive_has(archive, "iot_");
    return named || selat_archive_find(archive, "/finaldemands.txt") >= 0;
}

static const selat_streamed streamed = {
    .name = "exiobase3",
    .money = "million EUR",
    .musd_per_unit = 1,
    .recognise = recognise,
    .read = read,
};

const selat_import_format selat_format_exiobase3 = {
    .name = "exiobase3",
    .title =
        "EXIOBASE 3, pxp or ixi: the zip of a year or its folder (Z.txt or A.txt, Y.txt, x.txt, satellite/, impacts/)",
    .streamed = &streamed,
};
