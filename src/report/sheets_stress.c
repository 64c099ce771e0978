/* Stress tests as tables: a row per stress and region, per worst-hit sector, per clause and stress, per supplier and party. */
#include "report/stress.h"

#define COLUMNS(array) array, (int64_t)(sizeof array / sizeof *array)
#define MUSD " (million USD)"

static const report_column stress_columns[] = {
    {"stress", "stress"},
    {"region", "party (ISO code), or world"},
    {"income_before_musd", "income lost without the accord" MUSD},
    {"income_after_musd", "income lost with the accord" MUSD},
    {"avoided_musd", "income loss avoided" MUSD},
    {"avoided_low_musd", "lowest over the settings" MUSD},
    {"avoided_high_musd", "highest over the settings" MUSD},
    {"avoided_by_trade_musd", "of it by the measures that change trade" MUSD},
    {"avoided_by_clauses_musd", "of it by the measures of resilience" MUSD},
    {"before_low_musd", "loss without, lowest over the settings" MUSD},
    {"before_high_musd", "loss without, highest over the settings" MUSD},
    {"output_before_musd", "output lost without the accord" MUSD},
    {"output_after_musd", "output lost with the accord" MUSD},
    {"lowest_before_percent", "lowest output without (% of base)"},
    {"lowest_after_percent", "lowest output with (% of base)"},
    {"recovery_before_day", "days until output is back, without"},
    {"recovery_after_day", "days until output is back, with"},
    {"probability_percent", "probability (% a year)"},
};
static const report_column sector_columns[] = {
    {"stress", "stress"},
    {"region", "party (ISO code)"},
    {"sector", "sector (code)"},
    {"before_musd", "income lost without the accord" MUSD},
    {"after_musd", "income lost with the accord" MUSD},
    {"avoided_musd", "income loss avoided" MUSD},
};
static const report_column clause_columns[] = {
    {"text", "measure of resilience"},
    {"stress", "stress"},
    {"avoided_musd", "income loss of the parties that it alone avoids" MUSD},
    {"expected_musd", "expected a year" MUSD},
    {"cost_musd", "cost a year" MUSD},
    {"break_even_probability_percent", "break-even probability (% a year)"},
};
static const report_column supplier_columns[] = {
    {"supplier", "supplier (ISO code)"},
    {"sector", "product (sector code)"},
    {"region", "party (ISO code)"},
    {"income_loss_musd", "income lost" MUSD},
    {"percent_of_income", "income lost (% of a year's value added)"},
    {"exposure_musd", "bought by the parties' industries as critical or important input" MUSD},
};

static json_t *section(json_t *root, const char *key) { return json_object_get(json_object_get(root, "stress"), key); }

static void copy(json_t *from, const char *key, json_t *to, const char *as) {
    json_t *value = json_object_get(from, key);
    json_object_set(to, as, value != NULL ? value : json_null());
}

static void add_region(json_t *rows, json_t *test, json_t *one) {
    json_t *row = json_object(), *before = json_object_get(one, "before"), *after = json_object_get(one, "after");
    json_t *band = json_object_get(one, "before_band"), *avoided = json_object_get(one, "avoided_band");
    static const char *const same[] = {"region", "avoided_musd", "avoided_by_trade_musd", "avoided_by_clauses_musd"};
    for (size_t k = 0; k < sizeof same / sizeof *same; k++) copy(one, same[k], row, same[k]);
    copy(test, "name", row, "stress");
    copy(test, "probability_percent", row, "probability_percent");
    copy(before, "income_loss_musd", row, "income_before_musd");
    copy(after, "income_loss_musd", row, "income_after_musd");
    copy(avoided, "low", row, "avoided_low_musd");
    copy(avoided, "high", row, "avoided_high_musd");
    copy(band, "low", row, "before_low_musd");
    copy(band, "high", row, "before_high_musd");
    copy(before, "output_loss_musd", row, "output_before_musd");
    copy(after, "output_loss_musd", row, "output_after_musd");
    copy(before, "lowest_percent", row, "lowest_before_percent");
    copy(after, "lowest_percent", row, "lowest_after_percent");
    copy(before, "recovery_day", row, "recovery_before_day");
    copy(after, "recovery_day", row, "recovery_after_day");
    json_array_append_new(rows, row);
}

report_sheet report_sheet_stress(json_t *root) {
    json_t *rows = json_array(), *test, *one;
    size_t k, l;
    json_array_foreach(section(root, "tests"), k, test) {
        json_array_foreach(json_object_get(test, "parties"), l, one) add_region(rows, test, one);
        add_region(rows, test, json_object_get(test, "world"));
    }
    return (report_sheet){"stress", "What each stress costs with and without the accord, last year", rows, COLUMNS(stress_columns)};
}

report_sheet report_sheet_stress_sectors(json_t *root) {
    json_t *rows = json_array(), *test, *one;
    size_t k, l;
    json_array_foreach(section(root, "tests"), k, test) {
        json_array_foreach(json_object_get(test, "worst_sectors"), l, one) {
            json_t *row = json_copy(one);
            copy(test, "name", row, "stress");
            json_array_append_new(rows, row);
        }
    }
    return (report_sheet){"stress_sectors", "Worst-hit sectors of the parties under each stress", rows, COLUMNS(sector_columns)};
}

report_sheet report_sheet_stress_clauses(json_t *root) {
    json_t *rows = json_array(), *clause, *one;
    size_t k, l;
    json_array_foreach(section(root, "clauses"), k, clause) {
        json_array_foreach(json_object_get(clause, "stresses"), l, one) {
            json_t *row = json_copy(one);
            copy(clause, "text", row, "text");
            copy(clause, "cost_musd", row, "cost_musd");
            json_array_append_new(rows, row);
        }
    }
    return (report_sheet){"stress_clauses", "What each measure of resilience alone avoids, and when it pays", rows,
                          COLUMNS(clause_columns)};
}

report_sheet report_sheet_stress_suppliers(json_t *root) {
    json_t *rows = json_array(), *supplier, *one;
    size_t k, l;
    json_array_foreach(json_object_get(section(root, "matrix"), "suppliers"), k, supplier) {
        json_array_foreach(json_object_get(supplier, "parties"), l, one) {
            json_t *row = json_copy(one);
            copy(supplier, "region", row, "supplier");
            copy(supplier, "sector", row, "sector");
            copy(supplier, "exposure_musd", row, "exposure_musd");
            json_array_append_new(rows, row);
        }
    }
    return (report_sheet){"stress_suppliers", "If a supplier stops, what the parties lose", rows, COLUMNS(supplier_columns)};
}
