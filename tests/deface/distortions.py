"""Real heads made difficult, one way each, for heads.py and stress.py.

A Case knows where every point of the head went (`moved`, 4x4, head world mm -> case world mm), so that a registration
can be compared with the truth. Everything is made on a 2 mm grid of 240 mm, unless the name says otherwise.
"""
import dataclasses

import numpy as np
from scipy import ndimage

SIDE, SPACING = 120, 2.0
DEFACED, STRIPPED, PLAIN = "defaced", "stripped", "plain"


@dataclasses.dataclass
class Case:
    name: str
    data: np.ndarray
    brain: np.ndarray
    affine: np.ndarray
    moved: np.ndarray
    kind: str = PLAIN
    stored: str = "int16"  # or another kind of numbers of case_file.py
    header: str = "sform"  # or another position of case_file.py
    must_go: np.ndarray = None  # of the face, where no pose would look for it
    unshaded: np.ndarray = None  # tells skin from air where the data are too dark to
    suffix: str = ""  # as BIDS has it, where the program should know it
    anchor: "Case" = None  # another image of the session, which says where the head is


def rotation(axis, degrees):
    m, a = np.eye(4), np.deg2rad(degrees)
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    m[i, i] = m[j, j] = np.cos(a)
    m[i, j], m[j, i] = -np.sin(a), np.sin(a)
    return m


def shift(v):
    m = np.eye(4)
    m[:3, 3] = v
    return m


def resample(data, affine, grid, shape, order=1):
    m = np.linalg.inv(affine) @ grid
    return ndimage.affine_transform(data.astype(np.float32), m[:3, :3], m[:3, 3], shape, order=order)


class Head:
    """A head on the common grid; `pose` maps template mm to its world, where known."""

    def __init__(self, data, brain, affine, pose=None):
        self.data, self.brain, self.affine, self.pose = data, brain, affine, pose
        self.shape = (SIDE,) * 3
        self.centre = (affine @ np.r_[(np.array(data.shape) - 1) / 2, 1])[:3]
        self.grid = np.diag([SPACING] * 3 + [1.0])
        self.grid[:3, 3] = self.centre - SPACING * (SIDE - 1) / 2
        self.plain, self.mask = self.on_grid(np.eye(4))
        self.top = float(np.percentile(self.plain[self.plain > self.plain.mean()], 95))
        self.rng = np.random.default_rng(1)
        inside = np.argwhere(self.mask)
        self.low, self.high = inside.min(0), inside.max(0)
        smooth = ndimage.gaussian_filter(self.plain, 0.8)
        self.solid = filled(smooth > 0.12 * self.top)

    def on_grid(self, turn):
        """The head moved by `turn` about the middle of its field of view."""
        source = np.linalg.inv(self.about_centre(turn)) @ self.grid
        return (resample(self.data, self.affine, source, self.shape),
                resample(self.brain, self.affine, source, self.shape) > 0.5)

    def in_view(self, case):
        """Where the case shows what the head's own field of view holds."""
        to_head = np.linalg.inv(self.affine) @ np.linalg.inv(case.moved) @ case.affine
        at = np.einsum("ij,j...->i...", to_head[:3, :3], np.indices(case.brain.shape)) + to_head[:3, 3, None, None, None]
        return np.all([(a >= 0) & (a <= n - 1) for a, n in zip(at, self.data.shape)], axis=0)

    def about_centre(self, turn):
        return shift(self.centre) @ turn @ shift(-self.centre)

    def case(self, name, data=None, mask=None, affine=None, moved=None, **more):
        return Case(name, self.plain if data is None else data, self.mask if mask is None else mask,
                    self.grid if affine is None else affine, np.eye(4) if moved is None else moved, **more)

    def cut(self, name, *slices):
        moved = self.grid.copy()
        moved[:3, 3] += SPACING * np.array([s.start or 0 for s in slices])
        return self.case(name, self.plain[slices], self.mask[slices], moved)


def filled(mask):
    labels, count = ndimage.label(mask)
    if count == 0:
        return mask
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    mask = labels == sizes.argmax()
    for axis in range(3):  # air ways open to the outside in 3D are closed in a slice
        for i in range(mask.shape[axis]):
            where = [slice(None)] * 3
            where[axis] = i
            mask[tuple(where)] = ndimage.binary_fill_holes(mask[tuple(where)])
    return mask


def turned(head):
    turns = {f"pitch{a:+d}": rotation(0, a) for a in (-40, -20, 20, 40)}
    turns.update({f"roll{a:+d}": rotation(1, a) for a in (-30, 30)})
    turns.update({f"yaw{a:+d}": rotation(2, a) for a in (-30, 30)})
    turns["pitch+25 roll+15 yaw+20"] = rotation(0, 25) @ rotation(1, 15) @ rotation(2, 20)
    turns["pitch+55"] = rotation(0, 55)
    for name, turn in turns.items():
        data, mask = head.on_grid(turn)
        yield head.case(name, data, mask, moved=head.about_centre(turn))


def wrong_headers(head):
    """The same voxels under headers that name other directions, or none."""
    last = SIDE - 1
    order = np.zeros((4, 4))
    order[2, 0], order[0, 1], order[1, 2], order[3, 3] = -1, 1, -1, 1
    order[1:3, 3] = last
    data = np.ascontiguousarray(head.plain.transpose(2, 0, 1)[::-1, :, ::-1])
    mask = np.ascontiguousarray(head.mask.transpose(2, 0, 1)[::-1, :, ::-1])
    spacing = np.diag([SPACING] * 3 + [1.0])
    new = lambda affine: affine @ np.linalg.inv(head.grid @ order)
    yield head.case("axes permuted, header right", data, mask, head.grid @ order)
    yield head.case("axes permuted, header silent", data, mask, spacing, new(spacing), header="none")
    for name, turn in [("header turned 180 (prone)", rotation(2, 180)), ("header turned 90 (decubitus)", rotation(1, 90)),
                       ("header upside down", rotation(0, 180)), ("header face up", rotation(0, 90))]:
        moved = head.about_centre(turn)
        yield head.case(name, affine=moved @ head.grid, moved=moved)
    mirror = head.about_centre(np.diag([-1.0, 1, 1, 1]))
    yield head.case("header mirrored left to right", affine=mirror @ head.grid, moved=mirror)


def sizes_and_grids(head):
    for name, scale in [("infant size 0.75", 0.75), ("newborn size 0.62", 0.62)]:
        shrink = head.about_centre(np.diag([scale] * 3 + [1.0]))
        yield head.case(name, affine=shrink @ head.grid, moved=shrink)
    for name, steps in [("4 mm", (2, 2, 2)), ("6 mm axial slices", (1, 1, 3)), ("6 mm sagittal slices", (3, 1, 1)),
                        ("6 mm coronal slices", (1, 3, 1))]:
        shape = [s // n for s, n in zip(head.shape, steps)]
        blocks = lambda v: v.reshape(shape[0], steps[0], shape[1], steps[1], shape[2], steps[2]).mean((1, 3, 5))
        affine = head.grid @ np.diag([*map(float, steps), 1.0])
        affine[:3, 3] += SPACING * (np.array(steps) - 1) / 2
        yield head.case(name, blocks(head.plain), blocks(head.mask.astype(float)) > 0.5, affine)


def fields_of_view(head):
    everything = slice(None)
    height = head.high[2] - head.low[2]
    width, depth = head.high[0] - head.low[0], head.high[1] - head.low[1]
    eyes = head.low[2] + int(0.28 * height)
    yield head.cut("cut below the eyes", everything, everything, slice(eyes, None))
    yield head.cut("cut in front of the brain", everything, slice(0, head.high[1] + 2), everything)
    yield head.cut("cut above", everything, everything, slice(0, head.high[2] - int(0.2 * height)))
    yield head.cut("cut at a side", slice(head.low[0] + int(0.25 * width), None), everything, everything)
    yield head.cut("axial slab 70 mm", everything, everything, slice(head.low[2], head.low[2] + 35))
    yield head.cut("sagittal slab 90 mm", slice(head.low[0] + width // 2 - 22, head.low[0] + width // 2 + 23), everything,
                   everything)
    yield head.cut("front half", everything, slice(head.low[1] + depth // 2, None), everything)
    rows = np.flatnonzero(head.solid.any((0, 1)))
    bottom = head.plain[:, :, rows[0] + 1:rows[0] + 4].mean(2)
    yield neck_and_shoulders(head, bottom, rows[0] + 1)


def neck_and_shoulders(head, bottom, first):
    """The lowest slice carried on for 120 mm, widening to shoulders."""
    more = 60
    data = np.zeros((SIDE, SIDE, SIDE + more), np.float32)
    mask = np.zeros(data.shape, bool)
    data[:, :, more:], mask[:, :, more:] = head.plain, head.mask
    middle = (SIDE - 1) / 2
    for down in range(1, more + first):
        wide = 1 + 1.6 / (1 + np.exp(-(down - 40) / 4))
        scale = np.array([1 / wide, 1 / (1 + 0.3 * (wide - 1))])
        data[:, :, more + first - down] = ndimage.affine_transform(bottom, scale, middle * (1 - scale), order=1)
    affine = head.grid @ shift([0, 0, -more])
    return head.case("neck and shoulders", data, mask, affine)


def shaded(head, name, log_gain):
    """In the dark of it an orbit is as dark as air: its skin is told on the head without the shading."""
    return head.case(name, head.plain * np.exp(log_gain), unshaded=head.plain)


def intensities(head):
    x = np.linspace(-1, 1, SIDE)
    a, b, c = x[:, None, None], x[None, :, None], x[None, None, :]
    yield shaded(head, "shading 12 to 1", 0.5 * a - 0.7 * b + 0.5 * c)
    yield shaded(head, "shading 80 to 1, dark front", -1.6 * b + 0.6 * c - 0.2 * a)
    yield shaded(head, "shading 80 to 1, dark below", 0.5 * b + 1.6 * c + 0.3 * a)
    yield shaded(head, "surface coil at a side", 2.0 * a)
    for share in (0.1, 0.2):
        noise = lambda: head.rng.normal(0, share * head.top, head.shape)
        yield head.case(f"noise {share:.0%}", np.hypot(head.plain + noise(), noise()), unshaded=head.plain)
    shown = ndimage.gaussian_filter(head.plain, 0.8) > 0.12 * head.top
    yield head.case("inverted", np.where(shown, np.clip(1.25 * head.top - head.plain, 0, None), 0.3 * head.plain))
    yield head.case("air exactly 0", np.where(head.solid, head.plain, 0))


def tissue_of_t1w(head):
    """Intensity relative to white matter, whatever the shading of the coil."""
    level = ndimage.gaussian_filter(np.where(head.mask, head.plain, 0.0), 8) / np.maximum(
        ndimage.gaussian_filter(head.mask.astype(float), 8), 1e-3)
    inner = np.percentile(head.plain[head.mask], 50)
    level = np.where(level > 0.3 * inner, level, inner)
    return head.plain / (1.25 * level)


def contrasts_from_t1w(head):
    t = tissue_of_t1w(head)
    air = ~head.solid
    noise = np.abs(head.rng.normal(0, 0.03, head.shape))
    flair = np.interp(t, [0, 0.3, 0.5, 0.75, 1.0, 1.4, 2.0], [0, 0.12, 0.35, 1.0, 0.72, 0.9, 1.1])
    yield head.case("FLAIR", 800 * (np.where(air, 0.3 * t, flair) + noise))
    t2 = np.interp(t, [0, 0.15, 0.35, 0.75, 1.0, 1.4, 2.0], [0, 0.4, 1.3, 0.7, 0.45, 0.5, 0.8])
    t2 = np.where(head.mask, t2, np.interp(t, [0, 0.2, 0.5, 1.0, 2.0], [0, 0.1, 0.3, 0.5, 0.8]))
    yield head.case("T2w", 800 * (np.where(air, 0.3 * t, t2) + noise))
    unit1 = np.where(air, head.rng.integers(0, 4096, head.shape), np.clip(1400 * t + 600, 0, 4095))
    yield head.case("UNIT1, salt in air", unit1, unshaded=head.plain)
    soft = np.where(head.mask, np.interp(t, [0, 0.4, 0.7, 1.0], [0, 8, 38, 30]), np.interp(t, [0, 0.5, 1.0, 1.5], [20, 50, 0, -90]))
    deep = ndimage.distance_transform_edt(head.solid, SPACING)
    near = ndimage.distance_transform_edt(~head.mask, SPACING) < 22
    bone = head.solid & ~head.mask & (t < 0.28) & (deep > 3) & near
    ct = np.where(air, -1000, np.where(bone, 900, soft))
    yield head.case("CT", ndimage.gaussian_filter(ct.astype(float), 0.4) + 8 * head.rng.normal(size=head.shape))
    phase = np.where(air, head.rng.uniform(-4096, 4096, head.shape), 600 * np.sin(np.linspace(-2, 2, SIDE))[:, None, None] + 40 * t)
    yield head.case("phase", phase, unshaded=head.plain)


def lesions(head):
    centre = np.array([head.low[0] + 0.7 * (head.high[0] - head.low[0]), head.low[1] + 0.82 * (head.high[1] - head.low[1]),
                       head.low[2] + 0.5 * (head.high[2] - head.low[2])])
    away = np.sqrt(sum((i - c) ** 2 for i, c in zip(np.ogrid[:SIDE, :SIDE, :SIDE], centre))) * SPACING
    blob = head.mask & (away < 24)
    edge = np.clip((24 - away) / 4, 0, 1)
    yield head.case("frontal tumour, dark", np.where(blob, head.plain * (1 - 0.75 * edge), head.plain))
    yield head.case("frontal tumour, bright", np.where(blob, head.plain + 1.2 * head.top * edge, head.plain))
    hole = np.where(blob, 0.03 * head.top, head.plain)
    yield head.case("frontal resection", hole)


def done_before(head):
    """What other programs, and this one's kind, leave behind."""
    near = ndimage.distance_transform_edt(~head.mask, SPACING)
    yield head.case("skull-stripped", np.where(head.mask, head.plain, 0), kind=STRIPPED)
    yield head.case("skull-stripped loosely", np.where(near < 5, head.plain, 0), kind=STRIPPED)
    brain = np.argwhere(head.mask).astype(float)
    profile = np.unique(np.c_[brain[:, 1], brain[:, 2]], axis=0)
    i = np.indices(head.shape)
    lowest = profile[profile[:, 1] < head.low[2] + 8][:, 1].min()
    front = profile[:, 0].max()
    slope = (front - (head.low[1] + 0.45 * (head.high[1] - head.low[1]))) / (head.low[2] + 0.6 * (head.high[2] - head.low[2]) - lowest)
    offset = (profile[:, 0] - slope * profile[:, 1]).max() + 5
    plane = i[1] - slope * i[2] > offset
    yield head.case("cut by a plane (quickshear)", np.where(plane, 0, head.plain), kind=DEFACED)
    if head.pose is None:
        return
    p = np.einsum("ij,j...->i...", np.linalg.inv(head.pose) @ head.grid, np.stack([*i, np.ones(head.shape)]))[:3]
    box = (p[1] > 36) & (p[2] < -12) & (np.abs(p[0]) < 62) & (near > 7)
    yield head.case("face box zeroed (pydeface)", np.where(box, 0, head.plain), kind=DEFACED)
    eyes = (p[1] > 46) & (p[2] < -22) & (p[2] > -58) & (np.abs(p[0]) < 56) & (near > 5)
    yield head.case("only the eyes zeroed", np.where(eyes, 0, head.plain), kind=DEFACED)


def all_cases(head, is_t1w):
    yield head.case("as it is, 2 mm")
    for family in (turned, wrong_headers, sizes_and_grids, fields_of_view, intensities, lesions, done_before):
        yield from family(head)
    if is_t1w:
        yield from contrasts_from_t1w(head)
