#!/usr/bin/python3
"""ten_actions.py CLEAN_SERIES: the score of the MIDI-B challenge (ten kinds of actions) over real series and series made
here, the search of a date shift, and the graph of UIDs. At least 99.95 % of all required actions are met; no true date,
and nothing that tells the shift, stands in a cleaned file; references between objects are those of the source."""
import collections
import copy
import datetime
import glob
import os
import re
import subprocess
import sys
import tempfile

import pydicom
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from made_texts import made_texts

LEAST = 0.9995
SEED = int(os.environ.get("SHAREREADY_TEST_SEED", "20261127"))
SHIFT_DAYS = -36500
# What must be gone, what must stay with its value, and what may be changed but must not be empty, at the root.
GONE = ["AccessionNumber", "InstitutionAddress", "InstitutionalDepartmentName", "OperatorsName", "OtherPatientIDs",
        "PatientAddress", "PatientAge", "PatientBirthDate", "PatientComments", "PatientSex", "PatientSize",
        "PatientTelephoneNumbers", "PatientWeight", "PerformingPhysicianName", "ReferringPhysicianName",
        "RequestingPhysician", "AdditionalPatientHistory", "MedicalRecordLocator", "EthnicGroup"]
# Rows with code C under Clean Descriptors (not X: technical words of them may stay): texts are planted in them.
DESCRIPTORS = ["ImageComments", "StudyDescription", "SeriesDescription", "ProtocolName", "StudyComments",
               "PerformedProcedureStepDescription", "RequestedProcedureDescription"]
OBJECTS = 24  # of a made series

RETAINED = ["Modality", "ImageType", "Manufacturer", "Rows", "Columns", "BitsAllocated", "BitsStored", "EchoTime",
            "RepetitionTime", "FlipAngle", "SliceThickness", "PixelSpacing", "ImageOrientationPatient",
            "ImagePositionPatient", "MagneticFieldStrength", "ScanningSequence", "SOPClassUID", "InstanceNumber",
            "NumberOfFrames", "PhotometricInterpretation", "InversionTime", "ManufacturerModelName"]
NOT_NULL = ["PatientID", "PatientName", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID",
            "DeidentificationMethod", "PatientIdentityRemoved"]
DATES = ["StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"]
UIDS = ["SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID"]


def texts_of(dataset):
    for element in dataset.iterall():
        if element.VR != "SQ" and element.value not in (None, "", b""):
            yield element


def made_series(source, folder, seed):
    """A series of a real file's kind with made-up persons, texts, dates and references in it, at three depths. Returns
    the texts of each object."""
    os.makedirs(folder)
    original = pydicom.dcmread(source)
    study, series, frame = (generate_uid(prefix="1.2.826.0.1.3680043.8.498.") for _ in range(3))
    uids = [generate_uid(prefix="1.2.826.0.1.3680043.8.498.") for _ in range(OBJECTS)]
    texts = made_texts(seed, OBJECTS * len(DESCRIPTORS))
    planted = [texts[i::OBJECTS] for i in range(OBJECTS)]
    for number, uid in enumerate(uids):
        made = copy.deepcopy(original)
        made.remove_private_tags()
        made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID = uid
        made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = study, series, frame
        made.PatientName, made.PatientID, made.PatientBirthDate = "Quixano^Alonso", "MRN-88213", "19430507"
        made.AccessionNumber, made.OperatorsName, made.PatientAddress = "ACC-5512", "Panza^Sancho", "Calle Mayor 12"
        made.ReferringPhysicianName, made.PatientComments = "Carrasco^Sanson", "called Rocinante on 2017-04-19"
        made.StudyDate = made.SeriesDate = made.AcquisitionDate = made.ContentDate = "20170419"
        made.InstanceNumber = number + 1
        made.SpecificCharacterSet = ("ISO_IR 192", "ISO_IR 100")[number % 2]
        for key, (text, _, _) in zip(DESCRIPTORS, planted[number]):
            setattr(made, key, text)
        inner, outer = Dataset(), Dataset()
        inner.PatientID, inner.StudyDate, inner.OperatorsName = "MRN-88213", "20170419", "Panza^Sancho"
        inner.ReferencedSOPClassUID, inner.ReferencedSOPInstanceUID = original.SOPClassUID, uids[(number + 1) % OBJECTS]
        outer.ReferencedSOPClassUID, outer.ReferencedSOPInstanceUID = original.SOPClassUID, uids[(number + 2) % OBJECTS]
        outer.RequestAttributesSequence = Sequence([inner])
        made.ReferencedImageSequence = Sequence([outer])
        made.save_as(f"{folder}/{number:04}.dcm")
    return planted


def words_in(dataset):
    """Every text of the object as words with one blank between them, from the start to the end."""
    texts = [str(value) for element in texts_of(dataset) if element.VR in ("LO", "LT", "PN", "SH", "ST", "UC", "UT")
             for value in (element.value if isinstance(element.value, pydicom.multival.MultiValue) else [element.value])]
    return "|".join(" " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " " for text in texts)


def score_descriptors(after, planted, score, where):
    """Of made descriptions, every word and number that names somebody is gone from all texts of the file."""
    words = words_in(after)
    for _, technical, gone in planted:
        for word in gone:
            score.add("text_removed", f" {word} " not in words, f"{where} '{word}'")
    score.technical.update(word for _, technical, _ in planted for word in technical)
    score.technical_kept.update(word for _, technical, _ in planted for word in technical if f" {word} " in words)


class Score:
    def __init__(self):
        self.met, self.required, self.missed = collections.Counter(), collections.Counter(), []
        self.technical, self.technical_kept = collections.Counter(), collections.Counter()

    def add(self, kind, met, what):
        self.required[kind] += 1
        self.met[kind] += bool(met)
        if not met:
            self.missed.append(f"{kind}: {what}")


def names_of(dataset):
    """Words of persons and numbers of the source that nobody else has."""
    words = set()
    for element in texts_of(dataset):
        if element.VR == "PN" or element.keyword in ("PatientID", "AccessionNumber", "StudyID", "DeviceSerialNumber"):
            words |= {w for w in re.split(r"[\^=\\\s]+", str(element.value)) if len(w) >= 5}
    return words


def score_file(before, after, bytes_after, score, maps, shifted, where):
    for key in GONE:
        if before.get(key) not in (None, ""):
            score.add("text_removed", after.get(key) in (None, "", "ANONYMOUS"), f"{where} {key}")
    for word in names_of(before):
        score.add("text_removed", word.encode("latin1", "ignore") not in bytes_after, f"{where} a name or number")
    for key in RETAINED:
        if before.get(key) not in (None, ""):
            score.add("tag_retained", key in after, f"{where} {key}")
            score.add("text_retained", str(before.get(key)) == str(after.get(key)), f"{where} {key}")
    for key in NOT_NULL:
        score.add("text_notnull", after.get(key) not in (None, ""), f"{where} {key}")
    for key in DATES:
        if not before.get(key):
            continue
        true = datetime.datetime.strptime(before.get(key), "%Y%m%d")
        wanted = (true + datetime.timedelta(days=SHIFT_DAYS)).strftime("%Y%m%d") if shifted else None
        met = after.get(key) == wanted if shifted else after.get(key) in (None, "", "19000101")
        score.add("date_shifted", met, f"{where} {key}")
    for key in UIDS:
        if before.get(key):
            score.add("uid_changed", after.get(key) != before.get(key) and str(after.get(key)).startswith("2.25."),
                      f"{where} {key}")
            score.add("uid_consistent", maps["uid"].setdefault(before.get(key), after.get(key)) == after.get(key),
                      f"{where} {key}")
    score.add("patid_consistent", after.PatientID == maps["patient"].setdefault("new", after.PatientID), where)
    score.add("pixels_retained", before.PixelData == after.PixelData, where)


def references_of(dataset):
    return [(e.keyword, e.value) for e in dataset.iterall() if e.VR == "UI" and e.value and e.keyword.startswith("Referenced")
            and not str(e.value).startswith("1.2.840.10008.")]


def check_graph(before, after, maps, score, where):
    """What is kept of the references points where the source's did."""
    old = [maps["uid"].get(value) for _, value in references_of(before)]
    for keyword, value in references_of(after):
        score.add("uid_consistent", value in old or value not in maps["uid"].values(), f"{where} {keyword}")
        score.add("uid_changed", str(value).startswith("2.25."), f"{where} {keyword}")


def spellings(date):
    day = datetime.datetime.strptime(date, "%Y%m%d")
    return {day.strftime(f) for f in ("%Y%m%d", "%d%m%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y")}


def attack(before, bytes_after, after, problems, where):
    """Whatever tells a true day, or lets one subtract it from the shifted one: dates in any spelling, seconds since
    1970 as text, UIDs of the scanner."""
    for date in {before.get(key) for key in DATES if before.get(key)}:
        day = datetime.datetime.strptime(date, "%Y%m%d").replace(tzinfo=datetime.timezone.utc)
        start = int(day.timestamp())
        if any(s.encode() in bytes_after for s in spellings(date)):
            problems.append(f"{where}: a true date is left")
        for number in re.findall(rb"(?<![\d.])\d{10}(?![\d.])", bytes_after):
            if abs(int(number) - start) < 2 * 86400:
                problems.append(f"{where}: seconds since 1970 are left")
    for element in texts_of(after):
        values = element.value if isinstance(element.value, (list, pydicom.multival.MultiValue)) else [element.value]
        if element.VR == "UI" and any(not str(v).startswith(("2.25.", "1.2.840.10008.")) for v in values):
            problems.append(f"{where}: a UID of the source is left in {element.keyword}")
        if element.VR in ("DA", "DT") and not all(re.match(r"19(0[0-9]|1\d|2[0-5])", str(v)) for v in values):
            problems.append(f"{where}: a day out of the shifted era in {element.keyword}")


def clean(program, source, work, shift):
    os.makedirs(work)
    done = subprocess.run([program, source, work, *shift], capture_output=True, text=True)
    if done.returncode not in (0, 20):
        sys.exit(f"{source}: exit code {done.returncode}: {done.stdout}")
    return done.stdout


def check_captures(program, source, work, score):
    """Images with text burned in, by their class, their word or their pixels, do not come out."""
    os.makedirs(f"{work}/captures")
    made = pydicom.dcmread(source)
    for number, change in enumerate((
            lambda d: setattr(d, "SOPClassUID", "1.2.840.10008.5.1.4.1.1.7"),
            lambda d: setattr(d, "BurnedInAnnotation", "YES"),
            lambda d: setattr(d, "ImageType", ["DERIVED", "SECONDARY", "SCREEN SAVE"]),
            lambda d: setattr(d, "ImageType", ["ORIGINAL", "PRIMARY", "LOCALIZER"]))):
        copy_of = copy.deepcopy(made)
        change(copy_of)
        copy_of.save_as(f"{work}/captures/{number}.dcm")
    clean(program, f"{work}/captures", f"{work}/no-captures", ["drop"])
    for number in range(4):
        score.add("pixels_hidden", not os.path.exists(f"{work}/no-captures/{number:04}.dcm"), f"capture {number}")


def main():
    data = os.environ.get("SHAREREADY_TEST_DATA")
    if not data or not os.path.isdir(os.path.join(data, "dicom")):
        print("skipped: SHAREREADY_TEST_DATA has no folder dicom")
        return 77
    score, problems = Score(), []
    with tempfile.TemporaryDirectory() as work:
        planted = {name: made_series(glob.glob(f"{data}/dicom/{source}/*")[0], f"{work}/{name}", seed)
                   for seed, (name, source) in enumerate((("made-classic", "mini_philips_anat"), ("made-enhanced", "mini_philips_enhanced_anat")), SEED)}
        check_captures(sys.argv[1], glob.glob(f"{data}/dicom/mini_ge_anat/*")[0], work, score)
        sources = sorted(glob.glob(f"{data}/dicom/*")) + sorted(glob.glob(f"{work}/made-*"))
        for shifted in (False, True):
            maps = {"uid": {}, "patient": {}}
            for source in sources:
                name = os.path.basename(source)
                target = f"{work}/{name}-{shifted}"
                clean(sys.argv[1], source, target, [str(SHIFT_DAYS)] if shifted else ["drop"])
                pairs = []
                for number, path in enumerate(sorted(glob.glob(f"{source}/*"))):
                    cleaned = f"{target}/{number:04}.dcm"
                    before, after = pydicom.dcmread(path), pydicom.dcmread(cleaned)
                    content = open(cleaned, "rb").read()
                    score_file(before, after, content, score, maps, shifted, f"{name}/{number}")
                    if name in planted:
                        score_descriptors(after, planted[name][number], score, f"{name}/{number}")
                    attack(before, content.replace(bytes(after.PixelData), b""), after, problems, f"{name}/{number}")
                    pairs.append((before, after, number))
                for before, after, number in pairs:
                    check_graph(before, after, maps, score, f"{name}/{number}")
            new = list(maps["uid"].values())
            if len(set(new)) != len(new):
                problems.append("two UIDs of the source became one")
    for kind in sorted(score.required):
        print(f"{kind}: {score.met[kind]} of {score.required[kind]}")
    print(f"technical words kept: {sum(score.technical_kept.values())} of {sum(score.technical.values())}")
    share = sum(score.met.values()) / sum(score.required.values())
    print(f"all: {100 * share:.3f} % of {sum(score.required.values())} actions; {len(problems)} findings of the attack")
    print("\n".join(score.missed[:20] + problems[:20]))
    return 0 if share >= LEAST and not problems and len(score.required) == 10 else 1


sys.exit(main())
