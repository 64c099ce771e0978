#!/usr/bin/env python3
"""Makes data/chips and data/minerals from the raw files: build_chains.py RAW_FOLDER DATA_FOLDER.

RAW_FOLDER holds chips/ (CSET/ETO, inputs, stages, providers, provision, sequence), minerals/usgs_mcs_2026.csv and
country/country-codes.csv. What was changed, mapped or left out is printed; docs/models/chain.md says what it means."""
import csv
import pathlib
import re
import sys
from collections import Counter, OrderedDict, defaultdict


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def write(path, columns, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


# ---- chips ----

CHIP_CODES = {"MAL": "MYS"}  # the data set's own code for Malaysia
CHIP_KINDS = {"process": "process", "material_resource": "material", "tool_resource": "tool", "ultimate_output": "output"}
CHIP_KIND_OF = {"N85": "tool"}  # a licence that was granted goes on; it is missed by new designs
# Design goes into fabrication as masks and files: the sequence file ends at the design processes.
CHIP_EXTRA_LINKS = [("S1", "N35", "input"), ("N1", "S1", "type"), ("N2", "S1", "type"), ("N3", "S1", "type"), ("N4", "S1", "type")]


def musd(text):
    found = re.search(r"\$([\d.]+) (million|billion)", text or "")
    return "" if not found else f"{float(found[1]) * (1000 if found[2] == 'billion' else 1):g}"


def chips(raw, data):
    providers = {row["provider_id"]: row for row in read(raw / "providers.csv")}
    inputs, stages = read(raw / "inputs.csv"), read(raw / "stages.csv")
    group_of = {row["stage_id"]: row["stage_name"] for row in stages}
    rows = [(row["stage_id"], row["stage_name"], row["stage_name"], "process", "", musd(row["market_share_chart_global_market_size_info"]))
            for row in stages]
    for row in inputs:
        # a process runs where its stage runs: its shares are those of fabrication, or of assembly and testing
        of = row["stage_id"] if row["type"] == "process" and row["stage_id"] in ("S2", "S3") else ""
        rows.append((row["input_id"], row["input_name"], group_of.get(row["stage_id"], "Inputs"), CHIP_KIND_OF.get(row["input_id"], CHIP_KINDS[row["type"]]), of,
                     musd(row["market_share_chart_global_market_size_info"])))
    write(data / "stages.csv", ["stage", "name", "group", "kind", "shares_of", "size_musd"], rows)
    suppliers, mapped, negligible = [], 0, 0
    for row in read(raw / "provision.csv"):
        who = providers[row["provider_id"]]
        if who["provider_type"] != "country":
            continue
        if row["negligible_market_share"]:
            negligible += 1
            continue
        code = CHIP_CODES.get(row["provider_name"], row["provider_name"])
        mapped += code != row["provider_name"]
        share = row["share_provided"].rstrip("%")
        suppliers.append((row["provided_id"], "OTHER" if code == "Various" else code, f"{float(share) / 100:g}" if share else ""))
    write(data / "suppliers.csv", ["stage", "country", "share"], sorted(suppliers, key=lambda row: (row[0][0], int(row[0][1:]), row[1])))
    known = {row[0] for row in rows}
    links = list(CHIP_EXTRA_LINKS)
    for row in read(raw / "sequence.csv"):
        into, relation = (row["goes_into_id"], "input") if row["goes_into_id"] else (row["is_type_of_id"], "type")
        assert row["input_id"] in known and into in known, row
        links.append((row["input_id"], into, relation))
    write(data / "links.csv", ["input", "into", "relation"], links)
    print(f"chips: {len(rows)} stages, {len(suppliers)} suppliers, {len(links)} links; MAL written as MYS in {mapped} rows; "
          f"{negligible} suppliers marked negligible and all rows of single firms left out")


# ---- minerals ----

COUNTRY_NAMES = {
    "Burma": "MMR", "Korea, Republic of": "KOR", "Korea, North": "PRK", "Congo (Kinshasa)": "COD", "Congo (Brazzaville)": "COG",
    "Russia": "RUS", "Vietnam": "VNM", "Turkey": "TUR", "Iran": "IRN", "Bolivia": "BOL", "Tanzania": "TZA", "Laos": "LAO",
    "United States": "USA", "United Kingdom": "GBR", "Côte d’Ivoire": "CIV", "Côte d'Ivoire": "CIV", "Cote d'Ivoire": "CIV",
    "Taiwan": "TWN", "Venezuela": "VEN", "Czechia": "CZE", "North Macedonia": "MKD", "Macedonia": "MKD", "Kosovo": "XKX",
    "New Caledonia": "NCL", "Brunei": "BRN", "Syria": "SYR", "Moldova": "MDA", "Bahrain": "BHR", "United Arab Emirates": "ARE",
    "Trinidad and Tobago": "TTO", "Bosnia and Herzegovina": "BIH", "Greenland": "GRL", "Türkiye": "TUR", "Eswatini": "SWZ",
}
# commodity and detail -> chain and stage; what is not named here stays out (and is counted)
CHAINS = {"Bauxite": ("Aluminum", "mine"), "Alumina": ("Aluminum", "alumina"), "Aluminum": ("Aluminum", "refine"),
          "Titanium Mineral Concentrates": ("Titanium", "mine"), "Titanium Sponge Metal": ("Titanium", "refine"),
          "Niobium (Columbium)": ("Niobium", None), "Graphite (Natural)": ("Graphite", None), "Magnesium Metal": ("Magnesium", "refine"),
          "Zirconium": ("Zirconium", None), "Nitrogen (Fixed)—Ammonia": None, "Iron And Steel": None, "Platinum-Group Metals": None}


# USGS has no refining of rare earths. Shares of refined magnet rare earths in 2023, per cent: IEA, Global Critical Minerals Outlook
# 2024 (China 92, Malaysia 5, China, Malaysia and Australia together 98).
ADDED = [("Rare Earths", "refine", "2023", code, share, "per cent of refined magnet rare earths (IEA 2024)", "other_source", "yes")
         for code, share in (("AUS", "1"), ("CHN", "92"), ("MYS", "5"), ("OTHER", "2"))]


def stage_of(row):
    """(chain, stage) of a row, or None."""
    commodity, detail, kind = row["Commodity"], row["Statistics_detail"].lower(), row["Statistics"]
    chain, fixed = commodity, None
    if commodity in CHAINS:
        if CHAINS[commodity] is None:
            return None
        chain, fixed = CHAINS[commodity]
    if commodity == "Iron Ore" and "usable" in detail or commodity == "Iron Ore" and "crude ore" in detail:
        return None  # the iron content is used
    if commodity == "Potash" and "recoverable" in detail or commodity == "Silicon" and "ferro" in detail:
        return None
    if commodity == "Chromium" and "ore" in detail and kind == "Reserves" or "exports" in detail:
        return None
    if commodity in ("Clays", "Kyanite And Related Minerals", "Mica (Natural)", "Boron", "Tio2 Pigment"):
        return None  # several unlike products
    if kind == "Reserves":
        return chain, "reserves"
    if kind != "Production":
        return None
    if fixed:
        return chain, fixed
    if re.search(r"refinery|smelter|primary|sponge|silicon metal|arsenic trioxide", detail):
        return chain, "refine"
    if "mine" in detail or "helium production" in detail or detail.startswith("production"):
        return chain, "mine"
    return None


def amount(text):
    """(value or None, flag): '' as printed, withheld, not_available, below, above, range, small."""
    text = text.replace(",", "").strip()
    if text in ("—", "-"):
        return 0.0, ""
    if text == "W":
        return None, "withheld"
    if text in ("NA", "XX", "Large", "Moderate", "Moderate to large", "Small", "Very small", ""):
        return None, "not_available"
    if text == "s":
        return 0.0, "small"
    if text[0] in "<>":
        return float(text[1:]), "below" if text[0] == "<" else "above"
    if " - " in text:
        low, high = text.split(" - ")
        return (float(low) + float(high)) / 2, "range"
    return float(text), ""


def minerals(raw, codes_file, data):
    names = dict(COUNTRY_NAMES)
    for row in read(codes_file):
        for column in ("CLDR display name", "official_name_en", "UNTERM English Short"):
            if row.get(column) and row["ISO3166-1-Alpha-3"]:
                names.setdefault(row[column], row["ISO3166-1-Alpha-3"])
    flags, out, unknown, left_out = Counter(), OrderedDict(), Counter(), Counter()
    units, critical = {}, {}
    for row in read(raw):
        if not row["Section"].startswith("World") or row["Country"].startswith("World total"):
            continue
        place = stage_of(row)
        if place is None:
            left_out[row["Commodity"]] += 1
            continue
        country = "OTHER" if row["Country"].lower().startswith("other") else names.get(row["Country"])
        if country is None:
            unknown[row["Country"]] += 1
            continue
        key = (*place, row["Year"], country)
        value, flag = amount(row["Value"])
        if units.setdefault((*place, row["Year"]), row["Unit"]) != row["Unit"]:
            raise SystemExit(f"{key}: two units")
        if "-- Estimated" in row["Notes"] or row["Notes"].startswith("Estimated"):
            flag = flag or "estimated"
        flags[flag or "as printed"] += 1
        critical[place[0]] = row["Is critical mineral 2025"]
        before, old_flag = out.get(key, (0.0 if value is not None else None, ""))
        total = before if value is None else value + (before or 0.0)
        out[key] = (total, flag or old_flag)
    produced = {key[0] for key in out if key[1] != "reserves"}
    rows = [(*key, "" if value is None else f"{value:.10g}", units[key[:3]], flag, critical[key[0]].lower())
            for key, (value, flag) in out.items() if key[0] in produced] + ADDED
    rows.sort(key=lambda row: (row[0], ["mine", "alumina", "refine", "reserves"].index(row[1]), row[2], row[3] == "OTHER", row[3]))
    write(data / "minerals.csv", ["mineral", "stage", "year", "country", "value", "unit", "flag", "critical"], rows)
    print(f"minerals: {len(rows)} rows of {len(produced)} minerals; " + ", ".join(f"{n} {flag}" for flag, n in flags.most_common()))
    print("  names without an ISO code, left out: " + (", ".join(f"{name} ({n})" for name, n in unknown.items()) or "none"))
    print(f"  rows of other commodities or kinds left out: {sum(left_out.values())} ({len(left_out)} commodities)")


def main():
    raw, data = map(pathlib.Path, sys.argv[1:3])
    chips(raw / "chips", data / "chips")
    minerals(raw / "minerals" / "usgs_mcs_2026.csv", raw / "country" / "country-codes.csv", data / "minerals")


main()
