"""Writes a small or large table in the layout of the OECD ICIO CSV files: the fixture of the importer's tests.

    python3 tests/cli/write_icio.py FILE [--regions 4] [--sectors 3] [--edition 2016|2018|2021|2023] [--split]

Numbers follow from a counter-based generator, so that a test can work them out again with flows()."""
import argparse
import random

EDITIONS = {  # rows of taxes, value added and output; column of totals; final demand
    2016: (None, "VALU", "OUTPUT", "TOTAL", ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "P33"]),
    2018: (None, "VALU", "OUTPUT", "TOTAL", ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "P33"]),
    2021: ("region", "VALU", "OUTPUT", "TOTAL", ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"]),
    2023: ("TLS", "VA", "OUT", "OUT", ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"]),
    2025: ("TXS", "VALU", "OUTPUT", "TOTAL", ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"]),
}
REGIONS = ["ARG", "CHN", "DEU", "MEX", "KOR", "MYS", "JPN", "ROW"]
SECTORS = ["A01_02", "A03", "B05_06", "C26", "D", "T"]


class Table:
    """Dense flows with output = sums of rows and value added = what is left of a column."""

    def __init__(self, regions=4, sectors=3, edition=2023, split=False, seed=1):
        draw = random.Random(seed)
        self.edition, self.sectors = edition, SECTORS[:sectors]
        self.final_regions = REGIONS[:regions]
        parts = ["CN1", "CN2", "MX1", "MX2"] if split else []
        self.regions = self.final_regions + parts
        self.taxes, self.value_added, self.output, self.total, self.demands = EDITIONS[edition]
        self.industries = [f"{region}_{sector}" for region in self.regions for sector in self.sectors]
        self.finals = [f"{region}_{demand}" for region in self.final_regions for demand in self.demands]
        empty = {"CHN", "MEX"} if split else set()

        def number(row, column, scale):
            if row[:3] in empty or (column[:3] in empty and column in self.industries) or draw.random() < .28:
                return 0.0
            return round(draw.random() * scale, 6)

        self.z = [[number(i, j, 10) for j in self.industries] for i in self.industries]
        self.y = [[number(i, j, 100) for j in self.finals] for i in self.industries]
        self.x = [sum(z) + sum(y) for z, y in zip(self.z, self.y)]
        self.tax = [0.01 * x for x in self.x]
        self.final_tax = [round(draw.random(), 3) for _ in self.finals]
        self.va = [x - sum(z[j] for z in self.z) - t for j, (x, t) in enumerate(zip(self.x, self.tax))]
        if self.taxes is None:  # the editions without a row of taxes
            self.va = [v + t for v, t in zip(self.va, self.tax)]
            self.tax, self.final_tax = [0.0] * len(self.x), [0.0] * len(self.finals)

    def rows(self):
        """Every line as a list of cells."""
        yield ["V1" if self.edition >= 2023 else "", *self.industries, *self.finals, self.total]
        for label, z, y, x in zip(self.industries, self.z, self.y, self.x):
            yield [label, *z, *y, x]
        if self.taxes == "region":  # one row for every region that receives them: all to the first two here
            for k, region in enumerate(self.final_regions):
                share = (.75, .25)[k] if k < 2 else 0
                yield [f"{region}_TAXSUB", *(share * t for t in self.tax), *(share * t for t in self.final_tax), ""]
        elif self.taxes:
            yield [self.taxes, *self.tax, *self.final_tax, ""]
        blank = [""] * len(self.finals) if self.edition >= 2023 else [0] * len(self.finals)
        yield [self.value_added, *self.va, *blank, ""]
        yield [self.output, *self.x, *blank, ""]

    def write(self, path, separator=",", end="\n"):
        with open(path, "w", encoding="utf-8", newline="") as file:
            for row in self.rows():
                file.write(separator.join(cell if isinstance(cell, str) else repr(cell) for cell in row) + end)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("file")
    words.add_argument("--regions", type=int, default=4)
    words.add_argument("--sectors", type=int, default=3)
    words.add_argument("--edition", type=int, default=2023, choices=sorted(EDITIONS))
    words.add_argument("--split", action="store_true")
    given = words.parse_args()
    Table(given.regions, given.sectors, given.edition, given.split).write(given.file)


if __name__ == "__main__":
    main()
