#!/bin/bash
# Real heads through both levels: faces judged gone by the audit, kept voxels and geometry bit for bit, no brain
# voxel touched; a doubtful image stays out until it is accepted.
. "$(dirname "$0")/common.sh"
heads=${SHAREREADY_TEST_DATA:-}/heads masks=${SHAREREADY_TEST_DATA:-}/masks
[ -n "${SHAREREADY_TEST_DATA:-}" ] && [ -d "$heads" ] || skip 'SHAREREADY_TEST_DATA names no folder with heads/'
in=$scratch/in out=$scratch/result
put() { # put SOURCE LABEL SUFFIX
  mkdir -p "$in/sub-$2/anat"
  cat "$heads/$1.nii.gz" >"$in/sub-$2/anat/sub-$2_$3.nii.gz"
  [ -e "$heads/$1.json" ] && cat "$heads/$1.json" >"$in/sub-$2/anat/sub-$2_$3.json"
  return 0
}
mkdir "$in"
printf '{"Name": "x", "BIDSVersion": "1.9.0"}' >"$in/dataset_description.json"
put S01_adult_T1w S01 T1w
put S04_2mm_T1w S04 T1w
put S05_supine_thick_T1w S05 acq-supine_T1w
put S05_prone_thick_T1w S05 acq-prone_T1w
put S09_T1w S09 T1w
put S09_T2w S09 T2w
put S11_child-3y_oblique_T1w S11 T1w
put S17_cropped_T1w S17 T1w
put S17_cropped_PDw S17 PDw
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group; prints 'with 6 participants'
/usr/bin/python3 "$(dirname "$0")/check_heads.py" "$in" "$out/private/staging" "$masks" || fail 'an image is not as it should be'
[ "$(find "$out/private/renderings" -name '*_after.png' | wc -l)" = 9 ] || fail 'a rendering is missing'

# A coarse perfusion image called T1w: doubtful.
put lowres_asl S99 T1w
expect 20 "$in" "$out" participant; says 'sub-S99_T1w.nii.gz: withheld'
expect 20 "$in" "$out" group --replace; prints 'with 6 participants'
if [ -e "$out/private/staging/S99/sub-S99/anat/sub-S99_T1w.nii.gz" ]; then   # doubtful, not failed
  echo "sub-S99/anat/sub-S99_T1w.nii.gz $(sha256sum <"$heads/lowres_asl.nii.gz" | cut -d' ' -f1)" >"$scratch/accept"
  expect 0 "$in" "$out" participant --accept "$scratch/accept"
  sed 's/.$/0/; s/ ./ 0/' "$scratch/accept" >"$scratch/wrong"
  expect 20 "$in" "$out" participant --accept "$scratch/wrong"
fi
