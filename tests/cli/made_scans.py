"""Scans of nobody, for the tests of the command line: DICOM objects of an echo planar series, and a Philips export.
Nothing but the standard library is needed."""
import struct

EXPLICIT = "1.2.840.10008.1.2.1"
MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"
LONG = ("OB", "OW", "SQ", "UN", "UT")


def element(group, number, vr, value):
    """One element, explicit VR, little endian. A list is a sequence of items, each a list of elements."""
    if vr == "SQ":
        items = [b"".join(element(*part) for part in sorted(item)) for item in value]
        content = b"".join(struct.pack("<2HI", 0xFFFE, 0xE000, len(item)) + item for item in items)
    elif vr == "US":
        content = struct.pack("<H", value)
    else:
        content = value if isinstance(value, bytes) else value.encode()
        content += (b"\0" if vr in ("UI", "OB", "UN", "OW") else b" ") * (len(content) % 2)
    head = struct.pack("<2H", group, number) + vr.encode()
    return head + (struct.pack("<HI", 0, len(content)) if vr in LONG else struct.pack("<H", len(content))) + content


def dicom_file(elements):
    """A file of the elements (group, number, vr, value), with its meta information."""
    uid = next(value for group, number, _, value in elements if (group, number) == (8, 0x18))
    meta = b"".join(element(2, *part) for part in ((1, "OB", b"\0\1"), (2, "UI", MR_IMAGE), (3, "UI", uid),
                                                   (0x10, "UI", EXPLICIT), (0x12, "UI", "1.2.3.4.5.6")))
    meta = struct.pack("<2H2sHI", 2, 0, b"UL", 4, len(meta)) + meta
    return bytes(128) + b"DICM" + meta + b"".join(element(*part) for part in sorted(elements, key=lambda e: e[:2]))


def echo_planar(number, places=2):
    """What every object of a coarse echo planar series says of itself; the number tells time and place."""
    side = 8
    pixels = struct.pack(f"<{side * side}H", *((number * 31 + i * 7) % 900 for i in range(side * side)))
    return [(8, 8, "CS", "ORIGINAL\\PRIMARY\\M\\ND"), (8, 0x16, "UI", MR_IMAGE), (8, 0x60, "CS", "MR"), (8, 0x70, "LO", "Maker"),
            (0x18, 0x20, "CS", "EP"), (0x18, 0x21, "CS", "SK"), (0x18, 0x22, "CS", "FS"), (0x18, 0x23, "CS", "2D"),
            (0x18, 0x50, "DS", "3"), (0x18, 0x80, "DS", "2000"), (0x18, 0x81, "DS", "30"), (0x18, 0x91, "IS", "1"),
            (0x20, 0x13, "IS", f"{number + 1}"), (0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0"),
            (0x20, 0x32, "DS", f"-12\\-12\\{3 * (number % places)}"),
            (0x28, 2, "US", 1), (0x28, 4, "CS", "MONOCHROME2"), (0x28, 0x10, "US", side), (0x28, 0x11, "US", side),
            (0x28, 0x30, "DS", "3\\3"), (0x28, 0x100, "US", 16), (0x28, 0x101, "US", 16), (0x28, 0x102, "US", 15),
            (0x28, 0x103, "US", 0), (0x7FE0, 0x10, "OW", pixels)]


PAR = """# === DATA DESCRIPTION FILE ======================================================
#
# CAUTION - Investigational device.
# Dataset name: {dataset}
#
# CLINICAL TRYOUT             Research image export tool     V4.2
#
# === GENERAL INFORMATION ========================================================
#
.    Patient name                       :   {patient}
.    Examination name                   :   {examination}
.    Protocol name                      :   {protocol}
.    Examination date/time              :   {moment}
.    Series Type                        :   Image   MRSERIES
.    Acquisition nr                     :   3
.    Reconstruction nr                  :   1
.    Scan Duration [sec]                :   20
.    Max. number of slices/locations    :   1
.    Max. number of dynamics            :   6
.    Patient position                   :   Head First Supine
.    Technique                          :   FEEPI
.    Scan resolution  (x, y)            :   8  8
.    Repetition time [ms]               :   2000.000
.    EPI factor        <0,1=no EPI>     :   7
.    Dynamic scan      <0=no 1=yes> ?   :   1
#
# === IMAGE INFORMATION ==========================================================
{rows}
# === END OF DATA DESCRIPTION FILE ===============================================
"""


def par_rec(**texts):
    """A header of version 4.2 and its data: six dynamics of one echo planar slice."""
    row = ("1 1 {} 1 0 0 {} 16 100 8 8 0 1 1 1070 1860 0 0 0 0 0 0 3 0 0 1 0 2 3 3 30 0 0 0 1 75 0 0 0 7 0 1 1 1 0 0 0 0 1")
    rows = "\n".join(row.format(volume + 1, volume) for volume in range(6))
    return PAR.format(rows=rows, **texts).replace("\n", "\r\n"), bytes(6 * 8 * 8 * 2)
