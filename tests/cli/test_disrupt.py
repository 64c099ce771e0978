"""selat disrupt: the answer on the terminal, as JSON and CSV, its measures, bad input."""
import csv
import pathlib

import tap

SHOCK = ("disrupt", "--region", "CHN", "--product", "C26", "--loss", "90%", "--days", "30", "--horizon", "120")


def loss(found, region):
    return next(row["income_lost_musd"] for row in found["regions"] if row["region"] == region)


def test_table_json_and_csv_say_the_same():
    with tap.temporary() as folder:
        path = pathlib.Path(folder, "days.csv")
        found = tap.selat_json(*SHOCK, "--series", path)
        rows = list(csv.DictReader(path.open()))
        assert len(rows) == 120 * 81 and list(rows[0]) == ["day", "region", "output_musd", "output_percent", "value_added_musd", "final_unmet_musd"]
        china = next(row for row in found["regions"] if row["region"] == "CHN")
        series = [float(row["output_musd"]) for row in rows if row["region"] == "CHN"]
        assert all(abs(a - b) <= 1e-8 * b for a, b in zip(series, china["output_musd"]))
        assert series[4] == max(series) and min(series) < 0.95 * series[0]
        assert abs(sum(row["income_lost_musd"] for row in found["regions"]) - found["world"]["income_lost_musd"]) <= 1e-6 * found["world"]["income_lost_musd"]
        assert abs(sum(series[0] - value for value in series) - china["output_lost_musd"]) <= 1e-6 * china["output_lost_musd"]
    code, text, _ = tap.selat(*SHOCK)
    assert code == 0 and "CHN C26" in text and f"{loss(found, 'CHN'):.1f}" in text


def test_no_loss_changes_nothing():
    found = tap.selat_json("disrupt", "--region", "CHN", "--loss", "0%", "--horizon", "60")
    assert abs(found["world"]["income_lost_musd"]) <= 1e-6 and found["world"]["recovery_day"] == 0


def test_behaviours_and_variants():
    worlds = {}
    for words in (("--variant", "linear"), ("--variant", "leontief"), ("--behaviour", "adaptive"), ("--orders", "fixed"), ("--firms-first",)):
        worlds[words] = tap.selat_json(*SHOCK, *words)["world"]["income_lost_musd"]
    assert len({round(value) for value in worlds.values()}) >= 4 and min(worlds.values()) > 0, worlds
    assert worlds[("--orders", "fixed")] > 1.5 * worlds[("--variant", "linear")], worlds


def test_measures_help_who_takes_them():
    three = ("disrupt", "--region", "CHN,KOR,TWN", "--product", "C26", "--loss", "90%", "--days", "60", "--recovery", "30", "--horizon", "200")
    plain = loss(tap.selat_json(*three), "MYS")
    for words in (("--stockpile", "MYS:C26:10"), ("--standby", "MYS:C26:10%"), ("--priority", "CHN:MYS:C26:100%")):
        assert loss(tap.selat_json(*three, *words), "MYS") < 0.95 * plain, words


def test_bad_input_is_one_line():
    for words, expect in (((), ("--region",)), (("--region", "CHM"), ("CHM", "did you mean")), (("--region", "CHN", "--product", "C262"), ("C262", "C26")),
                          (("--region", "CHN", "--loss", "120%"), ("120%",)), (("--region", "CHN", "--days", "1.5"), ("whole",)),
                          (("--region", "CHN", "--variant", "soft"), ("soft", "weakly")), (("--region", "CHN", "--stockpile", "MYS:C26"), ("3 parts",)),
                          (("--region", "CHN", "--behaviour", "adaptive", "--variant", "weakly"), ("--variant",))):
        tap.one_line_error("disrupt", *words, expect=expect)


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
