#!/usr/bin/env python3
"""Defaces a real CT of a head, as it is and distorted as stress.py distorts heads.

usage: ct_head.py DEFACE_ONE [--cases WORD,WORD] [--table FILE] [--work DIR]
The head is the example of Debian's package invesalius-examples (0.96 x 0.96 x 1.5 mm, from the vertex to the upper teeth,
couch and head holder in view; Renato Archer centre, GPL-2). Its brain is what has CT numbers of soft tissue within the bone:
bone itself, closed, parts it from the rest. Skin is told at the numbers between air and fat. Cells and exit codes as in
stress.py, and 1 where a whole head is not done; 77: the package is not installed.
"""
import dataclasses
import os
import plistlib
import sys
import tarfile
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

import distortions
import measures
import stress
from distortions import SIDE, rotation

EXAMPLE = "/usr/share/doc/invesalius-examples/examples/Cranium.inv3"
AIR = -1024
BONE, SOFT = 250, (0, 50)
AXES = (-1, 1, 1)  # i to the left, j to the front, k upwards


def read(path=EXAMPLE):
    """(CT numbers, affine) of an InVesalius project."""
    with tarfile.open(path) as project:
        members = {os.path.basename(name): name for name in project.getnames()}
        about = plistlib.loads(project.extractfile(members["main.plist"]).read())
        numbers = project.extractfile(members[about["matrix"]["filename"]]).read()
    data = np.frombuffer(numbers, about["matrix"]["dtype"]).reshape(about["matrix"]["shape"]).transpose(2, 1, 0)
    affine = np.diag([*(np.array(AXES) * about["spacing"]), 1.0])
    affine[:3, 3] = -affine[:3, :3] @ ((np.array(data.shape) - 1) / 2)
    return data.astype(np.float32), affine


def brain_of(data):
    """The piece in the middle that stays together when bone is closed and the rest eroded. What fills the hole in this
    skull, over the right eye, is brighter than brain (60 units)."""
    bone = np.pad(data > BONE, 12, mode="edge")
    shut = ndimage.binary_closing(bone, iterations=5)[12:-12, 12:-12, 12:-12]
    smooth = ndimage.gaussian_filter(data, 1.2)
    soft = (smooth > SOFT[0]) & (smooth < SOFT[1])
    labels, _ = ndimage.label(ndimage.binary_erosion(soft & ~shut, iterations=3))
    middle = labels[tuple(slice(n // 2 - 15, n // 2 + 15) for n in data.shape)]
    core = labels == np.bincount(middle[middle > 0]).argmax()
    return ndimage.binary_closing(ndimage.binary_dilation(core, iterations=3, mask=soft), iterations=2)


def with_air_at_its_number(case):
    """Distortions are made of numbers that begin at 0."""
    return dataclasses.replace(case, data=case.data + AIR, suffix="ct")


def as_scanners_write(head):
    """What differs between scanners and reconstructions, not between heads."""
    x = np.linspace(-1, 1, SIDE)
    outside = x[:, None, None] ** 2 + x[None, :, None] ** 2 > 0.98
    yield head.case("not reconstructed outside of a circle", np.where(outside, -2000 - AIR, head.plain))
    yield head.case("without couch", np.where(ndimage.binary_dilation(head.solid, iterations=3), head.plain, 0))
    for sd in (30, 80):
        yield head.case(f"noise of {sd} units", head.plain + head.rng.normal(0, sd, head.shape))
    yield head.case("cut off at 0 and 80 units", np.clip(head.plain, 0, 80 - AIR))
    yield head.case("sharp kernel", head.plain + 0.8 * (head.plain - ndimage.gaussian_filter(head.plain, 1)))
    yield head.case("contrast agent", np.where(head.mask & (head.plain > 50 - AIR), head.plain + 150, head.plain))


def all_cases(head, is_t1w):
    yield with_air_at_its_number(head.case("as it is, 2 mm"))
    families = (distortions.turned, distortions.wrong_headers, distortions.sizes_and_grids, distortions.fields_of_view,
                as_scanners_write)
    for family in families:
        yield from map(with_air_at_its_number, family(head))


WHOLE = ["as it is, 2 mm", "header upside down", "6 mm axial slices", "not reconstructed outside of a circle", "without couch",
         "noise of 80 units", "sharp kernel"]


def is_bad(row, is_bad_anyhow=stress.is_bad):
    return is_bad_anyhow(row) or (row["case"] in WHOLE and row["verdict"] != "done")


def load(folder, letter, program, work):
    data, affine = read()
    path = os.path.join(work, "ct.nii")
    nib.save(nib.Nifti1Image(data.astype(np.int16), affine), path)
    run = measures.deface(program, path, os.path.join(work, "out.nii"))
    flip = np.diag([-1.0, 1, 1, 1])
    flip[0, 3] = data.shape[0] - 1
    head = distortions.Head(data[::-1] - AIR, brain_of(data)[::-1], affine @ flip, run.pose)
    head.letter = letter
    return head


if __name__ == "__main__":
    if not os.path.isfile(EXAMPLE):
        print("skipped: no example of invesalius-examples")
        sys.exit(77)
    stress.HEADS = {"CT": EXAMPLE}
    stress.load, stress.is_bad = load, is_bad
    sys.exit(stress.main(all_cases))
