"""How much of the original skin a defacing leaves, part by part, measured without the program's own mask.

Skin: voxels of the head next to the air that is open to the front or the sides, on a grid in template space. It is left
where it lies within 2 mm of the output's skin. Parts and the most that may be left of each: share/face_parts.tsv.
"""
import csv
import os

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

TABLE = os.path.join(os.path.dirname(__file__), "..", "..", "share", "face_parts.tsv")
LOW, HIGH = np.array([-106, -70, -170]), np.array([106, 125, 6])  # mm of template space
NEAR_MM = 2.0
EDGE_MM = 3  # skin as near to the edge of the field of view is a cut, not skin
BLOCK_MM, SEAL_BLOCKS, SEAL_MM = 2, 3, 4  # openings up to 12 mm are sealed; air comes as near as 4 mm otherwise
SHARE_OPEN = 0.3  # of the voxels of air around the head see the front or a side
SMALLEST_ISLAND = 300  # mm3
FEWEST = 100  # mm2 of skin; a part that shows less does not count


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


def read_parts(path=TABLE):
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


def in_template(data, affine, template_to_ras, step, outside):
    """The image on a grid of `step` mm in template space, `outside` beyond its field of view."""
    grid = np.diag([step, step, step, 1.0])
    grid[:3, 3] = LOW
    to_voxel = np.linalg.inv(affine) @ template_to_ras @ grid
    shape = tuple((HIGH - LOW) // step + 1)
    return ndimage.affine_transform(data, to_voxel[:3, :3], to_voxel[:3, 3], shape, order=1, cval=outside)


def without_islands(head, step):
    labels, count = ndimage.label(head)
    return head if count < 2 else (np.bincount(labels.ravel()) >= SMALLEST_ISLAND / step ** 3)[labels] & head


def in_blocks(head, n):
    padded = np.pad(head, [(0, -size % n) for size in head.shape], mode="edge")
    shape = [part for size in padded.shape for part in (size // n, n)]
    return padded.reshape(shape).any(axis=(1, 3, 5))


def open_air(head, seen, step):
    """Air that is open to the front or to the sides, on blocks of 2 mm, so that neither nostrils nor what the edge of
    the field of view cuts open (bone is as dark as air) lead it inside."""
    n = max(1, BLOCK_MM // step)
    tissue = ndimage.binary_closing(np.pad(in_blocks(head, n), SEAL_BLOCKS), iterations=SEAL_BLOCKS)
    tissue = tissue[SEAL_BLOCKS:-SEAL_BLOCKS, SEAL_BLOCKS:-SEAL_BLOCKS, SEAL_BLOCKS:-SEAL_BLOCKS]
    hidden = [np.maximum.accumulate(tissue[:, ::-1], 1)[:, ::-1], np.maximum.accumulate(tissue, 0),
              np.maximum.accumulate(tissue[::-1], 0)[::-1]]
    sees_out = ~np.logical_and.reduce(hidden)
    labels, count = ndimage.label(~tissue & seen[::n, ::n, ::n])
    share = ndimage.mean(sees_out, labels, np.arange(count + 1))
    is_open = np.nan_to_num(share) >= SHARE_OPEN
    is_open[0] = False
    whole = is_open[labels].repeat(n, 0).repeat(n, 1).repeat(n, 2)
    return whole[:head.shape[0], :head.shape[1], :head.shape[2]]


def skin_of(head, seen, step):
    """The head's voxels next to the air around it."""
    air = ndimage.binary_dilation(open_air(head, seen, step), iterations=SEAL_MM // step, mask=~head)
    return head & ndimage.binary_dilation(air)


def left(before, after, affine, template_to_ras, parts, step=1, level=None, seen=None):
    """Part -> share of its skin that is left; None where less than 1 cm2 of it is in view. `level` separates air from
    head; `seen` marks the voxels that the scanner saw, where it did not see all."""
    lowest = min(0.0, float(before.min()))
    original, output = (in_template(data, affine, template_to_ras, step, lowest) for data in (before, after))
    level = air_level(before) if level is None else level
    seen = np.ones(before.shape, np.float32) if seen is None else seen.astype(np.float32)
    seen = in_template(seen, affine, template_to_ras, step, 0.0) > 0.5
    skin = skin_of(without_islands((original > level) & seen, step), seen, step)
    spacing = step * np.linalg.norm(template_to_ras[:3, :3], axis=0)
    at = np.argwhere(skin & ndimage.binary_erosion(seen, iterations=-(-EDGE_MM // step)))
    rest = np.argwhere(skin_of(without_islands((output > level) & seen, step), seen, step))
    stays = np.zeros(len(at), bool)
    if len(rest):
        stays = cKDTree(rest * spacing).query(at * spacing, distance_upper_bound=NEAR_MM + 0.01)[0] <= NEAR_MM + 0.01
    shares = {}
    for part in parts:
        inside = part.contains(step * at + LOW)
        shares[part.name] = float(stays[inside].mean()) if inside.sum() * step ** 2 >= FEWEST else None
    return shares
