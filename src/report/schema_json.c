/* The option tables as a tree: `selat schema`, and the forms of the blank page. */
#include <string.h>

#include "report/json.h"

/* Ranges are shown in the unit in which values are written; null where there is none. */
static json_t *bound(const selat_option *option, double stored) {
    if (option->low == 0 && option->high == 0) return json_null();
    return report_number(option->unit != NULL && strcmp(option->unit, "%") == 0 ? 100 * stored : stored);
}

static json_t *one_option(const selat_option *option) {
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "key", option->key, "kind",
                     selat_option_kind_name(option->kind), "unit", report_text(option->unit), "default",
                     report_text(option->default_value), "low", bound(option, option->low), "high",
                     bound(option, option->high), "required", option->required, "choices",
                     report_text(option->choices), "help", report_text(option->help), "source",
                     report_text(option->source));
}

static json_t *section(const selat_option_table *table) {
    json_t *options = json_array();
    for (int64_t k = 0; k < table->count; k++) json_array_append_new(options, one_option(&table->options[k]));
    return json_pack("{s:s, s:s, s:b, s:b, s:o}", "section", table->section, "help", table->help, "measure",
                     table->measure, "modelled", table->modelled, "options", options);
}

json_t *report_json_schema(void) {
    int64_t count;
    const selat_option_table *tables = selat_accord_option_tables(&count);
    json_t *sections = json_array();
    for (int64_t t = 0; t < count; t++) json_array_append_new(sections, section(&tables[t]));
    return json_pack("{s:o}", "sections", sections);
}

selat_status selat_report_schema_json(selat_context *context, char **out) {
    json_t *schema = report_json_schema();
    selat_status status = report_json_text(context, schema, out);
    json_decref(schema);
    return status;
}
