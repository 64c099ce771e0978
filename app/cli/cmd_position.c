/* selat position: upstreamness and downstreamness. */
#include "indicators.h"

static const cli_flag flags[] = {INDICATOR_SHARED_FLAGS};

static int run(cli_session *cli) {
    static indicator_job job; /* large: its sheets */
    int code = indicator_open(cli, &job, false);
    if (code == CLI_OK) {
        selat_status status = indicator_add_registered(cli, &job, "position", SELAT_INDICATOR_REGION, "regions",
                                                       "Position in value chains, by region");
        if (status == SELAT_OK) {
            status = indicator_add_registered(cli, &job, "position", SELAT_INDICATOR_INDUSTRY, "industries",
                                              "Position in value chains, by industry");
        }
        if (status != SELAT_OK) code = cli_fail(cli, status);
    }
    return indicator_close(cli, &job, code);
}

const cli_command cmd_position = {
    .name = "position",
    .words = "TABLE",
    .min_words = 1,
    .max_words = 1,
    .purpose = "upstreamness and downstreamness of regions and industries",
    .details = "TABLE is a table that ships (oecd-2022) or a table file. Definitions, units and sources: docs/indicators.md.\n"
               "Industries without output have no position.",
    .examples = "  selat position oecd-2022 --sort upstreamness\n"
                "  selat position oecd-2022 --region MYS,KOR --sector C26 --json\n"
                "  selat position oecd-2022 --csv out/position --xlsx out/position.xlsx",
    .flags = flags,
    .n_flags = sizeof flags / sizeof *flags,
    .run = run,
};
