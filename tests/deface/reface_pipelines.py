#!/usr/bin/env python3
"""Runs on real heads what needs a face: with their own, with the generic one and without any.

usage: reface_pipelines.py DEFACE_ONE_EXECUTABLE [HEAD ...]
- Registration of the whole head to a template by elastix (rigid, then affine, mutual information): how far the brain comes
  to lie from where it lies with the person's own face, mean of its voxels in mm of the template; beside it the same for
  another sequence of random samples, which is what such a registration is uncertain by, and for the defaced head.
- The scalp of a head model for EEG and MEG (thresholded, closed, filled): of the lines of sight from the front, how many meet
  skin, and how far it lies from the person's own, median in mm.
Exit code 77: no data or no elastix; 1: a limit is passed.
"""
import os
import re
import shutil
import subprocess
import sys

import nibabel as nib
import numpy as np
from scipy import ndimage
from scipy.spatial.transform import Rotation

import measures
import skin

HEADS = ["S01_adult_T1w", "S09_T1w", "S04_2mm_T1w"]
TEMPLATE = os.path.join(os.environ.get("SHAREREADY_HEAD_TEMPLATE_DIR", "/usr/share/mricron/templates"), "ch2.nii.gz")
MOST_MOVED_MM = 1.5
LEAST_SKIN = 0.95
MOST_SKIN_AWAY_MM = 15  # the generic face is nobody's
X, Z, STEP = (-40, 40), (-100, -20), 4  # mm of the template: the face from chin to eyebrows
FRONT, BACK = 130, 20
PARAMETERS = """(Registration "MultiResolutionRegistration")
(FixedImagePyramid "FixedSmoothingImagePyramid")
(MovingImagePyramid "MovingSmoothingImagePyramid")
(Interpolator "LinearInterpolator")
(Metric "AdvancedMattesMutualInformation")
(Optimizer "AdaptiveStochasticGradientDescent")
(ResampleInterpolator "FinalBSplineInterpolator")
(FixedInternalImagePixelType "float")
(MovingInternalImagePixelType "float")
(Resampler "DefaultResampler")
(Transform "TRANSFORM")
(AutomaticTransformInitialization "FIRST")
(AutomaticTransformInitializationMethod "CenterOfGravity")
(AutomaticScalesEstimation "true")
(NumberOfResolutions 4)
(MaximumNumberOfIterations 500)
(NumberOfSpatialSamples 4096)
(NewSamplesEveryIteration "true")
(ImageSampler "RandomCoordinate")
(WriteResultImage "false")
(RandomSeed SEED)
"""


def step(path):
    """A matrix, a shift and a centre (LPS mm) as elastix writes them."""
    with open(path, encoding="utf-8") as file:
        text = file.read()

    def numbers(name):
        return np.array(re.search(rf"\({name} ([^)]*)\)", text).group(1).split(), float)
    parameters, centre = numbers("TransformParameters"), numbers("CenterOfRotationPoint")
    if parameters.size == 12:
        return parameters[:9].reshape(3, 3), parameters[9:], centre
    # ITK's Euler3DTransform turns about y, then x, then z
    return Rotation.from_euler("yxz", parameters[[1, 0, 2]]).as_matrix(), parameters[3:], centre


def registered(path, work, seed=1):
    """Where elastix puts points (RAS mm) of the image in the template."""
    options = []
    for transform, first in (("EulerTransform", "true"), ("AffineTransform", "false")):
        with open(os.path.join(work, transform + ".txt"), "w", encoding="utf-8") as file:
            file.write(PARAMETERS.replace("TRANSFORM", transform).replace("FIRST", first).replace("SEED", str(seed)))
        options += ["-p", file.name]
    subprocess.run(["elastix", "-f", path, "-m", TEMPLATE, *options, "-out", work], check=True, capture_output=True)
    steps = [step(os.path.join(work, f"TransformParameters.{i}.txt")) for i in range(2)]
    to_lps = np.array([-1, -1, 1])

    def place(points):
        lps = points * to_lps
        for matrix, shift, centre in steps:
            lps = (lps - centre) @ matrix.T + centre + shift
        return lps * to_lps
    return place


def front_surface(data, level, to_voxel):
    """y in template mm where lines of sight from the front meet the closed scalp; not a number where they meet none."""
    head = ndimage.binary_fill_holes(ndimage.binary_closing(ndimage.binary_opening(data > level), iterations=2))
    labels, count = ndimage.label(head)
    head = labels == 1 + np.argmax(ndimage.sum_labels(head, labels, range(1, count + 1)))
    found = []
    for x in range(X[0], X[1] + 1, STEP):
        for z in range(Z[0], Z[1] + 1, STEP):
            y = np.arange(FRONT, BACK, -1.0)
            line = np.stack([np.full_like(y, x), y, np.full_like(y, z), np.ones_like(y)])
            met = ndimage.map_coordinates(head.astype(np.uint8), (to_voxel @ line)[:3], order=0).nonzero()[0]
            found.append(y[met[0]] if met.size else np.nan)
    return np.array(found)


def check(program, folder, name, work):
    source = os.path.join(folder, "heads", name + ".nii.gz")
    image = nib.load(source)
    data = np.nan_to_num(measures.voxels(image).astype(np.float32))
    mask = measures.voxels(nib.load(os.path.join(folder, "masks", name + "_brain.nii.gz"))) > 0
    brain = nib.affines.apply_affine(image.affine, np.argwhere(mask)[::50])
    own = registered(source, work)(brain)
    level = skin.air_level(data)

    def moved(path, seed=1):
        return float(np.linalg.norm(registered(path, work, seed)(brain) - own, axis=1).mean())
    figures = {"chance": moved(source, seed=2)}
    for word, option in (("reface", "--reface"), ("deface", None)):
        target = os.path.join(work, word + ".nii")
        run = measures.run(program, *([option] if option else []), source, target)
        if run.error:
            return ["error: " + run.error], ""
        to_voxel = np.linalg.inv(image.affine) @ run.pose
        before = front_surface(data, level, to_voxel)
        after = front_surface(np.nan_to_num(measures.voxels(nib.load(target)).astype(np.float32)), level, to_voxel)
        seen = ~np.isnan(before)
        figures[word] = moved(target)
        figures[word + " skin"] = float((~np.isnan(after[seen])).mean())
        figures[word + " away"] = float(np.nanmedian(np.abs(after - before)))
    problems = []
    if figures["reface"] > min(MOST_MOVED_MM, figures["deface"]):
        problems.append(f"the brain is registered {figures['reface']:.2f} mm elsewhere")
    if figures["reface skin"] < LEAST_SKIN:
        problems.append("the scalp has holes")
    if figures["reface away"] > MOST_SKIN_AWAY_MM:
        problems.append(f"the face lies {figures['reface away']:.0f} mm away")
    return problems, (f"brain moved, mm: other samples {figures['chance']:.2f}, refaced {figures['reface']:.2f}, defaced {figures['deface']:.2f}; "
                      f"lines that meet skin: refaced {100 * figures['reface skin']:.0f} % ({figures['reface away']:.0f} mm away), "
                      f"defaced {100 * figures['deface skin']:.0f} % ({figures['deface away']:.0f} mm)")


def main():
    if not shutil.which("elastix"):
        print("skipped: no elastix")
        return 77
    return measures.check_heads(HEADS, check)


if __name__ == "__main__":
    sys.exit(main())
