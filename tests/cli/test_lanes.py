"""selat lanes: routes, gates, trade through gates, closures; the same numbers in text, JSON and CSV."""
import csv
import gzip
import io
import math
import os
import pathlib

import tap
from tap import one_line_error, selat, selat_json

LANES = tap.SOURCE / "tests" / "published" / "lanes"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def csv_of(*words):
    code, out, err = selat("lanes", *words, "--csv", "--quiet")
    assert code == 0, err
    return rows(out)


def coordinates():
    return {p["port"]: f'{p["lon"]},{p["lat"]}' for p in rows((LANES / "ports_lonlat.csv").read_text())}


def test_a_route_with_a_gate_closed():
    found = selat_json("lanes", "KRPUS", "Port Klang", "--close", "malacca_singapore_strait")
    assert abs(found["open"]["km"] - 5215.7) < 1e-9 and abs(found["open"]["nautical_miles"] - 2816.2527) < 1e-3
    assert abs(found["open"]["days"] - 5215.7 / 1.852 / 14 / 24) < 1e-9
    assert "malacca_singapore_strait" in found["open"]["gates"] and "sunda" in found["detour"]["gates"]
    assert found["detour"]["km"] > found["open"]["km"] and found["closed"] == ["malacca_singapore_strait"]
    assert len(found["open"]["lon_lat"]) > 10
    code, out, _ = selat("lanes", "KRPUS", "MYPKG", "--close", "malacca_singapore_strait")
    assert code == 0 and "5215.7" in out and "2816.3" in out and "Sunda Strait" in out
    table = csv_of("KRPUS", "MYPKG", "--close", "malacca_singapore_strait")
    assert [r["route"] for r in table] == ["open", "closed"] and abs(float(table[1]["km"]) - found["detour"]["km"]) < 1e-4


def test_reference_distances_from_the_terminal():
    at = coordinates()
    expected = rows(gzip.open(LANES / "expected_km.csv.gz", "rt").read())
    closed = {"default": [], "no_suez": ["suez"], "no_suez_panama": ["suez", "panama"], "no_malacca": ["malacca"],
              "no_ormuz": ["ormuz"], "no_babalmandab": ["babalmandab"]}
    tried = 0
    for row in expected[::40]:
        if row["scenario"] not in closed:
            continue
        words = [w for gate in closed[row["scenario"]] for w in ("--close", gate)]
        found = selat_json("lanes", *words, at[row["from"]], at[row["to"]])
        km = found["detour" if words else "open"]["km"]
        if row["network_km"] == "":
            assert km is None, row
        else:
            assert abs(km - float(row["network_km"])) <= 1e-6 * float(row["network_km"]), (row, km)
        tried += 1
    assert tried > 8


def test_reference_gates_from_a_file():
    at = coordinates()
    found = selat_json("lanes", "--gates-file", LANES / "gates.csv", "--close", "bab_el_mandeb", at["BUSAN"], at["ROTTERDAM"])
    assert abs(found["detour"]["nautical_miles"] - 10895.5184) < 1e-3  # that line misses the strait
    own = selat_json("lanes", "--close", "bab_el_mandeb", at["BUSAN"], at["ROTTERDAM"])
    assert abs(own["detour"]["km"] - 24119.1) < 1e-6 and "panama" in own["detour"]["gates"]
    cape = selat_json("lanes", "--close", "bab_el_mandeb", "SGSIN", "NLRTM")
    assert "cape" in cape["detour"]["gates"] and "suez" in cape["open"]["gates"]


def test_country_codes_mean_their_main_port():
    found = selat_json("lanes", "JPN", "SAU", "--close", "hormuz")
    assert found["from"]["code"] == "JPYOK" and found["to"]["code"] == "SARTA"
    assert found["detour"]["km"] is None and found["detour"]["gates"] == []


def test_gates_are_listed_with_their_trade():
    found = {g["gate"]: g for g in selat_json("lanes", "--gates")["gates"]}
    for code in ("south_china_sea_mid", "east_china_sea", "taiwan_strait", "malacca_singapore_strait", "luzon_strait", "lombok", "sunda",
                 "hormuz", "suez", "bab_el_mandeb", "cape"):
        assert found[code]["trade_musd"] > 1e4, code
    assert found["northwest"]["closed"] and found["northwest"]["trade_musd"] == 0
    table = {r["gate"]: r for r in csv_of("--gates")}
    assert abs(float(table["suez"]["trade_musd"]) / found["suez"]["trade_musd"] - 1) < 1e-9
    # what passes the Suez Canal passes Bab-el-Mandeb, but for what starts in the Red Sea
    assert found["suez"]["trade_musd"] < 1.2 * found["bab_el_mandeb"]["trade_musd"]


def test_trade_through_a_gate_adds_up():
    found = selat_json("lanes", "--through", "malacca_singapore_strait")
    total = found["through_musd"]
    for key in ("imports_musd", "exports_musd"):
        assert abs(sum(r[key] for r in found["regions"]) / total - 1) < 1e-9, key
    assert abs(sum(found["products"].values()) / total - 1) < 1e-9
    assert abs(sum(p["through_musd"] for p in found["pairs"]) / total - 1) < 1e-9
    mys = next(r for r in found["regions"] if r["region"] == "MYS")
    assert abs(sum(mys["products"].values()) - mys["imports_musd"] - mys["exports_musd"]) < 1e-6 * total
    assert all(0 <= r["percent_of_sea_trade"] <= 100 for r in found["regions"])
    assert not {"D", "J61"} & {s for s, v in found["products"].items() if v > 0}
    by_view = csv_of("--through", "malacca_singapore_strait")
    assert abs(sum(float(r["through_musd"]) for r in by_view if r["view"] == "pair") / total - 1) < 1e-9


def test_distances_between_all_regions():
    found = {(r["importer"], r["exporter"]): r["km"] for r in csv_of("--distances")}
    assert len(found) == 81 * 80
    assert all(found[a, b] == found[b, a] for a, b in found)
    assert 900 < float(found["KOR", "JPN"]) < 1500 and float(found["KOR", "GBR"]) > 18000


def test_a_lasting_closure_costs_income():
    found = selat_json("lanes", "--close", "suez", "--effect")
    central, low, high = found["cases"]
    assert (central["rho"], low["rho"], high["rho"]) == (0.5, 0.2, 0.9) and central["converged"]
    assert low["world_ev_musd"] > central["world_ev_musd"] > high["world_ev_musd"] and central["world_ev_musd"] < -1e4
    days = selat_json("lanes", "--close", "suez", "--effect", "--cost", "days")
    assert days["cases"][0]["t"] == 0.0135 and days["cases"][0]["world_ev_musd"] < 0


def test_a_short_closure_keeps_deliveries_away():
    found = selat_json("lanes", "--close", "south_china_sea", "--days", 60)
    assert 0.5 < found["fleet"] < 1 and 0 < found["lost_musd"] < found["usual_musd"]
    assert abs(found["fleet"] - found["tonne_km_before"] / found["tonne_km_after"]) < 1e-12
    # tonnes loaded in the world's trade by sea, UNCTAD: 12.0 billion in 2022
    assert 9e9 < found["tonnes"] < 15e9, found["tonnes"]
    for key in ("regions", "products"):
        assert abs(sum(r["lost_musd"] for r in found[key]) / found["lost_musd"] - 1) < 1e-9
    pairs = {(r["importer"], r["exporter"]): r for r in csv_of("--close", "south_china_sea", "--days", 60)}
    assert float(pairs["MYS", "KOR"]["days_longer"]) > 0 and math.isclose(float(pairs["DEU", "USA"]["part_affected"]), 0, abs_tol=1e-12)


def test_mistakes():
    one_line_error("lanes", "KRPUS", "Port Klamg", expect=["there is no port 'Port Klamg'", "did you mean Port Klang, MYPKG"])
    one_line_error("lanes", "KRPUS", "xyzzyplugh", expect=["expected a UN/LOCODE"])
    one_line_error("lanes", "KRPUS", "MYPKG", "--close", "malaca", expect=["there is no gate 'malaca'", "malacca"])
    one_line_error("lanes", "--through", "nowhere at all", expect=["expected one of", "suez"])
    one_line_error("lanes", "KRPUS", expect=["expected two ports", "KRPUS"])
    one_line_error("lanes", expect=["expected two ports"])
    one_line_error("lanes", "--effect", expect=["--close GATE"])
    one_line_error("lanes", "--gates", "--distances", expect=["one of"])
    one_line_error("lanes", "--close", "suez", "--days", "x", expect=["--days: found x"])
    one_line_error("lanes", "KRPUS", "MYPKG", "--knots", "0", expect=["--knots"])


def test_bad_gate_files():
    with tap.temporary() as folder:
        path = f"{folder}/gates.csv"
        header = "gate,name,aliases,passage,lon_a,lat_a,lon_b,lat_b,shut,note\n"
        for text, expect in (("a,A,,nowhere,,,,,,\n", ["gate a", "no passage 'nowhere'"]), ("a,A,,,0,0,x,1,,\n", [":2:", "lon_b", "x"]),
                             ("a,A,,,85,45,85.1,45,,\n", ["gate a", "no lane"]), ("a,A,,suez,,,,,2,\n", ["shut", "found 2"]),
                             (",A,,suez,,,,,,\n", ["gate", "a code"])):
            with open(path, "w", encoding="utf-8") as file:
                file.write(header + text)
            one_line_error("lanes", "--gates", "--gates-file", path, expect=expect)


def test_bad_sea_files():
    """One shipped file at a time replaced by a bad one: a clear line, exit 2."""
    cases = (("nodes.csv.gz", "lon,lat\n0,0\n0,91\n", [":3:", "lat", "91", "latitude"]),
             ("nodes.csv.gz", "lon,lat\n", ["no rows", "nodes"]),
             ("edges.csv.gz", "from,to,km,passage\n0,1,5,\n0,99999,5,\n", [":3:", "to", "99999", "0 to 9707"]),
             ("edges.csv.gz", "from,to,km,passage\n0,1,-5,\n", [":2:", "km", "-5"]),
             ("edges.csv.gz", "from,to,km\n", ["passage"]),
             ("ports.csv.gz", "code,name,country,lon,lat\nMYPKG,Port Klang,MYS,201,3\n", [":2:", "lon", "201"]),
             ("main_ports.csv", "region,country,port,share,note\nMYS,MYS,XXXXX,1,\n", [":2:", "port", "XXXXX"]),
             ("main_ports.csv", "region,country,port,share,note\nAGO,AGO,AOLAD,.5,\n", ["AGO", "0.5", "expected 1"]),
             ("sea_share.csv", "product,sea_share,tonnes_per_1000_usd\nA01,2,1\n", [":2:", "sea_share", "0 to 1"]),
             ("sea_share.csv", "product,sea_share,tonnes_per_1000_usd\nA01,1,1\n", ["no row", "A02"]),
             ("land.csv", "region_a,region_b,land_share\nMYS,MYS,1\n", [":2:", "region_b", "another region"]))
    with tap.temporary() as folder:
        os.environ["SELAT_DATA"] = f"{folder}:{tap.SOURCE / 'data'}"
        lanes = pathlib.Path(folder) / "lanes"
        lanes.mkdir()
        for name, content, expect in cases:
            (lanes / name).write_text(content, encoding="utf-8")
            one_line_error("lanes", "KRPUS", "MYPKG", expect=[name.split(".", 1)[0], *expect])
            (lanes / name).unlink()
        del os.environ["SELAT_DATA"]


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
