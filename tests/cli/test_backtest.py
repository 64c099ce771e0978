"""selat backtest and selat table origin on the shipped data; what of them stands in every report."""
import csv
import json
import pathlib

import tap

SHIPPED = tap.SOURCE / "data" / "panel" / "backtest.json"


def same(found, shipped, where=""):
    """Equal to the printed digits; numbers within rounding of the sixth."""
    if isinstance(shipped, dict):
        assert list(found) == list(shipped), where
        for key in shipped:
            same(found[key], shipped[key], f"{where}.{key}")
    elif isinstance(shipped, list):
        assert len(found) == len(shipped), where
        for k, one in enumerate(shipped):
            same(found[k], one, f"{where}[{k}]")
    elif isinstance(shipped, float) or isinstance(found, float):
        assert abs(found - shipped) <= 2e-5 * abs(shipped) + 1e-9, f"{where}: {found} and {shipped}"
    else:
        assert found == shipped, f"{where}: {found} and {shipped}"


def test_the_shipped_summary_is_what_the_command_computes():
    same(tap.selat_json("backtest"), json.loads(SHIPPED.read_text()))


def test_threads_change_no_digit_and_write_writes():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "backtest.json")
        words = ["backtest", "--from", "2015", "--to", "2019", "--json", "--quiet", "--draws", "24"]
        code, one, _ = tap.selat(*words, "--threads", "1", "--write", path)
        again, two, _ = tap.selat(*words, "--threads", "2")
        assert code == 0 and again == 0 and one == two
        assert path.read_text() == one
        tap.one_line_error("backtest", "--from", "2015", "--to", "2019", "--write", path / "below", expect=("below",))


def test_the_summary_is_honest_about_itself():
    found = json.loads(SHIPPED.read_text())
    assert [(w["from"], w["to"]) for w in found["windows"]] == [(2011, 2015), (2011, 2019), (2015, 2019), (2012, 2021)]
    for window in found["windows"]:
        assert window["converged"] and window["cells"] > 30000 and 0 < window["treated"] < window["cells"]
        assert sum(b["cells"] for b in window["bins"]) == window["cells"]
        for fit in window["fit"].values():
            assert -1 <= fit["rank_correlation"] <= 1 and 0 <= fit["r2"] <= 1 and fit["standard_error"] > 0
    war = [e for e in found["events"] if e["name"].startswith("United States-China")]
    assert war and all(e["tariff_change"] > 0.1 and e["predicted"] < 0 for e in war)


def test_table_and_errors_of_the_backtest():
    code, out, _ = tap.selat("backtest", "--from", "2015", "--to", "2019", "--duties", "none", "--draws", "0")
    assert code == 0 and "within importer- and exporter-product" in out and "Past agreements" not in out
    assert max(map(len, out.splitlines())) <= 130
    tap.one_line_error("backtest", "--from", "2015", "--to", "2022", expect=("window 2015-2022", "2021"))
    tap.one_line_error("backtest", "--from", "2015", expect=("--from and --to",))
    tap.one_line_error("backtest", "--deficits", "odd", expect=("odd",))
    tap.one_line_error("backtest", "--draws", "-1", expect=("--draws",))
    tap.one_line_error("backtest", "--panel", "nope", expect=("nope",))
    tap.one_line_error("backtest", "--duties", "nope", expect=("nope",))


def test_every_report_carries_the_backtest_and_the_meter():
    with tap.temporary() as folder:
        out = pathlib.Path(folder, "out")
        code, _, err = tap.selat("run", "accords/korea-malaysia.yaml", "-o", out, "--draws", "0")
        assert code == 0, err
        results = json.loads((out / "results.json").read_text())
        assert results["backtest"] == json.loads(SHIPPED.read_text())
        with open(out / "csv/backtest.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 4 * 5 and rows[0]["flows"] == "all"
        with open(out / "csv/past_events.csv", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == len(results["backtest"]["events"])
        notes = [a["value"] for a in results["assumptions"] if "by the origin meter: " in str(a["value"])]
        assert any(str(note).startswith("overlay RCEP") for note in notes), notes


def test_origin_by_product():
    found = tap.selat_json("table", "origin", "oecd-2022", "--exporter", "MYS", "--importer", "JPN", "--zone", "ASEAN,EU27")
    assert found["residual"] <= 1e-12 and len(found["products"]) == 27
    for product in found["products"]:
        zones = product["zones"]
        assert list(zones) == ["bilateral", "ASEAN+1", "RCEP", "ASEAN,EU27"]
        assert 0 < zones["bilateral"]["content"] < zones["ASEAN+1"]["content"] < zones["RCEP"]["content"] < 1
        for zone in zones.values():
            assert 0 <= zone["utilisation"] <= 1
    code, out, _ = tap.selat("table", "origin", "oecd-2022", "--exporter", "KOR", "--importer", "MYS")
    assert code == 0 and "C26" in out and "H49" not in out
    tap.one_line_error("table", "origin", "oecd-2022", "--exporter", "MYZ", "--importer", "JPN", expect=("MYZ", "MYS"))
    tap.one_line_error("table", "origin", "oecd-2022", "--exporter", "MYS", expect=("--importer",))
    tap.one_line_error("table", "origin", "oecd-2022", "--exporter", "MYS", "--importer", "JPN", "--zone", "A,B", expect=("'A'",))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
