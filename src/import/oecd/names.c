/* Short names of sectors and everyday names of regions. */
#include "import/oecd/sectors.h"

#include <stddef.h>
#include <string.h>

const selat_oecd_name selat_oecd_sectors[OECD_SECTORS] = {
    [OECD_A01] = {"A01", "Agriculture and hunting"},
    [OECD_A02] = {"A02", "Forestry"},
    [OECD_A03] = {"A03", "Fishing and aquaculture"},
    [OECD_B05] = {"B05", "Coal mining"},
    [OECD_B06] = {"B06", "Crude oil and natural gas"},
    [OECD_B07] = {"B07", "Metal ores"},
    [OECD_B08] = {"B08", "Other mining and quarrying"},
    [OECD_B09] = {"B09", "Mining support"},
    [OECD_C10T12] = {"C10T12", "Food, beverages and tobacco"},
    [OECD_C13T15] = {"C13T15", "Textiles, clothing and leather"},
    [OECD_C16] = {"C16", "Wood products"},
    [OECD_C17_18] = {"C17_18", "Paper and printing"},
    [OECD_C19] = {"C19", "Refined petroleum and coke"},
    [OECD_C20] = {"C20", "Chemicals"},
    [OECD_C21] = {"C21", "Pharmaceuticals"},
    [OECD_C22] = {"C22", "Rubber and plastics"},
    [OECD_C23] = {"C23", "Cement, glass and ceramics"},
    [OECD_C24A] = {"C24A", "Iron and steel"},
    [OECD_C24B] = {"C24B", "Non-ferrous metals"},
    [OECD_C25] = {"C25", "Metal products"},
    [OECD_C26] = {"C26", "Electronics"},
    [OECD_C27] = {"C27", "Electrical equipment"},
    [OECD_C28] = {"C28", "Machinery"},
    [OECD_C29] = {"C29", "Motor vehicles"},
    [OECD_C301] = {"C301", "Ships and boats"},
    [OECD_C302T309] = {"C302T309", "Aircraft and other transport equipment"},
    [OECD_C31T33] = {"C31T33", "Furniture, other manufacturing, repair"},
    [OECD_D] = {"D", "Electricity and gas supply"},
    [OECD_E] = {"E", "Water and waste"},
    [OECD_F] = {"F", "Construction"},
    [OECD_G] = {"G", "Wholesale and retail trade"},
    [OECD_H49] = {"H49", "Land transport and pipelines"},
    [OECD_H50] = {"H50", "Water transport"},
    [OECD_H51] = {"H51", "Air transport"},
    [OECD_H52] = {"H52", "Warehousing and transport support"},
    [OECD_H53] = {"H53", "Post and couriers"},
    [OECD_I] = {"I", "Hotels and restaurants"},
    [OECD_J58T60] = {"J58T60", "Publishing and broadcasting"},
    [OECD_J61] = {"J61", "Telecommunications"},
    [OECD_J62_63] = {"J62_63", "Computer and information services"},
    [OECD_K] = {"K", "Finance and insurance"},
    [OECD_L] = {"L", "Real estate"},
    [OECD_M] = {"M", "Professional and scientific services"},
    [OECD_N] = {"N", "Administrative services"},
    [OECD_O] = {"O", "Public administration and defence"},
    [OECD_P] = {"P", "Education"},
    [OECD_Q] = {"Q", "Health and social work"},
    [OECD_R] = {"R", "Arts and recreation"},
    [OECD_S] = {"S", "Other services"},
    [OECD_T] = {"T", "Households as employers"},
};

const char *selat_oecd_region_name(const char *code) {
    static const selat_oecd_name everyday[] = {
        {"BRN", "Brunei"},     {"CHN", "China"},  {"COD", "DR Congo"}, {"CYP", "Cyprus"},
        {"HKG", "Hong Kong"},  {"ISR", "Israel"}, {"LAO", "Laos"},     {"RUS", "Russia"},
        {"STP", "São Tomé and Príncipe"},         {"SVK", "Slovakia"}, {"ROW", "Rest of the world"},
    };
    for (size_t k = 0; k < sizeof everyday / sizeof *everyday; k++) {
        if (strcmp(everyday[k].code, code) == 0) return everyday[k].name;
    }
    return NULL;
}
