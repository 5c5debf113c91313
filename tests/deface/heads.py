#!/usr/bin/env python3
"""Defaces every real head of SHAREREADY_TEST_DATA, and a few distorted copies of two, and checks what must hold.

usage: heads.py DEFACE_ONE_EXECUTABLE
For each head: header and kept voxels bit for bit, no voxel of the independent brain mask (eroded by one voxel)
changed, the share of changed voxels plausible, verdict done, no face surface left. Exit code 77: no data. stress.py
has all distortions of all heads.
"""
import os
import sys
import tempfile

import nibabel as nib
import numpy as np

import distortions
import exam
import held_out
import measures
import stress

HEADS = ["S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
         "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w", "S09_T2w",
         "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw"]
DISTORTED = {"A": ["pitch-40", "axes permuted, header silent", "shading 80 to 1, dark front", "noise 20%", "UNIT1, salt in air",
                   "skull-stripped", "axial slab 70 mm"],
             "B": ["neck and shoulders", "header turned 180 (prone)", "newborn size 0.62", "frontal tumour, bright", "FLAIR",
                   "face box zeroed (pydeface)"],
             "C": []}
COILS = {"A": ["surface coil behind"]}  # of held_out.py: the forehead as dark as air, once 75 voxels of brain with it
# Of exam.py, once done: with a whole face, since noise passed for a scalp; with 11 and 13 % of the ears.
NOISY = {"B": ["newborn size 0.62 in noise of 15%"], "C": ["inverted in noise of 10%", "inverted in noise of 15%"]}
UNTOUCHED = {"skull-stripped"}
CLOSE_MM = {"neck and shoulders": 4}  # once 6 mm off: a child registered too large
SHARE_REMOVED = (0.05, 0.55)
FACE_LEFT = 0.08


def check_head(program, source, target, brain):
    """Returns (problems, one line of figures)."""
    run = measures.deface(program, source, target)
    if run.error:
        return ["error: " + run.error], ""
    before, after = nib.load(source), nib.load(target)
    a, b = measures.voxels(before), measures.voxels(after)
    changed = a != b
    lost = measures.brain_lost(changed, brain)
    share = run.figures.get("removed_share", 0)
    problems = [] if run.verdict == "done" else ["not done: " + run.reason]
    if before.header.binaryblock != after.header.binaryblock:
        problems.append("header changed")
    if changed.any() and len(np.unique(b[changed])) != 1:
        problems.append("more than one background value")
    if lost:
        problems.append(f"{lost} brain voxels lost")
    if run.verdict == "done" and not SHARE_REMOVED[0] < share < SHARE_REMOVED[1]:
        problems.append(f"share removed {share:.2f}")
    if run.figures.get("face_rays", 0) >= 20 and run.figures["face_surface_left"] > FACE_LEFT:
        problems.append("face left")
    return problems, (f"{run.verdict:9} score {run.figures.get('score', 0):.2f} removed {share:.2f} lost {lost} face left "
                      f"{run.figures.get('face_surface_left', 0):.2f} ears left {run.figures.get('ear_surface_left', 0):.2f}")


def check_distorted(program, head, case, work):
    row = stress.judge(program, head, case, work)
    problems = ["a brain voxel lost or a face left, and done"] if stress.is_bad(row) else []
    if row["lost"]:
        problems.append(f"{row['lost']} brain voxels lost")
    if case.name in CLOSE_MM and not row["error_mm"] <= CLOSE_MM[case.name]:
        problems.append(f"registered {row['error_mm']:.1f} mm off")
    if case.name in UNTOUCHED and (row["verdict"] != "done" or row["changed"]):
        problems.append("not recognised as done before")
    return problems, stress.one_line(row)


def main():
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    program, failures, rows = sys.argv[1], [], 0
    with tempfile.TemporaryDirectory() as work:
        for name in HEADS:
            source = os.path.join(folder, "heads", name + ".nii.gz")
            brain = measures.voxels(nib.load(os.path.join(folder, "masks", name + "_brain.nii.gz"))) > 0
            problems, line = check_head(program, source, os.path.join(work, "out.nii"), brain)
            print(f"{name:45} {line} {'; '.join(problems)}", flush=True)
            failures += [f"{name}: {p}" for p in problems]
            rows += 1
        for letter, names in DISTORTED.items():
            head = stress.load(folder, letter, program, work)
            cases = [case for case in distortions.all_cases(head, True) if case.name in names]
            others = COILS.get(letter, []) + NOISY.get(letter, [])
            cases += [case for family in (held_out.surface_coils, exam.in_noise) for case in family(head) if case.name in others]
            if len(cases) != len(names) + len(others):
                failures.append(f"{letter}: {len(names) + len(others)} distortions asked for, {len(cases)} made")
            for case in cases:
                problems, line = check_distorted(program, head, case, work)
                print(line, "; ".join(problems), flush=True)
                failures += [f"{letter}, {case.name}: {p}" for p in problems]
                rows += 1
    print(f"{rows} images, {len(failures)} problems")
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
