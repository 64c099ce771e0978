"""selat capture: published optima through the terminal, the MPS file against HiGHS, and cases that have no answer."""
import csv
import json
import pathlib
import shutil
import subprocess

import tap

CASES = tap.SOURCE / "tests/published/capture"
EXPECTED = {row["case"]: float(row["cost_musd_per_year"]) for row in csv.DictReader(open(CASES / "expected.csv", encoding="utf-8"))}


def copy_case(folder, name="small00"):
    case = pathlib.Path(folder, "case")
    shutil.copytree(CASES / name, case)
    return case


def change(case, name, row, column, value):
    with open(case / name, encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    if column not in header:
        header.append(column)
        rows = [line + [""] for line in rows]
    rows[row][header.index(column)] = value
    with open(case / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def test_published_optima():
    assert len(EXPECTED) == 8
    for name, cost in EXPECTED.items():
        found = tap.selat_json("capture", CASES / name)
        assert found["status"] == "optimal" and abs(found["cost_musd"] - cost) <= 1e-6, (name, found["cost_musd"])
        assert 0 <= found["gap"] <= 1e-6 and found["bound_musd"] <= found["cost_musd"]
        assert found["start_cost_musd"] >= found["cost_musd"] - 1e-6 and found["balance_residual_mt"] <= 1e-9


def test_highs_agrees_on_the_mps_file():
    if not (tap.SOURCE / "node_modules/highs").exists() or shutil.which("node") is None:
        raise tap.Skip("npm package highs is not installed (make test installs it)")
    with tap.temporary() as folder:
        files = []
        for name in EXPECTED:
            path = pathlib.Path(folder, name + ".mps")
            code, _, err = tap.selat("capture", CASES / name, "--mps", path)
            assert code == 0, err
            lines = path.read_text(encoding="utf-8").splitlines()
            assert lines[0].startswith("NAME") and lines[-1] == "ENDATA" and not any("\t" in line for line in lines)
            files.append(path)
        done = subprocess.run(["node", "bench/solve_mps.mjs", "60", "1e-9", *map(str, files)], cwd=tap.SOURCE, capture_output=True, text=True, check=True, timeout=250)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 8
    for answer, cost in zip(found, EXPECTED.values()):
        assert answer["optimal"] and abs(answer["objective"] - cost) <= 1e-4 * cost, answer


def test_terminal_and_files():
    with tap.temporary() as folder:
        code, out, err = tap.selat("capture", CASES / "small01", "-o", pathlib.Path(folder, "out"))
        assert code == 0 and err == "", err
        assert "Least cost: 2058.659386 MUSD" in out and "proven gap" in out and "warm start" in out, out
        years = list(csv.DictReader(open(pathlib.Path(folder, "out/capture_years.csv"), encoding="utf-8")))
        assert [row["year"] for row in years] == ["2030"] and abs(float(years[0]["captured (Mt CO2)"]) - 17.585) < 1e-9
        sources = list(csv.DictReader(open(pathlib.Path(folder, "out/capture_sources.csv"), encoding="utf-8")))
        spent = sum(float(row["captured (Mt CO2)"]) * float(row["all (USD per t CO2)"]) for row in sources)
        assert abs(spent - EXPECTED["small01"]) < 1e-6 * spent
        assert json.loads(pathlib.Path(folder, "out/capture.json").read_text(encoding="utf-8"))["status"] == "optimal"


def test_a_search_that_is_cut_short_says_so():
    """Ten years of starts make the search long; half a second is not enough."""
    with tap.temporary() as folder:
        case = copy_case(folder, "small02")
        rows = "".join(f"{2030 + t},{2.5 * (t + 1)}\n" for t in range(12))
        (case / "targets.csv").write_text("year,target_mtpa\n" + rows)
        code, out, err = tap.selat("capture", case, "--time-limit", "0.5", "--json")
        found = json.loads(out)
        assert code == 0 and found["status"] == "time limit" and found["gap"] > 1e-6, (code, err)
        assert "time limit reached: this is the best network found, within" in err
        assert found["bound_musd"] < found["cost_musd"] <= found["start_cost_musd"] + 1e-6
        assert all(abs(year["captured_mt"] - year["target_mt"]) < 1e-9 for year in found["years"])


def test_nothing_is_captured_before_the_start():
    with tap.temporary() as folder:
        case = copy_case(folder)
        (case / "targets.csv").write_text("year,target_mtpa\n2027,0\n2028,0\n2029,4\n2030,10\n")
        change(case, "sources.csv", 0, "start", "2029")
        change(case, "sources.csv", 1, "start", "2030")
        found = tap.selat_json("capture", case)
        assert {row["year"] for row in found["sources"]} == {2029, 2030}
        assert all(row["captured_mt"] == 0 for row in found["years"][:2]) and found["years"][2]["captured_mt"] == 4
        assert all(row["year"] == 2030 for row in found["sources"] if row["source"] == "n1")


def refused(name, row, column, value, *expect, code=2):
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, name, row, column, value)
        tap.one_line_error("capture", case, expect=expect, code=code)


def test_broken_cases_name_the_constraint():
    refused("sources.csv", 0, "vom_usd_per_t", "-5", "sources.csv:2: vom_usd_per_t: found -5, expected a number of at least 0")
    refused("routes.csv", 3, "cost", "-1", "routes.csv:5: cost: found -1")
    refused("stores.csv", 0, "site_capex_musd", "many", "stores.csv:2: site_capex_musd: found many")
    refused("sources.csv", 0, "start", "2040", "sources.csv:2: start: found 2040", "2030")
    refused("sources.csv", 0, "gross_mtpa", "3", "sources.csv:2: gross_mtpa: found 3")
    refused("routes.csv", 0, "type", "rail", "routes.csv:2: type: found rail, expected a type of types.csv")
    refused("targets.csv", 0, "target_mtpa", "40", "target of 2030: 40 Mt, but all sources that may run in 2030 together capture at most 16.344 Mt", code=1)
    refused("stores.csv", 0, "capacity_mt", "100", "13.689 Mt a year need 410.67 Mt of storage over 30 years, all stores hold 100 Mt", code=1)


def test_a_store_without_a_route():
    with tap.temporary() as folder:
        case = copy_case(folder)
        with open(case / "stores.csv", "a", encoding="utf-8") as file:
            file.write("far,500,10,1,1,3,1,2\n")
        tap.one_line_error("capture", case, expect=("store far: no route leads to it from any source",))


def test_missing_pieces():
    tap.one_line_error("capture", "no/such/folder", expect=("no/such/folder",))
    for name in ("settings.csv", "targets.csv", "sources.csv", "stores.csv", "routes.csv", "types.csv"):
        with tap.temporary() as folder:
            case = copy_case(folder)
            (case / name).unlink()
            tap.one_line_error("capture", case, expect=(name,))


ACCORD = """accord: {name: Test, parties: [KOR, MYS], source: a test}
baseline: {years: [2025, 2031]}
measures:
  - capture: {from: %s, store: MYS, start: %s, capacity: %s%s, source: s, assumed: a}
"""


def accord(folder, start="2029", capacity="1 MtCO2/yr", more="", source="KOR"):
    path = pathlib.Path(folder, "accord.yaml")
    path.write_text(ACCORD % (source, start, capacity, more), encoding="utf-8")
    return path


def test_the_network_of_an_accord():
    with tap.temporary() as folder:
        for source in ("KOR", "JPN"):
            found = tap.selat_json("capture", accord(folder, source=source))
            assert found["status"] == "optimal" and found["gap"] <= 1e-4 and found["balance_residual_mt"] <= 1e-9
            assert [(row["year"], row["captured_mt"]) for row in found["years"]] == [(2029, 1), (2030, 1), (2031, 1)]
            assert {row["region"] for row in found["sources"]} == {source} and {row["region"] for row in found["stores"]} == {"MYS"}
            assert any(row["type"] == "ship" and 3000 < row["km"] < 7000 for row in found["routes"])
            assert all(row["captured_mt"] <= row["gross_mt"] + 1e-9 for row in found["sources"])


def test_cost_and_network_of_ones_own():
    with tap.temporary() as folder:
        cheap = tap.selat_json("capture", accord(folder, more=", cost: 10 USD/tCO2"))
        dear = tap.selat_json("capture", accord(folder, more=", cost: 110 USD/tCO2"))
        # a plant of one train is paid for whole, so that 100 dollars more cost more than that for every tonne
        assert dear["years"][0]["cost_usd_per_t"] - cheap["years"][0]["cost_usd_per_t"] > 99
        case = copy_case(folder)
        for row, sector in ((0, "D"), (1, "C23")):
            change(case, "sources.csv", row, "sector", sector)
        own = tap.selat_json("capture", accord(folder, capacity="13.689 MtCO2/yr", more=", network: case"))
        assert all(abs(row["cost_musd"] - EXPECTED["small00"]) < 0.01 * EXPECTED["small00"] for row in own["years"])
        change(case, "sources.csv", 0, "sector", "X9")
        tap.one_line_error("capture", accord(folder, capacity="13.689 MtCO2/yr", more=", network: case"), expect=("source n0: sector: found 'X9'",))


def test_broken_accords():
    with tap.temporary() as folder:
        tap.one_line_error("capture", accord(folder, start="2040"), expect=("start: found 2040, expected a year from 2025 to 2031",))
        tap.one_line_error("capture", accord(folder, capacity="1 Mt"), expect=("capacity: found 1 Mt, expected a number with its unit, such as 1 MtCO2/yr",))
        tap.one_line_error("capture", accord(folder, more=", cost: -3 USD/tCO2"), expect=("cost: found -3 USD/tCO2",))
        tap.one_line_error("capture", accord(folder, more=", full: 2027"), expect=("full: found 2027, expected a year not before start",))
        tap.one_line_error("capture", accord(folder, source="DEU"), expect=("no power plant or site of DEU in data/ccs",))
        tap.one_line_error("capture", accord(folder, capacity="90 MtCO2/yr"), expect=("capture: target of", "Mt"), code=1)


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
