#!/usr/bin/env python3
"""Defaces heads that are difficult in several ways at once, or in ways that stress.py and held_out.py do not have.

usage: exam.py DEFACE_ONE [--heads A,B] [--cases WORD,WORD] [--table FILE] [--jobs N]
Numbers and headers of other kinds, empty fields of view, thick slices with gaps, missing bone, large noses, open mouths,
ears that stand out, and faces that the encoding by phase folds to places where no region looks for them. Cells and exit
codes as in stress.py. Written on 2026-11-27; what was changed for its sake stands in docs/adr/0005.
"""
import dataclasses
import sys

import numpy as np
from scipy import ndimage

import distortions
import held_out
import skin
import stress
from distortions import SIDE, SPACING, rotation, shift
from held_out import bent, on_slices


def cropped(case, axis, low, high):
    """Without the voxels outside of low to high on one axis."""
    where = [slice(None)] * 3
    where[axis] = slice(low, high)
    affine = case.affine @ shift(np.eye(3)[axis] * low)
    return dataclasses.replace(case, data=case.data[tuple(where)], brain=case.brain[tuple(where)], affine=affine)


def flipped(case, axis):
    """The same head with one axis stored the other way."""
    turn = np.eye(4)
    turn[axis, axis], turn[axis, 3] = -1, case.data.shape[axis] - 1
    return dataclasses.replace(case, data=np.flip(case.data, axis), brain=np.flip(case.brain, axis), affine=case.affine @ turn)


def turned(head, name, turn, **more):
    data, mask = head.on_grid(turn)
    return head.case(name, data, mask, moved=head.about_centre(turn), **more)


def ramp(strength):
    x = np.linspace(-1, 1, SIDE)
    return np.exp(strength * (0.6 * x[:, None, None] - 0.5 * x[None, :, None] + 0.6 * x[None, None, :]))


def at_once(head):
    """Pitched, rolled, shaded, in thick slices, cut at the eyes, stored from right to left."""
    turn = rotation(0, 25) @ rotation(1, 20)
    data, mask = head.on_grid(turn)
    data = data * ramp(0.9)
    blocks = lambda v: v.reshape(SIDE, SIDE, SIDE // 3, 3).mean(3)
    affine = head.grid @ shift([0, 0, 1]) @ np.diag([1, 1, 3.0, 1])
    case = head.case("pitched, rolled, shaded, 6 mm, right to left", blocks(data), blocks(mask.astype(float)) > 0.5, affine,
                     head.about_centre(turn))
    yield flipped(case, 0)
    eyes = head.face_point([0, 60, -45])
    plain = turned(head, "pitched, rolled, shaded, cut at the eyes, unsigned", turn, stored="uint16")
    plain.data = plain.data * ramp(0.9)
    lowest = (np.linalg.inv(head.grid) @ head.about_centre(turn) @ head.grid @ np.r_[eyes, 1])[2]
    yield flipped(cropped(plain, 2, int(lowest), None), 0)
    noise = lambda: head.rng.normal(0, 0.08 * head.top, head.shape)
    shaky = np.hypot(head.plain * ramp(0.5) + noise(), noise())
    yield on_slices(head, "pitched, rolled, noisy, 1 x 1 x 6 mm with gaps", shaky, (1, 1, 6.5), rotation(0, -25) @ rotation(1, -15))


def stored(head):
    for kind in ("uint16", "int8", "big-endian", "float with NaN", "scaled", "4D"):
        yield head.case(kind, stored=kind)
    pitched = rotation(0, 20) @ rotation(2, 10)
    yield turned(head, "no sform", pitched, header="qform")
    yield turned(head, "wrong qform", pitched, header="wrong qform")
    yield turned(head, "neither sform nor qform", pitched, header="none")
    data = 1.05 * head.plain.max() - head.plain
    yield head.case("negative: air bright", data)


def fields_of_view(head):
    wide = [(0, 0), (SIDE, 0), (0, SIDE)]
    affine = head.grid @ shift([0, -SIDE, 0])
    yield head.case("two more heads' room around it", np.pad(head.plain, wide), np.pad(head.mask, wide), affine)
    rows = np.flatnonzero(head.solid.any((0, 1)))
    bottom = head.plain[:, :, rows[0] + 1:rows[0] + 4].mean(2)
    case = distortions.neck_and_shoulders(head, bottom, rows[0] + 1)
    yield dataclasses.replace(case, name="neck and shoulders, shaded, no position", header="none",
                              data=case.data * np.exp(np.linspace(1.2, -0.6, case.data.shape[2])))
    for name, scale in (("0.7 of the size", 0.7), ("1.15 of the size", 1.15)):
        yield held_out.shaped(head, name, scale, scale, scale)
    for name, spacing in (("axial 6 mm with gaps", (0.9, 0.9, 7)), ("sagittal 6 mm with gaps", (7, 0.9, 0.9)),
                          ("coronal 6 mm with gaps", (0.9, 7, 0.9))):
        yield on_slices(head, name, head.plain, spacing)


def spheres(head):
    inside = np.argwhere(head.mask)
    low, high = inside.min(0), inside.max(0)
    at = np.indices(head.shape)
    away = lambda place: np.sqrt(((at - (low + np.array(place) * (high - low))[:, None, None, None]) ** 2).sum(0)) * SPACING
    hole = away((0.3, 0.95, 0.55)) < 30
    yield head.case("frontal lobe and its bone cut out", np.where(hole, 0.02 * head.plain, head.plain), head.mask & ~hole)
    mass = np.clip((24 - away((0.4, 0.9, 0.12))) / 4, 0, 1)
    yield head.case("bright mass from the frontal base into an orbit", head.plain + 1.1 * head.top * mass)
    swelling = np.clip((30 - away((0.75, 1.05, 0.6))) / 4, 0, 1) * ~head.mask
    yield head.case("swollen forehead", np.maximum(head.plain, 0.5 * head.top * swelling))


def template_points(head, pose):
    return np.einsum("ij,j...->i...", np.linalg.inv(pose) @ head.grid, np.stack([*np.indices(head.shape), np.ones(head.shape)]))[:3]


def stretched(head, name, weight, template_mm, **more):
    """What weighs 1 is moved by a way in the head's own frame."""
    way = (np.linalg.inv(head.grid) @ head.pose)[:3, :3] @ np.array(template_mm, float)
    data, mask = bent(head, -(weight[None] * way[:, None, None, None]).astype(np.float32))
    return head.case(name, data, mask, **more)


def features(head):
    if head.pose is None:
        return
    x, y, z = template_points(head, head.pose)
    step = lambda v, width: 1 / (1 + np.exp(-np.clip(v / width, -30, 30)))
    nose = np.exp(-(x / 16) ** 2 - ((z + 86) / 18) ** 2) * step(y - 62, 8)
    yield stretched(head, "nose 18 mm longer", nose, (0, 18, 0))
    jaw = step(-118 - z, 5) * step(y - 15, 8)
    opened = stretched(head, "mouth open", jaw, (0, -3, -15))
    opened.data = np.where((np.abs(x) < 22) & (y > 45) & (z < -118) & (z > -130), 0.03 * head.top, opened.data)
    yield opened
    ear = np.exp(-((y + 25) / 28) ** 2 - ((z + 56) / 36) ** 2)
    right, left = (ear * step(sign * x - 80, 5) for sign in (1, -1))
    way = (np.linalg.inv(head.grid) @ head.pose)[:3, 0] * 14
    data, mask = bent(head, (-(right - left)[None] * way[:, None, None, None]).astype(np.float32))
    yield head.case("ears stand out by 14 mm more", data, mask)
    yield stretched(head, "chin 15 mm longer", step(-125 - z, 6) * step(y - 30, 8), (0, 4, -15))


def parts_of_face(head, pose):
    """Where the head has what share/face_parts.tsv lists."""
    points = template_points(head, pose).reshape(3, -1).T
    return head.solid & np.any([part.contains(points) for part in skin.read_parts()], axis=0).reshape(head.shape)


def folded(head, pose, name, axis, cut, room, first=False):
    """The field of view ends `cut` mm within the head at one end of an axis and `room` mm beyond the head (less than 0:
    within it) at the other; what lies outside of the first is folded to the edge of the second by the phase encoding."""
    turn = (lambda v: np.flip(v, axis)) if first else (lambda v: v)
    plain, solid, face = (np.moveaxis(turn(v), axis, 0) for v in (head.plain, head.solid, parts_of_face(head, pose)))
    rows = np.flatnonzero(solid.any((1, 2)))
    low, high = max(0, rows[0] - int(room / SPACING)), rows[-1] + 1 - int(cut / SPACING)
    data, must_go = plain[low:high].copy(), np.zeros(face[low:high].shape, bool)
    beyond = len(plain) - high
    data[:beyond] += plain[high:]
    must_go[:beyond] = face[high:]
    back = lambda v: turn(np.moveaxis(v, 0, axis))
    start = SIDE - high if first else low
    case = cropped(head.case(name), axis, start, start + high - low)
    return dataclasses.replace(case, data=back(data), must_go=back(must_go))


def folds(head):
    if head.pose is None:
        return
    for name, *how in [("nose folded into the back of the head", 1, 16, 4), ("half a face folded into the back of the head", 1, 34, 4),
                       ("nose folded, back of the head cut too", 1, 16, -10), ("ears folded to the other side", 0, 14, 8),
                       ("an ear folded, air at the other side", 0, 14, 40, True), ("chin folded above the vertex", 2, 30, 30, True)]:
        yield folded(head, head.pose, name, *how)
    moved = head.about_centre(rotation(2, 25))
    other = distortions.Head(*head.on_grid(rotation(2, 25)), head.grid)
    yield dataclasses.replace(folded(other, moved @ head.pose, "head turned, ears folded to the other side", 0, 16, 8), moved=moved)


def noisy(case, share, head):
    """In noise of so much of the head's brightness, which no air is free of."""
    noise = lambda: head.rng.normal(0, share * head.top, case.data.shape)
    data = np.hypot(case.data + noise(), noise())
    return dataclasses.replace(case, name=f"{case.name} in noise of {share:.0%}", data=data, unshaded=case.data)


def in_noise(head):
    """Heads that are easily placed too large or too low: noise beside them is no scalp. Inverted, their match is poor."""
    families = (distortions.sizes_and_grids, distortions.fields_of_view, distortions.intensities)
    cases = {case.name: case for family in families for case in family(head)}
    for name in ("newborn size 0.62", "infant size 0.75", "cut below the eyes", "inverted"):
        for share in (0.1, 0.15, 0.2):
            yield noisy(cases[name], share, head)


def all_cases(head, is_t1w):
    head.face_point = lambda point: held_out.face_point(head, point)
    for family in (at_once, stored, fields_of_view, spheres, features, folds, in_noise):
        yield from family(head)


if __name__ == "__main__":
    sys.exit(stress.main(all_cases))
