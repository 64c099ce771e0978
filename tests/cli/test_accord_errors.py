"""Bad accords: one clear line naming file, line and key, exit 2, earlier output untouched."""
import os
import pathlib

import tap

GOOD = """accord: {name: Test, parties: [KOR, MYS], source: none}
baseline: {table: oecd-2022, years: [2025, 2026], deficits: nominal}
measures:
  - tariff: {between: [KOR, MYS], products: goods, to: 0%, from: 2025}
"""


def check(text, *expect):
    with tap.temporary() as folder:
        path, out = pathlib.Path(folder, "a.yaml"), pathlib.Path(folder, "out")
        path.write_text(text)
        out.mkdir()
        (out / "results.json").write_text("earlier")
        tap.one_line_error("run", path, "-o", out, expect=("a.yaml", *expect))
        assert os.listdir(out) == ["results.json"], os.listdir(out)
        assert (out / "results.json").read_text() == "earlier"


def test_unknown_key():
    check(GOOD.replace("to: 0%", "too: 0%"), ":4:", "too")


def test_unknown_country():
    check(GOOD.replace("between: [KOR, MYS]", "between: [KOR, MYZ]"), ":4:", "MYZ", "MYS")


def test_tariff_without_unit():
    check(GOOD.replace("to: 0%", "to: 12"), ":4:", "to", "12", "%")


def test_tariff_below_minus_100_percent():
    check(GOOD.replace("to: 0%", "to: -120%"), ":4:", "to", "-120")


def test_year_outside_range():
    check(GOOD.replace("from: 2025", "from: 2031"), ":4:", "from", "2031", "2025")


def test_region_trading_with_itself():
    check(GOOD.replace("between: [KOR, MYS]", "between: [KOR, KOR]"), ":4:", "KOR")


def test_empty_file():
    check("")


def test_50_mb_of_noise():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "noise.yaml")
        path.write_bytes(os.urandom(50_000_000))
        tap.one_line_error("run", path, "-o", pathlib.Path(folder, "out"), expect=("noise.yaml",))


def test_bare_no_where_a_country_is_meant():
    check(GOOD.replace("parties: [KOR, MYS]", "parties: [KOR, NO]"), ":1:", "found NO", "NOR")


def test_missing_file():
    tap.one_line_error("run", "there-is-none.yaml", expect=("there-is-none.yaml",))


def test_unwritable_output_folder():
    with tap.temporary() as folder:
        path, file = pathlib.Path(folder, "a.yaml"), pathlib.Path(folder, "file")
        path.write_text(GOOD)
        file.write_text("a file, not a folder")
        tap.one_line_error("run", path, "-o", file / "out", expect=(str(file),))
        assert file.read_text() == "a file, not a folder"


def test_truncated_table():
    shipped = (tap.SOURCE / "data/tables/oecd-2022.h5").read_bytes()
    with tap.temporary() as folder:
        table = pathlib.Path(folder, "cut.h5")
        for part in (0, 100, len(shipped) // 2, len(shipped) - 1):
            table.write_bytes(shipped[:part])
            tap.one_line_error("table", "info", table, expect=("cut.h5",))
        accord = pathlib.Path(folder, "a.yaml")
        accord.write_text(GOOD.replace("oecd-2022", str(table)))
        tap.one_line_error("run", accord, "-o", pathlib.Path(folder, "out"), expect=("cut.h5",))


def test_unknown_table_lists_what_there_is():
    check_table = GOOD.replace("oecd-2022", "oecd-1922")
    with tap.temporary() as folder:
        accord = pathlib.Path(folder, "a.yaml")
        accord.write_text(check_table)
        tap.one_line_error("run", accord, "-o", pathlib.Path(folder, "out"), expect=("oecd-1922",))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
