#!/usr/bin/env bash
# make_dataset.sh FOLDER [--nifti2]: the demo dataset in FOLDER/bids, as the tests downstream find it. All that was planted
# must be findable in it: a search that finds nothing in the input proves nothing of the output.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
rm -rf "$folder"
mkdir -p "$folder"
"$SHAREREADY_BUILD_DIR/bin/make_demo_dataset" "$folder/bids" "$folder/planted.tsv" "${@:2}"
/usr/bin/python3 "$here/search_planted.py" --all-present "$folder/planted.tsv" "$folder/bids"
