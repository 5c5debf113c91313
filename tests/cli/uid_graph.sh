#!/bin/bash
# One map for all: equal UIDs stay equal, and codes of devices, and different ones different over DICOM, sidecars and tables of all people, and
# one shift of dates holds for all files of a person, in any order of processing, in one process or in two at a time.
. "$(dirname "$0")/common.sh"
graph=$(dirname "$0")/uid_graph.py
in=$scratch/in
people=(alpha beta gamma)
"$(dirname "$0")/make_dataset.py" "$in" "${people[@]}"
for label in "${people[@]}"; do
  cp "$in/sub-$label/func/sub-${label}_task-rest_bold.nii.gz" "$in/sub-$label/func/sub-${label}_task-go_bold.nii.gz"
done
"$graph" make "$in" "${people[@]}"
plain=(--dates shift --sourcedata deidentify)
echo '{"dicom_options": ["clean_descriptors", "code_devices", "retain_safe_private"]}' >"$scratch/devices.json"
options=("${plain[@]}" --policy "$scratch/devices.json")

expect 0 "$in" "$scratch/two" participant --participant-label alpha "${options[@]}" &
"$SHAREREADY_BIN" "$in" "$scratch/two" participant --participant-label beta gamma "${options[@]}" >"$scratch/beta" 2>&1 || fail 'the second process'
wait $! || fail 'the first process'
[ -f "$(sed -n 's/.*next: look at \(.*\), then.*/\1/p' "$scratch/beta")" ] || fail 'the page to look at is not there'
"$graph" check "$in" "$scratch/two" coded || fail 'two processes'

mkdir -p -m 700 "$scratch/turned/private"
cp -p "$scratch/two/private/secret" "$scratch/turned/private/secret"     # as if the nodes shared it
for label in gamma beta alpha; do expect 0 "$in" "$scratch/turned" participant --participant-label "$label" --nprocs 1 "${options[@]}"; done
[ -f "$scratch/turned/private/renderings/gamma/index.html" ] || fail 'one participant has no page to look at'
diff -r "$scratch/two/private/staging" "$scratch/turned/private/staging" || fail 'the order of people tells in the bytes'

expect 0 "$in" "$scratch/two" group "${options[@]}"
"$graph" check "$in" "$scratch/two" coded || fail 'the published dataset'

# Another secret, others' UIDs: without it nothing links two releases.
expect 0 "$in" "$scratch/other" participant "${plain[@]}"
"$graph" check "$in" "$scratch/other" || fail 'one process'
grep -rhoa '2\.25\.[0-9]*' "$scratch/other/private/staging" | sort -u >"$scratch/ours"
grep -rhoa '2\.25\.[0-9]*' "$scratch/two/dataset" | sort -u >"$scratch/theirs"
[ -z "$(comm -12 "$scratch/ours" "$scratch/theirs")" ] || fail 'two secrets made the same UID'

# Where DICOM retains its UIDs texts drop theirs.
echo '{"dicom_options": ["retain_uids"]}' >"$scratch/policy.json"
expect 0 "$in" "$scratch/kept" participant --sourcedata deidentify --policy "$scratch/policy.json"
grep -rqa 'UID\|2\.25\.' "$scratch/kept/private/staging/alpha/sub-alpha" && fail 'a text has a UID beside retained ones'
exit 0
