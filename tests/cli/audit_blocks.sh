#!/bin/bash
# What the user brings in is audited too: a source label in --readme stops publishing, and nothing appears.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta
expect 0 "$in" "$out" participant
echo 'We thank the family of sub-alpha for their patience and their time.' >"$scratch/readme.md"
expect 64 "$in" "$out" group --sarif "$out/dataset/findings.sarif"; says 'outside the dataset'
expect 21 "$in" "$out" group --readme "$scratch/readme.md" --sarif "$scratch/group.sarif"; prints 'nothing was published'
grep -q '"level": "error"' "$scratch/group.sarif" || fail 'the label is not in SARIF'
grep -q 'alpha\|beta' "$scratch/group.sarif" && fail 'a source label is in SARIF'
absent "$out/dataset"; absent "$out/report"
present "$out/private/report/index.html"; present "$out/private/secret"
find "$out" -maxdepth 1 -name '.*' ! -name . | grep . && fail 'leftovers beside the output'
echo 'Thanks to everybody who took part in this study, and to their families.' >"$scratch/readme.md"
expect 0 "$in" "$out" group --readme "$scratch/readme.md"
grep -q 'Thanks to everybody' "$out/dataset/README.md" || fail 'the own README is not in the release'
