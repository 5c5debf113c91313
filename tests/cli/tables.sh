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
  grep -q 'sub-p0' "$out/private/report/persons-at-risk.txt" || fail 'private/ does not name who is unique'
  grep -q 'How far persons can be told apart' "$out/report/index.html" || fail 'the report says nothing of the risk'
done
