"""selat table build --own: national tables and bilateral flows of one's own."""
import csv
import pathlib
import random
import shutil

import tap

REGIONS, SECTORS, DEMANDS = ["AAA", "BBB", "CCC"], ["S1", "S2"], ["HFCE", "GFCF"]


class World:
    """Consistent by construction: flows first, then the tables that they add up to. Eighths, so that sums are exact."""

    def __init__(self, seed=3):
        draw = random.Random(seed)
        self.flow = {(s, n, i): draw.randrange(8, 400) / 8 for s in SECTORS for n in REGIONS for i in REGIONS}
        self.bought = {(n, s): sum(self.flow[s, n, i] for i in REGIONS) for n in REGIONS for s in SECTORS}
        self.use, self.final = {}, {}
        for (n, s), total in self.bought.items():
            for k in SECTORS:
                self.use[n, s, k] = total * (.125 if k == s else .25)
            self.final[n, s, "HFCE"], self.final[n, s, "GFCF"] = total * .5, total * .125
        self.output = {(i, s): sum(self.flow[s, n, i] for n in REGIONS) for i in REGIONS for s in SECTORS}

    def files(self):
        files = {"regions.csv": "code,name\n" + "".join(f"{r},Region {r}\n" for r in REGIONS),
                 "sectors.csv": "code,name\n" + "".join(f"{s},Sector {s}\n" for s in SECTORS),
                 "demands.csv": "code,name\n" + "".join(f"{d},{d}\n" for d in DEMANDS),
                 "flows.csv": "sector,importer,origin,flow_musd\n" + "".join(
                     f"{s},{n},{i},{v!r}\n" for (s, n, i), v in self.flow.items() if n != i)}
        for r in REGIONS:
            lines = ["code,S1,S2,HFCE,GFCF,EXPO,IMPO,OUTPUT"]
            for s in SECTORS:
                exports = sum(self.flow[s, n, r] for n in REGIONS if n != r)
                imports = sum(self.flow[s, r, i] for i in REGIONS if i != r)
                cells = [self.use[r, s, k] for k in SECTORS] + [self.final[r, s, d] for d in DEMANDS] + [exports, imports, self.output[r, s]]
                lines.append(",".join([s, *map(repr, cells)]))
            added = [self.output[r, k] - sum(self.use[r, s, k] for s in SECTORS) - 1 for k in SECTORS]
            lines.append(",".join(["VALU", *map(repr, added), "", "", "", "", ""]))
            lines.append("TXS_INT_FNL,1,1,2,3,,,")
            files[f"national/{r}.csv"] = "\n".join(lines) + "\n"
        return files


def put(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def build(folder, files):
    """The printed report and the cells of the exported table."""
    own, table, out = pathlib.Path(folder, "own"), pathlib.Path(folder, "t.h5"), pathlib.Path(folder, "csv")
    code, text, err = tap.selat("table", "build", "--own", put(own, files), "-o", table, "--name", "mine", "--year", "2020")
    assert code == 0, err
    shutil.rmtree(out, ignore_errors=True)
    code, _, err = tap.selat("table", "export", table, "--csv", out, "--quiet")
    assert code == 0, err
    read = lambda name: {tuple(row[:-1]): float(row[-1]) for row in list(csv.reader((out / name).open()))[1:]}
    return text, {name: read(name) for name in ("flows.csv", "use.csv", "final_demand.csv", "output.csv", "primary.csv", "final_taxes.csv")}


def close(found, expected, tolerance):
    assert set(found) == set(expected), sorted(set(found) ^ set(expected))[:4]
    for key, value in expected.items():
        assert abs(found[key] - value) <= tolerance * max(1, abs(value)), (key, found[key], value)


def test_consistent_sources_come_out_as_they_are():
    world = World()
    with tap.temporary() as folder:
        text, cells = build(folder, world.files())
        close(cells["flows.csv"], world.flow, 1e-12)
        close(cells["use.csv"], world.use, 1e-12)
        close(cells["final_demand.csv"], world.final, 1e-12)
        close(cells["output.csv"], world.output, 1e-12)
        assert cells["final_taxes.csv"] == {(r, d): v for r in REGIONS for d, v in (("HFCE", 2.0), ("GFCF", 3.0))}
        moved = float(text.split("Flows: ")[1].split(" %")[0])
        assert moved < 1e-10, text
        tap.selat_json("table", "check", pathlib.Path(folder, "t.h5"))


def test_inconsistent_flows_are_balanced_and_reported():
    world = World()
    files = world.files()
    files["flows.csv"] = files["flows.csv"].replace(f"S1,AAA,BBB,{world.flow['S1', 'AAA', 'BBB']!r}",
                                                    f"S1,AAA,BBB,{2 * world.flow['S1', 'AAA', 'BBB']!r}")
    with tap.temporary() as folder:
        text, cells = build(folder, files)
        close(cells["output.csv"], world.output, 1e-11)
        flows = cells["flows.csv"]
        for n in REGIONS:
            for s in SECTORS:
                assert abs(sum(flows[s, n, i] for i in REGIONS) - world.bought[n, s]) < 1e-10
        prior = dict(world.flow)
        prior["S1", "AAA", "BBB"] *= 2
        odds = lambda f: f["S1", "AAA", "BBB"] * f["S1", "CCC", "CCC"] / (f["S1", "AAA", "CCC"] * f["S1", "CCC", "BBB"])
        assert abs(odds(flows) / odds(prior) - 1) < 1e-10  # RAS keeps the odds of every 2 x 2
        moved = sum(abs(flows[k] - prior[k]) for k in prior) / sum(prior.values())
        assert f"Flows: {100 * moved:.3g} % of them moved" in text, (moved, text)
        balance = tap.selat_json("table", "check", pathlib.Path(folder, "t.h5"))["after_closing"]
        assert balance["rows"] < 1e-12 and balance["columns"] < 1e-12, balance


def test_imports_without_flows_are_spread_by_exports():
    world = World()
    files = world.files()
    files["flows.csv"] = "\n".join(line for line in files["flows.csv"].splitlines() if not line.startswith("S2,AAA")) + "\n"
    with tap.temporary() as folder:
        text, cells = build(folder, files)
        imports = sum(world.flow["S2", "AAA", i] for i in REGIONS if i != "AAA")
        assert f"Imports without flows, {imports:.6g} million USD in 1 pairs" in text, text
        close(cells["output.csv"], world.output, 1e-11)


def test_mistakes_are_one_line():
    files = World().files()
    with tap.temporary() as folder:
        own, out = pathlib.Path(folder, "own"), pathlib.Path(folder, "t.h5")

        def refuse(name, old, new, *expect):
            assert old in files[name], (name, old)
            put(own, {**files, name: files[name].replace(old, new, 1)})
            tap.one_line_error("table", "build", "--own", own, "-o", out, expect=expect)
            assert not out.exists()

        table = "national/BBB.csv"
        refuse(table, "EXPO", "EXPORTS", "national/BBB.csv:1:", "expected a column 'EXPO'")
        refuse(table, "\nS2,", "\nS9,", "national/BBB.csv:3: code: found S9")
        refuse(table, "\nS2,", "\nS1,", "national/BBB.csv:3: code: found S1, expected every row once")
        refuse(table, "TXS_INT_FNL,1,", "TXS_INT_FNL,one,", "national/BBB.csv:5: S1: found one, expected a finite number")
        refuse(table, "TXS_INT_FNL,1,", "TXS_INT_FNL,", "national/BBB.csv:5: found 7 fields, expected 8")
        refuse("flows.csv", "S1,AAA,BBB,", "S1,AAA,AAA,", "flows.csv:2: origin: found AAA, expected another region")
        refuse("flows.csv", "S1,AAA,BBB,", "S1,AAA,XXX,", "flows.csv:2: origin: found XXX, expected a code of the labels")
        refuse("flows.csv", "S1,AAA,CCC,", "S1,AAA,BBB,", "flows.csv:3: sector: found S1, expected every sector, importer and origin once")
        refuse("regions.csv", "CCC,", "AAA,", "regions.csv:4: code: found AAA, expected every code once")
        refuse("regions.csv", "CCC,", "DDD,", "national/DDD.csv")
        tap.one_line_error("table", "build", "--own", own, expect=["-o FILE"])


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
