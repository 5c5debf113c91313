#!/usr/bin/env python3
"""How much of the original skin is left after defacing, part by part, on the real heads of SHAREREADY_TEST_DATA.

usage: skin_left.py DEFACE_ONE_EXECUTABLE [HEAD...]
What skin is and when it is left: skin.py; the most that may be left: share/face_parts.tsv. Exit code 1 where a limit is
passed or the measure does not find all of the skin in an untouched head; 77 without data.
"""
import os
import subprocess
import sys
import tempfile

import nibabel as nib
import numpy as np

import skin

HEADS = ["S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
         "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w", "S09_T2w",
         "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw"]
SESSIONS = [("S09_T1w", "S09_T2w"), ("S17_cropped_T1w", "S17_cropped_PDw")]  # the second follows the first


def first_volume(path):
    image = nib.load(path)
    data = np.nan_to_num(np.asarray(image.dataobj, dtype=np.float32))
    return data.reshape(data.shape[:3] + (-1,))[..., 0], image.affine


def deface(program, images, folder):
    """Returns the outputs, the verdicts and the template's place in the first image."""
    outputs = [os.path.join(folder, os.path.basename(image)[:-3]) for image in images]
    command = [program] + [word for pair in zip(images, outputs) for word in pair]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    matrix = np.eye(4)
    matrix[:3] = np.array([l for l in lines if l.startswith("template_to_ras")][0].split()[1:], float).reshape(3, 4)
    return outputs, [l.split()[1].rstrip(":") for l in lines if l.startswith("image:")], matrix


def main():
    program, parts = sys.argv[1], skin.read_parts()
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    jobs = [(head,) for head in sys.argv[2:] or HEADS] + ([] if sys.argv[2:] else SESSIONS)
    worst = {part.name: (0.0, "-") for part in parts}
    failures = []
    print(f"{'original skin left':48}" + "".join(f"{part.name:>10}" for part in parts))
    with tempfile.TemporaryDirectory() as work:
        for job in jobs:
            images = [os.path.join(folder, "heads", head + ".nii.gz") for head in job]
            outputs, verdicts, matrix = deface(program, images, work)
            name = job[-1] + (f" after {job[0]}" if len(job) > 1 else "")
            before, affine = first_volume(images[-1])
            if job is jobs[0]:
                untouched = skin.left(before, before, affine, matrix, parts)
                failures += [f"untouched {n}: {100 * s:.0f} % left" for n, s in untouched.items() if s is not None and s < 1]
            found = skin.left(before, first_volume(outputs[-1])[0], affine, matrix, parts)
            cells = ""
            for part in parts:
                share = found[part.name]
                cells += f"{'-' if share is None else format(100 * share, '.2f') + ' %':>10}"
                if share is None:
                    continue
                if share > worst[part.name][0]:
                    worst[part.name] = (share, name)
                if part.limit is not None and share > part.limit:
                    failures.append(f"{name}: {part.name} {100 * share:.2f} %, at most {100 * part.limit:.0f} %")
            if verdicts[-1] != "done":
                failures.append(f"{name}: {verdicts[-1]}")
            print(f"{name:48}{cells}", flush=True)
    for part in parts:
        print(f"worst {part.name}: {100 * worst[part.name][0]:.2f} %, {worst[part.name][1]}")
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
