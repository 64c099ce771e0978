"""selat trade: its options on the published case, barriers, psi, and broken cases, which name the cell and exit 2."""
import csv
import pathlib
import shutil

import tap

NAFTA = tap.SOURCE / "tests/published/trade_nafta/case"


def copy_case(folder):
    case = pathlib.Path(folder, "case")
    shutil.copytree(NAFTA, case)
    return case


def change(case, name, edit):
    """Rewrites the rows of a file: edit(header, rows)."""
    with open(case / name, encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    edit(header, rows)
    with open(case / name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def add_psi(case, strength):
    def edit(header, rows):
        for row in rows:
            row.append(repr(strength / float(row[header.index("theta")])))
        header.append("psi")
    change(case, "sectors.csv", edit)


def numbers(found):
    return [[country[key] for key in country if key != "name"] for country in found["countries"]]


def farthest(a, b):
    return max(abs(x - y) for one, other in zip(a, b) for x, y in zip(one, other))


def test_options_change_the_closure_and_nothing_else_of_the_output():
    def unbalance(header, rows):  # the published case is balanced
        for row, surplus in zip(rows, ("2", "-2")):
            row[header.index("surplus")] = surplus
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, "country.csv", unbalance)
        plain = tap.selat_json("trade", case)
        for words in (["--deficits", "share"], ["--deficits", "multiplicative"], ["--deficits", "zero"], ["--labour", "immobile"]):
            found = tap.selat_json("trade", case, *words)
            assert list(found) == list(plain) and found["converged"] and found["residual"] <= 1e-12, words
            assert farthest(numbers(found), numbers(plain)) > 1e-5, words
        for words in (["--deficits", "nominal"], ["--labour", "mobile"], ["--threads", "1"], ["--threads", "2"]):
            assert numbers(tap.selat_json("trade", case, *words)) == numbers(plain), words


def test_tolerance():
    found = tap.selat_json("trade", NAFTA, "--tolerance", "1e-6")
    assert found["converged"] and 1e-12 < found["residual"] <= 1e-6


def test_scale():
    tap.one_line_error("trade", NAFTA, "--scale", expect=("no product has a psi",))
    with tap.temporary() as folder:
        case = copy_case(folder)
        add_psi(case, 0.3)
        plain, scaled = tap.selat_json("trade", case), tap.selat_json("trade", case, "--scale")
        assert numbers(plain) == numbers(tap.selat_json("trade", NAFTA))
        assert scaled["converged"] and farthest(numbers(scaled), numbers(plain)) > 1e-4
        assert tap.selat("trade", case, "--scale")[2] == ""


def test_doubtful_uniqueness_is_said():
    with tap.temporary() as folder:
        case = copy_case(folder)
        add_psi(case, 0.92)
        _, _, err = tap.selat("trade", case, "--scale")
        assert err.count("uniqueness in doubt") == 1 and "psi theta is 0.92 for product" in err, err


def test_not_converging_names_the_reason():
    """Tariffs of 100,000 % everywhere leave imports to nobody while deficits stay: no solution, or a hard one."""
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, "tariffs.csv", lambda header, rows: [row.__setitem__(header.index("new_pct"), "100000") for row in rows])
        code, out, err = tap.selat("trade", case, "--json")
        assert code == 1 and '"converged": false' in out, (code, err)
        reasons = ("max_iterations", "stagnated", "diverged", "no_step")
        assert any(f"did not converge: {reason} after" in err for reason in reasons), err
        assert any(f'"reason": "{reason}"' in out for reason in reasons), out[:200]


def test_barriers():
    with tap.temporary() as folder:
        case = copy_case(folder)
        plain = numbers(tap.selat_json("trade", case))
        (case / "barriers.csv").write_text("j,importer_n,exporter_i,d_hat\n1,2,3,0.9\n")
        assert farthest(numbers(tap.selat_json("trade", case)), plain) > 1e-7
        (case / "barriers.csv").write_text("j,importer_n,exporter_i,d_hat\n1,2,3,-1\n")
        tap.one_line_error("trade", case, expect=("barriers.csv:2: d_hat: found -1",))


def broken(name, column, row, value, *expect):
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, name, lambda header, rows: rows[row].__setitem__(header.index(column), value))
        tap.one_line_error("trade", case, expect=(f"{name}:{row + 2}: {column}: found {value}", *expect))


def test_broken_cells_are_named():
    broken("bilateral.csv", "pi", 5, "-0.1")
    broken("bilateral.csv", "pi", 7, "nan")
    broken("bilateral.csv", "pi", 7, "inf")
    broken("sectors.csv", "theta", 3, "0", "above 0")
    broken("sectors.csv", "theta", 3, "-4", "above 0")
    broken("sector_country.csv", "alpha", 9, "-1")
    broken("sector_country.csv", "va_share", 9, "1.5")
    broken("io.csv", "share_of_intermediates", 2, "-0.5")
    broken("tariffs.csv", "new_pct", 0, "-100")
    broken("country.csv", "va", 1, "0")


def test_shares_that_do_not_add_up_are_named():
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, "bilateral.csv", lambda header, rows: rows[0].__setitem__(header.index("pi"), "0.123"))
        tap.one_line_error("trade", case, expect=("bilateral.csv", "pi of j = 1, importer_n = 1: found a sum of",))


def test_negative_psi_is_named():
    with tap.temporary() as folder:
        case = copy_case(folder)
        add_psi(case, 0.3)
        change(case, "sectors.csv", lambda header, rows: rows[2].__setitem__(header.index("psi"), "-0.1"))
        tap.one_line_error("trade", case, expect=("sectors.csv:4: psi: found -0.1, expected a scale elasticity of at least 0",))


def test_a_missing_file_is_named():
    for name in ("country.csv", "sectors.csv", "sector_country.csv", "bilateral.csv", "io.csv", "tariffs.csv"):
        with tap.temporary() as folder:
            case = copy_case(folder)
            (case / name).unlink()
            tap.one_line_error("trade", case, expect=(name,))


def test_a_region_without_output_is_named():
    def nobody_buys(header, rows):
        exporter, importer, j, pi = (header.index(key) for key in ("exporter_i", "importer_n", "j", "pi"))
        sums = {}
        for row in rows:
            if row[exporter] != "4":
                sums[row[j], row[importer]] = sums.get((row[j], row[importer]), 0) + float(row[pi])
        for row in rows:
            total = sums.get((row[j], row[importer]), 0)
            row[pi] = "0" if row[exporter] == "4" else repr(float(row[pi]) / total) if total > 0 else row[pi]
        rows[:] = [row for row in rows if row[exporter] != "4"]
    with tap.temporary() as folder:
        case = copy_case(folder)
        change(case, "bilateral.csv", nobody_buys)
        code, _, err = tap.selat("trade", case)
        assert code == 2 and ("exporter_i = 4" in err or "importer_n" in err), err


def test_wrong_words():
    tap.one_line_error("trade", NAFTA, "--labour", "idle", expect=("--labour: found idle, expected mobile or immobile",))
    tap.one_line_error("trade", NAFTA, "--deficits", "none", expect=("--deficits: found none",))
    tap.one_line_error("trade", NAFTA, "--tolerance", "0", expect=("--tolerance",))


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
