#!/usr/bin/env python3
"""date_attack.py make ROOT LABEL: a participant with true dates, in whole and in parts, in every carrier.
date_attack.py attack RESULT: looks in a published dataset and its report for whatever tells a true day or by how many
days dates moved: days in whole and in parts in any spelling, seconds since 1970 as text and as numbers, times of files
and of gzip members, names of weekdays and months, and offsets of time zones, which tell summer from winter. Prints what
it found; exit code 1 where it is anything, or where the shifted dates are not what they should be."""
import datetime
import glob
import gzip
import json
import os
import re
import struct
import sys
import zlib

from made_scans import dicom_file, echo_planar, par_rec

DAYS = [datetime.datetime(2019, 7, 4, 10, 11, 12), datetime.datetime(2019, 7, 18, 15, 1, 2),
        datetime.datetime(2020, 1, 14, 9, 30, 0)]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WORDS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "maandag", "donderdag",
         "january", "february", "july", "juli", "januari"]


def epoch(day):
    return int(day.replace(tzinfo=datetime.timezone.utc).timestamp())


def spellings(day):
    """The day, its month and its year in words that no other number is likely to be."""
    y, m, d, month = day.year, day.month, day.day, MONTHS[day.month - 1]
    whole = [f"{y}{s}{m:02}{s}{d:02}" for s in ("", "-", "/", ".", "_", ":")]
    whole += [f"{d:02}{s}{m:02}{s}{y}" for s in ("", "-", "/", ".", "_")] + [f"{d}{s}{m}{s}{y}" for s in "-/."]
    whole += [f"{m:02}{s}{d:02}{s}{y}" for s in ("", "-", "/", ".")] + [f"{d:02}{s}{m:02}{s}{y % 100:02}" for s in "-/."]
    whole += [f"{y % 100:02}{m:02}{d:02}", f"{d}{month}{y % 100}", f"{d:02}{month}{y}", f"{d} {month}", f"{month} {d}"]
    parts = [f"{y}{s}{m:02}" for s in "-/._"] + [f"{m:02}{s}{y}" for s in "-/._"] + [f"{month}{s}{y}" for s in ("", " ", "-")]
    ordinal = f"{y}{day.timetuple().tm_yday:03}", f"{y}-{day.timetuple().tm_yday:03}", f"{y}-W{day.isocalendar()[1]:02}"
    return {text.lower() for text in [*whole, *parts, *ordinal]}


def put(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def image(day):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 4, 8, 8, 6, 3, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 4, 16)
    struct.pack_into("<8f", header, 76, 1, 3, 3, 3, 2, 0, 0, 0)
    struct.pack_into("<f", header, 108, 400)
    header[148:200] = f"Time={day:%H%M%S.000};{day:%Y%m%d} {day:%b %Y}".encode().ljust(52, b"\0")
    header[228:240] = f"{day:%a %d%b}".encode().ljust(12)
    struct.pack_into("<2h", header, 252, 0, 1)
    header[344:349] = b"n+1\0\1"
    extension = struct.pack("<2i", 48, 6) + f"{day:%d %B %Y} {epoch(day)}".encode().ljust(40)
    return bytes(header) + extension + bytes(8 * 8 * 6 * 3 * 2)


def packed(content, day, name):
    """A gzip member that tells when and from what it was made."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    head = b"\x1f\x8b\x08\x08" + struct.pack("<IBB", epoch(day), 0, 3) + name.encode() + b"\0"
    return head + packer.compress(content) + packer.flush() + struct.pack("<2I", zlib.crc32(content), len(content))


def sidecar(day):
    return json.dumps({
        "TaskName": "rest", "RepetitionTime": 2.0, "AcquisitionDate": f"{day:%Y-%m-%d}", "AcquisitionTime": f"{day:%H:%M:%S}",
        "AcquisitionDateTime": f"{day:%Y-%m-%dT%H:%M:%S}+02:00", "SeriesDescription": f"rest {day:%B %Y}",
        "ProtocolName": f"{day:%A} protocol", "EchoTime": 0.03,
        "StudyTime": epoch(day), "SequenceVariant": f"{day:%Y-%j}", "ImageComments": f"week {day.isocalendar()[1]}",
        "global": {"const": {"StudyDate": f"{day:%Y%m%d}", "ContentTime": epoch(day) * 1000}},
        "CoilString": f"HEA {day:%m/%Y}", "ReceiveCoilName": f"HC_{day:%y%m%d}", "ScanOptions": f"FS {day:%b-%Y}",
        "SequenceName": f"epi_{day:%Y_%m}", "PhaseEncodingDirection": "j", "SliceTiming": [0, 0.5, float(epoch(day))]})


def edf(day):
    text = ("0".ljust(8) + f"1 F 12-MAR-1985 {day:%b%Y}".ljust(80) + f"Startdate {day:%d-%b-%Y} x {day:%Y} y".upper().ljust(80)
            + f"{day:%d.%m.%y%H.%M.%S}" + "512".ljust(8) + "EDF+C".ljust(44) + "1".ljust(8) + "1".ljust(8) + "1".ljust(4)
            + "Fp1".ljust(16) + f"made {day:%m/%Y}".ljust(80) + "uV".ljust(8) + "-1".ljust(8) + "1".ljust(8) + "-9".ljust(8)
            + "9".ljust(8) + "HP:0.1".ljust(80) + "2".ljust(8) + f"{day:%d%b%Y}".ljust(32))
    return text.encode() + b"\1\0\2\0"


def brainvision(folder, stem, day):
    put(f"{folder}/{stem}_eeg.vhdr", "Brain Vision Data Exchange Header File Version 1.0\n"
        f"; made {day:%A %d %B %Y}\n[Common Infos]\nDataFile=a.eeg\nMarkerFile=a.vmrk\nDataFormat=BINARY\n"
        "DataOrientation=MULTIPLEXED\nNumberOfChannels=1\nSamplingInterval=1000\n[Binary Infos]\nBinaryFormat=INT_16\n"
        f"[Channel Infos]\nCh1=Fp1,,0.5\n[Comment]\n{day:%Y-%m}\n")
    put(f"{folder}/{stem}_eeg.vmrk", "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\nDataFile=a.eeg\n"
        f"[Marker Infos]\nMk1=New Segment,,1,1,0,{day:%Y%m%d%H%M%S}123456\nMk2=Stimulus,S  1,8,1,0\n"
        f"Mk3=Comment,{day:%d %b},9,1,0\n")
    put(f"{folder}/{stem}_eeg.eeg", bytes(200))


def spar(folder, day):
    put(f"{folder}/{day:%d%b%Y}/x.SPAR", f"examination_name : {day:%d %B}\nscan_id : {day:%Y%m}\n"
        f"scan_date : {day:%Y.%m.%d %H:%M:%S}\nsamples : 16\nrows : 2\n")
    put(f"{folder}/{day:%d%b%Y}/x.SDAT", bytes(256))


def zone_of(day):
    """Of a place with summer time: the offset tells the season."""
    return "+0200" if 3 < day.month < 11 else "+0100"


def dicom(folder, day):
    """The day in every date of an object, in offsets of the zone, in UIDs, in texts and in a private sequence."""
    stamp, root = f"{day:%Y%m%d}", f"1.2.826.0.1.3680043.8.498.{day:%Y%m%d%H%M%S}"
    inner = [(8, 0x20, "DA", stamp), (8, 0x2A, "DT", f"{stamp}{day:%H%M%S}.5{zone_of(day)}"), (0x40, 0xA13A, "DT", stamp + "101112")]
    for number in range(10):
        elements = [
            *echo_planar(number), (8, 0x18, "UI", f"{root}.3.{number}"), (0x20, 0xD, "UI", root + ".1"), (0x20, 0xE, "UI", root + ".2"),
            (8, 0x20, "DA", stamp), (8, 0x21, "DA", stamp), (8, 0x22, "DA", stamp), (8, 0x30, "TM", f"{day:%H%M%S}"),
            (8, 0x2A, "DT", f"{stamp}{day:%H%M%S}.25{zone_of(day)}"), (8, 0x201, "SH", zone_of(day)), (8, 0x1030, "LO", f"rest {day:%d %b %Y}"),
            (8, 0x103E, "LO", f"bold {day:%B}"), (0x10, 0x20, "LO", f"P{day:%y%m%d}"), (0x10, 0x30, "DA", "19850312"), (0x18, 0x1200, "DA", stamp),
            (0x18, 0x1030, "LO", f"rest_{day:%d%m%Y}"), (0x20, 0x4000, "LT", f"{day:%A}, {epoch(day)}"),
            (0x40, 0x244, "DA", stamp), (0x5200, 0x9229, "SQ", [[(0x18, 0x9006, "SQ", [inner])]]),
            (0x2005, 0x14, "LO", "Philips MR Imaging DD 005"), (0x2005, 0x140F, "SQ", [inner])]
        put(f"{folder}/{day:%d%b%Y}/{day:%Y%m%d}-{number}.dcm", dicom_file(elements))


def par(folder, day):
    header, data = par_rec(dataset=f"D:\\export\\{day:%Y%m%d}\\x", patient=f"p{day:%d%b%y}", examination=f"{day:%A}",
                           protocol=f"WIP {day:%B}", moment=f"{day:%Y.%m.%d / %H:%M:%S}")
    put(f"{folder}/{day:%d%b%Y}/y.PAR", header)
    put(f"{folder}/{day:%d%b%Y}/y.REC", data)


def make(root, label):
    put(f"{root}/dataset_description.json", '{"Name": "x", "BIDSVersion": "1.9.0", "License": "CC0"}')
    put(f"{root}/participants.tsv", f"participant_id\tage\tscan_date\tmonth\nsub-{label}\t30\t{DAYS[0]:%Y-%m-%d}\t{DAYS[0]:%b %Y}\n")
    rows = "".join(f"ses-{day:%Y%m%d}\t{day:%Y-%m-%dT%H:%M:%S}\n" for day in DAYS)
    put(f"{root}/sub-{label}/sub-{label}_sessions.tsv", "session_id\tacq_time\n" + rows)
    for day in DAYS:
        session, stem = f"ses-{day:%Y%m%d}", f"sub-{label}_ses-{day:%Y%m%d}"
        folder = f"{root}/sub-{label}/{session}"
        scans = [f"func/{stem}_task-rest_bold.nii.gz\t{day:%Y-%m-%dT%H:%M:%S}+02:00\t{day:%A}"]
        put(f"{folder}/{stem}_scans.tsv", "filename\tacq_time\tweekday\n" + "\n".join(scans) + "\n")
        put(f"{folder}/func/{stem}_task-rest_bold.nii.gz", packed(image(day), day, f"{day:%Y%m%d}.nii"))
        put(f"{folder}/func/{stem}_task-rest_bold.json", sidecar(day))
        put(f"{folder}/func/{stem}_task-rest_events.tsv", f"onset\tduration\tclock\tstamp\n1\t2\t{day:%H:%M}\t{epoch(day)}\n")
        put(f"{folder}/func/{stem}_task-rest_physio.tsv.gz", packed(b"1\t2\n3\t4\n", day, f"{day:%d%b%y}.tsv"))
        put(f"{folder}/func/{stem}_task-rest_physio.json", '{"SamplingFrequency": 50, "StartTime": 0, "Columns": ["cardiac", "respiratory"]}')
        put(f"{folder}/eeg/{stem}_task-e_eeg.edf", edf(day))
        put(f"{folder}/eeg/{stem}_task-e_eeg.json", sidecar(day))
        brainvision(f"{folder}/eeg", f"{stem}_task-b", day)
        for kind in (spar, par, dicom):
            kind(f"{root}/sourcedata/sub-{label}/{session}", day)
        for path in glob.glob(f"{folder}/**/*", recursive=True):
            os.utime(path, (epoch(day), epoch(day)))


def layers(path):
    """The bytes of a file, and what is packed in it; gzip headers first."""
    content = open(path, "rb").read()
    if content[:2] != b"\x1f\x8b":
        return [content], []
    return [content[:64], gzip.decompress(content)], [struct.unpack_from("<I", content, 4)[0]]


def stamps(content, day):
    """Numbers that are the day's seconds, milliseconds or days since 1970, or a year's beginning of them."""
    at = epoch(day)
    found = [number for number in re.findall(rb"(?<![\d.])\d{10}(?:\d{3})?(?![\d])", content)
             if abs(int(number[:10]) - at) < 40 * 86400]
    for form in ("<I", ">I", "<d", ">d", "<q", ">q"):
        found += [form for scale in (1, 1000) if form[1] != "I" or scale == 1
                  if struct.pack(form, at * scale) in content]
    return found


def look(path, name, found):
    contents, times = layers(path)
    if any(times):
        found.append(f"{name}: time of a gzip member")
    for content in contents:
        text = content.decode("latin-1").lower()
        for day in DAYS:
            found += [f"{name}: a part of a true date: {s}" for s in spellings(day) if re.search(rf"(?<![0-9a-z.]){re.escape(s)}(?![0-9])", text)]
            found += [f"{name}: seconds since 1970" for _ in stamps(content, day)]
        found += [f"{name}: the word {word}" for word in WORDS if re.search(rf"\b{word}\b", text)]
        found += [f"{name}: a time zone: {zone}" for zone in re.findall(r"\d\d:\d\d(?::[\d.]+)?([+-]\d\d:?\d\d)\b", text)]
        found += [f"{name}: the year {year}" for year in re.findall(r"(?<![\d.])(?:2019|2020)(?!\d)", text)]


def shifted_days(dataset):
    days = {}
    for path in glob.glob(f"{dataset}/sub-*/ses-*/*_scans.tsv"):
        for line in open(path).read().splitlines()[1:]:
            days.setdefault(path, datetime.datetime.fromisoformat(line.split("\t")[1][:19]))
    return sorted(days.values())


def attack(result):
    found, dataset = [], f"{result}/dataset"
    paths = [path for path in glob.glob(f"{dataset}/**/*", recursive=True) if os.path.isfile(path)]
    for path in paths:
        name = os.path.relpath(path, dataset)
        look(path, name, found)
        found += [f"{name}: its name" for day in DAYS for s in spellings(day) if s in name.lower() and len(s) > 5]
    times = {os.stat(path).st_mtime_ns for path in paths}
    if len(times) != 1:
        found.append(f"{len(times)} different times of files")
    if any(abs(time / 1e9 - epoch(day)) < 400 * 86400 for time in times for day in DAYS):
        found.append("the time of files is near that of the scans")
    names = " ".join(os.path.basename(path) + " " for path in paths)
    missing = [kind for kind in (".edf", ".vmrk", ".nii.gz", ".tsv.gz", ".SPAR", ".PAR", ".dcm", ".json", "_scans.tsv") if kind + " " not in names]
    if missing:
        found.append(f"nothing was released of {missing}")
    days = shifted_days(dataset)
    check_same_shift(dataset, days, found)
    if [b - a for a, b in zip(days, days[1:])] != [b - a for a, b in zip(DAYS, DAYS[1:])]:
        found.append(f"the intervals are not those of the source: {days}")
    if not all(1902 <= day.year <= 1925 for day in days):
        found.append("days out of the shifted era")
    report_consistent(days, found)
    print("\n".join(sorted(set(found))[:40]))
    print(f"{len(paths)} files, {len(set(found))} findings")
    return 1 if found else 0


def check_same_shift(dataset, days, found):
    """The days of DICOM and PAR are those of the tables, and no element tells an offset from UTC."""
    stamps = {f"{day:%Y%m%d}" for day in days}
    for path in glob.glob(f"{dataset}/sourcedata/**/*.dcm", recursive=True):
        content = open(path, "rb").read()
        name = os.path.relpath(path, dataset)
        text = re.sub(r"2\.25\.\d+", "", content.decode("latin-1"))  # digits of a new UID may look like a day
        shifted = set(re.findall(r"(?<!\d)19[012]\d[01]\d[0-3]\d", text))
        if len(shifted & stamps) != 1 or shifted - stamps:
            found.append(f"{name}: another day than in the tables")
        if b"\x08\0\x01\x02SH" in content or re.search(rb"[+-]0[12]00", content):
            found.append(f"{name}: an offset from UTC")
    moments = {text for path in glob.glob(f"{dataset}/sourcedata/**/*.PAR", recursive=True)
               for text in re.findall(r"19\d\d\.\d\d\.\d\d", open(path).read())}
    if moments != {f"{day:%Y.%m.%d}" for day in days}:
        found.append(f"the days of PAR are {sorted(moments)}")


def report_consistent(days, found):
    """People are seldom measured on weekends and holidays: how many shifts does that leave to somebody who knows it?"""
    holidays = {(1, 1), (4, 27), (5, 5), (12, 25), (12, 26), (12, 31)}
    begin = datetime.datetime(1990, 1, 1)
    left = 0
    for start in range(0, 366 * 35):
        moved = [begin + datetime.timedelta(days=start) + (day - days[0]) for day in days]
        left += all(day.weekday() < 5 and (day.month, day.day) not in holidays for day in moved)
    print(f"{left} of {366 * 35} first days from 1990 on fit working days without holidays")
    if left < 1000:
        found.append("the intervals leave too few possible days")


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    sys.exit(attack(sys.argv[2]))
