#!/usr/bin/env python3
"""data/population.csv.gz from the World Bank's "Population, total" in long form (Country Name, Country Code, Year, Value).

    make_population.py population.csv country-codes.csv data/population.csv.gz

Countries only (codes of ISO 3166-1, no aggregates), 1990 on, one line a country.
"""
import csv
import gzip
import io
import sys

FIRST = 1990


def main(source, codes, target):
    with open(codes, encoding="utf-8") as file:
        known = {row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}
    people, years = {}, set()
    with open(source, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            year = int(row["Year"])
            if row["Country Code"] in known and year >= FIRST and row["Value"]:
                people.setdefault(row["Country Code"], {})[year] = int(float(row["Value"]))
                years.add(year)
    order = sorted(years)
    out = io.StringIO()
    out.write("code," + ",".join(str(year) for year in order) + "\n")
    for code in sorted(people):
        out.write(code + "," + ",".join(str(people[code].get(year, "")) for year in order) + "\n")
    with open(target, "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(out.getvalue().encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
