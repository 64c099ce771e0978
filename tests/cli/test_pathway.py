"""Emissions of the years ahead, pledges, green measures, sector splits."""
import csv
import json
import pathlib

import tap

NOTHING = """accord: {name: nothing, parties: [KOR, MYS]}
baseline: {years: [2029, 2031]}
measures:
  - intensity: {region: [KOR, MYS], cut: 0%, cost: 50 USD/tCO2}
  - investment: {investor: KOR, region: MYS, product: C26, amount: 0 MUSD, years: 2029}
  - hydrogen: {seller: MYS, buyer: KOR, capacity: 0 ktH2/yr}
  - tourism: {visitor: KOR, host: MYS, amount: 0 MUSD}
  - carbon_price: {region: MYS, price: 0 USD/tCO2, border: embodied}
"""
GREEN = """accord: {name: green, parties: [KOR, MYS]}
baseline: {years: [2029, 2030], pathway: %s}
measures:
  - intensity: {region: KOR, products: D, cut: 10%%, cost: 20 USD/tCO2}
  - carbon_price: {region: MYS, products: [D, C20], price: 5 USD/tCO2, border: embodied, response: 1%%}
  - investment: {investor: KOR, region: MYS, product: C26, amount: 100 MUSD, years: 2029, foreign_owned: 60%%}
  - tourism: {visitor: KOR, host: MYS, amount: 30 MUSD}
"""


def run(folder, text):
    path = pathlib.Path(folder) / "a.yaml"
    path.write_text(text)
    code, out, err = tap.selat("run", path, "--draws", "0", "--json", "-o", pathlib.Path(folder) / "out")
    assert code == 0, err
    return json.loads(out)


def years_of(results, region):
    return [row for row in results["emissions"]["years"] if row["region"] == region]


def test_an_accord_shows_emissions_of_every_year():
    with tap.temporary() as folder:
        code, out, err = tap.selat("run", "accords/korea-malaysia.yaml", "--draws", "40", "-o", folder)
        assert code == 0, err
        lines = out.splitlines()
        korea = next(line.split() for line in lines if line.startswith("Korea    with"))
        assert len(korea) == 13, korea  # eleven years
        results = json.loads((pathlib.Path(folder) / "results.json").read_text())
        assert results["emissions"]["converged"]
        for region in ("KOR", "MYS"):
            rows = years_of(results, region)
            assert [row["year"] for row in rows] == list(range(2025, 2036))
            for row, before in zip(rows[1:], rows):
                change = row["production_with_mt"] - before["production_with_mt"]
                parts = sum(row[f"{what}_with_mt"] for what in ("scale", "composition", "technique", "trade"))
                assert abs(parts - change) < 1e-8, (row["year"], parts, change)
            last = rows[-1]
            assert last["change_mt"] < 0 and last["change_low_mt"] < last["change_mt"] < last["change_high_mt"]
            assert last["without_low_mt"] < last["production_without_mt"] < last["without_high_mt"]
            by = sum(last[f"{what}_by_accord_mt"] for what in ("scale", "composition", "technique", "trade"))
            assert abs(by - last["change_mt"]) < 1e-8
        costs = {(row["kind"], row["region"]): row for row in results["emissions"]["abatement"]}
        assert abs(costs["intensity", "KOR"]["cost_usd_per_t"] - 30) < 1e-9 and costs["intensity", "KOR"]["payer"] == "KOR"
        pledges = [row for row in results["emissions"]["pledges"] if row["region"] == "MYS"]
        assert {row["type"] for row in pledges} == {"intensity", "peak", "net_zero"}
        assert all(abs(row["emissions_with_mt"] - row["target_with_mt"] - row["distance_with_mt"]) < 1e-9 for row in pledges)
        for name in ("emissions", "pledges", "abatement"):
            table = list(csv.reader((pathlib.Path(folder) / "csv" / f"{name}.csv").open()))
            assert len(table) > 3 and "(" in ",".join(table[0]), name


def test_amounts_of_zero_change_nothing():
    with tap.temporary() as folder:
        results = run(folder, NOTHING)
        for row in results["emissions"]["years"]:
            assert abs(row["change_mt"]) <= 1e-9, row
        for party in results["headline"]["parties"]:
            assert abs(party["ev_musd"]) <= 1e-6, party


def test_measures_cut_what_they_say():
    with tap.temporary() as folder:
        flat = run(folder, GREEN % "none")
        costs = {(row["kind"], row["region"]): row for row in flat["emissions"]["abatement"]}
        korea = years_of(flat, "KOR")
        assert abs(korea[0]["production_without_mt"] - korea[1]["production_without_mt"]) < 1e-6  # no growth, no trend
        cut = costs["intensity", "KOR"]["cut_mt"]
        assert 15 < cut < 40, cut  # a tenth of some 250 Mt of power
        assert abs(costs["intensity", "KOR"]["cost_musd"] - 20 * cut) < 1e-6
        kinds = {measure["kind"]: {e["region"]: e["ev_musd"] for e in measure["effects"]} for measure in flat["measures"]}
        assert -2 * 20 * cut < kinds["intensity"]["KOR"] < -0.5 * 20 * cut  # Korea pays for it
        assert kinds["tourism"]["MYS"] > 0
        trend = run(folder, GREEN % "trend")
        mys = years_of(trend, "MYS")
        assert mys[1]["production_without_mt"] > mys[0]["production_without_mt"]


def test_a_model_s_tonnes_are_met():
    with tap.temporary() as folder:
        path = pathlib.Path(folder) / "model.csv"
        path.write_text("kind,region,sector,gas,year,value\ndemand_rate,all,,,2023,1%\nemissions,MYS,,CO2,2028,250\n"
                        "emissions,MYS,,CO2,2032,210\nemissions,KOR,D,CO2,2030,100\npower,JPN,coal,,2022,50%\n"
                        "power,JPN,gas,,2022,50%\npower,JPN,coal,,2030,0%\npower,JPN,gas,,2030,100%\n")
        found = tap.selat_json("pathway", "oecd-2022", "--pathway", path, "--regions", "MYS,KOR,JPN", "--years", "2029-2031",
                               "--csv", pathlib.Path(folder) / "out.csv")
        trend = {(row["region"], row["year"]): row for row in found["years"]}
        assert trend["MYS", 2031]["production_mt"] - trend["MYS", 2029]["production_mt"] < -15
        assert trend["JPN", 2030]["technique_mt"] < 0
        rows = list(csv.DictReader((pathlib.Path(folder) / "out.csv").open()))
        assert len(rows) == 9 and abs(float(rows[0]["production (Mt CO2e)"]) - trend["MYS", 2029]["production_mt"]) < 1e-9


def test_pathway_of_an_accord_has_both_sides():
    found = tap.selat_json("pathway", "japan-malaysia")
    sides = {(row["region"], row["year"], row["accord"]): row["production_mt"] for row in found["years"]}
    assert sides["JPN", 2035, "with"] < sides["JPN", 2035, "without"]
    assert any(pledge["region"] == "MYS" and not pledge["conditional"] for pledge in found["pledges"])


def test_pathway_files_that_are_wrong_are_one_line():
    head = "kind,region,sector,gas,year,value\n"
    with tap.temporary() as folder:
        path = pathlib.Path(folder) / "bad.csv"
        for row, expect in (("growth,MYS,,,2025,2%", "demand_rate, demand"), ("demand_rate,XXX,,,2025,2%", "a region of the table"),
                            ("demand_rate,MYS,,,2025,2", "a yearly rate with %"), ("intensity,MYS,Z9,,2025,.5", "a sector of the table"),
                            ("intensity,MYS,,SF6,2025,.5", "a gas of the table"), ("power,MYS,peat,,2025,5%", "a fuel"),
                            ("emissions,MYS,,,1800,5", "1990")):
            path.write_text(head + row + "\n")
            tap.one_line_error("pathway", "oecd-2022", "--pathway", path, expect=("bad.csv:2", expect))
    tap.one_line_error("pathway", "oecd-2022", "--years", "2030", expect=("--years", "2025-2035"))
    tap.one_line_error("pathway", "oecd-2022", "--regions", "MYS,XYZ", expect=("XYZ",))


def test_a_split_table_stays_balanced_and_usable():
    with tap.temporary() as folder:
        path = pathlib.Path(folder) / "power.h5"
        found = tap.selat_json("table", "split", "oecd-2022", "power", "-o", path)
        assert found["sectors"] == 56 and found["balanced"] > 0 and found["gap_musd"] < 1e-6
        code, out, err = tap.selat("table", "info", path)
        assert code == 0 and "D_COAL" in out, err
        before = tap.selat_json("pathway", "oecd-2022", "--years", "2022-2022")["years"]
        recipe = pathlib.Path(folder) / "half.csv"
        recipe.write_text("region,sector,part,kind,item,value\nall,C20,C20_A,weight,,50%\nall,C20,C20_B,weight,,50%\n")
        tap.selat_json("table", "split", "oecd-2022", recipe, "-o", path)
        after = tap.selat_json("pathway", path, "--years", "2022-2022")["years"]
        for a, b in zip(before, after):
            assert abs(a["consumption_mt"] - b["consumption_mt"]) <= 1e-8 * a["consumption_mt"], (a, b)
        recipe.write_text("region,sector,part,kind,item,value\nall,C20,C20_A,weight,,50%\nall,C20,C20_B,weight,,40%\n")
        tap.one_line_error("table", "split", "oecd-2022", recipe, "-o", path, expect=("C20", "weights that sum to 0.9"))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
