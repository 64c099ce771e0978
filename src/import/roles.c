/* What the publishers call the rows below the flows and the columns of final demand. */
#include <string.h>

#include "import/assembly.h"

typedef struct wording {
    const char *text; /* lower case; at the start of the words, or anywhere after a * */
    selat_row_role role;
    const char *code; /* NULL: the text itself */
} wording;

/* WIOD and ADB; FIGARO; EXIOBASE, Eora, GLORIA (ESA codes in the names); OECD ICIO. The first that fits counts. */
static const wording rows[] = {
    {"total intermediate", SELAT_ROW_TOTAL, NULL},
    {"ii_fob", SELAT_ROW_TOTAL, NULL},
    {"valu", SELAT_ROW_PRIMARY, "VALU"},
    {"value added", SELAT_ROW_PRIMARY, "VALU"},
    {"va", SELAT_ROW_PRIMARY, "VALU"},
    {"taxes less subsidies on products", SELAT_ROW_PRIMARY, "TXS_INT_FNL"},
    {"tls", SELAT_ROW_PRIMARY, "TXS_INT_FNL"},
    {"txsp", SELAT_ROW_PRIMARY, "TXS_INT_FNL"},
    {"txs_int_fnl", SELAT_ROW_PRIMARY, "TXS_INT_FNL"},
    {"d21x31", SELAT_ROW_PRIMARY, "TXS_INT_FNL"},
    {"*compensation of employees", SELAT_ROW_PART, "LABR"},
    {"d1", SELAT_ROW_PART, "LABR"},
    {"labr", SELAT_ROW_PART, "LABR"},
    {"*other net taxes on production", SELAT_ROW_PART, "OTXS"},
    {"*taxes on production", SELAT_ROW_PART, "OTXS"},
    {"*subsidies on production", SELAT_ROW_PART, "OTXS"},
    {"d29x39", SELAT_ROW_PART, "OTXS"},
    {"otxs", SELAT_ROW_PART, "OTXS"},
    {"*consumption of fixed capital", SELAT_ROW_PART, "CFC"},
    {"cfc", SELAT_ROW_PART, "CFC"},
    {"*operating surplus", SELAT_ROW_PART, "NOPS"},
    {"*mixed income", SELAT_ROW_PART, "NOPS"},
    {"nops", SELAT_ROW_PART, "NOPS"},
    {"b2a3g", SELAT_ROW_PART, "GOPS"},
    {"gops", SELAT_ROW_PART, "GOPS"},
    {"output", SELAT_ROW_OUTPUT, NULL},
    {"gross output", SELAT_ROW_OUTPUT, NULL},
    {"total output", SELAT_ROW_OUTPUT, NULL},
    {"go", SELAT_ROW_OUTPUT, NULL},
};

static const wording demands[] = {
    {"hfce", SELAT_ROW_TOTAL, "HFCE"},
    {"npish", SELAT_ROW_TOTAL, "NPISH"},
    {"ggfc", SELAT_ROW_TOTAL, "GGFC"},
    {"gfcf", SELAT_ROW_TOTAL, "GFCF"},
    {"invnt", SELAT_ROW_TOTAL, "INVNT"},
    {"cons_h", SELAT_ROW_TOTAL, "HFCE"},
    {"cons_np", SELAT_ROW_TOTAL, "NPISH"},
    {"cons_g", SELAT_ROW_TOTAL, "GGFC"},
    {"inven", SELAT_ROW_TOTAL, "INVNT"},
    {"p3_s13", SELAT_ROW_TOTAL, "GGFC"},
    {"p3_s14", SELAT_ROW_TOTAL, "HFCE"},
    {"p3_s15", SELAT_ROW_TOTAL, "NPISH"},
    {"p51g", SELAT_ROW_TOTAL, "GFCF"},
    {"p5m", SELAT_ROW_TOTAL, "INVNT"},
    {"*non-profit", SELAT_ROW_TOTAL, "NPISH"},
    {"*household", SELAT_ROW_TOTAL, "HFCE"},
    {"*government", SELAT_ROW_TOTAL, "GGFC"},
    {"gross fixed capital formation", SELAT_ROW_TOTAL, "GFCF"},
    {"changes in inventories", SELAT_ROW_TOTAL, "INVNT"},
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

/* `words` at the start of `text`, whatever the case. A code without blanks must be the whole of it. */
static bool starts_with(const char *text, const char *words, bool whole) {
    size_t k = 0;
    for (; words[k] != '\0'; k++) {
        if (lower(text[k]) != words[k]) return false;
    }
    return !whole || text[k] == '\0';
}

static bool fits(const char *text, const wording *w) {
    if (w->text[0] != '*') {
        bool is_code = strpbrk(w->text, " ") == NULL && strcmp(w->text, "output") != 0;
        return starts_with(text, w->text, is_code);
    }
    for (; *text != '\0'; text++) {
        if (starts_with(text, w->text + 1, false)) return true;
    }
    return false;
}

selat_row_role selat_assembly_role(const char *text, const char **code) {
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        if (!fits(text, &rows[k])) continue;
        *code = rows[k].code != NULL ? rows[k].code : text;
        return rows[k].role;
    }
    *code = text;
    return SELAT_ROW_PRIMARY;
}

const char *selat_assembly_demand(const char *text) {
    for (size_t k = 0; k < sizeof demands / sizeof *demands; k++) {
        if (fits(text, &demands[k])) return demands[k].code;
    }
    return NULL;
}

int64_t selat_year_in(const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        int64_t year = 0;
        int digits = 0;
        if (at > text && at[-1] >= '0' && at[-1] <= '9') continue;
        for (; at[digits] >= '0' && at[digits] <= '9' && digits < 5; digits++)
            year = year * 10 + (at[digits] - '0');
        if (digits == 4 && year >= 1950 && year < 2100) return year;
    }
    return 0;
}
