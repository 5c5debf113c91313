#!/bin/bash
# Details of persons: every preset leaves groups of its k persons over all tables, counted again by another program.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
labels=$(seq -f 'p%03g' 1 60)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
# shellcheck disable=SC2086
"$here/check_tables.py" write "$in" $labels

for preset in open:11 registered:5 restricted:3; do
  out=$scratch/${preset%:*}
  expect 0 "$in" "$out" participant --preset "${preset%:*}"
  expect 0 "$in" "$out" group --preset "${preset%:*}"; prints 'with 60 participants'
  "$here/check_tables.py" check "$out/dataset" "$out/report" "${preset#*:}"
  # Sixty persons are too few for groups of five with useful details; open drops what stands in the way.
  grep -q '"reached": '"$([ "$preset" = registered:5 ] && echo false || echo true)" "$out/report/readiness.json" ||
    fail "$preset: whether groups of k could be formed is told otherwise"
  grep -q 'sub-p0' "$out/private/report/persons-at-risk.txt" || fail 'private/ does not name who is unique'
  grep -q 'How far persons can be told apart' "$out/report/index.html" || fail 'the report says nothing of the risk'
done

# Exact ages stay numbers where the policy asks for no groups; 89 stands for 89 and above.
sed -i '2s/\t[0-9]*/\t94/' "$in/participants.tsv"
echo '{"k": 1}' >"$scratch/exact.json"
expect 0 "$in" "$scratch/exact" participant --policy "$scratch/exact.json"
expect 0 "$in" "$scratch/exact" group --policy "$scratch/exact.json"
cut -f2 "$scratch/exact/dataset/participants.tsv" | grep -qx 89 || fail 'an age of 94 is not 89'
cut -f2 "$scratch/exact/dataset/participants.tsv" | grep -qx 'age' || fail 'exact ages did not stay'

# What sidecars of scans and persons say goes with the values of who is not released, in whatever words; an emptied sidecar is named.
in=$scratch/lists out=$scratch/lists-out
"$here/make_dataset.py" "$in" a1 a2 a3 a4
for label in a1 a2 a3 a4; do
  printf 'filename\tdrowsiness\nfunc/sub-%s_task-rest_bold.nii.gz\t%s\n' $label "${label#a}" >"$in/sub-$label/sub-${label}_scans.tsv"
done
echo '{"drowsiness": {"Description": "from wide awake to fast asleep", "LongName": "Rating of the participant, 1 to 3", "Maximum": 4}}' >"$in/scans.json"
echo '{"sex": {"Description": "ladies alone"}, "age": {"Description": "from toddlers to pensioners"}}' >"$in/participants.json"
printf 'participant_id\tmood\n%s' "$(for i in 1 2 3 4; do printf 'sub-a%s\t%s\\n' $i $i; done)" | sed 's/\\n/\n/g' >"$in/phenotype.tsv"
mkdir "$in/phenotype"; mv "$in/phenotype.tsv" "$in/phenotype/mood.tsv"
echo '{"mood": {"Description": "up to the worst of all moods"}}' >"$in/phenotype/mood.json"
echo '{"k": 1, "columns": {"drowsiness": {"type": "other"}, "mood": {"type": "other"}}}' >"$scratch/lists.json"
expect 0 "$in" "$out" participant --policy "$scratch/lists.json" --participant-label a1 a2 a3
expect 0 "$in" "$out" group --policy "$scratch/lists.json" --allow-missing
! grep -qE 'asleep|Maximum' "$out/dataset/scans.json" || fail 'scans.json tells what only somebody who is not released had'
grep -q 'Rating of the participant, 1 to 3' "$out/dataset/scans.json" || fail 'scans.json lost a text that tells nothing'
! grep -q 'toddlers' "$out/dataset/participants.json" || fail 'participants.json tells what only somebody who is not released had'
grep -q 'ladies alone' "$out/dataset/participants.json" || fail 'a column that lost nothing lost its text'
absent "$out/dataset/phenotype/mood.json"; present "$out/dataset/phenotype/mood.tsv"
grep -q 'phenotype/mood.json: left out' "$out/private/report/references-removed.txt" || fail 'a sidecar that went is not named'
grep -q 'nothing in it may go along' "$out/report/readiness.json" || fail 'a sidecar that went does not count as left out'
grep -q 'age.Description' "$out/report/readiness.json" || fail 'the report does not say which texts went'
sed 's/"k": 1/"k": 1, "keep_texts": ["drowsiness"]/' "$scratch/lists.json" >"$scratch/texts.json"
expect 0 "$in" "$scratch/texts" participant --policy "$scratch/texts.json" --participant-label a1 a2 a3
expect 0 "$in" "$scratch/texts" group --policy "$scratch/texts.json" --allow-missing
grep -q 'from wide awake to fast asleep' "$scratch/texts/dataset/scans.json" || fail 'the policy cannot keep a text'
grep -A3 'keep_texts' "$scratch/texts/report/readiness.json" | grep -q drowsiness || fail 'the report does not name the text that the policy keeps'

# Ages in months, by the name of their column or by Units in the sidecar, and ages of phenotype/ alone: each child is told as one.
told() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1] + "/report/readiness.json"))["evidence"]["children_under_16"])' "$1"; }
in=$scratch/young
"$here/make_dataset.py" "$in" y1 y2 y3 y4 y5 y6
ages() {  # $1 column, $2 age of the first, $3 of the others
  { printf 'participant_id\t%s\n' "$1"; printf "sub-y1\t$2\n"; printf "sub-y%s\t$3\n" 2 3 4 5 6; } >"$4"
}
release() {  # $1 name
  expect 0 "$in" "$scratch/$1" participant --policy "$scratch/exact.json"
  expect 0 "$in" "$scratch/$1" group --policy "$scratch/exact.json"
}
rm -f "$in/participants.json"
ages age_months 168 400 "$in/participants.tsv"; release named
[ "$(told "$scratch/named")" = yes ] || fail "a child of 168 months: $(told "$scratch/named")"
[ "$(cut -f2 "$scratch/named/dataset/participants.tsv" | sort | uniq -c | awk '{print $1, $2}' | tr '\n' ' ')" = '1 14 5 33 1 age ' ] ||
  fail "ages in months became $(cut -f2 "$scratch/named/dataset/participants.tsv" | tr '\n' ' ')"
ages age 30 400 "$in/participants.tsv"; echo '{"age": {"Description": "age in months", "Units": "months"}}' >"$in/participants.json"; release unit
[ "$(told "$scratch/unit")" = yes ] || fail "a child of 30 months, by Units: $(told "$scratch/unit")"
cut -f2 "$scratch/unit/dataset/participants.tsv" | grep -qx 2 || fail 'an age of 30 months is not 2 years'
! grep -qi month "$scratch/unit/dataset/participants.json" || fail 'ages in years are described as months'
grep -q '"Units": "year"' "$scratch/unit/dataset/participants.json" || fail 'ages in years have no unit'
rm "$in/participants.json"; printf 'participant_id\n' >"$in/participants.tsv"; for i in 1 2 3 4 5 6; do echo "sub-y$i"; done >>"$in/participants.tsv"
mkdir -p "$in/phenotype"; ages age_at_visit '14 yr' 33 "$in/phenotype/adult.tsv"; release phenotype
[ "$(told "$scratch/phenotype")" = yes ] || fail "a child of a phenotype's table: $(told "$scratch/phenotype")"
ages age_at_visit 'n/a' 33 "$in/phenotype/adult.tsv"; release partly
[ "$(told "$scratch/partly")" = unknown ] || fail "an age that is missing: $(told "$scratch/partly")"
