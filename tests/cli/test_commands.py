"""The command line as a person meets it: help, version, exit codes, table and trade commands."""
import csv
import json
import pathlib
import re

import tap

COMMANDS = ["run", "table build", "table info", "table check", "table export", "table aggregate", "table import", "trade",
            "schema", "new", "open"]


def test_help_and_version():
    code, out, _ = tap.selat("--help")
    assert code == 0 and all(f"  {name} " in out for name in COMMANDS), out
    code, out, _ = tap.selat("--version")
    assert code == 0 and re.fullmatch(r"selat \d+\.\d+\.\d+\n", out), out
    assert tap.selat()[0] == 2


def test_every_command_has_help_with_examples():
    for name in COMMANDS:
        code, out, err = tap.selat(*name.split(), "--help")
        assert code == 0 and not err, err
        assert f"Usage: selat {name}" in out and f"\nExamples:\n  selat {name}" in out, out


def test_mistakes_exit_2_with_one_line():
    tap.one_line_error("no-such-command", expect=("no-such-command",))
    tap.one_line_error("run", expect=("ACCORD",))
    tap.one_line_error("run", "a", "b", expect=("b",))
    tap.one_line_error("run", "--nonsense", expect=("--nonsense",))
    tap.one_line_error("run", "--threads", "0", "x", expect=("--threads", "0"))
    tap.one_line_error("table", "nonsense", expect=("nonsense",))


def test_man_page_and_completion_name_every_command():
    for flag in ("--man", "--completion"):
        code, out, _ = tap.selat("help", flag)
        assert code == 0 and all(name.split()[0] in out and name.split()[-1] in out for name in COMMANDS)


def test_table_check_shows_the_balances_and_shares():
    code, out, err = tap.selat("table", "check", "oecd-2022")
    assert code == 0, err
    found = tap.selat_json("table", "check", "oecd-2022")
    assert found["before_closing"]["rows"] <= 4e-6 and found["before_closing"]["columns"] <= 1e-6
    assert found["after_closing"]["rows"] <= 1e-12 and found["after_closing"]["columns"] <= 1e-12
    assert found["leontief_residual"] <= 1e-12
    gdp = {"MYS": 405.6, "JPN": 4224.2, "KOR": 1774.4, "SGP": 468.0, "THA": 489.7, "VNM": 409.2, "IDN": 1317.1}
    share = {"JPN": .751, "KOR": .608, "MYS": .654, "SGP": .526, "THA": .585, "VNM": .491}
    regions = {row["region"]: row for row in found["regions"]}
    for code, value in gdp.items():
        assert abs(regions[code]["gdp_musd"] / 1000 - value) <= 0.1, (code, regions[code])
        assert code in out
    for code, value in share.items():
        assert round(regions[code]["domestic_value_added_share"], 3) == value, (code, regions[code])


def test_table_export_adds_up():
    with tap.temporary() as folder:
        target = pathlib.Path(folder, "csv")
        code, _, err = tap.selat("table", "export", "oecd-2022", "-o", target)
        assert code == 0, err
        with open(target / "output.csv", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert len(rows) > 50, rows[:2]


def test_table_aggregate_keeps_totals():
    with tap.temporary() as folder:
        small, regions = pathlib.Path(folder, "small.h5"), pathlib.Path(folder, "regions.csv")
        info = tap.selat_json("table", "info", "oecd-2022")
        codes = info["regions"]["codes"] if isinstance(info["regions"], dict) else info["regions"]
        regions.write_text("code,group\n" + "".join(f"{c},{c if c in ('KOR', 'MYS', 'JPN') else 'REST'}\n" for c in codes))
        code, _, err = tap.selat("table", "aggregate", "oecd-2022", "--regions", regions, "-o", small)
        assert code == 0, err
        whole, part = tap.selat_json("table", "check", "oecd-2022", "--all"), tap.selat_json("table", "check", small, "--all")
        gdp = [{row["region"]: row["gdp_musd"] for row in found["regions"]} for found in (whole, part)]
        assert set(gdp[1]) == {"KOR", "MYS", "JPN", "REST"}
        assert abs(sum(gdp[0].values()) - sum(gdp[1].values())) < 1e-6 * sum(gdp[0].values())
        assert abs(gdp[0]["MYS"] - gdp[1]["MYS"]) < 1e-6 * gdp[0]["MYS"]


def test_trade_nafta_agrees_with_the_published_case():
    found = tap.selat_json("trade", "tests/published/trade_nafta/case")
    assert list(found) == ["converged", "reason", "iterations", "residual", "seconds", "countries"], list(found)
    assert found["converged"] and found["reason"] == "converged" and set(found["seconds"]) == {"load", "solve"}
    with open(tap.SOURCE / "tests/published/trade_nafta/expected_nafta/country.csv", encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    pairs = {"wage_hat": "wage_hat", "price_hat": "P_hat", "real_wage_hat": "real_wage_hat", "income_hat": "income_hat",
             "welfare_exact": "welfare_exact_income_over_P", "terms_of_trade": "tot", "volume_of_trade": "vot"}
    assert len(found["countries"]) == len(expected) == 31
    for country, row in zip(found["countries"], expected):
        assert country["name"] == row["country"]
        for ours, theirs in pairs.items():
            assert abs(country[ours] - float(row[theirs])) <= 1e-6, (country["name"], ours)


def test_trade_broken_case_is_one_line():
    tap.one_line_error("trade", "tests/published", expect=("tests/published",))


def test_schema_is_json_and_agrees_with_the_docs():
    sections = tap.selat_json("schema")
    assert "tariff" in json.dumps(sections)
    code, out, _ = tap.selat("schema", "--markdown")
    assert code == 0 and out.strip() in (tap.SOURCE / "docs/accord-format.md").read_text()


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
