#!/usr/bin/env python3
"""replication_table.py [SELAT]: makes the tables of docs/replication.md anew, goods to zero under five sources of theta.

Runs accords/replication/*.yaml with each source in turn and writes what stands between the marks in the page.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "replication.md"
SOURCES = {
    "caliendo-parro-2015": "Caliendo-Parro",
    "bsy": "Bagwell-Staiger-Yurukoglu",
    "fgo": "Fontagné-Guimbard-Orefice",
    "ll": "Lashkaripour-Lugovskyy",
    "shapiro": "Shapiro",
}
CASES = {"korea-malaysia": ["KOR", "MYS"], "rcep": ["CHN", "JPN", "KOR", "MYS", "VNM"]}
HEAD = ["θ from", "party", "EV, million USD", "real income, exact %", "5-95 % band", "ToT, path %", "VoT, path %", "ToT, first order %",
        "VoT, first order %", "sum of the two, first order %", "goods exports to partners %"]


def run(selat, case, source, folder):
    """results.json of the case with the elasticities of `source`."""
    text = (ROOT / "accords" / "replication" / f"{case}-goods-to-zero.yaml").read_text(encoding="utf-8")
    accord = folder / f"{case}-{source}.yaml"
    accord.write_text(re.sub(r"(?m)^  elasticities: .*$", f"  elasticities: {source}", text), encoding="utf-8")
    out = folder / accord.stem
    subprocess.run([selat, "run", str(accord), "-o", str(out), "--quiet"], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL)
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def number(value, digits=3):
    """`digits` significant digits with a sign, never in powers of ten."""
    if value == 0:
        return "0"
    size = abs(float(f"{value:.{digits - 1}e}"))
    decimals = max(0, digits - 1 - int(f"{size:e}".split("e")[1]))
    return f"{value:+,.{decimals}f}".replace("-", "−")


def band(results, region):
    """The 5-95 % band of real income; an empty cell where the run had no draws."""
    rows = (results.get("uncertainty") or {}).get("regions", [])
    found = [row["ev_percent"] for row in rows if row["region"] == region]
    return f"{number(found[0]['low'])} to {number(found[0]['high'])}" if found and found[0] else ""


def exports(results, region):
    """Change of goods exports to the other parties, %; `region` None: of all parties."""
    goods = {sector["code"] for sector in results["sectors"] if sector["kind"] == "goods"}
    rows = [row for row in results["party_products"] if row["sector"] in goods and region in (None, row["exporter"])]
    base, new = (sum(row[key] for row in rows) for key in ("base_musd", "new_musd"))
    return 100 * (new / base - 1)


def party_row(results, source, region):
    split = next(row for row in results["welfare_split"]["regions"] if row["region"] == region)
    spending = next(row["spending_musd"] for row in results["years"][-1]["regions"] if row["region"] == region)
    part = lambda key: 100 * split[key] / spending
    first = [part("first_order_terms_of_trade_musd"), part("first_order_volume_of_trade_musd")]
    values = [part("terms_of_trade_musd"), part("volume_of_trade_musd"), *first, sum(first), exports(results, region)]
    return [SOURCES[source], region, number(split["ev_musd"]), number(split["ev_percent"]), band(results, region),
            *(number(value) for value in values)]


def bloc_row(results, source):
    members = [row for row in results["years"][-1]["regions"] if row["region"] in results["accord"]["parties"]]
    gain, spending = (sum(row[key] for row in members) for key in ("ev_musd", "spending_musd"))
    return [SOURCES[source], "all members", number(gain), number(100 * gain / spending), "", "", "", "", "", "",
            number(exports(results, None))]


def diversion_line(results):
    """Creation and diversion of all members, billion USD."""
    rows = results["welfare_split"]["diversion"]
    sums = [sum(row[key] for row in rows) / 1e3 for key in ("partners_musd", "creation_musd", "diversion_musd", "expansion_musd")]
    return [number(value) for value in sums]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def fill(text, name, content):
    mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not mark.search(text):
        sys.exit(f"{PAGE}: found no mark '{name}'")
    return mark.sub(lambda found: found[1] + content + "\n" + found[2], text)


def main():
    selat = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "selat")
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for case, parties in CASES.items():
            rows, diverted = [], []
            for source in SOURCES:
                results = run(selat, case, source, pathlib.Path(folder))
                rows += [party_row(results, source, region) for region in parties]
                if len(results["accord"]["parties"]) > 2:
                    rows.append(bloc_row(results, source))
                diverted.append([SOURCES[source], *diversion_line(results), f"{results['welfare_split']['largest_remainder']:.0e}"])
            text = fill(text, case, table(HEAD, rows))
            text = fill(text, f"{case} diversion", table(["θ from", "imports from members, billion USD", "creation", "diversion",
                                                          "in place of nothing", "largest remainder of the split"], diverted))
    PAGE.write_text(text, encoding="utf-8")


main()
