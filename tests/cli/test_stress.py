"""Stress tests of an accord: with zero measures the difference is 0, clauses help, errors name the line."""
import csv
import pathlib

import tap

HEAD = "accord: {name: Test, parties: [JPN, MYS]}\nbaseline: {years: [2025, 2025]}\n"
STRESS = """stress:
  - {name: chips, region: [CHN, KOR, TWN], product: C26, loss: 90%, days: 60, recovery: 30, probability: 2%}
  - {name: cyber, region: MYS, product: [J61, J62_63], loss: 50%, days: 14}
"""
CLAUSES = """measures:
  - stockpile: {region: [JPN, MYS], product: C26, days: 30, cost: 10 MUSD}
  - preparedness: {stress: cyber, days: 7}
"""


def run(text, *words, draws="2"):
    with tap.temporary() as folder:
        accord = pathlib.Path(folder, "accord.yaml")
        accord.write_text(text)
        out = pathlib.Path(folder, "out")
        found = tap.selat_json("run", accord, "-o", out, "--draws", draws, *words)
        sheets = {name: list(csv.reader((out / "csv" / f"{name}.csv").open())) for name in ("stress", "stress_sectors", "stress_clauses", "stress_suppliers")}
    return found["stress"], sheets


def test_without_measures_the_difference_is_zero():
    stress, sheets = run(HEAD + STRESS)
    assert stress["same_table"] and len(stress["tests"]) == 2 and stress["clauses"] == []
    for test in stress["tests"]:
        for one in (*test["parties"], test["world"]):
            assert one["avoided_musd"] == 0 and one["before"] == one["after"] and one["before"]["income_loss_musd"] > 0
    assert len(stress["matrix"]["suppliers"]) == 20 and len(sheets["stress"]) == 1 + 2 * 3 and len(sheets["stress_suppliers"]) == 1 + 40
    sums = [sum(one["income_loss_musd"] for one in row["parties"]) for row in stress["matrix"]["suppliers"]]
    assert sums == sorted(sums, reverse=True) and sums[0] > 0


def test_clauses_lower_their_own_stress():
    stress, sheets = run(HEAD + CLAUSES + STRESS)
    chips, cyber = stress["tests"]
    for one in chips["parties"]:
        assert one["avoided_musd"] > 0.3 * one["before"]["income_loss_musd"] and one["avoided_by_trade_musd"] == 0, one
    malaysia = next(one for one in cyber["parties"] if one["region"] == "MYS")
    assert 0.4 < malaysia["avoided_musd"] / malaysia["before"]["income_loss_musd"] < 0.6
    stock, prepared = stress["clauses"]
    of_chips = next(one for one in stock["stresses"] if one["stress"] == "chips")
    both = sum(one["avoided_musd"] for one in chips["parties"])
    assert abs(of_chips["avoided_musd"] - both) <= 1e-9 * both
    assert abs(of_chips["expected_musd"] - 0.02 * both) <= 1e-9 * both
    assert abs(of_chips["break_even_probability_percent"] - 100 * 10 / both) <= 1e-9
    assert next(one for one in prepared["stresses"] if one["stress"] == "chips")["avoided_musd"] == 0
    assert len(sheets["stress_clauses"]) == 1 + 4 and len(sheets["stress_sectors"]) > 10


def test_a_quick_answer_has_the_headline_only():
    quick, sheets = run(HEAD + CLAUSES + STRESS, draws="0")
    full, _ = run(HEAD + CLAUSES + STRESS)
    assert full["note"] is None and "draws" in quick["note"] and quick["clauses"] == [] and quick["matrix"]["suppliers"] == []
    assert len(full["clauses"]) == 2 and len(full["matrix"]["suppliers"]) == 20 and len(sheets["stress_clauses"]) == 1
    for a, b in zip(quick["tests"], full["tests"]):
        for one, other in zip((*a["parties"], a["world"]), (*b["parties"], b["world"])):
            assert one["before"] == other["before"] and one["after"] == other["after"] and one["avoided_musd"] == other["avoided_musd"]
            assert one["avoided_by_trade_musd"] is None and one["avoided_by_clauses_musd"] is None and one["avoided_band"] is None
            assert other["avoided_by_trade_musd"] == 0 and other["avoided_band"]["low"] <= other["avoided_musd"] <= other["avoided_band"]["high"]
    without, _ = run(HEAD + STRESS, draws="0")
    assert all(one["avoided_by_trade_musd"] == 0 and one["avoided_by_clauses_musd"] == 0 for test in without["tests"] for one in test["parties"])


def test_a_closed_lane_costs_and_the_threads_do_not_matter():
    lanes = 'stress:\n  - {name: straits, gate: "south_china_sea, malacca_singapore_strait", days: 30}\n'
    one, _ = run(HEAD + lanes, "--threads", "1")
    two, _ = run(HEAD + lanes, "--threads", "3")
    assert one["tests"] == two["tests"] and one["matrix"] == two["matrix"]
    for party in one["tests"][0]["parties"]:
        assert party["before"]["income_loss_musd"] > 0 and party["before"]["final_unmet_musd"] > 0


def test_bad_stress_is_one_line():
    for text, expect in (("stress:\n  - {name: x, gate: malaca, days: 3}\n", ("malaca", ":4: ")),
                         ("stress:\n  - {name: x, region: JPN, days: 3}\n", ("loss",)),
                         ("measures:\n  - preparedness: {stress: y, days: 3}\nstress:\n  - {name: x, gate: suez, days: 3}\n", ("found y",))):
        with tap.temporary() as folder:
            accord = pathlib.Path(folder, "accord.yaml")
            accord.write_text(HEAD + text)
            tap.one_line_error("run", accord, "-o", pathlib.Path(folder, "out"), expect=expect)


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
