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
