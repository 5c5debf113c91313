#!/usr/bin/python3
"""other_programs.py CLEAN_SERIES: dciodvfy finds no error in cleaned DICOM that the source did not have, and
dcm2niix makes the same images and the same sidecars of it, apart from what de-identification takes."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

# Keys that stand for what the Basic Profile takes, or that vary with the visit (share/sidecar_keys.tsv).
TAKEN = {
    "AcquisitionDateTime", "ConsistencyInfo", "DeviceSerialNumber", "ImageComments", "InstitutionAddress",
    "InstitutionName", "InstitutionalDepartmentName", "PatientBirthDate", "PatientID", "PatientName",
    "PatientSex", "PatientWeight", "ProcedureStepDescription", "ProtocolName", "PulseSequenceDetails",
    "SequenceName", "SeriesDescription", "SeriesInstanceUID", "ShimSetting", "StationName", "StudyID",
    "StudyInstanceUID", "TxRefAmp", "WipMemBlock",
}
# A series whose private elements lost their creators before: what they say belongs to nobody.
WITHOUT_CREATORS = {"mini_siemens_anat"}
MUST_STAY = {"PhaseEncodingDirection", "EffectiveEchoSpacing", "TotalReadoutTime", "DwellTime", "EchoTime",
             "RepetitionTime", "FlipAngle", "ImageType", "Manufacturer"}


def convert(folder, target):
    os.makedirs(target)
    subprocess.run(["dcm2niix", "-b", "y", "-ba", "n", "-z", "n", "-f", "%s", "-o", target, folder],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def errors_of(path):
    done = subprocess.run(["dciodvfy", path], capture_output=True)
    lines = (done.stdout + done.stderr).decode("latin1").splitlines()
    return {line for line in lines if line.startswith("Error")}


def contents(folder, ending, skip=0):
    return {os.path.basename(p): open(p, "rb").read()[skip:] for p in glob.glob(f"{folder}/*.{ending}")}


def compare_sidecars(series, before, after, shifted):
    problems = []
    for name in before:
        old, new = json.loads(before[name]), json.loads(after[name])
        taken = set(TAKEN)
        if not shifted:
            taken.add("AcquisitionTime")  # counted from the start of the series
        for key in old:
            if series in WITHOUT_CREATORS and key not in new and key not in MUST_STAY:
                continue
            if key not in taken and old[key] != new.get(key):
                problems.append(f"{series}: {key} was {str(old[key])[:40]}, is {str(new.get(key))[:40]}")
    return problems


def check(clean_series, source, work, shift):
    series = os.path.basename(source)
    cleaned = os.path.join(work, "cleaned")
    os.makedirs(cleaned)
    problems = []
    files = sorted(os.listdir(source))
    done = subprocess.run([clean_series, source, cleaned] + shift, capture_output=True, text=True)
    if done.returncode != 0:
        problems.append(f"{series}: not every file was cleaned (exit code {done.returncode}): {done.stdout}")
    new_errors = errors_of(os.path.join(cleaned, "0000.dcm")) - errors_of(os.path.join(source, files[0]))
    problems += [f"{series}: dciodvfy: {error}" for error in sorted(new_errors)]
    convert(source, os.path.join(work, "before"))
    convert(cleaned, os.path.join(work, "after"))
    for ending, skip in (("nii", 352), ("bval", 0), ("bvec", 0)):
        before = contents(os.path.join(work, "before"), ending, skip)
        if before != contents(os.path.join(work, "after"), ending, skip):
            problems.append(f"{series}: other .{ending} files")
    before = contents(os.path.join(work, "before"), "json")
    after = contents(os.path.join(work, "after"), "json")
    if not before or before.keys() != after.keys():
        problems.append(f"{series}: {len(before)} images before, {len(after)} after")
    else:
        problems += compare_sidecars(series, before, after, bool(shift))
    print(f"{series}: {len(files)} files, {'shifted' if shift else 'dropped'} dates, {len(problems)} problems")
    return problems


def main():
    data = os.environ.get("SHAREREADY_TEST_DATA")
    if not data or not os.path.isdir(os.path.join(data, "dicom")):
        print("skipped: SHAREREADY_TEST_DATA has no folder dicom")
        return 77
    for program in ("dcm2niix", "dciodvfy"):
        if not shutil.which(program):
            print(f"skipped: no {program} on this machine")
            return 77
    problems = []
    for source in sorted(glob.glob(os.path.join(data, "dicom", "*"))):
        for shift in ([], ["-36500"]):
            with tempfile.TemporaryDirectory() as work:
                problems += check(sys.argv[1], source, work, shift)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
