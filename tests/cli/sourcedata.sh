#!/bin/bash
# --sourcedata deidentify: DICOM series go along, cleaned and under new names; those that may show a face lose it or
# stay behind; captures and everything else in sourcedata/ stay behind; damaged files are withheld; with shifted dates, one shift for all.
. "$(dirname "$0")/common.sh"
dicom=${SHAREREADY_TEST_DATA:-}/dicom
[ -n "${SHAREREADY_TEST_DATA:-}" ] && [ -d "$dicom" ] || skip 'SHAREREADY_TEST_DATA names no folder with dicom/'
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha beta
mkdir -p "$in/sourcedata/sub-alpha/2022_XAtest" "$in/sourcedata/sub-beta/ses-x/head" "$in/sourcedata/notes"
cp "$dicom"/S04_siemens-xa30_dwi/* "$in/sourcedata/sub-alpha/2022_XAtest"
cp "$dicom"/S05_siemens_thick_T1w/*0*.dcm "$in/sourcedata/sub-beta/ses-x/head"   # shows a face
rm "$in"/sourcedata/sub-beta/ses-x/head/0005*                                      # a slice is missing
# Parts of the diffusion series lie elsewhere: deeper in sourcedata/, beside the images, and where nobody can say whose they are.
mkdir -p "$in/sourcedata/export/sub-alpha/dwi" "$in/sourcedata/unsorted" "$in/sub-alpha/anat"
chmod -R u+w "$in"
mv "$in"/sourcedata/sub-alpha/2022_XAtest/001[0-3]_* "$in/sourcedata/export/sub-alpha/dwi"
mv "$in"/sourcedata/sub-alpha/2022_XAtest/001[4-6]_* "$in/sub-alpha/anat"
cp "$in"/sub-alpha/anat/0014_* "$in/sourcedata/unsorted"
echo 'alpha is XAtest_sub-July11' >"$in/sourcedata/sub-alpha/key.txt"
echo 'alpha' >"$in/sourcedata/notes/list.txt"
chmod -R u+w "$in"

expect 0 "$in" "$scratch/without" participant
absent "$scratch/without/private/staging/alpha/sourcedata"
expect 0 "$in" "$out" participant --sourcedata deidentify --dry-run; prints 'sourcedata/sub-alpha/key.txt'
prints "sub-alpha/anat/0014_"
expect 20 "$in" "$out" participant --sourcedata deidentify -v
says 'may show a face'
expect 20 "$in" "$out" participant --sourcedata deidentify;       says '2 of them done before'
expect 65 "$in" "$out" group;                                     says 'other policy options'
expect 20 "$in" "$out" group --sourcedata deidentify
[ "$(find "$out/dataset/sourcedata" -type f | wc -l)" = 21 ] || fail 'not the 21 files of the diffusion series'
[ "$(find "$out/dataset/sourcedata" -name '*.dcm' -path '*/series-1/*' | wc -l)" = 21 ] || fail 'other names than expected'
label=$(basename "$(ls -d "$out"/dataset/sourcedata/sub-*)")
present "$out/dataset/$label"
for word in alpha beta XAtest July11 12343@hucheng 67093 20220711 1.3.12.2.1107 Indiana UNLABELLED; do
  leaked "(^|[^a-z])$word([^a-z]|$)" "$out/dataset/sourcedata" "$out/report" && fail "'$word' is in what can be shared"
done
for file in "$out"/dataset/sourcedata/*/series-1/*; do
  grep -qa -- "$label" "$file" || fail 'a file does not bear the new label'
  grep -qa -- '113100' "$file" || fail 'a file does not say what was done to it'
done
expect 0 "$out/dataset" "$scratch/audited" audit
cp "$in"/sourcedata/sub-beta/ses-x/head/0001* "$out/dataset/sourcedata/$label/series-1/9999.dcm"
expect 21 "$out/dataset" "$scratch/audited2" audit;               prints 'must not leave'

# Shifted: a year of the shifted era in every file, none of the true dates anywhere.
expect 20 "$in" "$scratch/shifted" participant --sourcedata deidentify --dates shift
expect 20 "$in" "$scratch/shifted" group --sourcedata deidentify --dates shift
for file in "$scratch"/shifted/dataset/sourcedata/*/series-1/*; do
  grep -qaE '19(0[2-9]|1[0-9]|2[0-5])[01][0-9][0-3][0-9]' "$file" || fail 'no shifted date in a file'
  grep -qa 113107 "$file" || fail 'a file does not say that its dates were shifted'
  grep -qa 20220711 "$file" && fail 'a true date is left'
done

# A damaged file is withheld, never written.
first=$(ls "$in"/sourcedata/sub-alpha/2022_XAtest/* | head -n 1)
head -c 100000 "$first" >"$scratch/cut" && cat "$scratch/cut" >"$first"
expect 20 "$in" "$out" participant --sourcedata deidentify;       says 'withheld'
expect 20 "$in" "$out" group --sourcedata deidentify --replace
[ "$(find "$out/dataset/sourcedata" -type f | wc -l)" = 20 ] || fail 'not the 20 whole files'

# Options of PS3.15 by the policy: the institution stays on purpose, and every file says so. (Random UIDs may hold the
# digits of the serial number.)
echo '{"dicom_options": ["clean_descriptors", "retain_institution_identity", "retain_safe_private"]}' >"$scratch/policy.json"
expect 20 "$in" "$scratch/kept" participant --sourcedata deidentify --policy "$scratch/policy.json"
expect 20 "$in" "$scratch/kept" group --sourcedata deidentify --policy "$scratch/policy.json"
for file in "$scratch"/kept/dataset/sourcedata/*/series-1/*; do
  grep -qa 'Indiana' "$file" || fail 'the institution was to stay'
  grep -qa 113112 "$file" || fail 'a file does not say that its institution stayed'
  grep -qaP '(?<![0-9])67093(?![0-9])' "$file" && fail 'the serial number was not to stay'
done
expect 21 "$scratch/kept/dataset" "$scratch/foreign" audit;        prints 'must not leave'   # others' word is not taken
echo '{"dicom_options": ["retain_uids"]}' >"$scratch/policy.json"
expect 64 "$in" "$scratch/uids" participant --sourcedata deidentify --dates shift --policy "$scratch/policy.json"; says 'retain_uids'
absent "$scratch/uids"
