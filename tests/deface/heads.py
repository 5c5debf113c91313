#!/usr/bin/env python3
"""Defaces every real head of SHAREREADY_TEST_DATA, and distorted copies of some, and checks what must hold.

usage: heads.py DEFACE_ONE_EXECUTABLE
For each head: header and kept voxels bit for bit, no voxel of the independent brain mask (eroded by one voxel)
changed, the share of changed voxels plausible, verdict done, no face surface left. Exit code 77: no data.
"""
import os
import subprocess
import sys
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

HEADS = ["S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
         "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w", "S09_T2w",
         "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw"]
DISTORTED = ["S01_adult_T1w", "S11_child-3y_oblique_T1w", "S05_supine_thick_T1w", "S09_T2w"]
SHARE_REMOVED = (0.05, 0.55)
FACE_LEFT = 0.08


def rotation(axis, degrees):
    m, a = np.eye(4), np.deg2rad(degrees)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    m[i, i] = m[j, j] = np.cos(a)
    m[i, j], m[j, i] = -np.sin(a), np.sin(a)
    return m


def resample(data, affine, grid, shape, order=1):
    m = np.linalg.inv(affine) @ grid
    return ndimage.affine_transform(data.astype(np.float32), m[:3, :3], m[:3, 3], shape, order=order)


def distortions(data, brain, affine):
    """Yields (name, image, brain, affine) of the head made difficult in one way each."""
    rng = np.random.default_rng(1)
    shape, spacing = (120,) * 3, np.diag([2.0, 2, 2, 1])
    centre = (affine @ np.r_[(np.array(data.shape) - 1) / 2, 1])[:3]
    to_centre = np.eye(4)
    to_centre[:3, 3] = centre
    grid = spacing.copy()
    grid[:3, 3] = centre - 2.0 * (np.array(shape) - 1) / 2

    def turned(turn):
        source = to_centre @ np.linalg.inv(turn) @ np.linalg.inv(to_centre) @ grid
        return resample(data, affine, source, shape), resample(brain, affine, source, shape) > 0.5

    for name, turn in [("pitch+40", rotation(0, 40)), ("pitch-40", rotation(0, -40)), ("roll30", rotation(1, 30)),
                       ("yaw30", rotation(2, 30))]:
        yield (name, *turned(turn), grid)
    plain, mask = turned(np.eye(4))
    top = np.percentile(plain[plain > plain.mean()], 95)
    order = np.zeros((4, 4))
    order[2, 0], order[0, 1], order[1, 2], order[3, 3] = -1, 1, -1, 1
    order[1:3, 3] = 119
    stored = np.ascontiguousarray(plain.transpose(2, 0, 1)[::-1, :, ::-1])
    stored_mask = np.ascontiguousarray(mask.transpose(2, 0, 1)[::-1, :, ::-1])
    yield "axes", stored, stored_mask, grid @ order
    yield "wrong header", stored, stored_mask, spacing
    shrink = np.diag([0.75, 0.75, 0.75, 1])
    yield "infant size", plain, mask, to_centre @ shrink @ np.linalg.inv(to_centre) @ grid
    x = np.linspace(-1, 1, 120)
    yield "shading", plain * np.exp(0.5 * x[:, None, None] - 0.7 * x[None, :, None] + 0.5 * x), mask, grid
    noisy = np.hypot(plain + rng.normal(0, 0.1 * top, shape), rng.normal(0, 0.1 * top, shape))
    yield "noise", noisy, mask, grid
    inverted = np.where(ndimage.gaussian_filter(plain, 0.8) > 0.12 * top, np.clip(1.25 * top - plain, 0, None),
                        0.3 * plain)
    yield "inverted", inverted, mask, grid
    inside = np.argwhere(mask)
    low, high = inside.min(0), inside.max(0)
    eyes_up = low[2] + int(0.28 * (high[2] - low[2]))
    moved = grid.copy()
    moved[2, 3] += 2.0 * eyes_up
    yield "eyes up", plain[:, :, eyes_up:], mask[:, :, eyes_up:], moved
    yield "front cut", plain[:, :high[1] + 2], mask[:, :high[1] + 2], grid
    yield "top cut", plain[:, :, :high[2] - int(0.2 * (high[2] - low[2]))], \
        mask[:, :, :high[2] - int(0.2 * (high[2] - low[2]))], grid


def figures(text):
    found, verdicts = {}, []
    for line in text.splitlines():
        words = line.split()
        if line.startswith("  "):
            found[words[0]] = float(words[1])
        elif words and words[0] == "image:":
            verdicts.append(words[1].rstrip(":"))
    return verdicts[-1], found


def check(program, source, target, brain):
    """Returns (problems, one line of figures)."""
    run = subprocess.run([program, source, target], capture_output=True, text=True)
    if run.returncode:
        return ["error: " + run.stderr.strip()], ""
    verdict, found = figures(run.stdout)
    before, after = nib.load(source), nib.load(target)
    a, b = np.asarray(before.dataobj), np.asarray(after.dataobj)
    changed = a != b
    lost = int((changed & ndimage.binary_erosion(brain)).sum())
    share = found.get("removed_share", 0)
    problems = []
    if before.header.binaryblock != after.header.binaryblock:
        problems.append("header changed")
    if changed.any() and len(np.unique(b[changed])) != 1:
        problems.append("more than one background value")
    if lost:
        problems.append(f"{lost} brain voxels lost")
    if verdict == "done" and not SHARE_REMOVED[0] < share < SHARE_REMOVED[1]:
        problems.append(f"share removed {share:.2f}")
    if verdict == "done" and found["face_rays"] >= 20 and found["face_surface_left"] > FACE_LEFT:
        problems.append("face left")
    line = (f"{verdict:9} score {found['score']:.2f} removed {share:.2f} lost {lost} of {int(brain.sum())} "
            f"face left {found.get('face_surface_left', 0):.2f} ears left {found.get('ear_surface_left', 0):.2f} "
            f"front moved {found.get('front_moved_mm', 0):.0f} mm")
    return problems, (line if verdict == "done" or verdict == "doubtful" else verdict)


def main():
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    failures, doubtful, rows = [], 0, 0

    def report(name, problems, line, must_be_done):
        nonlocal doubtful, rows
        rows += 1
        if not line.startswith("done"):
            doubtful += 1
            if must_be_done:
                problems = problems + ["not done"]
        print(f"{name:45} {line} {'; '.join(problems)}", flush=True)
        failures.extend(f"{name}: {p}" for p in problems)

    with tempfile.TemporaryDirectory() as work:
        for head in HEADS:
            source = os.path.join(folder, "heads", head + ".nii.gz")
            brain = np.asarray(nib.load(os.path.join(folder, "masks", head + "_brain.nii.gz")).dataobj) > 0
            report(head, *check(sys.argv[1], source, os.path.join(work, "out.nii"), brain), must_be_done=True)
            if head not in DISTORTED:
                continue
            image = nib.as_closest_canonical(nib.load(source))
            mask = nib.as_closest_canonical(nib.load(os.path.join(folder, "masks", head + "_brain.nii.gz")))
            for name, data, kept, affine in distortions(np.nan_to_num(image.get_fdata()),
                                                        np.asarray(mask.dataobj) > 0, image.affine):
                made = nib.Nifti1Image(np.clip(np.round(data), 0, 32767).astype(np.int16), affine)
                path = os.path.join(work, "made.nii")
                nib.save(made, path)
                report(f"{head}, {name}", *check(sys.argv[1], path, os.path.join(work, "out.nii"), kept),
                       must_be_done=False)
    print(f"{rows} images, {doubtful} not done, {len(failures)} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
