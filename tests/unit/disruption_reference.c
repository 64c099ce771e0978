#include "disruption_reference.h"

#include "base/csv.h"
#include "base/memory.h"
#include "base/text.h"
#include "unit.h"

enum { LARGEST = 16 << 20 };

static const char *below(const char *name) {
    char relative[256];
    snprintf(relative, sizeof relative, "tests/published/disruption/%s", name);
    return source_path(relative);
}

static const char *const region_codes[] = {"ASE", "CHN", "JPN", "KOR", "MYS", "RWD"};
static const char *const sector_codes[] = {"AGR", "CHM", "ELE", "MAN", "MET", "MIN", "SRV", "UTL"};

static int64_t industry_of(const disruption_reference *reference, const char *region, const char *sector) {
    int64_t n = selat_labels_find(&reference->regions, region), k = selat_labels_find(&reference->sectors, sector);
    return n >= 0 && k >= 0 ? n * REFERENCE_SECTORS + k : -1;
}

/* A matrix whose rows start with region and sector; rows of headings are skipped. */
static void read_matrix(selat_context *context, const disruption_reference *reference, const char *name, int64_t columns,
                        double *out) {
    selat_csv csv;
    bool more;
    int64_t rows = 0;
    assert_ok(context, selat_csv_open(context, below(name), LARGEST, &csv));
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &more));
        if (!more) break;
        int64_t f = industry_of(reference, csv.fields[0], csv.fields[1]);
        if (f < 0) continue;
        rows++;
        for (int64_t k = 0; k < columns; k++) assert_ok(context, selat_csv_double(context, &csv, 2 + k, &out[f * columns + k]));
    }
    assert_int_equal(rows, REFERENCE_INDUSTRIES);
    selat_csv_close(context, &csv);
}

static void read_criticality(selat_context *context, disruption_reference *reference) {
    selat_csv csv;
    bool more;
    int64_t rows = 0;
    assert_ok(context, selat_csv_open(context, below("partially_binding/criticality.csv.gz"), LARGEST, &csv));
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &more));
        if (!more) break;
        int64_t s = selat_labels_find(&reference->sectors, csv.fields[0]);
        if (s < 0) continue;
        rows++;
        for (int64_t f = 0; f < REFERENCE_INDUSTRIES; f++) {
            const char *kind = csv.fields[1 + f];
            double value;
            if (selat_parse_double(kind, &value)) reference->criticality[s][f] = value;
            else reference->criticality[s][f] = strcmp(kind, "critical") == 0 ? 1 : strcmp(kind, "important") == 0 ? 0.5 : 0;
        }
    }
    assert_int_equal(rows, REFERENCE_SECTORS);
    selat_csv_close(context, &csv);
}

void disruption_reference_read(selat_context *context, disruption_reference *out) {
    assert_ok(context, selat_labels_init(context, REFERENCE_REGIONS, region_codes, NULL, &out->regions));
    assert_ok(context, selat_labels_init(context, REFERENCE_SECTORS, sector_codes, NULL, &out->sectors));
    read_matrix(context, out, "Z.csv.gz", REFERENCE_INDUSTRIES, &out->flow[0][0]);
    read_matrix(context, out, "Y.csv.gz", REFERENCE_REGIONS, &out->final[0][0]);
    read_matrix(context, out, "x.csv.gz", 1, out->output);
    read_criticality(context, out);
}

void disruption_reference_clear(selat_context *context, disruption_reference *reference) {
    selat_labels_clear(context, &reference->regions);
    selat_labels_clear(context, &reference->sectors);
}

static selat_disruption_flows flows_of(const disruption_reference *reference) {
    return (selat_disruption_flows){.n_regions = REFERENCE_REGIONS, .n_sectors = REFERENCE_SECTORS,
                                    .output_musd = reference->output, .final_by_origin_musd = &reference->final[0][0],
                                    .criticality = &reference->criticality[0][0]};
}

selat_disruption_base *disruption_reference_base(selat_context *context, const disruption_reference *reference) {
    selat_disruption_flows flows = flows_of(reference);
    selat_disruption_base *base;
    flows.flow_musd = &reference->flow[0][0];
    assert_ok(context, selat_disruption_base_create(context, &flows, &base));
    return base;
}

selat_disruption_base *disruption_reference_sparse(selat_context *context, const disruption_reference *reference,
                                                   int64_t **row_start, int32_t **cell_column, double **cell) {
    int64_t N = REFERENCE_INDUSTRIES;
    selat_disruption_flows flows = flows_of(reference);
    selat_disruption_base *base;
    assert_ok(context, selat_new(context, N + 1, row_start));
    assert_ok(context, selat_new(context, N * N, cell_column));
    assert_ok(context, selat_new(context, N * N, cell));
    for (int64_t k = 0; k < N * N; k++) {
        (*row_start)[k / N + 1] = k + 1;
        (*cell_column)[k] = (int32_t)(k % N);
        (*cell)[k] = reference->flow[k / N][k % N];
    }
    flows.row_start = *row_start;
    flows.cell_column = *cell_column;
    flows.cell_musd = *cell;
    assert_ok(context, selat_disruption_base_create(context, &flows, &base));
    return base;
}

double *disruption_series(selat_context *context, const char *name, int64_t n_columns, int64_t *n_days, int64_t **days) {
    selat_csv csv;
    bool more;
    double *out;
    int64_t day, count = 0;
    assert_ok(context, selat_csv_open(context, below(name), LARGEST, &csv));
    assert_ok(context, selat_new(context, REFERENCE_DAYS * n_columns, &out));
    if (days != NULL) assert_ok(context, selat_new(context, REFERENCE_DAYS, days));
    for (;;) {
        assert_ok(context, selat_csv_next(context, &csv, &more));
        if (!more) break;
        if (!selat_parse_int(csv.fields[0], &day)) continue;
        assert_true(count < REFERENCE_DAYS);
        for (int64_t k = 0; k < n_columns; k++) {
            assert_ok(context, selat_csv_double(context, &csv, 1 + k, &out[count * n_columns + k]));
        }
        if (days != NULL) (*days)[count] = day;
        count++;
    }
    *n_days = count;
    selat_csv_close(context, &csv);
    return out;
}
