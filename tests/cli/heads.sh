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

# --deface all takes functional and diffusion images too, all their volumes: by the session's anchor, or alone.
all=$scratch/all
put4() { # put4 SOURCE DATATYPE NAME : with a gradient table of zeros for diffusion images
  mkdir -p "$all/$(dirname "$2")"; cat "$heads/$1.nii.gz" >"$all/$2.nii.gz"
  for table in bval bvec; do [ -e "$heads/$1.$table" ] && cat "$heads/$1.$table" >"$all/$2.$table"; done
  echo '{"TaskName": "rest", "RepetitionTime": 2}' >"$all/$2.json"
}
mkdir "$all"; cp "$in/dataset_description.json" "$all"
put4 S04_2mm_T1w sub-1/anat/sub-1_T1w
put4 S04_bold sub-1/func/sub-1_task-rest_bold
put4 S04_dwi sub-1/dwi/sub-1_dwi
put4 S04_bold sub-2/func/sub-2_task-rest_bold
expect 0 "$all" "$scratch/some" participant
cmp -s "$scratch/some/private/staging/1/sub-1/func/sub-1_task-rest_bold.nii.gz" \
  "$scratch/some/private/staging/2/sub-2/func/sub-2_task-rest_bold.nii.gz" || fail 'an image that shows no face was changed'
# Where little of a face is seen, an image that follows the anchor is doubtful: out of the release until accepted.
expect 20 "$all" "$scratch/every" participant --deface all
says 'sub-1_task-rest_bold.nii.gz: withheld: the defacing is doubtful'
says 'sub-1_dwi.nii.gz: withheld: the defacing is doubtful'
says 'sub-2 done'
/usr/bin/python3 - "$all" "$scratch/every/private/staging" <<'PY' || fail 'a functional or diffusion image kept its face'
import sys
import nibabel, numpy
for path in ["1/sub-1/func/sub-1_task-rest_bold", "1/sub-1/dwi/sub-1_dwi", "2/sub-2/func/sub-2_task-rest_bold"]:
    before = numpy.asarray(nibabel.load(f"{sys.argv[1]}/{path[2:]}.nii.gz").dataobj)
    after = numpy.asarray(nibabel.load(f"{sys.argv[2]}/{path}.nii.gz").dataobj)
    gone = (after == 0).all(axis=3) & (before != 0).any(axis=3)
    assert 0.05 < gone.mean() < 0.5, (path, gone.mean())
    assert (after[~gone] == before[~gone]).all(), path
PY

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
