#!/bin/bash
# What could not be made safe, and what leaves with it: sidecars, and the events of a run without any echo left.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha beta gamma
damage() { truncate -s 6000 "$1"; }  # its beginning is still that of an image
twice() {                            # twice LABEL: the run becomes one of two echoes
  local stem=$in/sub-$1/func/sub-$1_task-rest
  for kind in nii.gz json; do
    cp "${stem}_bold.$kind" "${stem}_echo-1_bold.$kind"
    mv "${stem}_bold.$kind" "${stem}_echo-2_bold.$kind"
  done
}
twice alpha; twice beta
damage "$in/sub-alpha/func/sub-alpha_task-rest_echo-1_bold.nii.gz"
damage "$in/sub-beta/func/sub-beta_task-rest_echo-1_bold.nii.gz"
damage "$in/sub-beta/func/sub-beta_task-rest_echo-2_bold.nii.gz"
mkdir "$in/sub-beta/dwi"  # beta has another image, so that it stays
cp "$in/sub-gamma/func/sub-gamma_task-rest_bold.nii.gz" "$in/sub-beta/dwi/sub-beta_dwi.nii.gz"

expect 20 "$in" "$out" participant; says '1 done, 2 with something withheld'
says 'sub-beta_task-rest_events.tsv: withheld: belongs to an image'
grep -q 'sub-alpha_task-rest_events.tsv: withheld' "$scratch/err" && fail 'events were withheld although an echo stays'
expect 20 "$in" "$out" group; prints 'with 3 participants'
released() { find "$out/dataset" -name "$1" | wc -l; }
[ "$(released '*_events.tsv')" = 2 ] || fail 'events of a run without images are released, or others are not'
[ "$(released '*_bold.nii.gz')" = 2 ] || fail 'not the two good series are released'
[ "$(released '*_dwi.nii.gz')" = 1 ] || fail 'the good image of a participant with damaged ones is not released'
/usr/bin/python3 - "$out/report/readiness.json" <<'P' || fail 'the report does not list what was withheld'
import json, sys
listed = {(entry["kind"], entry["reason"][:20]): entry["count"]
          for entry in json.load(open(sys.argv[1]))["left_out"] if entry["status"] == "withheld"}
wanted = {("image (NIfTI)", "its content is damag"): 3, ("sidecar (JSON)", "belongs to an image "): 3,
          ("events table", "belongs to an image "): 1}
sys.exit(0 if listed == wanted else f"{listed}")
P
