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
expect 0 "$all" "$scratch/every" participant --deface all
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

# Phase, phase difference and complex parts take the mask of the magnitude of their scan; alone they are doubtful.
parts=$scratch/parts
mkdir -p "$parts/sub-1/fmap" "$parts/sub-1/anat" "$parts/sub-2/fmap"; cp "$in/dataset_description.json" "$parts"
/usr/bin/python3 - "$heads" "$parts" <<'PY'
import json, sys
import nibabel, numpy
heads, root = sys.argv[1:]
random = numpy.random.default_rng(1)
first = nibabel.load(f"{heads}/S04_fieldmap_magnitude1.nii.gz")
data = numpy.asarray(first.dataobj)
def put(values, name):
    nibabel.save(nibabel.Nifti1Image(values, first.affine), f"{root}/{name}.nii.gz")
    json.dump({"EchoTime1": 0.005, "EchoTime2": 0.007}, open(f"{root}/{name}.json", "w"))
noise = lambda kind: random.integers(-4096, 4096, data.shape).astype(kind)
put(data, "sub-1/fmap/sub-1_magnitude1")
put(noise(numpy.int16), "sub-1/fmap/sub-1_phasediff")
put(noise(numpy.int16), "sub-2/fmap/sub-2_phasediff")
put(data, "sub-1/anat/sub-1_echo-1_part-mag_MEGRE")
put((0.7 * data).astype(numpy.float32), "sub-1/anat/sub-1_echo-2_part-mag_MEGRE")
put(noise(numpy.float32), "sub-1/anat/sub-1_echo-2_part-imag_MEGRE")
PY
expect 20 "$parts" "$scratch/masked" participant
says 'sub-2_phasediff.nii.gz: withheld'
/usr/bin/python3 - "$parts" "$scratch/masked/private/staging/1" <<'PY' || fail 'the parts of a scan do not share one mask'
import sys
import nibabel, numpy
data = lambda folder, name: numpy.asarray(nibabel.load(f"{folder}/sub-1/{name}.nii.gz").dataobj)
removed = {}
for name in ["fmap/sub-1_magnitude1", "fmap/sub-1_phasediff", "anat/sub-1_echo-1_part-mag_MEGRE",
             "anat/sub-1_echo-2_part-mag_MEGRE", "anat/sub-1_echo-2_part-imag_MEGRE"]:
    before, after = data(sys.argv[1], name), data(sys.argv[2], name)
    removed[name] = before != after
    assert (after[removed[name]] == 0).all() and removed[name].mean() > 0.05, name
    touched = removed["fmap/sub-1_magnitude1"] if "fmap" in name else removed["anat/sub-1_echo-1_part-mag_MEGRE"]
    both = (before != 0) & (data(sys.argv[1], "fmap/sub-1_magnitude1") != 0)
    assert (removed[name][both] == touched[both]).all(), name
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
