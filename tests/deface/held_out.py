#!/usr/bin/env python3
"""Defaces heads that no margin and no threshold was chosen on, and writes their table.

usage: held_out.py DEFACE_ONE [--heads A,B] [--cases WORD,WORD] [--table FILE] [--jobs N]
The people are those of stress.py, their heads are others: bent smoothly at random, widened, narrowed, a ten-year-old's
size, with tumours that push the brain aside, in contrasts, slices, headers and artefacts that distortions.py does not
have. Cells and exit codes as in stress.py.
"""
import sys

import numpy as np
from scipy import ndimage

import distortions
import stress
from distortions import SIDE, SPACING, resample, rotation, shift


def bent(head, field):
    """Data and mask of a head whose voxel at x shows what lay at x + field (voxels)."""
    at = np.indices(head.shape).astype(np.float32) + field
    return (ndimage.map_coordinates(head.plain, at, order=1),
            ndimage.map_coordinates(head.mask.astype(np.float32), at, order=1) > 0.5)


def random_field(seed, sigma_mm, most_mm):
    rng = np.random.default_rng(seed)
    field = np.stack([ndimage.gaussian_filter(rng.normal(size=(SIDE,) * 3), sigma_mm / SPACING) for _ in range(3)])
    return (field * most_mm / SPACING / np.abs(field).max()).astype(np.float32)


def shaped(head, name, x, y, z):
    scale = head.about_centre(np.diag([x, y, z, 1.0]))
    data, mask = head.on_grid(np.diag([x, y, z, 1.0]))
    return head.case(name, data, mask, moved=scale)


def shapes(head):
    yield shaped(head, "wide and short head", 1.08, 0.92, 1.0)
    yield shaped(head, "narrow and long head", 0.92, 1.07, 1.0)
    yield shaped(head, "flat head", 1.03, 1.03, 0.9)
    for seed in (11, 12, 13):
        data, mask = bent(head, random_field(seed, 22, 7))
        yield head.case(f"bent at random {seed}", data, mask)
    size = 0.93 if head.letter != "B" else 1.06
    yield shaped(head, "ten-year-old's size", size, size, size * 0.97)


def poses(head):
    for name, turn in {"pitched far back": rotation(0, 50), "pitched far down": rotation(0, -48),
                       "pitched back, rolled, turned": rotation(0, 35) @ rotation(1, -20) @ rotation(2, -25),
                       "rolled 40": rotation(1, 40), "turned 45": rotation(2, 45)}.items():
        data, mask = head.on_grid(turn)
        yield head.case(name, data, mask, moved=head.about_centre(turn))


def headers(head):
    """The same voxels under headers that name other axes or directions."""
    for name, signs in {"header mirrored front to back": (1, -1, 1), "header mirrored up and down": (1, 1, -1)}.items():
        mirror = head.about_centre(np.diag([*map(float, signs), 1.0]))
        yield head.case(name, affine=mirror @ head.grid, moved=mirror)
    for name, order in {"header swaps front and up": (0, 2, 1), "header rotates all axes": (1, 2, 0)}.items():
        swap = np.zeros((4, 4))
        swap[3, 3] = 1
        for row, column in enumerate(order):
            swap[row, column] = 1
        moved = head.about_centre(swap)
        yield head.case(name, affine=moved @ head.grid, moved=moved)
    far = shift([180, -240, 300])
    yield head.case("header far away", affine=far @ head.grid, moved=far)


def on_slices(head, name, data, spacing, turn=None):
    """On a grid of other spacing, with what a slice profile of its thickness sees; oblique where turned."""
    turn = np.eye(4) if turn is None else turn
    wide = [max(0.0, (s / SPACING - 1) * 0.5) for s in spacing]
    extent = SIDE * SPACING
    shape = tuple(int(extent / s) for s in spacing)
    grid = np.diag([*map(float, spacing), 1.0])
    grid[:3, 3] = -(np.array(shape) - 1) * np.array(spacing) / 2
    grid = shift(head.centre) @ turn @ grid
    back = np.linalg.inv(head.grid) @ grid
    values = ndimage.gaussian_filter(data.astype(np.float32), wide)
    return head.case(name, ndimage.affine_transform(values, back[:3, :3], back[:3, 3], shape, order=1),
                     resample(head.mask, head.grid, grid, shape) > 0.5, grid)


def contrasts(head):
    t = distortions.tissue_of_t1w(head)
    air, noise = ~head.solid, np.abs(head.rng.normal(0, 0.02, head.shape))
    inside = lambda low, high: np.where(head.mask, np.interp(t, *low), np.interp(t, *high))
    flair = inside(([0, 0.35, 0.5, 0.75, 1, 1.6], [0, 0.08, 0.5, 0.85, 0.62, 0.6]), ([0, 0.2, 0.5, 1, 2], [0, 0.15, 0.35, 0.7, 1.2]))
    flair = 700 * (np.where(air, 0.3 * t, flair) + noise)
    yield on_slices(head, "FLAIR, 0.5 x 0.5 x 5 mm axial", flair, (0.5, 0.5, 5))
    yield on_slices(head, "FLAIR, 0.9 x 5 x 0.9 mm coronal", flair, (0.9, 5, 0.9))
    pd = inside(([0, 0.35, 0.5, 0.75, 1, 1.6], [0, 1.0, 0.95, 0.85, 0.7, 0.7]), ([0, 0.2, 0.5, 1, 2], [0, 0.25, 0.6, 0.85, 1.1]))
    pd = 900 * (np.where(air, 0.3 * t, pd) + noise)
    yield on_slices(head, "PD, oblique, 0.9 x 0.9 x 4 mm", pd, (0.9, 0.9, 4), rotation(0, -22) @ rotation(2, 9) @ rotation(1, 6))
    t2 = inside(([0, 0.35, 0.5, 0.75, 1, 1.6], [0, 1.6, 1.0, 0.6, 0.4, 0.4]), ([0, 0.2, 0.5, 1, 2], [0, 0.12, 0.3, 0.5, 0.9]))
    yield on_slices(head, "T2w, fat dark, 1 x 1 x 3 mm axial", 800 * (np.where(air, 0.3 * t, t2) + noise), (1, 1, 3))
    contrast_agent = np.where(~head.mask & (t > 0.35), 1.6 * head.plain, head.plain)
    yield head.case("scalp and vessels bright", contrast_agent)
    yield head.case("scalp dark (fat saturated)", np.where(head.mask, head.plain, 0.55 * head.plain))
    yield head.case("epi-like: blurred, front lost", signal_loss(head))


def signal_loss(head):
    x, y, z = np.indices(head.shape)
    low = np.argwhere(head.mask)
    front, bottom = low[:, 1].max(), low[:, 2].min()
    hole = np.exp(-(((x - SIDE / 2) / 9) ** 2 + ((y - front + 6) / 9) ** 2 + ((z - bottom - 14) / 6) ** 2))
    return ndimage.gaussian_filter(head.plain * (1 - 0.9 * hole), 1.2)


def tumours(head):
    inside = np.argwhere(head.mask)
    low, high = inside.min(0), inside.max(0)
    for name, place, radius, gain in [("temporal tumour, dark core", (0.8, 0.55, 0.3), 26, -0.8),
                                      ("huge parietal tumour, bright rim", (0.3, 0.4, 0.65), 34, 0.9),
                                      ("fronto-basal tumour, bright", (0.5, 0.88, 0.28), 18, 0.8),
                                      ("pole of the brain dark", (0.35, 0.93, 0.5), 20, -0.7)]:
        centre = low + np.array(place) * (high - low)
        offset = np.indices(head.shape) - centre[:, None, None, None]
        away = np.sqrt((offset ** 2).sum(0)) * SPACING
        push = -0.25 * np.exp(-(away / radius) ** 2) * offset  # what lay nearer to the centre
        data, mask = bent(head, np.where(head.mask, push, 0).astype(np.float32))
        edge = np.clip((radius - away) / 4, 0, 1) * mask
        rim = edge * np.clip(1 - np.abs(away - 0.8 * radius) / 6, 0, 1)
        change = rim - 0.5 * (edge - rim) if "rim" in name else edge
        yield head.case(name, np.clip(data + gain * change * np.where(change * gain < 0, data, head.top), 0, None), mask)


def surface_coils(head):
    x = np.linspace(-1, 1, SIDE)
    a, b, c = x[:, None, None], x[None, :, None], x[None, None, :]
    for place, log in {"behind": -2.0 * b, "above": 2.0 * c, "at the left, below": -1.6 * a - 0.9 * c,
                       "at a side, in front": 1.7 * a + 0.7 * b}.items():
        yield distortions.shaded(head, f"surface coil {place}", log)


def artefacts(head):
    rng = np.random.default_rng(5)
    for number in (1, 2):
        log = sum(ndimage.zoom(rng.normal(0, s, (n, n, n)), SIDE / n, order=2) for n, s in ((3, 0.45), (4, 0.2)))
        yield distortions.shaded(head, f"random shading {number}", log)
    yield from surface_coils(head)
    for name, beyond_mm, gap_mm in [("nose wrapped to the back", 16, 24), ("half a face wrapped to the back", 36, 10)]:
        yield wrapped(head, name, int(beyond_mm / SPACING), int(gap_mm / SPACING))
    ghost = head.plain + 0.18 * np.roll(head.plain, 30, 1) + 0.18 * np.roll(head.plain, -30, 1)
    yield head.case("ghosts along front to back", ghost)
    teeth = np.argwhere(head.solid)
    x, y, z = np.indices(head.shape)
    mouth = head.face_point([0, 70, -95])
    if mouth is not None:
        hole = sum(((i - c) * SPACING) ** 2 for i, c in zip((x, y, z), mouth)) < 32 ** 2
        yield head.case("braces: mouth dark", np.where(hole & ~head.mask, 0.04 * head.top, head.plain))
    board = np.zeros(head.shape, bool)
    board[20:100, max(0, teeth[:, 1].min() - 4):max(1, teeth[:, 1].min() - 1), 20:] = True
    pad = head.plain + np.where(board & ~head.solid, 0.6 * head.top, 0)
    yield head.case("cushion behind the head", pad)
    yield head.case("motion", 0.5 * head.plain + 0.3 * np.roll(head.plain, 2, 2) + 0.2 * np.roll(head.plain, -3, 1))


def wrapped(head, name, beyond, gap):
    """The field of view ends so many voxels within the face and so many behind the head; what lies in front of it
    is folded to its back by the phase encoding."""
    solid = np.argwhere(head.solid)
    low, high = max(0, solid[:, 1].min() - gap), solid[:, 1].max() + 1 - beyond
    case = head.cut(name, slice(None), slice(low, high), slice(None))
    case.data = case.data.copy()
    case.data[:, :beyond] += head.plain[:, high:high + beyond]
    case.must_go = np.zeros(case.data.shape, bool)
    case.must_go[:, :beyond] = head.solid[:, high:high + beyond] & ~head.solid[:, low:low + beyond]
    return case


def face_point(head, template_mm):
    if head.pose is None:
        return None
    return (np.linalg.inv(head.grid) @ head.pose @ np.r_[template_mm, 1])[:3]


def all_cases(head, is_t1w):
    head.face_point = lambda point: face_point(head, point)
    families = [shapes, poses, headers, tumours, artefacts] + ([contrasts] if is_t1w else [])
    for family in families:
        yield from family(head)


if __name__ == "__main__":
    sys.exit(stress.main(all_cases))
