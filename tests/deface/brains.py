#!/usr/bin/env python3
"""Skull-strips the real heads of SHAREREADY_TEST_DATA and holds the result against independent brain masks.

usage: brains.py DEFACE_ONE_EXECUTABLE
Where the program found the border plainly: Dice of at least 0.95, kept voxels bit for bit, and at most the share of the mask changed
(eroded by one and by two voxels) that docs/adr/0006 names. Of brain tissue, as bright as the brain and joined to its inside by more than a strand
(veins and dura are not), none that shows in hundredths of a millilitre, in all heads. That says nothing of other heads: no result is called done.
The masks of the decubitus heads leave out much of the brain that is in view; the same person's supine and prone images, whose masks are fit, are
aligned with them, and what both masks have in common stands in (carried_mask.py). One voxel of erosion is a whole slice where slices are thick and takes the outermost out of the measure: there what is cut
is told within each slice as well, and not none. Exit code 77: no data, or no elastix.
"""
import dataclasses
import os
import shutil
import sys
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

import carried_mask
import measures
from heads import HEADS

LEAST_DICE = 0.95
MOST_LOST = {1: 0.0008, 2: 0.0001}  # share of the mask, by voxels of erosion
MOST_BRAIN_ML = 0.005  # of tissue joined to the brain's inside
THICK_MM, MOST_IN_SLICES_ML = 4, 3.0  # the same, eroded and joined within each of thick slices: the outermost hold brain and bone in one
TISSUE = (0.6, 1.3)  # of the brain's level nearby: neither fluid and bone in T1w, nor fat
LEVEL_MM = 8
PLAIN = "its border was found"  # how the reason begins that every such result waits for a look
POOR_MASKS = {"S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w"}
SAME_PERSON = ["S05_supine_thick_T1w", "S05_prone_thick_T1w"]
MOST_UNSURE = 1  # the small child


def kept_brain(before, after):
    """Where voxels stay; dark ones inside count as kept, since they cannot be told from removed ones."""
    return ndimage.binary_fill_holes((after == before) & (after != 0))


def joined_to_inside(tissue, reach=ndimage.generate_binary_structure(3, 2)):
    """Of the tissue what hangs on the brain by more than a strand of two voxels."""
    parts, _ = ndimage.label(ndimage.binary_erosion(tissue, reach))
    inside = parts == np.bincount(parts[parts > 0]).argmax()
    return ndimage.binary_dilation(inside, iterations=2, mask=tissue)


def tissue_lost_ml(image, before, changed, mask, thick_mm):
    """What of the lost is as bright as the brain nearby (brain, dura, and blood of sinuses), of that brain alone, and the same
    within thick slices."""
    spacing = np.array(image.header.get_zooms()[:3])
    steps = tuple(slice(None, None, int(n)) for n in np.maximum(1, np.round(1 / spacing)))  # to about 1 mm
    lost = changed & ndimage.binary_erosion(mask)
    in_slices = ndimage.generate_binary_structure(3, 1)
    in_slices &= np.moveaxis(np.arange(3)[:, None, None] == np.ones((3, 3, 3)), 0, spacing.argmax())
    lost_in_slices = changed & ndimage.binary_erosion(mask, in_slices) if spacing.max() > thick_mm else np.zeros_like(lost)
    before, lost, lost_in_slices, mask = (a[steps] for a in (before.astype(np.float32), lost, lost_in_slices, mask))
    spacing = spacing * [s.step for s in steps]
    mean = ndimage.gaussian_filter(before * mask, LEVEL_MM / spacing)
    level = mean / np.maximum(ndimage.gaussian_filter(mask.astype(np.float32), LEVEL_MM / spacing), 0.1)
    share = before / np.maximum(level, 1e-3)
    tissue = mask & (share > TISSUE[0]) & (share < TISSUE[1])
    parts = [lost & tissue, lost & joined_to_inside(tissue), lost_in_slices & joined_to_inside(tissue, in_slices)]
    return [part.sum() * spacing.prod() / 1000 for part in parts]


@dataclasses.dataclass
class Check:
    problems: list
    line: str = ""
    plain: bool = False
    brain_ml: float = 0
    in_slices_ml: float = 0


def check(program, source, target, mask, thick_mm=THICK_MM):
    run = measures.run(program, "--skullstrip", source, target)
    if run.error:
        return Check(["error: " + run.error])
    before, after = measures.voxels(nib.load(source)), measures.voxels(nib.load(target))
    kept = kept_brain(before, after)
    dice = 2 * (kept & mask).sum() / (kept.sum() + mask.sum())
    changed = after != before
    cut = {n: ndimage.binary_erosion(mask, iterations=n) & changed for n in MOST_LOST}
    lost = {n: where.sum() / mask.sum() for n, where in cut.items()}
    tissue, brain, in_slices = tissue_lost_ml(nib.load(source), before, changed, mask, thick_mm)
    problems = []
    if changed.any() and len(np.unique(after[changed])) != 1:
        problems.append("more than one background value")
    plain = run.reason.startswith(PLAIN)
    if run.verdict == "done":
        problems.append("done without a look")
    if brain > MOST_BRAIN_ML:
        problems.append(f"{brain:.2f} ml of brain cut")
    if in_slices > MOST_IN_SLICES_ML:
        problems.append(f"{in_slices:.1f} ml cut in the outermost slices")
    if plain:
        problems += [f"lost {lost[n]:.4f} (eroded by {n})" for n in lost if lost[n] > MOST_LOST[n]]
        if dice < LEAST_DICE:
            problems.append(f"Dice {dice:.4f}")
    figures = f"Dice {dice:.4f} lost {lost[1]:.5f} {lost[2]:.5f} tissue {tissue:.2f} ml, brain {brain:.3f} ml"
    if in_slices:
        figures += f", within slices {in_slices:.1f} ml"
    return Check(problems, f"{'plain' if plain else 'unsure':9} {figures}", plain, brain, in_slices)


def reference(folder, name, work):
    """An independent brain mask, and what is wrong with it."""
    def path(kind, head, ending):
        return os.path.join(folder, kind, head + ending)
    if name not in POOR_MASKS:
        return measures.voxels(nib.load(path("masks", name, "_brain.nii.gz"))) > 0, []
    sources = [(path("heads", other, ".nii.gz"), path("masks", other, "_brain.nii.gz")) for other in SAME_PERSON]
    mask, agreement = carried_mask.agreed(path("heads", name, ".nii.gz"), sources, work)
    return mask, [f"carried masks agree by {agreement:.3f}"] if agreement < carried_mask.LEAST_AGREEMENT else []


def main():
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    if shutil.which("elastix") is None:
        print("skipped: no elastix")
        return 77
    failures, unsure = [], 0
    with tempfile.TemporaryDirectory() as work:
        for name in HEADS:
            source = os.path.join(folder, "heads", name + ".nii.gz")
            mask, problems = reference(folder, name, work)
            found = check(sys.argv[1], source, os.path.join(work, "out.nii"), mask)
            problems += found.problems
            unsure += not found.plain
            print(f"{name:32} {found.line} {'; '.join(problems)}", flush=True)
            failures += problems
    if unsure > MOST_UNSURE:
        failures.append(f"{unsure} borders not found plainly")
    print(f"{len(failures)} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
