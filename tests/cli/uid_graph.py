#!/usr/bin/env python3
"""uid_graph.py make ROOT LABEL...: people whose UIDs, device, numbers and dates stand in DICOM files (at the root, nested
and in private sequences), sidecars (at the top and nested) and tables at once; their device in headers of spectra, too.
uid_graph.py check ROOT RESULT [coded]: after cleaning, equal UIDs are equal everywhere and different ones different, the dates of
one person moved by one number of days in every file and those of others by another, and numbers and serials are gone."""
import datetime
import glob
import gzip
import json
import os
import struct
import sys

from made_scans import LONG, dicom_file, echo_planar

ROOT_UID = "1.2.826.0.1.3680043.8.498"
STUDY, SERIES, OBJECT, FRAME = (0x20, 0xD), (0x20, 0xE), (8, 0x18), (0x20, 0x52)
VOLUMES, PLACES = 5, 2
ITEM_END, SEQUENCE_END, OPEN = (0xFFFE, 0xE00D), (0xFFFE, 0xE0DD), 0xFFFFFFFF
TASKS = ("rest", "go")


def serial_of(person):
    """The first two people are measured at one device, the others at another."""
    return "SN-67031" if person < 3 else "SN-67032"


def station_of(person):
    return "AWP67031" if person < 3 else "AWP67032"


def uid(*parts):
    return ".".join([ROOT_UID, *map(str, parts)])


def day_of(person):
    return datetime.date(2019, 3, 4) + datetime.timedelta(days=101 * person)


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def dicom_object(person, series, number):
    """The study is one for both series, the device and its frame of reference are those of all people."""
    day, other = f"{day_of(person):%Y%m%d}", uid(person, 1 - series, number)
    study, own, frame = uid(person), uid(person, series), uid(99)
    referred = [(8, 0x1150, "UI", "1.2.840.10008.5.1.4.1.1.4"), (8, 0x1155, "UI", other)]
    inner = [(0x18, 0x1000, "LO", serial_of(person)), (*STUDY, "UI", study), (*SERIES, "UI", uid(person, 1 - series)), (8, 0x20, "DA", day), (0x10, 0x20, "LO", f"MRN-77{person}31")]
    return dicom_file([
        *echo_planar(number, PLACES), (*OBJECT, "UI", uid(person, series, number)), (*STUDY, "UI", study), (*SERIES, "UI", own),
        (*FRAME, "UI", frame), (8, 0x20, "DA", day), (8, 0x21, "DA", day), (8, 0x2A, "DT", day + "101112.5"),
        (8, 0x32, "TM", "101112.5"), (8, 0x31, "TM", "101112"), (0x10, 0x20, "LO", f"MRN-77{person}31"), (0x10, 0x10, "PN", f"Quixano{person}^A"),
        (0x18, 0x1000, "LO", serial_of(person)), (8, 0x1010, "SH", station_of(person)), (0x18, 0x1002, "UI", uid(99, 1)), (8, 0x1140, "SQ", [referred]),
        (0x5200, 0x9229, "SQ", [[(0x18, 0x9006, "SQ", [inner]), (*FRAME, "UI", frame)]]),
        (0x2005, 0x14, "LO", "Philips MR Imaging DD 005"), (0x2005, 0x140F, "SQ", [[*inner, (*OBJECT, "UI", other)]])])


def sidecar(person, series):
    day = day_of(person)
    return json.dumps({
        "TaskName": TASKS[series], "RepetitionTime": 2.0, "StudyInstanceUID": uid(person), "SeriesInstanceUID": uid(person, series),
        "FrameOfReferenceUID": uid(99), "DeviceSerialNumber": serial_of(person), "StationName": station_of(person), "PatientID": f"MRN-77{person}31",
        "AcquisitionDateTime": f"{day}T10:11:12", "global": {"const": {
            "StudyInstanceUID": uid(person), "DeviceSerialNumber": serial_of(person), "ReferencedSOPInstanceUID": [uid(person, 1 - series, n) for n in range(3)],
            "StudyDate": f"{day:%Y%m%d}", "PatientID": f"MRN-77{person}31", "EchoTime": 0.03}}})


def spectrum(person):
    """NIfTI-2 of four complex numbers, with the JSON of NIfTI-MRS behind its header."""
    text = json.dumps({"SpectrometerFrequency": [123.25], "ResonantNucleus": ["1H"], "DeviceSerialNumber": serial_of(person)}).encode()
    size = (len(text) + 8 + 15) // 16 * 16
    header = struct.pack("<i8shh", 540, b"n+2\0\r\n\x1a\n", 32, 64) + struct.pack("<8q", 4, 1, 1, 1, 4, 1, 1, 1)
    header = header.ljust(104, b"\0") + struct.pack("<8dq", 1, 1, 1, 1, 1, 1, 1, 1, 544 + size)
    header = (header.ljust(508, b"\0") + b"mrs_v0_9").ljust(540, b"\0")
    return gzip.compress(header + b"\1\0\0\0" + struct.pack("<2i", size, 44) + text.ljust(size - 8, b"\0") + struct.pack("<8f", *range(8)))


def device_of_spectrum(path):
    content = gzip.decompress(open(path, "rb").read())
    size, code = struct.unpack_from("<2i", content, 544)
    assert code == 44, "a spectrum lost its header"
    return json.loads(content[552:544 + size].rstrip(b"\0")).get("DeviceSerialNumber")


def make(root, *labels):
    write(f"{root}/participants.tsv", "participant_id\tage\tStudyInstanceUID\n" + "".join(
        f"sub-{label}\t{30 + person}\t{uid(person)}\n" for person, label in enumerate(labels, start=1)))
    write(f"{root}/task-rest_bold.json", json.dumps({"FrameOfReferenceUID": uid(99), "PulseSequenceDetails": "epi"}))
    for person, label in enumerate(labels, start=1):
        rows = "filename\tacq_time\tseries_uid\tStudyInstanceUID\tserial\tdevice_serial_number\tStationName\n"
        for series, task in enumerate(TASKS):
            stem = f"sub-{label}/func/sub-{label}_task-{task}_bold"
            write(f"{root}/{stem}.json", sidecar(person, series))
            rows += f"{stem[5 + len(label):]}.nii.gz\t{day_of(person)}T10:11:12\t{uid(person, series)}\t{uid(person)}\t{serial_of(person)}\t{serial_of(person)}\t{station_of(person)}\n"
            for number in range(VOLUMES * PLACES):
                write(f"{root}/sourcedata/sub-{label}/{task}/{number:03}.dcm", dicom_object(person, series, number))
        write(f"{root}/sub-{label}/sub-{label}_scans.tsv", rows)
        write(f"{root}/sub-{label}/mrs/sub-{label}_svs.nii.gz", spectrum(person))


def elements(content, at, end, path=()):
    """Where an explicit little endian data set or item ends, and (path, value) of its elements, those in sequences included."""
    found = []
    while at + 8 <= end:
        group, number = struct.unpack_from("<2H", content, at)
        if (group, number) == ITEM_END:
            return at + 8, found
        vr = content[at + 4:at + 6].decode("latin-1")
        length, at = (struct.unpack_from("<I", content, at + 8)[0], at + 12) if vr in LONG else (struct.unpack_from("<H", content, at + 6)[0], at + 8)
        if vr == "SQ":
            at, inside = items(content, at, end if length == OPEN else at + length, (*path, (group, number)))
            found += inside
        else:
            found.append(((*path, (group, number)), content[at:at + length].rstrip(b"\0 ").decode("latin-1")))
            at += length
    return at, found


def items(content, at, end, path):
    found = []
    while at + 8 <= end:
        tag, size = struct.unpack_from("<2H", content, at), struct.unpack_from("<I", content, at + 4)[0]
        if tag == SEQUENCE_END:
            return at + 8, found
        at, inside = elements(content, at + 8, end if size == OPEN else at + 8 + size, path)
        found += inside
    return at, found


def values_of_dicom(path):
    content = open(path, "rb").read()
    start = 132 + 12 + struct.unpack_from("<I", content, 132 + 8)[0]
    return dict(elements(content, start, len(content))[1])


def values_of_json(value, path=()):
    if isinstance(value, dict):
        return {k: v for key, inner in value.items() for k, v in values_of_json(inner, (*path, key)).items()}
    if isinstance(value, list):
        return {k: v for i, inner in enumerate(value) for k, v in values_of_json(inner, (*path, i)).items()}
    return {path: str(value)}


def dicom_by_series(folder):
    """The values of each object by its number, by series: its name tells neither."""
    series = {}
    for path in glob.glob(f"{folder}/**/*.dcm", recursive=True):
        values = values_of_dicom(path)
        series.setdefault(values[(SERIES,)], {})[int(values[((0x20, 0x13),)])] = values
    return series


def table_rows(path):
    header, *rows = [line.split("\t") for line in open(path).read().splitlines()]
    return {next(task for task in TASKS if f"task-{task}_" in row[0]): dict(zip(header, row)) for row in rows}


def both(carrier, before, after):
    return [(carrier(place), value, after[place]) for place, value in before.items() if place in after]


def pairs(root, label, made, new):
    """(carrier, value before, value after) of every value of a person that is still there."""
    before, after, found = dicom_by_series(f"{root}/sourcedata/sub-{label}"), dicom_by_series(f"{made}/sourcedata/{new}"), []
    old_rows, new_rows = table_rows(f"{root}/sub-{label}/sub-{label}_scans.tsv"), table_rows(f"{made}/{new}/{new}_scans.tsv")
    assert len(after) == len(TASKS), f"{len(after)} series of DICOM are left"
    for task in TASKS:
        old = values_of_json(json.load(open(f"{root}/sub-{label}/func/sub-{label}_task-{task}_bold.json")))
        fresh = values_of_json(json.load(open(f"{made}/{new}/func/{new}_task-{task}_bold.json")))
        found += both(lambda place: "JSON nested" if place[0] == "global" else "JSON", old, fresh)
        found += both(lambda place: "TSV", old_rows[task], new_rows[task])
        name = fresh[("SeriesInstanceUID",)]
        assert name in after, "a sidecar names a series that no DICOM file is of"
        for number, values in before[old[("SeriesInstanceUID",)]].items():
            found += both(lambda place: "DICOM private" if place[0][0] % 2 else "DICOM nested" if len(place) > 1 else "DICOM",
                          values, after[name][number])
    device = device_of_spectrum(f"{made}/{new}/mrs/{new}_svs.nii.gz")
    return found + ([(SPECTRA, device_of_spectrum(f"{root}/sub-{label}/mrs/sub-{label}_svs.nii.gz"), device)] if device else [])


def day_in(text):
    try:
        return datetime.datetime.strptime(text[:10].replace("-", "")[:8], "%Y%m%d").date()
    except ValueError:
        return None


SPECTRA = "NIfTI-MRS"
CARRIERS = {"DICOM", "DICOM nested", "DICOM private", "JSON", "JSON nested", "TSV"}


def check_uids(found, new_of, old_of):
    """Both directions: one new UID for one old, and one old for one new, over all people."""
    seen = set()
    for carrier, before, after in found:
        if not before.startswith(ROOT_UID):
            continue
        seen.add(carrier)
        assert after.startswith("2.25."), f"{carrier}: a UID is no new one"
        assert new_of.setdefault(before, after) == after, f"{carrier}: one UID became two"
        assert old_of.setdefault(after, before) == before, f"{carrier}: two UIDs became one"
    assert seen == CARRIERS, f"UIDs are left in {sorted(seen)} only"


def check_devices(found, coded, code_of, device_of):
    """One code for one device over all people and kinds of files, or nothing at all where none was asked for."""
    devices = [row for row in found if row[1].startswith(("SN-6703", "AWP6703"))]
    for carrier, before, after in devices:
        assert after.startswith("dev-") and len(after) == 16, f"{carrier}: a device has no code"
        assert code_of.setdefault(before, after) == after, f"{carrier}: one device became two"
        assert device_of.setdefault(after, before) == before, f"{carrier}: two devices became one"
    seen = {carrier for carrier, _, _ in devices}
    assert seen == (CARRIERS | {SPECTRA} if coded else set()), f"devices are told in {sorted(seen)}"


def check_days(found, person):
    shifts = {(carrier, (day_in(after) - day_in(before)).days) for carrier, before, after in found
              if day_in(before) == day_of(person) and day_in(after)}
    days = {days for _, days in shifts}
    assert len(days) == 1, f"the dates of one person moved by {len(days)} different numbers of days"
    missing = CARRIERS - {carrier for carrier, _ in shifts}
    assert not missing, f"no shifted date is left in {sorted(missing)}"
    return days.pop()


def owners(labels, made, new_of):
    """The new label of each person, told by the new UID of the study in the table."""
    tables = {os.path.basename(path): table_rows(f"{path}/{os.path.basename(path)}_scans.tsv") for path in glob.glob(f"{made}/sub-*")}
    studies = {rows["rest"]["StudyInstanceUID"]: new for new, rows in tables.items()}
    return {label: studies[new_of[uid(person)]] for person, label in enumerate(labels, start=1)}


def check(root, result, coded):
    code_of, device_of = {}, {}
    labels = sorted(os.path.basename(path)[4:] for path in glob.glob(f"{root}/sub-*"))
    new_of, old_of, shifts = {}, {}, []
    for person, label in enumerate(labels, start=1):
        found = pairs(root, label, f"{result}/private/staging/{label}", f"sub-{label}")
        check_uids(found, new_of, old_of)
        check_devices(found, coded, code_of, device_of)
        shifts.append(check_days(found, person))
    assert len(set(shifts)) > 1, "all people's dates moved by the same number of days"
    if not os.path.isdir(f"{result}/dataset"):
        return
    for label, new in owners(labels, f"{result}/dataset", new_of).items():
        found = pairs(root, label, f"{result}/dataset", new)
        check_uids(found, new_of, old_of)
        check_devices(found, coded, code_of, device_of)
        assert check_days(found, labels.index(label) + 1) == shifts[labels.index(label)], "publishing moved a date"
        assert {after for _, before, after in found if before.startswith("MRN-77")} == {new}, "another PatientID than the new label"
    for path in glob.glob(f"{result}/dataset/**/*", recursive=True):
        content = open(path, "rb").read() if os.path.isfile(path) else b""
        left = [word for word in (ROOT_UID, "SN-6703", "AWP6703", "MRN-77", "Quixano") if word.encode() in content]
        assert not left, f"{os.path.basename(path)[-12:]}: {left}"
    persons = [line.split("\t") for line in open(f"{result}/dataset/participants.tsv").read().splitlines()]
    told = {row[0]: row[persons[0].index("StudyInstanceUID")] for row in persons[1:]}
    assert told == {new: new_of[uid(labels.index(label) + 1)] for label, new in owners(labels, f"{result}/dataset", new_of).items()}
    shared = json.load(open(f"{result}/dataset/task-rest_bold.json"))
    assert shared["FrameOfReferenceUID"] == new_of[uid(99)], "a sidecar that all share has another UID than DICOM files"
    print(f"{len(new_of)} UIDs of {len(labels)} people, one new one each in {len(CARRIERS)} kinds of carriers")


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    check(*sys.argv[2:4], coded=sys.argv[4:] == ["coded"])
