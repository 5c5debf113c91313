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

# A kind of image that few have is told by its name: a date in it is withheld, another's label stops publishing.
in=$scratch/kinds out=$scratch/kinds_result
"$(dirname "$0")/make_dataset.py" "$in" alphaq betaq gammaq
for ending in nii.gz json; do
  mv "$in/sub-betaq/func/sub-betaq_task-rest_bold.$ending" "$in/sub-betaq/func/sub-betaq_task-rest_acq-20190203_bold.$ending"
done
expect 20 "$in" "$out" participant; says 'acq-20190203_bold.nii.gz: withheld: its name holds a date'
expect 20 "$in" "$out" group --allow-missing
leaked '20190203|betaq' "$out/dataset" "$out/report" && fail 'a date or label in a name of an image is in the release or its report'
out=$scratch/kinds_label
for ending in nii.gz json; do
  mv "$in/sub-alphaq/func/sub-alphaq_task-rest_bold.$ending" "$in/sub-alphaq/func/sub-alphaq_task-rest_acq-gammaq_bold.$ending"
done
expect 20 "$in" "$out" participant
expect 21 "$in" "$out" group --allow-missing
absent "$out/dataset"; absent "$out/report"
