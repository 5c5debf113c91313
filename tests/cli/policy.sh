#!/bin/bash
# The policy file: printed, read again, refused where it says what nobody does, and the same for both levels.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
labels=$(seq -f 'p%03g' 1 12)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
{ printf 'participant_id\tage\tmoca_total\n'; i=0; for label in $labels; do i=$((i + 1)); printf 'sub-%s\t40\t%s\n' "$label" $((15 + i)); done; } >"$in/participants.tsv"

expect 0 --print-policy --preset restricted;   prints '"k": 3'; prints '_comment_k'
expect 0 --print-policy --deface all;          prints '"deface_scope": "all"'; prints '"k": 5'
sed 's/"k": 5/"k": 4/; s/"keep_columns": \[\]/"keep_columns": ["moca_total"]/' "$scratch/out" >"$scratch/policy.json"
expect 0 --print-policy --policy "$scratch/policy.json"; prints moca_total; prints '"k": 4'; prints '"deface_scope": "all"'
cp "$scratch/out" "$scratch/again.json"
expect 0 --print-policy --policy "$scratch/again.json"
cmp -s "$scratch/out" "$scratch/again.json" || fail 'a policy that was read is printed as another'
echo '{"preset": "open"}' >"$scratch/open.json"
expect 0 --print-policy --policy "$scratch/open.json"; prints '"k": 11'
expect 0 --print-policy --policy "$scratch/open.json" --preset restricted; prints '"k": 3'

for wrong in '{"kk": 1}' '{"k": 0}' '{"keep_columns": "age"}' '{"age_cap": 100}' '[]' '{"preset": "public"}'; do
  echo "$wrong" >"$scratch/wrong.json"
  expect 64 "$in" "$out" participant --policy "$scratch/wrong.json"; says 'wrong.json'
done
expect 66 "$in" "$out" participant --policy "$scratch/nowhere.json"
absent "$out"

sed -i 's/"deface_scope": "all"/"deface_scope": "recognisable"/' "$scratch/policy.json"  # these images show no head
expect 0 "$in" "$out" participant --policy "$scratch/policy.json"
expect 65 "$in" "$out" group; says 'other policy options'
expect 0 "$in" "$out" group --policy "$scratch/policy.json"
head -1 "$out/dataset/participants.tsv" | grep -q moca_total || fail 'a column that the policy keeps is gone'
grep -A3 'keep_columns' "$out/report/readiness.json" | grep -q moca_total || fail 'the report does not name a column that the policy keeps'
python3 - "$out/report/readiness.json" <<'PY' || fail 'a score that the policy keeps is no clinical data any more'
import json, sys
report = json.load(open(sys.argv[1]))
status = {check["id"]: check["status"] for check in report["checks"]}
sys.exit(not (status["R36"] == "WARN" and "clinical_data" in report["evidence"]["data_categories"]))
PY
grep -q '"k": 4' "$out/report/readiness.json" || fail 'the report does not tell the k of the policy file'
