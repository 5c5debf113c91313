#!/usr/bin/env python3
"""Defaces images that look like PET, made from the real T1w heads: no PET of a head is at hand that may be used.

usage: pet_like.py DEFACE_ONE [--heads A,B] [--cases WORD,WORD] [--table FILE] [--work DIR] [--jobs N]
Activity by kind of tissue (brain masks, T1w intensities, places in template space), blurred to 5 to 7 mm, with noise of counts,
on 2 mm: tracers, dynamic frames whose first are empty; alone, beside the session's T1w in its place, and beside one that was
scanned elsewhere. Attenuation, scatter, motion and rings of detectors are not made. Cells and exit codes as in stress.py, and 1 where one beside
its T1w is not done.
"""
import dataclasses
import sys

import numpy as np
from scipy import ndimage

import distortions
import exam
import stress
from distortions import SPACING, rotation, shift

COUNTS = 60  # of an activity of 1, in a voxel: 8 % of noise after the smoothing by reconstruction
FWHM_TO_SIGMA = 1 / 2.3548


@dataclasses.dataclass
class Tracer:
    """Activity of kinds of tissue; of the middle of the brain where `deep` is given."""
    name: str
    grey: float = 4.0
    white: float = 1.5
    deep: float = None
    scalp: float = 1.0
    mucosa: float = 1.5
    skull: float = 0.3
    fwhm: float = 6.0
    counts: float = COUNTS
    cut_off: float = 0.0  # what lies below is exactly 0


TRACERS = [Tracer("FDG"), Tracer("FDG, 7 mm", fwhm=7.0), Tracer("FDG, 5 mm, few counts", fwhm=5.0, counts=10),
           Tracer("FDG, little in the scalp", scalp=0.4, mucosa=0.8),
           Tracer("FDG, little in the scalp, air 0", scalp=0.4, mucosa=0.8, cut_off=0.15),
           Tracer("amyloid, negative", grey=1.1, white=2.0, scalp=0.7), Tracer("amyloid, positive", grey=2.2, white=1.9, scalp=0.7),
           Tracer("receptors of the striatum", grey=1.0, white=0.8, deep=4.0, scalp=0.8)]


def tissue(head):
    """Names of masks on the head's grid."""
    t = distortions.tissue_of_t1w(head)
    x, y, z = exam.template_points(head, head.pose)
    outside = head.solid & ~head.mask
    near = ndimage.distance_transform_edt(~head.mask, SPACING) < 22
    deep = ndimage.distance_transform_edt(head.solid, SPACING) > 3
    bone = outside & (t < 0.28) & (deep | ~near)
    return {"white": head.mask & (t > 0.88), "grey": head.mask & (t <= 0.88) & (t > 0.4),
            "deep": head.mask & (((np.abs(x) - 20) / 12) ** 2 + ((y - 6) / 16) ** 2 + ((z - 2) / 14) ** 2 < 1),
            "skull": bone | (head.mask & (t <= 0.4)), "scalp": outside & ~bone,
            "mucosa": outside & (np.abs(x) < 18) & (y > 20) & (y < 72) & (z > -95) & (z < -45)}


def activity(head, tracer):
    out = np.zeros(head.shape)
    for name, where in tissue(head).items():
        if getattr(tracer, name) is not None:
            out[where] = getattr(tracer, name)
    return out


def scanned(head, tracer):
    """Counts of the blurred activity, smoothed as a reconstruction does, in Bq/ml of some thousands."""
    blurred = ndimage.gaussian_filter(activity(head, tracer), tracer.fwhm * FWHM_TO_SIGMA / SPACING)
    counts = head.rng.poisson(np.clip(blurred, 0, None) * tracer.counts + 0.3) / tracer.counts
    smooth = ndimage.gaussian_filter(counts, 0.7)
    return 3000 * np.where(smooth < tracer.cut_off, 0, smooth)



def all_cases(head, is_t1w):
    if not is_t1w or head.pose is None:
        return
    t1w = head.case("T1w")
    elsewhere = shift([30, -60, 90]) @ rotation(0, 22) @ rotation(1, -6)
    for tracer in TRACERS:
        data = scanned(head, tracer)
        pet = lambda name, **more: head.case(f"{tracer.name}, {name}", data, unshaded=head.plain, suffix="pet", **more)
        yield pet("alone")
        yield pet("by the T1w", anchor=t1w)
        yield pet("dynamic, alone", stored="dynamic")
        yield pet("dynamic, by the T1w", stored="dynamic", anchor=t1w)
        place = head.about_centre(elsewhere)
        yield pet("T1w from elsewhere", affine=place @ head.grid, moved=place, anchor=t1w)
        turned = head.about_centre(rotation(0, -25) @ rotation(1, 12))
        yield pet("pitched and rolled", affine=turned @ head.grid, moved=turned)


def is_bad(row, is_bad_anyhow=stress.is_bad):
    return is_bad_anyhow(row) or (row["case"].endswith("by the T1w") and row["verdict"] != "done")


if __name__ == "__main__":
    stress.is_bad = is_bad
    sys.exit(stress.main(all_cases))
