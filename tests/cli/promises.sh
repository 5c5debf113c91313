#!/bin/bash
# Policies that the report of a release prints are whole files: a release made with one gives what was promised,
# also where the release has a policy already.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
persons=$(seq -f 's%02g' 1 24)
# shellcheck disable=SC2086  # a list of labels
VOLUMES=1 "$here/make_dataset.py" "$in" $persons
python3 - "$in/participants.tsv" <<'PY'
import random, sys
draw = random.Random(5)
with open(sys.argv[1], "w") as table:
    print("participant_id", "age", "sex", "IQ", "MMSE", "diagnosis", sep="\t", file=table)
    for i in range(24):
        print(f"sub-s{i + 1:02}", 21 + (i * 7) % 39, "FM"[i % 2], 95 + 3 * draw.randrange(8), 24 + draw.randrange(6),
              ["control", "patient"][(i // 2) % 2], sep="\t", file=table)
PY

# makes NAME WORD... : a release in a folder of its own
makes() {
  local out=$scratch/$1; shift
  expect 0 "$in" "$out" participant --preset restricted "$@"
  expect 0 "$in" "$out" group --preset restricted "$@"
}
# promises REPORT : what is promised of each policy that is printed, one a line: policy, figure, value
promises() {
  python3 - "$1" <<'PY'
import json, sys
report = json.load(open(sys.argv[1]))
risk, rows = report["risk"], []
for row in risk["best_measures"] + risk["measures"] + risk["without"]:
    if row["policy"] and not row["at_most"] and "COLUMN" not in row["policy"]:
        rows.append((row["policy"], "whole", row["average"]))
for row in report["evidence"]["age_recipes"]:
    if not row["at_most"]:
        rows.append((row["policy"], "after", row["average"]))
seen = set()
for row in rows[:3] + rows[-2:]:
    if row not in seen:
        print(*row, sep="\t")
    seen.add(row)
PY
}
# kept REPORT WORD... : every promise of this report is kept by a release made with its policy
kept() {
  local report=$1 n=0 policy figure value got; shift
  promises "$report" >"$scratch/promises"
  [ -s "$scratch/promises" ] || fail "no policy is promised in $report"
  while IFS=$'\t' read -r policy figure value; do
    n=$((n + 1))
    echo "$policy" >"$scratch/printed.json"
    rm -rf "$scratch/made"
    makes made --policy "$scratch/printed.json" "$@"
    got=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["risk"][sys.argv[2]]["average"])' "$scratch/made/report/readiness.json" "$figure")
    python3 -c 'import sys; sys.exit(abs(float(sys.argv[1]) - float(sys.argv[2])) > 5e-4)' "$value" "$got" ||
      fail "promised with $policy: $value, made: $got"
  done <"$scratch/promises"
  echo "$n promises kept"
}

makes first
kept "$scratch/first/report/readiness.json"

# in a release that has a policy, the policies that are printed hold it too
echo '{"age_bands": [30, 40], "columns": {"MMSE": {"type": "free_text"}}}' >"$scratch/mine.json"
makes second --policy "$scratch/mine.json"
report=$scratch/second/report/readiness.json
python3 - "$report" <<'PY' || fail 'a policy that is printed lacks what the policy of the release holds'
import json, sys
report = json.load(open(sys.argv[1]))
printed = [row["policy"] for kind in ("without", "measures", "best_measures") for row in report["risk"][kind] if row["policy"]]
assert printed
for policy in printed:
    whole = json.loads(policy)
    assert "MMSE" in whole["columns"] and whole["age_bands"], policy
    assert policy not in report["risk"]["sentence"] or "MMSE" in policy
assert report["policy"]["file"] == {"age_bands": [30, 40], "columns": {"MMSE": {"type": "free_text"}}}, report["policy"]["file"]
PY
kept "$report"

# a column of the policy whose name may not be told: what is to be added is printed, the whole stands in private/
sed -i '1s/MMSE/brothers_score/' "$in/participants.tsv"
echo '{"age_bands": [30, 40], "columns": {"brothers_score": {"type": "free_text"}}}' >"$scratch/mine.json"
makes third --policy "$scratch/mine.json"
grep -rq brothers_score "$scratch/third/report" && fail 'the name of a column that was left out is in the report'
grep -q '"file": null' "$scratch/third/report/readiness.json" || fail 'the policy counts as told'
grep -q '"policy": "{\.\.\., ' "$scratch/third/report/readiness.json" || fail 'what is printed passes for a whole policy'
grep -q '"policy": "{\\"' "$scratch/third/report/readiness.json" && fail 'a policy is printed that drops the one of the release'
grep -q 'private/report/policies.txt has each policy whole' "$scratch/third/report/index.html" || fail 'the page does not say where whole policies stand'
grep -q '^{.*brothers_score' "$scratch/third/private/report/policies.txt" || fail 'the private folder has no whole policy'
grep '^{' "$scratch/third/private/report/policies.txt" | while read -r policy; do
  python3 -c 'import json, sys; assert "brothers_score" in json.loads(sys.argv[1])["columns"], sys.argv[1]' "$policy" || exit 1
done || fail 'a policy in the private folder is not whole'
