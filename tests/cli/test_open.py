"""selat open: which page it picks, how it starts a browser, what it says where there is none."""
import json
import os
import pathlib
import time
import urllib.parse

import tap

PAGE = '<!doctype html>\n<html><head><meta name="generator" content="selat"><title>a page</title></head></html>\n'
NO_BROWSER = {"BROWSER": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}


def browser(folder, name="browser", code=0, words="$@"):
    """A script that writes down what it was called with."""
    script, seen = pathlib.Path(folder, name), pathlib.Path(folder, name + ".seen")
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "{words}" >"{seen}.part" && mv "{seen}.part" "{seen}"\nexit {code}\n')
    script.chmod(0o755)
    return script, seen


def words_of(seen):
    for _ in range(100):
        if seen.exists():
            return seen.read_text().splitlines()
        time.sleep(0.05)
    raise AssertionError(f"{seen.name}: the browser was not started")


def address(path):
    return "file://" + urllib.parse.quote(os.path.realpath(path))


def test_file_in_the_browser_of_the_environment():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "a page & more.html")
        page.write_text(PAGE)
        script, seen = browser(folder)
        code, out, err = tap.selat("open", page, env={**NO_BROWSER, "BROWSER": str(script)})
        assert code == 0 and not err, err
        assert out == f"{page}\nopened with {script}\n", out
        assert words_of(seen) == [address(page)]
        assert "%20%26%20" in address(page)


def test_folder_of_a_run_and_place_of_the_address():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "run", "report.html")
        page.parent.mkdir()
        page.write_text(PAGE)
        script, seen = browser(folder)
        env = {**NO_BROWSER, "BROWSER": f"no-such-browser-here:{script} %s --new-window"}
        code, out, err = tap.selat("open", page.parent, "--json", env=env)
        assert code == 0, err
        assert json.loads(out) == {"path": str(page), "url": address(page), "browser": str(script)}
        assert words_of(seen) == [address(page), "--new-window"]


def test_browser_that_fails_gives_way_to_the_next():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "new.html")
        page.write_text(PAGE)
        first, tried = browser(folder, "first", code=3)
        second, seen = browser(folder, "second")
        code, out, _ = tap.selat("open", folder, env={**NO_BROWSER, "BROWSER": f"{first}:{second}"})
        assert code == 0 and f"opened with {second}" in out, out
        assert words_of(tried) == words_of(seen) == [address(page)]


def test_shell_signs_stay_words():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "$(touch owned);`id`.html")
        page.write_text(PAGE)
        script, seen = browser(folder)
        assert tap.selat("open", page, cwd=folder, env={**NO_BROWSER, "BROWSER": str(script)})[0] == 0
        assert words_of(seen) == [address(page)]
        assert not pathlib.Path(folder, "owned").exists()


def test_without_a_browser_the_address_is_printed():
    with tap.temporary() as folder:
        page = pathlib.Path(folder, "report.html")
        page.write_text(PAGE)
        for env in (NO_BROWSER, {**NO_BROWSER, "BROWSER": "no-such-browser-here"}):
            code, out, err = tap.selat("open", folder, env=env)
            assert code == 0 and not err, err
            assert out.splitlines()[0] == str(page) and "no browser" in out and address(page) in out, out


def test_mistakes_exit_2():
    with tap.temporary() as folder:
        other = pathlib.Path(folder, "other.html")
        other.write_text("<!doctype html>\n<title>not ours</title>\n")
        script, seen = browser(folder)
        tap.one_line_error("open", expect=("FILE|FOLDER",))
        tap.one_line_error("open", pathlib.Path(folder, "none.html"), expect=("none.html", "no such file"))
        tap.one_line_error("open", folder, expect=(folder, "report.html"))
        tap.one_line_error("open", other, expect=("other.html", "expected a page"))
        assert tap.selat("open", other, env={**NO_BROWSER, "BROWSER": str(script)})[0] == 2
        assert not seen.exists()


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
