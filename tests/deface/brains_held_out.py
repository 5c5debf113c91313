#!/usr/bin/env python3
"""Skull-strips heads that no margin was chosen on, made by held_out.py on a grid of 2 mm, and holds the result against their masks.

usage: brains_held_out.py DEFACE_ONE_EXECUTABLE [--heads A,B] [--slices [3,4,5,6]] [--cases WORD;WORD]
Wide, narrow, flat and smoothly bent heads, a ten-year-old's size, and tumours that push the brain aside. Measures and figures as in
brains.py; of brain tissue nothing that shows in hundredths of a millilitre may be cut where the border was found plainly. Dice is printed
alone: on this grid as much more is kept as voxels are larger. Head C, scanned in slices of 4.8 mm, is left out unless named: its outermost
slices hold brain and bone in one, on whatever grid, and lose up to 0.2 ml (docs/adr/0006).
With --slices, real heads on their own grids (A, B, D, F) are averaged over sagittal, coronal and axial slices of so many mm instead, and
those of 5 mm are also bent, or cut off at vertex, sides or back of the head: what is cut within slices is held against a limit. Exit code 77: no data.
"""
import argparse
import itertools
import os
import sys
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

import brains
import case_file
import distortions
import held_out
import stress

PLAIN_IN_SLICES_ML, UNSURE_IN_SLICES_ML = 4.0, 12.0  # the worst heads, where the border was found plainly and where not
PLAIN_BRAIN_ML = 0.06  # at the vertex of A, in coronal slices
MEASURED_FROM_MM = 2.5
VIEWS = {"sagittal": 0, "coronal": 1, "axial": 2}
CUT_MM = 5  # slices of the heads that are bent or cut off


def averaged(values, axis, spacing, thick):
    """Means over slices of `thick` mm across an axis of `spacing`."""
    rows = np.moveaxis(values.astype(float), axis, 0)
    total = np.concatenate([np.zeros((1, *rows.shape[1:])), np.cumsum(rows, 0)])
    edges = np.arange(int(len(rows) * spacing / thick) + 1) * thick / spacing
    low = np.minimum(edges.astype(int), len(rows) - 1)
    share = (edges - low)[:, None, None]
    return np.moveaxis(np.diff(total[low] * (1 - share) + total[low + 1] * share, axis=0) * spacing / thick, 0, axis)


def in_slices(name, data, mask, affine, axis, thick):
    spacing = nib.affines.voxel_sizes(affine)[axis]
    moved = affine.copy()
    moved[:3, 3] += affine[:3, axis] * (thick / spacing - 1) / 2
    moved[:3, axis] *= thick / spacing
    data = averaged(data, axis, spacing, thick)
    return distortions.Case(name, data * (4000 / data.max()), averaged(mask, axis, spacing, thick) > 0.5, moved, np.eye(4))


def bent(data, mask, affine, seed):
    field = held_out.random_field(seed, 22, 7)
    spacing = nib.affines.voxel_sizes(affine)
    at = np.indices(data.shape).astype(np.float32)
    nodes = [np.clip(a * s / distortions.SPACING, 0, distortions.SIDE - 1) for a, s in zip(at, spacing)]
    for axis in range(3):
        at[axis] += ndimage.map_coordinates(field[axis], nodes, order=1) * distortions.SPACING / spacing[axis]
    return ndimage.map_coordinates(data, at, order=1), ndimage.map_coordinates(mask.astype(np.float32), at, order=1) > 0.5


def cut_off(case, where):
    """Without a tenth of the brain at one end, or at both sides."""
    axis, low, high = {"vertex": (2, 0, 0.1), "sides": (0, 0.1, 0.1), "back": (1, 0.1, 0)}[where]
    inside = np.flatnonzero(case.brain.any(tuple(i for i in range(3) if i != axis)))
    size = inside[-1] + 1 - inside[0]
    slices = [slice(None)] * 3
    slices[axis] = slice(inside[0] + round(low * size) if low else 0, inside[-1] + 1 - round(high * size) if high else None)
    moved = case.affine.copy()
    moved[:3, 3] += moved[:3, axis] * slices[axis].start
    return distortions.Case(f"{case.name}, {where} cut off", case.data[tuple(slices)], case.brain[tuple(slices)], moved, np.eye(4))


def thick_cases(folder, letter, thicknesses):
    data, mask, affine = stress.real(folder, letter)
    for view, axis in VIEWS.items():
        for thick in thicknesses:
            yield in_slices(f"{view}, {thick:g} mm", data, mask, affine, axis, thick)
    shaped = bent(data, mask, affine, 11)
    for view, axis in VIEWS.items():
        yield in_slices(f"{view}, {CUT_MM} mm, bent", *shaped, affine, axis, CUT_MM)
        whole = in_slices(f"{view}, {CUT_MM} mm", data, mask, affine, axis, CUT_MM)
        for where in ("vertex", "sides", "back"):
            yield cut_off(whole, where)


def on_the_grid(folder, letter, program, work):
    head = stress.load(folder, letter, program, work)
    return itertools.chain(held_out.shapes(head), held_out.tumours(head))


def what_is_cut(check, is_thick):
    """Of a check of brains.py, what is wrong with the brain that is cut."""
    problems, plain = check.problems, check.plain
    if not is_thick:
        return [problem for problem in problems if "brain cut" in problem] if plain else []
    most = PLAIN_IN_SLICES_ML if plain else UNSURE_IN_SLICES_ML
    found = [f"{check.in_slices_ml:.1f} ml cut within slices"] if check.in_slices_ml > most else []
    return found + ([f"{check.brain_ml:.3f} ml of brain cut"] if plain and check.brain_ml > PLAIN_BRAIN_ML else [])

def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--heads")
    options.add_argument("--slices", nargs="?", const="3,4,5,6", help="of so many mm, of real heads on their own grids")
    options.add_argument("--cases", default="", help="those whose names have one of these words")
    options = options.parse_args()
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    thick = [float(mm) for mm in options.slices.split(",")] if options.slices else []
    cut = 0
    with tempfile.TemporaryDirectory() as work:
        source, target = os.path.join(work, "in.nii"), os.path.join(work, "out.nii")
        for letter in (options.heads or ("A,B,D,F" if thick else "A,B,D,F,H")).split(","):
            cases = thick_cases(folder, letter, thick) if thick else on_the_grid(folder, letter, options.program, work)
            for case in (case for case in cases if any(word in case.name for word in options.cases.split(";"))):
                case_file.save(case, source)
                check = brains.check(options.program, source, target, case.brain, MEASURED_FROM_MM if thick else brains.THICK_MM)
                found = what_is_cut(check, bool(thick))
                print(f"{letter} {case.name:32} {check.line} {'; '.join(found)}", flush=True)
                cut += len(found)
    print(f"{cut} with more of the brain cut than may be")
    return 1 if cut else 0


if __name__ == "__main__":
    sys.exit(main())
