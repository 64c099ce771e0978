#!/bin/sh
# build.sh FOLDER [meson options]: configures FOLDER when new (or when the options changed) and builds it.
set -eu
folder=$1
shift
log=$folder.log
if [ -f "$folder/build.ninja" ]; then
    meson configure "$folder" "$@" >"$log" 2>&1 || { cat "$log"; exit 1; }
else
    echo "configuring $folder"
    meson setup "$folder" "$@" >"$log" 2>&1 || { cat "$log"; exit 1; }
fi
echo "building $folder"
ninja -C "$folder" >"$log" 2>&1 || { cat "$log"; exit 1; }
rm -f "$log"
