"""selat table: files that other programs read and write, and what it says to bad ones."""
import pathlib
import re
import shutil
import subprocess

import tap

TABLE = tap.SOURCE / "data" / "tables" / "oecd-2022.h5"


def python_with_h5py():
    for program in ("python3", "/usr/bin/python3"):
        found = shutil.which(program)
        if found and subprocess.run([found, "-c", "import h5py"], capture_output=True, check=False).returncode == 0:
            return found
    raise tap.Skip("no python3 with h5py")


def run_documented(block, folder):
    """Runs one Python block of docs/table-format.md with the shipped table in the current folder."""
    blocks = re.findall(r"```python\n(.*?)```", (tap.SOURCE / "docs" / "table-format.md").read_text(), re.DOTALL)
    shutil.copy(TABLE, pathlib.Path(folder, "oecd-2022.h5"))
    done = subprocess.run([python_with_h5py(), "-c", blocks[block]], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_documented_python_reads_a_flow():
    with tap.temporary() as folder:
        read = run_documented(0, folder)
        code, _, err = tap.selat("table", "export", "oecd-2022", "--csv", pathlib.Path(folder, "csv"), "--quiet")
        assert code == 0, err
        rows = pathlib.Path(folder, "csv", "flows.csv").read_text().splitlines()
        flow = next(row for row in rows if row.startswith("C26,MYS,KOR,")).split(",")[3]
        assert read == f"KOR sells {float(flow):.1f} million USD of C26 to MYS\n", read


def test_documented_python_changes_a_table_and_import_seals_it():
    with tap.temporary() as folder:
        run_documented(1, folder)
        mine = pathlib.Path(folder, "mine.h5")
        tap.one_line_error("table", "check", mine, expect=("mine.h5", "checksum", "selat table import"))
        code, out, err = tap.selat("table", "import", mine, "-o", mine)
        assert code == 0, err
        found = tap.selat_json("table", "check", mine)
        assert found["table"] == "mine"
        assert 0.5 < found["worst_row_musd"] <= 1.0, found["worst_row_musd"]
        mine.write_bytes(mine.read_bytes()[:-1] + b"x")
        tap.one_line_error("table", "check", mine, expect=("mine.h5", "checksum"))


def test_truncated_table_is_one_line():
    with tap.temporary() as folder:
        whole = TABLE.read_bytes()
        for length in (0, 100, 600, len(whole) // 2, len(whole) - 1):
            cut = pathlib.Path(folder, "cut.h5")
            cut.write_bytes(whole[:length])
            for verb in ("info", "check"):
                tap.one_line_error("table", verb, cut, expect=("cut.h5: ",))
            target = pathlib.Path(folder, "earlier.h5")
            target.write_text("earlier")
            tap.one_line_error("table", "aggregate", cut, "--regions", "ASEAN", "-o", target, expect=("cut.h5: ",))
            assert target.read_text() == "earlier"


def test_mistakes_are_one_line():
    with tap.temporary() as folder:
        below_a_file = pathlib.Path(folder, "file")
        below_a_file.write_text("x")
        groups = pathlib.Path(folder, "groups.csv")
        groups.write_text("code,group\nKOR,EAST\nMYZ,EAST\n")
        out = pathlib.Path(folder, "out.h5")
        tap.one_line_error("table", "check", "oecd-2023", expect=("oecd-2023", "oecd-2022"))
        tap.one_line_error("table", "check", folder, expect=(folder,))
        tap.one_line_error("table", "export", "oecd-2022", expect=("-o PATH",))
        tap.one_line_error("table", "export", "oecd-2022", "--csv", below_a_file / "x", expect=(str(below_a_file),))
        tap.one_line_error("table", "aggregate", "oecd-2022", "-o", out, expect=("--regions", "--sectors"))
        tap.one_line_error("table", "aggregate", "oecd-2022", "--regions", "ASEAN", expect=("-o FILE",))
        tap.one_line_error("table", "aggregate", "oecd-2022", "--regions", groups, "-o", out,
                           expect=("groups.csv:3: code: found MYZ", "did you mean MYS?"))
        tap.one_line_error("table", "aggregate", "oecd-2022", "--regions", "ASEAN", "-o", below_a_file / "x.h5",
                           expect=("x.h5", "cannot write"))
        assert not out.exists()


def test_table_that_does_not_balance_fails():
    with tap.temporary() as folder:
        run_documented(1, folder)
        mine = pathlib.Path(folder, "mine.h5")
        change = "import h5py; f = h5py.File('mine.h5', 'r+'); f['output'][0, 0] *= 2000; f.close()"
        subprocess.run([python_with_h5py(), "-c", change], cwd=folder, check=True)
        code, _, err = tap.selat("table", "import", mine, "-o", mine)
        assert code == 0, err
        tap.one_line_error("table", "check", mine, code=1, expect=("mine does not balance", "rows"))


def test_aggregation_to_shipped_groups_balances():
    with tap.temporary() as folder:
        small = pathlib.Path(folder, "small.h5")
        code, out, err = tap.selat("table", "aggregate", "oecd-2022", "--regions", "ASEAN,EU27", "--sectors", "goods", "-o", small)
        assert code == 0, err
        assert "46 regions x 24 sectors" in out, out
        found = tap.selat_json("table", "check", small)
        assert found["after_closing"]["rows"] <= 1e-12 and found["after_closing"]["columns"] <= 1e-12
        assert found["leontief_converged"] and found["leontief_output_relative"] <= 1e-12


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
