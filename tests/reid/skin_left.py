#!/usr/bin/env python3
"""How much of the original skin is left after defacing, part by part, on the real heads of SHAREREADY_TEST_DATA.

usage: skin_left.py DEFACE_ONE_EXECUTABLE FACE_PARTS_TSV [HEAD...]
Skin: voxels of the head next to the air around it, on a 1 mm grid in template space. It is left where it lies within
2 mm of the output's skin. Parts and the most that may be left of each: share/face_parts.tsv. Parts of which the field
of view shows less than 1 cm2 do not count. Exit code 1 where a limit is passed or the measure does
not find all of the skin in an untouched head; 77 without data.
"""
import csv
import os
import subprocess
import sys
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

HEADS = ["S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
         "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w", "S09_T2w",
         "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw"]
SESSIONS = [("S09_T1w", "S09_T2w"), ("S17_cropped_T1w", "S17_cropped_PDw")]  # the second follows the first
LOW, HIGH = np.array([-106, -70, -170]), np.array([106, 125, 6])  # mm of template space
NEAR_MM = 2.0
EDGE_MM = 3  # skin as near to the edge of the field of view is a cut, not skin
SEAL_BLOCKS, SEAL_MM = 3, 4  # openings up to 12 mm are sealed; air comes as near as this to the head otherwise
SHARE_OPEN = 0.3  # of the voxels of air around the head see the front or a side
SMALLEST_ISLAND = 300  # voxels
FEWEST = 100  # skin voxels, about mm2


class Part:
    """A row of the table: where a part of the face lies in template space (RAS mm)."""

    def __init__(self, row):
        self.name, self.shape, self.mirrored = row["part"], row["shape"], row["mirrored"] == "yes"
        self.centre = np.array([float(row[k]) for k in ("x", "y", "z")])
        self.half = np.array([float(row[k]) for k in ("half_x", "half_y", "half_z")])
        self.limit = float(row["most_left"]) if row["most_left"] else None

    def contains(self, points):
        points = points.astype(float)
        if self.mirrored:
            points[:, 0] = np.abs(points[:, 0])
        away = np.abs(points - self.centre) / self.half
        return (away ** 2).sum(1) <= 1 if self.shape == "ellipsoid" else (away <= 1).all(1)


def read_parts(path):
    with open(path, encoding="utf-8") as table:
        return [Part(row) for row in csv.DictReader(table, delimiter="\t")]


def air_level(data):
    """Otsu's threshold on square roots, halfway down to the mean of what lies below: skin is dim."""
    values = np.sqrt(np.clip(data[::2, ::2, ::2].ravel(), 0, None))
    values = values[(values > 0) & (values < np.percentile(values, 99.5))]
    counts, edges = np.histogram(values, 256)
    middle = (edges[1:] + edges[:-1]) / 2
    below, moment = np.cumsum(counts), np.cumsum(counts * middle)
    between = (moment[-1] * below / below[-1] - moment) ** 2 / np.maximum(below * (below[-1] - below), 1)
    best = int(np.argmax(between))
    air = moment[best] / max(below[best], 1)
    return ((middle[best] + air) / 2) ** 2


def first_volume(path):
    image = nib.load(path)
    data = np.nan_to_num(np.asarray(image.dataobj, dtype=np.float32))
    return data.reshape(data.shape[:3] + (-1,))[..., 0], image.affine


def in_template(data, affine, template_to_ras):
    """The image on the grid of template space, -1 outside of its field of view."""
    grid = np.eye(4)
    grid[:3, 3] = LOW
    to_voxel = np.linalg.inv(affine) @ template_to_ras @ grid
    return ndimage.affine_transform(data, to_voxel[:3, :3], to_voxel[:3, 3], tuple(HIGH - LOW + 1), order=1, cval=-1)


def without_islands(head):
    labels, count = ndimage.label(head)
    return head if count < 2 else (np.bincount(labels.ravel()) >= SMALLEST_ISLAND)[labels] & head


def open_air(head, seen):
    """Air that is open to the front or to the sides, on blocks of 2 mm, so that neither nostrils nor what the edge of
    the field of view cuts open (bone is as dark as air) lead it inside."""
    blocks = np.pad(head, [(0, n % 2) for n in head.shape], mode="edge")
    blocks = blocks.reshape(blocks.shape[0] // 2, 2, blocks.shape[1] // 2, 2, -1, 2).any(axis=(1, 3, 5))
    tissue = ndimage.binary_closing(np.pad(blocks, SEAL_BLOCKS), iterations=SEAL_BLOCKS)
    tissue = tissue[SEAL_BLOCKS:-SEAL_BLOCKS, SEAL_BLOCKS:-SEAL_BLOCKS, SEAL_BLOCKS:-SEAL_BLOCKS]
    hidden = [np.maximum.accumulate(tissue[:, ::-1], 1)[:, ::-1], np.maximum.accumulate(tissue, 0),
              np.maximum.accumulate(tissue[::-1], 0)[::-1]]
    sees_out = ~np.logical_and.reduce(hidden)
    labels, count = ndimage.label(~tissue & seen[::2, ::2, ::2])
    share = ndimage.mean(sees_out, labels, np.arange(count + 1))
    is_open = np.nan_to_num(share) >= SHARE_OPEN
    is_open[0] = False
    return np.repeat(np.repeat(np.repeat(is_open[labels], 2, 0), 2, 1), 2, 2)[:head.shape[0], :head.shape[1], :head.shape[2]]


def skin_of(head, seen):
    """The head's voxels next to the air around it."""
    air = ndimage.binary_dilation(open_air(head, seen), iterations=SEAL_MM, mask=~head)
    return head & ndimage.binary_dilation(air)


def skin_left(before, after, affine, template_to_ras, parts):
    """Part -> (skin voxels, share of them that is left)."""
    original, output = (in_template(data, affine, template_to_ras) for data in (before, after))
    level = air_level(before)
    seen = original >= 0
    skin = skin_of(without_islands(original > level), seen)
    spacing = np.linalg.norm(template_to_ras[:3, :3], axis=0)
    at = np.argwhere(skin & ndimage.binary_erosion(seen, iterations=EDGE_MM))
    stays = cKDTree(np.argwhere(skin_of(without_islands(output > level), seen)) * spacing)
    left = stays.query(at * spacing, distance_upper_bound=NEAR_MM)[0] <= NEAR_MM
    found = {}
    for part in parts:
        inside = part.contains(at + LOW)
        found[part.name] = (int(inside.sum()), float(left[inside].mean()) if inside.any() else 0.0)
    return found


def deface(program, images, folder):
    """Returns the outputs, the verdicts and the template's place in the first image."""
    outputs = [os.path.join(folder, os.path.basename(image)[:-3]) for image in images]
    command = [program] + [word for pair in zip(images, outputs) for word in pair]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    matrix = np.eye(4)
    matrix[:3] = np.array([l for l in lines if l.startswith("template_to_ras")][0].split()[1:], float).reshape(3, 4)
    return outputs, [l.split()[1].rstrip(":") for l in lines if l.startswith("image:")], matrix


def main():
    program, parts = sys.argv[1], read_parts(sys.argv[2])
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    jobs = [(head,) for head in sys.argv[3:] or HEADS] + ([] if sys.argv[3:] else SESSIONS)
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
                untouched = skin_left(before, before, affine, matrix, parts)
                failures += [f"untouched {n}: {100 * s:.0f} % left" for n, (_, s) in untouched.items() if s < 1]
            found = skin_left(before, first_volume(outputs[-1])[0], affine, matrix, parts)
            cells = ""
            for part in parts:
                count, share = found[part.name]
                cells += f"{'-' if count < FEWEST else format(100 * share, '.2f') + ' %':>10}"
                if count < FEWEST:
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
