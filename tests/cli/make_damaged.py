#!/usr/bin/env python3
"""make_damaged.py ROOT LABEL: files of a participant that are cut off, contradict themselves or are not what they say, of
each kind that the program reads. Prints each path and what is to become of it: withheld or excluded."""
import gzip
import os
import sys

from made_scans import dicom_file, echo_planar, element, par_rec

root, label = sys.argv[1:]
UIDS = [(8, 0x18, "UI", "1.2.3.4.5"), (0x20, 0xD, "UI", "1.2.3.4"), (0x20, 0xE, "UI", "1.2.3.5"), (0x10, 0x10, "PN", "Jansen^Anna")]
PIXELS = 12 + 8 * 8 * 2  # the last element


def put(path, content, fate="withheld"):
    os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
    with open(f"{root}/{path}", "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    if fate:
        print(path, fate)


DAMAGED = "withheld: its content is damaged"  # a single slice would be withheld anyway, but with another reason


def dicom():
    good, folder = dicom_file(echo_planar(0) + UIDS), f"sourcedata/sub-{label}/dicom"
    deep = UIDS[3]
    for _ in range(70):
        deep = (0x5200, 0x9229, "SQ", [[deep]])
    put(f"{folder}/cut-in-header.dcm", good[:300], DAMAGED)
    put(f"{folder}/cut-in-pixels.dcm", good[:-40], DAMAGED)
    put(f"{folder}/length-past-the-end.dcm", good.replace(b"\x08\0\x60\0CS\x02\0", b"\x08\0\x60\0CS\xfe\xff"), DAMAGED)
    put(f"{folder}/unknown-syntax.dcm", good.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.9.9.9\0"), DAMAGED)
    put(f"{folder}/no-vr.dcm", good.replace(b"\x18\0\x81\0DS", b"\x18\0\x81\0??"), DAMAGED)
    put(f"{folder}/name-twice.dcm", good.replace(b"\x18\0\x20\0CS", element(0x10, 0x10, "PN", "Vermeer^Jan") + b"\x18\0\x20\0CS"), DAMAGED)
    put(f"{folder}/out-of-order.dcm", good[:-PIXELS] + element(8, 0x90, "PN", "Vermeer^Jan") + good[-PIXELS:], DAMAGED)
    put(f"{folder}/bytes-behind.dcm", good + b"Jansen" * 10, DAMAGED)
    put(f"{folder}/too-deep.dcm", dicom_file(echo_planar(0) + UIDS + [deep]), DAMAGED)
    put(f"{folder}/more-rows.dcm", good.replace(b"\x28\0\x10\0US\x02\0\x08\0", b"\x28\0\x10\0US\x02\0\x09\0"), DAMAGED)
    put(f"{folder}/empty.dcm", b"", "excluded")
    put(f"{folder}/no-preamble.dcm", good[132:], "excluded")
    put(f"{folder}/text.dcm", "Jansen", "excluded")


def exports():
    header, data = par_rec(dataset="x", patient="Jansen", examination="e", protocol="p", moment="2019.03.04 / 10:11:12")
    folder = f"sourcedata/sub-{label}/philips"
    for name, text, numbers in (("cut", header[:len(header) // 2], data), ("short", header, data[:-1]), ("zeros", header + "\0\0", data),
                                ("row", header.replace("16 100 8 8", "16 100 8 x"), data)):
        put(f"{folder}/{name}.PAR", text)
        put(f"{folder}/{name}.REC", numbers)


def images_and_texts():
    stem = f"sub-{label}/func/sub-{label}_task-"
    image = open(f"{root}/{stem}rest_bold.nii.gz", "rb").read()
    turned = image[:-6] + bytes([image[-6] ^ 255]) + image[-5:]
    for task, damaged in (("cut", image[:-100]), ("checksum", turned), ("page", gzip.compress(b"<html>Jansen</html>")), ("behind", image + b"Jansen")):
        put(f"{stem}{task}_bold.nii.gz", damaged)
    for task in ("open", "twice", "utf16", "nested", "list", "latin", "clock", "name"):
        put(f"{stem}{task}_bold.nii.gz", image, "")
    put(f"{stem}open_bold.json", '{"TaskName": "open", "PatientName": "Jansen"')
    put(f"{stem}twice_bold.json", '{"TaskName": "twice", "TaskName": "Jansen"}')
    put(f"{stem}utf16_bold.json", '{"PatientName": "Jansen"}'.encode("utf-16"))
    put(f"{stem}nested_bold.json", "[" * 5000)
    put(f"{stem}list_bold.json", '["Jansen"]')
    put(f"{stem}latin_events.tsv", b"onset\tduration\n1\t2\nJans\xe9n\t2\n")
    put(f"{stem}clock_events.tsv", "onset\tduration\n1562234000\t2\n")
    put(f"{stem}name_physio.tsv.gz", gzip.compress(b"1\t2\n3\tJansen\n"))
    put(f"{stem}name_physio.json", '{"SamplingFrequency": 1, "StartTime": 0, "Columns": ["a", "b"]}', "")


def recordings():
    stem, start = f"sub-{label}/eeg/sub-{label}_task-", b"0".ljust(8) + b"Jansen".ljust(80) + b"x".ljust(80) + b"31.01.1316.20.00"
    put(f"{stem}short_eeg.edf", start[:100])
    put(f"{stem}many_eeg.edf", start + b"99999999" + b" " * 44 + b"1".ljust(8) + b"1".ljust(8) + b"9999")
    put(f"{stem}alone_eeg.vhdr", "Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nDataFile=Jansen.eeg\n")


for kind in (dicom, exports, images_and_texts, recordings):
    kind()
