"""Writes one small table with known numbers in every format that `selat table import` reads: the importers' fixtures.

    python3 tests/cli/write_tables.py FORMAT PATH      (see WRITERS below)

All numbers are multiples of 1/8 and small, so that sums are exact and text reads back to the same doubles."""
import pathlib
import random
import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

HOUSEHOLDS = "Final consumption expenditure by households"
NON_PROFIT = "Final consumption expenditure by non-profit organisations serving households (NPISH)"
GOVERNMENT = "Final consumption expenditure by government"
CAPITAL = "Gross fixed capital formation"
INVENTORIES = "Changes in inventories and valuables"
DEMANDS = [("HFCE", HOUSEHOLDS), ("NPISH", NON_PROFIT), ("GGFC", GOVERNMENT), ("GFCF", CAPITAL), ("INVNT", INVENTORIES)]


class Small:
    """R regions x S sectors, dense flows; output = sums of rows; parts of value added close the columns."""

    def __init__(self, regions=("AUS", "KOR", "MYS"), sectors=("Farming", "Making, and more", "Serving"), seed=4):
        draw = random.Random(seed)
        self.regions, self.sectors = list(regions), list(sectors)
        self.demands = [code for code, _ in DEMANDS]
        self.nodes = [(r, s) for r in self.regions for s in self.sectors]
        self.finals = [(r, d) for r in self.regions for d in self.demands]
        size = len(self.nodes)

        def eighths(most):
            return 0.0 if draw.random() < .2 else draw.randrange(1, most * 8) / 8

        self.z = [[eighths(9) for _ in self.nodes] for _ in self.nodes]
        self.y = [[eighths(40) - (20 if d == "INVNT" and draw.random() < .3 else 0) for _, d in self.finals]
                  for _ in self.nodes]
        self.x = [sum(self.z[i]) + sum(self.y[i]) for i in range(size)]
        self.taxes = [eighths(4) for _ in self.nodes]
        self.final_taxes = [eighths(4) for _ in self.finals]
        self.labour = [eighths(30) for _ in self.nodes]
        self.surplus = [self.x[j] - sum(self.z[i][j] for i in range(size)) - self.taxes[j] - self.labour[j]
                        for j in range(size)]
        self.value_added = [a + b for a, b in zip(self.labour, self.surplus)]
        self.stressors = [("CO2", "Gg"), ("Water use, blue", "Mm3")]
        self.f = [[eighths(100) for _ in self.nodes] for _ in self.stressors]
        self.f_y = [[eighths(20) for _ in self.finals] for _ in self.stressors]

    # What `selat table export --format csv` should hold: {labels: value}, zeros left out.
    def expected(self, scale=1.0):
        def table(rows, columns, values):
            return {(*r, *c): v * scale for r, row in zip(rows, values) for c, v in zip(columns, row) if v != 0}

        return {
            "intermediate_flows.csv": table(self.nodes, self.nodes, self.z),
            "final_flows.csv": table(self.nodes, self.finals, self.y),
            "output.csv": {n: v * scale for n, v in zip(self.nodes, self.x) if v != 0},
        }


def number(value):
    return repr(value) if value != int(value) else str(int(value))


def put(files, target):
    """Writes {name: text or bytes} as a folder, or as a zip where the path ends so."""
    target = pathlib.Path(target)
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


# ---- pymrio and EXIOBASE 3 ----

def frame(columns, index, names, rows, head=("region", "sector"), named=True):
    """Tab-separated, two header lines, as pandas writes a frame with two column levels."""
    lines = []
    for level in range(2):
        lines.append("\t".join([head[level]] + [""] * (index - 1) + [c[level] for c in columns]))
    if named:
        lines.append("\t".join(names + [""] * len(columns)))
    for labels, values in rows:
        lines.append("\t".join([*labels, *map(number, values)]))
    return "\n".join(lines) + "\n"


def pymrio_files(t, coefficients=False, with_output=True):
    finals = [(r, dict(DEMANDS)[d]) for r, d in t.finals]
    factor = [("Taxes less subsidies on products purchased: Total", t.taxes, t.final_taxes),
              ("Compensation of employees; wages", t.labour, [0.0] * len(t.finals)),
              ("Operating surplus: Remaining net operating surplus", t.surplus, [0.0] * len(t.finals))]
    a = [[v / t.x[j] if t.x[j] else 0.0 for j, v in enumerate(row)] for row in t.z]
    files = {
        "file_parameters.json": '{"systemtype": "IOSystem", "files": {}}',
        "Y.txt": frame(finals, 2, ["region", "sector"], zip(t.nodes, t.y), ("region", "category")),
        "unit.txt": "region\tsector\tunit\n" + "".join(f"{r}\t{s}\tM.EUR\n" for r, s in t.nodes),
        "satellite/F.txt": frame(t.nodes, 1, ["stressor"], [((s,), v) for (s, _), v in zip(t.stressors, t.f)], named=False),
        "satellite/F_Y.txt": frame(finals, 1, ["stressor"], [((s,), v) for (s, _), v in zip(t.stressors, t.f_y)],
                                   ("region", "category")),
        "satellite/unit.txt": "stressor\tunit\n" + "".join(f"{s}\t{u}\n" for s, u in t.stressors),
        "factor_inputs/F.txt": frame(t.nodes, 1, ["inputtype"], [((n,), v) for n, v, _ in factor]),
        "factor_inputs/F_Y.txt": frame(finals, 1, ["inputtype"], [((n,), v) for n, _, v in factor], ("region", "category")),
        "factor_inputs/unit.txt": "inputtype\tunit\n" + "".join(f"{n}\tM.EUR\n" for n, _, _ in factor),
    }
    name = "A.txt" if coefficients else "Z.txt"
    files[name] = frame(t.nodes, 2, ["region", "sector"], zip(t.nodes, a if coefficients else t.z))
    if with_output:
        files["x.txt"] = "region\tsector\tindout\n" + "".join(f"{r}\t{s}\t{number(x)}\n" for (r, s), x in zip(t.nodes, t.x))
    return files


def write_pymrio(target, t=None, **options):
    put(pymrio_files(t or Small(), **options), target)


def exiobase_files(t, kind="pxp", coefficients=False):
    """Value added inside satellite/, impacts/ with a row that must not count twice."""
    files = pymrio_files(t, coefficients)
    for part in ("F.txt", "F_Y.txt", "unit.txt"):
        own, factor = files[f"satellite/{part}"].splitlines(), files.pop(f"factor_inputs/{part}").splitlines()
        body = factor[1:] if part == "unit.txt" else factor[3:]
        head = 1 if part == "unit.txt" else 2
        start = head if part != "F_Y.txt" else 3
        files[f"satellite/{part}"] = "\n".join(own[:start] + body + own[start:]) + "\n"
    files["impacts/F.txt"] = frame(t.nodes, 1, ["impact"], [(("Value Added",), t.value_added), (("Carbon footprint",), t.f[0])])
    files["impacts/unit.txt"] = "impact\tunit\nValue Added\tM.EUR\nCarbon footprint\tkg CO2 eq.\n"
    return {f"IOT_2019_{kind}/{name}": content for name, content in files.items()}


def write_exiobase3(target, t=None, kind="pxp", coefficients=False):
    put(exiobase_files(t or Small(), kind, coefficients), target)


# ---- Eora26 ----

EORA_VALUE_ADDED = ["Compensation of employees D.1", "Net operating surplus B.2n"]


def eora_files(t):
    country = {r: f"Country {r}" for r in t.regions}
    item = {"HFCE": "Household final consumption P.3h", "NPISH": "Non-profit institutions serving households P.3n",
            "GGFC": "Government final consumption P.3g", "GFCF": "Gross fixed capital formation P.51", "INVNT": "Changes in inventories P.52"}

    def block(rows):
        return "".join("\t".join(map(number, row)) + "\n" for row in rows)

    surplus = [s + x for s, x in zip(t.surplus, t.taxes)]
    return {
        "Eora26_2015_bp_T.txt": block(t.z), "Eora26_2015_bp_FD.txt": block(t.y), "Eora26_2015_bp_VA.txt": block([t.labour, surplus]),
        "Eora26_2015_bp_Q.txt": block(t.f), "Eora26_2015_bp_QY.txt": block(t.f_y),
        "labels_T.txt": "".join(f"{country[r]}\t{r}\tIndustries\t{s}\t\n" for r, s in t.nodes),
        "labels_FD.txt": "".join(f"{country[r]}\t{r}\tFinal Demand\t{item[d]}\t\n" for r, d in t.finals),
        "labels_VA.txt": "".join(f"Primary Inputs\t{name}\t\n" for name in EORA_VALUE_ADDED),
        "labels_Q.txt": "".join(f"{name} ({unit})\tTotal\t\n" for name, unit in t.stressors),
    }


def write_eora26(target, t=None):
    put(eora_files(t or Small()), target)


# ---- FIGARO ----

FIGARO_DEMANDS = {"HFCE": "P3_S14", "NPISH": "P3_S15", "GGFC": "P3_S13", "GFCF": "P51G", "INVNT": "P5M"}


def figaro_rows(t):
    """Labelled rows of the whole matrix: flows, then W2 rows."""
    columns = [f"{r}_{s}" for r, s in t.nodes] + [f"{r}_{FIGARO_DEMANDS[d]}" for r, d in t.finals]
    zero = [0.0] * len(t.finals)
    rows = [(f"{r}_{s}", z + y) for (r, s), z, y in zip(t.nodes, t.z, t.y)]
    rows += [("W2_D21X31", t.taxes + t.final_taxes), ("W2_D1", t.labour + zero), ("W2_B2A3G", t.surplus + zero)]
    return columns, rows


def figaro_table():
    return Small(("AT", "FIGW1", "KR"), ("A01", "C10T12", "S95"))


def write_figaro(target, t=None):
    columns, rows = figaro_rows(t or figaro_table())
    text = ",".join(["rowLabels", *columns]) + "\n" + "".join(",".join([n, *map(number, v)]) + "\n" for n, v in rows)
    pathlib.Path(target).write_text(text)


def write_figaro_flat(target, t=None):
    columns, rows = figaro_rows(t or figaro_table())
    lines = ["icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue"]
    for name, values in rows:
        for column, value in zip(columns, values):
            (a, b), (c, d) = name.split("_", 1), column.split("_", 1)
            lines.append(f"{name},{column},{a},{b},{c},{d},{number(value)}")
    pathlib.Path(target).write_text("\n".join(lines) + "\n")


# ---- GLORIA ----

class SupplyUse:
    """Supply within regions, use by industries of all regions; value added closes the industries."""

    def __init__(self, regions=("AUS", "KOR"), sectors=("Crops", "Steel", "Banks"), seed=9):
        draw = random.Random(seed)
        self.regions, self.sectors = list(regions), list(sectors)
        self.nodes = [(r, s) for r in regions for s in sectors]
        self.finals = [(r, d) for r in regions for d, _ in DEMANDS]
        size, each = len(self.nodes), len(sectors)

        def eighths(most):
            return draw.randrange(1, most * 8) / 8

        self.use = [[eighths(6) for _ in self.nodes] for _ in self.nodes]
        self.y = [[eighths(20) for _ in self.finals] for _ in self.nodes]
        made = [sum(u) + sum(y) for u, y in zip(self.use, self.y)]
        self.supply = [[0.0] * size for _ in self.nodes]  # [industry][product], an eighth of every product made elsewhere
        for p in range(size):
            first, k = p // each * each, p % each
            self.supply[p][p] = made[p] * .875
            self.supply[first + (k + 1) % each][p] += made[p] * .125
        self.g = [sum(row) for row in self.supply]
        self.labour = [eighths(9) for _ in self.nodes]
        self.surplus = [self.g[j] - sum(self.use[i][j] for i in range(size)) - self.labour[j] for j in range(size)]
        self.f = [[eighths(50) for _ in self.nodes]]
        self.f_y = [[eighths(50) for _ in self.finals]]

    def by_product(self, row):
        size = len(self.nodes)
        return [sum(row[k] * self.supply[k][p] / self.g[k] for k in range(size)) for p in range(size)]


def gloria_files(t):
    each, size = len(t.sectors), len(t.nodes)
    names = {"HFCE": "Household final consumption P.3h", "NPISH": "Non-profit institutions serving households P.3n",
             "GGFC": "Government final consumption P.3g", "GFCF": "Gross fixed capital formation P.51", "INVNT": "Changes in inventories P.52"}

    def spread(values, industries):
        """[R][S] values to [R][industry, product][S] columns."""
        row = []
        for r in range(len(t.regions)):
            part = values[r * each:(r + 1) * each]
            row += part + [0.0] * each if industries else [0.0] * each + part
        return row

    matrix, finals = [], []
    for r in range(len(t.regions)):
        for k in range(r * each, (r + 1) * each):
            matrix.append(spread(t.supply[k], False))
            finals.append([0.0] * len(t.finals))
        for p in range(r * each, (r + 1) * each):
            matrix.append(spread(t.use[p], True))
            finals.append(t.y[p])
    added = []
    for r in range(len(t.regions)):
        for values in (t.labour, t.surplus):
            own = [v if n // each == r else 0.0 for n, v in enumerate(values)]
            added.append(spread(own, True))

    def block(rows):
        return "".join(",".join(map(number, row)) + "\n" for row in rows)

    start, end = "20230314_120secMother_AllCountries_002_", "-Results_2019_059_Markup001(full).csv"
    readme = workbook({
        "Regions": [["Lfd_Nr", "Region_acronyms", "Region_names"], *([n + 1, r, f"Region {r}"] for n, r in enumerate(t.regions))],
        "Sectors": [["Lfd_Nr", "Sector_names"], *([n + 1, s] for n, s in enumerate(t.sectors))],
        "Value added and final demand": [["Lfd_Nr", "Value_added_names", "Final_demand_names"],
                                         [1, "Compensation of employees D.1", names["HFCE"]], [2, "Net operating surplus B.2n", names["NPISH"]],
                                         [3, None, names["GGFC"]], [4, None, names["GFCF"]], [5, None, names["INVNT"]]],
        "Satellites": [["Lfd_Nr", "Sat_head_indicator", "Sat_indicator", "Sat_unit"], [1, "Emissions", "co2_total", "kt"]],
    })
    assert size == len(t.nodes)
    return {
        f"GLORIA_MRIOs_59_2019/{start}T{end}": block(matrix), f"GLORIA_MRIOs_59_2019/{start}Y{end}": block(finals),
        f"GLORIA_MRIOs_59_2019/{start}V{end}": block(added),
        f"GLORIA_SatelliteAccounts_059_2019/{start}TQ{end}": block([spread(row, True) for row in t.f]),
        f"GLORIA_SatelliteAccounts_059_2019/{start}YQ{end}": block(t.f_y),
        "GLORIA_ReadMe_059.xlsx": readme,
    }


def write_gloria(target, t=None):
    put(gloria_files(t or SupplyUse()), target)


# ---- workbooks ----

def place(row, column):
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


class Formula(str):
    """A cell with a formula and its stored value, "=1/0" -> an error."""


def workbook(sheets, inline=False, bomb=0, sheet_xml=None):
    """An .xlsx as bytes from {sheet: rows}; None is an empty cell, text starting with # an error."""
    strings, parts = [], {}

    def cell(row, column, value):
        at = place(row, column)
        if value is None:
            return ""
        if isinstance(value, Formula):
            return f'<c r="{at}"><f>{escape(str(value))}</f></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{at}"><v>{number(value)}</v></c>'
        if value.startswith("#"):
            return f'<c r="{at}" t="e"><f>A1/0</f><v>{value}</v></c>'
        if inline:
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        if value not in strings:
            strings.append(value)
        return f'<c r="{at}" t="s"><v>{strings.index(value)}</v></c>'

    names = list(sheets)
    for n, name in enumerate(names, 1):
        rows = "".join(f'<row r="{r}">' + "".join(cell(r, c, v) for c, v in enumerate(row, 1)) + "</row>"
                       for r, row in enumerate(sheets[name], 1))
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{rows}</sheetData></worksheet>")
    if sheet_xml is not None:
        parts["xl/worksheets/sheet1.xml"] = sheet_xml
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["xl/workbook.xml"] = (
        f'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets>'
        + "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                  for n in range(1, len(names) + 1)) + "</Relationships>")
    if strings:
        parts["xl/sharedStrings.xml"] = (
            '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + "".join(f"<si><t>{escape(s)}</t></si>" if n % 2 == 0 else
                      f"<si><r><t>{escape(s[:2])}</t></r><r><t>{escape(s[2:])}</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"
                      for n, s in enumerate(strings)) + "</sst>")
    parts["[Content_Types].xml"] = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    if bomb:
        parts["xl/worksheets/sheet1.xml"] = " " * bomb
    import io
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def code_sheet(t, header, numbers, letters, totals):
    """Rows of a WIOD or ADB sheet. header: title rows; numbers: codes of demands; letters: industry codes or not."""
    size, finals = len(t.nodes), len(t.finals)
    codes = ["A01", "C10-C12", "G47"] if letters else [None] * 3
    names = dict(DEMANDS)
    demand_codes = {"HFCE": "CONS_h", "NPISH": "CONS_np", "GGFC": "CONS_g", "GFCF": "GFCF", "INVNT": "INVEN"}
    own = {s: n for n, s in enumerate(t.sectors)}
    first = [None] * 4
    rows = [list(row) for row in header]
    rows.append(first + [codes[own[s]] for _, s in t.nodes] + [demand_codes[d] if letters else None for _, d in t.finals] + ["GO" if letters else None])
    rows.append(first + [s for _, s in t.nodes] + [names[d] for _, d in t.finals] + ["Total output"])
    rows.append(first + [r for r, _ in t.nodes] + [r for r, _ in t.finals] + ["TOT"])
    rows.append(first + [f"{numbers[0]}{own[s] + 1}" for _, s in t.nodes] + [numbers[1].format(t.demands.index(d) + 1) for _, d in t.finals]
                + [numbers[2]])
    for n, (r, s) in enumerate(t.nodes):
        rows.append([codes[own[s]], s, r, f"{numbers[0]}{own[s] + 1}", *t.z[n], *t.y[n], t.x[n]])
    intermediate = [sum(t.z[i][j] for i in range(size)) for j in range(size)]
    zero = [0] * finals
    below = [("II_fob", "Total intermediate consumption", intermediate + zero), ("TXSP", "taxes less subsidies on products", t.taxes + t.final_taxes),
             ("EXP_adj", "Cif/ fob adjustments on exports", [0] * (size + finals)), ("VA", "Value added at basic prices", t.value_added + zero),
             ("GO", "Output at basic prices", t.x + zero)]
    for n, (code, name, values) in enumerate(below):
        rows.append([code if letters else None, name, totals, f"r{60 + n}", *values, None])
    return rows


def wiod2016_sheet(t):
    return code_sheet(t, [["World Input-Output Table, 2014"], ["(millions of US$)"]], ("r", "c{}", "c9"), True, "TOT")


def wiod2013_sheet(t):
    return code_sheet(t, [["World Input-Output Table 2011"], []], ("c", "c3{}", "c9"), False, "TOT")


def adb_sheet(t):
    rows = code_sheet(t, [["ADB MRIO, 2022"], [], ["current prices, USD million"]], ("c", "F{}", "TOT"), False, "ToT")
    return rows + [[None, None, None, None, 0.0, 0.0]]  # a line of checks without labels


def write_wiod2016(target, t=None):
    pathlib.Path(target).write_bytes(workbook({"2014": wiod2016_sheet(t or Small())}))


def write_wiod2013(target, t=None):
    pathlib.Path(target).write_bytes(workbook({"WIOT_2011": wiod2013_sheet(t or Small())}, inline=True))


def write_adb(target, t=None):
    legend = [["Sector", "Description"]] + [[s, "text"] for s in (t or Small()).sectors] * 8
    pathlib.Path(target).write_bytes(workbook({"Legend": legend, "ADB MRIO 2022": adb_sheet(t or Small())}))


# ---- plain CSV ----

def csv_files(t):
    def quoted(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text

    def cells(head, items):
        return ",".join(head) + "\n" + "".join(",".join([*map(quoted, labels), number(v)]) + "\n" for labels, v in items if v != 0)

    def labels(codes):
        return "code,name\n" + "".join(f"{quoted(c)},{quoted(c)}\n" for c in codes)

    z = [((*a, *b), t.z[i][j]) for i, a in enumerate(t.nodes) for j, b in enumerate(t.nodes)]
    y = [((*a, *b), t.y[i][j]) for i, a in enumerate(t.nodes) for j, b in enumerate(t.finals)]
    return {
        "table.csv": "key,value\nname,small\nyear,2020\n", "regions.csv": labels(t.regions), "sectors.csv": labels(t.sectors),
        "demands.csv": labels(t.demands), "primary_inputs.csv": labels(["VALU", "TXS_INT_FNL"]),
        "intermediate_flows.csv": cells(["origin", "product", "importer", "user", "flow_musd"], z),
        "final_flows.csv": cells(["origin", "product", "importer", "demand", "final_musd"], y),
        "primary.csv": cells(["primary", "region", "sector", "primary_musd"],
                             [(("VALU", *n), v) for n, v in zip(t.nodes, t.value_added)] + [(("TXS_INT_FNL", *n), v) for n, v in zip(t.nodes, t.taxes)]),
        "final_taxes.csv": cells(["region", "demand", "taxes_musd"], zip(t.finals, t.final_taxes)),
        "stressors.csv": "code,name,gas,unit,driver\n" + "".join(f"{quoted(c)},{quoted(c)},{quoted(c)},{u},output\n" for c, u in t.stressors),
        "stressor_industry.csv": cells(["stressor", "region", "sector", "value"],
                                       [((c, *n), v) for (c, _), row in zip(t.stressors, t.f) for n, v in zip(t.nodes, row)]),
        "stressor_household.csv": cells(["stressor", "region", "value"],
                                        [((c, r), sum(v for (n, _), v in zip(t.finals, row) if n == r))
                                         for (c, _), row in zip(t.stressors, t.f_y) for r in t.regions]),
    }


def write_csv(target, t=None):
    put(csv_files(t or Small()), target)


WRITERS = {"adb": write_adb, "wiod2013": write_wiod2013, "wiod2016": write_wiod2016, "exiobase3": write_exiobase3, "pymrio": write_pymrio,
           "eora26": write_eora26, "figaro": write_figaro, "figaro-flat": write_figaro_flat, "gloria": write_gloria, "csv": write_csv}

if __name__ == "__main__":
    WRITERS[sys.argv[1]](sys.argv[2])
