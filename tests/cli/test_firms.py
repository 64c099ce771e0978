"""selat firms: edge lists and HDF5, results against the published package, interrupted runs, mistakes."""
import csv
import pathlib
import signal
import subprocess
import time

import tap

DATA = tap.SOURCE / "tests" / "published" / "firms"
SYN = (DATA / "syn200_edges.csv", "--firms", DATA / "syn200_firms.csv", "--essential", DATA / "syn200_ess.csv")


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check(found, expected_name):
    expected = rows_of(DATA / expected_name)
    assert len(found) == len(expected) == 200
    for one, right in zip(found, expected):
        assert abs(float(one["esri"]) - float(right["ESRI_weight_1"])) < 1e-9, (one, right)
        assert abs(float(one["esri_down"]) - float(right["ESRI_d_weight_1"])) < 1e-9, (one, right)
        assert abs(float(one["esri_up"]) - float(right["ESRI_u_weight_1"])) < 1e-9, (one, right)
        assert int(one["steps"]) == int(right["T"]), (one, right)


def test_edge_list_hdf5_and_folder_agree_with_the_package():
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        code, out, err = tap.selat("firms", *SYN, "--save", place / "network.h5", "-o", place / "a.csv")
        assert code == 0 and "200 firms in 12 sectors, 763 links" in out, err
        assert "Assumed:" in out and "1e-08" in out and "per cent" in out, out
        check(rows_of(place / "a.csv"), "syn200_subst_eps1e-08_expected.csv")
        code, _, err = tap.selat("firms", place / "network.h5", "--eps", "0.01", "--replaceability", "off", "-o", place / "b.csv")
        assert code == 0, err
        check(rows_of(place / "b.csv"), "syn200_nosub_eps0.01_expected.csv")
        for name, ours in (("edges", "edges"), ("firms", "firms"), ("ess", "essential")):
            (place / f"{ours}.csv").write_text((DATA / f"syn200_{name}.csv").read_text())
        found = tap.selat_json("firms", place, "--firm", "41,7,41")
        assert [one["firm"] for one in found["failing"]] == ["41", "7"] and found["replaceability"] is True
        assert abs(found["failing"][0]["esri"] - float(rows_of(place / "a.csv")[40]["esri"])) < 1e-14
        assert tap.selat("firms", place / "network.h5", "-o", place / "c.h5", "--firm", "1,2")[0] == 0
        assert (place / "c.h5").stat().st_size > 1000
        assert sorted(path.name for path in place.glob("*.partial")) == []


def test_threads_do_not_change_a_digit():
    one = tap.selat("firms", *SYN, "--eps", "0.01", "--json", "--threads", "1")[1]
    assert one == tap.selat("firms", *SYN, "--eps", "0.01", "--json", "--threads", "5")[1]


def test_shock_file():
    found = tap.selat_json("firms", *SYN, "--shock", DATA / "syn200_psi.csv")["scenarios"]
    sectors = rows_of(DATA / "syn200_psi_subst_eps1e-08_sector_du.csv")
    for one, right, by_sector in zip(found, rows_of(DATA / "syn200_psi_subst_eps1e-08_expected.csv"), sectors):
        assert abs(one["esri"] - float(right["ESRI_weight_1"])) < 1e-9
        assert all(abs(one["sector_loss"][s] - float(by_sector[s])) < 1e-9 for s in by_sector)
    code, out, _ = tap.selat("firms", *SYN, "--shock", DATA / "syn200_psi.csv")
    assert code == 0 and "first shock included" in out


def test_an_interrupted_run_continues():
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        words = [*map(str, SYN), "--threads", "1"]
        assert tap.selat("firms", *words, "-o", place / "whole.csv")[0] == 0
        target, kept = place / "broken.csv", place / "broken.csv.partial"
        # a broken run: the head, some whole lines and a torn one
        process = subprocess.Popen([tap.SELAT, "firms", *words, "-o", str(target)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, cwd=tap.SOURCE)
        for _ in range(2000):
            if kept.exists() and kept.read_bytes().count(b"\n") > 1:
                process.send_signal(signal.SIGKILL)
                break
            if process.poll() is not None:
                break
            time.sleep(0.001)
        process.wait()
        if not kept.exists():
            raise tap.Skip("the run ended before it could be interrupted")
        lines = kept.read_bytes().split(b"\n")
        kept.write_bytes(b"\n".join(lines[:8]) + b"\n77,0.12")
        code, out, err = tap.selat("firms", *words, "-o", target)
        assert code == 0 and "7 of them were taken over" in out, (out, err)
        assert target.read_bytes() == (place / "whole.csv").read_bytes() and not kept.exists()
        kept.write_bytes(lines[0] + b"\n")
        tap.one_line_error("firms", *words, "-o", target, "--eps", "0.01", expect=("broken.csv.partial", "other options"))
        kept.write_bytes(lines[0] + b"\n1,x\n")
        tap.one_line_error("firms", *words, "-o", target, expect=("broken.csv.partial:2", "damaged"))


def test_mistakes_name_file_line_and_column():
    good = {"edges": "supplier,buyer,weight\na,b,1\nb,c,2\n", "firms": "firm,sector\na,x\nb,y\nc,y\n",
            "essential": ",x,y\nx,2,1\ny,0,2\n"}
    cases = (
        ("edges", "supplier,buyer\na,b\n", ("edges.csv:1", "weight")),
        ("edges", "supplier,buyer,weight\na,b,-1\n", ("edges.csv:2", "weight", "-1")),
        ("edges", "supplier,buyer,weight\na,b,nan\n", ("edges.csv:2", "weight", "nan")),
        ("edges", "supplier,buyer,weight\na,zz,1\n", ("edges.csv:2", "buyer", "zz", "list of firms")),
        ("edges", "supplier,buyer,weight\na,b\n", ("edges.csv:2", "2 fields")),
        ("edges", "", ("edges.csv", "empty")),
        ("firms", "firm,sector\na,x\na,y\n", ("firms.csv:3", "firm", "once")),
        ("firms", "firm,sector\na,\n", ("firms.csv:2", "sector")),
        ("firms", "firm,sector\n", ("firms.csv:2", "no rows")),
        ("essential", ",x\nx,2\n", ("essential.csv:1", "sector y")),
        ("essential", ",x,y\nx,2,1\n", ("essential.csv", "row for sector y")),
        ("essential", ",x,y\nx,2,3\ny,0,2\n", ("essential.csv:2", "y", "3", "0 to 2")),
        ("essential", ",x,y,x\nx,2,1,1\ny,0,2,1\n", ("essential.csv:1", "each sector once")),
    )
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        for name, text, expect in cases:
            for key, value in good.items():
                (place / f"{key}.csv").write_text(text if key == name else value)
            tap.one_line_error("firms", place, "-o", place / "out.csv", expect=expect)
            assert not (place / "out.csv").exists()
        for key, value in good.items():
            (place / f"{key}.csv").write_text(value)
        (place / "shock.csv").write_text("firm,scenario,shock\na,1,1.5\n")
        tap.one_line_error("firms", place, "--shock", place / "shock.csv", expect=("shock.csv:2", "shock", "1.5"))
        tap.one_line_error("firms", place, "--firm", "q", expect=("--firm", "q"))
        tap.one_line_error("firms", place / "edges.csv", expect=("--firms", "--essential"))
        tap.one_line_error("firms", place, "--replaceability", "maybe", expect=("--replaceability", "maybe"))
        tap.one_line_error("firms", place, "--eps", "0", expect=("--eps",))
        tap.one_line_error("firms", place / "missing.csv", "--firms", "f", "--essential", "linear", expect=("cannot open",))
        (place / "bad.h5").write_bytes(b"not a network")
        tap.one_line_error("firms", place / "bad.h5", expect=("bad.h5",))
        tap.one_line_error("firms", *SYN, "--max-steps", "3", "--firm", "1", "--quiet", expect=("did not converge",), code=1)


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
