#!/bin/bash
# Derived data come in under new labels where they are what they claim to be; what is not stays out, listed.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha beta
"$here/make_derivatives.py" "$in/derivatives/glm" alpha beta gamma
mkdir -p "$in/derivatives/other"; echo '{}' >"$in/derivatives/other/dataset_description.json"
expect 64 "$in" "$out" participant --derivatives glm; says 'belongs to the group level'
expect 0 "$in" "$out" participant
expect 64 "$in" "$out" group --derivatives ../glm; says 'name of a folder'
expect 66 "$in" "$out" group --derivatives absent; says 'no such folder'
absent "$out/dataset"

expect 20 "$in" "$out" group --derivatives glm
tree=$out/dataset/derivatives/glm
present "$tree/dataset_description.json"
grep -q '"DatasetType": "derivative"' "$tree/dataset_description.json" || fail 'the nested dataset is no derivative'
map=group/task-rest_contrast-go_stat-t_space-MNI152NLin2009cAsym_statmap
present "$tree/$map.nii.gz"; present "$tree/$map.json"
absent "$tree/group/task-rest_contrast-go_stat-z_space-MNI152NLin2009cAsym_statmap.nii.gz"
[ "$(find "$tree" -name '*_space-MNI152NLin2009cAsym_bold.nii.gz' | wc -l)" = 2 ] || fail 'normalised images of both are expected'
[ "$(find "$tree" -name 'aseg.stats' | wc -l)" = 2 ] || fail 'region statistics of both are expected'
[ "$(find "$tree" -name '*_xfm*' -o -name '*.html' -o -name '*_desc-preproc_bold.nii.gz' | wc -l)" = 0 ] || fail 'something came in that must not'
grep -rqa 'alpha\|beta\|gamma\|Planted\|planted' "$out/dataset" "$out/report" && fail 'a planted word is in the release'
list=$out/private/report/derivatives-left-out.txt
grep -q 'stat-z_space.*thresholded' "$list" || fail 'the thresholded map is not listed'
grep -q 'sub-gamma.*not released' "$list" || fail 'the participant who is not released is not listed'
grep -q '_xfm.*leads back to the original head' "$list" || fail 'the transformation is not listed'
grep -q '"group_maps": 1' "$out/report/readiness.json" || fail 'the report does not count the map'
grep -q '"region_tables": 2' "$out/report/readiness.json" || fail 'the report does not count the tables'
grep -q '"derivatives_offered": 1' "$out/report/readiness.json" || fail 'the report does not tell of the other derivatives'
expect 20 verify "$out"; prints 'files are unchanged since their report; .*not cleared'

# Of a derivative of which nothing is released no description stays, and the list names it.
expect 0 "$in" "$out" group --derivatives other --replace
absent "$out/dataset/derivatives"
grep -q 'other/dataset_description.json: nothing of this derivative is released' "$list" || fail 'the lone description is not listed'
