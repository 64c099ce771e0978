#!/usr/bin/env python3
"""Makes the extracts in data/ccs from the raw files: make_ccs_data.py RAW [OUT]. RAW holds power_plants_wri.csv.gz,
iea_ccus_projects_2025.csv and malay_basin/ (data/SOURCES.md says where they come from). Plain Python 3."""
import csv
import gzip
import math
import pathlib
import sys

RAW = pathlib.Path(sys.argv[1])
OUT = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "data/ccs")
# Parties of the shipped accords and the members of the Asia Zero Emission Community.
COUNTRIES = "AUS BRN IDN JPN KHM KOR LAO MYS PHL SGP THA VNM".split()
FUELS = {"Coal": "coal", "Petcoke": "coal", "Gas": "gas", "Oil": "oil"}
SMALLEST_MW = 300


def power_plants():
    with gzip.open(RAW / "power_plants_wri.csv.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] in COUNTRIES and row["primary_fuel"] in FUELS
                and float(row["capacity_mw"]) >= SMALLEST_MW]
    rows.sort(key=lambda row: (row["country"], -float(row["capacity_mw"]), row["name"]))
    with open(OUT / "power_plants.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["country", "name", "fuel", "capacity_mw", "latitude", "longitude"])
        for row in rows:
            out.writerow([row["country"], row["name"].strip(), FUELS[row["primary_fuel"]], f"{float(row['capacity_mw']):g}",
                          row["latitude"], row["longitude"]])
    return len(rows)


def projects():
    keep = ["Project name", "ID", "Country or economy", "Project type", "Operation", "Project Status",
            "Announced capacity (Mt CO2/yr)", "Sector", "Fate of carbon", "Part of CCUS hub"]
    with open(RAW / "iea_ccus_projects_2025.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file)
                if any(name in row["Country or economy"] for name in ("Malaysia", "Korea", "Japan"))]
    with open(OUT / "projects.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "id", "country", "type", "operation", "status", "announced_mtpa", "sector", "fate", "hub"])
        for row in rows:
            out.writerow([row[key].strip().removesuffix(".0") for key in keep])
    return len(rows)


def line(points):
    """Least squares y = a + b x."""
    n, sx, sy = len(points), sum(x for x, _ in points), sum(y for _, y in points)
    sxx, sxy = sum(x * x for x, _ in points), sum(x * y for x, y in points)
    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
    return (sy - slope * sx) / n, slope


def co2_density(megapascal, kelvin):
    """kg/m3, Peng and Robinson (1976), the largest volume root's inverse or the liquid's where there are three."""
    critical_k, critical_pa, acentric, gas, molar = 304.13, 7.3773e6, 0.22394, 8.314462618, 0.0440095
    pascal = megapascal * 1e6
    kappa = 0.37464 + 1.54226 * acentric - 0.26992 * acentric ** 2
    alpha = (1 + kappa * (1 - math.sqrt(kelvin / critical_k))) ** 2
    a = 0.45724 * gas ** 2 * critical_k ** 2 / critical_pa * alpha * pascal / (gas * kelvin) ** 2
    b = 0.0778 * gas * critical_k / critical_pa * pascal / (gas * kelvin)
    z = 1.0  # above the critical temperature there is one root: Newton's steps from the gas side
    for _ in range(200):
        f = z ** 3 - (1 - b) * z ** 2 + (a - 2 * b - 3 * b * b) * z - (a * b - b * b - b ** 3)
        z -= f / (3 * z * z - 2 * (1 - b) * z + a - 2 * b - 3 * b * b)
    return pascal * molar / (z * gas * kelvin)


def tabbed(name):
    with open(RAW / "malay_basin" / name, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter="\t"))


AREA_KM2 = 80000        # assumed: the basin, about 500 by 200 km, less its margins
EFFICIENCY = 0.02       # assumed: 2 % of pore volume, the P50 of open saline formations (US DOE atlas: 0.5 to 5.4 %)
SURFACE_C, GRADIENT = 27.0, 0.047  # assumed: sea-floor water; 47 degrees C per km, a hot basin


def malay_basin():
    """M = area thickness net-to-gross porosity density efficiency, by stratigraphic group."""
    depth, pressure = {}, {}
    for row in tabbed("pressure_data.txt"):
        name = row["Aquifer"].removeprefix("Group ").strip()
        for group in name.split("/"):
            depth.setdefault(group, []).append(float(row["TVDBML (m)"]))
            pressure.setdefault(group, []).append(float(row["Formation pressure (MPa)"]))
    a, b = line([(float(row["Depth (m)"]), float(row["Porosity (%)"])) for row in tabbed("porosity_depth_data.txt")])
    out = []
    for row in tabbed("thickness_ntg_averages.txt"):
        group = row["Group"].strip()
        metres = sum(depth[group]) / len(depth[group])
        megapascal = sum(pressure[group]) / len(pressure[group])
        porosity = max(0.0, a + b * metres) / 100
        density = co2_density(megapascal, 273.15 + SURFACE_C + GRADIENT * metres)
        thickness, net = float(row["Mean thickness (m)"]), float(row["Mean net-to-gross"])
        # dense enough and sealed: 800 m to 3,000 m below the sea floor
        usable = 800 <= metres <= 3000
        megatonnes = AREA_KM2 * 1e6 * thickness * net * porosity * density * EFFICIENCY / 1e9 if usable else 0
        out.append([group, round(metres), f"{megapascal:.1f}", thickness, net, f"{porosity:.3f}", round(density), round(megatonnes)])
    with open(OUT / "malay_basin.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["group", "depth_m", "pressure_mpa", "thickness_m", "net_to_gross", "porosity", "density_kg_per_m3", "capacity_mt"])
        writer.writerows(out)
    return sum(row[-1] for row in out)


OUT.mkdir(parents=True, exist_ok=True)
print(f"{power_plants()} power plants, {projects()} projects, Malay Basin {malay_basin()} Mt")
