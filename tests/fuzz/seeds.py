"""seeds.py PARSER FOLDER: small inputs that a fuzzer of the parser starts from, made here and, where
SHAREREADY_TEST_DATA names a folder, taken from its real headers."""
import glob
import gzip
import json
import os
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from made_scans import dicom_file, echo_planar  # noqa: E402

ROW = ("1 1 1 1 0 2 0 16 81 8 4 0.0 1.26 2.84e-005 133 231 -1.98 0.55 0.02 -18.79 -22.82 -16.42 10.0 0.0 0 1 0 2 "
       "1.9 1.9 2.08 0.0 0.0 0.0 1 8.0 0 0 0 7 0.0 1 1 7 0 0.0 0.0 0.0 1\r\n")
PAR = ("# === DATA DESCRIPTION FILE ===\r\n# Dataset name: E:\\x\r\n.    Patient name   :   A\r\n"
       ".    Examination date/time :   2014.08.05 / 11:27:34\r\n.    EPI factor <0,1=no EPI> : 39\r\n\r\n") + ROW * 3
SPAR = "examination_name : a\nscan_date : 2010.03.04 10:00:00\nsamples : 4\nrows : 2\n"
XML = ('<?xml version="1.0"?>\n<PRIDE_V5><Series_Info><Attribute Name="Patient Name" Type="String">A</Attribute>'
       '</Series_Info><Image_Array><Image_Info><Attribute Name="Pixel Size" Type="UInt16">16</Attribute></Image_Info>'
       "</Image_Array></PRIDE_V5>")
ASCCONV = '### ASCCONV BEGIN ###\nsProtConsistencyInfo.flNominalB0 = 2.89\nalTR[0] = 2000\n### ASCCONV END ###\n'


VHDR = ("Brain Vision Data Exchange Header File Version 1.0\r\n[Common Infos]\r\nDataFile=a.eeg\r\n[Channel Infos]\r\n"
        "Ch1=Fp1,,0.5\r\n[Coordinates]\r\nCh1=1,-90,-72\r\n[Comment]\r\nx\r\n")
VMRK = ("Brain Vision Data Exchange Marker File, Version 1.0\n[Marker Infos]\n"
        "Mk1=New Segment,,1,1,0,20130131162000123456\nMk2=Stimulus,S  1,8,1,0\n")


def edf():
    text = ("0".ljust(8) + "a".ljust(160) + "31.01.1316.20.00" + "512".ljust(8) + "EDF+C".ljust(44) + "1".ljust(8)
            + "1".ljust(8) + "1".ljust(4) + "EDF Annotations".ljust(16) + "".ljust(88) + ("-1".ljust(8) + "1".ljust(8)) * 2)
    return text.encode() + b"".ljust(80) + b"8".ljust(8) + b"".ljust(32) + b"+0\x14\x14\0+1\x14ab\x14\0\0\0\0\0"


def nifti(extension=b""):
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, 2, 2, 2, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, 4, 16)
    struct.pack_into("<f", header, 108, 352 + len(extension))
    header[148:156] = b"Time=12;"
    header[344:348] = b"n+1\0"
    header[348] = 1 if extension else 0
    return bytes(header) + extension + bytes(16)


def mgh():
    header = struct.pack(">7ih", 1, 2, 2, 2, 1, 4, 0, 1) + struct.pack(">15f", *[1] * 3, *[0, 1, 2] * 3, *[5] * 3)
    return header.ljust(284, b"J") + bytes(16) + struct.pack(">5f", 2300, 0.1, 3, 900, 256) + b"\0\0\0\3" + bytes(12)


def pair(magic):
    header = bytearray(nifti())[:348]
    struct.pack_into("<f", header, 108, 0)
    header[344:348] = magic
    struct.pack_into("<3h", header, 253, 1, 2, 1)
    return bytes(header) + b"abc"


def csa():
    field = b"AbsTablePosition".ljust(64, b"\0") + struct.pack("<i4siii", 1, b"IS\0\0", 6, 6, 77)
    item = struct.pack("<4i", 4, 4, 77, 4) + b"-12\0"
    return b"SV10\4\3\2\1" + struct.pack("<2i", 1, 77) + field + item + struct.pack("<4i", 0, 0, 77, 0) * 5


def gzips():
    content = bytes(range(256)) * 300
    for level, memory in ((6, 8), (9, 1), (0, 8)):
        packer = zlib.compressobj(level, zlib.DEFLATED, 31, memory)
        yield bytes([100, 60, 74]) + packer.compress(content) + packer.flush()
    yield bytes([5, 0, 1]) + gzip.compress(content[:600]) + gzip.compress(content[:600])


def made(parser):
    if parser == "philips":
        return [PAR.encode(), SPAR.encode(), XML.encode()]
    if parser == "nifti":
        mrs = b'{"EchoTime": 0.03, "dim_5_header": {"A": [1]}, "PatientName": "A", "VOI": [[1]]}'
        return [nifti(), nifti(struct.pack("<2i", 16, 6) + b"comments"), nifti(struct.pack("<2i", 96, 44) + mrs.ljust(88))]
    if parser == "volume":
        return [mgh(), pair(b"ni1\0"), pair(bytes(4))]
    if parser == "gzip":
        return list(gzips())
    if parser == "json":
        sidecar = {"EchoTime": 0.03, "AcquisitionTime": "10:11:12.5", "global": {"const": {"PatientName": "A"}},
                   "IntendedFor": ["func/sub-1_bold.nii.gz"], "SliceTiming": [0, 1.5e-3], "TimeZero": "10:00:00"}
        return [json.dumps(sidecar).encode(), b'{"a":{"b":[{"c":null}]},"\\u00e9":"2019-01-01"}']
    if parser == "recording":
        return [VHDR.encode(), VMRK.encode(), edf()]
    packed = gzip.compress(b'set TR "2000"\nset NOTES "x"\n')
    nested = (0x5200, 0x9229, "SQ", [[(0x18, 0x9006, "SQ", [[(0x20, 0xD, "UI", "1.2")]])]])
    return [csa(), struct.pack("<I", len(packed)) + packed, ASCCONV.encode(), dicom_file([*echo_planar(0), (8, 0x18, "UI", "1.2.3"), nested])]


def real(parser):
    data = os.environ.get("SHAREREADY_TEST_DATA", "")
    patterns = {"philips": "parrec/nibabel/*.PAR", "json": "heads/*.json", "nifti": "heads/*.nii.gz"}
    for path in sorted(glob.glob(f"{data}/{patterns[parser]}"))[:12] if data and parser in patterns else []:
        content = gzip.open(path).read(4096) if path.endswith(".gz") else open(path, "rb").read()
        yield content[:16384]


def main():
    parser, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for number, seed in enumerate([*made(parser), *real(parser)]):
        with open(f"{folder}/seed-{number}", "wb") as file:
            file.write(seed)


main()
