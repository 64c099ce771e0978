"""selat footprint, value-added, exposure, position, paths: tables on the terminal, CSV, JSON, XLSX, and mistakes."""
import csv
import json
import math
import pathlib
import zipfile

import tap

TABLE = "oecd-2022"


def rows(result, name):
    return result["tables"][name]["rows"]


def close(a, b, tolerance):
    assert abs(a - b) <= tolerance, (a, b)


def test_position():
    result = tap.selat_json("position", TABLE, "--region", "MYS,KOR")
    assert result["converged"] and result["residual"] < 1e-12
    assert [row["region"] for row in rows(result, "regions")] == ["KOR", "MYS"]
    industries = rows(result, "industries")
    assert len(industries) == 100
    assert all(1 <= row["upstreamness"] < 8 and 1 <= row["downstreamness"] < 5 for row in industries)
    headings = {column["key"]: column["heading"] for column in result["tables"]["regions"]["columns"]}
    assert headings["export_upstreamness"] == "export upstreamness (stages)"


def test_value_added():
    result = tap.selat_json("value-added", TABLE, "--region", "JPN,MYS,KOR,SGP,THA,VNM", "--origins")
    # domestic value added with double counting, as in reference/table: dva + ddc over gross exports
    expected = {"JPN": .751, "KOR": .608, "MYS": .654, "SGP": .526, "THA": .585, "VNM": .491}
    for row in rows(result, "regions"):
        close((row["dva"] + row["ddc"]) / row["gross_exports"], expected[row["region"]], 5e-4)
        kww = sum(value for key, value in row.items() if key.startswith("kww_"))
        close((kww + row["other_content"]) / row["gross_exports"], 1, 1e-9)
        close(row["gvc_backward"] + row["gvc_forward"], row["gvc_participation"], 1e-12)
        close(row["dva"], row["vax"] + row["ref"], 1e-6)
    origins = [row for row in rows(result, "origins") if row["exporter"] == "MYS"]
    assert len(origins) == 81
    own = next(row for row in origins if row["origin"] == "MYS")
    close(own["share"], .654, 5e-4)
    assert any("product taxes" in note for note in result["notes"])


def test_bilateral_terms():
    result = tap.selat_json("value-added", TABLE, "--region", "MYS", "--bilateral", "--by-sector", "--sector", "C26")
    wwz = {row["importer"]: row for row in rows(result, "wang_wei_zhu")}
    bm = {row["importer"]: row for row in rows(result, "borin_mancini")}
    assert len(wwz) == 80 and len(bm) == 80
    for importer, row in bm.items():
        sixteen = sum(value for key, value in wwz[importer].items() if key not in ("exporter", "importer", "sector"))
        if row["exports"] > 1:
            close(sixteen / row["exports"], 1, 1e-9)
            close(row["DVA"] + row["DDC"], row["DVA_sink"] + row["DDC_sink"], 1e-6 * row["exports"])


def test_exposure():
    result = tap.selat_json("exposure", TABLE, "--region", "MYS", "--suppliers", "5", "--every", "--supply-risk",
                            "--extract", "CHN:C26,TWN,CHN>MYS")
    suppliers = rows(result, "suppliers")
    assert len(suppliers) == 5 and suppliers[0]["share"] >= suppliers[4]["share"]
    for row in rows(result, "industries"):
        if row["foreign_lookthrough"] is not None:
            close(row["foreign_face_value"] + row["foreign_hidden"], row["foreign_lookthrough"], 1e-12)
    for row in rows(result, "inputs"):
        assert row["hhi"] is None or 0 <= row["hhi"] <= 1 + 1e-12
    lost = rows(result, "extraction")
    assert {row["extracted"] for row in lost} == {"CHN:C26", "TWN", "CHN>MYS"}
    world = {row["extracted"]: row["output_musd"] for row in lost if row["region"] == "world"}
    for what, total in world.items():
        close(sum(row["output_musd"] for row in lost if row["extracted"] == what) / total, 2, 1e-9)
    assert len(rows(result, "every_extraction")) == 50
    assert len(rows(result, "supply_risk")) == 50


def test_governance():
    with tap.temporary() as folder:
        path = pathlib.Path(folder) / "wgi.csv"
        path.write_text("region,governance\nCHN,5.8\nAUS,1.9\n")
        result = tap.selat_json("exposure", TABLE, "--region", "JPN", "--sector", "B07", "--supply-risk", "--governance", path)
        assert len(rows(result, "supply_risk")) == 1
        path.write_text("region,governance\nCHN,11\n")
        tap.one_line_error("exposure", TABLE, "--supply-risk", "--governance", path, expect=["wgi.csv:2", "governance", "11"])
        path.write_text("region,governance\nXXX,1\n")
        tap.one_line_error("exposure", TABLE, "--supply-risk", "--governance", path, expect=["wgi.csv:2", "XXX"])
    tap.one_line_error("exposure", TABLE, "--governance", "x.csv", expect=["--supply-risk"])


def test_paths():
    result = tap.selat_json("paths", TABLE, "--region", "MYS", "--sector", "C26", "--threshold", "0.001")
    found = rows(result, "paths")
    assert found[0]["path"] == "MYS:C26" and found[0]["length"] == 1
    assert all(a["value"] >= b["value"] for a, b in zip(found, found[1:]))
    coverage = rows(result, "coverage")[0]
    close(sum(row["value"] for row in found), coverage["found"], 1e-6 * coverage["found"])
    assert coverage["count"] == len(found) and .4 < coverage["share"] < 1
    longer = tap.selat_json("paths", TABLE, "--region", "MYS", "--sector", "C26", "--threshold", "0.0001")
    assert rows(longer, "coverage")[0]["share"] > coverage["share"]


def test_change_between_tables():
    with tap.temporary() as folder:
        folder = pathlib.Path(folder)
        for name, groups in (("a", "ASEAN,EU27"), ("b", "ASEAN,EU27")):
            code, _, err = tap.selat("table", "aggregate", TABLE, "--regions", groups, "-o", folder / f"{name}.h5", "--quiet")
            assert code == 0, err
        result = tap.selat_json("paths", folder / "a.h5", "--against", folder / "b.h5", "--stressor", "CO2", "--split-demand")
        for row in rows(result, "change"):
            close(row["before"], row["after"], 1e-9)
            for factor in ("intensity", "technology", "demand", "demand_level"):
                close(row[factor], 0, 1e-9)
    tap.one_line_error("paths", TABLE, "--against", "no.h5", expect=["no.h5"])
    tap.one_line_error("paths", TABLE, "--polar", expect=["--polar", "--against"])


def test_footprint():
    result = tap.selat_json("footprint", TABLE, "--account", "total", "--bilateral", "--multipliers", "--products")
    regions = rows(result, "regions")
    close(sum(row["production"] for row in regions) / sum(row["consumption"] for row in regions), 1, 1e-10)
    by_code = {row["region"]: row for row in regions}
    close(by_code["JPN"]["consumption"] - by_code["JPN"]["production"],
          by_code["JPN"]["imports"] - by_code["JPN"]["exports"], 1e-6)
    assert by_code["ROW"]["consumption_per_head"] is None and 9 < by_code["JPN"]["consumption_per_head"] < 14
    japan = [row for row in rows(result, "bilateral") if row["consumer"] == "JPN"]
    close(sum(row["value"] for row in japan), by_code["JPN"]["consumption"], 1e-6)
    assert len(rows(result, "multipliers")) == len(rows(result, "products")) == 4050


def test_own_factors():
    with tap.temporary() as folder:
        path = pathlib.Path(folder) / "gwp.csv"
        path.write_text("account,unit,stressor,factor,region,sector\nhalf,Mt,CO2 combustion,0.5,,\nhalf,Mt,CO2 combustion,1,MYS,\n")
        own = {row["region"]: row for row in rows(tap.selat_json("footprint", TABLE, "--factors", path), "regions")}
        assert own["KOR"]["account"] == "half" and own["KOR"]["unit"] == "Mt"
        gas = {row["region"]: row for row in rows(tap.selat_json("footprint", TABLE, "--account", "CO2"), "regions")}
        assert own["MYS"]["production"] < gas["MYS"]["production"]
        assert own["KOR"]["production"] < .5 * gas["KOR"]["production"] + 1e-9
        path.write_text("account,unit,stressor,factor\nx,Mt,coal,1\n")
        tap.one_line_error("footprint", TABLE, "--factors", path, expect=["gwp.csv:2", "stressor", "coal"])
    tap.one_line_error("footprint", TABLE, "--account", "lead", expect=["lead", "total"])


def test_files():
    with tap.temporary() as folder:
        folder = pathlib.Path(folder)
        code, out, err = tap.selat("footprint", TABLE, "--account", "total", "--csv", folder / "csv", "--xlsx", folder / "f.xlsx")
        assert code == 0, err
        with open(folder / "csv/regions.csv", encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        assert len(lines) == 81 and float(lines[0]["production"]) > 0
        with zipfile.ZipFile(folder / "f.xlsx") as book:
            assert "xl/worksheets/sheet1.xml" in book.namelist()
        assert "and 61 more rows" in out
        first = (folder / "f.xlsx").read_bytes()
        assert tap.selat("footprint", TABLE, "--account", "total", "--xlsx", folder / "f.xlsx", "--threads", "2")[0] == 0
        assert (folder / "f.xlsx").read_bytes() == first
        tap.one_line_error("position", TABLE, "--xlsx", folder / "none/f.xlsx", expect=["none/f.xlsx"])


def test_before_and_after_an_accord():
    with tap.temporary() as folder:
        folder = pathlib.Path(folder)
        code, out, err = tap.selat("run", "korea-malaysia", "--draws", "0", "-o", folder)
        assert code == 0, err
        assert "indicators moved most" in out
        results = json.loads((folder / "results.json").read_text())
        found = results["indicators"]
        by_region = {row["region"]: row for row in results["years"][-1]["regions"]}
        checked = 0
        for row in found["regions"]:
            region = by_region[row["region"]]
            for indicator, key in (("consumption_account", "ghg_consumption"), ("production_account", "ghg_production")):
                if row["indicator"] == indicator:
                    close(row["before"], region[key + "_base_mt"], 1e-8)
                    close(row["after"], region[key + "_new_mt"], 1e-8)
                    checked += 1
            if row["indicator"] == "gross_exports":
                close(row["before"], region["exports_base_musd"], 1e-4)
                close(row["after"], region["exports_new_musd"], 1e-4)
                checked += 1
        assert checked == 6
        listed = {(entry["indicator"], entry["level"]) for entry in found["definitions"]}
        assert {(row["indicator"], "region") for row in found["regions"]} == {pair for pair in listed if pair[1] == "region"}
        assert all(abs(row["change_percent"]) >= .05 * (1 - 1e-9) for row in found["industries"] if row["change_percent"] is not None)
        assert len(found["movers"]) == 8
        with open(folder / "csv/indicators.csv", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == len(found["regions"])


def test_who_stands_on_whom_before_and_after():
    with tap.temporary() as folder:
        folder = pathlib.Path(folder)
        assert tap.selat("run", "japan-malaysia", "--draws", "0", "--quiet", "-o", folder)[0] == 0
        results = json.loads((folder / "results.json").read_text())
        parties, codes = results["accord"]["parties"], {region["code"] for region in results["regions"]}
        indicator = {(row["region"], row["indicator"]): row for row in results["indicators"]["regions"]}
        assert {(row["source"], row["consumer"]) for row in results["value_added"]} == {
            (a, b) for a in codes for b in codes if a in parties or b in parties}
        for party in parties:
            made = [row for row in results["value_added"] if row["source"] == party]
            sold = [row for row in made if row["consumer"] != party]
            for side in ("before", "after"):
                total = sum(row[side + "_musd"] for row in sold)
                assert math.isclose(total, indicator[party, "vax"][side], rel_tol=1e-9)  # value added that others absorb
                stands = sum(row[side + "_musd"] for row in results["stops"] if row["loses"] == party)
                assert .1 < stands / sum(row[side + "_musd"] for row in made) < .4
            assert {row["stops"] for row in results["stops"] if row["loses"] == party} == codes - {party}
        assert len(results["volume_percent"]) == 81 and all(len(row) == 50 for row in results["volume_percent"])
        at = [region["code"] for region in results["regions"]].index(parties[0])
        for k, sector in enumerate(results["sectors"]):
            known = [row for row in results["sector_results"] if (row["region"], row["sector"]) == (parties[0], sector["code"])]
            assert results["volume_percent"][at][k] == (known[0]["volume_percent"] if known else None)
        for name in ("value_added", "stops"):
            with open(folder / f"csv/{name}.csv", encoding="utf-8") as file:
                assert len(list(csv.DictReader(file))) == len(results[name])


def test_sorting_and_mistakes():
    code, out, _ = tap.selat("position", TABLE, "--sort", "upstreamness", "--top", "1", "--region", "MYS")
    assert code == 0 and "B09" in out
    tap.one_line_error("position", TABLE, "--sort", "length", expect=["--sort", "length"])
    tap.one_line_error("value-added", TABLE, "--region", "MYSS", expect=["MYSS", "did you mean MYS"])
    tap.one_line_error("exposure", TABLE, "--extract", "CHN:C99", expect=["C99"])
    tap.one_line_error("exposure", TABLE, "--extract", "CHN>CHN", expect=["pair"])
    tap.one_line_error("value-added", TABLE, "--by-sector", expect=["--bilateral"])
    tap.one_line_error("position", "no-such-table", expect=["no-such-table"])
    for verb in ("footprint", "value-added", "exposure", "position", "paths"):
        code, out, _ = tap.selat(verb, "--help")
        assert code == 0 and "docs/indicators.md" in out and f"selat {verb} oecd-2022" in out


tap.main([test_position, test_value_added, test_bilateral_terms, test_exposure, test_governance, test_paths,
          test_change_between_tables, test_footprint, test_own_factors, test_files,
          test_before_and_after_an_accord, test_who_stands_on_whom_before_and_after, test_sorting_and_mistakes])
