"""selat chain: chips, minerals, a chain of one's own, new suppliers, stops, mistakes."""
import csv
import pathlib

import tap

OWN = {
    "stages": "stage,name,kind,size_musd\nore,Ore,material,\nlamp,Lamp steel,material,30\ntube,Tube steel,material,10\n"
              "steel,Steel,material,\ncar,Cars,output,\n",
    "suppliers": "stage,country,share\nore,AAA,0.6\nore,BBB,0.5\nlamp,AAA,1\ntube,BBB,1\n",
    "links": "input,into,relation\nore,lamp,input\nore,tube,input\nlamp,steel,type\ntube,steel,type\nsteel,car,input\n",
}


def write_own(place, **changed):
    for name, text in {**OWN, **changed}.items():
        (place / f"{name}.csv").write_text(text)


def stage(found, code):
    return next(row for row in found["stages"] if row["stage"] == code)


def test_chips_with_licence_and_new_supplier():
    code, out, err = tap.selat("chain", "chips", "--country", "MYS", "--stop", "CHN", "--only", "S3", "--add", "MYS:S3:10%")
    assert code == 0 and "CC BY-NC 4.0" in out and "no commercial use" in out, (out, err)
    # assembly: China 14 % before, 14 x 0.9 = 12.6 % with a Malaysian supplier of 10 %
    assert "CHN stops: 14.0 % of Finished logic chip is lost, 12.6 % with the new suppliers" in out, out
    found = tap.selat_json("chain", "chips", "--stop", "TWN", "--days", "60", "--add", "MYS:S3:10%")
    assert "CC BY-NC" in found["notice"] and found["year"] == 2019
    assembly = stage(found, "S3")
    assert abs(assembly["shares_after"]["MYS"] - 0.118) < 1e-12 and abs(assembly["shares"]["MYS"] - 0.02) < 1e-12
    assert abs(assembly["loss_after"] - 0.261) < 1e-12 and abs(found["stop"]["end_loss"] - 0.47) < 1e-12
    assert found["who_can_stop"][0]["country"] == "USA" and abs(found["who_can_stop"][0]["end_loss"] - 0.61) < 1e-12


def test_minerals():
    code, out, _ = tap.selat("chain", "minerals", "--country", "MYS,KOR")
    assert code == 0 and "Gallium" in out and "U.S. Geological Survey" in out and "withheld" in out, out
    listed = tap.selat_json("chain", "minerals")["minerals"]
    gallium = next(row for row in listed if row["mineral"] == "Gallium")
    assert gallium["largest"] == "CHN" and gallium["largest_share"] > 0.98 and gallium["hhi"] > 9700, gallium
    found = tap.selat_json("chain", "minerals", "--mineral", "Rare earths", "--add", "MYS:refine:10%", "--stop", "CHN")
    assert abs(found["stop"]["end_loss"] - 0.92) < 1e-12 and abs(found["stop"]["end_loss_after"] - 0.828) < 1e-12
    spared = tap.selat_json("chain", "minerals", "--mineral", "Rare earths", "--stop", "CHN", "--spare", "50%")
    assert abs(spared["stop"]["end_loss"] - 0.88) < 1e-12


def test_a_chain_of_ones_own():
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        write_own(place)
        found = tap.selat_json("chain", place, "--stop", "AAA")
        ore, steel = stage(found, "ore"), stage(found, "steel")
        assert abs(ore["given_sum"] - 1.1) < 1e-12 and abs(ore["shares"]["AAA"] - 0.6 / 1.1) < 1e-12
        assert steel["basis"] == "types" and abs(steel["shares"]["AAA"] - 0.75) < 1e-12
        # lamp steel is lost, tube steel loses its ore: by market size (30 x 1 + 10 x 6/11) / 40
        assert abs(found["stop"]["end_loss"] - (30 + 10 * 6 / 11) / 40) < 1e-12
        needed = tap.selat_json("chain", place, "--stop", "AAA", "--types", "essential")
        assert needed["stop"]["end_loss"] == 1
        code, _, err = tap.selat("chain", place, "--stop", "BBB:50%", "-o", place / "out.csv")
        rows = list(csv.DictReader((place / "out.csv").open()))
        assert code == 0 and any(row["stage"] == "tube" and row["own_loss"] == "0.5" for row in rows), (rows, err)


def test_mistakes():
    cases = (
        ({"stages": "stage\nore\nore\n"}, ("stages.csv:3", "once")),
        ({"stages": "name\nore\n"}, ("stages.csv:1", "stage")),
        ({"stages": "stage,kind\nore,rock\n"}, ("stages.csv:2", "kind", "rock", "material")),
        ({"stages": OWN["stages"].replace("30", "-3")}, ("stages.csv:3", "size_musd", "-3")),
        ({"suppliers": "stage,country,share\nore,AAA,60\n"}, ("suppliers.csv:2", "share", "60", "from 0 to 1")),
        ({"suppliers": "stage,country,share\nroe,AAA,0.6\n"}, ("suppliers.csv:2", "stage", "roe")),
        ({"suppliers": "stage,country,share\nore,AAA,0.6\nore,AAA,0.1\n"}, ("suppliers.csv:3", "country", "once")),
        ({"links": "input,into,relation\nore,steel,part\n"}, ("links.csv:2", "relation", "part")),
        ({"links": "input,into\nore,ore\n"}, ("links.csv:2", "into", "another")),
        ({"links": "input,into\nore,steel\nsteel,ore\n"}, ("circle", "ore")),
        ({"links": ""}, ("links.csv", "empty")),
    )
    with tap.temporary() as folder:
        place = pathlib.Path(folder)
        for changed, expect in cases:
            write_own(place, **changed)
            tap.one_line_error("chain", place, "--stop", "AAA", expect=expect)
        write_own(place)
        tap.one_line_error("chain", place, "--stop", "CCC", expect=("--stop", "CCC"))
        tap.one_line_error("chain", place, "--add", "MYS:ore", expect=("--add", "MYS:S3:5%"))
        tap.one_line_error("chain", place, "--add", "MYS:car:5%", expect=("--add", "no shares"))
        tap.one_line_error("chain", place, "--only", "ore", expect=("--only", "--stop"))
        tap.one_line_error("chain", place, "--mineral", "Tin", expect=("minerals.csv",))
        tap.one_line_error("chain", place / "missing", expect=("missing", "stages.csv"))
        tap.one_line_error("chain", "minerals", "--mineral", "Cobald", expect=("Cobald", "did you mean Cobalt"))
        tap.one_line_error("chain", "minerals", "--stop", "CHN", expect=("--stop", "--mineral"))
        tap.one_line_error("chain", "chips", "--spare", "5", expect=("--spare", "5%"))
        tap.one_line_error("chain", "chips", "--stock", "5", expect=("--days",))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
