/* libFuzzer target: bytes as one file of a table in every format that is read from text or a workbook; the first byte
   chooses the format, the second the file. The others are good ones of one region and two sectors. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fuzz/stored_zip.h"
#include "selat/selat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_FILES = 12, PATH = 256 };

typedef struct example {
    const char *format;
    const char *files[MOST_FILES][2];
} example;

static const example examples[] = {
    {"pymrio",
     {{"Z.txt", "region\t\tA\tA\nsector\t\tx\ty\nregion\tsector\t\t\nA\tx\t1\t2\nA\ty\t3\t4\n"},
      {"Y.txt", "region\t\tA\ncategory\t\tHFCE\nA\tx\t5\nA\ty\t6\n"},
      {"x.txt", "region\tsector\tindout\nA\tx\t8\nA\ty\t13\n"},
      {"unit.txt", "region\tsector\tunit\nA\tx\tM.EUR\nA\ty\tM.EUR\n"},
      {"satellite/F.txt", "region\tA\tA\nsector\tx\ty\nCO2\t1\t2\n"},
      {"satellite/unit.txt", "stressor\tunit\nCO2\tkg\n"}}},
    {"eora26",
     {{"Eora26_2015_bp_T.txt", "1\t2\n3\t4\n"},
      {"Eora26_2015_bp_FD.txt", "5\n6\n"},
      {"Eora26_2015_bp_VA.txt", "4\t7\n"},
      {"Eora26_2015_bp_Q.txt", "1\t2\n"},
      {"labels_T.txt", "Aland\tA\tIndustries\tx\nAland\tA\tIndustries\ty\n"},
      {"labels_FD.txt", "Aland\tA\tFinal Demand\tHousehold final consumption P.3h\n"},
      {"labels_VA.txt", "Primary Inputs\tNet operating surplus B.2n\n"},
      {"labels_Q.txt", "CO2 (kg)\ttotal\n"}}},
    {"figaro", {{"figaro.csv", "rowLabels,A_x,A_y,A_P3_S14\nA_x,1,2,5\nA_y,3,4,6\nW2_D1,4,7,0\n"}}},
    {"figaro", {{"flat.csv", "refArea,rowIi,counterpartArea,colIi,obsValue\nA,x,A,x,1\nA,x,A,P3_S14,5\n"}}},
    {"csv",
     {{"regions.csv", "code,name\nA,Aland\n"},
      {"sectors.csv", "code,name\nx,X\ny,Y\n"},
      {"demands.csv", "code,name\nHFCE,households\n"},
      {"intermediate_flows.csv", "origin,product,importer,user,flow_musd\nA,x,A,x,1\nA,x,A,y,2\n"},
      {"final_flows.csv", "origin,product,importer,demand,final_musd\nA,x,A,HFCE,5\n"},
      {"stressors.csv", "code,name,gas,unit,driver\nCO2,CO2,CO2,kg,output\n"},
      {"stressor_industry.csv", "stressor,region,sector,value\nCO2,A,x,1\n"},
      {"table.csv", "key,value\nname,small\nyear,2020\n"}}},
    {"gloria",
     {{"a_T-Results_2019_Markup001.csv", "0,0,8,0\n0,0,0,13\n1,2,0,0\n3,4,0,0\n"},
      {"a_Y-Results_2019_Markup001.csv", "0\n0\n5\n6\n"},
      {"a_V-Results_2019_Markup001.csv", "4,7,0,0\n"}}},
};
enum { N_EXAMPLES = sizeof examples / sizeof *examples };

static void write_example(selat_context *context, const example *e, const char *folder, int fuzzed, const char *bytes,
                          size_t length) {
    char path[2 * PATH], below[2 * PATH];
    for (int k = 0; k < MOST_FILES && e->files[k][0] != NULL; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, e->files[k][0]);
        snprintf(below, sizeof below, "%.*s", (int)(strrchr(path, '/') - path), path);
        if (selat_folder_make(context, below) != SELAT_OK) abort();
        const char *content = k == fuzzed ? bytes : e->files[k][1];
        if (selat_file_write(context, path, content, k == fuzzed ? length : strlen(content)) != SELAT_OK) abort();
    }
}

/* Bytes as the sheet of a WIOD workbook. */
static void write_book(selat_context *context, const char *path, const char *bytes, size_t length) {
    static const char list[] = "<workbook xmlns:r='r'><sheets><sheet name='2014' r:id='i'/></sheets></workbook>";
    static const char relations[] = "<Relationships><Relationship Id='i' Target='sheet1.xml'/></Relationships>";
    const stored_file files[] = {{"xl/workbook.xml", list, sizeof list - 1},
                                 {"xl/_rels/workbook.xml.rels", relations, sizeof relations - 1},
                                 {"xl/sheet1.xml", bytes, length}};
    size_t packed;
    char *book = stored_zip(files, 3, &packed);
    if (selat_file_write(context, path, book, packed) != SELAT_OK) abort();
    free(book);
}

/* GLORIA's labels: a workbook of four sheets with inline strings. */
static void write_readme(selat_context *context, const char *path) {
#define TEXT(t) "<c t='inlineStr'><is><t>" t "</t></is></c>"
#define SHEET(head, body) "<worksheet><sheetData><row>" head "</row><row>" body "</row></sheetData></worksheet>"
    static const char list[] =
        "<workbook xmlns:r='r'><sheets><sheet name='Regions' r:id='a'/><sheet name='Sectors' r:id='b'/>"
        "<sheet name='Value added and final demand' r:id='c'/><sheet name='Satellites' r:id='d'/>"
        "</sheets></workbook>";
    static const char relations[] =
        "<Relationships><Relationship Id='a' Target='a'/><Relationship Id='b' Target='b'/>"
        "<Relationship Id='c' Target='c'/><Relationship Id='d' Target='d'/></Relationships>";
    static const char regions[] = SHEET(TEXT("Region_acronyms") TEXT("Region_names"), TEXT("A") TEXT("Aland"));
    static const char sectors[] = "<worksheet><sheetData><row>" TEXT("Sector_names") "</row><row>" TEXT(
        "x") "</row><row>" TEXT("y") "</row></sheetData></worksheet>";
    static const char values[] = SHEET(TEXT("Final_demand_names") TEXT("Value_added_names"),
                                       TEXT("Household final consumption") TEXT("Net operating surplus"));
    static const char satellites[] = SHEET(TEXT("Sat_indicator") TEXT("Sat_head_indicator") TEXT("Sat_unit"),
                                           TEXT("co2") TEXT("Emissions") TEXT("kt"));
#undef TEXT
#undef SHEET
    const stored_file files[] = {
        {"xl/workbook.xml", list, sizeof list - 1}, {"xl/_rels/workbook.xml.rels", relations, sizeof relations - 1},
        {"xl/a", regions, sizeof regions - 1},      {"xl/b", sectors, sizeof sectors - 1},
        {"xl/c", values, sizeof values - 1},        {"xl/d", satellites, sizeof satellites - 1}};
    size_t packed;
    char *book = stored_zip(files, 6, &packed);
    if (selat_file_write(context, path, book, packed) != SELAT_OK) abort();
    free(book);
}

static void import(selat_context *context, const char *format, const char *path) {
    selat_table *table;
    if (selat_table_read(context, format, path, NULL, &table) != SELAT_OK) return;
    selat_table_balance balance;
    if (selat_table_check_balance(context, table, &balance) != SELAT_OK) abort();
    selat_table_destroy(context, table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char folder[PATH];
    char path[2 * PATH];
    selat_context *context;
    if (size < 2) return 0;
    if (selat_context_create(NULL, &context) != SELAT_OK) abort();
    snprintf(folder, sizeof folder, "/tmp/selat-fuzz-import-%ld", (long)getpid());
    if (selat_folder_remove(context, folder) != SELAT_OK || selat_folder_make(context, folder) != SELAT_OK) abort();
    int chosen = *data % (N_EXAMPLES + 1);
    if (chosen == N_EXAMPLES) {
        snprintf(path, sizeof path, "%s/WIOT2014.xlsx", folder);
        write_book(context, path, (const char *)data + 2, size - 2);
        import(context, "wiod", path);
    } else {
        const example *e = &examples[chosen];
        int n_files = 0;
        while (n_files < MOST_FILES && e->files[n_files][0] != NULL)
            n_files++;
        write_example(context, e, folder, data[1] % n_files, (const char *)data + 2, size - 2);
        if (strcmp(e->format, "gloria") == 0) {
            snprintf(path, sizeof path, "%s/GLORIA_ReadMe.xlsx", folder);
            write_readme(context, path);
        }
        import(context, e->format, folder);
    }
    selat_context_destroy(context);
    return 0;
}
