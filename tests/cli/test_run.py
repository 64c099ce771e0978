"""selat run on real data: the outputs, their agreement with each other, and what must not change."""
import csv
import json
import pathlib
import zipfile

import tap

ACCORDS = ["korea-malaysia", "japan-malaysia"]
EMPTY = """accord: {name: Nothing, parties: [KOR, MYS], source: none}
baseline: {table: oecd-2022, years: [2025, 2026], deficits: DEFICITS}
measures: []
"""


def run(accord, out, *words):
    code, text, err = tap.selat("run", accord, "-o", out, *(words or ("--draws", "0")))  # test_draws.py tests those
    assert code == 0, err
    return text, json.loads((out / "results.json").read_text())


def test_both_accords_give_summary_and_four_outputs():
    for name in ACCORDS:
        with tap.temporary() as folder:
            out = pathlib.Path(folder, "out")
            text, found = run(f"accords/{name}.yaml", out, "--draws", "40")
            assert sorted(p.name for p in out.iterdir()) == ["csv", "report.html", "results.json", "results.xlsx"]
            assert len(text.splitlines()) <= 50, text
            assert max(map(len, text.splitlines())) <= 120, text
            assert found["headline"]["sentence"].split(".")[0] in " ".join(text.split())
            assert found["diagnostics"]["converged"] and found["diagnostics"]["footprint"]["residual"] <= 1e-12
            assert all(year["residual"] <= 1e-10 for year in found["diagnostics"]["years"])
            assert zipfile.ZipFile(out / "results.xlsx").testzip() is None


def test_csv_holds_what_json_holds():
    with tap.temporary() as folder:
        out = pathlib.Path(folder, "out")
        _, found = run("accords/korea-malaysia.yaml", out)
        with open(out / "csv/regions.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(found["years"]) * 81
        last = [r for r in rows if r["year"] == str(found["headline"]["year"]) and r["country (ISO code)"] == "MYS"][0]
        party = [p for p in found["headline"]["parties"] if p["region"] == "MYS"][0]
        assert abs(float(last["equivalent variation (million USD)"]) - party["ev_musd"]) <= 1e-9 * abs(party["ev_musd"])
        for path in (out / "csv").iterdir():
            with open(path, encoding="utf-8") as file:
                head = next(csv.reader(file))
            assert len(set(head)) == len(head), path


def test_the_readme_example_runs_from_any_folder():
    readme = (tap.SOURCE / "README.md").read_text()
    example = readme.split("```yaml\n")[1].split("```")[0]
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "my.yaml")
        path.write_text(example)
        code, text, err = tap.selat("run", "my.yaml", "--draws", "0", cwd=folder)
        assert code == 0, err
        assert pathlib.Path(folder, "out/my/report.html").exists()
        code, text, err = tap.selat("run", "korea-malaysia", "-o", "here", "--draws", "0", cwd=folder)
        assert code == 0 and pathlib.Path(folder, "here/results.json").exists(), err


def test_the_readme_shows_what_is_printed():
    shown = (tap.SOURCE / "README.md").read_text().split("`make run` ends with\n\n```\n")[1].split("```")[0]
    with tap.temporary() as folder:
        printed, _ = run("accords/korea-malaysia.yaml", pathlib.Path(folder, "out"), "--threads", "2", "--draws", "1000")
    keep = lambda text: [line for line in text.splitlines() if line and "residual" not in line and "written:" not in line and "draws of" not in line]
    assert keep(shown) == keep(printed), "\n".join(keep(printed))


def test_the_split_adds_up_and_survives_threads():
    """Korea-Malaysia goods to zero: the parts, pairs and products of the split, its sheets, on one thread and on two."""
    parts = ["terms_of_trade", "volume_of_trade", "technical", "technology", "scale", "labour", "rents", "deficit", "purchases", "base_gap", "remainder"]
    splits = []
    for threads in (1, 2):
        with tap.temporary() as folder:
            out = pathlib.Path(folder, "out")
            code, _, err = tap.selat("run", "accords/replication/korea-malaysia-goods-to-zero.yaml", "-o", out, "--draws", 0, "--threads", threads)
            assert code == 0, err
            splits.append(json.loads((out / "results.json").read_text())["welfare_split"])
            with open(out / "csv/welfare.csv", encoding="utf-8") as file:
                assert len(list(csv.DictReader(file))) == 81
    assert splits[0] == splits[1]
    split = splits[0]
    assert split["converged"] and split["largest_remainder"] < 1e-11
    for row in split["regions"]:
        assert abs(sum(row[part + "_musd"] for part in parts) - row["ev_musd"]) < 1e-8, row
    for code, percent in (("MYS", 0.01308), ("KOR", 0.00100)):
        whole = next(row for row in split["regions"] if row["region"] == code)
        assert abs(whole["ev_percent"] - percent) < 5e-6, whole
        for rows in (split["pairs"], split["products"]):
            for part in ("terms_of_trade_musd", "volume_of_trade_musd"):
                assert abs(sum(row[part] for row in rows if row["region"] == code) - whole[part]) < 1e-8
        for row in split["diversion"]:
            assert abs(row["creation_musd"] + row["diversion_musd"] + row["expansion_musd"] - row["partners_musd"]) < 1e-8


def test_no_convergence_is_no_answer():
    accord = """accord: {name: Too much, parties: [KOR, MYS], source: none}
baseline: {table: oecd-2022, years: [2025, 2026], deficits: nominal}
measures:
  - purchase: {buyer: MYS, seller: KOR, product: C302T309, amount: 900000 MUSD, years: [2025, 2025]}
"""
    with tap.temporary() as folder:
        path, out = pathlib.Path(folder, "a.yaml"), pathlib.Path(folder, "out")
        path.write_text(accord)
        code, text, err = tap.selat("run", path, "-o", out, "--draws", "0")
        found = json.loads((out / "results.json").read_text())
        assert code == 1 and "not every solve converged" in err, (code, err)
        assert "failed" in text and "solver converged" not in text, text
        assert found["years"][0]["regions"][0]["ev_musd"] is None and not found["diagnostics"]["converged"]
        path.write_text(accord.replace("[2025, 2025]", "[2026, 2026]"))
        code, text, err = tap.selat("run", path, "-o", out, "--draws", "0")
        found = json.loads((out / "results.json").read_text())
        assert code == 1 and "No answer" in text and "worth" not in text, text
        assert found["headline"]["parties"] == [] and "No answer" in found["headline"]["sentence"]


def test_no_measures_change_nothing():
    for deficits in ("nominal", "share", "multiplicative", "zero"):
        with tap.temporary() as folder:
            path, out = pathlib.Path(folder, "a.yaml"), pathlib.Path(folder, "out")
            path.write_text(EMPTY.replace("DEFICITS", deficits))
            _, found = run(path, out)
            for year in found["years"]:
                for region in year["regions"]:
                    for key, value in region.items():
                        if key.endswith("_hat"):
                            assert abs(value - 1) <= 1e-12, (deficits, region["region"], key, value)


def test_commitments_are_all_there():
    for name in ACCORDS:
        found = tap.selat_json("run", f"accords/{name}.yaml", "-o", pathlib.Path(tap.SOURCE, "out", "test-" + name), "--draws", "0")
        commitments = found["commitments"]
        assert commitments["total"] == commitments["modelled"] + len(commitments["pending"]) and commitments["modelled"] > 0
        assert all(row["commitment"] and row["needs"] for row in commitments["pending"])
        assert all(measure["source"] for measure in found["measures"])


def test_customs_by_partner_add_up_to_tariff_revenue():
    for name in ACCORDS:
        found = tap.selat_json("run", f"accords/{name}.yaml", "-o", pathlib.Path(tap.SOURCE, "out", "test-" + name), "--draws", "0")
        last = {region["region"]: region for region in found["years"][-1]["regions"]}
        for party in found["accord"]["parties"]:
            for side in ("base", "new"):
                duty = sum(row[f"duty_{side}_musd"] for row in found["pair_results"] if row["importer"] == party)
                revenue = last[party][f"tariff_revenue_{side}_musd"]
                assert abs(duty - revenue) <= 1e-9 * revenue, (party, side, duty, revenue)
        for year in found["years"]:  # the change by partner, also in the years of a purchase
            regions = {region["region"]: region for region in year["regions"]}
            for party in found["accord"]["parties"]:
                forgone = sum(row["forgone_musd"] for row in year["customs"] if row["importer"] == party)
                change = regions[party]["tariff_revenue_base_musd"] - regions[party]["tariff_revenue_new_musd"]
                assert abs(forgone - change) <= 81e-3, (year["year"], party, forgone, change)


def test_world_consumption_equals_production():
    found = tap.selat_json("run", "accords/japan-malaysia.yaml", "-o", pathlib.Path(tap.SOURCE, "out", "test-world"), "--draws", "0")
    for year in found["years"]:
        for side in ("base", "new"):
            made = sum(region[f"ghg_production_{side}_mt"] for region in year["regions"])
            used = sum(region[f"ghg_consumption_{side}_mt"] for region in year["regions"])
            assert abs(made - used) <= 1e-9 * made, (year["year"], side, made, used)


def test_threads_do_not_change_a_digit():
    texts = []
    for threads in ("1", "2"):
        with tap.temporary() as folder:
            out = pathlib.Path(folder, "out")
            code, _, err = tap.selat("run", "accords/korea-malaysia.yaml", "-o", out, "--draws", "40", "--threads", threads)
            assert code == 0, err
            found = json.loads((out / "results.json").read_text())
            texts.append(json.dumps(found))
    assert texts[0] == texts[1]


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
