#!/usr/bin/python3
"""make_dataset.py FOLDER [LABEL...]: a small BIDS dataset of functional images, which need no defacing."""
import gzip
import json
import os
import random
import struct
import sys

VOLUMES = int(os.environ.get("VOLUMES", "4"))
SIZE = (16, 16, 8)


def nifti(seed):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 4, *SIZE, VOLUMES, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 4, 16)
    struct.pack_into("<8f", header, 76, 1, 3, 3, 3, 2, 0, 0, 0)
    struct.pack_into("<f", header, 108, 352)
    header[123] = 10
    header[148:148 + 24] = b"Planted Name 1980-02-29 "
    struct.pack_into("<2h", header, 252, 0, 1)
    for row in range(3):
        struct.pack_into("<4f", header, 280 + 16 * row, *(3.0 if row == c else 0.0 for c in range(3)), -20.0)
    header[344:348] = b"n+1\0"
    voxels = SIZE[0] * SIZE[1] * SIZE[2] * VOLUMES
    return bytes(header) + random.Random(seed).randbytes(2 * voxels)


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def main():
    root, labels = sys.argv[1], sys.argv[2:] or ["alpha", "beta"]
    write(f"{root}/dataset_description.json", json.dumps({"Name": "Planted", "BIDSVersion": "1.9.0", "License": "CC0"}))
    write(f"{root}/README", "a dataset for tests\n")
    write(f"{root}/task-rest_bold.json", json.dumps({"TaskName": "rest", "RepetitionTime": 2.0, "PatientName": "Planted"}))
    rows = "".join(f"sub-{label}\t{20 + i}\tF\n" for i, label in enumerate(labels))
    write(f"{root}/participants.tsv", "participant_id\tage\tsex\n" + rows)
    for i, label in enumerate(labels):
        stem = f"{root}/sub-{label}/func/sub-{label}_task-rest"
        packed = gzip.compress(nifti(i), 6)
        write(f"{stem}_bold.nii.gz", packed)
        write(f"{stem}_bold.json", json.dumps({"EchoTime": 0.03, "InstitutionName": "Planted Hospital"}))
        write(f"{stem}_events.tsv", "onset\tduration\n1.0\t2.0\n")


main()
