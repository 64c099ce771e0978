"""A tariff schedule at HS6 lines through `selat run`, and outputs that capacity measures ask for."""
import json
import pathlib

import tap

ACCORD = """accord: {name: Schedule, parties: [KOR, MYS], source: none}
baseline: {years: [2025, 2027], deficits: share, inflation: 0%}
measures:
  - tariff: {importer: MYS, exporter: KOR, products: [C29], schedule: cars.csv, utilisation: 100%, from: 2025}
  - capacity: {region: MYS, product: C26, output: +100 MUSD, from: 2026}
"""
LINES = "hs6,rate,year,weight\n870380,1%,2026,75\n870380,0%,2027,75\n870323,,2026,25\n"


def run(folder, accord=ACCORD, lines=LINES):
    pathlib.Path(folder, "a.yaml").write_text(accord)
    pathlib.Path(folder, "cars.csv").write_text(lines)
    code, _, err = tap.selat("run", pathlib.Path(folder, "a.yaml"), "-o", pathlib.Path(folder, "out"), "--draws", "0")
    assert code == 0, err
    return json.loads(pathlib.Path(folder, "out", "results.json").read_text())


def test_schedule_changes_the_covered_part_of_the_rate():
    with tap.temporary() as folder:
        results = run(folder, ACCORD[:ACCORD.index("  - capacity")])
        cell = next(row for row in results["party_products"]
                    if (row["exporter"], row["importer"], row["sector"]) == ("KOR", "MYS", "C29"))
        assert abs(cell["tariff_new_percent"] - 0.25 * cell["tariff_base_percent"]) < 1e-9, cell
        notes = [row["value"] for row in results["assumptions"] if "cars.csv" in row["value"]]
        assert any("C29 75% at 0% (1 lines)" in note for note in notes), notes
        years = [next(r["ev_musd"] for r in year["regions"] if r["region"] == "KOR") for year in results["years"]]
        assert abs(years[0]) < 1e-3 < years[1] < years[2], years


def test_output_is_reached():
    with tap.temporary() as folder:
        first, second, third = (year["output_targets"] for year in run(folder)["years"])
        assert first == []
        for target in (second[0], third[0]):
            assert target["converged"] and abs(target["reached_musd"] - 100) < 1e-3, target
            assert 0 < target["productivity_percent"] < 1, target


def test_bad_line_is_named():
    with tap.temporary() as folder:
        pathlib.Path(folder, "a.yaml").write_text(ACCORD)
        pathlib.Path(folder, "cars.csv").write_text("hs6,rate\n870380,0.05\n")
        tap.one_line_error("run", pathlib.Path(folder, "a.yaml"), expect=("cars.csv:2: rate", "0.05", "5%"))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
