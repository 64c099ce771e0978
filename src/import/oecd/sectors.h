/* The 50 sectors of the OECD tables by position, and what the project calls them. */
#ifndef SELAT_IMPORT_OECD_SECTORS_H
#define SELAT_IMPORT_OECD_SECTORS_H

enum {
    OECD_A01, OECD_A02, OECD_A03, OECD_B05, OECD_B06, OECD_B07, OECD_B08, OECD_B09, OECD_C10T12, OECD_C13T15,
    OECD_C16, OECD_C17_18, OECD_C19, OECD_C20, OECD_C21, OECD_C22, OECD_C23, OECD_C24A, OECD_C24B, OECD_C25,
    OECD_C26, OECD_C27, OECD_C28, OECD_C29, OECD_C301, OECD_C302T309, OECD_C31T33, OECD_D, OECD_E, OECD_F, OECD_G,
    OECD_H49, OECD_H50, OECD_H51, OECD_H52, OECD_H53, OECD_I, OECD_J58T60, OECD_J61, OECD_J62_63, OECD_K, OECD_L,
    OECD_M, OECD_N, OECD_O, OECD_P, OECD_Q, OECD_R, OECD_S, OECD_T,
    OECD_SECTORS,
    OECD_GOODS = OECD_D,                      /* A01 to C31T33 are goods */
    OECD_SERVICES = OECD_SECTORS - OECD_GOODS /* D to T: one aggregate in the bilateral flows */
};

/* Code and short name by position, as the enumeration. */
typedef struct selat_oecd_name {
    const char *code, *name;
} selat_oecd_name;
extern const selat_oecd_name selat_oecd_sectors[OECD_SECTORS];

/* The everyday name of a region whose official one is awkward in a chart, NULL where the official one serves. */
const char *selat_oecd_region_name(const char *code);

#endif
