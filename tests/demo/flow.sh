#!/usr/bin/env bash
# flow.sh FOLDER [PRESET]: participant and group on the demo dataset of FOLDER; nothing planted is in what can be
# shared, but times of day with PRESET restricted, which shifts dates.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 preset=${2:-registered}
out=$folder/output
fail() { echo "FAILED: $*"; exit 1; }

rm -rf "$out"
before=$(cd "$folder/bids" && find . -type f -exec sha256sum {} + | sort | sha256sum)
"$SHAREREADY_BIN" "$folder/bids" "$out" participant --preset "$preset" --write-deface-mask
[ ! -e "$out/dataset" ] || fail "dataset/ is there before any group run"
"$SHAREREADY_BIN" "$folder/bids" "$out" group --preset "$preset" --write-deface-mask
after=$(cd "$folder/bids" && find . -type f -exec sha256sum {} + | sort | sha256sum)
[ "$before" = "$after" ] || fail "the input was changed"

planted=$folder/planted.tsv
if [ "$preset" = restricted ]; then
  planted=$folder/planted-but-times.tsv
  grep -v '^scan time' "$folder/planted.tsv" >"$planted"
  # Two sessions as far apart as in the source (23 November 2019, 4 December 2020), in the past that nobody lived.
  /usr/bin/python3 - "$out/dataset" <<'P'
import datetime, pathlib, re, sys
rows = "".join(path.read_text() for path in pathlib.Path(sys.argv[1]).rglob("*_scans.tsv"))
dates = [datetime.date.fromisoformat(text) for text in re.findall(r"\t(\d{4}-\d\d-\d\d)T", rows)]
sessions = {datetime.date.fromisoformat(text) for path in pathlib.Path(sys.argv[1]).glob("sub-*/ses-*/*_scans.tsv")
            for text in re.findall(r"\t(\d{4}-\d\d-\d\d)T", path.read_text())}
if not dates or max(dates).year > 1925 or {(max(sessions) - min(sessions)).days, len(sessions)} != {377, 2}:
    sys.exit(f"FAILED: shifted dates: {dates}")
P
fi
/usr/bin/python3 "$here/search_planted.py" "$planted" "$out/dataset" "$out/report"

count() { find "$out/dataset" -name "$1" | wc -l; }
[ "$(ls -d "$out"/dataset/sub-* | wc -l)" -eq 4 ] || fail "not four participants in dataset/"
[ "$(count '*_T1w.nii*')" -eq 5 ] || fail "not five T1w images in dataset/"
[ "$(count '*_T2w.nii.gz')" -eq 1 ] || fail "not one T2w image in dataset/"
[ "$(count '*_defacemask.nii*')" -eq 6 ] || fail "not a mask for each of six images in dataset/"
[ "$(count '*_bold.nii.gz')" -eq 1 ] || fail "not one bold image in dataset/"
[ "$(count '*_events.tsv')" -eq 1 ] || fail "no events in dataset/"
[ -s "$out/report/index.html" ] && [ -s "$out/report/readiness.json" ] || fail "no report"
grep -q 'nothing but labels is left in it' "$out/report/readiness.json" || fail "the phenotype table is not among what was left out"
[ "$(stat -c %a "$out/private")" = 700 ] || fail "private/ is open to others"
for gone in .git code derivatives sourcedata; do
  [ ! -e "$out/dataset/$gone" ] || fail "dataset/$gone is there"
done

# Four persons cannot be groups of k: birth dates became ages in wide bands, the oldest in an open one, and that is said.
/usr/bin/python3 - "$out" << 'P'
import csv, json, pathlib, sys
out = pathlib.Path(sys.argv[1])
rows = list(csv.DictReader((out / "dataset/participants.tsv").open(), delimiter="\t"))
if sorted(rows[0]) != ["age_group", "handedness", "participant_id", "sex"]:
    sys.exit(f"FAILED: participants.tsv holds {sorted(rows[0])}")
bands = sorted(row["age_group"] for row in rows)
if not set(bands) <= {"0-19", "20-39", "40-59", "60-79", "80+"} or "80+" not in bands:
    sys.exit(f"FAILED: ages came as {bands}")
levels = json.loads((out / "dataset/participants.json").read_text())["age_group"]["Levels"]
if set(levels) != set(bands):
    sys.exit(f"FAILED: participants.json describes the bands {sorted(levels)}")
risk = json.loads((out / "report/readiness.json").read_text())["risk"]
if risk["reached"] or "restricted access" not in risk["sentence"]:
    sys.exit("FAILED: the report does not say what risk is left")
P

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
