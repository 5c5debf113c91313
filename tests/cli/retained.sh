#!/bin/bash
# What the policy retains in DICOM may be found in a release only where DICOM goes along: elsewhere the name of the
# institution stays among what the audit looks for.
. "$(dirname "$0")/common.sh"
in=$scratch/in
"$(dirname "$0")/make_dataset.py" "$in" alpha
"$(dirname "$0")/uid_graph.py" make "$in" alpha
echo '{"dicom_options": ["retain_institution_identity"]}' >"$scratch/policy.json"
sed -i 's/"TaskName"/"InstitutionName": "Saint Alban Infirmary", "TaskName"/' "$in/sub-alpha/func/sub-alpha_task-rest_bold.json"
echo 'Measured at Saint Alban Infirmary.' >"$scratch/README"
options=(--policy "$scratch/policy.json" --readme "$scratch/README")

expect 0 "$in" "$scratch/without" participant --policy "$scratch/policy.json"
expect 21 "$in" "$scratch/without" group "${options[@]}"
absent "$scratch/without/dataset"
grep -q 'README' "$scratch/without/private/report/findings.txt" || fail 'something else than the text of the user was found'
expect 0 "$in" "$scratch/with" participant --policy "$scratch/policy.json" --sourcedata deidentify
expect 0 "$in" "$scratch/with" group "${options[@]}" --sourcedata deidentify
grep -q 'Saint Alban Infirmary' "$scratch"/with/dataset/README* || fail 'the text of the user changed'
