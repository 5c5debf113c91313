#!/usr/bin/env python3
"""Gives real heads of SHAREREADY_TEST_DATA a generic face and holds its grey values against the head's own.

usage: reface_match.py DEFACE_ONE_EXECUTABLE [HEAD...]
In units of the brain's median: the layers below the new skin against those below the person's own and below the scalp,
from which they are made, whichever is nearer; the noise against the brain's. Exit code 77: no data.
"""
import os
import sys

import nibabel as nib
import numpy as np
from scipy import ndimage

import measures
import skin

HEADS = ["S04_2mm_T1w", "S09_T1w", "S09_T2w", "S11_child-3y_oblique_T1w"]
DEPTHS_MM = range(1, 6)
MOST_TIMES = 1.5  # brighter or darker at the same depth; noisier or smoother than the brain
FEWEST = 50       # voxels
DEEP_MM = 25      # in the brain, where next to no cortex adds to the noise
VAULT_Z, FRONT_Y = 20, 40  # mm of the template: scalp above, face in front


def depth_mm(data, level, spacing):
    """Below the head's surface, negative above it."""
    head = ndimage.binary_fill_holes(ndimage.binary_opening(data > level))
    return (ndimage.distance_transform_edt(head, sampling=spacing) - ndimage.distance_transform_edt(~head, sampling=spacing))


def layers(data, depth, where):
    """Depth -> median; nothing where the image has too few voxels so deep."""
    found = {}
    for mm in DEPTHS_MM:
        values = data[where & (np.abs(depth - mm) <= 0.5)]
        if values.size >= FEWEST:
            found[mm] = float(np.median(values))
    return found


def noise(data, where):
    fine = (data - ndimage.gaussian_filter(data, 1))[where]
    return 1.4826 * float(np.median(np.abs(fine - np.median(fine))))


def is_like(a, b):
    return 1 / MOST_TIMES <= a / max(b, 1e-9) <= MOST_TIMES


def check(program, folder, name, work):
    source, target = os.path.join(folder, "heads", name + ".nii.gz"), os.path.join(work, "out.nii")
    mask = measures.voxels(nib.load(os.path.join(folder, "masks", name + "_brain.nii.gz"))) > 0
    run = measures.run(program, "--reface", source, target)
    if run.error:
        return ["error: " + run.error], ""
    image = nib.load(source)
    before, after = (np.nan_to_num(measures.voxels(i).astype(np.float32)) for i in (image, nib.load(target)))
    spacing = nib.affines.voxel_sizes(image.affine)
    to_template = np.linalg.inv(run.pose) @ image.affine
    point = np.einsum("ij,j...->i...", to_template[:3, :3], np.indices(before.shape, dtype=np.float32))
    point += to_template[:3, 3, None, None, None]
    level, new = skin.air_level(before), after != before
    depth = depth_mm(after, level, spacing)
    front = point[1] > FRONT_Y
    made = layers(after, depth, ndimage.binary_dilation(new, iterations=2) & front)
    old = depth_mm(before, level, spacing)
    own, scalp = layers(before, old, ndimage.binary_dilation(new, iterations=2) & front), layers(before, old, point[2] > VAULT_Z)
    both = sorted(made.keys() & own.keys() & scalp.keys())
    problems = [f"{mm} mm deep {made[mm]:.0f}, the face {own[mm]:.0f}, the scalp {scalp[mm]:.0f}" for mm in both
                if not is_like(made[mm], own[mm]) and not is_like(made[mm], scalp[mm])]
    if len(both) < 3:
        problems.append("too few layers to compare")
    deep = ndimage.distance_transform_edt(mask, sampling=spacing) > DEEP_MM
    fine, fine_in_brain = noise(after, new & (depth > 4)), noise(before, deep)
    if not is_like(fine, fine_in_brain):
        problems.append(f"noise {fine:.1f}, the brain's {fine_in_brain:.1f}")
    brain = float(np.median(before[mask]))
    three = " ".join(f"{made[mm] / brain:.2f}/{own[mm] / brain:.2f}/{scalp[mm] / brain:.2f}" for mm in both)
    return problems, f"new/own/scalp at {both} mm: {three}  noise {fine / brain:.3f}/{fine_in_brain / brain:.3f}"


if __name__ == "__main__":
    sys.exit(measures.check_heads(HEADS, check))
