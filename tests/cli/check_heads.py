#!/usr/bin/python3
"""check_heads.py INPUT STAGING MASKS: each staged image against its source and its brain mask, by nibabel."""
import glob
import os
import sys

import nibabel
import numpy

MASKS = {
    "sub-S01_T1w": "S01_adult_T1w", "sub-S04_T1w": "S04_2mm_T1w", "sub-S05_acq-supine_T1w": "S05_supine_thick_T1w",
    "sub-S05_acq-prone_T1w": "S05_prone_thick_T1w", "sub-S09_T1w": "S09_T1w", "sub-S09_T2w": "S09_T2w",
    "sub-S11_T1w": "S11_child-3y_oblique_T1w", "sub-S17_T1w": "S17_cropped_T1w", "sub-S17_PDw": "S17_cropped_PDw",
}


def eroded(mask):
    inner = mask.copy()
    for axis in range(3):
        for step in (1, -1):
            inner &= numpy.roll(mask, step, axis)
    return inner


def complaints(name, before, after, mask_path):
    old, new = (numpy.asanyarray(image.dataobj.get_unscaled()) for image in (before, after))
    if not numpy.array_equal(before.affine, after.affine) or old.shape != new.shape or old.dtype != new.dtype:
        yield f"{name}: geometry or type differ"
        return
    changed = old != new
    if len(numpy.unique(new[changed])) > 1:
        yield f"{name}: removed voxels hold more than one value"
    if not 0.02 < changed.mean() < 0.6:
        yield f"{name}: {changed.mean():.3f} of all voxels changed"
    if os.path.exists(mask_path):
        brain = eroded(numpy.asanyarray(nibabel.load(mask_path).dataobj) > 0)
        if (changed & brain).any():
            yield f"{name}: {(changed & brain).sum()} of {brain.sum()} brain voxels changed"


def main():
    source, staging, masks = sys.argv[1:]
    found = 0
    bad = []
    for path in sorted(glob.glob(f"{staging}/*/sub-*/anat/*.nii.gz")):
        name = os.path.basename(path)[:-7]
        relative = path.split("/", len(staging.split("/")) + 1)[-1]
        found += 1
        bad += complaints(name, nibabel.load(f"{source}/{relative}"), nibabel.load(path),
                          f"{masks}/{MASKS[name]}_brain.nii.gz")
    if found != len(MASKS):
        bad.append(f"{found} images, expected {len(MASKS)}")
    for line in bad:
        print(line, file=sys.stderr)
    return 1 if bad else 0


sys.exit(main())
