#!/bin/bash
# A column left out as a special category: the report says what keeping it would take and give, and whoever follows that gets these figures.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
labels=$(seq -f 'p%03g' 1 60)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
mkdir -p "$in/phenotype"
/usr/bin/python3 - "$in" $labels <<'PYTHON'
import random, sys
root, labels = sys.argv[1], sys.argv[2:]
chance = random.Random(5)
with open(f"{root}/participants.tsv", "w") as file:
    file.write("participant_id\tage\tsex\tdiagnosis\tIQ\n")
    for label in labels:
        file.write(f"sub-{label}\t{chance.randrange(18, 80)}\t{chance.choice('FM')}\t{chance.choice(['MDD', 'control', 'control'])}\t{chance.randrange(85, 130)}\n")
with open(f"{root}/phenotype/genes.tsv", "w") as file:  # nothing but labels is left in it
    file.write("participant_id\tapoe\n")
    for label in labels:
        file.write(f"sub-{label}\t{chance.choice(['e3e3', 'e3e4'])}\n")
PYTHON

# kept COLUMN REPORT MADE: whether the release is what keeping the column was said to give. Both are told so that no number of few
# persons follows: a chance that is rounded up for it is told without a number of groups, and no less than the other.
kept() { /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
column, report, made = sys.argv[1:]
said = [r for r in json.load(open(report + "/readiness.json"))["evidence"]["special_columns"] if r["name"] == column][0]["kept"]
risk = json.load(open(made + "/readiness.json"))["risk"]
details = ["%s (%s)" % (i["name"], i["level"]) for i in risk["identifiers"] if i["level"] != "dropped"]
is_same = abs(said["average"] - risk["after"]["average"]) < 1e-9
is_rounded = risk["after"]["groups"] is None and said["average"] <= risk["after"]["average"]
good = (said["reached"] == risk["reached"] and said["details"] == details and (is_same or is_rounded) and
        abs(said["average_whole"] - risk["whole"]["average"]) < 1e-9)
print(said, risk["reached"], risk["after"], risk["whole"]["average"], details)
sys.exit(0 if good else 1)
PYTHON
}

out=$scratch/without
expect 0 "$in" "$out" participant --preset restricted
expect 0 "$in" "$out" group --preset restricted
! head -1 "$out/dataset/participants.tsv" | grep -q diagnosis || fail 'diagnosis stays without anybody asking'
absent "$out/dataset/phenotype/genes.tsv"
grep -q 'Say whether a column left out as a special category is needed' "$out/report/index.html" || fail 'no step says that a column may be kept'
grep -q 'Patients cannot be told from controls without: diagnosis' "$out/report/index.html" || fail 'the report does not say what is lost'
grep -q 'Left out as a special category: apoe' "$out/private/report/persons-at-risk.txt" || fail 'private/ does not tell of it'

for column in diagnosis apoe; do
  echo "{\"columns\": {\"$column\": {\"type\": \"quasi_identifier\"}}}" >"$scratch/$column.json"
  expect 0 "$in" "$scratch/$column" participant --preset restricted --policy "$scratch/$column.json"
  expect 0 "$in" "$scratch/$column" group --preset restricted --policy "$scratch/$column.json"
  cat "$scratch/$column"/dataset/participants.tsv "$scratch/$column"/dataset/phenotype/*.tsv 2>/dev/null | grep -q "$column" || fail "the recipe does not keep $column"
  kept $column "$out/report" "$scratch/$column/report" || fail "$column: the release is not what was promised"
done
