"""selat new: the page it writes, what it begins with, how it is shown, mistakes, and a build without the engine."""
import json
import os
import pathlib
import re

import tap

NO_BROWSER = {"BROWSER": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}
SHELL = ('<!doctype html>\n<html><head><meta name="generator" content="selat"><title>@SELAT_TITLE@</title></head>\n'
         '<body><script type="application/json" id="results">@SELAT_RESULTS@</script></body></html>\n')


def make(*words, **settings):
    """A page, or Skip where the build has none or no engine."""
    code, out, err = tap.selat("new", *words, **settings)
    if code != 0 and ("engine" in err or "report_shell.html" in err):
        raise tap.Skip("this build has no page, or no engine for it")
    return code, out, err


def test_page_is_one_file_with_forms_and_engine():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "asean.html")
        code, out, err = make("-o", page, env=NO_BROWSER)
        assert code == 0, err
        assert out.splitlines()[0] == str(page) and f"selat open {page}" in out, out
        assert sorted(os.listdir(folder)) == ["asean.html"], os.listdir(folder)
        text = page.read_bytes()
        assert text.lower().startswith(b"<!doctype html>") and len(text) <= 6_000_000, len(text)
        assert b"'wasm-unsafe-eval'" in text and b"default-src 'none'" in text
        assert b"@SELAT_" not in text
        code, out, _ = tap.selat("open", page, env=NO_BROWSER)
        assert code == 0 and out.splitlines()[0] == str(page), out


def test_the_default_name_and_json():
    with tap.temporary() as folder:
        code, out, err = make("--json", cwd=folder, env=NO_BROWSER)
        assert code == 0 and json.loads(out) == {"path": "new.html"}, (out, err)
        assert pathlib.Path(folder, "new.html").exists()


def test_same_input_same_bytes():
    with tap.temporary() as folder:
        pages = [pathlib.Path(folder, name) for name in ("a.html", "b.html")]
        for page in pages:
            assert make("-o", page, "--from", "korea-malaysia-upper-bound", "--quiet")[0] == 0
        assert pages[0].read_bytes() == pages[1].read_bytes()


def test_open_shows_it():
    with tap.temporary() as folder:
        script, seen = pathlib.Path(folder, "browser"), pathlib.Path(folder, "seen")
        script.write_text(f'#!/bin/sh\necho "$1" >"{seen}"\n')
        script.chmod(0o755)
        page = pathlib.Path(folder, "new.html")
        code, out, err = make("-o", page, "--open", env={**NO_BROWSER, "BROWSER": str(script)})
        assert code == 0 and out == f"{page}\nopened with {script}\n", (out, err)
        assert seen.read_text().strip() == page.resolve().as_uri()


def test_mistakes_are_one_line_and_write_nothing():
    with tap.temporary() as folder:
        page, bad = pathlib.Path(folder, "new.html"), pathlib.Path(folder, "bad.yaml")
        bad.write_text("accord: {name: a, parties: [KOR, MYS]}\nmeasures:\n  - tariff: {between: [KOR, MYS], to: 12}\n")
        make("-o", page)  # skips without the engine
        page.unlink()
        tap.one_line_error("new", "-o", pathlib.Path(folder, "new.txt"), expect=("new.txt", ".html"))
        tap.one_line_error("new", "extra", expect=("extra",))
        tap.one_line_error("new", "-o", page, "--table", "no-such-table", expect=("no-such-table",))
        tap.one_line_error("new", "-o", page, "--from", pathlib.Path(folder, "none.yaml"), expect=("none.yaml",))
        tap.one_line_error("new", "-o", page, "--from", bad, expect=("bad.yaml:3", "measures[0].tariff.to", "12"))
        tap.one_line_error("new", "-o", bad / "new.html", expect=("new.html",))
        assert sorted(os.listdir(folder)) == ["bad.yaml"], os.listdir(folder)


def test_build_without_the_engine_says_what_to_install():
    with tap.temporary() as folder:
        shell, page = pathlib.Path(folder, "page", "report_shell.html"), pathlib.Path(folder, "new.html")
        shell.parent.mkdir()
        shell.write_text(SHELL)
        code, out, err = tap.selat("new", "-o", page, "--quiet", env={"SELAT_DATA": folder})
        assert code == 2 and out == "" and not page.exists(), (code, out, err)
        assert re.fullmatch(r"selat: [^\n]*engine[^\n]*\n", err) and "clang" in err and "selat run" in err, err


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
