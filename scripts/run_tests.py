#!/usr/bin/env python3
"""run_tests.py BUILD SANITIZED: every test of the build, the unit tests again under the sanitizers, one closing line.

Each test program prints TAP; a program that ends badly without a failed line of its own counts as one failure.
"""
import json
import pathlib
import re
import subprocess
import sys

POINT = re.compile(r"^\s*(not ok|ok)\b(.*)$", re.MULTILINE)


def run(folder, arguments):
    """Runs meson test and returns its results as a list of dicts."""
    log = pathlib.Path(folder, "meson-logs", "testlog.json")
    log.unlink(missing_ok=True)
    done = subprocess.run(["meson", "test", "-C", folder, "--no-rebuild", "--quiet", *arguments],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if not log.exists():
        print(done.stdout)
        return [{"name": f"meson test in {folder}", "result": "ERROR", "stdout": "", "stderr": done.stdout}]
    return [json.loads(line) for line in log.read_text(errors="replace").splitlines() if line.strip()]


def count(result, heading):
    """(passed, failed, skipped) of one program; prints what did not pass."""
    points = POINT.findall(result.get("stdout", "") or "")
    skipped = [text for word, text in points if "# SKIP" in text.upper()]
    failed = [text for word, text in points if word == "not ok" and "# SKIP" not in text.upper()]
    passed = len(points) - len(skipped) - len(failed)
    ended_badly = result["result"] not in ("OK", "SKIP", "EXPECTEDFAIL")
    for text in skipped:
        print(f"  skipped: {heading} {result['name']}:{text}")
    if ended_badly:
        print(f"  FAILED: {heading} {result['name']} ({result['result']})")
        print((result.get("stdout", "") or "")[-6000:], (result.get("stderr", "") or "")[-6000:], sep="\n")
    broke = 1 if ended_badly and not failed else 0
    return passed, len(failed) + broke, len(skipped)


def main():
    build, sanitized = sys.argv[1:3]
    totals = [0, 0, 0]
    for folder, arguments, heading in ((build, [], ""), (sanitized, ["--suite", "unit", "--timeout-multiplier", "5"], "[ASan, UBSan]")):
        print(f"testing {folder} {heading}".rstrip(), flush=True)
        results = run(folder, arguments)
        if not any(":unit" in result["name"] for result in results):
            results.append({"name": f"unit tests of {folder}", "result": "MISSING", "stdout": ""})
        for result in results:
            totals = [a + b for a, b in zip(totals, count(result, heading))]
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


sys.exit(main())
