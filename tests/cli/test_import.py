"""selat table import and export: every format read to known numbers, there and back, and what is said to bad files."""
import csv
import pathlib
import shutil
import zipfile

import tap
import write_tables as write

SKIPPED = {"table.csv", "regions.csv", "sectors.csv", "demands.csv", "primary_inputs.csv", "memo_items.csv"}


def imported(folder, path, *words):
    """Imports and exports as CSV: {file: {labels: value}} with zeros left out."""
    table, out = pathlib.Path(folder, "t.h5"), pathlib.Path(folder, "csv")
    code, _, err = tap.selat("table", "import", *words, path, "-o", table, "--quiet")
    assert code == 0, err
    return exported(table, out)


def exported(table, out):
    shutil.rmtree(out, ignore_errors=True)
    code, _, err = tap.selat("table", "export", table, "--format", "csv", "-o", out, "--quiet")
    assert code == 0, err
    cells = {}
    for path in sorted(out.iterdir()):
        rows = list(csv.reader(path.open(newline="")))
        if path.name not in SKIPPED and path.name != "stressors.csv":
            cells[path.name] = {tuple(row[:-1]): float(row[-1]) for row in rows[1:]}
        elif path.name != "table.csv":
            cells[path.name] = [row[0] if path.name != "stressors.csv" else (row[0], row[3]) for row in rows[1:]]
    return cells


def same(found, expected, tolerance=0.0):
    assert set(found) == set(expected), sorted(set(found) ^ set(expected))[:4]
    for key, value in expected.items():
        assert abs(found[key] - value) <= tolerance * max(1, abs(value)), (key, found[key], value)


def check(found, t, sectors=None, scale=1.0, stressors=False, parts=True, taxes=True):
    """Everything of a Small table, with the sector labels that the format has."""
    label = dict(zip(t.sectors, sectors or t.sectors))
    named = lambda cells: {tuple(label.get(part, part) for part in key): v for key, v in cells.items()}
    for name, cells in t.expected(scale).items():
        same(found[name], named(cells))
    nodes = [(r, label[s]) for r, s in t.nodes]
    added = t.value_added if taxes else [a + b for a, b in zip(t.value_added, t.taxes)]
    primary = {("VALU", *n): v * scale for n, v in zip(nodes, added) if v != 0}
    if taxes:
        primary |= {("TXS_INT_FNL", *n): v * scale for n, v in zip(nodes, t.taxes) if v != 0}
        same(found["final_taxes.csv"], {f: v * scale for f, v in zip(t.finals, t.final_taxes) if v != 0})
    same(found["primary.csv"], primary, 1e-15)
    if parts:
        same({k: v for k, v in found["memo.csv"].items() if k[0] == "LABR"},
             {("LABR", *n): v * scale for n, v in zip(nodes, t.labour) if v != 0})
    if stressors:
        known = lambda name: {k: v for k, v in found[name].items() if k[0] in dict(stressors)}
        same(known("stressor_industry.csv"), {(c, *n): v for (c, _), row in zip(stressors, t.f) for n, v in zip(nodes, row) if v != 0})
        totals = {(c, r): sum(v for (n, _), v in zip(t.finals, row) if n == r) for (c, _), row in zip(stressors, t.f_y) for r in t.regions}
        same(known("stressor_household.csv"), {k: v for k, v in totals.items() if v != 0})
        assert set(stressors) <= set(found["stressors.csv"]), found["stressors.csv"]


# ---- every format to its numbers ----

def test_pymrio_folder_and_zip():
    t = write.Small()
    for name in ("saved", "saved.zip"):
        with tap.temporary() as folder:
            path = pathlib.Path(folder, name)
            write.write_pymrio(path, t)
            check(imported(folder, path), t, stressors=t.stressors)


def test_pymrio_without_output_and_with_coefficients():
    t = write.Small()
    with tap.temporary() as folder:
        write.write_pymrio(pathlib.Path(folder, "z"), t, with_output=False)
        check(imported(folder, pathlib.Path(folder, "z"), "pymrio"), t, stressors=t.stressors)
        write.write_pymrio(pathlib.Path(folder, "a"), t, coefficients=True, with_output=False)
        found = imported(folder, pathlib.Path(folder, "a"))
        same(found["output.csv"], t.expected()["output.csv"], 1e-12)
        same(found["intermediate_flows.csv"], t.expected()["intermediate_flows.csv"], 1e-12)


def test_exiobase3_zip_and_folder():
    t = write.Small()
    for name, kind in (("IOT_2019_pxp.zip", "pxp"), ("exiobase", "ixi")):
        with tap.temporary() as folder:
            path = pathlib.Path(folder, name)
            write.write_exiobase3(path, t, kind)
            found = imported(folder, path)
            check(found, t, stressors=t.stressors)
            footprint = {k: v for k, v in zip(t.nodes, t.f[0]) if v != 0}
            same({k[1:]: v for k, v in found["stressor_industry.csv"].items() if k[0] == "Carbon footprint"}, footprint)
            assert ("Carbon footprint", "kg CO2 eq.") in found["stressors.csv"]
            code, out, _ = tap.selat("table", "info", pathlib.Path(folder, "t.h5"))
            assert code == 0 and "year 2019" in out and "million EUR, NOT converted" in out, out


def test_exiobase3_money_is_converted_when_asked():
    t = write.Small()
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "IOT_2019_pxp.zip")
        write.write_exiobase3(path, t)
        found = imported(folder, path, "--musd", "1.5")
        same(found["output.csv"], t.expected(1.5)["output.csv"])
        same(found["intermediate_flows.csv"], t.expected(1.5)["intermediate_flows.csv"])


def test_eora26_folder_and_zip_in_thousands():
    t = write.Small()
    for name in ("eora", "Eora26_2015_bp.zip"):
        with tap.temporary() as folder:
            path = pathlib.Path(folder, name)
            write.write_eora26(path, t)
            stressors = [(f"{name} ({unit}); Total", unit) for name, unit in t.stressors]
            check(imported(folder, path), t, scale=1e-3, stressors=stressors, taxes=False)


def test_figaro_matrix_and_flat():
    t = write.figaro_table()
    with tap.temporary() as folder:
        matrix = pathlib.Path(folder, "matrix_eu-ic-io_ind-by-ind_25ed_2020.csv")
        flat = pathlib.Path(folder, "flatfile_eu-ic-io_ind-by-ind_25ed_2020.csv")
        write.write_figaro(matrix, t)
        write.write_figaro_flat(flat, t)
        first = imported(folder, matrix)
        check(first, t)
        assert imported(folder, flat) == first
        code, out, _ = tap.selat("table", "info", pathlib.Path(folder, "t.h5"))
        assert code == 0 and "year 2020" in out, out


def test_gloria_by_industry_technology():
    t = write.SupplyUse()
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "gloria")
        write.write_gloria(path, t)
        found = imported(folder, path)
        rows = [t.by_product(row) for row in t.use]
        same(found["intermediate_flows.csv"],
             {(*a, *b): rows[i][j] / 1000 for i, a in enumerate(t.nodes) for j, b in enumerate(t.nodes)}, 1e-13)
        output = [sum(u) + sum(y) for u, y in zip(t.use, t.y)]
        same(found["output.csv"], {n: v / 1000 for n, v in zip(t.nodes, output)}, 1e-13)
        same({k[1:]: v for k, v in found["primary.csv"].items()},
             {n: v / 1000 for n, v in zip(t.nodes, t.by_product([a + b for a, b in zip(t.labour, t.surplus)]))}, 1e-13)
        same({k[1:]: v for k, v in found["stressor_industry.csv"].items()}, dict(zip(t.nodes, t.by_product(t.f[0]))), 1e-12)
        assert found["stressors.csv"] == [("Emissions; co2_total", "kt")]
        balance = tap.selat_json("table", "check", pathlib.Path(folder, "t.h5"))["after_closing"]
        assert balance["rows"] < 1e-12 and balance["columns"] < 1e-12, balance


def test_gloria_from_zips_inside_a_folder():
    t = write.SupplyUse()
    with tap.temporary() as folder:
        plain, packed = pathlib.Path(folder, "plain"), pathlib.Path(folder, "packed")
        write.write_gloria(plain, t)
        packed.mkdir()
        for part in ("GLORIA_MRIOs_59_2019", "GLORIA_SatelliteAccounts_059_2019"):
            write.put({path.name: path.read_bytes() for path in (plain / part).iterdir()}, packed / f"{part}.zip")
        shutil.copy(plain / "GLORIA_ReadMe_059.xlsx", packed)
        assert imported(folder, packed) == imported(folder, plain)


def test_wiod_2016_and_2013_and_adb_workbooks():
    t = write.Small()
    numbered = ["c1", "c2", "c3"]
    with tap.temporary() as folder:
        for name, writer, sectors, year in (("WIOT2014_Nov16_ROW.xlsx", write.write_wiod2016, ["A01", "C10-C12", "G47"], 2014),
                                            ("wiot11_row_apr12.xlsx", write.write_wiod2013, numbered, 2011),
                                            ("ADB-MRIO62-2022_July 2025.xlsx", write.write_adb, numbered, 2022)):
            path = pathlib.Path(folder, name)
            writer(path, t)
            check(imported(folder, path), t, sectors, parts=False)
            code, out, _ = tap.selat("table", "info", pathlib.Path(folder, "t.h5"))
            assert code == 0 and f"year {year}" in out and "Making, and more" not in out.splitlines()[0], out


def test_plain_csv_folder():
    t = write.Small()
    for name in ("plain", "plain.zip"):
        with tap.temporary() as folder:
            path = pathlib.Path(folder, name)
            write.write_csv(path, t)
            check(imported(folder, path), t, stressors=t.stressors, parts=False)


def test_a_pair_of_region_and_sector_may_lack():
    t = write.Small()
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "eora")
        files = write.eora_files(t)
        files["labels_T.txt"] = files["labels_T.txt"].replace("MYS\tIndustries\tServing", "MYS\tIndustries\tTOTAL")
        write.put(files, path)
        found = imported(folder, path)
        assert found["sectors.csv"] == [*t.sectors, "TOTAL"]
        last = t.x[-1] / 1000
        assert found["output.csv"]["MYS", "TOTAL"] == last and ("MYS", "Serving") not in found["output.csv"]
        _, out, _ = tap.selat("table", "info", pathlib.Path(folder, "t.h5"))
        assert "3 of 12 pairs of region and sector do not occur" in out, out


# ---- there and back ----

def test_every_format_there_and_back():
    with tap.temporary() as folder:
        for name, target in (("adb", "mrio.xlsx"), ("exiobase3", "exiobase3"), ("pymrio", "p.zip"), ("eora26", "eora"), ("figaro", "f.csv"),
                             ("gloria", "gloria"), ("csv", "plain")):
            path, back = pathlib.Path(folder, target), pathlib.Path(folder, "back")
            write.WRITERS[name](path)
            first = imported(folder, path, name, "--year", "2019")
            for form in ("pymrio", "csv", "hdf5", "xlsx"):
                shutil.rmtree(back, ignore_errors=True)
                to = back if form in ("pymrio", "csv") else pathlib.Path(folder, f"back.{form}")
                code, _, err = tap.selat("table", "export", pathlib.Path(folder, "t.h5"), "--format", form, "-o", to, "--quiet")
                assert code == 0, err
                code, _, err = tap.selat("table", "import", to, "-o", pathlib.Path(folder, "u.h5"), "--year", "2019", "--quiet")
                assert code == 0, f"{name} by {form}: {err}"
                second = exported(pathlib.Path(folder, "u.h5"), pathlib.Path(folder, "csv2"))
                for file, cells in first.items():
                    if form == "xlsx" and file.startswith(("stressor", "memo")):
                        continue  # one sheet is read back: flows, primary inputs, output
                    if isinstance(cells, dict):
                        same(second[file], cells, 1e-15 if form == "xlsx" else 0)
                    else:
                        assert second[file] == cells, (name, form, file, second[file], cells)


def test_the_shipped_table_survives_pymrios_layout():
    with tap.temporary() as folder:
        small, back = pathlib.Path(folder, "small.h5"), pathlib.Path(folder, "back")
        code, _, err = tap.selat("table", "aggregate", "oecd-2022", "--regions", "ASEAN,EU27", "--sectors",
                                 sector_groups(folder), "-o", small, "--quiet")
        assert code == 0, err
        code, _, err = tap.selat("table", "export", small, "--format", "pymrio", "-o", back)
        assert code == 0, err
        code, _, err = tap.selat("table", "import", back, "-o", pathlib.Path(folder, "back.h5"), "--year", "2022", "--quiet")
        assert code == 0, err
        first, second = (tap.selat_json("table", "info", pathlib.Path(folder, name)) for name in ("small.h5", "back.h5"))
        for key in ("output_musd", "gdp_musd", "trade_musd", "value_added_musd"):
            assert abs(first[key] - second[key]) <= 1e-12 * abs(first[key]), key
        assert first["stressors"] != [] and [s["total"] for s in second["stressors"]] != []
        for a, b in zip(first["stressors"], second["stressors"]):
            assert a["unit"] == b["unit"] and abs(a["total"] - b["total"]) <= 1e-12 * abs(a["total"]), (a, b)


def sector_groups(folder):
    path = pathlib.Path(folder, "sectors.csv")
    codes = tap.selat_json("table", "info", "oecd-2022")["sectors"]["codes"]
    path.write_text("code,group\n" + "".join(f"{c},{c[0]}\n" for c in codes))
    return path


# ---- what is said to bad files ----

def refuse(folder, path, *expect, words=()):
    out = pathlib.Path(folder, "never.h5")
    tap.one_line_error("table", "import", *words, path, "-o", out, expect=expect)
    assert not out.exists()


def broken(folder, files, name, change, *expect, words=()):
    """Writes the files with one changed and expects one clear line."""
    path = pathlib.Path(folder, "broken")
    shutil.rmtree(path, ignore_errors=True)
    text = files[name]
    changed = change(text)
    assert changed != text
    write.put({**files, name: changed}, path)
    refuse(folder, path, *expect, words=words)


def line(text, number):
    return text.splitlines()[number - 1]


def without_last_cell(separator, number):
    return lambda text: text.replace(line(text, number), line(text, number).rsplit(separator, 1)[0], 1)


def with_cell(separator, number, column, value):
    def change(text):
        cells = line(text, number).split(separator)
        cells[column - 1] = value
        return text.replace(line(text, number), separator.join(cells), 1)
    return change


def test_bad_pymrio_and_exiobase_files():
    t = write.Small()
    for files, root in ((write.pymrio_files(t), ""), (write.exiobase_files(t), "IOT_2019_pxp/")):
        with tap.temporary() as folder:
            z, y, f = root + "Z.txt", root + "Y.txt", root + "satellite/F.txt"
            broken(folder, files, z, without_last_cell("\t", 5), "Z.txt:5:", "found 10 columns, expected 11")
            broken(folder, files, z, lambda s: s.replace(line(s, 6), line(s, 6) + "\t7", 1), "Z.txt:6:", "found 12 columns, expected 11")
            broken(folder, files, z, with_cell("\t", 7, 4, "n/a"), "Z.txt:7: column 4: found n/a, expected a finite number")
            broken(folder, files, y, with_cell("\t", 9, 3, "inf"), "Y.txt:9: column 3: found inf")
            broken(folder, files, z, with_cell("\t", 5, 1, ""), "Z.txt:5: column 1: found an empty cell, expected a label")
            broken(folder, files, z, with_cell("\t", 2, 4, ""), "Z.txt:2: column 4: found an empty cell")
            broken(folder, files, z, with_cell("\t", 6, 2, "Fishing"), "Z.txt:6:", "found AUS Fishing, expected a region and sector of the header")
            broken(folder, files, z, lambda s: s.replace("\tKOR", "\tAUS"), "Z.txt:2: column 6: found AUS Farming", "not met before")
            broken(folder, files, z, lambda s: s.replace("\nKOR\t", "\nAUS\t"), "Z.txt:7:", "AUS Farming", "not met before")
            broken(folder, files, f, with_cell("\t", 3, 5, "1e999"), "F.txt:3: column 5: found 1e999")
            broken(folder, files, f, with_cell("\t", 1, 2, "XXX"), "F.txt:2: column 2: found XXX Farming", "columns of the flows in their order")
            broken(folder, files, root + "x.txt", with_cell("\t", 3, 2, "Fishing"), "x.txt:3: column 2: found Fishing")
            incomplete = {name: text for name, text in files.items() if name != y}
            write.put(incomplete, pathlib.Path(folder, "incomplete"))
            refuse(folder, pathlib.Path(folder, "incomplete"), "found no file", "Y.txt", words=("pymrio",))


def test_bad_eora_files():
    files = write.eora_files(write.Small())
    with tap.temporary() as folder:
        table = "Eora26_2015_bp_T.txt"
        broken(folder, files, table, without_last_cell("\t", 2), "T.txt:2:", "found 8 columns, expected 9")
        broken(folder, files, table, with_cell("\t", 3, 2, "x"), "T.txt:3: column 2: found x, expected a finite number")
        broken(folder, files, table, lambda s: s + line(s, 1) + "\n", "T.txt:10:", "found more rows than the 9")
        broken(folder, files, table, lambda s: s.replace(line(s, 9) + "\n", ""), "found fewer rows than the 9")
        broken(folder, files, "labels_T.txt", with_cell("\t", 4, 2, ""), "labels_T.txt:4: column 2: found an empty cell")
        broken(folder, files, "labels_T.txt", lambda s: s.replace("\tKOR\t", "\tAUS\t"), "labels_T.txt:4:", "not met before (region AUS)")
        broken(folder, files, "Eora26_2015_bp_Q.txt", with_cell("\t", 1, 9, "?"), "Q.txt:1: column 9: found ?")


def test_bad_figaro_files():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "figaro.csv")
        for writer, number, change, expect in (
                (write.write_figaro, 4, without_last_cell(",", 4), ["figaro.csv:4:", "found 24 columns, expected 25"]),
                (write.write_figaro, 4, with_cell(",", 4, 6, "-"), ["figaro.csv:4: column 6: found -"]),
                (write.write_figaro, 1, with_cell(",", 1, 6, "AT_A01"), ["figaro.csv:1: column 6: found AT_A01", "not met before"]),
                (write.write_figaro, 1, with_cell(",", 1, 6, ""), ["figaro.csv:1: column 6: found an empty cell"]),
                (write.write_figaro, 3, with_cell(",", 3, 1, "AT"), ["figaro.csv:3: column 1: found AT, expected a region, an underscore"]),
                (write.write_figaro, 3, with_cell(",", 3, 1, "AT_A01"), ["figaro.csv:3:", "found AT_A01", "not met before"]),
                (write.write_figaro_flat, 7, with_cell(",", 7, 7, "abc"), ["figaro.csv:7: column 7: found abc"]),
                (write.write_figaro_flat, 7, without_last_cell(",", 7), ["figaro.csv:7:", "found 6 columns"]),
                (write.write_figaro_flat, 7, with_cell(",", 7, 3, ""), ["figaro.csv:7: column 3: found an empty cell"]),
                (write.write_figaro_flat, 7, lambda s: s + line(s, 7) + "\n", ["a second time"])):
            writer(path)
            text = path.read_text()
            assert number >= 1 and change(text) != text
            path.write_text(change(text))
            refuse(folder, path, *expect)


def test_bad_gloria_files():
    files = write.gloria_files(write.SupplyUse())
    table = next(name for name in files if "_T-Results" in name)
    with tap.temporary() as folder:
        broken(folder, files, table, without_last_cell(",", 5), "Markup001(full).csv:5:", "found 11 columns, expected 12")
        broken(folder, files, table, with_cell(",", 4, 3, "zero"), ".csv:4: column 3: found zero")
        twice = write.SupplyUse(regions=("AUS", "AUS"))
        twice.nodes = write.SupplyUse().nodes
        write.put(write.gloria_files(twice), pathlib.Path(folder, "twice"))
        refuse(folder, pathlib.Path(folder, "twice"), "found the region AUS twice")
        unlabelled = {name: text for name, text in files.items() if "ReadMe" not in name}
        write.put(unlabelled, pathlib.Path(folder, "unlabelled"))
        refuse(folder, pathlib.Path(folder, "unlabelled"), "ReadMe")


def test_bad_csv_folders():
    files = write.csv_files(write.Small(sectors=("Farming", "Making", "Serving")))
    with tap.temporary() as folder:
        flows = "intermediate_flows.csv"
        broken(folder, files, flows, without_last_cell(",", 3), "intermediate_flows.csv:3:", "found 4 columns, expected 5")
        broken(folder, files, flows, with_cell(",", 3, 5, "many"), "intermediate_flows.csv:3: column 5: found many")
        broken(folder, files, flows, with_cell(",", 3, 3, "XXX"), "intermediate_flows.csv:3: column 3: found XXX, expected a code of the importer labels")
        broken(folder, files, flows, lambda s: s + line(s, 3) + "\n", "this cell stands twice")
        broken(folder, files, flows, lambda s: s.replace("importer", "buyer", 1), "intermediate_flows.csv:1: column 3: found buyer, expected a column 'importer'")
        broken(folder, files, "regions.csv", lambda s: s.replace("KOR,KOR", "AUS,AUS"), "regions.csv:3: column 1: found AUS, expected every code once")
        broken(folder, files, "regions.csv", lambda s: s.replace("KOR,KOR", ",KOR"), "regions.csv:3: column 1: found an empty cell")


def sheet_broken(folder, change, *expect, name="WIOT2014_Nov16_ROW.xlsx"):
    rows = write.wiod2016_sheet(write.Small())
    change(rows)
    path = pathlib.Path(folder, name)
    path.write_bytes(write.workbook({"2014": rows}))
    refuse(folder, path, *expect)


def test_bad_workbooks():
    def put(row, column, value):
        def change(rows):
            rows[row - 1][column - 1] = value
        return change

    with tap.temporary() as folder:
        cell = lambda at: f"sheet '2014', cell {at}:"
        for error in ("#REF!", "#DIV/0!", "#N/A"):
            sheet_broken(folder, put(9, 7, error), cell("G9"), f"found {error}, expected a number")
        sheet_broken(folder, put(9, 7, "n.a."), cell("G9"), "found n.a., expected a number")
        sheet_broken(folder, put(9, 7, write.Formula("E7+1")), cell("G9"), "a formula without a stored value")
        sheet_broken(folder, put(5, 6, None), cell("F5"), "found an empty cell, expected the region")
        sheet_broken(folder, put(9, 3, "XXX"), cell("C9"), "found XXX, expected a region")
        sheet_broken(folder, lambda rows: rows.pop(8), "found 8 rows of flows, expected 9; no row for AUS r3")
        sheet_broken(folder, lambda rows: rows.insert(8, rows[7]), cell("C9"), "not met before")
        sheet_broken(folder, lambda rows: [row.__setitem__(slice(5, 6), row[4:5]) for row in rows[:6]], cell("F6"), "not met before")


def test_bad_archives():
    with tap.temporary() as folder:
        whole = pathlib.Path(folder, "whole.zip")
        write.write_pymrio(whole)
        data = whole.read_bytes()
        cut = pathlib.Path(folder, "cut.zip")
        cut.write_bytes(data[:len(data) // 2])
        refuse(folder, cut, "cut.zip: truncated or damaged zip archive", words=("pymrio",))
        refuse(folder, cut, "cut.zip")
        flipped = bytearray(data)
        with zipfile.ZipFile(whole) as archive:
            info = archive.getinfo("Z.txt")
        for k in range(info.header_offset + 60, info.header_offset + 90):
            flipped[k] ^= 0x5A
        cut.write_bytes(flipped)
        refuse(folder, cut, "Z.txt", "truncated or damaged zip archive", words=("pymrio",))
        book = pathlib.Path(folder, "WIOT2014.xlsx")
        write.write_wiod2016(book)
        book.write_bytes(book.read_bytes()[:900])
        refuse(folder, book, "WIOT2014.xlsx: truncated or damaged zip archive")
        book.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(2000))
        refuse(folder, book, "found an old .xls")
        book.write_bytes(b"no workbook")
        refuse(folder, book, "not a zip archive")


def test_zip_bombs_are_refused_before_they_unpack():
    with tap.temporary() as folder:
        bomb = pathlib.Path(folder, "bomb.zip")
        files = write.pymrio_files(write.Small())
        write.put({**files, "Z.txt": "0" * (64 << 20)}, bomb)
        assert bomb.stat().st_size < 1 << 20
        refuse(folder, bomb, "Z.txt: unpacks 67108864 bytes", "zip bomb", words=("pymrio",))
        book = pathlib.Path(folder, "WIOT2014.xlsx")
        book.write_bytes(write.workbook({"2014": []}, bomb=64 << 20))
        refuse(folder, book, "sheet1.xml: unpacks", "zip bomb")


def test_entities_of_a_workbook_never_expand():
    laughs = "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1) + ";") * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    with tap.temporary() as folder:
        book = pathlib.Path(folder, "WIOT2014.xlsx")
        book.write_bytes(write.workbook({"2014": []}, sheet_xml=xml))
        refuse(folder, book, "sheet1.xml:1:", "found a document type definition")


def test_unbalanced_tables_are_imported_and_reported():
    t = write.Small()
    t.x[4] += 10
    with tap.temporary() as folder:
        path, out = pathlib.Path(folder, "saved"), pathlib.Path(folder, "t.h5")
        write.write_pymrio(path, t)
        code, text, err = tap.selat("table", "import", path, "-o", out)
        assert code == 0, err
        assert "does not balance" in text and "10 million USD in row KOR Making, and more" in text, text
        found = tap.selat_json("table", "import", path, "-o", out)
        assert abs(found["worst_row_musd"] - 10) < 1e-9 and abs(found["row_relative"] - 10 / sum(t.x)) < 1e-12, found


def test_a_full_table_too_wide_for_a_sheet():
    with tap.temporary() as folder:
        names = [f"S{n}" for n in range(300)]
        regions = [f"R{n}" for n in range(60)]
        path = pathlib.Path(folder, "wide")
        label = lambda codes: "code,name\n" + "".join(f"{c},{c}\n" for c in codes)
        write.put({"regions.csv": label(regions), "sectors.csv": label(names), "demands.csv": label(["FINAL"]),
                   "flows.csv": "sector,importer,origin,flow_musd\n", "use.csv": "region,product,user,use_musd\n",
                   "final_demand.csv": "region,product,demand,final_musd\n"}, path)
        code, _, err = tap.selat("table", "import", path, "-o", pathlib.Path(folder, "t.h5"), "--quiet")
        assert code == 0, err
        tap.one_line_error("table", "export", pathlib.Path(folder, "t.h5"), "--format", "xlsx", "-o", pathlib.Path(folder, "t.xlsx"),
                           expect=["18000 industries", "16384 columns"])


def test_help_lists_every_format_and_export_errors():
    code, out, _ = tap.selat("table", "import", "--help")
    assert code == 0
    for name in ("icio", "adb", "wiod", "exiobase3", "pymrio", "eora26", "figaro", "gloria", "csv", "selat"):
        assert f"\n  {name} " in out, name
    tap.one_line_error("table", "import", "nonsense", "README.md", "-o", "x.h5", expect=["nonsense", "expected one of"])
    tap.one_line_error("table", "import", "README.md", "-o", "x.h5", expect=["README.md"])
    tap.one_line_error("table", "export", "oecd-2022", "--format", "pdf", "-o", "x", expect=["--format: found pdf"])
    tap.one_line_error("table", "export", "oecd-2022", "--format", "csv", expect=["-o PATH"])


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
