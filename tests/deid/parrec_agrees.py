"""parrec_agrees.py SCRUB_ONE: the PAR headers of the test data, cleaned, hold nothing of what identified and are
read as before: by nibabel (affine, shape, scaling, b values) and by dcm2niix (the NIfTI file, byte for byte)."""
import glob
import os
import re
import subprocess
import sys
import tempfile
import warnings

import nibabel.parrec as parrec
import numpy as np

SKIP = 77


def header_of(path):
    with open(path, newline="") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        info, images = parrec.parse_PAR_header(file)
        return info, images


def geometry(info, images):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        header = parrec.PARRECHeader(info, images, permit_truncated=True)
        return header.get_affine(), header.get_data_shape(), header.get_data_scaling(), header.get_bvals_bvecs()


def same(one, other):
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other))
    return np.array_equal(one, other) if one is not None else other is None


def check_header(source, clean):
    try:
        before, images_before = header_of(source)
    except KeyError:  # a field that nibabel does not know
        return False
    after, images_after = header_of(clean)
    assert np.array_equal(images_before, images_after), "image rows"
    for key in ("patient_name", "exam_name", "protocol_name"):
        assert after[key] == "", key
    dropped = ("patient_name", "exam_name", "protocol_name", "exam_date")
    for key in set(before) - set(dropped):
        assert np.array_equal(before[key], after[key]), (source, key, before[key], after[key])
    try:
        expected = geometry(before, images_before)
    except Exception:  # nibabel's own limits
        return True
    assert same(expected, geometry(after, images_after)), "geometry"
    return True


def converted(header, data, folder):
    os.makedirs(folder)
    os.symlink(header, f"{folder}/x.PAR")
    os.symlink(data, f"{folder}/x.REC")
    subprocess.run(["dcm2niix", "-b", "n", "-z", "n", "-f", "out", folder], stdout=subprocess.DEVNULL, check=False)
    files = {}
    for path in sorted(glob.glob(f"{folder}/out*")):
        content = bytearray(open(path, "rb").read())
        if path.endswith(".nii"):
            content[148:252] = bytes(104)  # descrip and aux_file hold the date and the examination's name
        files[os.path.basename(path)] = bytes(content)
    return files


def check_words(source, clean):
    text = open(clean, newline="").read()
    original = open(source, newline="").read()
    for label in ("Dataset name", "Patient name", "Examination name"):
        for value in re.findall(rf"{label} *:(.*)", original):
            for word in re.findall(r"[A-Za-z0-9]{5,}", value):
                assert word not in re.sub(r"(?m)^#.*", "", text).replace("_", " ").split(), label
    assert len(original.splitlines()) == len(text.splitlines())
    assert original.count("\r") == text.count("\r")


def main():
    data = os.environ.get("SHAREREADY_TEST_DATA", "") + "/parrec"
    if not os.path.isdir(data):
        print("SKIPPED: SHAREREADY_TEST_DATA names no folder with parrec/")
        return SKIP
    headers = sorted(p for p in glob.glob(f"{data}/*/*") if p.lower().endswith(".par"))
    compared = read = 0
    have_dcm2niix = subprocess.run(["which", "dcm2niix"], stdout=subprocess.DEVNULL, check=False).returncode == 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, source in enumerate(headers):
            clean = f"{scratch}/{number}.PAR"
            done = subprocess.run([sys.argv[1], source, clean], capture_output=True, text=True, check=False)
            assert done.returncode == 0, (source, done.stderr)
            check_words(source, clean)
            read += check_header(source, clean)
            rec = os.path.splitext(source)[0] + ".REC"
            if have_dcm2niix and os.path.exists(rec):
                before = converted(source, rec, f"{scratch}/a{number}")
                assert before == converted(clean, rec, f"{scratch}/b{number}"), source
                compared += len(before)
    print(f"{read} of {len(headers)} headers read alike by nibabel, {compared} converted files equal")
    return 0 if read and (compared or not have_dcm2niix) else 1


if __name__ == "__main__":
    sys.exit(main())
