/* Chips and minerals as tables. */
#include "report/sheets.h"

static const report_column exposure_columns[] = {
    {"chain", "chain"},
    {"mineral", "mineral"},
    {"stage", "stage (code)"},
    {"name", "stage"},
    {"region", "party (ISO code)"},
    {"own_share_before", "own share of world supply before (fraction)"},
    {"own_share_after", "own share after (fraction)"},
    {"largest_other", "largest other supplier (ISO code)"},
    {"largest_other_share_before", "its share before (fraction)"},
    {"largest_other_share_after", "its share after (fraction)"},
    {"hhi_before", "concentration before (HHI, 0 to 10,000)"},
    {"hhi_after", "concentration after (HHI, 0 to 10,000)"},
    {"suppliers_without_amount", "suppliers whose amount is not known"},
};
static const report_column stress_columns[] = {
    {"stress", "stress"},
    {"text", "what happens"},
    {"chain", "chain or network"},
    {"end", "what is lost"},
    {"days", "days"},
    {"end_loss_before", "lost before (fraction)"},
    {"end_loss_after", "lost after (fraction)"},
    {"end_loss_with_equal_before", "lost before, unknown shares taken as equal (fraction)"},
    {"end_loss_with_equal_after", "lost after, unknown shares taken as equal (fraction)"},
    {"carried_musd", "output behind the loss that sectors carry (million USD a year)"},
};

static json_t *list_of(json_t *root, const char *key) {
    json_t *list = json_object_get(json_object_get(root, "chains"), key);
    return list != NULL ? json_incref(list) : json_array();
}

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)

report_sheet report_sheet_chains(json_t *root) {
    return (report_sheet){"chain_exposure", "What the parties supply of chips and minerals, and on whom they depend",
                          list_of(root, "exposure"), COLUMNS(exposure_columns)};
}

report_sheet report_sheet_chain_stress(json_t *root) {
    return (report_sheet){"chain_stress", "Stress tests of chains and firms: what is lost, before and after the accord",
                          list_of(root, "stresses"), COLUMNS(stress_columns)};
}
