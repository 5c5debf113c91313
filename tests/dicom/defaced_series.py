#!/usr/bin/python3
"""defaced_series.py SHAREREADY: DICOM series that show a face lose it slice by slice, as their NIfTI does.

Of real series (classic, enhanced, a field map), cleaned through both levels: what dcm2niix makes of the output has
the grid of what it makes of the source; voxels differ only where they were removed, and there hold one value; no
voxel of an eroded brain mask is among them; the same voxels went from the NIfTI image of the series; sidecars agree;
dciodvfy finds no new error; every file says what was done. A series in which every kind of compression was used
comes out with the same pixels, uncompressed, and one whose larger numbers are darker with the same looks. The audit stops a release into which an undefaced series is put.
Documents that the policy asks for are released, captured screens once a person accepted them, other objects are named with the reason."""
import collections
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

import nibabel
import numpy

import made_documents

SERIES = {  # participant: head, series that show its face, name of the brain mask
    "one": ("S01_adult_T1w", ["S01_siemens_T1w"]),
    "four": ("S04_2mm_T1w", ["S04_siemens-xa30-enhanced_T1w", "S04_siemens-xa30_fieldmap"]),
    "five": ("S05_supine_thick_T1w", ["S05_siemens_thick_T1w"]),
}
COMPRESSIONS = {
    "jpeg-lossless": ["dcmcjpeg", "+e1"], "jpeg-ls": ["dcmcjpls"], "rle": ["dcmcrle"],
    "jpeg-2000": ["gdcmconv", "--j2k"],
}
KEPT_KEYS = {"SliceTiming", "PhaseEncodingDirection", "EffectiveEchoSpacing", "TotalReadoutTime", "EchoTime",
             "RepetitionTime", "FlipAngle", "ImageType", "Manufacturer", "InversionTime", "SliceThickness"}
LEAST_REMOVED = 0.1


def run(command, expected=0):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != expected:
        sys.exit(f"exit code {done.returncode}, expected {expected}: {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def make_dataset(data, folder):
    for person, (head, series) in SERIES.items():
        os.makedirs(f"{folder}/sub-{person}/anat")
        shutil.copy(f"{data}/heads/{head}.nii.gz", f"{folder}/sub-{person}/anat/sub-{person}_T1w.nii.gz")
        for name in series:
            shutil.copytree(f"{data}/dicom/{name}", f"{folder}/sourcedata/sub-{person}/{name}")
    with open(f"{folder}/dataset_description.json", "w") as file:
        json.dump({"Name": "made", "BIDSVersion": "1.9.0"}, file)


def convert(folder, target):
    os.makedirs(target)
    run(["dcm2niix", "-b", "y", "-ba", "n", "-z", "n", "-f", "%e", "-o", target, folder])
    return sorted(glob.glob(f"{target}/*.nii"))


def errors_of(path):
    done = subprocess.run(["dciodvfy", path], capture_output=True)
    return {line for line in (done.stdout + done.stderr).decode("latin1").splitlines() if line.startswith("Error")}


def brain_of(data, head):
    """The mask of the head without its outermost voxel, and the head's affine."""
    image = nibabel.load(f"{data}/masks/{head}_brain.nii.gz")
    mask = numpy.asarray(image.dataobj) > 0
    inner = mask.copy()
    for axis in range(3):
        for step in (-1, 1):
            inner &= numpy.roll(mask, step, axis)
    return inner, image.affine


def sampled(mask, affine, like):
    """The mask on another grid, nearest neighbour."""
    index = numpy.indices(like.shape[:3]).reshape(3, -1)
    there = numpy.linalg.inv(affine) @ like.affine
    at = numpy.rint(there[:3, :3] @ index + there[:3, 3:]).astype(int)
    inside = numpy.all((at >= 0) & (at < numpy.array(mask.shape)[:, None]), axis=0)
    out = numpy.zeros(index.shape[1], bool)
    out[inside] = mask[tuple(at[:, inside])]
    return out.reshape(like.shape[:3])


def compare(name, before, after, brain, problems):
    one, other = nibabel.load(before), nibabel.load(after)
    old, new = numpy.asarray(one.dataobj), numpy.asarray(other.dataobj)
    if old.shape != new.shape or not numpy.allclose(one.affine, other.affine, atol=1e-5):
        problems.append(f"{name}: another grid")
        return None
    changed = old != new
    values = numpy.unique(new[changed])
    if len(values) != 1:
        problems.append(f"{name}: changed voxels hold {len(values)} values")
    lost = int((changed & sampled(*brain, one)).sum())
    if lost:
        problems.append(f"{name}: {lost} voxels of the brain changed")
    share = float((new == values[0]).mean()) if len(values) else 0.0
    if share < LEAST_REMOVED:
        problems.append(f"{name}: only {share:.3f} hold the value of what was removed")
    old_keys, new_keys = (json.load(open(p.replace(".nii", ".json"))) for p in (before, after))
    for key in KEPT_KEYS & old_keys.keys():
        if old_keys[key] != new_keys.get(key):
            problems.append(f"{name}: {key} differs")
    print(f"{name}: {changed.mean():.3f} of the voxels changed, {lost} of the brain")
    return changed


def check_files(name, source, cleaned, problems):
    import pydicom
    for path in cleaned:
        header = pydicom.dcmread(path, stop_before_pixels=True)
        codes = {item.CodeValue for item in header.DeidentificationMethodCodeSequence}
        if header.get("RecognizableVisualFeatures") != "NO" or "113102" not in codes:
            problems.append(f"{name}: a file does not say that its face is gone")
        if header.file_meta.TransferSyntaxUID.is_compressed:
            problems.append(f"{name}: a file is compressed")
    new = errors_of(cleaned[0]) - errors_of(source[0])
    problems += [f"{name}: dciodvfy: {error}" for error in sorted(new)]


def cleaned_series(release, head_of_release):
    """Folders of cleaned series by the size of their images and their number of files."""
    import pydicom
    found = collections.defaultdict(list)
    for folder in sorted(glob.glob(f"{release}/sourcedata/sub-*/series-*")):
        files = sorted(glob.glob(f"{folder}/*"))
        header = pydicom.dcmread(files[0], stop_before_pixels=True)
        found[(header.Rows, header.Columns, len(files))].append((folder, files))
    return found


def check_real(program, data, work, problems):
    import pydicom
    make_dataset(data, f"{work}/in")
    for level in ("participant", "group"):
        run([program, f"{work}/in", f"{work}/out", level, "--sourcedata", "deidentify"])
    release = cleaned_series(f"{work}/out/dataset", None)
    for person, (head, names) in SERIES.items():
        brain = brain_of(data, head)
        for name in names:
            source = sorted(glob.glob(f"{data}/dicom/{name}/*"))
            header = pydicom.dcmread(source[0], stop_before_pixels=True)
            folder, files = release[(header.Rows, header.Columns, len(source))][0]
            check_files(name, source, files, problems)
            before = convert(os.path.dirname(source[0]), f"{work}/before-{name}")
            after = convert(folder, f"{work}/after-{name}")
            if not before or len(before) != len(after):
                problems.append(f"{name}: {len(before)} images before, {len(after)} after")
                continue
            for old, new in zip(before, after):
                compare(f"{name}/{os.path.basename(old)}", old, new, brain, problems)
    return release


def check_undefaced(program, data, work, release, problems):
    """An undefaced series that claims to be defaced is found by its pixels."""
    import pydicom
    folder, files = release[(128, 128, 1)][0]
    source = pydicom.dcmread(glob.glob(f"{data}/dicom/S04_siemens-xa30-enhanced_T1w/*")[0])
    lying = pydicom.dcmread(files[0])
    lying.PixelData = source.PixelData
    lying.save_as(files[0])
    done = subprocess.run([program, f"{work}/out/dataset", f"{work}/audited", "audit"], capture_output=True, text=True)
    if done.returncode != 21:
        problems.append(f"the audit lets an undefaced series pass (exit code {done.returncode})")


def write_inverted(path, target):
    """The image with larger numbers darker (MONOCHROME1), which looks the same."""
    import pydicom
    image = pydicom.dcmread(path)
    image.PhotometricInterpretation = "MONOCHROME1"
    image.PixelData = inverted(image)
    image.save_as(target)


def inverted(image):
    top = (1 << image.BitsStored) - 1
    return (top - numpy.frombuffer(image.PixelData, "<u2")).astype("<u2").tobytes()


def check_compressed(program, data, work, problems):
    import pydicom
    pixels = {}
    for kind, command in {"plain": None, "inverted": None, **COMPRESSIONS}.items():
        folder = f"{work}/{kind}"
        make = f"{folder}/in/sourcedata/sub-five/series"
        os.makedirs(make)
        os.makedirs(f"{folder}/in/sub-five/anat")
        shutil.copy(f"{data}/heads/S05_supine_thick_T1w.nii.gz", f"{folder}/in/sub-five/anat/sub-five_T1w.nii.gz")
        with open(f"{folder}/in/dataset_description.json", "w") as file:
            json.dump({"Name": "made", "BIDSVersion": "1.9.0"}, file)
        for path in sorted(glob.glob(f"{data}/dicom/S05_siemens_thick_T1w/*")):
            target = os.path.join(make, os.path.basename(path))
            if command:
                run([*command, path, target])
            else:
                (write_inverted if kind == "inverted" else shutil.copy)(path, target)
        run([program, f"{folder}/in", f"{folder}/out", "participant", "--sourcedata", "deidentify"])
        files = sorted(glob.glob(f"{folder}/out/private/staging/five/sourcedata/*/*/*.dcm"))
        headers = [pydicom.dcmread(path) for path in files]
        pixels[kind] = [inverted(header) if kind == "inverted" else bytes(header.PixelData) for header in headers]
        if any(header.file_meta.TransferSyntaxUID.is_compressed for header in headers):
            problems.append(f"{kind}: still compressed")
        same = len(files) == 35 and pixels[kind] == pixels["plain"]
        print(f"{kind}: {len(files)} files, {'same' if same else 'other'} pixels")
        if not same:
            problems.append(f"{kind}: other pixels than from the uncompressed series")


def check_asked_for(program, data, work, problems):
    """Documents and captures through both levels: with the policy's word, and with a person's."""
    folder, policy, accept = f"{work}/asked", f"{work}/policy.json", f"{work}/accept"
    os.makedirs(f"{folder}/in/sourcedata/sub-four/documents")
    os.makedirs(f"{folder}/in/sub-four/anat")
    shutil.copy(f"{data}/heads/S05_supine_thick_T1w.nii.gz", f"{folder}/in/sub-four/anat/sub-four_T1w.nii.gz")
    with open(f"{folder}/in/dataset_description.json", "w") as file:
        json.dump({"Name": "made", "BIDSVersion": "1.9.0"}, file)
    with open(policy, "w") as file:
        json.dump({"dicom_options": ["include_captures", "include_documents"]}, file)
    made = {**made_documents.DOCUMENTS, **made_documents.CAPTURES, **made_documents.LEFT_OUT}
    made_documents.write_all(made, f"{folder}/in/sourcedata/sub-four/documents")
    options = ["--sourcedata", "deidentify", "--policy", policy]
    run([program, f"{folder}/in", f"{folder}/out", "participant", *options], 20)
    with open(f"{folder}/out/private/outcomes/four.json") as file:
        outcomes = {os.path.basename(one["path"]): one for one in json.load(file)["files"] if "documents/" in one["path"]}
    for name in made:
        wanted = "done" if name in made_documents.DOCUMENTS else "withheld"
        if outcomes[name]["status"] != wanted or not outcomes[name]["reason"]:
            problems.append(f"{name}: {outcomes[name]['status']}, expected {wanted} with a reason")
    with open(f"{folder}/out/private/renderings/four/review.json") as file:
        lines = [card["accept_line"] for card in json.load(file)["images"] if card["path"].startswith("sourcedata")]
    with open(accept, "w") as file:
        file.write("\n".join(lines))
    for further, count in (([], len(made_documents.DOCUMENTS)),
                           (["--accept", accept, "--replace"], len(made_documents.DOCUMENTS) + len(made_documents.CAPTURES))):
        run([program, f"{folder}/in", f"{folder}/out", "group", *options, *further], 20)
        files = glob.glob(f"{folder}/out/dataset/sourcedata/*/*/*.dcm")
        if len(files) != count:
            problems.append(f"{len(files)} documents and captures in the release, expected {count}")
        problems += [f"{path}: a name is left" for path in files if made_documents.CANARY.encode() in open(path, "rb").read()]
    run([program, f"{folder}/out/dataset", f"{work}/foreign", "audit"], 21)  # others' word is not taken
    print(f"documents and captures that are asked for: {count} released")


def main():
    data = os.environ.get("SHAREREADY_TEST_DATA")
    if not data or not os.path.isdir(os.path.join(data, "dicom")):
        print("skipped: SHAREREADY_TEST_DATA has no folder dicom")
        return 77
    for command in ("dcm2niix", "dciodvfy", "dcmcjpeg", "gdcmconv"):
        if not shutil.which(command):
            print(f"skipped: no {command} on this machine")
            return 77
    problems = []
    with tempfile.TemporaryDirectory() as work:
        release = check_real(sys.argv[1], data, work, problems)
        check_undefaced(sys.argv[1], data, work, release, problems)
        check_compressed(sys.argv[1], data, work, problems)
        check_asked_for(sys.argv[1], data, work, problems)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
