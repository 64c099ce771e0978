"""selat run with error bands: the flags, the section, threads, agreement of the outputs."""
import csv
import json
import pathlib

import tap

ACCORD = "accords/korea-malaysia.yaml"


def run(*words, accord=ACCORD):
    with tap.temporary() as folder:
        out = pathlib.Path(folder, "out")
        code, text, err = tap.selat("run", accord, "-o", out, *words)
        assert code == 0, err
        tables = {}
        for path in (out / "csv").iterdir():
            with open(path, encoding="utf-8") as file:
                tables[path.stem] = list(csv.DictReader(file))
        return text, json.loads((out / "results.json").read_text()), tables


def test_bands_stand_beside_the_numbers():
    text, found, tables = run("--draws", "200", "--threads", "2")
    drawn = found["uncertainty"]
    assert (drawn["draws"], drawn["seed"], drawn["failed"], drawn["year"]) == (200, 1, 0, found["headline"]["year"])
    assert len(drawn["sources"]) == 7 and drawn["barriers_drawn"] == 3 and drawn["utilisations_drawn"] == 6
    assert len(text.splitlines()) <= 52 and "5 to 95 % band" in text and "200 draws" in text
    by_region = {row["region"]: row for row in drawn["regions"]}
    assert len(by_region) == len(found["regions"])
    for party in found["headline"]["parties"]:
        band = party["bands"]["ev_musd"]
        assert band == by_region[party["region"]]["ev_musd"]
        assert band["low"] < band["median"] < band["high"] and band["low_error"] > 0
        width = band["high"] - band["low"]
        assert band["low"] - 0.25 * width <= party["ev_musd"] <= band["high"] + 0.25 * width, (band, party["ev_musd"])
        exports = party["bands"]["exports_change_musd"]
        assert exports["low"] < exports["median"] < exports["high"] and 0.3 < exports["median"] / party["exports_change_musd"] < 3
        percent = party["bands"]["ev_percent"]["median"] / band["median"] * party["ev_musd"] / party["ev_percent"]
        assert abs(percent - 1) < 1e-3  # both by the same spending, which moves a little with theta
    assert all(row["ev_band_musd"] == by_region[row["region"]]["ev_musd"] for row in found["headline"]["gainers"])
    assert len(tables["bands"]) == 4 * len(found["regions"])
    for tornado in drawn["tornado"]:
        rows = tornado["rows"]
        assert sum(row["parameter"] == "theta" for row in rows) == 10
        assert [sum(row["parameter"] == kind for row in rows) for kind in ("theta_common", "source", "utilisation", "barrier")] == [1, 1, 1, 3]
        for row in rows:
            assert abs(row["swing_musd"] - abs(row["high_musd"] - row["low_musd"])) < 1e-9
            assert row["sectors"] if row["parameter"] == "theta" else not row["sectors"]
    assert len(tables["tornado"]) == sum(len(one["rows"]) for one in drawn["tornado"])


def test_trade_between_parties_adds_up_to_what_the_table_says():
    _, found, _ = run("--draws", "60", "--threads", "2")
    pairs = {(row["exporter"], row["importer"]): row for row in found["pair_results"]}
    for row in found["uncertainty"]["trade_between"]:
        pair = pairs[(row["exporter"], row["importer"])]
        change = pair["trade_new_musd"] - pair["trade_base_musd"]
        assert 0.4 < row["trade_change_musd"]["median"] / change < 2.5, (row, change)


def test_threads_and_seed():
    same = [run("--draws", "45", "--threads", threads)[1]["uncertainty"] for threads in ("1", "2")]
    assert json.dumps(same[0]) == json.dumps(same[1])
    other = run("--draws", "45", "--seed", "2")[1]["uncertainty"]
    assert other["seed"] == 2 and other["world_ev_musd"] != same[0]["world_ev_musd"]
    assert other["tornado"] == same[0]["tornado"]  # nothing random in it


def test_no_draws_no_section():
    text, found, tables = run("--draws", "0")
    assert found["uncertainty"] is None and "band" not in text
    assert all(party["bands"] is None for party in found["headline"]["parties"])
    assert all(row["ev_band_musd"] is None for row in found["headline"]["gainers"])
    assert tables["bands"] == [] and tables["tornado"] == []


def test_the_file_says_what_is_drawn():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "a.yaml")
        path.write_text((tap.SOURCE / ACCORD).read_text() + "\nuncertainty: {draws: 30, seed: 9, barriers: 0%, utilisation: 0%, sources: no}\n")
        _, found, _ = run(accord=path)
        drawn = found["uncertainty"]
        assert (drawn["draws"], drawn["seed"], drawn["barriers_drawn"], drawn["utilisations_drawn"]) == (30, 9, 0, 0)
        assert drawn["sources"] == ["caliendo-parro-2015"]
        assert {row["parameter"] for one in drawn["tornado"] for row in one["rows"]} == {"theta", "theta_common"}
        assert run("--draws", "20", accord=path)[1]["uncertainty"]["draws"] == 20


def test_zero_deficits_are_drawn_too():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "a.yaml")
        path.write_text((tap.SOURCE / ACCORD).read_text().replace("deficits: share", "deficits: zero"))
        _, found, _ = run("--draws", "25", accord=path)
        assert found["uncertainty"]["failed"] == 0
        for party in found["headline"]["parties"]:
            band = party["bands"]["ev_musd"]
            assert band["high"] - band["low"] > 0.1 and band["low"] - 10 < party["ev_musd"] < band["high"] + 10


def test_wrong_flags():
    for words, expected in ((("--draws", "-1"), "--draws"), (("--draws", "10.5"), "a whole number"), (("--seed", "x"), "--seed")):
        tap.one_line_error("run", ACCORD, *words, expect=(expected,))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
