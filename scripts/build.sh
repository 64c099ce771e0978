#!/bin/sh
# build.sh FOLDER [meson options]: configures FOLDER and builds it.
set -eu
folder=$1
shift
log=$folder.log
echo "configuring $folder"
again=
if [ -f "$folder/build.ninja" ]; then again=--reconfigure; fi # finds what was installed since
meson setup $again "$folder" "$@" >"$log" 2>&1 || { cat "$log"; exit 1; }
echo "building $folder"
ninja -C "$folder" >"$log" 2>&1 || { cat "$log"; exit 1; }
rm -f "$log"
