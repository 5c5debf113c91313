#!/usr/bin/python3
"""other_programs.py CLEAN_SERIES: dciodvfy finds no error in cleaned DICOM that the source did not have, and
dcm2niix makes the same images and the same sidecars of it, apart from what de-identification takes. The same errors, and
no canary, in made documents and captured screens that are asked for, and none in objects made to deceive."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import pydicom

import made_attacks
import made_documents
import personal_concepts
import standard_uids

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


def leaks_in(name, path):
    """What is left of the canary, the numbers, dates and UIDs of made_documents, and what should have stayed."""
    raw = re.sub(rb"2\.25\.[0-9]+", b"", open(path, "rb").read())  # new UIDs hold any digits
    cleaned = pydicom.dcmread(path)
    gone = [made_documents.CANARY, made_documents.STRANGER, "4471", "1961", "2021", "83.25", "557.25", "23.75", "67031"]
    problems = [f"{name}: {word} is left" for word in gone if word.lower().encode() in raw.lower()]
    codes = {item.CodeValue for item in cleaned.DeidentificationMethodCodeSequence}
    if ("113104" in codes) != (name in ("report", "selection")):
        problems.append(f"{name}: 113104 where no content tree was cleaned, or not where one was")
    if name == "report":
        values = [item for item in cleaned.ContentSequence[0].ContentSequence]
        numbers = [str(item.MeasuredValueSequence[0].NumericValue) if item.MeasuredValueSequence else ""
                   for item in values if item.ValueType == "NUM"]
        if numbers != ["12.5", "", "", "", ""] or values[0].TextValue.split()[:4] != ["T2", "brain", "axial", "left"]:
            problems.append(f"{name}: {numbers} {values[0].TextValue}")
        # sex, a local code, a published one, one with a meaning that somebody typed, one that is no code
        if [item.ConceptCodeSequence[0].CodeValue for item in values if item.ValueType == "CODE"] != ["ANONYMOUS", "ANONYMOUS", "49755003", "49755003", "ANONYMOUS"]:
            problems.append(f"{name}: the coded values are others than expected")
    return problems


def check_documents(clean_series, work):
    made = {**made_documents.DOCUMENTS, **made_documents.CAPTURES, **made_documents.LEFT_OUT}
    source, cleaned = os.path.join(work, "source"), os.path.join(work, "cleaned")
    os.makedirs(source), os.makedirs(cleaned)
    made_documents.write_all(made, source)
    problems, names = [], sorted(made)
    for shift in ("drop", "-36500"):
        done = subprocess.run([clean_series, source, cleaned, shift, "1", "all"], capture_output=True, text=True)
        left_out = {names[int(line.split()[0])]: line.split()[-1] for line in done.stdout.splitlines()}
        if left_out != {"encapsulated": "encapsulated", "raw": "raw", "text-colour": "text", "text-grey": "text"}:
            problems.append(f"documents: left out are {left_out}")
        for number, name in enumerate(names):
            path = os.path.join(cleaned, f"{number:04}.dcm")
            if name in left_out:
                problems += [f"{name}: was written"] if os.path.exists(path) else []
                continue
            problems += leaks_in(name, path)
            new = errors_of(path) - errors_of(os.path.join(source, name))
            problems += [f"{name}: dciodvfy: {error}" for error in sorted(new)]
        none = subprocess.run([clean_series, source, os.path.join(work, "cleaned"), shift], capture_output=True, text=True).stdout
        if len(none.splitlines()) != len(names):
            problems.append("documents go along that nobody asked for")
    print(f"documents and captures: {len(names)} objects, {len(problems)} problems")
    return problems


def unlike_in_conversion(source, cleaned, work):
    """What dcm2niix makes of one object before and after."""
    for name, path in (("before", source), ("after", cleaned)):
        os.makedirs(os.path.join(work, name + "-in"))
        shutil.copy(path, os.path.join(work, name + "-in"))
        convert(os.path.join(work, name + "-in"), os.path.join(work, name))
    images = [contents(os.path.join(work, name), "nii", 352) for name in ("before", "after")]
    sidecars = [contents(os.path.join(work, name), "json") for name in ("before", "after")]
    if not images[0] or images[0] != images[1]:
        return ["united-imaging: other images"]
    return [problem for problem in compare_sidecars("united-imaging", *sidecars, False) if "Accession" not in problem]


def check_attacks(clean_series, work):
    source, cleaned = os.path.join(work, "source"), os.path.join(work, "cleaned")
    os.makedirs(source), os.makedirs(cleaned)
    made_attacks.write_all(source)
    problems, names = [], sorted(made_attacks.ATTACKS)
    for shift in ("drop", "-36500"):
        subprocess.run([clean_series, source, cleaned, shift], capture_output=True)
        for number, name in enumerate(names):
            path = os.path.join(cleaned, f"{number:04}.dcm")
            if os.path.exists(path) != made_attacks.ATTACKS[name][1]:
                problems.append(f"{name}: {'was' if os.path.exists(path) else 'was not'} written")
            elif os.path.exists(path):
                problems += made_attacks.survivors(name, path)
                os.remove(path) if name != "united-imaging" or shift != "drop" else os.rename(path, path + ".first")
    number = names.index("united-imaging")
    problems += unlike_in_conversion(os.path.join(source, "united-imaging"), os.path.join(cleaned, f"{number:04}.dcm.first"), work)
    print(f"attacks: {len(names)} objects, {len(problems)} problems")
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
    share = os.environ["SHAREREADY_SHARE_DIR"]
    problems = personal_concepts.problems(share) + standard_uids.problems(share)
    for source in sorted(glob.glob(os.path.join(data, "dicom", "*"))):
        for shift in ([], ["-36500"]):
            with tempfile.TemporaryDirectory() as work:
                problems += check(sys.argv[1], source, work, shift)
    with tempfile.TemporaryDirectory() as work:
        problems += check_documents(sys.argv[1], work)
    with tempfile.TemporaryDirectory() as work:
        problems += check_attacks(sys.argv[1], work)
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
