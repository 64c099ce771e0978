"""selat compare: the same numbers as selat run, from several accords at once."""
import json
import pathlib
import shutil

import tap

ACCORDS = ["korea-malaysia", "korea-malaysia-upper-bound"]
VARIANT = """accord: {{name: Cut by {cut}, parties: [KOR, MYS], source: test}}
baseline: {{table: {table}, tariffs: teti-2021, elasticities: {elasticities}, years: [2025, 2026]}}
measures:
  - tariff: {{importer: MYS, exporter: KOR, products: C29, cut: {cut}, from: 2025, utilisation: 100%, source: test}}
"""


def write(folder, name, cut, table="oecd-2022", elasticities="caliendo-parro-2015"):
    path = pathlib.Path(folder, name)
    path.write_text(VARIANT.format(cut=cut, table=table, elasticities=elasticities))
    return path


def differences(here, there, where=""):
    """Places where two trees of numbers and texts differ; keys that `here` lacks do not count."""
    if isinstance(here, dict):
        return [d for key in here for d in differences(here[key], there[key], f"{where}.{key}")]
    if isinstance(here, list):
        assert len(here) == len(there), where
        return [d for k, pair in enumerate(zip(here, there)) for d in differences(*pair, f"{where}[{k}]")]
    if isinstance(here, float) and isinstance(there, float):
        return [] if abs(here - there) <= 1e-12 * max(1, abs(there)) else [f"{where}: {here} {there}"]
    return [] if here == there else [f"{where}: {here} {there}"]


def test_numbers_are_those_of_a_run():
    found = tap.selat_json("compare", *ACCORDS)
    assert [a["accord"] for a in found["accords"]] == ACCORDS
    for name, one in zip(ACCORDS, found["accords"]):
        with tap.temporary() as folder:
            code, _, err = tap.selat("run", name, "-o", folder, "--draws", "0", "--quiet")
            assert code == 0, err
            whole = json.loads(pathlib.Path(folder, "results.json").read_text())
        for key in ("headline", "years", "diagnostics"):
            wrong = differences(one[key], whole[key], key)
            assert not wrong, wrong[:5]
        assert len(one["years"]) == len(whole["years"]) and len(one["years"][0]["regions"]) == 81
        assert one["name"] == whole["accord"]["name"]


def test_order_and_company_do_not_matter():
    with tap.temporary() as folder:
        full, half = write(folder, "full.yaml", "100%"), write(folder, "half.yaml", "50%")
        other = write(folder, "other.yaml", "100%", elasticities="uniform-4")
        alone = {path: tap.selat_json("compare", path)["accords"][0] for path in (full, half, other)}
        for paths in ((full, half, other), (other, full, half, full)):
            found = tap.selat_json("compare", *paths, "--threads", 2)["accords"]
            for path, one in zip(paths, found):
                assert one["headline"] == alone[path]["headline"] and one["years"] == alone[path]["years"], path
        gain = {path: alone[path]["headline"]["parties"][0]["ev_musd"] for path in alone}
        assert len(set(gain.values())) == 3, gain


def test_accords_on_different_tables():
    with tap.temporary() as folder:
        shutil.copy(tap.SOURCE / "data/tables/oecd-2022.h5", pathlib.Path(folder, "copy.h5"))
        here, there = write(folder, "here.yaml", "100%"), write(folder, "there.yaml", "100%", pathlib.Path(folder, "copy.h5"))
        found = tap.selat_json("compare", here, there, here)["accords"]
        assert found[0]["headline"] == found[1]["headline"] == found[2]["headline"]
        assert found[1]["table"] != found[0]["table"]


def test_table_has_a_line_for_each_party_and_units():
    with tap.temporary() as folder:
        paths = [write(folder, "full.yaml", "100%"), write(folder, "a-variant-with-a-rather-long-name.yaml", "50%")]
        code, text, err = tap.selat("compare", *[p.name for p in paths], "--quiet", cwd=folder)
        assert code == 0, err
        found = tap.selat_json("compare", *paths)["accords"]
    lines = text.splitlines()
    assert max(map(len, lines)) <= 120 and len(lines) == 2 + 2 * 3, text
    assert lines[0].split()[:3] == ["accord", "year", "region"] and "million USD" in lines[1]
    assert lines[2].split()[:3] == ["full", "2026", "KOR"] and lines[3].split()[0] == "MYS"
    assert lines[5].startswith("...") and "rather-long-name" in lines[5]
    for line, party in zip((lines[2], lines[5]), (found[0]["headline"]["parties"][0], found[1]["headline"]["parties"][0])):
        expected = [party[key] for key in ("ev_musd", "ev_percent", "ev_per_head_usd", "real_wage_percent",
                                           "customs_revenue_change_musd", "exports_change_musd", "imports_change_musd")]
        cells = line[line.index("KOR") + 3:].split()
        assert len(cells) == 7
        for cell, value, places in zip(cells, expected, (2, 5, 3, 5, 2, 2, 2)):
            assert abs(float(cell) - value) <= 0.5001 * 10 ** -places, (cell, value)


def test_mistakes_print_one_line_and_no_table():
    with tap.temporary() as folder:
        good, bad = write(folder, "good.yaml", "100%"), write(folder, "bad.yaml", "oops")
        tap.one_line_error("compare", good, bad, expect=["bad.yaml:4", "oops"])
        assert tap.selat("compare", good, bad)[1] == ""
        tap.one_line_error("compare", good, pathlib.Path(folder, "absent.yaml"), expect=["absent.yaml"])
        tap.one_line_error("compare", expect=["ACCORD"])
        tap.one_line_error("compare", write(folder, "table.yaml", "1%", "absent"), expect=["absent"])


tap.main([test_numbers_are_those_of_a_run, test_order_and_company_do_not_matter, test_accords_on_different_tables,
          test_table_has_a_line_for_each_party_and_units, test_mistakes_print_one_line_and_no_table])
