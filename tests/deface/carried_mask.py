"""Masks of the same person's other images of a session, carried onto one whose own mask is unfit, for brains.py.

elastix aligns the heads rigidly; then the image around the inner skull is aligned alone, since scalp and neck move with the
position of the body. Nothing of the program takes part.
"""
import os
import subprocess

import nibabel as nib
import numpy as np
from nibabel.affines import apply_affine
from scipy import ndimage, optimize
from scipy.spatial.transform import Rotation

import measures
import reface_pipelines

OUTSIDE_MM, INSIDE_MM = 7, 12  # of the mask's surface: what is aligned
PLACES = 20000
LEAST_AGREEMENT = 0.97  # Dice of two images' masks, carried: else they are not in place


def as_rigid(six, centre):
    """Three angles (degrees) about the centre and a shift (mm)."""
    out = np.eye(4)
    out[:3, :3] = Rotation.from_euler("xyz", six[:3], degrees=True).as_matrix()
    out[:3, 3] = centre - out[:3, :3] @ centre + six[3:]
    return out


def whole_heads(target, source, work):
    """RAS mm of the source to RAS mm of the target."""
    parameters = os.path.join(work, "rigid.txt")
    with open(parameters, "w", encoding="utf-8") as file:
        file.write(reface_pipelines.PARAMETERS.replace("TRANSFORM", "EulerTransform").replace("FIRST", "true").replace("SEED", "1"))
    subprocess.run(["elastix", "-f", target, "-m", source, "-p", parameters, "-out", work], check=True, capture_output=True)
    matrix, shift, centre = reface_pipelines.step(os.path.join(work, "TransformParameters.0.txt"))
    out = np.eye(4)
    out[:3, :3], out[:3, 3] = matrix, shift + centre - matrix @ centre
    lps = np.diag([-1.0, -1, 1, 1])
    return np.linalg.inv(lps @ out @ lps)


def around_the_skull(target, source, mask, start):
    """The same, from `start`: correlation in eight parts of the head, since the coil shades each position differently."""
    spacing = source.header.get_zooms()[:3]
    near = (ndimage.distance_transform_edt(~mask, spacing) < OUTSIDE_MM) & (ndimage.distance_transform_edt(mask, spacing) < INSIDE_MM)
    places = np.argwhere(near)
    places = places[np.random.default_rng(1).choice(len(places), PLACES, False)]
    values = np.log(measures.voxels(source)[tuple(places.T)].astype(float) + 20)
    ras = apply_affine(source.affine, places)
    centre = ras.mean(0)
    part = (ras > centre) @ [1, 2, 4]
    seen_in = np.log(measures.voxels(target).astype(np.float32) + 20)

    def disagreement(six):
        at = apply_affine(np.linalg.inv(target.affine) @ start @ as_rigid(six, centre), ras)
        seen = ((at >= 0) & (at <= np.array(seen_in.shape) - 1)).all(1)
        found = ndimage.map_coordinates(seen_in, at[seen].T, order=1)
        parts = [(np.corrcoef(found[p], values[seen][p])[0, 1], p.sum()) for p in (part[seen] == n for n in range(8)) if p.sum() > 250]
        return -sum(r * n for r, n in parts) / seen.sum()
    best = optimize.minimize(disagreement, np.zeros(6), method="Powell", options={"xtol": 1e-2, "ftol": 1e-5, "maxiter": 4})
    return start @ as_rigid(best.x, centre)


def carried(target_path, source_path, mask_path, work):
    """The source's mask on the target's grid."""
    target, source = nib.load(target_path), nib.load(source_path)
    mask = measures.voxels(nib.load(mask_path)) > 0
    to_target = around_the_skull(target, source, mask, whole_heads(target_path, source_path, work))
    spacing = source.header.get_zooms()[:3]
    depth = ndimage.distance_transform_edt(mask, spacing) - ndimage.distance_transform_edt(~mask, spacing)
    shape = target.shape[:3]
    places = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), -1).reshape(-1, 3)
    at = apply_affine(np.linalg.inv(source.affine) @ np.linalg.inv(to_target) @ target.affine, places)
    return ndimage.map_coordinates(depth.astype(np.float32), at.T, order=1, cval=-50).reshape(shape) > 0


def agreed(target_path, sources, work):
    """What the masks of all sources, pairs of image and mask, have in common once carried; and their Dice."""
    masks = [carried(target_path, image, mask, work) for image, mask in sources]
    common = np.logical_and.reduce(masks)
    return common, len(masks) * common.sum() / sum(m.sum() for m in masks)
