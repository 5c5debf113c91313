#!/usr/bin/env bash
# flow.sh FOLDER: participant and group on the demo dataset of FOLDER; nothing planted is in what can be shared.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
out=$folder/output
fail() { echo "FAILED: $*"; exit 1; }

rm -rf "$out"
before=$(cd "$folder/bids" && find . -type f -exec sha256sum {} + | sort | sha256sum)
"$SHAREREADY_BIN" "$folder/bids" "$out" participant --write-deface-mask
[ ! -e "$out/dataset" ] || fail "dataset/ is there before any group run"
"$SHAREREADY_BIN" "$folder/bids" "$out" group --write-deface-mask
after=$(cd "$folder/bids" && find . -type f -exec sha256sum {} + | sort | sha256sum)
[ "$before" = "$after" ] || fail "the input was changed"

/usr/bin/python3 "$here/search_planted.py" "$folder/planted.tsv" "$out/dataset" "$out/report"

count() { find "$out/dataset" -name "$1" | wc -l; }
[ "$(ls -d "$out"/dataset/sub-* | wc -l)" -eq 4 ] || fail "not four participants in dataset/"
[ "$(count '*_T1w.nii*')" -eq 5 ] || fail "not five T1w images in dataset/"
[ "$(count '*_T2w.nii.gz')" -eq 1 ] || fail "not one T2w image in dataset/"
[ "$(count '*_defacemask.nii*')" -eq 6 ] || fail "not a mask for each of six images in dataset/"
[ "$(count '*_bold.nii.gz')" -eq 1 ] || fail "not one bold image in dataset/"
[ "$(count '*_events.tsv')" -eq 1 ] || fail "no events in dataset/"
[ -s "$out/report/index.html" ] && [ -s "$out/report/readiness.json" ] || fail "no report"
[ "$(stat -c %a "$out/private")" = 700 ] || fail "private/ is open to others"
for gone in .git code derivatives sourcedata; do
  [ ! -e "$out/dataset/$gone" ] || fail "dataset/$gone is there"
done

# Every reference points to a file that is there.
/usr/bin/python3 - "$out/dataset" << 'P'
import json, pathlib, sys
root, references = pathlib.Path(sys.argv[1]), 0
for sidecar in root.glob("sub-*/**/*.json"):
    intended = json.loads(sidecar.read_text()).get("IntendedFor", [])
    if intended == [] and "_epi" in sidecar.name:
        sys.exit(f"FAILED: {sidecar.name} has lost its IntendedFor")
    for reference in [intended] if isinstance(intended, str) else intended:
        subject = root / sidecar.relative_to(root).parts[0]
        target = root / reference[6:] if reference.startswith("bids::") else subject / reference
        if not target.is_file():
            sys.exit(f"FAILED: {sidecar.name} refers to {reference}, which is not there")
        references += 1
sys.exit(0 if references == 2 else f"FAILED: {references} references instead of 2")
P
