"""The house rules that a compiler does not check."""
import re

import tap

SRC, INCLUDE = tap.SOURCE / "src", tap.SOURCE / "include" / "selat"
# A room may include itself and what stands before it in its list.
MAY_INCLUDE = {
    "base": [], "table": ["base"], "import": ["base", "table"], "model": ["base", "table"],
    "indicator": ["base", "table", "model"], "accord": ["base", "table", "import", "model"],
    "run": ["base", "table", "import", "model", "indicator", "accord"],
    "live": ["base", "table", "import", "model", "indicator", "accord", "run"],
    "report": ["base", "table", "import", "model", "indicator", "accord", "run"],
}
ROOM_OF_HEADER = {
    "context": "base", "labels": "base", "option": "base",
    "baseline": "table", "ccs": "table", "chain_data": "table", "characterisation": "table", "firm_data": "table", "gras": "table",
    "panel": "table", "pathway_data": "table", "sea": "table", "split": "table", "table": "table",
    "capture_case": "import", "ccs_data": "import", "chain_file": "import", "dataset": "import", "firm_file": "import", "import": "import",
    "lanes_data": "import", "oecd": "import", "pathway_load": "import", "schedule": "import", "split_load": "import", "trade_case": "import",
    "capture": "model", "capture_network": "model", "chain": "model", "disruption": "model", "firms": "model", "lanes": "model",
    "leontief": "model", "nash": "model", "pathway": "model", "trade": "model", "welfare": "model",
    "accounts": "indicator", "dependence": "indicator", "exposure": "indicator", "footprint": "indicator", "footprints": "indicator", "indicator": "indicator",
    "origin": "indicator", "paths": "indicator", "value_added": "indicator",
    "accord": "accord", "capture_plan": "accord", "effects": "accord", "stress": "accord",
    "backtest": "run", "chain_run": "run", "draws": "run", "emissions": "run", "indicator_changes": "run", "lanes_effect": "run",
    "party_lanes": "run", "run": "run", "run_capture": "run", "run_load": "run",
    "live": "live",
    "firm_results": "report", "frame": "report", "report": "report", "report_capture": "report",
}
WRAPPED = {
    "hdf5.h": 1,
    "yaml.h": 1,
    "xlsxwriter.h": 2,
    "cblas.h": 1,
    "lapacke.h": 1,
    "zlib.h": 3,
    "zip.h": 1,
    "expat.h": 1,
    "jansson.h": 2,
    "Random123/philox.h": 1,
    "coin/Cbc_C_Interface.h": 1,
    "coin/Clp_C_Interface.h": 1,
}


def sources(room):
    return sorted(path for ending in ("*.c", "*.h") for path in (SRC / room).rglob(ending))


def test_no_include_goes_back_up():
    for room, lower in MAY_INCLUDE.items():
        for path in sources(room):
            for target in re.findall(r'#include "([^"]+)"', path.read_text()):
                first, rest = (target.split("/", 1) + [""])[:2]
                if first == "selat":
                    header = rest.removesuffix(".h")
                    of = ROOM_OF_HEADER[header]
                    assert of == room or of in lower, f"{path}: {target}"
                elif first in MAY_INCLUDE:
                    assert first == room or first in lower, f"{path}: {target}"


def test_models_and_indicators_do_no_io():
    for room in ("model", "indicator", "run"):
        for path in sources(room):
            found = re.findall(r"\b(printf|fprintf|fopen|exit|abort|getenv)\(", path.read_text())
            assert not found, f"{path}: {found}"


def test_nothing_below_the_app_prints_or_exits():
    for path in SRC.rglob("*.c"):
        found = re.findall(r"\b(printf|puts|putchar|exit|abort|perror)\(", path.read_text())
        assert not found, f"{path}: {found}"


def test_third_party_headers_have_one_wrapper():
    for header, most in WRAPPED.items():
        users = [path for path in SRC.rglob("*.[ch]") if f"#include <{header}>" in path.read_text()]
        assert 0 < len(users) <= most, f"{header}: {users}"


def test_public_headers_are_small_and_only_use_each_other():
    for path in INCLUDE.glob("*.h"):
        text = path.read_text()
        assert len(text.splitlines()) <= 300, path
        assert not re.findall(r'#include "(?!selat/)', text), path


def test_the_app_uses_only_public_headers():
    for path in (tap.SOURCE / "app" / "cli").glob("*.[ch]"):
        for target in re.findall(r'#include "([^"]+)"', path.read_text()):
            assert target.startswith("selat/") or target == "selat_build.h" or (path.parent / target).exists(), f"{path}: {target}"


def test_no_wasm_branches_outside_base():
    for path in SRC.rglob("*.[ch]"):
        assert "__wasm__" not in path.read_text() or path.parent.name == "base", path


def test_functions_stay_short():
    too_long = []
    for path in [*SRC.rglob("*.c"), *(tap.SOURCE / "app").rglob("*.c")]:
        start = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.match(r"^[A-Za-z].*\) ?\{$", line):
                start = number
            if line == "}" and start is not None:
                if number - start + 1 > 120:
                    too_long.append(f"{path}:{start} ({number - start + 1} lines)")
                start = None
    assert not too_long, too_long


def test_every_source_is_in_a_folder_list():
    for path in SRC.rglob("*.c"):
        listing = next(parent / "meson.build" for parent in path.parents if (parent / "meson.build").exists())
        assert f"{path.relative_to(listing.parent)}'" in listing.read_text(), f"{path} is not built"


def test_no_registry_hosts_and_no_machine_paths():
    tracked = [path for ending in ("*.md", "*.json", "*.yaml", "*.c", "*.h", "*.ts", "*.mjs", "*.py", "*.sh")
               for path in tap.SOURCE.rglob(ending)
               if not {"node_modules", ".git", "out"} & set(path.relative_to(tap.SOURCE).parts)
               and not path.relative_to(tap.SOURCE).parts[0].startswith("build")]
    assert len(tracked) > 50
    for path in tracked:
        text = path.read_text(errors="replace")
        for word in ("registry." + "npmjs", "deb." + "debian.org", "/" + "work/", "/" + "root/"):
            assert word not in text, f"{path}: {word}"


tap.main([value for name, value in list(globals().items()) if name.startswith("test_")])
