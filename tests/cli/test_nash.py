"""selat trade --nash on a case folder and on the embedded table."""
import tap

CASE = "tests/published/trade_nafta/case"


def scenarios(*words):
    answer = tap.selat_json("trade", "--nash", *words)
    assert answer["converged"] and answer["failed_solves"] == 0, answer
    return {one["name"]: one["parties"] for one in answer["scenarios"]}


def test_embedded_table():
    found = scenarios("KOR,MYS")
    assert list(found) == ["status_quo", "free_trade", "first_alone", "second_alone", "nash"]
    kor, mys = found["free_trade"]
    # all goods to zero between the two, as tests/published/table/counterfactuals.csv has it (there with nominal deficits)
    assert abs(kor["real_income_percent"] - 0.00100) < 5e-5 and abs(mys["real_income_percent"] - 0.01308) < 1e-4, found
    assert kor["tariff_percent"] == 0 == mys["tariff_percent"]
    alone, answered = found["first_alone"], found["nash"]
    assert alone[0]["real_income_percent"] > 0 > alone[1]["real_income_percent"]
    assert answered[0]["real_income_percent"] < alone[0]["real_income_percent"]
    assert 5 < answered[0]["tariff_percent"] < 15 and 5 < answered[1]["tariff_percent"] < 15
    assert set(answered[0]["rates_percent"]) == set(found["status_quo"][0]["rates_percent"])
    assert len(answered[0]["rates_percent"]) == 27


def test_case_by_name_and_table_output():
    found = scenarios("Mexico,USA", CASE)
    assert found["status_quo"][0]["region"] == "Mexico"
    code, out, _ = tap.selat("trade", CASE, "--nash", "Mexico,USA")
    assert code == 0 and "each the best answer (Nash)" in out and "Converged" in out, out


def test_mistakes():
    for words, expect in (
        (["trade"], ["expected CASE, or --nash A,B"]),
        (["trade", "--nash", "KOR"], ["found KOR", "two regions"]),
        (["trade", "--nash", "KOR,KOR"], ["two different regions"]),
        (["trade", "--nash", "KOR,MYX"], ["found MYX", "did you mean"]),
        (["trade", CASE, "--by-product"], ["--by-product: only with --nash"]),
        (["trade", CASE, "--nash", "Mexico,USA", "--table", "oecd-2022"], ["not with a CASE"]),
    ):
        tap.one_line_error(*words, expect=expect)


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
