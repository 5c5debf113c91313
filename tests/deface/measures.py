"""What a defacing did to one image, measured without the program's own mask, for heads.py and stress.py."""
import dataclasses
import os
import subprocess
import sys
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

LANDMARKS = np.array([[0, 84, -38, 1], [32, 62, -40, 1], [-32, 62, -40, 1], [-75, -20, -50, 1], [75, -20, -50, 1],
                      [0, -20, 90, 1], [0, -110, 0, 1]]).T


@dataclasses.dataclass
class Run:
    error: str = ""
    face: str = ""     # verdict of the registration
    verdict: str = ""  # of the image
    reason: str = ""
    figures: dict = dataclasses.field(default_factory=dict)
    pose: np.ndarray = None


def check_heads(names, check):
    """check(program, folder, name, work) -> (problems, a line of figures), for each head; returns the exit code."""
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    failures = 0
    with tempfile.TemporaryDirectory() as work:
        for name in sys.argv[2:] or names:
            problems, line = check(sys.argv[1], folder, name, work)
            print(f"{name:32} {line} {'; '.join(problems)}", flush=True)
            failures += len(problems)
    print(f"{failures} problems")
    return 1 if failures else 0


def deface(program, source, target):
    return run(program, source, target)


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    run = Run()
    if done.returncode:
        run.error = done.stderr.strip() or f"exit code {done.returncode}"  # a signal says nothing
        return run
    for line in done.stdout.splitlines():
        words = line.split()
        if line.startswith("  "):
            run.figures[words[0]] = float(words[1])
        elif words[0] == "template_to_ras":
            run.pose = np.vstack([np.array(words[1:], float).reshape(3, 4), [0, 0, 0, 1]])
        elif words[0] in ("face:", "image:"):
            setattr(run, "face" if words[0] == "face:" else "verdict", words[1].rstrip(":"))
            run.reason = line.partition(words[1])[2].strip()
    return run


def voxels(image):
    return np.asarray(image.dataobj)


def brain_lost(changed, brain):
    """Voxels of the brain mask, eroded by one voxel, that changed."""
    return int((changed & ndimage.binary_erosion(brain)).sum())


def brain_slack_mm(changed, brain, spacing):
    """How far the removal stays away from the eroded brain; negative: how deep it went in."""
    inner = ndimage.binary_erosion(brain)
    if not changed.any() or not inner.any():
        return np.inf
    where = np.argwhere(inner)
    reach = [int(np.ceil(15 / s)) for s in spacing]
    box = tuple(slice(max(0, a - r), b + r + 1) for a, b, r in zip(where.min(0), where.max(0), reach))
    inner, changed = inner[box], changed[box]
    if not changed.any():
        return 15.0
    if (inner & changed).any():
        return -float(ndimage.distance_transform_edt(inner, spacing)[changed].max())
    return min(15.0, float(ndimage.distance_transform_edt(~inner, spacing)[changed].min()))


def pose_error_mm(found, truth):
    """The largest distance between where landmarks were found and where they are."""
    if found is None or truth is None:
        return float("nan")
    return float(np.linalg.norm(((found - truth) @ LANDMARKS)[:3], axis=0).max())
