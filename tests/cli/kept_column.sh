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

# promised COLUMN REPORT: what keeping the column would give. kept REPORT: what the release is.
promised() { /usr/bin/python3 -c '
import json, sys
row = [r for r in json.load(open(sys.argv[2] + "/readiness.json"))["evidence"]["special_columns"] if r["name"] == sys.argv[1]][0]["kept"]
print(row["reached"], round(row["average"], 9), round(row["average_whole"], 9), "; ".join(row["details"]))' "$1" "$2"; }
kept() { /usr/bin/python3 -c '
import json, sys
risk = json.load(open(sys.argv[1] + "/readiness.json"))["risk"]
print(risk["reached"], round(risk["after"]["average"], 9), round(risk["whole"]["average"], 9), "; ".join("%s (%s)" % (i["name"], i["level"]) for i in risk["identifiers"] if i["level"] != "dropped"))' "$1"; }

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
  [ "$(promised $column "$out/report")" = "$(kept "$scratch/$column/report")" ] ||
    fail "$column: promised $(promised $column "$out/report"), made $(kept "$scratch/$column/report")"
  promised $column "$out/report"
done
