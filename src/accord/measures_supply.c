/* Measures at the producer: capacity, export taxes, labour. */
#include <string.h>

#include "accord/measure_parts.h"
#include "base/memory.h"
#include "base/status.h"

static selat_status check_change(selat_reader *reader, selat_section *section, selat_measure *measure) {
    bool productivity = selat_section_has(section, "productivity"), output = selat_section_has(section, "output");
    if (productivity != output) {
        measure->output_given = output;
        return SELAT_OK;
    }
    return selat_reader_fail_found(reader, section->node,
                                   productivity ? "both productivity and output" : "neither productivity nor output",
                                   "exactly one of them");
}

/* `chain` and `supply` belong together, and name one new supplier. */
static selat_status read_chain(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *chain = selat_section_value(section, "chain"), *supply = selat_section_value(section, "supply");
    if (chain->node == NULL && supply->node == NULL) return SELAT_OK;
    if (chain->node == NULL || supply->node == NULL) {
        return selat_reader_fail_found(reader, section->node, chain->node == NULL ? "supply without chain" : "chain without supply",
                                       "both or neither of them");
    }
    if (strchr(chain->text, ':') == NULL) {
        return selat_reader_fail(reader, chain->node, "a chain and a stage of it, such as chips:S3 or minerals:Rare Earths:refine");
    }
    if (measure->n_regions != 1) return selat_reader_fail(reader, chain->node, "one region, the new supplier");
    measure->chain_supply = supply->number;
    return selat_copy_text(reader->context, chain->text, &measure->chain);
}

selat_status selat_measure_read_capacity(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *products = selat_section_value(section, "product");
    measure->kind = SELAT_MEASURE_CAPACITY;
    TRY(check_change(reader, section, measure));
    measure->productivity = selat_section_value(section, "productivity")->number;
    measure->output_musd = selat_section_value(section, "output")->number;
    const selat_value *regions = selat_section_value(section, "region");
    TRY(selat_measure_copy_positions(reader, regions, &measure->n_regions, &measure->regions));
    TRY(selat_measure_copy_positions(reader, products, &measure->n_products, &measure->products));
    TRY(read_chain(reader, section, measure));
    return selat_measure_read_years(reader, section, measure);
}

/* Everybody may be an importer: own trade is left out when the measure becomes a shock. */
static selat_status read_all_importers(selat_reader *reader, selat_measure *measure) {
    int64_t n = reader->table->regions.count;
    TRY(selat_new(reader->context, n, &measure->importers));
    TRY(selat_new(reader->context, n, &measure->importer_named));
    for (int64_t k = 0; k < n; k++) measure->importers[k] = k;
    measure->n_importers = n;
    return SELAT_OK;
}

selat_status selat_measure_read_export_tax(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *importer = selat_section_value(section, "importer");
    const selat_value *exporter = selat_section_value(section, "exporter");
    measure->kind = SELAT_MEASURE_EXPORT_TAX;
    measure->export_tax = selat_section_value(section, "rate")->number;
    TRY(selat_measure_copy_positions(reader, exporter, &measure->n_exporters, &measure->exporters));
    if (importer->node == NULL) {
        TRY(read_all_importers(reader, measure));
    } else {
        TRY(selat_measure_check_sides(reader, importer, exporter));
        TRY(selat_measure_copy_positions(reader, importer, &measure->n_importers, &measure->importers));
        TRY(selat_new(reader->context, importer->count, &measure->importer_named));
        memcpy(measure->importer_named, importer->named, (size_t)importer->count * sizeof *importer->named);
    }
    TRY(selat_measure_read_products(reader, section, measure));
    return selat_measure_read_years(reader, section, measure);
}

selat_status selat_measure_read_labour(selat_reader *reader, selat_section *section, selat_measure *measure) {
    const selat_value *regions = selat_section_value(section, "region");
    measure->kind = SELAT_MEASURE_LABOUR;
    measure->labour_change = selat_section_value(section, "change")->number;
    TRY(selat_measure_copy_positions(reader, regions, &measure->n_regions, &measure->regions));
    return selat_measure_read_years(reader, section, measure);
}

static selat_status add_value(selat_reader *reader, selat_section *section, const char *key, selat_text *text) {
    return selat_text_add(reader->context, text, ", %s %s", key, selat_section_value(section, key)->text);
}

selat_status selat_measure_add_supply_text(selat_reader *reader, selat_section *section, const selat_measure *measure,
                                           selat_text *text) {
    if (measure->kind == SELAT_MEASURE_CAPACITY) {
        TRY(selat_measure_add_words(reader, selat_section_value(section, "region")->node, ", ", text));
        TRY(selat_text_add(reader->context, text, ", "));
        TRY(selat_measure_add_words(reader, selat_section_value(section, "product")->node, " ", text));
        TRY(add_value(reader, section, measure->output_given ? "output" : "productivity", text));
        if (measure->chain == NULL) return SELAT_OK;
        TRY(add_value(reader, section, "supply", text));
        return selat_text_add(reader->context, text, " of %s", measure->chain);
    }
    if (measure->kind == SELAT_MEASURE_LABOUR) {
        TRY(selat_measure_add_words(reader, selat_section_value(section, "region")->node, ", ", text));
        return add_value(reader, section, "change", text);
    }
    const selat_value *importer = selat_section_value(section, "importer");
    TRY(selat_measure_add_words(reader, selat_section_value(section, "exporter")->node, ", ", text));
    TRY(selat_text_add(reader->context, text, " -> "));
    if (importer->node != NULL)
        TRY(selat_measure_add_words(reader, importer->node, ", ", text));
    else
        TRY(selat_text_add(reader->context, text, "all others"));
    TRY(selat_text_add(reader->context, text, ", "));
    TRY(selat_measure_add_words(reader, selat_section_value(section, "products")->node, " ", text));
    if (selat_section_has(section, "exclude")) {
        TRY(selat_text_add(reader->context, text, " without "));
        TRY(selat_measure_add_words(reader, selat_section_value(section, "exclude")->node, " ", text));
    }
    return add_value(reader, section, "rate", text);
}
