"""OECD ICIO files of every edition: written by write_icio.py, imported, exported and compared; and what is wrong with them."""
import csv
import pathlib

import tap
from write_icio import EDITIONS, Table

ACCORD = """accord: {name: test, parties: [KOR, DEU]}
baseline: {table: TABLE, years: [2025, 2026]}
measures:
  - tariff: {between: [KOR, DEU], products: [A03], to: 0%, from: 2026}
"""
WHOLE = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}


def imported(folder, path, *flags):
    table, out = pathlib.Path(folder, "t.h5"), pathlib.Path(folder, "csv")
    found = tap.selat_json("table", "import", "icio", path, "-o", table, *flags)
    code, _, err = tap.selat("table", "export", table, "--csv", out)
    assert code == 0, err
    return found, out


def cells(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return {tuple(row[:-1]): float(row[-1]) for row in rows[1:]}


def expected_flows(made, fold):
    """{(origin, product, importer, user): flow} and the same of final demand, summed where regions are folded."""
    whole = WHOLE.get if fold else {}.get
    flows, finals = {}, {}
    for label, z, y in zip(made.industries, made.z, made.y):
        origin, product = label.split("_", 1)
        origin = whole(origin, origin)
        for target, columns, values in ((flows, made.industries, z), (finals, made.finals, y)):
            for column, value in zip(columns, values):
                region, code = column.split("_", 1)
                key = (origin, product, whole(region, region), code)
                target[key] = target.get(key, 0) + value
    return flows, finals


def assert_same(found, expected, tolerance):
    for key in found.keys() | expected.keys():
        assert abs(found.get(key, 0) - expected.get(key, 0)) <= tolerance, (key, found.get(key), expected.get(key))


def test_every_edition_comes_back_exactly():
    for edition in EDITIONS:
        made = Table(edition=edition, seed=edition)
        with tap.temporary() as folder:
            path = pathlib.Path(folder, "ICIO_2018.csv")
            made.write(path)
            found, out = imported(folder, path)
            assert (found["name"], found["year"], found["flows"]) == ("ICIO_2018", 2018, "dense"), found
            assert found["row_relative"] < 1e-14 and found["column_relative"] < 1e-14, found
            flows, finals = expected_flows(made, False)
            assert_same(cells(out / "intermediate_flows.csv"), flows, 0)
            assert_same(cells(out / "final_flows.csv"), finals, 0)
            primary = cells(out / "primary.csv")
            for label, value, tax in zip(made.industries, made.va, made.tax):
                region, sector = label.split("_", 1)
                assert primary[("VALU", region, sector)] == value
                assert abs(primary.get(("TXS_INT_FNL", region, sector), 0) - tax) <= 1e-12
            taxes = cells(out / "final_taxes.csv")
            for label, tax in zip(made.finals, made.final_tax):
                assert abs(taxes.get(tuple(label.split("_", 1)), 0) - tax) <= 1e-12


def test_parts_of_countries_are_folded_on_request():
    made = Table(edition=2021, split=True)
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "split_2018.csv")
        made.write(path)
        found, out = imported(folder, path)
        assert found["regions"] == 8
        assert_same(cells(out / "intermediate_flows.csv"), expected_flows(made, False)[0], 0)
        found, out = imported(folder, path, "--fold")
        assert found["regions"] == 4 and found["row_relative"] < 1e-14
        flows, finals = expected_flows(made, True)
        assert_same(cells(out / "intermediate_flows.csv"), flows, 1e-11)
        assert_same(cells(out / "final_flows.csv"), finals, 1e-11)


def test_separators_line_ends_names_and_detection():
    made = Table()
    with tap.temporary() as folder:
        path, table = pathlib.Path(folder, "mine.csv"), pathlib.Path(folder, "t.h5")
        for separator, end in ((",", "\r\n"), (";", "\n"), ("|", "\n"), ("\t", "\r\n")):
            made.write(path, separator, end)
            found = tap.selat_json("table", "import", path, "-o", table, "--name", "own", "--year", "2019")
            assert (found["name"], found["year"], found["regions"], found["sectors"]) == ("own", 2019, 4, 3), found
        path.write_text("\ufeff" + path.read_text().rstrip("\n"))
        assert tap.selat_json("table", "import", path, "-o", table)["regions"] == 4
        assert tap.selat("table", "import", path, "-o", table, "--threads", "2")[0] in (0, 2)


def test_imported_tables_answer_and_factor():
    with tap.temporary() as folder:
        path, table, factored = (pathlib.Path(folder, name) for name in ("x_2018.csv", "t.h5", "f.h5"))
        Table(regions=5, sectors=4).write(path)
        assert tap.selat("table", "import", path, "-o", table)[0] == 0
        checked = tap.selat_json("table", "check", table)
        assert checked["leontief_converged"] and checked["leontief_output_relative"] < 1e-12
        accord = pathlib.Path(folder, "accord.yaml")
        accord.write_text(ACCORD.replace("TABLE", str(table)))
        tap.one_line_error("run", accord, "-o", pathlib.Path(folder, "out"),
                           expect=("x_2018 is dense", "the trade model needs a factored one: 'selat table factor"))
        report = tap.selat_json("table", "factor", table, "-o", factored)
        assert report["intermediate_relative"] > 0.1 and report["clipped"] == 0
        assert len(report["worst"]) == 4 and report["worst_musd"] > 0
        again = tap.selat_json("table", "check", factored)
        assert again["after_closing"]["rows"] < 1e-14
        unfolded = pathlib.Path(folder, "u.h5")
        assert tap.selat("table", "unfold", factored, "--sparse", "-o", unfolded)[0] == 0
        assert tap.selat_json("table", "factor", unfolded)["intermediate_relative"] < 1e-12


def test_a_table_that_is_factored_is_kept_factored():
    made = Table()
    for i, row in enumerate(made.z):  # every user of a region takes product s of region r in one proportion
        for j in range(len(row)):
            row[j] = (1 + i % 3) * (2 + j % 5) * (i // 3 + 1)
        for j in range(len(made.y[i])):
            made.y[i][j] = (1 + i % 3) * (1 + j % 4) * (i // 3 + 1)
    made.x = [sum(z) + sum(y) for z, y in zip(made.z, made.y)]
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "same_2018.csv")
        made.write(path)
        found = tap.selat_json("table", "import", path, "-o", pathlib.Path(folder, "t.h5"))
        assert found["flows"] == "factored" and found["row_relative"] < 1e-14, found


def broken(change, expect, text=None, **options):
    """Imports a table with `change(lines)` applied: one error line, and nothing is written."""
    with tap.temporary() as folder:
        path, table = pathlib.Path(folder, "bad.csv"), pathlib.Path(folder, "bad.h5")
        Table(**options).write(path)
        lines = path.read_text().splitlines()
        lines = change(lines) or lines
        path.write_text("\n".join(lines) + "\n")
        tap.one_line_error("table", "import", "icio", path, "-o", table, expect=("bad.csv:", *expect))
        assert not table.exists()


def set_cell(line, column, value):
    """1-based; changes a list of lines in place."""
    def change(lines):
        fields = lines[line - 1].split(",")
        fields[column - 1] = value
        lines[line - 1] = ",".join(fields)
    return change


def test_wrong_column_counts_are_told():
    broken(lambda lines: lines[:4] + [lines[4] + ",1"] + lines[5:], ("bad.csv:5: found 39 columns, expected the 38",))
    broken(lambda lines: lines[:4] + [lines[4].rsplit(",", 2)[0]] + lines[5:], ("bad.csv:5: found 36 columns, expected the 38",))
    broken(lambda lines: lines[:14] + [lines[14] + ",3"] + lines[15:], ("bad.csv:15: found 39 columns",))


def test_cells_that_are_no_numbers_are_told():
    broken(set_cell(3, 5, "n.a."), ("bad.csv:3:5: ARG_A03, CHN_A01_02: found n.a., expected a number",))
    broken(set_cell(13, 38, "1.5x"), ("bad.csv:13:38: MEX_B05_06, OUT: found 1.5x, expected a number",))
    broken(set_cell(7, 2, ""), ("bad.csv:7:2: ", "not an empty cell"))
    broken(set_cell(2, 4, "nan"), ("bad.csv:2:4: ", "found nan"))
    broken(set_cell(2, 4, "1e999"), ("bad.csv:2:4: ", "found 1e999"))
    broken(set_cell(15, 3, "x"), ("bad.csv:15:3: VA, ARG_A03: found x",))


def test_missing_and_repeated_labels_are_told():
    broken(set_cell(1, 6, ""), ("bad.csv:1:6: ", "a label, not an empty cell"))
    broken(set_cell(1, 6, "CHN"), ("bad.csv:1:6: found CHN, expected a label COUNTRY_CODE",))
    broken(set_cell(4, 1, ""), ("bad.csv:4:1: ", "a row named as an industry column"))
    broken(set_cell(4, 1, "ARG_Z"), ("bad.csv:4:1: found ARG_Z, expected a row named as an industry column",))
    broken(lambda lines: lines[:5] + lines[6:], ("bad.csv:1:6: CHN_A03: there is no row of this name",))
    broken(lambda lines: lines + [lines[5]], ("bad.csv:17:1: found CHN_A03, expected every row once (it stands in line 6 already)",))
    broken(lambda lines: [line for line in lines if not line.startswith("VA,")], ("there is no row VA or VALU",))
    broken(lambda lines: lines + [lines[14]], ("bad.csv:17:1: found VA, expected one row of value added",))


def test_repeated_regions_are_told():
    with_again = lambda lines: [lines[0].replace("DEU_", "ARG_")] + lines[1:]
    broken(with_again, ("bad.csv:1:8: found ARG_A01_02, expected every label once (it stands in column 2 already)",))
    broken(set_cell(1, 9, "DEU_A09"), ("bad.csv:1:2: ARG: there is no column ARG_A09, expected the same industries",))
    broken(set_cell(1, 20, "XXX_HFCE"), ("bad.csv:1:20: found XXX_HFCE, expected final demand of a region",))


def test_files_that_are_no_tables():
    with tap.temporary() as folder:
        table = pathlib.Path(folder, "t.h5")
        for name, text, expect in (("empty.csv", "", ("empty.csv",)), ("one.csv", "a,b\n", ("one.csv", "header")),
                                   ("short.csv", ",ARG_A,ARG_B,BRA_A,BRA_B,ARG_FD,BRA_FD\n", ("short.csv", "more than")),
                                   ("nofinal.csv", ",ARG_A,ARG_B\nARG_A,1,2\nARG_B,1,2\n", ("nofinal.csv:1", "final demand"))):
            path = pathlib.Path(folder, name)
            path.write_text(text)
            tap.one_line_error("table", "import", "icio", path, "-o", table, expect=expect)
        tap.one_line_error("table", "import", "icio", pathlib.Path(folder, "none.csv"), "-o", table, expect=("none.csv", "no such file"))
        tap.one_line_error("table", "import", "icio", folder, "-o", table, expect=(folder,))
        tap.one_line_error("table", "import", "ocio", path, "-o", table, expect=("found ocio, expected one of", "icio"))
        path.write_text("hello\n")
        tap.one_line_error("table", "import", path, "-o", table, expect=("nofinal.csv: not recognised",))


def test_an_unbalanced_table_is_taken_with_a_warning():
    with tap.temporary() as folder:
        path, table = pathlib.Path(folder, "off_2018.csv"), pathlib.Path(folder, "off.h5")
        made = Table()
        made.y[4][7] += 5
        made.write(path)
        code, out, err = tap.selat("table", "import", path, "-o", table)
        assert code == 0, err
        assert "does not balance: rows" in out + err and "4.5e-04" in out and "5 million USD" in out and "CHN A03" in out, out + err
        assert tap.selat("table", "check", table)[0] == 1


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
