#!/usr/bin/python3
"""make_derivatives.py FOLDER LABEL...: a derivative dataset with group maps, normalised images and region statistics."""
import gzip
import json
import os
import struct
import sys

SIZE = (46, 54, 46)


def nifti(value, code=4, intent=0):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *SIZE, 1, 1, 1, 1)
    struct.pack_into("<h", header, 68, intent)
    struct.pack_into("<2h", header, 70, 16, 32)
    struct.pack_into("<8f", header, 76, 1, 4, 4, 4, 1, 0, 0, 0)
    struct.pack_into("<f", header, 108, 352)
    header[123] = 10
    header[148:148 + 12] = b"Planted Name"
    struct.pack_into("<2h", header, 252, 0, code)
    for row, start in enumerate((-92.0, -128.0, -74.0)):
        struct.pack_into("<4f", header, 280 + 16 * row, *(4.0 if row == c else 0.0 for c in range(3)), start)
    header[344:348] = b"n+1\0"
    values = [value(i, j, k) for k in range(SIZE[2]) for j in range(SIZE[1]) for i in range(SIZE[0])]
    return gzip.compress(bytes(header) + struct.pack(f"<{len(values)}f", *values), 6)


def smooth(i, j, k):
    return 0.01 + 0.1 * i - 0.05 * j + 0.02 * k


def thresholded(i, j, k):
    return smooth(i, j, k) if smooth(i, j, k) > 2 else 0.0


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def main():
    root, labels = sys.argv[1], sys.argv[2:]
    space = "space-MNI152NLin2009cAsym"
    write(f"{root}/dataset_description.json", json.dumps({"Name": "glm", "BIDSVersion": "1.9.0", "DatasetType": "derivative"}))
    stem = f"{root}/group/task-rest_contrast-go"
    write(f"{stem}_stat-t_{space}_statmap.nii.gz", nifti(smooth, intent=3))
    write(f"{stem}_stat-t_{space}_statmap.json", json.dumps({"SpatialReference": "planted/path", "RepetitionTime": 2.0}))
    write(f"{stem}_stat-z_{space}_statmap.nii.gz", nifti(thresholded, intent=5))
    for label in labels:
        base = f"{root}/sub-{label}"
        write(f"{base}/func/sub-{label}_task-rest_{space}_bold.nii.gz", nifti(smooth))
        write(f"{base}/func/sub-{label}_task-rest_desc-preproc_bold.nii.gz", nifti(smooth, code=1))
        write(f"{base}/anat/sub-{label}_from-T1w_to-MNI152NLin2009cAsym_mode-image_xfm.txt", "#Insight Transform File V1.0\n")
        write(f"{base}/stats/aseg.stats", f"# subjectname sub-{label}\n# hostname planted\n# ColHeaders Index NVoxels\n 1 {len(label)}00 Left-Thalamus\n")
        write(f"{root}/sub-{label}.html", "<html>planted</html>")


main()
