#!/bin/bash
# A user's own masks are used, checked and said; --write-deface-mask writes what was removed, under new labels.
. "$(dirname "$0")/common.sh"
template=/usr/share/mricron/templates/ch2.nii.gz
[ -e "$template" ] || skip 'the head template is not installed'
in=$scratch/in masks=$scratch/masks out=$scratch/result
mkdir -p "$in" "$masks/anywhere"
printf '{"Name": "x", "BIDSVersion": "1.9.0"}' >"$in/dataset_description.json"
/usr/bin/python3 - "$template" "$in" <<'PY'
import os, sys
import nibabel as nib
import numpy as np
template, root = nib.load(sys.argv[1]), sys.argv[2]
data = np.asarray(template.dataobj)[::3, ::3, ::3].astype(np.int16)
affine = template.affine @ np.diag([3, 3, 3, 1.0])
for label in ("alpha", "beta", "gamma", "delta"):
    os.makedirs(f"{root}/sub-{label}/anat")
    nib.save(nib.Nifti1Image(data, affine), f"{root}/sub-{label}/anat/sub-{label}_T1w.nii.gz")
PY
first=$scratch/first
expect 0 "$in" "$first" participant --participant-label alpha --write-deface-mask
/usr/bin/python3 - "$first/private/staging/alpha/sub-alpha/anat/sub-alpha_mod-T1w_defacemask.nii.gz" "$masks" <<'PY'
import sys
import nibabel as nib
import numpy as np
image, masks = nib.load(sys.argv[1]), sys.argv[2]
face, affine = np.asarray(image.dataobj), image.affine
top = np.indices(face.shape)[2] > 0.7 * face.shape[2]
save = lambda mask, to, name: nib.save(nib.Nifti1Image(mask.astype(np.uint8), to), f"{masks}/{name}.nii.gz")
save(face, affine, "anywhere/sub-beta_T1w")
save(face | top, affine, "sub-gamma_T1w")           # takes a part of the brain
moved = affine.copy(); moved[0, 3] += 8
save(face, moved, "sub-delta_T1w")                        # drawn on another image
save(face, affine, "sub-epsilon_T1w")
PY
expect 64 "$in" "$out" participant --face-mask-dir ''
expect 66 "$in" "$out" participant --face-mask-dir "$scratch/nowhere"; says 'folder of masks cannot be read'
expect 20 "$in" "$out" participant --face-mask-dir "$masks" --write-deface-mask
says 'sub-epsilon_T1w.nii.gz: used for no image'
says 'sub-gamma_T1w.nii.gz: withheld: the defacing is doubtful.*takes a part of the brain'
says 'sub-delta_T1w.nii.gz: withheld: your own mask of its face cannot be used.*voxels beside the image'
absent "$out/private/staging/delta/sub-delta/anat/sub-delta_T1w.nii.gz"
/usr/bin/python3 - "$in" "$masks" "$out/private" <<'PY' || fail 'images, masks and records do not agree'
import json, sys
import nibabel as nib
import numpy as np
root, masks, private = sys.argv[1:]
data = lambda path: np.asarray(nib.load(path).dataobj)
for label in ("alpha", "beta", "gamma"):
    name = f"sub-{label}/anat/sub-{label}"
    before, after = data(f"{root}/{name}_T1w.nii.gz"), data(f"{private}/staging/{label}/{name}_T1w.nii.gz")
    written = nib.load(f"{private}/staging/{label}/{name}_mod-T1w_defacemask.nii.gz")
    mask = np.asarray(written.dataobj)
    assert written.get_data_dtype() == np.uint8 and set(np.unique(mask)) == {0, 1}
    assert np.allclose(written.affine, nib.load(f"{root}/{name}_T1w.nii.gz").affine)
    assert (after[mask == 1] == 0).all() and (after[mask == 0] == before[mask == 0]).all()
own = data(f"{masks}/anywhere/sub-beta_T1w.nii.gz")
assert (data(f"{private}/staging/beta/sub-beta/anat/sub-beta_mod-T1w_defacemask.nii.gz") == own).all()
record = lambda label: {f["path"]: f for f in json.load(open(f"{private}/outcomes/{label}.json"))["files"]}
alpha, beta = (record(label)[f"sub-{label}/anat/sub-{label}_T1w.nii.gz"] for label in ("alpha", "beta"))
assert (alpha["verdict"], alpha["method"]) == ("done", "deface"), alpha
assert (beta["verdict"], beta["method"]) == ("done", "own_mask"), beta
assert "mask of your own" in beta["reason"]
gamma = record("gamma")["sub-gamma/anat/sub-gamma_mod-T1w_defacemask.nii.gz"]
assert gamma["status"] == "withheld", gamma
sidecar = json.load(open(f"{private}/staging/beta/sub-beta/anat/sub-beta_T1w.json"))
assert "mask of the dataset's authors" in json.dumps(sidecar), sidecar
PY
rm "$masks/sub-delta_T1w.nii.gz"
expect 20 "$in" "$out" participant --face-mask-dir "$masks" --write-deface-mask; says '3 of them done before'
expect 20 "$in" "$out" group --write-deface-mask; prints 'with 3 participants'
[ "$(find "$out/dataset" -name 'sub-*_mod-T1w_defacemask.nii.gz' | wc -l)" = 3 ] || fail 'not three masks in the release'
if find "$out/dataset" -path '*alpha*' | grep .; then fail 'a source label is in a path'; fi

# --method reface: a generic face in the derivative layout, which the audit tells from one of a person.
expect 64 "$in" "$scratch/none" participant --method skullstrip --layout raw; says 'derivatives'
expect 64 "$in" "$scratch/none" participant --method reface --layout raw; says 'derivatives'
new=$scratch/refaced
expect 0 "$in" "$new" participant --method reface --write-deface-mask --participant-label alpha
/usr/bin/python3 - "$in" "$new/private/staging/alpha" <<'PY' || fail 'the generic face is not as it should be'
import sys
import nibabel as nib
import numpy as np
name = "sub-alpha/anat/sub-alpha"
data = lambda path: np.asarray(nib.load(path).dataobj)
before, after = data(f"{sys.argv[1]}/{name}_T1w.nii.gz"), data(f"{sys.argv[2]}/{name}_T1w.nii.gz")
mask = data(f"{sys.argv[2]}/{name}_mod-T1w_defacemask.nii.gz") == 1
assert (after[~mask] == before[~mask]).all()
assert len(np.unique(after[mask])) > 20 and 0.2 < (after[mask] > 40).mean() < 0.9
PY
expect 0 "$in" "$new" group --method reface --write-deface-mask --participant-label alpha
[ "$(find "$new/dataset" -name '*_desc-refaced_T1w.nii.gz' | wc -l)" = 1 ] || fail 'no refaced image in the release'
grep -rq 'replaced by a generic one' "$new/dataset" || fail 'no sidecar says that the face was replaced'
grep -q '"refaced"' "$new/report/readiness.json" || fail 'the report does not say that the face was replaced'

# --method skullstrip: only the intracranial volume stays, in the derivative layout.
brain=$scratch/brain
expect 20 "$in" "$brain" participant --method skullstrip --write-deface-mask --participant-label alpha
/usr/bin/python3 - "$in" "$brain/private/staging/alpha" <<'PY' || fail 'the brain is not as it should be'
import sys
import nibabel as nib
import numpy as np
name = "sub-alpha/anat/sub-alpha"
data = lambda path: np.asarray(nib.load(path).dataobj)
before, after = data(f"{sys.argv[1]}/{name}_T1w.nii.gz"), data(f"{sys.argv[2]}/{name}_T1w.nii.gz")
mask = data(f"{sys.argv[2]}/{name}_mod-T1w_defacemask.nii.gz") == 1
assert (after[~mask] == before[~mask]).all()
assert len(np.unique(after[mask])) == 1 and 0.5 < mask.mean() < 0.9
PY
# Each waits for a look: accepted by the line that the review page prints.
image=sub-alpha/anat/sub-alpha_T1w.nii.gz
echo "$image $(sha256sum <"$in/$image" | cut -d' ' -f1)" >"$scratch/looked-at"
expect 0 "$in" "$brain" group --method skullstrip --write-deface-mask --participant-label alpha --accept "$scratch/looked-at"
[ "$(find "$brain/dataset" -name '*_desc-brain_T1w.nii.gz' | wc -l)" = 1 ] || fail 'no image of the brain in the release'
grep -rq '"SkullStripped": *true' "$brain/dataset" || fail 'no sidecar says that the skull is gone'
grep -q '"accepted"' "$brain/report/readiness.json" || fail 'the report does not say that a person looked at the image'
