"""What every command-line test needs: running selat, comparing, printing TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

SOURCE = pathlib.Path(os.environ.get("SELAT_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
SELAT = os.environ.get("SELAT_PROGRAM", str(SOURCE / "build" / "selat"))
SHARED = pathlib.Path(os.environ.get("SELAT_SHARED", SOURCE.parent / "shared"))


def selat(*words, cwd=None, stdin=None, env=None):
    """Runs selat; (exit code, standard output, standard error). `env` is added to this environment; None unsets."""
    env = {key: value for key, value in {**os.environ, **(env or {})}.items() if value is not None}
    done = subprocess.run([SELAT, *map(str, words)], cwd=cwd or SOURCE, stdin=subprocess.DEVNULL, capture_output=True,
                          env=env, text=True, check=False, timeout=300)
    return done.returncode, done.stdout, done.stderr


def selat_json(*words):
    code, out, err = selat(*words, "--json", "--quiet")
    assert code == 0, f"exit {code}: {err}"
    return json.loads(out)


def one_line_error(*words, expect, code=2, cwd=None):
    """The command fails with one clear line that contains every text of `expect`."""
    found, out, err = selat(*words, cwd=cwd)
    lines = err.strip().splitlines()
    errors = [line for line in lines if not line.startswith(("note:", "warning:"))]
    assert found == code, f"exit {found}, expected {code}: {err}"
    assert len(errors) == 1, f"expected one line, found {err!r}"
    for text in expect:
        assert text in errors[0], f"expected {text!r} in {errors[0]!r}"


class Skip(Exception):
    """Raised by a test that cannot run here; the reason is printed."""


def main(tests):
    print(f"1..{len(tests)}")
    failed = 0
    for number, test in enumerate(tests, 1):
        name = test.__name__.removeprefix("test_").replace("_", " ")
        try:
            test()
            print(f"ok {number} - {name}")
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}")
        except Exception:  # a test may fail in any way; all are reported
            failed += 1
            print(f"not ok {number} - {name}")
            print("\n".join("# " + line for line in traceback.format_exc().splitlines()))
        sys.stdout.flush()
    sys.exit(1 if failed else 0)


def temporary():
    return tempfile.TemporaryDirectory(prefix="selat-test-")
