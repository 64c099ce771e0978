#!/bin/sh
# setup.sh build|run|test: installs what is missing. As root or with sudo it does so itself; otherwise it prints the
# command to type. `build` needs libraries only, `run` also node for the report page, `test` also a browser and h5py.
# `run` and `test` want clang's WebAssembly target, too, which puts the models into the page; without it the report is static.
# SELAT_STATIC_REPORT=1 does not try to install it.
set -eu
cd "$(dirname "$0")/.."
purpose=$1
packages="gcc libc6-dev pkg-config meson ninja-build libopenblas-dev liblapacke-dev libhdf5-dev libyaml-dev libjansson-dev
 libxlsxwriter-dev libzip-dev libexpat1-dev zlib1g-dev librandom123-dev"
packages="$packages coinor-libcbc-dev" # mixed-integer programs
if [ "$purpose" = test ]; then packages="$packages libcmocka-dev libasan8 libubsan1 chromium python3-h5py python3-numpy"; fi

missing=
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ "$purpose" != build ]; then # any node of version 18 or later serves, from wherever it came
    command -v node >/dev/null 2>&1 || missing="$missing nodejs"
    command -v npm >/dev/null 2>&1 || missing="$missing npm"
fi

if [ -n "$missing" ]; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=sudo
        else
            echo "selat needs these Debian packages. Please run, as root:" >&2
            echo "  apt-get update && apt-get install --no-install-recommends$missing" >&2
            exit 1
        fi
    fi
    echo "installing:$missing"
    log=$(mktemp)
    { $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } \
        >"$log" 2>&1 </dev/null || { tail -20 "$log" >&2; echo "setup: installing failed; full log in $log" >&2; exit 1; }
    rm -f "$log"
fi

# The models inside the page. Whatever goes wrong here, the report is made without them.
engine="clang lld wasi-libc libclang-rt-14-dev-wasm32"
if [ "$purpose" != build ]; then
    missing=
    for package in $engine; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    as_root=none
    if [ "$(id -u)" -eq 0 ]; then as_root=
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=sudo
    fi
    if [ -n "$missing" ] && [ "$as_root" != none ] && [ -z "${SELAT_STATIC_REPORT:-}" ]; then
        echo "installing:$missing"
        { $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } \
            >/dev/null 2>&1 </dev/null && missing=
    fi
    if [ -n "$missing" ]; then
        echo "setup: without$missing the report will be static: its measures cannot be moved" >&2
    fi
fi

# npm ci only when the lock file is newer than what it installed.
if [ "$purpose" != build ] && [ -f package-lock.json ] && { [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; }; then
    echo "installing the page's packages (npm ci)"
    log=$(mktemp)
    npm ci --no-audit --no-fund >"$log" 2>&1 </dev/null || { tail -20 "$log" >&2; echo "setup: npm ci failed; full log in $log" >&2; exit 1; }
    touch node_modules/.package-lock.json
    rm -f "$log"
fi
