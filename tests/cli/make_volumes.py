#!/usr/bin/env python3
"""make_volumes.py ROOT LABEL HEADS: a FreeSurfer volume, a NIfTI pair, half a pair and spectra of a made-up participant;
where HEADS is a folder of real images, a head as MGZ.
make_volumes.py --compare BEFORE AFTER: the released images hold the same voxels at the same place, but a head without
its face; no name is left in what was unpacked."""
import glob
import gzip
import json
import os
import sys

import nibabel
import numpy


def write(root, label, name, content):
    path = f"{root}/sub-{label}/{name.format(f'sub-{label}')}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(content, bytes):
        open(path, "wb").write(content)
    elif isinstance(content, dict):
        json.dump(content, open(path, "w"))
    else:
        content.to_filename(path)
    return path


def append(path, content):
    raw = open(path, "rb").read()
    packed = path.endswith("z")
    raw = (gzip.decompress(raw) if packed else raw) + content
    open(path, "wb").write(gzip.compress(raw) if packed else raw)


def spectra():
    image = nibabel.Nifti2Image(numpy.ones((1, 1, 1, 64), "c8"), numpy.diag([20, 20, 20, 1]))
    image.header["intent_name"] = b"mrs_v0_9"
    told = {"SpectrometerFrequency": [123.2], "ResonantNucleus": ["1H"], "PatientName": "Jansen", "dim_5": "DIM_COIL"}
    image.header.extensions.append(nibabel.nifti1.Nifti1Extension(44, json.dumps(told).encode()))
    return image


def make(root, label, heads):
    data = numpy.random.default_rng(1).integers(0, 900, (12, 12, 8, 5)).astype("i2")
    affine = numpy.diag([-3, 3, 4, 1])
    bold = {"TaskName": "a", "RepetitionTime": 2.0, "PatientName": "Jansen"}
    append(write(root, label, "func/{}_task-m_bold.mgz", nibabel.MGHImage(data, affine)),
           b"\0\0\0\x03" + (20).to_bytes(8, "big") + b"/home/jansen 19850304")
    pair = nibabel.Nifti1Pair(data, affine)
    pair.header["descrip"] = b"Jansen 19850304"
    for task in ("p", "half"):
        append(write(root, label, f"func/{{}}_task-{task}_bold.img", pair), b"Jansen")
    os.remove(f"{root}/sub-{label}/func/sub-{label}_task-half_bold.img")
    for task in ("m", "p", "half"):
        write(root, label, f"func/{{}}_task-{task}_bold.json", bold)
    write(root, label, "anat/{}_T2w.img", nibabel.Nifti1Pair(data[..., 0], affine))
    write(root, label, "mrs/{}_svs.nii.gz", spectra())
    write(root, label, "mrs/{}_svs.json", {"EchoTime": 0.03, "ResonantNucleus": "1H", "PatientName": "Jansen"})
    head = f"{heads}/heads/S04_2mm_T1w.nii.gz"
    if heads and os.path.exists(head):
        image = nibabel.load(head)
        values = numpy.asanyarray(image.dataobj).astype("i2")
        append(write(root, label, "ses-h/anat/{}_ses-h_T1w.mgz", nibabel.MGHImage(values, image.affine)), bytes(20) + b"Jansen")


def compare(before, after):
    old, new = (os.path.basename(os.path.normpath(folder)) for folder in (before, after))
    ending = {".mgz", ".img", ".gz"}
    paths = [path for path in glob.glob(f"{after}/**/*", recursive=True) if os.path.splitext(path)[1] in ending]
    seen = {os.path.basename(path).split("_")[-1] for path in paths}
    assert {"bold.mgz", "bold.img", "svs.nii.gz"} <= seen, seen
    for path in paths:
        source = path.replace(os.path.normpath(after), os.path.normpath(before)).replace(new, old)
        if not os.path.exists(source):
            continue  # its session has a new label
        one, other = nibabel.load(source), nibabel.load(path)
        assert type(one) is type(other) and numpy.array_equal(one.affine, other.affine), path
        same = numpy.asanyarray(one.dataobj) == numpy.asanyarray(other.dataobj)
        assert same.all() or "T1w" in path, path
        raw = open(path, "rb").read()
        assert b"ansen" not in (gzip.decompress(raw) if path.endswith("z") else raw), path
    for source in glob.glob(f"{before}/ses-h/anat/*_T1w.mgz"):
        path = glob.glob(f"{after}/ses-*/anat/*_T1w.mgz")[0]
        one, other = (numpy.asanyarray(nibabel.load(image).dataobj) for image in (source, path))
        gone = (one != other).mean()
        assert 0.005 < gone < 0.5, f"{gone} of the voxels of the head changed"
        assert b"Jansen" not in gzip.decompress(open(path, "rb").read())
        print(f"{gone:.3f} of the head's voxels changed")


if sys.argv[1] == "--compare":
    compare(*sys.argv[2:])
else:
    make(*sys.argv[1:])
